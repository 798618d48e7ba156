//! What can be typed.

#[cfg(feature = "sign")]
mod files;
mod rows;
#[cfg(feature = "serve")]
mod server;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

#[cfg(feature = "sign")]
pub(super) use self::files::{DevCert, Embed, Extend, Fill, KeyKind, Prepare, Sign, Verify};
pub(super) use self::rows::{Batch, Manifest, Merge};
#[cfg(feature = "serve")]
pub(super) use self::server::{AccessLog, Ask, AskAs, Feedback, FeedbackExport, FeedbackForm, FeedbackKept, Serve};
use crate::diag::MessageFormat;
use crate::project::Format;

/// What an exit code says.
pub(super) const EXIT_CODES: &str = "\
Exit codes:
  0  all is well
  1  the content has errors, or `--locked` found that something would change
  2  the tool could not do its work: a wrong argument, a full disk";

/// What an exit code of `batch` says.
const BATCH_EXIT_CODES: &str = "\
Exit codes:
  0  every row's document is there
  1  rows are bad, or the contract's text has errors
  2  the tool could not do its work, or was ended before all rows were made: start the same command again to go on";

/// What an exit code of `verify` says.
#[cfg(feature = "sign")]
const VERIFY_EXIT_CODES: &str = "\
Exit codes:
  0  every signature holds, every signer is trusted, and nothing was changed that was not to be changed
  1  that is not so, or cannot be said; a file without signatures
  2  the tool could not do its work: a wrong argument, a missing file";

/// What an exit code of `ask` says.
#[cfg(feature = "serve")]
const ASK_EXIT_CODES: &str = "\
Exit codes:
  0  the policies answer
  1  they do not answer
  2  the tool could not do its work: a wrong argument, a brand that is not there";

/// What an exit code of `serve` says.
#[cfg(feature = "serve")]
const SERVE_EXIT_CODES: &str = "\
Exit codes:
  0  the server was told to stop
  1  with --production, the content has errors, and nothing was served
  2  the tool could not do its work: a wrong argument, a port in use";

/// What an exit code says of a command on single PDFs.
#[cfg(feature = "sign")]
pub(super) const FILE_EXIT_CODES: &str = "\
Exit codes:
  0  all is well
  1  a file is not one that this can be done with, or of several to extend an authority did not answer for one
  2  the tool could not do its work: a wrong argument, a key, an authority that does not answer, a full disk";

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
#[expect(clippy::large_enum_variant, reason = "there is one of it in a run")]
pub(super) enum Command {
    /// Compile every brand's policies and contracts
    #[command(after_help = EXIT_CODES)]
    Build(Build),
    /// Make a contract for every row of data: merged, signed, named and listed
    #[command(after_help = BATCH_EXIT_CODES)]
    Batch(Batch),
    /// Join the manifests that the shares of a batch left
    #[command(subcommand)]
    Manifest(Manifest),
    /// Check everything and write nothing
    #[command(after_help = EXIT_CODES)]
    Check(Selection),
    /// Show where the text of a policy of a brand comes from, and the merged values that it reads, each with its file and line
    Explain(Explain),
    /// Answer a question from a brand's policies
    #[cfg(feature = "serve")]
    #[command(after_help = ASK_EXIT_CODES)]
    Ask(Ask),
    /// Make a small project that builds
    Init(Init),
    /// Make a test authority and keys, to try signing with
    #[cfg(feature = "sign")]
    DevCert(DevCert),
    /// Sign PDFs as a profile of the project says
    #[cfg(feature = "sign")]
    #[command(after_help = FILE_EXIT_CODES)]
    Sign(Sign),
    /// Fill the text fields of a PDF
    #[cfg(feature = "sign")]
    #[command(after_help = FILE_EXIT_CODES)]
    Fill(Fill),
    /// Make a PDF ready to be signed elsewhere, and give what is to be signed
    #[cfg(feature = "sign")]
    #[command(after_help = FILE_EXIT_CODES)]
    Prepare(Prepare),
    /// Put a signature that was made elsewhere into the PDF that was made ready for it
    #[cfg(feature = "sign")]
    #[command(after_help = FILE_EXIT_CODES)]
    Embed(Embed),
    /// Raise the level of signed PDFs, or renew their archive timestamp
    #[cfg(feature = "sign")]
    #[command(after_help = FILE_EXIT_CODES)]
    Extend(Extend),
    /// Verify the signatures of PDFs: who signed what and when, and what was changed afterwards
    #[cfg(feature = "sign")]
    #[command(after_help = VERIFY_EXIT_CODES)]
    Verify(Verify),
    /// Give out what readers answered to "Was this page helpful?"
    #[cfg(feature = "serve")]
    #[command(subcommand)]
    Feedback(Feedback),
    /// Serve every brand's site: a preview that follows its sources, or with --production a server for readers
    #[cfg(feature = "serve")]
    #[command(after_help = SERVE_EXIT_CODES)]
    Serve(Serve),
    /// Print the JSON Schema of a file, for editors, or of the rows that a contract is made for
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
    /// Sign the PDFs that this profile of counterpart.yaml is for: `NAME.signed.pdf` beside `NAME.pdf`
    #[cfg(feature = "sign")]
    #[arg(long, value_name = "PROFILE", conflicts_with = "locked")]
    pub(super) sign: Option<String>,
    /// State in a file beside the manifest what came from which inputs, and sign the statement with this profile's key where one is named
    #[cfg(feature = "sign")]
    #[arg(long, value_name = "PROFILE", num_args = 0..=1, conflicts_with = "locked")]
    #[expect(clippy::option_option, reason = "the flag may be absent, bare, or have a value")]
    pub(super) provenance: Option<Option<String>>,
}

/// More threads than this are a slip of the finger: each lays out a document of its own and takes memory for it.
const MOST_JOBS: usize = 512;

fn jobs(text: &str) -> Result<NonZeroUsize, String> {
    let jobs = text.parse().ok().filter(|jobs: &NonZeroUsize| jobs.get() <= MOST_JOBS);
    jobs.ok_or_else(|| format!("write a whole number from 1 to {MOST_JOBS}"))
}

/// `explain`.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The brand, or one of its editions in another language, such as `acme/el`
    pub(super) brand: String,
    /// The policy, or an earlier version of it, such as `terms/versions/3.1`
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
    /// Which file; or the fields that a contract asks of a row
    #[arg(value_enum)]
    pub(super) file: SchemaOf,
    /// The contract, for its fields
    #[arg(required_if_eq("file", "fields"))]
    pub(super) contract: Option<String>,
    /// What to make of the fields
    #[arg(long = "format", value_enum, default_value_t = FieldsForm::Json)]
    pub(super) form: FieldsForm,
    /// The file to write; it must not be there yet
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
}

/// What `schema` describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum SchemaOf {
    /// A brand's file, `brands/<brand>.yaml`
    Brand,
    /// The front matter of a source
    Source,
    /// The project file, `counterpart.yaml`
    Project,
    /// The file that says how customers ask, `asked.yaml`
    Asked,
    /// What a contract asks of each row of data
    Fields,
}

/// What is made of a contract's fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum FieldsForm {
    /// A JSON Schema
    Json,
    /// An empty workbook
    Xlsx,
    /// An empty CSV file
    Csv,
}

/// `completions`.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub(super) shell: clap_complete::Shell,
}

/// Where what is made of files is written.
#[derive(Debug, Args)]
pub(super) struct Written {
    /// The file to write, or the folder for several [default: beside each file, as `NAME.signed.pdf`, `NAME.filled.pdf` and so on]
    #[arg(long, short, value_name = "PATH")]
    pub(super) out: Option<PathBuf>,
    /// Overwrite what is there; a file that is read never is
    #[arg(long)]
    pub(super) force: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_are_consistent() {
        super::Arguments::command().debug_assert();
    }
}
