//! What can be typed.

#[cfg(feature = "serve")]
use std::net::{IpAddr, Ipv4Addr};
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

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

/// What an exit code of `manifest merge` says.
const MERGE_EXIT_CODES: &str = "\
Exit codes:
  0  every row is there once, and the manifest is written
  1  something is missing or double; nothing is written
  2  the tool could not do its work";

/// What an exit code of `verify` says.
#[cfg(feature = "sign")]
const VERIFY_EXIT_CODES: &str = "\
Exit codes:
  0  every signature holds, every signer is trusted, and nothing was changed that was not to be changed
  1  that is not so, or cannot be said; a file without signatures
  2  the tool could not do its work: a wrong argument, a missing file";

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
    /// Show the merged values that a policy of a brand reads, each with the file and line it comes from
    Explain(Explain),
    /// Answer a question from a brand's policies
    #[cfg(feature = "serve")]
    #[command(after_help = "Exit codes: 0 answered, 1 the policies do not answer, 2 the tool could not do its work")]
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

/// `serve`.
#[cfg(feature = "serve")]
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Only this brand; may be given several times, and as a pattern
    #[arg(long, value_name = "BRAND")]
    pub(super) brand: Vec<String>,
    /// The port it listens at; 0 is any that is free
    #[arg(long, short, default_value_t = 4000, value_name = "PORT")]
    pub(super) port: u16,
    /// The address it listens at; 0.0.0.0 is every one of this machine
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), value_name = "ADDRESS")]
    pub(super) address: IpAddr,
    /// A host name at which every brand stands below its own name, beside `localhost` and numbers; may be given several times
    #[arg(long, value_name = "NAME")]
    pub(super) host: Vec<String>,
    /// Serve readers: compressed, cached, with strict headers and an access log, and without previews
    #[arg(long)]
    pub(super) production: bool,
    /// With --production, follow changes of the project; SIGHUP reads it again in any case
    #[arg(long, requires = "production")]
    pub(super) watch: bool,
    /// How the access log is printed [default: json with --production, else none]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) log: Option<AccessLog>,
    /// The file that readers' answers to "Was this page helpful?" are kept in [default: `.counterpart/feedback.sqlite` in the project]
    #[arg(long, value_name = "FILE")]
    pub(super) feedback: Option<PathBuf>,
    /// How many threads work [default: one per processor]
    #[arg(long, short, value_name = "N", value_parser = jobs)]
    pub(super) jobs: Option<NonZeroUsize>,
}

/// How an access log is printed.
#[cfg(feature = "serve")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum AccessLog {
    /// Not at all.
    None,
    /// A line for a person.
    Text,
    /// A JSON object a line.
    Json,
}

/// More threads than this are a slip of the finger: each lays out a document of its own and takes memory for it.
const MOST_JOBS: usize = 512;

/// One character of ASCII, or `tab`.
fn delimiter(text: &str) -> Result<char, String> {
    match text {
        "tab" | "\\t" => Ok('\t'),
        _ => text.parse().ok().filter(char::is_ascii).ok_or_else(|| "write one character, or `tab`".to_owned()),
    }
}

fn jobs(text: &str) -> Result<NonZeroUsize, &'static str> {
    let jobs = text.parse().ok().filter(|jobs: &NonZeroUsize| jobs.get() <= MOST_JOBS);
    jobs.ok_or("write a whole number from 1 to 512")
}

/// `feedback`.
#[cfg(feature = "serve")]
#[derive(Debug, Subcommand)]
pub(super) enum Feedback {
    /// Print the answers, for other programs
    Export(FeedbackExport),
    /// Print how many readers found which page helpful, the least helpful first
    Summary(FeedbackKept),
}

/// `feedback export`.
#[cfg(feature = "serve")]
#[derive(Debug, Args)]
pub(super) struct FeedbackExport {
    #[command(flatten)]
    pub(super) kept: FeedbackKept,
    /// The form of the answers
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub(super) format: FeedbackForm,
}

/// Which answers, and where they are.
#[cfg(feature = "serve")]
#[derive(Debug, Args)]
pub(super) struct FeedbackKept {
    /// The file that `counterpart serve` keeps them in [default: `.counterpart/feedback.sqlite` in the project]
    #[arg(long, value_name = "FILE")]
    pub(super) feedback: Option<PathBuf>,
    /// Only answers of this day, as 2026-01-31, and later; days are those of UTC
    #[arg(long, value_parser = day, value_name = "DAY")]
    pub(super) since: Option<jiff::civil::Date>,
    /// Only answers about this brand's pages
    #[arg(long, value_name = "BRAND")]
    pub(super) brand: Option<String>,
}

#[cfg(feature = "serve")]
fn day(text: &str) -> Result<jiff::civil::Date, &'static str> {
    text.parse().map_err(|_| "write a day as 2026-01-31")
}

/// The forms in which answers are given out.
#[cfg(feature = "serve")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum FeedbackForm {
    /// For spreadsheets: no cell is a formula, which puts an apostrophe before some
    #[default]
    Csv,
    /// For programs: every text as it was kept
    Json,
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

/// `ask`.
#[cfg(feature = "serve")]
#[derive(Debug, Args)]
pub(super) struct Ask {
    /// The question, in your own words
    pub(super) question: String,
    /// The brand whose policies are asked [default: the only one]
    #[arg(long, value_name = "BRAND")]
    pub(super) brand: Option<String>,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t = AskAs::Markdown)]
    pub(super) format: AskAs,
}

/// How an answer is written.
#[cfg(feature = "serve")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum AskAs {
    /// Markdown.
    Markdown,
    /// HTML, without a page around it.
    Html,
    /// JSON.
    Json,
}

/// `init`.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The folder to make the project in
    #[arg(default_value = ".")]
    pub(super) folder: PathBuf,
}

/// `dev-cert`.
#[cfg(feature = "sign")]
#[derive(Debug, Args)]
pub(super) struct DevCert {
    /// The folder to write them into [default: `dev-cert` in the project]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Who signs for the company; "TEST" is added to every name
    #[arg(long, value_name = "NAME")]
    pub(super) name: Option<String>,
    /// The company
    #[arg(long, value_name = "NAME")]
    pub(super) organization: Option<String>,
    /// How many days they are valid
    #[arg(long, value_name = "N", default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=3650))]
    pub(super) days: u32,
    /// The kind of the keys
    #[arg(long, value_enum, default_value_t = KeyKind::P256, value_name = "KIND")]
    pub(super) algorithm: KeyKind,
    /// Encrypt the keys with the secret found at `env:NAME`, at `file:PATH` or by a `prompt`
    #[arg(long, value_name = "WHERE")]
    pub(super) passphrase: Option<String>,
    /// Replace what is there
    #[arg(long)]
    pub(super) force: bool,
}

/// A kind of key.
#[cfg(feature = "sign")]
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(super) enum KeyKind {
    /// ECDSA on the curve P-256
    P256,
    /// ECDSA on the curve P-384
    P384,
    /// RSA with 3072 bits
    Rsa3072,
    /// Ed25519, which few readers know
    Ed25519,
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

/// `batch`.
#[derive(Debug, Args)]
pub(super) struct Batch {
    /// The contract, by its path below `sources/` or the last step of it; rows may name another in a column `contract`
    #[arg(value_name = "CONTRACT")]
    pub(super) contract: Option<String>,
    /// The brand; rows may name another in a column `brand`
    #[arg(long, value_name = "BRAND")]
    pub(super) brand: Option<String>,
    /// The rows: a CSV, XLSX, ODS, JSON, JSON Lines or YAML file, `s3://bucket/object` and the like, or `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub(super) data: Option<String>,
    /// The folder that is written to, or `s3://bucket/prefix`, `gs://`, `az://`
    #[arg(long, value_name = "PLACE")]
    pub(super) out: Option<String>,
    /// Sign PDFs as this profile says
    #[cfg(feature = "sign")]
    #[arg(long, value_name = "PROFILE")]
    pub(super) sign: Option<String>,
    /// State in a file beside the manifest what came from which inputs, and sign the statement with this profile's key where one is named
    #[cfg(feature = "sign")]
    #[arg(long, value_name = "PROFILE", num_args = 0..=1)]
    #[expect(clippy::option_option, reason = "the flag may be absent, bare, or have a value")]
    pub(super) provenance: Option<Option<String>>,
    /// What documents are made as; may be given several times, and rows may say it in a column `formats` [default: pdf]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) format: Vec<Format>,
    /// The locale, as `en-GB`; rows may name another in a column `locale` [default: the brand's own]
    #[arg(long, value_name = "LOCALE")]
    pub(super) locale: Option<String>,
    /// The column that names rows [default: `id` where there is one, else the row's number]
    #[arg(long, value_name = "COLUMN")]
    pub(super) id: Option<String>,
    /// What a document is called, without its ending: `{{customer.slug}}/{{policy.slug}}-{{policy.version}}`
    #[arg(long, value_name = "TEMPLATE", default_value = crate::batch::DEFAULT_NAME)]
    pub(super) name: String,
    /// Pass over this column; may be given several times, and as a pattern
    #[arg(long, value_name = "COLUMN")]
    pub(super) ignore: Vec<String>,
    /// Only check the rows
    #[arg(long)]
    pub(super) check: bool,
    /// Make the good rows though others are bad; the bad ones are written to failures.csv
    #[arg(long)]
    pub(super) keep_going: bool,
    /// Make this share of the rows only: 3/8, or auto/8 where Kubernetes, Slurm, AWS Batch or GitLab says which
    #[arg(long, value_name = "K/N")]
    pub(super) shard: Option<String>,
    /// Show this field's value in the manifest; may be given several times
    #[arg(long, value_name = "FIELD")]
    pub(super) record: Vec<String>,
    /// The form of the data [default: by the file's name]
    #[arg(long, value_enum, value_name = "FORM")]
    pub(super) data_format: Option<DataForm>,
    /// The sheet of a spreadsheet [default: the only one]
    #[arg(long, value_name = "NAME")]
    pub(super) sheet: Option<String>,
    /// What separates the cells of a CSV file [default: found]
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter)]
    pub(super) delimiter: Option<char>,
    /// The encoding of a CSV file, as `windows-1253` [default: UTF-8, or as its mark says]
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<String>,
    /// How many documents are made at a time [default: one per processor]
    #[arg(long, short, value_name = "N", value_parser = jobs)]
    pub(super) jobs: Option<NonZeroUsize>,
    /// Forget what an ended run has made, and do nothing else
    #[arg(long)]
    pub(super) forget: bool,
}

/// `manifest`.
#[derive(Debug, Subcommand)]
pub(super) enum Manifest {
    /// Make one manifest of those of all shares, or say what is missing or double
    #[command(after_help = MERGE_EXIT_CODES)]
    Merge(Merge),
}

/// `manifest merge`.
#[derive(Debug, Args)]
pub(super) struct Merge {
    /// The manifests of the shares, or the folder, `s3://bucket/prefix` and the like that they are in
    #[arg(value_name = "MANIFEST", required = true)]
    pub(super) manifests: Vec<String>,
    /// Where the whole manifest goes
    #[arg(long, value_name = "FILE")]
    pub(super) out: String,
}

/// The forms of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum DataForm {
    /// Text with separators
    Csv,
    /// A spreadsheet of Excel's
    Xlsx,
    /// A spreadsheet of `LibreOffice`'s
    Ods,
    /// An array of objects
    Json,
    /// An object on each line
    #[value(alias = "json-lines")]
    Jsonl,
    /// A list of maps
    Yaml,
}

impl From<DataForm> for crate::data::Form {
    fn from(form: DataForm) -> Self {
        match form {
            DataForm::Csv => Self::Csv,
            DataForm::Xlsx => Self::Xlsx,
            DataForm::Ods => Self::Ods,
            DataForm::Json => Self::Json,
            DataForm::Jsonl => Self::JsonLines,
            DataForm::Yaml => Self::Yaml,
        }
    }
}

/// `sign`.
#[cfg(feature = "sign")]
#[derive(Debug, Args)]
pub(super) struct Sign {
    /// The PDFs
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// The profile, from `signing:` in counterpart.yaml [default: the only one]
    #[arg(long, short = 's', value_name = "PROFILE")]
    pub(super) profile: Option<String>,
    /// The signature field, in place of the profile's own
    #[arg(long, value_name = "NAME")]
    pub(super) field: Option<String>,
    /// The brand whose mark, colours and language a visible signature has [default: by the file's folder]
    #[arg(long, value_name = "BRAND")]
    pub(super) brand: Option<String>,
    #[command(flatten)]
    pub(super) written: Written,
}

/// `fill`.
#[cfg(feature = "sign")]
#[derive(Debug, Args)]
pub(super) struct Fill {
    /// The PDF
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// A field and its text; may be given several times
    #[arg(long, value_name = "FIELD=TEXT", conflicts_with = "list")]
    pub(super) set: Vec<String>,
    /// A YAML or JSON file with texts by field
    #[arg(long, value_name = "FILE", conflicts_with = "list")]
    pub(super) values: Option<PathBuf>,
    /// Print the fields and what they hold, and fill none
    #[arg(long)]
    pub(super) list: bool,
    /// The brand whose font and language the texts have [default: by the file's folder]
    #[arg(long, value_name = "BRAND")]
    pub(super) brand: Option<String>,
    #[command(flatten)]
    pub(super) written: Written,
}

/// `prepare`.
#[cfg(feature = "sign")]
#[derive(Debug, Args)]
pub(super) struct Prepare {
    /// The PDF
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// The signer's certificate, and those between it and a root, in PEM or DER
    #[arg(long, value_name = "FILE")]
    pub(super) certificate: PathBuf,
    /// Sign with RSASSA-PSS, where the key is an RSA key
    #[arg(long)]
    pub(super) pss: bool,
    /// The profile that says the reason, the appearance and the rest; its key is not opened [default: an approval without words]
    #[arg(long, short = 's', value_name = "PROFILE")]
    pub(super) profile: Option<String>,
    /// The signature field [default: the profile's own]
    #[arg(long, value_name = "NAME")]
    pub(super) field: Option<String>,
    /// The brand whose mark, colours and language a visible signature has [default: by the file's folder]
    #[arg(long, value_name = "BRAND")]
    pub(super) brand: Option<String>,
    #[command(flatten)]
    pub(super) written: Written,
}

/// `embed`.
#[cfg(feature = "sign")]
#[derive(Debug, Args)]
#[group(id = "made", required = true, multiple = false, args = ["signature", "message"])]
pub(super) struct Embed {
    /// The prepared PDF
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// The signature over what `prepare` gave to be signed: its bytes
    #[arg(long, value_name = "FILE", requires = "certificate")]
    pub(super) signature: Option<PathBuf>,
    /// A whole signed message over the file's digest: CMS in DER (RFC 5652)
    #[arg(long, value_name = "FILE")]
    pub(super) message: Option<PathBuf>,
    /// The signer's certificate as it was given to `prepare`
    #[arg(long, value_name = "FILE")]
    pub(super) certificate: Option<PathBuf>,
    /// Whether the signature was made with RSASSA-PSS
    #[arg(long)]
    pub(super) pss: bool,
    #[command(flatten)]
    pub(super) written: Written,
}

/// `extend`.
#[cfg(feature = "sign")]
#[derive(Debug, Args)]
pub(super) struct Extend {
    /// The signed PDFs
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// The profile whose level is to be reached, with its timestamp authority [default: the only one]
    #[arg(long, short = 's', value_name = "PROFILE")]
    pub(super) profile: Option<String>,
    #[command(flatten)]
    pub(super) written: Written,
}

/// `verify`.
#[cfg(feature = "sign")]
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The PDFs
    #[arg(required_unless_present = "manifest", value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// The manifest of the build that the files must come from; without FILE, every signed file it lists is verified
    #[arg(long, value_name = "FILE")]
    pub(super) manifest: Option<PathBuf>,
    /// A file or folder with the certificates that are trusted, in PEM or DER; may be given several times
    #[arg(long, value_name = "PATH")]
    pub(super) trust: Vec<PathBuf>,
    /// Be content where nothing was changed, whoever signed
    #[arg(long)]
    pub(super) integrity_only: bool,
    /// Verify as of this time, as 2031-01-01T00:00:00Z [default: now]
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(super) at: Option<jiff::Timestamp>,
    /// Ask the authorities that the certificates name whether they were revoked
    #[arg(long)]
    pub(super) online: bool,
    /// A list of revoked certificates, in PEM or DER; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(super) crl: Vec<PathBuf>,
}

#[cfg(feature = "sign")]
fn time(text: &str) -> Result<jiff::Timestamp, &'static str> {
    text.parse().map_err(|_| "write a day, a time and its offset from UTC, such as 2031-01-01T00:00:00Z or 2031-01-01T01:00:00+01:00")
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

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_are_consistent() {
        super::Arguments::command().debug_assert();
    }
}
