//! `verify --manifest` of a batch: whether the documents that a manifest lists are all there, each as the run made it or with what was added to it since.

use std::collections::HashSet;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use rayon::prelude::*;
use serde::Serialize;

use super::terminal::Terminal;
use super::{Outcome, clock, named_file, report};
use crate::batch::{Line, Signed, read_manifest};
use crate::diag::MessageFormat;
use crate::output::digest::Digest;
use crate::output::failure::Failure;
use crate::store::{Address, Store};
use crate::verify::{Options, Trust, verify};

/// How many documents are looked at together.
const WAVE: usize = 256;

/// Whether a file's name ends as that of a batch's manifest does, and not as that of a build's.
pub(super) fn is_list(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("jsonl"))
}

/// Looks at every document that a manifest lists. Those of which something is wrong are named; the rest are counted.
pub(super) fn run(
    manifest: &Path,
    trust: &Trust,
    integrity_only: bool,
    at: Option<jiff::Timestamp>,
    terminal: &Terminal,
) -> Result<Outcome, Failure> {
    let folder = manifest.parent().unwrap_or(Path::new(""));
    let how = How { folder, trust, integrity_only, options: Options { now: at.unwrap_or_else(clock::now) } };
    let mut seen = Seen { how, terminal, wave: Vec::with_capacity(WAVE), sound: 0, looked: 0, signed: 0, extended: 0, listed: HashSet::new() };
    let file = open(manifest)?;
    let read = read_manifest(manifest.display().to_string(), BufReader::new(file), &mut |line| {
        seen.wave.push(line);
        if seen.wave.len() == WAVE {
            seen.look();
        }
    });
    seen.look();
    let (sound, looked) = (seen.sound, seen.looked);
    let (head, end) = match read.map_err(|error| Failure::reading(manifest, &error))? {
        Ok(ends) => ends,
        Err(problem) => {
            terminal.failure(&Failure::new(problem.to_string()));
            return Ok(Outcome::Findings);
        }
    };
    let left_out = end.bad.saturating_add(end.failed);
    let missing = head.rows.saturating_sub(end.rows.saturating_add(left_out));
    if missing > 0 && head.shard.is_none() {
        terminal.failure(&Failure::new(format!("{}: {missing} of the data's {} are not in it", manifest.display(), head.rows)));
        return Ok(Outcome::Findings);
    }
    let set = match (sound == looked, left_out) {
        (false, _) => "the set is not complete".to_owned(),
        (true, 0) => "the set is complete".to_owned(),
        (true, 1) => "the set is complete but for 1 bad row".to_owned(),
        (true, bad) => format!("the set is complete but for {bad} bad rows"),
    };
    terminal.say(&format!("{sound} of {} hold: {set}", report::count(looked, "document")));
    remarks(&seen, manifest, terminal)?;
    Ok(if sound == looked { Outcome::Clean } else { Outcome::Findings })
}

/// What a reader of the manifest alone would not know.
fn remarks(seen: &Seen<'_>, manifest: &Path, terminal: &Terminal) -> Result<(), Failure> {
    if seen.signed == 0 && seen.looked > 0 {
        terminal.say("none of them is signed");
    }
    if seen.extended > 0 {
        terminal.say(&format!(
            "{} added to since the run, as a countersignature does",
            if seen.extended == 1 { "1 was".to_owned() } else { format!("{} were", seen.extended) }
        ));
    }
    let folder = manifest.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let there = Store::open(&Address::parse(&folder.display().to_string())?)?.list("")?;
    let is_document =
        |path: &str| Path::new(path).extension().is_some_and(|ending| ["pdf", "html", "md"].iter().any(|known| ending.eq_ignore_ascii_case(known)));
    let strays = there.iter().filter(|(path, _)| is_document(path) && !seen.listed.contains(path)).count();
    if strays > 0 {
        terminal.say(&format!(
            "{} there that it does not list",
            if strays == 1 { "1 document is".to_owned() } else { format!("{strays} documents are") }
        ));
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a manifest of millions of lines is read as a stream, and stands in no project")]
fn open(path: &Path) -> Result<File, Failure> {
    File::open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Failure::new(format!("there is no manifest {}", path.display())),
        _ => Failure::reading(path, &error),
    })
}

/// What a document that holds is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seal {
    /// Byte for byte what was written.
    Same,
    /// What was written, with more behind it.
    Extended,
}

/// How each document is looked at.
struct How<'v> {
    folder: &'v Path,
    trust: &'v Trust,
    integrity_only: bool,
    options: Options,
}

struct Seen<'v> {
    how: How<'v>,
    terminal: &'v Terminal,
    wave: Vec<Line>,
    sound: usize,
    looked: usize,
    /// How many are signed, and how many have more bytes than the run has written.
    signed: usize,
    extended: usize,
    listed: HashSet<String>,
}

/// A document as a line of JSON.
#[derive(Serialize)]
struct Told<'l> {
    file: &'l str,
    row: u64,
    id: &'l str,
    holds: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

impl Seen<'_> {
    /// Looks at what waits, and says what is wrong.
    fn look(&mut self) {
        let how = &self.how;
        let outcomes: Vec<Result<Seal, String>> = self.wave.par_iter().map(|line| how.look(line)).collect();
        for (line, outcome) in self.wave.drain(..).zip(outcomes) {
            self.looked += 1;
            self.sound += usize::from(outcome.is_ok());
            self.signed += usize::from(line.signed.is_some());
            self.extended += usize::from(outcome == Ok(Seal::Extended));
            self.listed.insert(line.file.clone());
            if self.terminal.format == MessageFormat::Json {
                let told = Told { file: &line.file, row: line.row, id: &line.id, holds: outcome.is_ok(), why: outcome.err() };
                self.terminal.result(&format!("{}\n", serde_json::to_string(&told).unwrap_or_default()));
            } else if let Err(why) = outcome {
                self.terminal.failure(&Failure::new(format!("{}, of row {}: {why}", line.file, line.row)));
            }
        }
    }
}

impl How<'_> {
    /// Whether a document is what a manifest says of it.
    fn look(&self, line: &Line) -> Result<Seal, String> {
        let bytes = named_file::read(&self.folder.join(&line.file)).map_err(|missing| missing.message)?;
        let is_same = Digest::of(&bytes) == line.sha256;
        let Some(signed) = &line.signed else {
            let is_wanted = !self.trust.roots.is_empty();
            return match is_same {
                true if is_wanted => Err("it is not signed, and --trust asks who signed it".to_owned()),
                true => Ok(Seal::Same),
                false => Err("its bytes are not those that the run has written".to_owned()),
            };
        };
        if !is_same && !begins(&bytes, signed) {
            return Err("it does not begin with the document that the run has signed".to_owned());
        }
        let report = verify(&bytes, self.trust, &self.options);
        match report.signatures.iter().find_map(|signature| signature.signer.as_ref()) {
            Some(first) if first.fingerprint == signed.certificate => {}
            Some(first) => return Err(format!("{} signed it first, and the run was signed by {}", first.name, signed.signer)),
            None => return Err("nobody signed it".to_owned()),
        }
        if report.holds(self.integrity_only) {
            Ok(if is_same { Seal::Same } else { Seal::Extended })
        } else {
            Err(format!("its signatures do not hold: verify {} by itself, and it is said why", self.folder.join(&line.file).display()))
        }
    }
}

/// Whether a file begins with the unsigned document of a signed one.
fn begins(bytes: &[u8], signed: &Signed) -> bool {
    let length = usize::try_from(signed.length).unwrap_or(usize::MAX);
    bytes.get(..length).is_some_and(|body| Digest::of(body) == signed.body)
}
