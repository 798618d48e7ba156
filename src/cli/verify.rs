//! `verify`: what the signatures of files say, and whether they can be relied on. It needs no project and goes to the network only where it is asked to.

use std::path::Path;

use serde::Serialize;

use super::arguments::Verify;
use super::origin::{BuildRecord, Origin};
use super::terminal::Terminal;
use super::{Outcome, clock, listed, named_file, online, proxies, signer};
use crate::diag::MessageFormat;
use crate::net::{Http, Once, Patience};
use crate::output::failure::Failure;
use crate::verify::{Options, Report, Trust, certificates, verify};

/// Verifies each file and reports on each.
pub(super) fn run(options: &Verify, terminal: &Terminal) -> Result<Outcome, Failure> {
    if !matches!(terminal.format, MessageFormat::Human | MessageFormat::Json) {
        return Err(Failure::new("verify reports in words or as JSON").hint("leave --message-format out, or give it `json`"));
    }
    let mut trust = trust(options)?;
    if let Some(list) = options.manifest.as_deref().filter(|path| options.files.is_empty() && listed::is_list(path)) {
        return listed::run(list, &trust, options.integrity_only, options.at, terminal);
    }
    let web = options.online.then(|| Once::new(Http::new(Patience::default(), proxies::of_the_environment())));
    let record = options.manifest.as_deref().map(BuildRecord::open).transpose()?;
    let files = match &record {
        Some(record) if options.files.is_empty() => record.files(),
        _ => options.files.clone(),
    };
    if files.is_empty() {
        return Err(Failure::new("the manifest lists no signed file").hint("sign with `counterpart build --sign PROFILE`"));
    }
    let mut sound = 0;
    for path in &files {
        let bytes = match named_file::read(path) {
            Ok(bytes) => bytes,
            // The manifest says that it is there: that it is not is a finding, and the others are looked at all the same.
            Err(missing) if options.files.is_empty() => {
                terminal.failure(&missing);
                continue;
            }
            Err(failure) => return Err(failure),
        };
        if let Some(web) = &web {
            online::ask(&certificates(&bytes), &mut trust, web, &|text| terminal.say(text));
        }
        let report = verify(&bytes, &trust, &Options { now: options.at.unwrap_or_else(clock::now) });
        let origin = record.as_ref().map(|record| record.origin(path, &bytes, &report));
        let holds = report.holds(options.integrity_only) && origin.as_ref().is_none_or(Origin::holds);
        sound += usize::from(holds);
        tell(path, &Line { file: path.display().to_string(), holds, origin, report: &report }, terminal)?;
    }
    if files.len() > 1 {
        terminal.say(&format!("{sound} of {} hold", super::report::count(files.len(), "file")));
    }
    Ok(if sound == files.len() { Outcome::Clean } else { Outcome::Findings })
}

/// Whom the reader trusts, and the lists at hand.
fn trust(options: &Verify) -> Result<Trust, Failure> {
    let mut trust = Trust::default();
    for path in &options.trust {
        trust.roots.extend(signer::trusted(path)?);
    }
    for path in &options.crl {
        trust.lists.extend(lists(path)?);
    }
    Ok(trust)
}

/// The lists of revoked certificates in a file.
fn lists(path: &Path) -> Result<Vec<Vec<u8>>, Failure> {
    let bytes = named_file::read(path)?;
    let lists = match pem::parse_many(&bytes) {
        Ok(parts) if !parts.is_empty() => parts.into_iter().filter(|part| part.tag() == "X509 CRL").map(pem::Pem::into_contents).collect(),
        _ => vec![bytes],
    };
    match lists.iter().find_map(|list| crate::pki::crl::List::read(list).err()) {
        Some(fault) => Err(Failure::new(format!("{}: {fault}", path.display()))),
        None if lists.is_empty() => Err(Failure::new(format!("there is no list of revoked certificates in {}", path.display()))),
        None => Ok(lists),
    }
}

/// A report as a line of JSON.
#[derive(Serialize)]
struct Line<'r> {
    file: String,
    /// Whether the file may be relied on, by what was asked.
    holds: bool,
    /// Which file of a build it is, where a manifest was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<Origin>,
    #[serde(flatten)]
    report: &'r Report,
}

/// Prints a report: the words that a person asked for are the result, and no remark about the work.
fn tell(path: &Path, line: &Line<'_>, terminal: &Terminal) -> Result<(), Failure> {
    if terminal.format == MessageFormat::Json {
        let line = serde_json::to_string(line);
        let line = line.map_err(|error| Failure::new(format!("cannot write the report on {}: {error}", path.display())))?;
        terminal.result(&format!("{line}\n"));
    } else if !(terminal.quiet && line.holds) {
        terminal.result(&line.report.words(&line.file));
        if let Some(origin) = &line.origin {
            terminal.result(&format!("\n     build     {}\n", origin.words()));
        }
    }
    Ok(())
}
