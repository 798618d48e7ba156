//! The manifests of all shares, made one; and what is missing from them or double.
//!
//! Each is read once, from its beginning to its end, and the lines of all are put in the order of their rows: of millions of documents no more is held than the
//! digests of their names.

mod gather;
mod part;
mod problem;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufWriter, Seek as _, Write};

use self::part::Part;
pub use self::part::read_manifest;
pub use self::problem::Problem;
use super::ledger::{End, Head, spool};
use super::name;
use crate::output::failure::Failure;
use crate::store::{Address, Store};

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// What the whole manifest ends with.
    pub end: End,
    /// What is missing or double, the first thousand; where there is any, what was written is no whole manifest.
    pub problems: Vec<Problem>,
    /// How many problems there are beside those.
    pub more: u64,
}

/// The most problems that are listed one by one.
const MOST_PROBLEMS: usize = 1000;

/// Joins the manifests that addresses lead to, each a manifest or a place with those of its shares, and puts the whole one where `out` says. Where something is
/// missing or double, nothing is put.
pub fn merge(addresses: &[String], out: &str) -> Result<Merged, Failure> {
    let to = Address::parse(out)?;
    let (folder, name) = to.parent().ok_or_else(|| Failure::new(format!("`{out}` is no file's name")).hint("say --out out/manifest.jsonl"))?;
    let mut file = tempfile::tempfile().map_err(spool)?;
    let merged = join(gather::gather(addresses)?, &mut BufWriter::new(&mut file)).map_err(spool)?;
    if merged.problems.is_empty() {
        file.rewind().map_err(spool)?;
        Store::open(&folder)?.put_file(&name, &mut file)?;
    }
    Ok(merged)
}

/// Reads manifests, each with the name that messages call it by, and writes them as one.
///
/// An error is what reading or writing itself met; what is wrong with the manifests is said in [`Merged::problems`].
fn join<R: BufRead>(manifests: Vec<(String, R)>, to: &mut dyn Write) -> io::Result<Merged> {
    let mut found = Found::default();
    let mut parts = Vec::new();
    for (name, lines) in manifests {
        match Part::open(name, lines)? {
            Ok(part) => parts.push(part),
            Err(problem) => found.add(problem),
        }
    }
    let Some(head) = parts.first().map(|part| Head { shard: None, ..part.head.clone() }) else {
        return Ok(found.merged(End { rows: 0, documents: 0, bad: 0, failed: 0 }));
    };
    compare(&parts, &head, &mut found);
    writeln!(to, "{}", serde_json::to_string(&head)?)?;
    let (rows, documents) = weave(&mut parts, &mut found, to)?;
    let ends = || parts.iter().filter_map(|part| Some((part.name.as_str(), part.end?)));
    let first = ends().next();
    if let Some((first, bad)) = first.map(|(name, end)| (name, end.bad)) {
        let others = ends().filter(|(_, end)| end.bad != bad);
        others.for_each(|(part, end)| found.add(Problem::OtherBad { part: part.to_owned(), bad: end.bad, first: first.to_owned(), first_bad: bad }));
    }
    let end = End { rows, documents, bad: first.map_or(0, |(_, end)| end.bad), failed: ends().map(|(_, end)| end.failed).sum() };
    count(&head, end, &mut found);
    writeln!(to, "{}", serde_json::json!({ "end": end }))?;
    to.flush()?;
    Ok(found.merged(end))
}

/// The problems so far.
#[derive(Default)]
struct Found {
    problems: Vec<Problem>,
    more: u64,
}

impl Found {
    fn add(&mut self, problem: Problem) {
        if self.problems.len() < MOST_PROBLEMS { self.problems.push(problem) } else { self.more += 1 }
    }

    fn merged(self, end: End) -> Merged {
        Merged { end, problems: self.problems, more: self.more }
    }
}

/// Whether all are of one run over the same data, and each share is there once.
fn compare<R>(parts: &[Part<R>], head: &Head, found: &mut Found) {
    let Some(first) = parts.first() else { return };
    let mut shares: BTreeMap<u32, &str> = BTreeMap::new();
    for part in parts {
        if (&part.head.counterpart, part.head.run) != (&head.counterpart, head.run) {
            found.add(Problem::OtherRun { part: part.name.clone(), first: first.name.clone() });
        }
        if part.head.rows != head.rows {
            found.add(Problem::OtherData { part: part.name.clone(), rows: part.head.rows, first: first.name.clone(), first_rows: head.rows });
        }
        if part.share.count() != first.share.count() {
            found.add(Problem::OtherCount { part: part.name.clone(), share: part.share, first: first.name.clone(), first_share: first.share });
        } else if let Some(before) = shares.insert(part.share.index(), &part.name) {
            found.add(Problem::ShareTwice { share: part.share, first: before.to_owned(), second: part.name.clone() });
        }
    }
    let missing = (0..first.share.count()).filter(|index| !shares.contains_key(index));
    missing.for_each(|index| found.add(Problem::ShareMissing { share: first.share.sibling(index) }));
}

/// Writes all lines in the order of their rows. How many rows and documents they are.
fn weave<R: BufRead>(parts: &mut [Part<R>], found: &mut Found, to: &mut dyn Write) -> io::Result<(u64, u64)> {
    let (mut rows, mut documents) = (0, 0);
    let mut last = None;
    let mut names = Vec::new();
    while let Some(part) = parts.iter_mut().filter(|part| part.row().is_some()).min_by_key(|part| part.row()) {
        let Some(line) = part.take(&mut |problem| found.add(problem))? else { continue };
        if !part.share.holds(&line.id) {
            found.add(Problem::Stray { part: part.name.clone(), row: line.row, id: line.id.clone(), share: part.share });
        }
        if last != Some(line.row) {
            rows += 1;
            last = Some(line.row);
        }
        documents += 1;
        names.push((name::key(&line.file), line.row));
        writeln!(to, "{}", serde_json::to_string(&line)?)?;
    }
    names.sort_unstable();
    for pair in names.windows(2) {
        if let [(name, first), (other, second)] = pair
            && name == other
        {
            found.add(Problem::FileTwice { first: *first, second: *second });
        }
    }
    Ok((rows, documents))
}

/// Whether as many rows are there as the data has.
fn count(head: &Head, end: End, found: &mut Found) {
    let there = end.rows.saturating_add(end.bad).saturating_add(end.failed);
    if there < head.rows {
        found.add(Problem::RowsMissing { rows: head.rows - there, of: head.rows });
    }
    if there > head.rows {
        found.add(Problem::RowsTooMany { rows: there, of: head.rows });
    }
}
