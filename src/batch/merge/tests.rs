//! Whole sets, and such as are not.

use super::{Merged, join, merge, read_manifest};
use crate::batch::ledger::{End, Head, Line};
use crate::batch::shard::Shard;
use crate::output::digest::Digest;
use crate::project::Format;

fn share(index: usize, count: usize) -> Shard {
    Shard::read(&format!("{}/{count}", index + 1), |_| None).unwrap()
}

fn line(row: u64) -> Line {
    let id = format!("customer-{row}");
    let file = format!("{id}/dpa.pdf");
    let [data, sha256] = [Digest::of(id.as_bytes()), Digest::of(file.as_bytes())];
    Line {
        row,
        mended: 0,
        id,
        data,
        policy: "contracts/dpa".to_owned(),
        brand: "supportress".to_owned(),
        file,
        format: Format::Pdf,
        sha256,
        size: 1,
        signed: None,
        values: None,
        key: None,
        tag: None,
    }
}

/// A manifest of a share of 100 rows, whose numbers are those of a table with a heading.
fn manifest(share: Shard) -> String {
    let lines: Vec<Line> = (2..102).map(line).filter(|line| share.holds(&line.id)).collect();
    let head = Head {
        counterpart: "0.1.0".to_owned(),
        run: Digest::of(b"run"),
        project: Digest::of(b"project"),
        mended: false,
        joined: Vec::new(),
        rows: 100,
        shard: (!share.is_whole()).then(|| share.to_string()),
    };
    let count = lines.len() as u64;
    written(&head, &lines, End { rows: count, documents: count, bad: 0, failed: 0 })
}

fn written(head: &Head, lines: &[Line], end: End) -> String {
    let lines: String = lines.iter().map(|line| serde_json::to_string(line).unwrap() + "\n").collect();
    format!("{}\n{lines}{}\n", serde_json::to_string(head).unwrap(), serde_json::json!({ "end": end }))
}

fn merged(manifests: &[String]) -> (Merged, String) {
    let named = manifests.iter().enumerate().map(|(at, text)| (format!("part-{}", at + 1), text.as_bytes())).collect();
    let mut whole = Vec::new();
    let merged = join(named, &mut whole).unwrap();
    (merged, String::from_utf8(whole).unwrap())
}

/// What is said of manifests that are no whole.
fn problems(manifests: &[String]) -> Vec<String> {
    merged(manifests).0.problems.iter().map(ToString::to_string).collect()
}

#[test]
fn shares_become_the_manifest_of_one_run() {
    let mut shares: Vec<String> = (0..5).map(|index| manifest(share(index, 5))).collect();
    shares.reverse();
    let (merged, whole) = merged(&shares);
    assert_eq!(merged, Merged { end: End { rows: 100, documents: 100, bad: 0, failed: 0 }, problems: Vec::new(), more: 0 });
    assert_eq!(whole, manifest(Shard::WHOLE));
}

#[test]
fn what_is_missing_or_double_is_named() {
    let shares: Vec<String> = (0..3).map(|index| manifest(share(index, 3))).collect();
    let [one, two, three] = &shares[..] else { panic!() };
    let rows = |text: &str| text.lines().count() - 2;
    assert_eq!(
        problems(&[one.clone(), three.clone()]),
        ["share 2/3 is missing: run it with --shard 2/3".to_owned(), format!("{} of 100 rows are missing", rows(two))]
    );
    let twice = problems(&[one.clone(), two.clone(), three.clone(), two.clone()]);
    assert_eq!(twice[0], "share 2/3 is double: part-2 and part-4");
    assert!(twice[1].ends_with("is listed twice"), "{twice:?}");
    assert_eq!(problems(&[manifest(share(0, 2)), manifest(share(1, 3))])[0], "part-2 is share 2/3, part-1 is share 1/2: all must be of one N");
    assert_eq!(problems(&[]), Vec::<String>::new());
}

#[test]
fn a_manifest_that_was_cut_off_is_not_taken_for_whole() {
    let whole = manifest(Shard::WHOLE);
    for cut in [0, 1, 100, whole.len() / 2, whole.len() - 1] {
        let found = problems(&[whole[..cut].to_owned()]);
        assert!(found.iter().any(|problem| problem.contains("cut off") || problem.contains("no manifest")), "{cut}: {found:?}");
    }
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    let without = [&lines[..50], &lines[51..]].concat().concat();
    assert_eq!(problems(&[without]), ["part-1 counts 100 documents and lists 99", "1 of 100 rows are missing"]);
    assert_eq!(problems(&[whole.clone() + "{}\n"]), ["part-1: something follows its last line"]);
}

#[test]
fn a_manifest_by_itself_is_held_to_the_same() {
    let head = Head {
        counterpart: "0.1.0".to_owned(),
        run: Digest::of(b"run"),
        project: Digest::of(b"project"),
        mended: false,
        joined: Vec::new(),
        rows: 2,
        shard: None,
    };
    let end = End { rows: 2, documents: 2, bad: 0, failed: 0 };
    let read = |text: &str| {
        let mut rows = Vec::new();
        let ends = read_manifest("it".to_owned(), text.as_bytes(), &mut |line| rows.push(line.row)).unwrap();
        (rows, ends.map_err(|problem| problem.to_string()))
    };
    let whole = written(&head, &[line(2), line(3)], end);
    assert_eq!(read(&whole), (vec![2, 3], Ok((head.clone(), end))));
    let cut = whole.rfind("{\"end\"").unwrap();
    assert_eq!(read(&whole[..cut]), (vec![2, 3], Err("it is cut off: its last line is missing. Run that share again".to_owned())));
    let rows = written(&head, &[line(2), line(2)], end);
    assert_eq!(read(&rows), (vec![2, 2], Err("it counts 2 rows and lists 1".to_owned())));
    assert_eq!(read(&written(&head, &[line(3), line(2)], end)), (vec![3, 2], Err("it: row 2 comes after a later one".to_owned())));
    let of_share = Head { shard: Some("1/2".to_owned()), ..head.clone() };
    let stray = (2..102).map(line).find(|line| !share(0, 2).holds(&line.id)).unwrap();
    let said = format!("it: row {}, `{}`, is not of share 1/2", stray.row, stray.id);
    assert_eq!(read(&written(&of_share, std::slice::from_ref(&stray), End { rows: 1, documents: 1, ..end })), (vec![stray.row], Err(said)));
    assert_eq!(read("{}\n"), (Vec::new(), Err("it is no manifest".to_owned())));
    let older = whole.replacen(&format!(",\"project\":\"{}\"", head.project), "", 1);
    assert!(read(&older).1.is_err_and(|said| said.starts_with("it was written by another version of counterpart (0.1.0)")));
}

#[test]
fn a_line_that_leads_out_of_the_folder_is_not_followed() {
    let head = Head {
        counterpart: "0.1.0".to_owned(),
        run: Digest::of(b"run"),
        project: Digest::of(b"project"),
        mended: false,
        joined: Vec::new(),
        rows: 2,
        shard: None,
    };
    for file in ["../deal.pdf", "/etc/passwd", "a/../../b.pdf", ""] {
        let outside = Line { file: file.to_owned(), ..line(3) };
        let found = problems(&[written(&head, &[line(2), outside], End { rows: 2, documents: 2, bad: 0, failed: 0 })]);
        assert_eq!(found[0], "part-1: line 3 names a file outside the manifest's folder", "{file}");
    }
}

#[test]
fn manifests_of_different_runs_are_not_joined() {
    let other = manifest(share(1, 2)).replace(&Digest::of(b"run").to_string(), &Digest::of(b"another").to_string()).replacen("100", "90", 1);
    let found = problems(&[manifest(share(0, 2)), other]);
    assert_eq!(found[0], "part-2 was made from another project, or by another version, than part-1. Run one of them again");
    assert_eq!(found[1], "part-2 was made from data with 90 rows, part-1 from 100");
}

#[test]
fn a_row_of_another_share_and_a_name_that_two_rows_have_are_found() {
    let stray = (2..102).map(line).find(|line| !share(0, 2).holds(&line.id)).unwrap();
    let head = Head {
        counterpart: "0.1.0".to_owned(),
        run: Digest::of(b"run"),
        project: Digest::of(b"project"),
        mended: false,
        joined: Vec::new(),
        rows: 3,
        shard: None,
    };
    let of_share = Head { shard: Some("1/2".to_owned()), rows: 1, ..head.clone() };
    let found = problems(&[written(&of_share, std::slice::from_ref(&stray), End { rows: 1, documents: 1, bad: 0, failed: 0 })]);
    assert!(found.contains(&format!("part-1: row {}, `{}`, is not of share 1/2", stray.row, stray.id)), "{found:?}");
    let same = Line { file: "Customer-2/DPA.pdf".to_owned(), ..line(3) };
    let found = problems(&[written(&head, &[line(2), same], End { rows: 2, documents: 2, bad: 1, failed: 0 })]);
    assert_eq!(found, ["rows 2 and 3 name the same file"]);
}

#[test]
fn rows_that_were_left_out_are_counted_once() {
    let left_out = |index: usize, bad: u64| {
        let text = manifest(share(index, 2)).replacen("\"rows\":100", "\"rows\":105", 1);
        text.replace("\"bad\":0", &format!("\"bad\":{bad}")).replace("\"failed\":0", "\"failed\":1")
    };
    let (merged, _) = merged(&[left_out(0, 3), left_out(1, 3)]);
    assert_eq!((merged.end, merged.problems), (End { rows: 100, documents: 100, bad: 3, failed: 2 }, Vec::new()));
    assert_eq!(problems(&[left_out(0, 3), left_out(1, 4)]), ["part-2 calls 4 rows of the data bad, part-1 calls 3: they are of different data"]);
}

/// Two rows of shares were bad; they were mended, one at a time.
#[test]
fn mended_rows_are_joined_to_the_others() {
    let shares = [0, 1].map(|index| manifest(share(index, 2)).replacen("\"rows\":100", "\"rows\":102", 1).replace("\"bad\":0", "\"bad\":2"));
    let mended = |run: &[u8], row: u64| {
        let head = Head {
            counterpart: "0.1.0".to_owned(),
            run: Digest::of(run),
            project: Digest::of(b"project"),
            mended: true,
            joined: Vec::new(),
            rows: 1,
            shard: None,
        };
        written(&head, &[Line { row: 2, ..line(row) }], End { rows: 1, documents: 1, bad: 0, failed: 0 })
    };
    let (first, second) = (mended(b"first", 201), mended(b"second", 202));
    let (joined, text) = merged(&[first.clone(), shares[0].clone(), shares[1].clone()]);
    assert_eq!((joined.end, joined.problems), (End { rows: 101, documents: 101, bad: 1, failed: 0 }, Vec::new()));
    assert!(text.lines().nth(101).is_some_and(|line| line.starts_with("{\"row\":2,\"mended\":1,\"id\":\"customer-201\"")), "{text}");
    assert!(!text.lines().next().unwrap_or_default().contains("mended"));
    // What was joined can be joined again, and read by itself.
    let (again, whole) = merged(&[text, second.clone()]);
    assert_eq!((again.end, again.problems), (End { rows: 102, documents: 102, bad: 0, failed: 0 }, Vec::new()));
    assert!(whole.contains("\"mended\":2"));
    assert!(read_manifest("it".to_owned(), whole.as_bytes(), &mut |_| ()).unwrap().is_ok());
    // What was joined is not joined twice, and what comes anew is mended once.
    assert_eq!(merged(&[whole.clone(), second.clone(), first.clone()]).0.end, again.end);
    let third = mended(b"third", 203);
    assert_eq!(problems(&[whole, third])[0], "part-2 was made from 1 mended rows, and 0 are missing: were some mended in two files?");
    assert_eq!(problems(std::slice::from_ref(&first))[0].split(':').next(), Some("part-1 lists rows that were mended"));
    let other = first.replace(&Digest::of(b"project").to_string(), &Digest::of(b"other").to_string());
    assert!(problems(&[shares[0].clone(), shares[1].clone(), other])[0].starts_with("part-3 was made from another project"));
}

#[test]
fn a_folder_of_shares_is_joined_or_left_as_it_is() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let place = folder.path().to_str().ok_or("no Unicode")?.to_owned();
    let out = format!("{place}/manifest.jsonl");
    let store = crate::store::Store::open(&crate::store::Address::parse(&place)?)?;
    store.put("manifest.1-of-2.jsonl", manifest(share(0, 2)).into_bytes())?;
    assert_eq!(merge(std::slice::from_ref(&place), &out)?.problems.len(), 2);
    assert_eq!(store.get("manifest.jsonl")?, None);
    store.put("manifest.2-of-2.jsonl", manifest(share(1, 2)).into_bytes())?;
    assert_eq!(merge(std::slice::from_ref(&place), &out)?.problems, []);
    assert_eq!(store.get("manifest.jsonl")?, Some(manifest(Shard::WHOLE).into_bytes()));
    let named = [1, 2].map(|index| format!("{place}/manifest.{index}-of-2.jsonl"));
    assert_eq!(merge(&named, &out)?.end, End { rows: 100, documents: 100, bad: 0, failed: 0 });
    Ok(())
}

/// Of two bad rows one was mended, and the other in a second list.
#[test]
fn a_list_that_left_rows_comes_before_the_next() {
    let whole = manifest(Shard::WHOLE).replacen("\"rows\":100", "\"rows\":102", 1).replace("\"bad\":0", "\"bad\":2");
    let list = |run: &[u8], rows: u64, row: u64| {
        let (run, project) = (Digest::of(run), Digest::of(b"project"));
        let head = Head { counterpart: "0.1.0".to_owned(), run, project, mended: true, joined: Vec::new(), rows, shard: None };
        written(&head, &[Line { row: 2, ..line(row) }], End { rows: 1, documents: 1, bad: rows - 1, failed: 0 })
    };
    let (joined, _) = merged(&[list(b"second", 1, 202), whole, list(b"first", 2, 201)]);
    assert_eq!((joined.end, joined.problems), (End { rows: 102, documents: 102, bad: 0, failed: 0 }, Vec::new()));
}
