//! What is missing from the manifests of shares, or double.

use std::fmt;

use crate::batch::shard::Shard;

/// What keeps manifests from being one whole.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named by what the message says of them")]
pub enum Problem {
    /// The first line is no manifest's.
    NoManifest { part: String },
    /// Another version of the program wrote it, whose manifests begin otherwise.
    OtherVersion { part: String, version: String },
    /// A line is none of a manifest's.
    BadLine { part: String, line: u64 },
    /// A line names a file outside the folder that the manifest speaks of.
    Outside { part: String, line: u64 },
    /// The last line is missing.
    CutOff { part: String },
    /// Something follows the last line.
    AfterEnd { part: String },
    /// Rows do not follow one another.
    OutOfOrder { part: String, row: u64 },
    /// The last line counts other documents than there are.
    Miscounted { part: String, said: u64, found: u64 },
    /// The last line counts other rows than there are.
    RowsMiscounted { part: String, said: u64, found: u64 },
    /// Another project, program or profile made it.
    OtherRun { part: String, first: String },
    /// The data had another number of rows.
    OtherData { part: String, rows: u64, first: String, first_rows: u64 },
    /// Another number of the data's rows was bad.
    OtherBad { part: String, bad: u64, first: String, first_bad: u64 },
    /// The rows were split into another number of shares.
    OtherCount { part: String, share: Shard, first: String, first_share: Shard },
    /// A share is there twice.
    ShareTwice { share: Shard, first: String, second: String },
    /// A share is not there.
    ShareMissing { share: Shard },
    /// A row belongs to another share.
    Stray { part: String, row: u64, id: String, share: Shard },
    /// There are mended rows and nothing that they were bad in.
    NothingMended { part: String },
    /// More rows were mended than were bad.
    MendedTooMany { part: String, rows: u64, bad: u64 },
    /// Two lines name the same file.
    FileTwice { first: u64, second: u64 },
    /// Fewer rows than the data has.
    RowsMissing { rows: u64, of: u64 },
    /// More rows than the data has.
    RowsTooMany { rows: u64, of: u64 },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoManifest { part } => write!(f, "{part} is no manifest"),
            Self::OtherVersion { part, version } => write!(
                f,
                "{part} was written by another version of counterpart ({}), which says less or other things of a run. Run the same command again: what is \
                 finished is not made again where nothing has changed, and the manifest is written anew",
                version.escape_debug()
            ),
            Self::BadLine { part, line } => write!(f, "{part}: line {line} is none of a manifest's"),
            Self::Outside { part, line } => write!(f, "{part}: line {line} names a file outside the manifest's folder"),
            Self::CutOff { part } => write!(f, "{part} is cut off: its last line is missing. Run that share again"),
            Self::AfterEnd { part } => write!(f, "{part}: something follows its last line"),
            Self::OutOfOrder { part, row } => write!(f, "{part}: row {row} comes after a later one"),
            Self::Miscounted { part, said, found } => write!(f, "{part} counts {said} documents and lists {found}"),
            Self::RowsMiscounted { part, said, found } => write!(f, "{part} counts {said} rows and lists {found}"),
            Self::OtherRun { part, first } => {
                write!(f, "{part} was made from another project, or by another version, than {first}. Run one of them again")
            }
            Self::OtherData { part, rows, first, first_rows } => write!(f, "{part} was made from data with {rows} rows, {first} from {first_rows}"),
            Self::OtherBad { part, bad, first, first_bad } => {
                write!(f, "{part} calls {bad} rows of the data bad, {first} calls {first_bad}: they are of different data")
            }
            Self::OtherCount { part, share, first, first_share } => {
                write!(f, "{part} is share {share}, {first} is share {first_share}: all must be of one N")
            }
            Self::ShareTwice { share, first, second } => write!(f, "share {share} is double: {first} and {second}"),
            Self::ShareMissing { share } => write!(f, "share {share} is missing: run it with --shard {share}"),
            Self::Stray { part, row, id, share } => write!(f, "{part}: row {row}, `{}`, is not of share {share}", id.escape_debug()),
            Self::NothingMended { part } => {
                write!(
                    f,
                    "{part} lists rows that were mended: name the manifest too that they are missing from, which the run with --keep-going has written"
                )
            }
            Self::MendedTooMany { part, rows, bad } => {
                write!(f, "{part} was made from {rows} mended rows, and {bad} are missing: were some mended in two files?")
            }
            Self::FileTwice { first, second } if first == second => write!(f, "a document of row {first} is listed twice"),
            Self::FileTwice { first, second } => write!(f, "rows {first} and {second} name the same file"),
            Self::RowsMissing { rows, of } => write!(f, "{rows} of {of} rows are missing"),
            Self::RowsTooMany { rows, of } => write!(f, "{rows} rows are listed or left out, and the data has {of}"),
        }
    }
}
