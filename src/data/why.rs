//! What is wrong with a row or a cell.

use std::fmt;

use super::characters;

/// Why a row or a cell cannot be used, and what to do about it. Who shows it says before it where the cell is and what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The row has another number of cells than there are columns.
    Ragged {
        /// How many cells it has.
        cells: usize,
        /// How many columns there are.
        columns: usize,
    },
    /// A row of a sheet goes on behind the last column that has a name.
    Behind {
        /// Its last column that holds something, from 1.
        column: usize,
        /// How many columns have a name.
        columns: usize,
    },
    /// A line is not JSON.
    NotJson(String),
    /// A name is there twice.
    Repeated(String),
    /// A name would have to be a value and to hold other values.
    Nested {
        /// The name that holds.
        outer: String,
        /// The name that is held.
        inner: String,
    },
    /// The row has more values than an input may have columns.
    Many(usize),
    /// The row is no set of names with values.
    NotARow,
    /// A cell holds more bytes than a cell may.
    Long(usize),
    /// A cell holds a character that no value may hold.
    Character(char),
    /// A spreadsheet's formula came to an error.
    ErrorCell,
    /// A spreadsheet's formula has no value stored with it.
    NotCalculated,
    /// Digits of a number were lost before it came here.
    DigitsLost,
    /// A list stands where one value is wanted.
    List,
    /// Values are nested deeper than any field.
    Deep,
    /// The cell has more than one line.
    LineBreak,
    /// True or false stands where a text is wanted.
    Truth,
    /// A day stands where a text is wanted, as spreadsheets make of `1-2`.
    Day,
    /// A day could be read in two ways.
    DateInDoubt,
    /// A time of day comes with a day.
    TimeOfDay,
    /// A number stands where a day is wanted.
    Serial,
    /// It is no day.
    NotADate,
    /// It is no mail address.
    NotAnEmail,
    /// It is no whole number.
    NotAnInteger,
    /// It is none of what can be chosen.
    NotAChoice(Vec<String>),
    /// It is no amount.
    NotAnAmount,
    /// An amount has no currency.
    NoCurrency,
    /// A currency has no amount.
    NoAmount,
    /// It is no currency.
    NotACurrency,
    /// An amount stands both in one cell and in cells of its own.
    MoneyTwice,
    /// Cells stand below a field that holds one value.
    Parts(String),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self {
            Self::Ragged { .. }
            | Self::Behind { .. }
            | Self::NotJson(_)
            | Self::Repeated(_)
            | Self::Nested { .. }
            | Self::Many(_)
            | Self::NotARow => return self.of_row(f),
            Self::Long(bytes) => return write!(f, "has {bytes} bytes; a cell may have 32768"),
            Self::Character(c) => return write!(f, "holds {}; delete it", characters::named(*c)),
            Self::NotAChoice(choices) => return write!(f, "cannot be chosen; write one of: {}", choices.join(", ")),
            Self::Parts(part) => return write!(f, "is one value and holds no `{part}`; rename the column"),
            Self::ErrorCell => "is the error of a formula; mend the formula, or write the value in its place",
            Self::NotCalculated => "is a formula without a value; open the file in its spreadsheet program, let it calculate, and save it",
            Self::DigitsLost => {
                "is a number of more than 15 digits, of which the last are lost; keep it as text (in a spreadsheet, format the cell as text first)"
            }
            Self::List => "is a list where one value is wanted",
            Self::Deep => "is nested deeper than any field",
            Self::LineBreak => "has more than one line; write it on one (does a quotation mark open that nothing closes?)",
            Self::Truth => "is true or false where a text is wanted; write it as text",
            Self::Day => "is a day where a text is wanted; format the cell as text and write it again",
            Self::DateInDoubt => "could be two days; write year, month and day, as 2026-09-01",
            Self::TimeOfDay => "has a time of day; write the day alone, as 2026-09-01",
            Self::Serial => "is a number where a day is wanted; write it as 2026-09-01, or format the cell as a date",
            Self::NotADate => "is not a day; write year, month and day, as 2026-09-01",
            Self::NotAnEmail => "is not a mail address; write one alone, as ada@example.com",
            Self::NotAnInteger => "is not a whole number; write digits alone, as 1200",
            Self::NotAnAmount => {
                "is not an amount; write at most 15 digits, with a point before the decimals and nothing between thousands, as 1200.50"
            }
            Self::NoCurrency => "has no currency; write it behind the amount, as 1200.50 EUR, or in the column for the currency",
            Self::NoAmount => "has a currency and no amount",
            Self::NotACurrency => "is not a currency; write its three letters, as EUR",
            Self::MoneyTwice => "stands in one cell and in columns of its own; keep one of the two",
        };
        f.write_str(words)
    }
}

impl Why {
    /// What is wrong with a row, or with a header.
    fn of_row(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ragged { cells, columns } => {
                let are = if *columns == 1 { "is" } else { "are" };
                write!(
                    f,
                    "has {}, but there {are} {}; look for a missing or an extra delimiter",
                    counted(*cells, "cell"),
                    counted(*columns, "column")
                )
            }
            Self::Behind { column, columns } => {
                let have = if *columns == 1 { "column has" } else { "columns have" };
                write!(f, "has something in column {column}, but only {columns} {have} a name; delete it, or name the column in the first row")
            }
            Self::NotJson(how) => write!(f, "is not JSON: {how}; mend that line of the data"),
            Self::Repeated(name) => write!(f, "`{name}` is there twice (capitals do not tell names apart); rename or delete one"),
            Self::Nested { outer, inner } => write!(f, "`{outer}` cannot be a value and hold `{inner}`; rename one of the two"),
            Self::Many(count) => write!(f, "has {count} values; there may be 1000"),
            _ => f.write_str("is not a set of names with values"),
        }
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

impl std::error::Error for Why {}
