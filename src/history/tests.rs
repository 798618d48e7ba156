use super::sample::Content::{Link, Text};
use super::sample::Sample;
use super::{Fault, Repository};
use crate::world::{Calendar, Cut, EntryKind, World};

const ROOTS: [&str; 2] = ["sources", "brands"];

fn days(repository: &Repository, paths: &[&str]) -> Calendar {
    repository.days(paths.iter().copied(), None).unwrap()
}

/// Files and their days, one after another.
fn shown(calendar: &Calendar) -> String {
    calendar.days.iter().map(|(path, day)| format!("{path} {day} ")).collect::<String>().trim_end().to_owned()
}

#[test]
fn a_file_has_the_day_of_the_commit_that_changed_it() {
    let sample = Sample::new();
    let first = sample.commit("2026-01-01", &[], &[("p/sources/a.md", Text("1")), ("p/sources/b.md", Text("1"))]);
    let second = sample.commit("2026-01-02", &[first], &[("p/sources/a.md", Text("2")), ("p/sources/b.md", Text("1"))]);
    sample.commit("2026-01-03", &[second], &[("p/sources/a.md", Text("2")), ("p/sources/b.md", Text("1")), ("other", Text("1"))]);
    let calendar = days(&sample.around("p"), &["sources/a.md", "sources/b.md", "sources/new.md"]);
    let again = sample.around("p").days(["sources/a.md", "sources/b.md", "sources/new.md"], Some(&calendar)).unwrap();
    assert_eq!(again, calendar);
    assert_eq!(shown(&sample.around("p").days(["sources/b.md"], Some(&calendar)).unwrap()), "sources/b.md 2026-01-01");
    assert_eq!(shown(&calendar), "sources/a.md 2026-01-02 sources/b.md 2026-01-01");
    assert!(calendar.lost.is_empty());
}

#[test]
fn a_merge_changes_only_what_it_mends() {
    let sample = Sample::new();
    let root = sample.commit("2026-01-01", &[], &[("a.md", Text("1")), ("b.md", Text("1")), ("c.md", Text("1"))]);
    let left = sample.commit("2026-01-02", &[root], &[("a.md", Text("2")), ("b.md", Text("1")), ("c.md", Text("2"))]);
    let right = sample.commit("2026-01-03", &[root], &[("a.md", Text("1")), ("b.md", Text("2")), ("c.md", Text("3"))]);
    sample.commit("2026-01-04", &[left, right], &[("a.md", Text("2")), ("b.md", Text("2")), ("c.md", Text("4"))]);
    assert_eq!(shown(&days(&sample.around(""), &["a.md", "b.md", "c.md"])), "a.md 2026-01-02 b.md 2026-01-03 c.md 2026-01-04");
}

#[test]
fn a_file_that_was_taken_away_and_came_back_is_as_old_as_its_return() {
    let sample = Sample::new();
    let first = sample.commit("2026-01-01", &[], &[("a.md", Text("1"))]);
    let second = sample.commit("2026-01-02", &[first], &[("b.md", Text("1"))]);
    sample.commit("2026-01-03", &[second], &[("a.md", Text("1")), ("b.md", Text("1"))]);
    assert_eq!(shown(&days(&sample.around(""), &["a.md"])), "a.md 2026-01-03");
}

#[test]
fn a_link_is_as_old_as_what_it_leads_to() {
    let sample = Sample::new();
    let links = [("shared/a.md", Text("1")), ("p/sources/a.md", Link("../../shared/a.md")), ("p/sources/out.md", Link("../../../x"))];
    let first = sample.commit("2026-01-01", &[], &links);
    let second = sample.commit("2026-01-02", &[first], &[("shared/a.md", Text("2")), links[1], links[2], ("p/sources/x", Link("x"))]);
    sample.commit("2026-01-03", &[second], &[("shared/a.md", Text("2")), links[1], links[2]]);
    assert_eq!(shown(&days(&sample.around("p"), &["sources/a.md", "sources/out.md", "sources/x"])), "sources/a.md 2026-01-02");
}

#[test]
fn a_shallow_clone_says_what_it_does_not_know() {
    let sample = Sample::new();
    let first = sample.commit("2026-01-01", &[], &[("a.md", Text("1")), ("b.md", Text("1"))]);
    let second = sample.commit("2026-01-02", &[first], &[("a.md", Text("1")), ("b.md", Text("2"))]);
    sample.commit("2026-01-03", &[second], &[("a.md", Text("1")), ("b.md", Text("3"))]);
    sample.put(".git/shallow", &format!("{second}\n"));
    let calendar = days(&sample.around(""), &["a.md", "b.md"]);
    assert_eq!(shown(&calendar), "b.md 2026-01-03");
    assert_eq!((calendar.lost.iter().next().map(String::as_str), calendar.cut), (Some("a.md"), Some(Cut::Shallow)));
}

#[test]
fn what_is_missing_is_said_and_not_guessed() {
    let sample = Sample::new();
    let gone = gix::ObjectId::from_hex(b"00000000000000000000000000000000000000aa").unwrap();
    sample.commit("2026-01-02", &[gone], &[("a.md", Text("1"))]);
    assert_eq!(days(&sample.around(""), &["a.md"]).cut, Some(Cut::Damaged));
}

#[test]
fn there_need_be_no_repository_and_no_commit() {
    let empty = tempfile::tempdir().unwrap();
    assert!(Repository::around(empty.path()).unwrap().is_none());
    let sample = Sample::new();
    assert_eq!(days(&sample.around(""), &["a.md"]), Calendar::default());
}

#[test]
fn tags_are_states_in_the_order_of_their_commits() {
    let sample = Sample::new();
    let first = sample.commit("2026-01-01", &[], &[("x", Text("1"))]);
    let second = sample.commit("2026-01-02", &[first], &[("p/sources/a.md", Text("1")), ("p/.secret", Text("s")), ("p/dist/a.html", Text("x"))]);
    sample.tag("policies-b", first);
    sample.tag("policies-a", second);
    sample.tag("other", second);
    let repository = sample.around("p");
    let tags = repository.tags(|name| name.starts_with("policies-")).unwrap().tags;
    assert_eq!(tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(), ["policies-b", "policies-a"]);
    let is_input = |name: &str| ROOTS.contains(&name);
    assert_eq!(repository.files(&tags[0], is_input).unwrap_err(), Fault::NoProject { folder: "p".to_owned() });
    let files = repository.files(&tags[1], is_input).unwrap();
    assert_eq!(files.read("sources/a.md").unwrap(), b"1");
    assert_eq!(files.list("").unwrap().len(), 1);
}

#[test]
fn no_link_of_a_state_leads_out() {
    let sample = Sample::new();
    let files = [
        ("secret.md", Text("s")),
        ("p/sources/a.md", Text("1")),
        ("p/sources/b.md", Link("a.md")),
        ("p/sources/out.md", Link("../../secret.md")),
        ("p/sources/etc.md", Link("/etc/passwd")),
        ("p/sources/round", Link("..")),
        ("p/sources/itself", Link("itself")),
        ("p/sources/a:b.md", Text("1")),
        ("p/brands/sources", Link("../sources")),
    ];
    sample.tag("v1", sample.commit("2026-01-01", &[], &files));
    let repository = sample.around("p");
    let tag = repository.tags(|_| true).unwrap().tags.remove(0);
    let files = repository.files(&tag, |name| ROOTS.contains(&name)).unwrap();
    let named = |folder: &str, kind: EntryKind| {
        let entries = files.list(folder).unwrap().into_iter().filter(|entry| entry.kind == kind);
        entries.map(|entry| entry.name).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(files.read("sources/b.md").unwrap(), b"1");
    assert_eq!(files.read("brands/sources/a.md").unwrap(), b"1");
    assert_eq!(named("sources", EntryKind::Escape), "etc.md itself out.md round");
    assert_eq!(named("sources", EntryKind::Nameless), "a:b.md");
}
