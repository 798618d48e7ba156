//! Batches: one contract and many customers. Rows of data, each merged, rendered, signed, named and listed.
//!
//! Rows are read twice. The first time all are checked (`check`), and nothing is made while one is bad; `cases` makes each different text of a contract once, so that
//! what is wrong with it is found then, too. The second time they are made (`make`), a few at a time: no data is held. What was made is taken down in a journal as
//! it is finished, from which a run goes on that was ended at whatever moment; the manifest is written when all is done (`ledger`).

mod cases;
mod check;
mod desk;
mod files;
mod ledger;
mod make;
mod merge;
mod name;
mod request;
mod row;
mod shard;
#[cfg(test)]
mod tests;

use std::io::{self, Seek as _};
use std::sync::atomic::AtomicBool;

use self::files::Kind;
use self::ledger::{Ledger, spool};
use self::make::{Maker, Objects};
use crate::compile::Sealer;
use crate::data::{Failures, Input};
use crate::output::digest::Digest;
use crate::output::failure::Failure;
use crate::store::{Lines, Log, Store};

pub use self::check::{Checked, check};
pub use self::desk::{Brands, Desk, is_called};
pub use self::files::Files;
pub use self::ledger::{End, Head, Line, Signed};
pub use self::make::Again;
pub use self::merge::{Merged, Problem, merge, read_head, read_manifest};
pub use self::name::{DEFAULT as DEFAULT_NAME, key as name_key};
pub use self::request::Request;
pub use self::row::{Complaint, Row};
pub use self::shard::Shard;

/// How the names of journals begin, below the output.
const JOURNAL: &str = ".counterpart/batch";
/// The lock that all runs hold together that split the rows in the same way.
const COMPANY: &str = ".counterpart/batch.lock";

/// Is told how far a run has come.
pub trait Progress: Sync {
    /// A row's document is there; `is_new` says whether it was made just now.
    fn made(&self, is_new: bool);

    /// Earlier runs have left this many documents.
    fn found(&self, documents: usize);

    /// A document is made, and why.
    fn again(&self, file: &str, why: Again);
}

/// What a run has done.
#[derive(Debug)]
pub struct Tally {
    /// How many rows were made.
    pub made: u64,
    /// How many stood as an earlier run left them.
    pub kept: u64,
    /// The rows that turned out bad while they were made.
    pub bad: Vec<Complaint>,
    /// Whether all rows were gone through: nobody ended the run.
    pub is_whole: bool,
}

/// Where documents go, and who is told.
pub struct Outlet<'o> {
    /// What is written to.
    pub out: &'o Store,
    /// Whoever signs PDFs, where somebody does.
    pub sealer: Option<&'o dyn Sealer>,
    /// The digest of the project.
    pub project: Digest,
    /// Told of each row.
    pub progress: &'o dyn Progress,
    /// Ends the run when it is set: what is in hand is finished.
    pub stop: &'o AtomicBool,
}

/// Makes all rows of a share, and writes the manifest when all are there. `checked` is what [`check`] found; bad rows are left out and written to a file of their own.
/// What comes back is what was done, and where it is listed.
pub fn run(desk: &Desk<'_>, input: &Input, checked: &Checked, outlet: &Outlet<'_>) -> Result<(Tally, Files), Failure> {
    let request = desk.request();
    let run = Digest::of(format!("{} {}", env!("CARGO_PKG_VERSION"), outlet.project).as_bytes());
    // Left when the run is done, after the journal.
    let _company = outlet.out.join(COMPANY, &request.shard.split())?;
    let data = input.digest()?;
    let files = Files::find(outlet.out, request.shard, desk.is_mended(), data)?;
    let (log, lines) = Log::open(outlet.out, &Files::journal(request.shard))?;
    let others = journals_of_others(outlet.out, request.shard)?;
    let ledger = known(outlet.out, lines, &others)?;
    outlet.progress.found(ledger.known());
    let mut failures = if request.keep_going { Some(Failures::new(input, desk.id_column().is_none().then_some("row.id"))?) } else { None };
    let there = if outlet.out.is_remote() && ledger.known() > 0 { Some(sizes(outlet.out)?) } else { None };
    let maker =
        Maker { there, desk, sealer: outlet.sealer, run, out: outlet.out, log: &log, ledger: &ledger, progress: outlet.progress, stop: outlet.stop };
    let made = maker.run(input, checked, failures.as_mut());
    log.flush()?;
    let tally = made?;
    let bad = checked.bad + tally.bad.len() as u64;
    if let Some(failures) = failures.filter(|_| bad > 0) {
        let mut file = failures.finish()?;
        outlet.out.put_file(&files.failures, &mut file)?;
    } else if tally.is_whole {
        outlet.out.delete(&files.failures)?;
    }
    if tally.is_whole {
        let head = Head {
            counterpart: env!("CARGO_PKG_VERSION").to_owned(),
            run: files::run_of(run, data),
            project: run,
            rows: checked.rows,
            mended: desk.is_mended(),
            joined: Vec::new(),
            shard: (!request.shard.is_whole()).then(|| request.shard.to_string()),
        };
        let mut manifest = tempfile::tempfile().map_err(spool)?;
        ledger.write(&head, checked.bad, tally.bad.len() as u64, &mut io::BufWriter::new(&mut manifest)).map_err(spool)?;
        manifest.rewind().map_err(spool)?;
        outlet.out.put_file(&files.manifest, &mut manifest)?;
        log.rewrite(&mut ledger.compacted().map_err(spool)?)?;
        if request.shard.is_whole() {
            others.iter().try_for_each(|journal| Log::remove_of_others(outlet.out, journal))?;
        }
    }
    Ok((tally, files))
}

/// What lies in a store, by what tells names apart.
fn sizes(out: &Store) -> Result<Objects, Failure> {
    Ok(out.list("")?.into_iter().map(|entry| (name::key(&entry.path), (entry.size, entry.tag))).collect())
}

/// The ledger of what earlier runs have made: those of this share, and those that split the rows otherwise.
fn known(out: &Store, own: Lines, others: &[String]) -> Result<Ledger, Failure> {
    let mut lines = others.iter().map(|journal| Log::of_others(out, journal)).collect::<Result<Vec<_>, _>>()?;
    lines.push(own);
    let mut ledger = Ledger::new(lines)?;
    // Whoever forgets the journal and keeps the manifest still knows which documents are his.
    if ledger.known() == 0 && !out.is_remote() {
        for entry in out.list("manifest")?.into_iter().filter(|entry| Kind::of(&entry.path).is_some()) {
            claim(&mut ledger, out, &entry.path)?;
        }
    }
    Ok(ledger)
}

/// Takes the documents that a manifest lists for ones that may be written over.
fn claim(ledger: &mut Ledger, out: &Store, manifest: &str) -> Result<(), Failure> {
    let mut file = tempfile::tempfile().map_err(spool)?;
    out.fetch(manifest, &mut file)?;
    file.rewind().map_err(spool)?;
    let mut claimed = Ok(());
    let read = read_manifest(manifest.to_owned(), io::BufReader::new(file), &mut |line| {
        claimed = std::mem::replace(&mut claimed, Ok(())).and_then(|()| ledger.claim(&line.file));
    });
    // What is no manifest of ours claims nothing.
    let _ = read.map_err(spool)?;
    claimed.map_err(spool)
}

/// The journals of runs that split the rows otherwise than this one: none of them is at work.
fn journals_of_others(out: &Store, shard: Shard) -> Result<Vec<String>, Failure> {
    let mut journals: Vec<String> = Vec::new();
    for entry in out.list(JOURNAL)? {
        // In an object store a journal is a folder of segments.
        let Some((suffix, rest)) = entry.path.strip_prefix(JOURNAL).and_then(|rest| rest.split_once(".jsonl")) else { continue };
        let is_other = Shard::of_suffix(suffix).is_some_and(|other| other.count() != shard.count());
        let journal = format!("{JOURNAL}{suffix}.jsonl");
        if is_other && rest != ".lock" && !journals.contains(&journal) {
            journals.push(journal);
        }
    }
    Ok(journals)
}

/// Removes the journal of a share's runs, and those of runs that split the rows otherwise: the next begins anew.
pub fn forget(out: &Store, shard: Shard) -> Result<(), Failure> {
    let _company = out.join(COMPANY, &shard.split())?;
    let (log, _) = Log::open(out, &Files::journal(shard))?;
    journals_of_others(out, shard)?.iter().try_for_each(|journal| Log::remove_of_others(out, journal))?;
    Ok(log.remove()?)
}
