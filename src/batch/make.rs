//! The second look at the rows: each is made, signed, written and taken down.

use std::collections::HashMap;
use std::fmt;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};

use super::check::{Checked, document_name};
use super::desk::Desk;
use super::ledger::{Begun, Ledger, Line, Signed, spool};
use super::name;
use super::row::{self, Complaint, Row};
use super::{Progress, Tally};
use crate::compile::{Sealed, Sealer};
use crate::data::{Failures, Input, Record};
use crate::diag::Diagnostic;
use crate::document::Document;
use crate::output::digest::Digest;
use crate::output::failure::Failure;
use crate::project::Format;
use crate::render::typst::each;
use crate::store::{Fault, Log, Outbox, Store, Tag};

/// How many rows are put in order at a time: those that ask for the same contract of the same brand share work where they stand next to one another.
const WINDOW: usize = 256;

/// The size of each object of a store and what the store calls its bytes, by what tells names apart.
pub(super) type Objects = HashMap<[u8; 12], (u64, Option<Tag>)>;

/// Makes the documents of rows.
pub(super) struct Maker<'m> {
    pub(super) desk: &'m Desk<'m>,
    pub(super) sealer: Option<&'m dyn Sealer>,
    /// The digest of all that every document follows from beside its row.
    pub(super) run: Digest,
    pub(super) out: &'m Store,
    pub(super) log: &'m Log,
    /// What lies in an object store, which is asked once; of a folder each file is read.
    pub(super) there: Option<Objects>,
    pub(super) ledger: &'m Ledger,
    pub(super) progress: &'m dyn Progress,
    /// Set by whoever wants the run to end: what is in hand is finished.
    pub(super) stop: &'m AtomicBool,
}

/// A row and the record that it was read from, on its way to a worker.
struct Work {
    row: Row,
    record: Record,
}

/// Why a document is not there.
enum Trouble {
    /// The row is at fault: the others can be made.
    Row(String),
    /// The run cannot go on: a full disk, a key that is gone.
    Run(Failure),
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Run(failure)
    }
}

/// Why a document is made, though a run before this one may have made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// No run has made it.
    New,
    /// Its row has changed.
    Row,
    /// The project, the signing profile, the program or what is recorded of rows has changed.
    Project,
    /// It is not there any more.
    Gone,
    /// It is not what the run has written.
    Changed,
    /// It fell short of its level, since an authority did not answer.
    Short,
}

impl fmt::Display for Again {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::New => "no run has made it",
            Self::Row => "its row has changed",
            Self::Project => "the project, the profile, the program or --record has changed",
            Self::Gone => "it is not there any more",
            Self::Changed => "its bytes are not those that were written",
            Self::Short => "its signature fell short of its level",
        })
    }
}

/// What happens while rows are made.
struct Happenings<'f> {
    failures: Option<&'f mut Failures>,
    /// The rows that could not be made.
    bad: Vec<Complaint>,
    failure: Option<Failure>,
}

impl Maker<'_> {
    /// Makes all rows that belong to this share. Bad rows are written to `failures`; without it, the first that cannot be made ends the run.
    pub(super) fn run(&self, input: &Input, checked: &Checked, failures: Option<&mut Failures>) -> Result<Tally, Failure> {
        let keeps_going = failures.is_some();
        let happenings = Mutex::new(Happenings { failures, bad: Vec::new(), failure: None });
        let (made, kept) = (AtomicU64::new(0), AtomicU64::new(0));
        let (send, receive) = sync_channel::<Work>(WINDOW);
        let there = |line: Line, put: Result<Option<Tag>, Fault>| {
            let row = line.row;
            if let Err(failure) = put.map_err(Failure::from).and_then(|tag| self.take_down(&Line { tag, ..line })) {
                happenings.lock().unwrap_or_else(PoisonError::into_inner).end(row, failure);
                self.stop.store(true, Ordering::Relaxed);
            }
        };
        let read = std::thread::scope(|scope| {
            let happenings = &happenings;
            // The sender goes with the feeder: when it ends, no more rows come.
            let feeder = scope.spawn(move || self.feed(input, checked, happenings, &{ send }));
            let outbox = Outbox::open(scope, self.out, &there);
            each(receive.into_iter(), self.desk.request().jobs, |work| {
                if self.stop.load(Ordering::Relaxed) {
                    return;
                }
                match self.make(&work.row, &|line, bytes| outbox.put(line.file.clone(), bytes, line)) {
                    Ok(is_new) => {
                        if is_new { &made } else { &kept }.fetch_add(1, Ordering::Relaxed);
                        self.progress.made(is_new);
                    }
                    Err(trouble) => {
                        let ends = !keeps_going || matches!(trouble, Trouble::Run(_));
                        happenings.lock().unwrap_or_else(PoisonError::into_inner).note(trouble, &work);
                        if ends {
                            self.stop.store(true, Ordering::Relaxed);
                        }
                    }
                }
            });
            feeder.join().unwrap_or(Ok(()))
        });
        let happenings = happenings.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(failure) = happenings.failure {
            return Err(failure);
        }
        read?;
        Ok(Tally { made: made.into_inner(), kept: kept.into_inner(), bad: happenings.bad, is_whole: !self.stop.load(Ordering::Relaxed) })
    }

    /// Reads rows and hands them over, in windows that are put in order.
    fn feed(&self, input: &Input, checked: &Checked, happenings: &Mutex<Happenings<'_>>, send: &SyncSender<Work>) -> Result<(), crate::data::Fault> {
        let mut window: Vec<Work> = Vec::with_capacity(WINDOW);
        let flush = |window: &mut Vec<Work>| {
            window.sort_by_key(|work| work.row.task);
            window.drain(..).all(|work| send.send(work).is_ok())
        };
        input.read(&mut |record| {
            if self.stop.load(Ordering::Relaxed) {
                return ControlFlow::Break(());
            }
            window.extend(self.mine(record, checked, happenings));
            if window.len() < WINDOW || flush(&mut window) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        flush(&mut window);
        Ok(())
    }

    /// A record as work, where it is good and belongs to this share.
    fn mine(&self, record: Record, checked: &Checked, happenings: &Mutex<Happenings<'_>>) -> Option<Work> {
        let bad = |record: &Record, complaints: &[Complaint]| {
            if !self.desk.request().shard.is_first() {
                return;
            }
            let mut happenings = happenings.lock().unwrap_or_else(PoisonError::into_inner);
            let reasons: Vec<String> = complaints.iter().map(Complaint::reason).collect();
            happenings.write(record, &reasons.join("; "));
        };
        match row::read(self.desk, &record) {
            Err(complaints) => bad(&record, &complaints),
            Ok(row) if checked.doubled.binary_search(&row.number).is_ok() => {
                bad(&record, &[Complaint::of(row.number, "another row has the same name")]);
            }
            Ok(row) if self.desk.request().shard.holds(&row.id) => return Some(Work { row, record }),
            Ok(_) => {}
        }
        None
    }

    /// Makes the documents of a row and hands them to `put`; whether any of them was not there.
    fn make(&self, row: &Row, put: &dyn Fn(Line, Vec<u8>)) -> Result<bool, Trouble> {
        let task = self.desk.task_at(row.task);
        let name = document_name(self.desk, row).map_err(Trouble::Row)?;
        let data = row.digest();
        let key = self.key(&task.brand.id, data);
        let files: Vec<(Format, String)> = row.formats.iter().map(|format| (*format, format!("{name}.{}", ending(*format)))).collect();
        let mut missing = Vec::with_capacity(files.len());
        for (format, file) in files {
            match self.standing(&file, data, key)? {
                Ok(line) => self.list(&Line { row: row.number, ..line })?,
                Err(again) => {
                    self.progress.again(&file, again);
                    missing.push((format, file));
                }
            }
        }
        if missing.is_empty() {
            return Ok(false);
        }
        let made = self.desk.copies().contract(task.place, task.policy, &row.given);
        if made.diagnostics.iter().any(Diagnostic::is_error) {
            return Err(Trouble::Row(said(&made.diagnostics)));
        }
        let document = made.value.ok_or_else(|| Trouble::Row("there is no such document".to_owned()))?.document;
        for (format, file) in missing {
            self.begin(&file)?;
            let (bytes, signed) = self.bytes(row, &document, format)?;
            let line = Line {
                row: row.number,
                mended: 0,
                id: row.id.clone(),
                data,
                policy: task.policy.id.clone(),
                brand: task.brand.id.clone(),
                file,
                format,
                sha256: Digest::of(&bytes),
                size: bytes.len() as u64,
                signed,
                values: self.shown(row),
                key: Some(key),
                tag: None,
            };
            put(line, bytes);
        }
        Ok(true)
    }

    /// Takes down that a file will be written; refuses to write over one that no run has made. An object store is not asked: there, a journal's line comes too late to say so.
    fn begin(&self, file: &str) -> Result<(), Failure> {
        if self.out.is_remote() || self.ledger.is_ours(file) {
            return Ok(());
        }
        if self.out.size(file)?.is_some() {
            return Err(
                Failure::new(format!("{file} is there already, and no run has made it")).hint("move it away, or write to another folder with --out")
            );
        }
        let begun = serde_json::to_string(&Begun { begun: file.to_owned() }).map_err(|error| spool(error.into()))?;
        Ok(self.log.append(&begun)?)
    }

    /// Takes down a document that is there.
    fn take_down(&self, line: &Line) -> Result<(), Failure> {
        let text = serde_json::to_string(line).map_err(|error| spool(error.into()))?;
        self.log.append(&text)?;
        self.ledger.add(line.row, &text).map_err(spool)
    }

    /// Lists a document that an earlier run has taken down.
    fn list(&self, line: &Line) -> Result<(), Failure> {
        let text = serde_json::to_string(line).map_err(|error| spool(error.into()))?;
        self.ledger.add(line.row, &text).map_err(spool)
    }

    /// The key of all that a row's documents follow from.
    fn key(&self, brand: &str, data: Digest) -> Digest {
        let sealed = self.sealer.map(|sealer| format!("{:?}", sealer.key(brand))).unwrap_or_default();
        Digest::of(format!("{} {data} {sealed} {}", self.run, self.desk.request().recorded.join(" ")).as_bytes())
    }

    /// The line of an earlier run about a document that is still what would be made now, byte for byte; else why it is made.
    fn standing(&self, file: &str, data: Digest, key: Digest) -> Result<Result<Line, Again>, Failure> {
        let Some(line) = self.ledger.earlier(file) else { return Ok(Err(Again::New)) };
        if line.key != Some(key) {
            return Ok(Err(if line.data == data { Again::Project } else { Again::Row }));
        }
        if line.signed.as_ref().is_some_and(|signed| signed.extend_to.is_some()) {
            return Ok(Err(Again::Short));
        }
        let is_same = match &self.there {
            // A server is not asked for its documents: it tells their versions apart. Where it or the journal does not say which it is, the size has to do.
            Some(there) => {
                there.get(&name::key(file)).map(|(size, tag)| *size == line.size && (tag.is_none() || line.tag.is_none() || *tag == line.tag))
            }
            None => match self.out.size(file)? {
                Some(size) if size == line.size => self.out.digest(file)?.map(|digest| Digest::from(digest) == line.sha256),
                other => other.map(|_| false),
            },
        };
        Ok(match is_same {
            Some(true) => Ok(line),
            Some(false) => Err(Again::Changed),
            None => Err(Again::Gone),
        })
    }

    /// A document's bytes in a format, and how they are signed.
    fn bytes(&self, row: &Row, document: &Document, format: Format) -> Result<(Vec<u8>, Option<Signed>), Trouble> {
        let task = self.desk.task_at(row.task);
        match format {
            Format::Pdf => {
                let body = self.desk.copies().pdf(task.place, document, &row.id, row.customer()).map_err(|found| Trouble::Row(said(&found)))?;
                match self.sealer {
                    Some(sealer) => Ok(seal(sealer, &task.brand.key(), body)?),
                    None => Ok((body, None)),
                }
            }
            Format::Html => {
                let page = self.desk.copies().html(task.place, document, row.customer());
                if page.diagnostics.is_empty() { Ok((page.value.into_bytes(), None)) } else { Err(Trouble::Row(said(&page.diagnostics))) }
            }
            Format::Markdown => Ok((self.desk.copies().markdown(task.place, document).into_bytes(), None)),
        }
    }

    /// The values that the manifest shows of a row.
    fn shown(&self, row: &Row) -> Option<serde_json::Value> {
        let recorded = &self.desk.request().recorded;
        let values = recorded.iter().filter_map(|field| Some((field.clone(), row.given.get(field)?.clone())));
        (!recorded.is_empty()).then(|| serde_json::Value::Object(values.collect()))
    }
}

impl Happenings<'_> {
    fn note(&mut self, trouble: Trouble, work: &Work) {
        match trouble {
            Trouble::Row(why) => {
                self.write(&work.record, &why);
                self.bad.push(Complaint::of(work.row.number, why));
            }
            Trouble::Run(failure) => self.end(work.row.number, failure),
        }
    }

    /// Takes down why the run cannot go on; the first reason is the one that is told.
    fn end(&mut self, row: u64, failure: Failure) {
        let message = format!("row {row}: {}", failure.message);
        self.failure.get_or_insert(Failure { message, ..failure });
    }

    fn write(&mut self, record: &Record, reason: &str) {
        let Some(failures) = &mut self.failures else { return };
        if let Err(fault) = failures.add(&record.row, &record.number.to_string(), reason) {
            self.failure.get_or_insert_with(|| fault.into());
        }
    }
}

fn seal(sealer: &dyn Sealer, brand: &str, mut body: Vec<u8>) -> Result<(Vec<u8>, Option<Signed>), Failure> {
    let Sealed { appended, signer, certificate, level, time, extend_to } = sealer.seal(brand, &body)?;
    let signed = Signed { body: Digest::of(&body), length: body.len() as u64, signer, certificate, level, time, extend_to };
    body.extend_from_slice(&appended);
    Ok((body, Some(signed)))
}

/// What a file's name ends with.
fn ending(format: Format) -> &'static str {
    match format {
        Format::Html => "html",
        Format::Markdown => "md",
        Format::Pdf => "pdf",
    }
}

/// Findings about one row's document, in one line.
fn said(found: &[Diagnostic]) -> String {
    let mut said: Vec<&str> = found.iter().filter(|diagnostic| diagnostic.is_error()).map(|diagnostic| diagnostic.message.as_str()).collect();
    said.dedup();
    said.join("; ")
}
