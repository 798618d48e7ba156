//! What can be typed behind the commands on rows of data.

use std::num::NonZeroUsize;

use clap::{Args, Subcommand};

use super::jobs;
use crate::project::Format;

/// What an exit code of `manifest merge` says.
const MERGE_EXIT_CODES: &str = "\
Exit codes:
  0  every row is there once, and the manifest is written
  1  something is missing or double; nothing is written
  2  the tool could not do its work";

/// One character of ASCII, or `tab`.
fn delimiter(text: &str) -> Result<char, String> {
    match text {
        "tab" | "\\t" => Ok('\t'),
        _ => text.parse().ok().filter(char::is_ascii).ok_or_else(|| "write one character, or `tab`".to_owned()),
    }
}

/// `batch`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Batch {
    /// The contract, by its path below `sources/` or the last step of it; rows may name another in a column `contract`
    #[arg(value_name = "CONTRACT")]
    pub(in crate::cli) contract: Option<String>,
    /// The brand; rows may name another in a column `brand` [default: the project's only one]
    #[arg(long, value_name = "BRAND")]
    pub(in crate::cli) brand: Option<String>,
    /// The rows: a CSV, XLSX, ODS, JSON, JSON Lines or YAML file, `s3://bucket/object` and the like, or `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) data: Option<String>,
    /// The folder that is written to, or `s3://bucket/prefix`, `gs://`, `az://`
    #[arg(long, value_name = "PLACE")]
    pub(in crate::cli) out: Option<String>,
    /// Sign PDFs as this profile says
    #[cfg(feature = "sign")]
    #[arg(long, value_name = "PROFILE")]
    pub(in crate::cli) sign: Option<String>,
    /// State in a file beside the manifest what came from which inputs, and sign the statement with this profile's key where one is named
    #[cfg(feature = "sign")]
    #[arg(long, value_name = "PROFILE", num_args = 0..=1)]
    #[expect(clippy::option_option, reason = "the flag may be absent, bare, or have a value")]
    pub(in crate::cli) provenance: Option<Option<String>>,
    /// What documents are made as; may be given several times, and rows may say it in a column `formats` [default: pdf]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(in crate::cli) format: Vec<Format>,
    /// The locale, as `en-GB`; rows may name another in a column `locale` [default: the brand's own]
    #[arg(long, value_name = "LOCALE")]
    pub(in crate::cli) locale: Option<String>,
    /// The column that names rows [default: `id` where there is one, else the row's number]
    #[arg(long, value_name = "COLUMN")]
    pub(in crate::cli) id: Option<String>,
    /// What a document is called, without its ending: `{{customer.slug}}/{{policy.slug}}-{{policy.version}}`
    #[arg(long, value_name = "TEMPLATE", default_value = crate::batch::DEFAULT_NAME)]
    pub(in crate::cli) name: String,
    /// Pass over this column; may be given several times, and as a pattern
    #[arg(long, value_name = "COLUMN")]
    pub(in crate::cli) ignore: Vec<String>,
    /// Only check the rows
    #[arg(long)]
    pub(in crate::cli) check: bool,
    /// Make the good rows though others are bad; the bad ones are written to failures.csv
    #[arg(long)]
    pub(in crate::cli) keep_going: bool,
    /// Make this share of the rows only: 3/8, or auto/8 where Kubernetes, Slurm, AWS Batch or GitLab says which
    #[arg(long, value_name = "K/N")]
    pub(in crate::cli) shard: Option<String>,
    /// Show this field's value in the manifest; may be given several times
    #[arg(long, value_name = "FIELD")]
    pub(in crate::cli) record: Vec<String>,
    /// The form of the data [default: by the file's name]
    #[arg(long, value_enum, value_name = "FORM")]
    pub(in crate::cli) data_format: Option<DataForm>,
    /// The sheet of a spreadsheet [default: the only one]
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) sheet: Option<String>,
    /// What separates the cells of a CSV file [default: found]
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter)]
    pub(in crate::cli) delimiter: Option<char>,
    /// The encoding of a CSV file, as `windows-1253` [default: UTF-8, or as its mark says]
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) encoding: Option<String>,
    /// How many documents are made at a time [default: one per processor]
    #[arg(long, short, value_name = "N", value_parser = jobs)]
    pub(in crate::cli) jobs: Option<NonZeroUsize>,
    /// Forget what an ended run has made, and do nothing else
    #[arg(long)]
    pub(in crate::cli) forget: bool,
}

/// `manifest`.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Manifest {
    /// Make one manifest of those of all shares, or say what is missing or double
    #[command(after_help = MERGE_EXIT_CODES)]
    Merge(Merge),
}

/// `manifest merge`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Merge {
    /// The manifests of the shares, or the folder, `s3://bucket/prefix` and the like that they are in
    #[arg(value_name = "MANIFEST", required = true)]
    pub(in crate::cli) manifests: Vec<String>,
    /// Where the whole manifest goes
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) out: String,
}

/// The forms of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(in crate::cli) enum DataForm {
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
