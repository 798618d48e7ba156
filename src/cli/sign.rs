//! `sign`: files that are signed as a profile says.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::arguments::{Common, Sign};
use super::faults::Faults;
use super::named_file::{self, Places};
use super::project_folder::processors;
use super::signer::Signer;
use super::studio::Studio;
use super::terminal::Terminal;
use super::{Outcome, report};
use crate::output::failure::Failure;
use crate::render::typst::each;
use crate::sign::{self, Signed};

/// Signs each file into a new one. One that cannot be signed keeps none of the others from being so.
pub(super) fn run(common: &Common, options: &Sign, terminal: &Terminal) -> Result<Outcome, Failure> {
    let studio = Studio::open(common)?;
    let signer = studio.signer(options.profile.as_deref(), terminal)?;
    let places = Places::new(&options.written, "signed", options.files.len());
    places.must_differ(&options.files)?;
    let job = Job { studio: &studio, signer: &signer, options, places };
    let outcomes: Mutex<Vec<Option<Result<String, Stopped>>>> = Mutex::new(options.files.iter().map(|_| None).collect());
    each(options.files.iter().enumerate(), processors(), |(at, file)| {
        let outcome = job.sign(file);
        if let Some(place) = outcomes.lock().unwrap_or_else(PoisonError::into_inner).get_mut(at) {
            *place = Some(outcome);
        }
    });
    let outcomes = outcomes.into_inner().unwrap_or_else(PoisonError::into_inner);
    let faults = Faults::new(terminal);
    let (done, failure) = tell(options.files.iter().zip(outcomes), terminal, &faults);
    if options.files.len() > 1 {
        terminal.say(&format!("{} of {} signed by {}", done, report::count(options.files.len(), "file"), signer.certificate().called()));
    }
    let outcome = faults.outcome();
    failure.map_or(Ok(outcome), Err)
}

/// Says what became of each file; gives how many were signed, and the first thing that kept the tool from its work.
fn tell<'f>(
    outcomes: impl Iterator<Item = (&'f PathBuf, Option<Result<String, Stopped>>)>,
    terminal: &Terminal,
    faults: &Faults<'_>,
) -> (usize, Option<Failure>) {
    let (mut done, mut first) = (0, None);
    for (file, outcome) in outcomes {
        match outcome {
            None => {}
            Some(Ok(said)) => {
                done += 1;
                terminal.say(&said);
            }
            Some(Err(Stopped::File(fault))) => faults.tell(file, &fault),
            Some(Err(Stopped::Tool(failure))) if first.is_none() => first = Some(failure),
            Some(Err(Stopped::Tool(failure))) => terminal.failure(&failure),
        }
    }
    (done, first)
}

/// Why a file was not signed.
enum Stopped {
    /// It is not a file that can be signed.
    File(sign::Fault),
    /// The key, an authority or the disk.
    Tool(Failure),
}

struct Job<'j> {
    studio: &'j Studio,
    signer: &'j Signer,
    options: &'j Sign,
    places: Places<'j>,
}

impl Job<'_> {
    /// Signs a file; says what was done.
    fn sign(&self, file: &Path) -> Result<String, Stopped> {
        let place = self.places.of(file).map_err(Stopped::Tool)?;
        let brand = self.studio.brand(self.options.brand.as_deref(), Some(self.signer.profile()), file).map_err(Stopped::Tool)?;
        if let Some(brands) = self.signer.profile().brands.as_ref().filter(|brands| !brands.contains(&brand.id)) {
            let message = format!("{}: the profile is for {} only, and this is a document of {}", file.display(), brands.join(", "), brand.id);
            return Err(Stopped::Tool(Failure::new(message).hint("name another profile with --profile, or the right brand with --brand")));
        }
        let mut bytes = named_file::read(file).map_err(Stopped::Tool)?;
        let signed = self.signer.sign(&bytes, brand, self.options.field.as_deref()).map_err(|fault| stopped(file, fault))?;
        let Signed { appended, level, short, .. } = signed;
        bytes.extend_from_slice(&appended);
        named_file::write(&place, &bytes).map_err(Stopped::Tool)?;
        let wanted = self.signer.profile().level.level();
        let short = short.map_or_else(String::new, |why| format!(" and not {wanted}: {why}; `counterpart extend` reaches {wanted} later"));
        Ok(format!("{}: signed by {}, {level}{short}", place.display(), self.signer.certificate().called()))
    }
}

/// Tells what is wrong with a file from what is wrong around it.
fn stopped(file: &Path, fault: sign::Fault) -> Stopped {
    match fault {
        sign::Fault::Key(_) | sign::Fault::Timestamp(_) | sign::Fault::Revocation(_) | sign::Fault::Drawing(_) => {
            Stopped::Tool(Failure::new(format!("{}: {fault}", file.display())))
        }
        _ => Stopped::File(fault),
    }
}
