//! What holds for a folder as for an object store, and what a killed run leaves.

#![expect(clippy::disallowed_methods, reason = "the tests look behind the door")]

use std::error::Error;
use std::fs;
use std::io::Write as _;

use sha2::{Digest as _, Sha256};

use super::{Address, Fault, Log, Store};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

fn folder() -> Result<(tempfile::TempDir, Store)> {
    let folder = tempfile::tempdir()?;
    let store = Store::open(&Address::parse(folder.path().to_str().ok_or("no Unicode")?)?)?;
    Ok((folder, store))
}

fn listed(store: &Store, prefix: &str) -> Result<Vec<(String, u64)>> {
    Ok(store.list(prefix)?.into_iter().map(|entry| (entry.path, entry.size)).collect())
}

/// What any place does, through its whole life.
pub(super) fn exercise(store: &Store) -> Result {
    assert_eq!(store.get("a/b.pdf")?, None);
    assert_eq!(store.size("a/b.pdf")?, None);
    store.delete("a/b.pdf")?;
    store.put("a/b.pdf", b"first".to_vec())?;
    store.put("a/b.pdf", b"second".to_vec())?;
    store.put("a/\u{fc} c.pdf", Vec::new())?;
    store.put("ab.pdf", b"x".to_vec())?;
    assert_eq!(store.get("a/b.pdf")?.as_deref(), Some(&b"second"[..]));
    assert_eq!(store.get("a/\u{fc} c.pdf")?.as_deref(), Some(&b""[..]));
    assert_eq!(listed(store, "a/")?, [("a/b.pdf".to_owned(), 6), ("a/\u{fc} c.pdf".to_owned(), 0)]);
    assert_eq!(store.digest("a/b.pdf")?, Some(Sha256::digest(b"second").into()));
    assert_eq!(store.digest("none")?, None);
    assert_eq!(store.list("")?.len(), 3);
    assert_eq!(store.list("none/")?, []);
    let mut file = tempfile::tempfile()?;
    let large: Vec<u8> = (0..20_000_000_u32).map(|at| at.to_le_bytes()[usize::from(at % 3 == 0)]).collect();
    file.write_all(&large)?;
    store.put_file("large", &mut file)?;
    assert!(store.get("large")?.is_some_and(|got| got == large));
    assert!(matches!(store.put("../b", Vec::new()), Err(Fault::Name { .. })));
    for path in ["a/b.pdf", "a/\u{fc} c.pdf", "ab.pdf", "large"] {
        store.delete(path)?;
    }
    assert_eq!(store.list("")?, []);
    Ok(())
}

/// A journal outlives its run.
pub(super) fn exercise_log(store: &Store) -> Result {
    let (log, lines) = Log::open(store, "run/journal.jsonl")?;
    assert_eq!(lines.count(), 0);
    let rows: Vec<String> = (0..1203).map(|row| format!("{{\"row\":{row}}}")).collect();
    rows.iter().try_for_each(|row| log.append(row))?;
    assert!(log.append("two\nlines").is_err());
    log.flush()?;
    drop(log);
    let (log, lines) = Log::open(store, "run/journal.jsonl")?;
    log.append("later")?;
    assert_eq!(lines.collect::<std::result::Result<Vec<_>, _>>()?, rows);
    log.flush()?;
    drop(log);
    let (log, lines) = Log::open(store, "run/journal.jsonl")?;
    assert_eq!(lines.last().transpose()?.as_deref(), Some("later"));
    log.rewrite(&mut ["first", "second"].map(|line| Ok(line.to_owned())).into_iter())?;
    log.append("third")?;
    log.flush()?;
    drop(log);
    assert_eq!(Log::of_others(store, "run/journal.jsonl")?.collect::<std::result::Result<Vec<_>, _>>()?, ["first", "second", "third"]);
    let (log, lines) = Log::open(store, "run/journal.jsonl")?;
    assert_eq!(lines.count(), 3);
    log.remove()?;
    assert_eq!(store.list("run/")?, []);
    Ok(())
}

#[test]
fn a_folder_keeps_files() -> Result {
    let (folder, store) = folder()?;
    exercise(&store)?;
    exercise_log(&store)?;
    drop(store);
    assert_eq!(fs::read_dir(folder.path())?.count(), 0, "nothing is left behind");
    Ok(())
}

#[cfg(unix)]
#[test]
fn nothing_is_written_behind_a_link() -> Result {
    let (folder, store) = folder()?;
    let outside = tempfile::tempdir()?;
    std::os::unix::fs::symlink(outside.path(), folder.path().join("a"))?;
    fs::write(outside.path().join("b"), "theirs")?;
    assert!(matches!(store.put("a/b", Vec::new()), Err(Fault::Link(_))));
    assert!(matches!(store.delete("a/b"), Err(Fault::Link(_))));
    std::os::unix::fs::symlink(outside.path().join("b"), folder.path().join("c"))?;
    store.put("c", b"ours".to_vec())?;
    assert_eq!(fs::read(outside.path().join("b"))?, b"theirs");
    assert_eq!(listed(&store, "")?, [("c".to_owned(), 4)]);
    Ok(())
}

#[test]
fn what_a_killed_process_left_is_swept_and_what_a_living_one_writes_is_not() -> Result {
    let (folder, store) = folder()?;
    let dead = folder.path().join(".counterpart-new-dead");
    fs::create_dir(&dead)?;
    fs::write(dead.join("lock"), "")?;
    fs::write(dead.join("7"), "half a doc")?;
    store.put("a", Vec::new())?;
    assert!(!dead.exists());
    let other = Store::open(&Address::parse(folder.path().to_str().ok_or("no Unicode")?)?)?;
    other.put("b", Vec::new())?;
    store.put("c", Vec::new())?;
    assert_eq!(store.list("")?.len(), 3);
    Ok(())
}

#[test]
fn a_journal_is_whole_up_to_any_byte_of_it() -> Result {
    let (folder, store) = folder()?;
    let whole = "{\"row\":1}\n{\"row\":2}\n{\"row\":3}\n";
    let place = folder.path().join("journal");
    for cut in 0..=whole.len() {
        fs::write(&place, whole.get(..cut).unwrap_or_default())?;
        let (log, lines) = Log::open(&store, "journal")?;
        assert_eq!(lines.count(), cut / 10);
        log.append("{\"row\":9}")?;
        drop(log);
        assert_eq!(fs::read_to_string(&place)?, format!("{}{{\"row\":9}}\n", whole.get(..cut / 10 * 10).unwrap_or_default()));
    }
    Ok(())
}

#[test]
fn two_runs_do_not_share_a_journal() -> Result {
    let (_folder, store) = folder()?;
    let (log, _) = Log::open(&store, "journal")?;
    let fault = Log::open(&store, "journal").err().ok_or("both were let in")?;
    assert!(matches!(&fault, Fault::Busy(place) if place.ends_with("journal.lock")), "{fault}");
    drop(log);
    Log::open(&store, "journal")?;
    Ok(())
}

#[test]
fn runs_that_split_the_rows_otherwise_are_kept_apart() -> Result {
    let (folder, store) = folder()?;
    let first = store.join("run/lock", "shares of 2")?;
    let second = store.join("run/lock", "shares of 2")?;
    let fault = store.join("run/lock", "all rows").err().ok_or("it was let in")?;
    assert!(fault.to_string().starts_with("a run is at work here that makes shares of 2, and this one makes all rows"), "{fault}");
    drop(first);
    assert!(matches!(store.join("run/lock", "shares of 3"), Err(Fault::OtherCompany { .. })));
    drop(second);
    assert!(!folder.path().join("run/lock").exists());
    drop(store.join("run/lock", "all rows")?);
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_journal_that_is_a_link_is_called_one() -> Result {
    let (folder, store) = folder()?;
    std::os::unix::fs::symlink(folder.path().join("elsewhere"), folder.path().join("journal"))?;
    assert!(matches!(Log::open(&store, "journal"), Err(Fault::Link(_))));
    Ok(())
}

#[test]
fn a_folder_that_is_none_is_named() -> Result {
    let (folder, store) = folder()?;
    fs::write(folder.path().join("a"), "")?;
    let fault = store.put("a/b", Vec::new()).err().ok_or("it was put below a file")?;
    assert!(fault.to_string().starts_with("cannot make the folder "), "{fault}");
    assert!(fault.hint().contains("move away"), "{fault:?}");
    Ok(())
}
