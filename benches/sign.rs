//! Times signatures: `cargo bench --bench sign`.
//!
//! A contract of about 28 KB is signed B-B with a visible signature, by a P-256 and by an RSA key, beside what no signature can do without: the digest of the file and the
//! key's own operation. Then a contract of 200 pages, and pyHanko with the same keys and the same document, in turn with the compiler in one run. pyHanko is taken from the environment
//! that `tests/outside/pyhanko/judge` makes, or by the Python that `PYTHON` names. `cargo bench --bench sign -- memory` signs 1,000 and 10,000 files by the command.

#![allow(clippy::cast_precision_loss, reason = "a benchmark's figures are no larger than a float can say")]
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a benchmark makes its own project and prints what it measured")]

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use counterpart::fields::{Appearance, Seal, Stamp as _};
use counterpart::fonts::FontLibrary;
use counterpart::project::load;
use counterpart::render::typst::{Engine, Look};
use counterpart::sign::dev_cert::{DevAlgorithm, DevSigner, Wishes, make};
use counterpart::sign::keys::{PemSource, SigningKey, SoftwareKey};
use counterpart::sign::secret::{Secret, SecretFault, SecretSource, Secrets};
use counterpart::sign::{Aim, Intent, Words, sign};
use counterpart::world::Disk;
use jiff::Timestamp;
use zeroize::Zeroizing;

// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const FIELD: &str = "company-1";
const BATCH: usize = 50;
const ROUNDS: usize = 9;

fn main() -> Result<()> {
    if std::env::args().any(|argument| argument == "memory") { memory() } else { times() }
}

fn times() -> Result<()> {
    let place = tempfile::tempdir()?;
    let root = place.path();
    write_project(root)?;
    build(root)?;
    let short = fs::read(root.join("dist/acme/pdf/short.pdf"))?;
    let long = fs::read(root.join("dist/acme/pdf/long.pdf"))?;
    println!("a contract of {} KB, and one of {} KB", short.len() / 1000, long.len() / 1000);
    let seal = seal(root)?;
    for (name, algorithm) in [("P-256", DevAlgorithm::P256), ("RSA-3072", DevAlgorithm::Rsa3072)] {
        let key = key(root, name, algorithm)?;
        compare(name, key.as_ref(), &short, &long, &seal)?;
        beside_pyhanko(root, name, key.as_ref(), &short, &seal)?;
    }
    Ok(())
}

/// Signing, what it cannot do without, and signing a long file; in turn, the median of the rounds.
fn compare(name: &str, key: &dyn SigningKey, short: &[u8], long: &[u8], seal: &Appearance) -> Result<()> {
    let message = [7; 128];
    let (mut signing, mut bare, mut signing_long) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        signing.push(each(|| signed(key, short, seal))?);
        bare.push(each(|| {
            black_box(key.algorithm().digest().of(black_box(short)));
            Ok(black_box(key.sign(&message)?))
        })?);
        signing_long.push(each(|| signed(key, long, seal))?);
    }
    let [signing, bare, signing_long] = [signing, bare, signing_long].map(median);
    println!("{name}: {signing:.3} ms a document; digest and key alone {bare:.3} ms, ratio {:.2}", signing / bare);
    println!("{name}, 200 pages: {signing_long:.3} ms, {:.3} ms more", signing_long - signing);
    Ok(())
}

/// The compiler and pyHanko, in turn.
fn beside_pyhanko(root: &Path, name: &str, key: &dyn SigningKey, short: &[u8], seal: &Appearance) -> Result<()> {
    let Some(mut pyhanko) = PyHanko::start(root, name)? else {
        println!("{name}: no pyHanko here; run tests/outside/pyhanko/judge once, or name a Python that has it in PYTHON");
        return Ok(());
    };
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(each(|| signed(key, short, seal))?);
        theirs.push(pyhanko.batch()?);
    }
    let (ours, theirs) = (median(ours), median(theirs));
    println!("{name}: pyHanko {theirs:.1} ms, Counterpart {ours:.3} ms, ratio {:.0}", theirs / ours);
    Ok(())
}

/// Milliseconds for one piece of work, over a batch.
fn each<T>(mut work: impl FnMut() -> Result<T>) -> Result<f64> {
    let start = Instant::now();
    for _ in 0..BATCH {
        black_box(work()?);
    }
    Ok(start.elapsed().as_secs_f64() * 1e3 / BATCH as f64)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// A whole signed file, from the bytes of one that is not. What it shows was drawn before, as `sign` draws once a second for all of its files.
fn signed(key: &dyn SigningKey, bytes: &[u8], seal: &Appearance) -> Result<Vec<u8>> {
    let words = Words { name: key.certificate().called(), reason: Some("I approve this agreement".to_owned()), ..Words::default() };
    let intent = Intent { field: FIELD.to_owned(), words, moment: Timestamp::now(), ..Intent::default() };
    let signed = sign(bytes, key, &intent, Aim::Basic, false, &mut |update, _| Ok(seal.add(update)?.first().copied()))?;
    Ok([bytes, &signed.appended].concat())
}

/// What a signature shows.
fn seal(root: &Path) -> Result<Appearance> {
    let project = load(&Disk::new(root)?).value;
    let brand = project.brands.first().ok_or("a project without a brand")?;
    let engine = Engine::new(std::sync::Arc::new(FontLibrary::new()), &Look::built_in());
    let time = Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC);
    let seal = Seal {
        signer: "Ada (TEST)",
        organization: Some("Acme (TEST)"),
        time: Some(&time),
        reason: None,
        location: None,
        marked: true,
        width: 200.0,
        height: 50.0,
    };
    Ok(Appearance::read(&engine.stamper(&brand.theme, &brand.locale).seal(&seal)?)?)
}

/// A new key, which is also written down for pyHanko: the folder is gone with the run.
fn key(root: &Path, name: &str, algorithm: DevAlgorithm) -> Result<Box<dyn SigningKey>> {
    let made = make(&Wishes { days: 365, algorithm, ..Wishes::default() }, Timestamp::now(), None)?;
    let DevSigner { key, certificate } = &made.company;
    let (key_file, certificate_file) = (root.join(format!("{name}.key.pem")), root.join(format!("{name}.pem")));
    fs::write(&key_file, key.as_bytes())?;
    fs::write(&certificate_file, certificate)?;
    let source = PemSource { key: key_file, certificate: Some(certificate_file), chain: None, passphrase: None };
    Ok(Box::new(SoftwareKey::pem(&source, None, &Files)?))
}

/// Keys that are not encrypted.
struct Files;

impl Secrets for Files {
    fn secret(&self, _: &SecretSource, _: &str) -> std::result::Result<Secret, SecretFault> {
        Ok(Secret::new(""))
    }

    fn key_file(&self, path: &Path) -> std::result::Result<Zeroizing<Vec<u8>>, SecretFault> {
        Ok(Zeroizing::new(fs::read(path).unwrap_or_default()))
    }

    fn certificate_file(&self, path: &Path) -> std::result::Result<Vec<u8>, SecretFault> {
        Ok(fs::read(path).unwrap_or_default())
    }
}

/// pyHanko in a process of its own, which signs a batch whenever a line comes in, and says how long a document took.
struct PyHanko {
    child: Child,
    asked: ChildStdin,
    says: BufReader<ChildStdout>,
}

impl PyHanko {
    fn start(root: &Path, name: &str) -> Result<Option<Self>> {
        let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).or_else(|| Some(std::env::home_dir()?.join(".cache"))).unwrap_or_default();
        let python = std::env::var_os("PYTHON").map_or_else(|| cache.join("counterpart-pyhanko/bin/python"), PathBuf::from);
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/sign_pyhanko.py");
        let mut command = Command::new(python);
        command.arg(script).arg(root.join("dist/acme/pdf/short.pdf")).arg(root.join(format!("{name}.key.pem"))).arg(root.join(format!("{name}.pem")));
        command.args([FIELD, &BATCH.to_string()]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let Ok(mut child) = command.spawn() else { return Ok(None) };
        let (asked, says) = child.stdin.take().zip(child.stdout.take()).ok_or("pyHanko does not listen")?;
        let mut pyhanko = Self { child, asked, says: BufReader::new(says) };
        // It says once that it is ready; an installation without pyHanko ends without a word.
        let mut ready = String::new();
        pyhanko.says.read_line(&mut ready)?;
        Ok((ready.trim() == "ready").then_some(pyhanko))
    }

    fn batch(&mut self) -> Result<f64> {
        writeln!(self.asked, "sign")?;
        let mut line = String::new();
        self.says.read_line(&mut line)?;
        Ok(line.trim().parse()?)
    }
}

impl Drop for PyHanko {
    fn drop(&mut self) {
        // It has nothing left to do; a process that has ended already is as good.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The peak memory of signing 1,000 and 10,000 files by the command, on all cores.
fn memory() -> Result<()> {
    let place = tempfile::tempdir()?;
    let root = place.path();
    write_project(root)?;
    key(root, "P-256", DevAlgorithm::P256)?;
    let profile = "signing:\n  company:\n    key: {pem: P-256.key.pem, certificate: P-256.pem}\n";
    fs::write(root.join("counterpart.yaml"), format!("formats: [pdf]\n{profile}"))?;
    build(root)?;
    for count in [1_000, 10_000] {
        let folder = format!("in-{count}");
        fs::create_dir(root.join(&folder))?;
        let files: Vec<String> = (0..count).map(|at| format!("{folder}/{at:05}.pdf")).collect();
        files.iter().try_for_each(|file| fs::copy(root.join("dist/acme/pdf/short.pdf"), root.join(file)).map(drop))?;
        let start = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_counterpart"));
        command.current_dir(root).args(["sign", "--quiet", "--brand", "acme", "--out"]).arg(format!("out-{count}")).args(&files);
        let mut child = command.spawn()?;
        let peak = peak_memory(&mut child)?;
        let taken = start.elapsed();
        if !child.wait()?.success() {
            return Err("signing failed".into());
        }
        println!("{count} files: peak {} MiB, {:.3} ms a file with reading and writing", peak / 1024, taken.as_secs_f64() * 1e3 / f64::from(count));
        fs::remove_dir_all(root.join(folder))?;
        fs::remove_dir_all(root.join(format!("out-{count}")))?;
    }
    Ok(())
}

/// Waits for a process; gives its peak resident memory in KiB, as Linux tells it, and 0 elsewhere.
fn peak_memory(child: &mut Child) -> Result<u64> {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait()?.is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let now = text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        peak = peak.max(now.unwrap_or_default());
        std::thread::sleep(Duration::from_millis(2));
    }
    Ok(peak)
}

/// A contract of two pages and one of about 200.
fn write_project(root: &Path) -> Result<()> {
    fs::create_dir_all(root.join("brands"))?;
    fs::create_dir_all(root.join("sources"))?;
    fs::write(root.join("counterpart.yaml"), "formats: [pdf]\n")?;
    let brand = "name: Acme\nlegal_name: Acme Ltd\nlocale: en-GB\naddress: {street: 1 Hill Road, city: Leeds}\nsignatories:\n  - {name: Ann Lee, title: Director}\n";
    fs::write(root.join("brands/acme.yaml"), brand)?;
    fs::write(root.join("sources/short.md"), contract("Short", 0))?;
    fs::write(root.join("sources/long.md"), contract("Long", 210))?;
    Ok(())
}

fn contract(title: &str, sections: usize) -> String {
    let mut text = format!(
        "---\ntitle: {title}\ndescription: A contract.\nkind: contract\nversion: \"1.0\"\neffective: 2026-03-01\nnumbering: clauses\n---\n\n"
    );
    text.push_str("This agreement is between {{brand.legal_name}} and the Customer.\n\n");
    for section in 0..sections {
        let mut seed = 1;
        text.push_str(&format!("## Part {section} {{#part-{section}}}\n\n"));
        (0..2).for_each(|_| text.push_str(&format!("1. {}\n", sentence(&mut seed, 180))));
        text.push('\n');
    }
    text + "{{signatures}}\n"
}

/// Words in an order that a seed decides.
fn sentence(seed: &mut u64, length: usize) -> String {
    const WORDS: [&str; 16] = [
        "agreement",
        "customer",
        "shall",
        "payment",
        "notice",
        "within",
        "days",
        "liability",
        "provider",
        "service",
        "personal",
        "data",
        "unless",
        "written",
        "party",
        "reasonable",
    ];
    let mut word = || {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        WORDS.get((*seed >> 33) as usize % WORDS.len()).copied().unwrap_or_default()
    };
    let words: Vec<&str> = (0..length).map(|_| word()).collect();
    format!("The {}.", words.join(" "))
}

fn build(root: &Path) -> Result<()> {
    let built = Command::new(env!("CARGO_BIN_EXE_counterpart")).args(["build", "--quiet"]).current_dir(root).status()?;
    if built.success() { Ok(()) } else { Err("the project does not build".into()) }
}
