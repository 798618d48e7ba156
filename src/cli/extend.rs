//! `extend`: a higher level for signed files, or another archive timestamp.

use std::path::Path;

use super::arguments::{Common, Extend};
use super::named_file::{self, Places};
use super::secrets::Door;
use super::signer::{Authorities, now};
use super::studio::Studio;
use super::terminal::Terminal;
use super::{Outcome, report};
use crate::output::failure::Failure;
use crate::sign::profile::{Level, Profile};
use crate::sign::{self, extend};

/// Extends each file into a new one.
pub(super) fn run(common: &Common, options: &Extend, terminal: &Terminal) -> Result<Outcome, Failure> {
    let (name, profile) = Studio::open(common)?.profile(options.profile.as_deref(), terminal)?;
    if profile.level == Level::Basic {
        return Err(Failure::new(format!("profile `{name}` has the level B-B, which every signature has"))
            .hint("give it `level: B-LTA` and a timestamp authority, or name another profile with --profile"));
    }
    let authorities = Authorities::open(&name, &profile, &Door::new(terminal))?;
    let places = Places::new(&options.written, "extended", options.files.len());
    places.must_differ(&options.files)?;
    let mut broken = 0;
    for file in &options.files {
        match extended(file, &places, &profile, &authorities) {
            Ok(said) => terminal.say(&said),
            Err(Stopped::Tool(failure)) => return Err(failure),
            Err(Stopped::File(fault)) => {
                broken += 1;
                terminal.wrong(file, &fault);
            }
        }
    }
    if options.files.len() > 1 {
        terminal.say(&format!("{} of {} extended", options.files.len() - broken, report::count(options.files.len(), "file")));
    }
    Ok(if broken == 0 { Outcome::Clean } else { Outcome::Findings })
}

enum Stopped {
    File(sign::Fault),
    Tool(Failure),
}

fn extended(file: &Path, places: &Places<'_>, profile: &Profile, authorities: &Authorities) -> Result<String, Stopped> {
    let place = places.of(file).map_err(Stopped::Tool)?;
    let bytes = named_file::read(file).map_err(Stopped::Tool)?;
    let aim = authorities.aim(&profile.level, now());
    let extended = extend(bytes, aim).map_err(|fault| match fault {
        sign::Fault::Timestamp(why) | sign::Fault::Revocation(why) => Stopped::Tool(Failure::new(format!("{}: {why}", file.display()))),
        other => Stopped::File(other),
    })?;
    named_file::write(&place, &extended.bytes).map_err(Stopped::Tool)?;
    let stamped = if extended.timestamps.is_empty() { String::new() } else { format!(", document timestamp in {}", extended.timestamps.join(", ")) };
    Ok(format!("{}: {}{stamped}", place.display(), aim.level()))
}
