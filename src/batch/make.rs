//! The second look at the rows: each is made, signed, written and taken down.

use std::collections::HashMap;
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
use crate::store::{Fault, Log, Outbox, Store};

/// How many rows are put in order at a time: those that ask for the same contract of the same brand share work where they stand next to one another.
const WINDOW: usize = 256;

/// Makes the documents of rows.
pub(super) struct Maker<'m> {
    pub(super) desk: &'m Desk<'m>,
    pub(super) sealer: Option<&'m dyn Sealer>,
    /// The digest of all that every document follows from beside its row.
    pub(super) run: Digest,
    pub(super) out: &'m Store,
    pub(super) log: &'m Log,
    /// The sizes of what lies in an object store, which is asked once; a folder is asked about each file.
    pub(super) there: Option<HashMap<[u8; 12], u64>>,
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
        let there = |line: Line, put: Result<(), Fault>| {
            let row = line.row;
            if let Err(failure) = put.map_err(Failure::from).and_then(|()| self.take_down(line)) {
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
        let (stand, missing): (Vec<_>, Vec<_>) =
            files.into_iter().map(|(format, file)| (self.standing(&file, key), format, file)).partition(|(line, ..)| line.is_some());
        for line in stand.into_iter().filter_map(|(line, ..)| line) {
            self.ledger.add(&Line { row: row.number, key: None, ..line }).map_err(spool)?;
        }
        if missing.is_empty() {
            return Ok(false);
        }
        let made = self.desk.copies().contract(task.place, task.policy, &row.given);
        if made.diagnostics.iter().any(Diagnostic::is_error) {
            return Err(Trouble::Row(said(&made.diagnostics)));
        }
        let document = made.value.ok_or_else(|| Trouble::Row("there is no such document".to_owned()))?.document;
        for (_, format, file) in missing {
            self.begin(&file)?;
            let (bytes, signed) = self.bytes(row, &document, format)?;
            let line = Line {
                row: row.number,
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
    fn take_down(&self, line: Line) -> Result<(), Failure> {
        let text = serde_json::to_string(&line).map_err(|error| spool(error.into()))?;
        self.log.append(&text)?;
        self.ledger.add(&Line { key: None, ..line }).map_err(spool)
    }

    /// The key of all that a row's documents follow from.
    fn key(&self, brand: &str, data: Digest) -> Digest {
        let sealed = self.sealer.map(|sealer| format!("{:?}", sealer.key(brand))).unwrap_or_default();
        Digest::of(format!("{} {data} {sealed} {}", self.run, self.desk.request().recorded.join(" ")).as_bytes())
    }

    /// The line of an earlier run about a document that is still what would be made now.
    fn standing(&self, file: &str, key: Digest) -> Option<Line> {
        let line = self.ledger.earlier(file).filter(|line| line.key == Some(key))?;
        // A document that fell short of its level is signed again.
        let is_short = line.signed.as_ref().is_some_and(|signed| signed.extend_to.is_some());
        let size = match &self.there {
            Some(there) => there.get(&name::key(file)).copied(),
            None => self.out.size(file).ok().flatten(),
        };
        let stands = size == Some(line.size);
        (stands && !is_short).then_some(line)
    }

    /// A document's bytes in a format, and how they are signed.
    fn bytes(&self, row: &Row, document: &Document, format: Format) -> Result<(Vec<u8>, Option<Signed>), Trouble> {
        let task = self.desk.task_at(row.task);
        match format {
            Format::Pdf => {
                let body = self.desk.copies().pdf(task.place, document, &row.id).map_err(|found| Trouble::Row(said(&found)))?;
                match self.sealer {
                    Some(sealer) => Ok(seal(sealer, &task.brand.id, body)?),
                    None => Ok((body, None)),
                }
            }
            Format::Html => {
                let page = self.desk.copies().html(task.place, document);
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
