//! The first look at all rows: nothing is made while one of them is bad.

use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, sync_channel};

use rayon::prelude::*;

use super::cases::Cases;
use super::desk::Desk;
use super::name;
use super::row::{self, Complaint, Row};
use crate::data::{Fault, Input, Record};
use crate::diag::Diagnostic;

/// How many rows are handed over at a time.
const CHUNK: usize = 1_000;
/// How many chunks wait while others are looked at.
const WAITING: usize = 8;

/// What a look at all rows found.
#[derive(Debug, Default)]
pub struct Checked {
    /// How many rows there are.
    pub rows: u64,
    /// How many of them are good, and belong to the share that is made.
    pub mine: u64,
    /// How many are bad.
    pub bad: u64,
    /// Whether the columns are wrong, so that no row was looked at.
    pub has_wrong_columns: bool,
    /// What is wrong with the contracts' texts, whatever the rows hold.
    pub findings: Vec<Diagnostic>,
    /// The rows, by number and in order, that are good by themselves and ask for a name that an earlier row has.
    pub doubled: Vec<u64>,
}

/// A row's name, and where the row is: 24 bytes, so that millions of them can be held.
#[derive(Debug, Clone, Copy)]
struct Named {
    key: [u8; 12],
    /// How many lines it begins behind the line of its number, since rows may take several; `UNKNOWN` where the data does not come line by line.
    behind: u32,
    row: u64,
}

/// Of no row it is known that it begins so far behind.
const UNKNOWN: u32 = u32::MAX;

impl Named {
    fn new(name: &str, record: &Record) -> Self {
        let behind = record.line.and_then(|line| u32::try_from(line.checked_sub(record.number)?).ok());
        Self { key: name::key(name), behind: behind.unwrap_or(UNKNOWN), row: record.number }
    }

    fn line(self) -> Option<u64> {
        (self.behind != UNKNOWN).then(|| self.row + u64::from(self.behind))
    }
}

/// One row, looked at: its name, and whether it belongs to the share that is made.
type Looked = Result<(Named, bool), Vec<Complaint>>;

/// Looks at every row. What is wrong with each is handed to `complain` with its record, in the rows' order; rows with the same name come last.
pub fn check(desk: &Desk<'_>, input: &Input, complain: &mut dyn FnMut(&[Complaint], Option<&Record>)) -> Result<Checked, Fault> {
    let cases = Cases::default();
    let mut checked = Checked::default();
    let faults = desk.column_faults();
    if !faults.is_empty() {
        complain(&faults.into_iter().map(Complaint::of_columns).collect::<Vec<_>>(), None);
        return Ok(Checked { has_wrong_columns: true, bad: 1, ..checked });
    }
    let mut named = Vec::new();
    let (send, receive) = sync_channel::<Vec<Record>>(WAITING);
    std::thread::scope(|scope| {
        let reader = scope.spawn(move || {
            let mut chunk = Vec::with_capacity(CHUNK);
            let read = input.read(&mut |record| {
                chunk.push(record);
                if chunk.len() < CHUNK {
                    ControlFlow::Continue(())
                } else {
                    go_on(send.send(std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK))).is_ok())
                }
            });
            let _ = send.send(chunk);
            read
        });
        while let Some(chunks) = wave(&receive) {
            let looked: Vec<Vec<Looked>> = chunks.par_iter().map(|chunk| chunk.iter().map(|record| look(desk, &cases, record)).collect()).collect();
            for (looked, record) in looked.into_iter().flatten().zip(chunks.iter().flatten()) {
                checked.rows += 1;
                match looked {
                    Ok((name, mine)) => {
                        named.push(name);
                        checked.mine += u64::from(mine);
                    }
                    Err(mut complaints) => {
                        checked.bad += 1;
                        for complaint in &mut complaints {
                            complaint.line = record.line;
                        }
                        complain(&complaints, Some(record));
                    }
                }
            }
        }
        reader.join().unwrap_or(Ok(()))
    })?;
    checked.findings = cases.into_findings();
    for (first, second) in doubled(named) {
        let why = format!("its document would have the name of row {}'s: give each row a name of its own, with --id or --name", first.row);
        complain(&[Complaint { line: second.line(), ..Complaint::of(second.row, why) }], None);
        checked.bad += 1;
        checked.doubled.push(second.row);
    }
    checked.doubled.sort_unstable();
    Ok(checked)
}

fn go_on(is_wanted: bool) -> ControlFlow<()> {
    if is_wanted { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
}

/// The chunks that are ready, at least one; `None` where no more will come.
fn wave(receive: &Receiver<Vec<Record>>) -> Option<Vec<Vec<Record>>> {
    let first = receive.recv().ok()?;
    Some(std::iter::once(first).chain(receive.try_iter().take(WAITING)).collect())
}

fn look(desk: &Desk<'_>, cases: &Cases, record: &Record) -> Looked {
    row::read(desk, record).and_then(|row| {
        let name = document_name(desk, &row).map_err(|why| vec![Complaint::of(row.number, why)])?;
        cases.look_at(desk, &row);
        Ok((Named::new(&name, record), desk.request().shard.holds(&row.id)))
    })
}

/// The name of a row's document, without an ending.
pub(super) fn document_name(desk: &Desk<'_>, row: &Row) -> Result<String, String> {
    let task = desk.task_at(row.task);
    desk.names().name(row, task.policy, task.brand)
}

/// The rows whose names another row has had: that row, and this one; in the order of the second.
fn doubled(mut named: Vec<Named>) -> Vec<(Named, Named)> {
    named.par_sort_unstable_by_key(|named| (named.key, named.row));
    let mut doubled = Vec::new();
    let mut first = 0;
    for at in 1..named.len() {
        if named[at].key == named[first].key {
            doubled.push((named[first], named[at]));
        } else {
            first = at;
        }
    }
    doubled.sort_unstable_by_key(|(_, second)| second.row);
    doubled
}
