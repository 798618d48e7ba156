//! Why an input cannot be read.

use std::{fmt, io};

use super::delimited::shown_delimiter;
use super::{Why, shown};

/// An input that cannot be read, or not to its end.
#[derive(Debug)]
pub struct Fault {
    /// The input, as the user named it.
    pub file: String,
    /// What is wrong with it.
    pub trouble: Trouble,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", shown(&self.file), self.trouble)
    }
}

impl std::error::Error for Fault {}

/// What is wrong with an input.
#[derive(Debug)]
pub enum Trouble {
    /// The disk or the pipe failed.
    Io(io::Error),
    /// Nobody said what form the data has.
    UnknownForm,
    /// A form that nothing here reads, and what to save it as.
    OtherForm(&'static str),
    /// The file is not of the form that it should be.
    NotOfForm(&'static str),
    /// There is no such encoding.
    UnknownEncoding(String),
    /// A row is not UTF-8, and nothing says what else it is.
    NotUtf8 {
        /// `row` or `line`.
        unit: &'static str,
        /// Its number.
        number: u64,
    },
    /// A line is not of the encoding that it should be.
    NotOfEncoding {
        /// The encoding.
        encoding: &'static str,
        /// The line, from 1.
        line: u64,
    },
    /// A row is longer than any row may be.
    LongRow {
        /// `row`, `line` or `item`.
        unit: &'static str,
        /// Its number.
        number: u64,
    },
    /// Several delimiters could be meant.
    DelimiterInDoubt(Vec<u8>),
    /// There is no first row.
    NoHeader,
    /// A column in the midst of the others has no name.
    Unnamed(usize),
    /// A name is no name.
    Name {
        /// The column, from 1.
        column: usize,
        /// Its name.
        name: String,
    },
    /// A name holds a character that is not seen.
    NameCharacter {
        /// The column, from 1.
        column: usize,
        /// The character.
        c: char,
    },
    /// Names do not fit together.
    Header(Why),
    /// There are more columns than an input may have.
    ManyColumns(usize),
    /// There are more rows than an input of this form may have.
    ManyRows,
    /// The file is larger than one that is held in memory may be.
    Large,
    /// The file would unpack to more than anyone needs.
    Bomb,
    /// The file does not follow its form.
    Broken(String),
    /// Several sheets hold something.
    SheetInDoubt(Vec<String>),
    /// There is no such sheet.
    NoSheet {
        /// The one that was asked for.
        asked: String,
        /// Those that there are.
        there: Vec<String>,
    },
    /// No sheet holds anything.
    NothingInside,
    /// The data is no list of rows.
    NotAList,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "it cannot be read: {error}"),
            Self::Header(why) => write!(f, "the header does not hold together: {why}"),
            Self::Broken(how) => write!(f, "it cannot be read: {}", shown_line(how)),
            Self::OtherForm(advice) => write!(f, "this form is not read; {advice}"),
            Self::NotOfForm(advice) => write!(f, "it is not what its name says; {advice}"),
            Self::UnknownEncoding(_) | Self::NotUtf8 { .. } | Self::NotOfEncoding { .. } => self.of_encoding(f),
            Self::Unnamed(_) | Self::Name { .. } | Self::NameCharacter { .. } | Self::ManyColumns(_) => self.of_column(f),
            Self::SheetInDoubt(_) | Self::NoSheet { .. } => self.of_sheet(f),
            Self::LongRow { unit, number } => {
                write!(f, "{unit} {number} is longer than 16 MiB; does a quotation mark open before it that nothing closes?")
            }
            Self::DelimiterInDoubt(found) => {
                let found: Vec<_> = found.iter().map(|delimiter| shown_delimiter(*delimiter)).collect();
                write!(f, "the header holds {}, and any of them could part the columns; say which, as `--delimiter ';'`", found.join(" and "))
            }
            plain => f.write_str(plain.words()),
        }
    }
}

impl Trouble {
    fn words(&self) -> &'static str {
        match self {
            Self::UnknownForm => "its name does not tell what it is; say it with --data-format: csv, xlsx, ods, json, jsonl or yaml",
            Self::NoHeader => "there are no names of columns; write them into the first row",
            Self::ManyRows => "it has more than 1,048,576 rows; save it as CSV or JSON Lines, which may be of any length",
            Self::Large => "it is larger than 256 MiB; save it as CSV or JSON Lines, which may be of any length",
            Self::Bomb => "it unpacks to far more than its size, as no workbook of customers does; save it anew, or as CSV",
            Self::NothingInside => "none of its sheets holds anything",
            _ => "it is not a list of rows; write `[{\"name\": \"Ada\"}, ...]`, or an object on each line in a file that ends in .jsonl",
        }
    }

    fn of_encoding(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8 { unit, number } => {
                write!(f, "{unit} {number} is not UTF-8; say what it is, as `--encoding windows-1253`, or save it as UTF-8")
            }
            Self::NotOfEncoding { encoding, line } => write!(f, "line {line} is not {encoding}; say another `--encoding`, or save it as UTF-8"),
            Self::UnknownEncoding(name) => {
                write!(
                    f,
                    "no encoding is called `{}`; those of the web are known, as utf-8, utf-16le, windows-1252, windows-1253 or iso-8859-7",
                    shown(name)
                )
            }
            _ => Ok(()),
        }
    }

    fn of_column(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unnamed(column) => write!(f, "column {column} has no name in the first row; name it, delete it, or part cells that are merged"),
            Self::Name { column, name } => {
                write!(f, "`{name}` cannot name column {column}; write at most 256 bytes, and a word on each side of a dot")
            }
            Self::NameCharacter { column, c: '\0' } => {
                write!(f, "the name of column {column} holds a NUL character (U+0000); is it UTF-16? Say so: `--encoding utf-16le`")
            }
            Self::NameCharacter { column, c } => write!(f, "the name of column {column} holds {}; delete it", super::characters::named(*c)),
            Self::ManyColumns(count) => write!(f, "it has {count} columns; there may be 1000"),
            _ => Ok(()),
        }
    }

    fn of_sheet(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |names: &[String]| names.iter().map(|name| format!("`{}`", shown(name))).collect::<Vec<_>>().join(", ");
        match self {
            Self::SheetInDoubt(names) => write!(f, "several sheets hold something; say which, as `--sheet NAME`: {}", list(names)),
            Self::NoSheet { asked, there } => write!(f, "there is no sheet `{}`; there are {}", shown(asked), list(there)),
            _ => Ok(()),
        }
    }
}

/// A reader's own words, which may repeat what they stumbled over.
fn shown_line(words: &str) -> String {
    words.chars().take(300).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

impl std::error::Error for Trouble {}

/// Passes a trouble through the readers that know errors of input and output alone.
impl From<Trouble> for io::Error {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Io(error) => error,
            other => Self::other(other),
        }
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        error.downcast::<Self>().unwrap_or_else(Self::Io)
    }
}
