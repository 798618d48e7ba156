//! `verify --manifest` of a batch: whether the documents that a manifest lists are all there, each as the run made it or with what was added to it since.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use rayon::prelude::*;
use serde::Serialize;

use super::pace::Pace;
use super::terminal::Terminal;
use super::{Outcome, clock, named_file, report};
use crate::batch::{Head, Line, Progress as _, Signed, name_key, read_head, read_manifest};
use crate::diag::MessageFormat;
use crate::output::digest::Digest;
use crate::output::failure::Failure;
use crate::sign::Level;
use crate::store::{Address, Store};
use crate::verify::{Options, SignatureReport, Signer, Trust, verify};

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
    let pace = Pace::of_documents(terminal, lines(manifest)?.saturating_sub(2));
    let mut seen =
        Seen { how, terminal, pace: &pace, wave: Vec::with_capacity(WAVE), sound: 0, looked: 0, signed: 0, extended: 0, listed: HashMap::new() };
    let read = read_manifest(manifest.display().to_string(), BufReader::new(open(manifest)?), &mut |line| {
        seen.wave.push(line);
        if seen.wave.len() == WAVE {
            seen.look();
        }
    });
    seen.look();
    pace.end();
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
    let whole = head.shard.as_ref().map_or_else(|| "the set".to_owned(), |share| format!("share {share}"));
    let set = match (sound == looked, left_out) {
        (false, _) => format!("{whole} is not complete"),
        (true, 0) => format!("{whole} is complete"),
        (true, 1) => format!("{whole} is complete but for 1 bad row"),
        (true, bad) => format!("{whole} is complete but for {bad} bad rows"),
    };
    terminal.say(&format!("{sound} of {} hold: {set}", report::count(looked, "document")));
    remarks(&seen, terminal);
    if head.shard.is_some() {
        siblings(manifest, &head, terminal)?;
    } else {
        strays(&seen, manifest, terminal)?;
    }
    Ok(if sound == looked { Outcome::Clean } else { Outcome::Findings })
}

/// What a reader of the manifest alone would not know.
fn remarks(seen: &Seen<'_>, terminal: &Terminal) {
    if seen.signed == 0 && seen.looked > 0 {
        terminal.say("none of them is signed");
    }
    if seen.extended > 0 {
        terminal.say(&format!(
            "{} added to since the run, as a countersignature does",
            if seen.extended == 1 { "1 was".to_owned() } else { format!("{} were", seen.extended) }
        ));
    }
}

/// The folder of a manifest.
fn folder(manifest: &Path) -> Result<Store, Failure> {
    let folder = manifest.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok(Store::open(&Address::parse(&folder.display().to_string())?)?)
}

/// What the manifests of other shares, beside that of one, have to do with it.
fn siblings(manifest: &Path, head: &Head, terminal: &Terminal) -> Result<(), Failure> {
    let name = manifest.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    for entry in folder(manifest)?.list("manifest.")?.into_iter().filter(|entry| entry.path != name && is_list(Path::new(&entry.path))) {
        let other = read_head(BufReader::new(open(&manifest.with_file_name(&entry.path))?)).map_err(|error| Failure::reading(manifest, &error))?;
        if other.is_some_and(|other| other.shard.is_some() && (&other.counterpart, other.run, other.rows) != (&head.counterpart, head.run, head.rows))
        {
            terminal.say(&format!("{} is a share of another run: the two make no set", entry.path));
        }
    }
    terminal.say("`counterpart manifest merge` says whether all shares are there");
    Ok(())
}

/// How many documents lie beside a manifest that it does not list.
fn strays(seen: &Seen<'_>, manifest: &Path, terminal: &Terminal) -> Result<(), Failure> {
    let there = folder(manifest)?.list("")?;
    let is_document =
        |path: &str| Path::new(path).extension().is_some_and(|ending| ["pdf", "html", "md"].iter().any(|known| ending.eq_ignore_ascii_case(known)));
    let strays = there.iter().filter(|entry| is_document(&entry.path) && !seen.listed.contains_key(&name_key(&entry.path))).count();
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

/// How many lines a file has.
fn lines(path: &Path) -> Result<u64, Failure> {
    let mut reader = BufReader::with_capacity(1 << 17, open(path)?);
    let mut lines = 0;
    loop {
        let bytes = reader.fill_buf().map_err(|error| Failure::reading(path, &error))?;
        if bytes.is_empty() {
            return Ok(lines);
        }
        lines += memchr::memchr_iter(b'\n', bytes).count() as u64;
        let read = bytes.len();
        reader.consume(read);
    }
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
    pace: &'v Pace,
    wave: Vec<Line>,
    sound: usize,
    looked: usize,
    /// How many are signed, and how many have more bytes than the run has written.
    signed: usize,
    extended: usize,
    /// The rows of the files so far, by what tells their names apart.
    listed: HashMap<[u8; 12], u64>,
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
            self.pace.made(true);
            let twice = self.listed.insert(name_key(&line.file), line.row);
            let outcome = twice.map_or(outcome, |before| Err(format!("row {before} has the same file: a document stands for one row")));
            self.looked += 1;
            self.sound += usize::from(outcome.is_ok());
            self.signed += usize::from(line.signed.is_some());
            self.extended += usize::from(outcome == Ok(Seal::Extended));
            if self.terminal.format == MessageFormat::Json {
                let told = Told { file: &line.file, row: line.row, id: &line.id, holds: outcome.is_ok(), why: outcome.err() };
                self.pace.aside(|| self.terminal.result(&format!("{}\n", serde_json::to_string(&told).unwrap_or_default())));
            } else if let Err(why) = outcome {
                self.pace.aside(|| self.terminal.failure(&Failure::new(format!("{}, of row {}: {why}", line.file, line.row))));
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
        let first = report.signatures.iter().find_map(|signature| Some((signature, signature.signer.as_ref()?)));
        let (signature, who) = first.ok_or("nobody signed it")?;
        is_as_said(signed, signature, who)?;
        if report.holds(self.integrity_only) {
            Ok(if is_same { Seal::Same } else { Seal::Extended })
        } else {
            Err(format!("its signatures do not hold: verify {} by itself, and it is said why", self.folder.join(&line.file).display()))
        }
    }
}

/// Whether the first signature is what the manifest says of it: whose, of which level or above, and when.
fn is_as_said(said: &Signed, signature: &SignatureReport, signer: &Signer) -> Result<(), String> {
    if signer.fingerprint != said.certificate {
        return Err(format!("{} signed it first, and the run was signed by {}", signer.name, said.signer));
    }
    if signer.name != said.signer {
        return Err(format!("the manifest calls its signer {}, and the certificate says {}", said.signer, signer.name));
    }
    // A signature is raised to a higher level after the run, and never to a lower one.
    let level = signature.level.filter(|level| Level::named(&said.level).is_some_and(|said| *level >= said));
    if signature.holds() && level.is_none() {
        let found = signature.level.map_or_else(|| "none".to_owned(), |level| level.to_string());
        return Err(format!("the manifest says that it is signed at level {}, and what is there reaches {found}", said.level));
    }
    // A PDF writes whole seconds.
    let second = said.time.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_second);
    match signature.claimed {
        Some(claimed) if Some(claimed.as_second()) == second => Ok(()),
        Some(claimed) => Err(format!("the manifest says that it was signed at {}, and the signature says {claimed}", said.time)),
        None => Err("its signature says no time, and the manifest does".to_owned()),
    }
}

/// Whether a file begins with the unsigned document of a signed one.
fn begins(bytes: &[u8], signed: &Signed) -> bool {
    let length = usize::try_from(signed.length).unwrap_or(usize::MAX);
    bytes.get(..length).is_some_and(|body| Digest::of(body) == signed.body)
}
