//! Why a file's fields cannot be made, read or filled.

use std::fmt;

use crate::pdf;
use crate::plain::Plain;

/// How many characters are named that cannot be printed.
const SHOWN: usize = 8;

/// What keeps a file's fields from being made, read or filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The file cannot be read.
    File(pdf::Fault),
    /// The tree of what the word names is deeper or larger than a sound file's, leads round in a circle, or is not made of objects of their own.
    Tangled(&'static str),
    /// The layout names a place for a field that the document does not have.
    Unplanned(String),
    /// The layout names several places for a field that can have but one.
    Repeated(String),
    /// A place is not tagged as a link of its own.
    Untagged(String),
    /// The file has no field of that name.
    Unknown {
        /// The name that was given.
        name: String,
        /// The name that was probably meant.
        near: Option<String>,
    },
    /// The field is another place of one that is filled as a whole.
    OtherPlace {
        /// Its name.
        name: String,
        /// The name of the first place.
        first: String,
    },
    /// The field cannot be filled with a line of text.
    Unfit {
        /// Its name.
        name: String,
        /// What it is or does, as the words after its name.
        why: &'static str,
    },
    /// A field cannot have the value that was given for it.
    Value {
        /// The field's name.
        name: String,
        /// What the value is or does, as the words after it.
        why: &'static str,
    },
    /// The value that was given for a field has characters that no font has.
    Unprintable {
        /// The field's name.
        name: String,
        /// The characters.
        characters: Vec<char>,
    },
    /// The field said something when a signature was made that covers it.
    Covered {
        /// Its name.
        name: String,
        /// The name of the signature's field.
        by: String,
    },
    /// A signature locks the field.
    Locked {
        /// Its name.
        name: String,
        /// The name of the signature's field.
        by: String,
    },
    /// A signature lets nothing be changed in the document any more.
    Closed {
        /// The name of the signature's field.
        by: String,
    },
    /// The file has a form in XML, which readers show instead of its fields.
    Xfa,
    /// What is to be seen in a field cannot be drawn.
    Stamp(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(fault) => fault.fmt(f),
            Self::Tangled(what) => write!(f, "the file's {what} cannot be told apart: their tree is not sound"),
            Self::Unplanned(name) => write!(f, "the template places a field `{name}` that the document does not have", name = Plain(name)),
            Self::Repeated(name) => write!(f, "the template places the field `{name}` more than once", name = Plain(name)),
            Self::Untagged(name) => {
                write!(f, "the template places the field `{name}` where nothing is read aloud, or inside another link", name = Plain(name))
            }
            Self::Unknown { name, near: Some(near) } => {
                write!(f, "the file has no field `{name}`; did you mean `{near}`?", name = Plain(name), near = Plain(near))
            }
            Self::Unknown { name, near: None } => write!(f, "the file has no field `{name}`", name = Plain(name)),
            Self::OtherPlace { name, first } => write!(
                f,
                "the field `{name}` is another place of `{first}`: fill `{first}`, which fills both",
                name = Plain(name),
                first = Plain(first)
            ),
            Self::Unfit { name, why } => write!(f, "the field `{name}` {why}", name = Plain(name)),
            Self::Value { name, why } => write!(f, "the value for the field `{name}` {why}", name = Plain(name)),
            Self::Unprintable { name, characters } => {
                let shown: Vec<String> = characters.iter().take(SHOWN).map(|c| format!("“{c}” (U+{:04X})", u32::from(*c))).collect();
                let more = if characters.len() > SHOWN { " and more" } else { "" };
                write!(f, "the value for the field `{}` has {}{more}, which none of the fonts has", Plain(name), Plain(&shown.join(", ")))?;
                f.write_str("; write it with other characters, or name the brand whose fonts have them with --brand")
            }
            Self::Covered { name, by } => {
                write!(
                    f,
                    "the field `{name}` was filled in when `{by}` was signed; changing it would break that signature",
                    name = Plain(name),
                    by = Plain(by)
                )
            }
            Self::Locked { name, by } => {
                write!(f, "the field `{name}` cannot be changed: the signature in `{by}` locks it", name = Plain(name), by = Plain(by))
            }
            Self::Closed { by } => write!(f, "the file cannot be changed any more: the signature in `{by}` does not let it", by = Plain(by)),
            Self::Xfa => {
                f.write_str("the file has a form of another kind (XFA), which would be shown instead; save a copy as an ordinary PDF form first")
            }
            Self::Stamp(why) => write!(f, "a field cannot be drawn: {why}"),
        }
    }
}

impl std::error::Error for Fault {}

impl From<pdf::Fault> for Fault {
    fn from(fault: pdf::Fault) -> Self {
        Self::File(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::Fault;

    #[test]
    fn names_steer_nothing() {
        let said = Fault::Unknown { name: "a\u{1b}[2J\nb\u{202e}".to_owned(), near: Some("c\u{200f}".to_owned()) }.to_string();
        assert_eq!(said, "the file has no field `a\u{fffd}[2J\u{fffd}b\u{fffd}`; did you mean `c\u{fffd}`?");
    }
}
