//! The manifests of all shares, made one; and what is missing from them or double.
//!
//! Each is read once, from its beginning to its end, and the lines of all are put in the order of their rows: of millions of documents no more is held than the
//! digests of their names.

mod gather;
mod part;
mod problem;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, BufRead, BufWriter, Seek as _, Write};

use self::part::{Part, place};
pub use self::part::{read_head, read_manifest};
pub use self::problem::Problem;
use super::ledger::{End, Head, Line, spool};
use super::name;
use crate::output::digest::Digest;
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
    let (mut parts, mut mended): (Vec<Part<R>>, Vec<Part<R>>) = (Vec::new(), Vec::new());
    for (name, lines) in manifests {
        match Part::open(name, lines)? {
            Ok(part) if part.head.mended => mended.push(part),
            Ok(part) => parts.push(part),
            Err(problem) => found.add(problem),
        }
    }
    let Some(first) = parts.first().map(|part| part.head.clone()) else {
        for part in mended {
            found.add(Problem::NothingMended { part: part.name });
        }
        return Ok(found.merged(End { rows: 0, documents: 0, bad: 0, failed: 0 }));
    };
    // What was joined before stands in the whole manifest.
    mended.retain(|part| !first.joined.contains(&part.head.run));
    let groups = groups(mended);
    let runs = groups.iter().flatten().map(|part| part.head.run);
    let mut joined: Vec<Digest> = first.joined.iter().copied().chain(runs).collect();
    joined.dedup();
    let head = Head { shard: None, joined, ..first };
    writeln!(to, "{}", serde_json::to_string(&head)?)?;
    let mut weaver = Weaver { to, found, names: Vec::new(), list: 0 };
    let mut end = weaver.set(&mut parts, &head)?;
    for mut group in groups {
        weaver.mended(&mut group, (&parts[0].name, &head), &mut end)?;
    }
    writeln!(weaver.to, "{}", serde_json::json!({ "end": end }))?;
    weaver.to.flush()?;
    Ok(weaver.found.merged(end))
}

/// Manifests of mended rows, those of one run together. A list that another has left rows of comes before that other, which is shorter.
fn groups<R>(parts: Vec<Part<R>>) -> Vec<Vec<Part<R>>> {
    let mut groups: Vec<Vec<Part<R>>> = Vec::new();
    for part in parts {
        match groups.iter_mut().find(|group| group.first().is_some_and(|first| first.head.run == part.head.run)) {
            Some(group) => group.push(part),
            None => groups.push(vec![part]),
        }
    }
    groups.sort_by_key(|group| Reverse(group.first().map(|part| part.head.rows)));
    groups
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

/// Writes the lines of one set after another.
struct Weaver<'w> {
    to: &'w mut dyn Write,
    found: Found,
    /// What tells the files' names apart, each with its row.
    names: Vec<([u8; 12], u64)>,
    /// The last list of failures whose mended rows were written.
    list: u32,
}

impl Weaver<'_> {
    /// Joins the parts of one run. What the whole of them ends with.
    fn set<R: BufRead>(&mut self, parts: &mut [Part<R>], head: &Head) -> io::Result<End> {
        compare(parts, head, &mut self.found);
        let (rows, documents) = self.weave(parts, head.mended)?;
        let ends = || parts.iter().filter_map(|part| Some((part.name.as_str(), part.end?)));
        let first = ends().next();
        if let Some((first, bad)) = first.map(|(name, end)| (name, end.bad)) {
            let others = ends().filter(|(_, end)| end.bad != bad);
            others.for_each(|(part, end)| {
                self.found.add(Problem::OtherBad { part: part.to_owned(), bad: end.bad, first: first.to_owned(), first_bad: bad });
            });
        }
        let end = End { rows, documents, bad: first.map_or(0, |(_, end)| end.bad), failed: ends().map(|(_, end)| end.failed).sum() };
        count(head, end, &mut self.found);
        Ok(end)
    }

    /// Adds the mended rows of one list of failures to those that were good at once.
    fn mended<R: BufRead>(&mut self, parts: &mut [Part<R>], whole: (&str, &Head), end: &mut End) -> io::Result<()> {
        let Some((name, head)) = parts.first().map(|part| (part.name.clone(), Head { shard: None, ..part.head.clone() })) else { return Ok(()) };
        let (first, of) = whole;
        if (&head.counterpart, head.project) != (&of.counterpart, of.project) {
            self.found.add(Problem::OtherRun { part: name.clone(), first: first.to_owned() });
        }
        let missing = end.bad.saturating_add(end.failed);
        if head.rows > missing {
            self.found.add(Problem::MendedTooMany { part: name, rows: head.rows, bad: missing });
        }
        let more = self.set(parts, &head)?;
        let left = missing.saturating_sub(more.rows);
        let failed = end.failed.min(left);
        *end = End { rows: end.rows + more.rows, documents: end.documents + more.documents, bad: left - failed, failed };
        Ok(())
    }

    /// Writes all lines in the order of their rows. How many rows and documents they are.
    fn weave<R: BufRead>(&mut self, parts: &mut [Part<R>], is_mended: bool) -> io::Result<(u64, u64)> {
        let (mut rows, mut documents) = (0, 0);
        let mut last = None;
        let counted_in = is_mended.then_some(self.list + 1);
        while let Some(part) = parts.iter_mut().filter(|part| part.row().is_some()).min_by_key(|part| part.row()) {
            let Some(line) = part.take(&mut |problem| self.found.add(problem))? else { continue };
            if !part.share.holds(&line.id) {
                self.found.add(Problem::Stray { part: part.name.clone(), row: line.row, id: line.id.clone(), share: part.share });
            }
            if last != Some(place(&line)) {
                rows += 1;
                last = Some(place(&line));
            }
            documents += 1;
            self.names.push((name::key(&line.file), line.row));
            let line = Line { mended: counted_in.unwrap_or(line.mended), ..line };
            self.list = self.list.max(line.mended);
            writeln!(self.to, "{}", serde_json::to_string(&line)?)?;
        }
        self.names.sort_unstable();
        for pair in self.names.windows(2) {
            if let [(name, first), (other, second)] = pair
                && name == other
            {
                self.found.add(Problem::FileTwice { first: *first, second: *second });
            }
        }
        // A name that was told of is not told of again.
        self.names.dedup_by_key(|(name, _)| *name);
        Ok((rows, documents))
    }
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
