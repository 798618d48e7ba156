//! A run whose signer fails: what is finished stays, nothing is torn, and the next run goes on.

use std::error::Error;
use std::fmt::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::{Again, Brands, Desk, Outlet, Progress, Request, Shard, Tally, check, run};
use crate::cache::{Key, KeyHasher};
use crate::compile::{Sealed, Sealer};
use crate::data::{Input, Options};
use crate::output::digest::Digest;
use crate::output::failure::Failure;
use crate::project::{self, Format};
use crate::snapshot::Snapshot;
use crate::store::{Address, Store};
use crate::world::Memory;

/// A token that is pulled out after some signatures.
#[derive(Debug)]
struct Token {
    left: AtomicU64,
}

impl Token {
    fn that_signs(count: u64) -> Self {
        Self { left: AtomicU64::new(count) }
    }
}

impl Sealer for Token {
    fn signs(&self, _: &str, _: &str) -> bool {
        true
    }

    fn key(&self, _: &str) -> Key {
        KeyHasher::key("token", "one")
    }

    fn seal(&self, _: &str, _: &[u8]) -> Result<Sealed, Failure> {
        let is_there = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok();
        let gone = || Failure::new("the token company is not there").hint("put it back");
        let sealed = Sealed {
            appended: b"signed\n".to_vec(),
            signer: "Ada".to_owned(),
            certificate: "00".to_owned(),
            level: "B-B".to_owned(),
            time: "2026-10-01T00:00:00Z".to_owned(),
            extend_to: None,
        };
        is_there.then_some(sealed).ok_or_else(gone)
    }
}

/// Notes why documents are made.
#[derive(Default)]
struct Notes(Mutex<Vec<Again>>);

impl Progress for Notes {
    fn made(&self, _: bool) {}

    fn found(&self, _: usize) {}

    fn again(&self, _: &str, why: Again) {
        self.0.lock().unwrap().push(why);
    }
}

const ROWS: usize = 9;

fn made(out: &Store, token: &Token, notes: &Notes, keep_going: bool) -> Result<Tally, Box<dyn Error>> {
    let text = "---\ntitle: Deal\nkind: contract\nversion: '1'\neffective: 2026-09-01\nfields:\n  name: {label: Name}\n---\n\nFor {{customer.name}}.\n\n{{signatures}}\n";
    let world = Memory::from([("brands/acme.yaml", "name: Acme\nlegal_name: Acme Ltd\n"), ("sources/deal.md", text)]);
    let snapshot = Snapshot::take(&world).map_err(|unreadable| format!("{unreadable:?}"))?;
    let project = project::load(&snapshot).value;
    let rows = (0..ROWS).fold("id,name\n".to_owned(), |mut rows, row| {
        let _ = writeln!(rows, "r{row},Customer {row}");
        rows
    });
    let input = Input::spool(rows.as_bytes(), "rows.csv", &Options::default())?;
    let request = Request {
        contract: Some("deal".to_owned()),
        brand: Some("acme".to_owned()),
        brand_may_vary: false,
        locale: None,
        formats: vec![Format::Pdf],
        id: None,
        name: super::DEFAULT_NAME.to_owned(),
        ignored: None,
        recorded: Vec::new(),
        keep_going,
        shard: Shard::WHOLE,
        jobs: 1,
    };
    let brands = Brands::new(&project, &request).map_err(|failure| failure.message)?;
    let desk = Desk::set_up(&project, &brands, &request, input.columns()).map_err(|failure| failure.message)?.value;
    let checked = check(&desk, &input, &mut |complaints, _| panic!("{complaints:?}"))?;
    let stop = AtomicBool::new(false);
    let outlet = Outlet { out, sealer: Some(token), project: Digest::of(b"project"), progress: notes, stop: &stop };
    run(&desk, &input, &checked, &outlet)
        .map(|(tally, _)| tally)
        .map_err(|failure| format!("{} {}", failure.message, failure.hint.unwrap_or_default()).into())
}

#[test]
fn a_token_that_is_pulled_out_ends_the_run_and_loses_nothing() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let out = Store::open(&Address::parse(folder.path().to_str().ok_or("no Unicode")?)?)?;
    let notes = Notes::default();
    for keep_going in [false, true] {
        // The rows are not at fault: not even a run that goes on past bad ones goes on without its key.
        let failure = match made(&out, &Token::that_signs(3), &notes, keep_going) {
            Err(failure) => failure,
            Ok(tally) => return Err(format!("it came to its end: {tally:?}").into()),
        };
        assert!(
            failure.to_string().starts_with("row ") && failure.to_string().ends_with(": the token company is not there put it back"),
            "{failure}"
        );
        assert_eq!(out.get("manifest.jsonl")?, None);
        assert_eq!(out.get("failures.csv")?, None);
    }
    let there: Vec<_> = out.list("deal-")?.into_iter().map(|entry| entry.path).collect();
    assert_eq!(there.len(), 6, "{there:?}");
    for path in &there {
        assert!(out.get(path)?.is_some_and(|bytes| bytes.ends_with(b"%%EOF\nsigned\n")), "{path}");
    }
    let tally = made(&out, &Token::that_signs(100), &notes, false)?;
    assert_eq!((tally.made, tally.kept, tally.is_whole), (3, 6, true));
    assert_eq!(out.list("deal-")?.len(), ROWS);
    assert!(notes.0.lock().unwrap().iter().all(|why| *why == Again::New));
    let tally = made(&out, &Token::that_signs(0), &notes, false)?;
    assert_eq!((tally.made, tally.kept), (0, 9));
    Ok(())
}
