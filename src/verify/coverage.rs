//! What a signature covers, held to the version of the file that it signs (ISO 32000-2, 12.8.1).

use std::fmt;

use crate::fields::{ByteRange, NoByteRange};
use crate::pdf::{File, Reference, is_white};

/// Why what a signature covers cannot be relied on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Problem {
    /// It cannot be said which bytes are covered.
    Range(NoByteRange),
    /// The signature's value is nothing but zeros.
    Empty,
    /// It does not end where a version of the file does.
    End,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Range(why) => why.fmt(f),
            Self::Empty => f.write_str("the signature's value is empty"),
            Self::End => f.write_str("the signature does not cover the file up to the end of one of its versions"),
        }
    }
}

/// What the signature in an object covers, and the version of the file that it signs. That must be a whole file, and the signature the same object in it.
pub(super) fn coverage<'b>(file: &File<'b>, holder: Option<Reference>) -> Result<(ByteRange, File<'b>), Problem> {
    let holder = holder.ok_or(Problem::Range(NoByteRange::Hidden))?;
    let covered = ByteRange::read(file, holder).map_err(Problem::Range)?;
    if covered.is_empty(file.bytes()) {
        return Err(Problem::Empty);
    }
    let signed = file.earlier(covered.end()).map_err(|_| Problem::End)?;
    let rest = file.bytes().get(signed.end()..covered.end()).unwrap_or_default();
    let same = signed.locate(holder.number) == file.locate(holder.number);
    if same && rest.iter().all(|byte| is_white(*byte)) { Ok((covered, signed)) } else { Err(Problem::End) }
}
