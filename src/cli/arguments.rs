//! What can be typed.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::diag::MessageFormat;
use crate::project::Format;
use crate::schema::Described;

/// What an exit code says.
pub(super) const EXIT_CODES: &str = "\
Exit codes:
  0  all is well
  1  the content has errors, or `--locked` found that something would change
  2  the tool could not do its work: a wrong argument, a full disk";

/// One policy text, every brand's true copy of it: HTML, Markdown and PDF from one command.
#[derive(Debug, Parser)]
#[command(name = "counterpart", version, propagate_version = true, after_help = EXIT_CODES)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) common: Common,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// What every command takes.
#[derive(Debug, Args)]
pub(super) struct Common {
    /// The project's folder [default: the nearest one upwards that has `brands/` and `sources/`]
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) project: Option<PathBuf>,
    /// How findings are printed
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) message_format: MessageFormat,
    /// Print findings only
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    /// Say what is made again, and why
    #[arg(long, short, global = true)]
    pub(super) verbose: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Compile every brand's policies and contracts
    #[command(after_help = EXIT_CODES)]
    Build(Build),
    /// Check everything and write nothing
    #[command(after_help = EXIT_CODES)]
    Check(Selection),
    /// Show the merged values that a policy of a brand reads, each with the file and line it comes from
    Explain(Explain),
    /// Make a small project that builds
    Init(Init),
    /// Print the JSON Schema of a file, for editors
    Schema(Schema),
    /// Print a completion script for a shell
    Completions(Completions),
    /// Print the manual page
    Man,
}

/// Which brands and policies.
#[derive(Debug, Args)]
pub(super) struct Selection {
    /// Only this brand; may be given several times, and as a pattern
    #[arg(long, value_name = "BRAND")]
    pub(super) brand: Vec<String>,
    /// Only this policy; may be given several times, and as a pattern
    #[arg(long, value_name = "POLICY")]
    pub(super) policy: Vec<String>,
}

/// `build`.
#[derive(Debug, Args)]
pub(super) struct Build {
    #[command(flatten)]
    pub(super) selection: Selection,
    /// Only this format; may be given several times
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) format: Vec<Format>,
    /// The folder that is written to [default: `dist` in the project]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// How many documents are made at a time [default: one per processor]
    #[arg(long, short, value_name = "N", value_parser = jobs)]
    pub(super) jobs: Option<NonZeroUsize>,
    /// Make everything again, whatever the last build left
    #[arg(long)]
    pub(super) no_cache: bool,
    /// Write nothing, and fail if anything would change
    #[arg(long)]
    pub(super) locked: bool,
}

/// More threads than this are a slip of the finger: each lays out a document of its own and takes memory for it.
const MOST_JOBS: usize = 512;

fn jobs(text: &str) -> Result<NonZeroUsize, &'static str> {
    let jobs = text.parse().ok().filter(|jobs: &NonZeroUsize| jobs.get() <= MOST_JOBS);
    jobs.ok_or("write a whole number from 1 to 512")
}

/// `explain`.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The brand
    pub(super) brand: String,
    /// The policy
    pub(super) policy: String,
    /// Only this value and those below it, such as `contacts` or `facts.hosting.provider`
    pub(super) key: Option<String>,
}

/// `init`.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The folder to make the project in
    #[arg(default_value = ".")]
    pub(super) folder: PathBuf,
}

/// `schema`.
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// Which file
    #[arg(value_enum)]
    pub(super) file: Described,
}

/// `completions`.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub(super) shell: clap_complete::Shell,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_are_consistent() {
        super::Arguments::command().debug_assert();
    }
}
