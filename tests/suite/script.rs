//! What may stand in a case.
//!
//! The text before the first `===` line says what the case shows. Then, in order:
//!
//! - `=== base NAME` copies the project `bases/NAME`.
//! - `=== PATH` writes a file: the lines up to the next `===`. With ` (bytes)` behind the path, `\xHH`, `\n`, `\t` and `\\` are read as escapes and the last line feed is
//!   left out; with ` (crlf)`, lines end in CRLF; with ` (replace)`, the lines are `old` and `new` on either side of a line `->`, and `old` must stand in the file once;
//!   with ` (pdf)`, the lines are a PDF's objects and its trailer, and what stands around them is added: see [`handmade`].
//! - `=== remove PATH` removes a file or folder.
//! - `=== copy PATH -> PATH` copies a file.
//! - `=== cut PATH COUNT` leaves a file's first bytes, so many of them.
//! - `=== link PATH -> TARGET` makes a symbolic link.
//! - `=== commit DAY` commits all that stands there on a day, but for `dist/`; the first one makes the git repository. `=== tag NAME` names the last commit, and
//!   `=== shallow` makes the repository a clone that ends with it.
//! - `=== $ counterpart …` runs the program; what it must print follows, standard output first, then `stderr:` and standard error, then the exit code if it is not 0.
//!   An argument with spaces stands between quotation marks.
//! - `=== in FOLDER $ counterpart …` runs it from a folder of the project.
//! - `=== limit BLOCKS $ counterpart …` runs it where no file may grow beyond so many blocks of 512 bytes: a disk that is full, for root as for anyone.
//! - `=== files FOLDER` must list what stands in a folder.
//! - `=== show PATH` must print a file.
//! - `=== same FOLDER FOLDER` must say in what two folders differ, byte for byte.
//!
//! For signing there is more, all of it in [`ceremony`]:
//!
//! - `=== authority` starts an authority that answers while the case runs: timestamps, OCSP, lists of revoked certificates. It writes its certificates and keys to
//!   `authority/`, and `[authority]` stands for its address in every file that is written from there on. `tests/authority` says whom it knows and how it can be wrong.
//! - `=== revoke NAME` has it withdraw a certificate.
//! - `=== pkcs12 NAME SECRET -> PATH` writes a key of it, with its certificates, as PKCS#12.
//! - `=== elsewhere NAME signature -> PATH` signs what the `prepare` before it asked for, as another program would; with `message`, as a whole signed message;
//!   with `large`, as one that is larger than any prepared room.
//!
//! A program that ends with an exit code other than 0 must leave every file as it was, and one that works on files named to it must leave those as they were even if
//! it succeeds: that is held in every case, and need not be written in any. [`redaction`] says what is left out of what came back.

#![expect(clippy::disallowed_methods, reason = "a test looks at what was really written")]

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::ceremony::{self, Ceremony};
use super::{handmade, redaction, repository};

/// Runs a case in a folder of its own; gives what differed.
pub(crate) fn run(file: &Path) -> Result<(), String> {
    let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
    let place = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut case = Case { place: place.path().to_path_buf(), actual: String::new(), ceremony: None, has_keys: false, said: String::new() };
    let mut sections = text.split("\n=== ");
    case.actual.push_str(sections.next().unwrap_or_default());
    for section in sections {
        let (head, body) = section.split_once('\n').unwrap_or((section, ""));
        case.step(head, body).map_err(|error| format!("=== {head}: {error}"))?;
    }
    compare(file, &text, case.actual.trim_end())
}

/// The bases that a case copies.
pub(crate) fn bases_of(file: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(file).unwrap_or_default();
    text.lines().filter_map(|line| line.strip_prefix("=== base ")).map(ToOwned::to_owned).collect()
}

fn compare(file: &Path, expected: &str, actual: &str) -> Result<(), String> {
    if expected.trim_end() == actual {
        return Ok(());
    }
    if std::env::var_os("UPDATE").is_some() {
        return fs::write(file, format!("{actual}\n")).map_err(|error| error.to_string());
    }
    let difference = similar::TextDiff::from_lines(expected.trim_end(), actual);
    Err(difference.unified_diff().context_radius(4).header("expected", "actual").to_string())
}

/// The program under test.
const PROGRAM: &str = env!("CARGO_BIN_EXE_counterpart");
/// The commands that work on files that are named to them, and write others.
const FROM_FILE_TO_FILE: [&str; 5] = ["sign", "fill", "prepare", "embed", "extend"];

struct Case {
    place: PathBuf,
    /// The case as it would be written with what really came back.
    actual: String,
    /// The authority, where the case has one.
    ceremony: Option<Ceremony>,
    /// Whether keys were made, after which much of what comes back is another in every run.
    has_keys: bool,
    /// The standard output of the last program, as it was.
    said: String,
}

impl Case {
    fn step(&mut self, head: &str, body: &str) -> Result<(), String> {
        let words = words(head);
        let came_back = match words.as_slice() {
            ["base", name] => self.copy_base(name)?,
            ["remove", path] => self.remove(path)?,
            ["copy", path, "->", other] => self.put(other, &fs::read(self.place.join(path)).map_err(|error| error.to_string())?).map(|()| None)?,
            ["cut", path, count] => self.cut(path, count)?,
            ["commit", day] => repository::commit(&self.place, day).map(|()| None)?,
            ["tag", name] => repository::tag(&self.place, name).map(|()| None)?,
            ["shallow"] => repository::make_shallow(&self.place).map(|()| None)?,
            ["authority"] => self.begin()?,
            ["revoke", name] => self.ceremony()?.revoke(name).map(|()| None)?,
            ["silence"] => self.be_silent(true)?,
            ["speech"] => self.be_silent(false)?,
            ["pkcs12", name, secret, "->", path] => self.put(path, &ceremony::pkcs12(&self.place, name, secret)?).map(|()| None)?,
            ["elsewhere", name, made, "->", path] => self.put(path, &ceremony::elsewhere(&self.place, name, made, &self.said)?).map(|()| None)?,
            ["link", path, "->", target] => self.link(path, target)?,
            ["$", "counterpart", arguments @ ..] => Some(self.run_program(&self.place.clone(), arguments)?),
            ["in", folder, "$", "counterpart", arguments @ ..] => Some(self.run_program(&self.place.join(folder), arguments)?),
            ["limit", blocks, "$", "counterpart", arguments @ ..] => Some(self.run(&self.place.clone(), limited(blocks, arguments))?),
            ["files", folder] => Some(list(&self.place.join(folder), "")),
            ["same", one, other] => Some(self.differences(one, other)),
            ["show", path] => Some(self.show(path)?),
            [path, how @ ..] => self.write(path, how, body)?,
            [] => return Err("says nothing".to_owned()),
        };
        self.actual.push_str(&format!("\n=== {head}\n"));
        match came_back {
            Some(text) => self.actual.push_str(&format!("{}\n", text.trim_end())),
            None => self.actual.push_str(body),
        }
        Ok(())
    }

    fn be_silent(&self, silent: bool) -> Result<Option<String>, String> {
        self.ceremony()?.be_silent(silent);
        Ok(None)
    }

    fn copy_base(&self, name: &str) -> Result<Option<String>, String> {
        let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/bases").join(name);
        for path in list(&base, "").lines() {
            let bytes = fs::read(base.join(path)).map_err(|error| error.to_string())?;
            self.put(path, &bytes)?;
        }
        Ok(None)
    }

    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), String> {
        let place = self.place.join(path);
        place.parent().map_or(Ok(()), fs::create_dir_all).map_err(|error| error.to_string())?;
        fs::write(place, bytes).map_err(|error| error.to_string())
    }

    fn write(&self, path: &str, how: &[&str], body: &str) -> Result<Option<String>, String> {
        let body = &self.ceremony.as_ref().map_or_else(|| body.to_owned(), |ceremony| body.replace("[authority]", ceremony.url()));
        let bytes = match how {
            [] => format!("{body}\n").into_bytes(),
            ["(pdf)"] => handmade::pdf(body),
            ["(bytes)"] => unescape(body),
            ["(crlf)"] => format!("{body}\n").replace('\n', "\r\n").into_bytes(),
            ["(replace)"] => self.replaced(path, body)?,
            other => return Err(format!("{other:?} is no way to write a file")),
        };
        self.put(path, &bytes)?;
        Ok(None)
    }

    fn replaced(&self, path: &str, body: &str) -> Result<Vec<u8>, String> {
        let bytes = fs::read(self.place.join(path)).map_err(|error| error.to_string())?;
        let (old, new) = body.trim_end().split_once("\n->\n").ok_or("has no line `->`")?;
        let mut places = memchr::memmem::find_iter(&bytes, old);
        match (places.next(), places.next()) {
            (Some(at), None) => Ok([&bytes[..at], new.as_bytes(), &bytes[at + old.len()..]].concat()),
            _ => Err(format!("`{old}` must stand in {path} once")),
        }
    }

    fn remove(&self, path: &str) -> Result<Option<String>, String> {
        let place = self.place.join(path);
        let removed = if place.is_dir() { fs::remove_dir_all(place) } else { fs::remove_file(place) };
        removed.map(|()| None).map_err(|error| error.to_string())
    }

    fn cut(&self, path: &str, count: &str) -> Result<Option<String>, String> {
        let mut bytes = fs::read(self.place.join(path)).map_err(|error| error.to_string())?;
        bytes.truncate(count.parse().map_err(|_| format!("{count} is no count of bytes"))?);
        self.put(path, &bytes).map(|()| None)
    }

    fn begin(&mut self) -> Result<Option<String>, String> {
        self.ceremony = Some(Ceremony::begin(&self.place)?);
        self.has_keys = true;
        Ok(None)
    }

    fn ceremony(&self) -> Result<&Ceremony, String> {
        self.ceremony.as_ref().ok_or_else(|| "there is no authority".to_owned())
    }

    fn link(&self, path: &str, target: &str) -> Result<Option<String>, String> {
        let place = self.place.join(path);
        place.parent().map_or(Ok(()), fs::create_dir_all).map_err(|error| error.to_string())?;
        std::os::unix::fs::symlink(target, place).map(|()| None).map_err(|error| error.to_string())
    }

    fn show(&self, path: &str) -> Result<String, String> {
        let text = fs::read_to_string(self.place.join(path)).map_err(|error| error.to_string())?;
        Ok(self.without_keys(text))
    }

    fn run_program(&mut self, folder: &Path, arguments: &[&str]) -> Result<String, String> {
        let mut command = Command::new(PROGRAM);
        command.args(arguments);
        self.run(folder, command)
    }

    fn run(&mut self, folder: &Path, mut command: Command) -> Result<String, String> {
        command.current_dir(folder).env_clear().env("COLUMNS", "100");
        self.has_keys |= command.get_args().any(|argument| argument == "dev-cert");
        let before = contents(&self.place);
        let output = command.output().map_err(|error| error.to_string())?;
        self.holds(&before, &command, output.status.success())?;
        self.said = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut text = self.plain(&output.stdout);
        let said = self.plain(&output.stderr);
        if !said.is_empty() {
            text.push_str(&format!("stderr:\n{said}"));
        }
        match output.status.code() {
            Some(0) => {}
            Some(code) => text.push_str(&format!("exit {code}\n")),
            None => text.push_str("killed\n"),
        }
        Ok(text)
    }

    /// Holds a program to the files that were there before it. A file that cannot be signed, or a row that cannot be made, keeps no other from being so: what is new
    /// may stay then.
    fn holds(&self, before: &BTreeMap<String, Vec<u8>>, command: &Command, succeeded: bool) -> Result<(), String> {
        let after = contents(&self.place);
        let arguments: Vec<&OsStr> = command.get_args().collect();
        let named = arguments.first().is_some_and(|name| FROM_FILE_TO_FILE.iter().any(|other| name == other));
        let kept = before.iter().all(|(path, bytes)| after.get(path) == Some(bytes));
        let may_change = succeeded && (!named || arguments.iter().any(|argument| *argument == "--force"));
        let may_add = succeeded || named || arguments.iter().any(|name| *name == "batch");
        match (kept || may_change, before.len() == after.len() || may_add) {
            (true, true) => Ok(()),
            (false, _) => Err("changed files that were to stay as they were".to_owned()),
            (true, false) => Err("failed, and left files all the same".to_owned()),
        }
    }

    fn differences(&self, one: &str, other: &str) -> String {
        let (one, other) = (contents(&self.place.join(one)), contents(&self.place.join(other)));
        let paths: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
        let differ = paths.into_iter().filter(|path| one.get(*path) != other.get(*path)).map(|path| format!("{path} differs\n"));
        Some(differ.collect()).filter(|text: &String| !text.is_empty()).unwrap_or_else(|| format!("{} files, all the same\n", one.len()))
    }

    /// What was printed, without what differs from run to run.
    fn plain(&self, bytes: &[u8]) -> String {
        let text = redaction::plain(&String::from_utf8_lossy(bytes), &self.place);
        self.without_keys(text)
    }

    /// A text without what follows from keys, which are new in every run.
    fn without_keys(&self, text: String) -> String {
        let text = self.ceremony.iter().fold(text, |text, ceremony| text.replace(ceremony.url(), "[authority]"));
        if self.has_keys { redaction::signing(&text) } else { text }
    }
}

/// The program in a shell that bounds the files it writes. The signal for it is ignored, so that the program hears of it as of any failed write.
fn limited(blocks: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", "trap '' XFSZ; ulimit -f \"$1\"; shift; exec \"$@\"", "sh", blocks, PROGRAM]).args(arguments);
    command
}

/// Every file below a folder with its bytes, but for the lock, which holds none and stays.
pub(crate) fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let read = |path: &str| fs::read(folder.join(path)).unwrap_or_default();
    list(folder, "").lines().filter(|path| *path != ".counterpart/lock").map(|path| (path.to_owned(), read(path))).collect()
}

/// The files below a folder, sorted, one a line.
fn list(folder: &Path, below: &str) -> String {
    let Ok(entries) = fs::read_dir(folder.join(below)) else { return String::new() };
    let mut names: Vec<String> = entries.flatten().map(|entry| entry.file_name().display().to_string()).collect();
    names.sort();
    let path = |name: &String| if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
    let is_folder = |path: &str| folder.join(path).symlink_metadata().is_ok_and(|metadata| metadata.is_dir());
    let lines = |path: String| if is_folder(&path) { list(folder, &path) } else { format!("{path}\n") };
    names.iter().map(path).map(lines).collect()
}

/// The words of a line. Between quotation marks, a space parts none.
fn words(line: &str) -> Vec<&str> {
    let mut quoted = false;
    let parts = line.split(|c| {
        quoted ^= c == '"';
        c == ' ' && !quoted
    });
    parts.map(|word| word.strip_prefix('"').and_then(|word| word.strip_suffix('"')).unwrap_or(word)).collect()
}

fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.trim_end_matches('\n').bytes();
    while let Some(byte) = rest.next() {
        match (byte, byte == b'\\').1.then(|| rest.next()).flatten() {
            Some(b'x') => {
                let digits = [rest.next().unwrap_or(b'0'), rest.next().unwrap_or(b'0')];
                let digits = String::from_utf8_lossy(&digits).into_owned();
                bytes.push(u8::from_str_radix(&digits, 16).unwrap_or_default());
            }
            Some(b'n') => bytes.push(b'\n'),
            Some(b't') => bytes.push(b'\t'),
            Some(other) => bytes.push(other),
            None => bytes.push(byte),
        }
    }
    bytes
}
