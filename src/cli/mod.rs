//! The command line: one file per command.
//!
//! Exit codes: 0 clean, 1 findings in the content, 2 the tool could not do its work.

mod arguments;
#[cfg(feature = "serve")]
mod ask;
mod batch;
mod build;
mod check;
mod clock;
mod completions;
#[cfg(feature = "sign")]
mod dev_cert;
mod explain;
#[cfg(feature = "sign")]
mod extend;
#[cfg(feature = "sign")]
mod faults;
#[cfg(feature = "serve")]
mod feedback;
#[cfg(feature = "sign")]
mod field_list;
#[cfg(feature = "sign")]
mod fill;
mod here;
mod init;
#[cfg(feature = "sign")]
mod listed;
mod manifest;
#[cfg_attr(not(feature = "sign"), expect(dead_code, reason = "the commands on PDFs use the rest of it"))]
mod named_file;
#[cfg(feature = "sign")]
mod online;
#[cfg(feature = "sign")]
mod origin;
mod pace;
#[cfg(feature = "sign")]
mod prepare;
mod progress;
mod project_folder;
#[cfg(feature = "sign")]
mod provenance;
#[cfg(feature = "sign")]
mod proxies;
mod report;
mod schema;
#[cfg(feature = "sign")]
mod sealer;
#[cfg(feature = "sign")]
mod secrets;
mod selection;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "sign")]
mod sign;
#[cfg(feature = "sign")]
mod signer;
#[cfg(feature = "sign")]
mod studio;
mod terminal;
#[cfg(feature = "sign")]
mod verify;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;

#[cfg(feature = "serve")]
use self::arguments::Feedback;
use self::arguments::{Arguments, Command};
use self::terminal::Terminal;
use crate::output::failure::Failure;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Exit code 0.
    Clean,
    /// Exit code 1: there are findings in the content.
    Findings,
}

/// Runs the command that the arguments ask for; the first one is the program's own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    let terminal = Terminal::new(&arguments.common);
    match dispatch(&arguments, &terminal).and_then(|outcome| terminal.finish().map(|()| outcome)) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(failure) => {
            terminal.failure(&failure);
            ExitCode::from(2)
        }
    }
}

fn usage(error: &clap::Error) -> ExitCode {
    // Help and version are printed by the same way, and are no errors.
    let code = if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
    if error.print().is_err() { ExitCode::from(2) } else { code }
}

fn dispatch(arguments: &Arguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let common = &arguments.common;
    match &arguments.command {
        Command::Build(options) => build::run(common, options, terminal),
        Command::Batch(options) => batch::run(common, options, terminal),
        Command::Manifest(options) => manifest::run(options, terminal),
        Command::Check(options) => check::run(common, options, terminal),
        Command::Explain(options) => explain::run(common, options, terminal),
        #[cfg(feature = "serve")]
        Command::Ask(options) => ask::run(common, options, terminal),
        Command::Init(options) => init::run(options, terminal),
        #[cfg(feature = "sign")]
        Command::Sign(options) => sign::run(common, options, terminal),
        #[cfg(feature = "sign")]
        Command::Fill(options) => fill::run(common, options, terminal),
        #[cfg(feature = "sign")]
        Command::Prepare(options) => prepare::run(common, options, terminal),
        #[cfg(feature = "sign")]
        Command::Embed(options) => prepare::embed(options, terminal),
        #[cfg(feature = "sign")]
        Command::Extend(options) => extend::run(common, options, terminal),
        #[cfg(feature = "sign")]
        Command::Verify(options) => verify::run(options, terminal),
        #[cfg(feature = "sign")]
        Command::DevCert(options) => dev_cert::run(common, options, terminal),
        #[cfg(feature = "serve")]
        Command::Feedback(Feedback::Export(options)) => feedback::export(common, options, terminal),
        #[cfg(feature = "serve")]
        Command::Feedback(Feedback::Summary(options)) => feedback::summary(common, options, terminal),
        #[cfg(feature = "serve")]
        Command::Serve(options) => serve::run(common, options, terminal),
        Command::Schema(options) => schema::run(common, options, terminal),
        Command::Completions(options) => Ok(completions::completions(options, terminal)),
        Command::Man => completions::man(terminal),
    }
}
