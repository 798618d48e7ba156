//! `extend`: a higher level for signed files, or another archive timestamp.

use std::path::Path;

use super::arguments::{Common, Extend};
use super::faults::Faults;
use super::named_file::{self, Places};
use super::secrets::Door;
use super::signer::Authorities;
use super::studio::Studio;
use super::terminal::Terminal;
use super::{Outcome, clock, report};
use crate::output::failure::Failure;
use crate::sign::profile::{Profile, Target};
use crate::sign::{self, extend};

/// Extends each file into a new one.
pub(super) fn run(common: &Common, options: &Extend, terminal: &Terminal) -> Result<Outcome, Failure> {
    let (name, profile) = Studio::open(common)?.profile(options.profile.as_deref(), terminal)?;
    if profile.level == Target::Basic {
        return Err(Failure::new(format!("profile `{name}` has the level B-B, which every signature has"))
            .hint("give it `level: B-LTA` and a timestamp authority, or name another profile with --profile"));
    }
    let authorities = Authorities::open(&name, &profile, &Door::new(terminal))?;
    let places = Places::new(&options.written, "extended", options.files.len());
    places.must_differ(&options.files)?;
    let faults = Faults::new(terminal);
    let mut done = 0;
    for file in &options.files {
        match extended(file, &places, &profile, &authorities) {
            Ok(said) => {
                done += 1;
                terminal.say(&said);
            }
            // Of several files, others may need another authority, or none that is silent.
            Err(Stopped::Authority(why)) if options.files.len() > 1 => faults.tell(file, &why),
            Err(Stopped::Authority(why)) => return Err(Failure::new(format!("{}: {why}", file.display()))),
            Err(Stopped::File(fault)) => faults.tell(file, &fault),
            Err(Stopped::Tool(failure)) => {
                faults.outcome();
                return Err(failure);
            }
        }
    }
    if options.files.len() > 1 {
        terminal.say(&format!("{done} of {} extended", report::count(options.files.len(), "file")));
    }
    Ok(faults.outcome())
}

/// Why a file was not extended.
enum Stopped {
    /// It is not a file that can be extended.
    File(sign::Fault),
    /// An authority did not answer as it should.
    Authority(String),
    /// The disk.
    Tool(Failure),
}

fn extended(file: &Path, places: &Places<'_>, profile: &Profile, authorities: &Authorities) -> Result<String, Stopped> {
    let place = places.of(file).map_err(Stopped::Tool)?;
    let bytes = named_file::read(file).map_err(Stopped::Tool)?;
    let aim = authorities.aim(&profile.level, clock::this_second());
    let extended = extend(bytes, aim).map_err(|fault| match fault {
        sign::Fault::Timestamp(why) | sign::Fault::Revocation(why) => Stopped::Authority(why),
        other => Stopped::File(other),
    })?;
    named_file::write(&place, &extended.bytes).map_err(Stopped::Tool)?;
    let stamped = if extended.timestamps.is_empty() { String::new() } else { format!(", document timestamp in {}", extended.timestamps.join(", ")) };
    Ok(format!("{}: {}{stamped}", place.display(), aim.level()))
}
