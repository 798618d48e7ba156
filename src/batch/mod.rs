//! Batches: one contract and many customers. Rows of data, each merged, rendered, signed, named and listed.
//!
//! Rows are read twice. The first time all are checked (`check`), and nothing is made while one is bad; `cases` makes each different text of a contract once, so that
//! what is wrong with it is found then, too. The second time they are made (`make`), a few at a time: no data is held. What was made is taken down in a journal as
//! it is finished, from which a run goes on that was ended at whatever moment; the manifest is written when all is done (`ledger`).

mod cases;
mod check;
mod desk;
mod ledger;
mod make;
mod merge;
mod name;
mod request;
mod row;
mod shard;

use std::collections::HashMap;
use std::io::{self, Seek as _};
use std::sync::atomic::AtomicBool;

use self::ledger::{Ledger, spool};
use self::make::Maker;
use crate::compile::Sealer;
use crate::data::{Failures, Input};
use crate::output::digest::Digest;
use crate::output::failure::Failure;
use crate::store::{Log, Store};

pub use self::check::{Checked, check};
pub use self::desk::{Brands, Desk, is_called};
pub use self::ledger::{End, Head, Line, Signed};
pub use self::merge::{Merged, Problem, merge, read_manifest};
pub use self::name::DEFAULT as DEFAULT_NAME;
pub use self::request::Request;
pub use self::row::{Complaint, Row};
pub use self::shard::Shard;

/// The folder below the output that holds what a run needs to go on.
const FOLDER: &str = ".counterpart";

/// Is told how far a run has come.
pub trait Progress: Sync {
    /// A row's document is there; `is_new` says whether it was made just now.
    fn made(&self, is_new: bool);
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

/// The names of a run's own files, from the output's root.
#[derive(Debug, Clone)]
pub struct Files {
    /// The list of what was made.
    pub manifest: String,
    /// The bad rows, to be mended and fed back.
    pub failures: String,
    journal: String,
}

impl Files {
    /// Those of a share. A list of failures that was mended has files of its own: what lists the rows that were good at once stays.
    pub fn of(shard: Shard, is_mended: bool) -> Self {
        let suffix = shard.suffix();
        let mended = if is_mended { ".mended" } else { "" };
        Self {
            manifest: format!("manifest{mended}{suffix}.jsonl"),
            failures: format!("failures{mended}{suffix}.csv"),
            journal: format!("{FOLDER}/batch{suffix}.jsonl"),
        }
    }
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
pub fn run(desk: &Desk<'_>, input: &Input, checked: &Checked, outlet: &Outlet<'_>) -> Result<Tally, Failure> {
    let request = desk.request();
    let files = Files::of(request.shard, desk.is_mended());
    let run = Digest::of(format!("{} {}", env!("CARGO_PKG_VERSION"), outlet.project).as_bytes());
    let (log, lines) = Log::open(outlet.out, &files.journal)?;
    let ledger = Ledger::new(lines)?;
    let mut failures = if request.keep_going { Some(Failures::new(input, desk.id_column().is_none().then_some("row.id"))?) } else { None };
    let there = if outlet.out.is_remote() && !ledger.is_new() { Some(sizes(outlet.out)?) } else { None };
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
        let made_of = Digest::of(format!("{run} {:?}", input.digest()?).as_bytes());
        let head = Head {
            counterpart: env!("CARGO_PKG_VERSION").to_owned(),
            run: made_of,
            rows: checked.rows,
            shard: (!request.shard.is_whole()).then(|| request.shard.to_string()),
        };
        let mut manifest = tempfile::tempfile().map_err(spool)?;
        ledger.write(&head, checked.bad, tally.bad.len() as u64, &mut io::BufWriter::new(&mut manifest)).map_err(spool)?;
        manifest.rewind().map_err(spool)?;
        outlet.out.put_file(&files.manifest, &mut manifest)?;
    }
    Ok(tally)
}

/// The sizes of what lies in a store, by what tells names apart.
fn sizes(out: &Store) -> Result<HashMap<[u8; 12], u64>, Failure> {
    Ok(out.list("")?.into_iter().map(|(path, size)| (name::key(&path), size)).collect())
}

/// Removes the journal of a share's runs: the next begins anew.
pub fn forget(out: &Store, shard: Shard) -> Result<(), Failure> {
    let (log, _) = Log::open(out, &Files::of(shard, false).journal)?;
    Ok(log.remove()?)
}
