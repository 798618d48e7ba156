//! References to cells in a sheet of Excel, held to the last cell that a sheet can have before anybody calculates with them.

/// Goes through the bytes of a sheet, however they are cut.
#[derive(Debug, Default)]
pub(super) struct Scan {
    state: State,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Outside,
    /// The name of an attribute, as far as it is there.
    Word(Vec<u8>),
    /// `r` or `ref` was read.
    Named,
    /// The equals sign behind it was read.
    Equals,
    Quoted {
        quote: u8,
        letters: usize,
        digits: usize,
    },
}

impl Scan {
    /// Whether the references in the next bytes are ones that a sheet can have: the last is `XFD1048576`.
    pub(super) fn holds(&mut self, bytes: &[u8]) -> bool {
        bytes.iter().all(|byte| {
            self.state = std::mem::take(&mut self.state).then(*byte);
            !matches!(self.state, State::Quoted { letters: 4.., .. } | State::Quoted { digits: 8.., .. })
        })
    }
}

impl State {
    fn then(self, byte: u8) -> Self {
        let is_space = byte.is_ascii_whitespace();
        match self {
            Self::Quoted { quote, .. } if byte == quote => Self::Outside,
            Self::Quoted { quote, .. } if byte == b':' => Self::Quoted { quote, letters: 0, digits: 0 },
            Self::Quoted { quote, letters, digits } => Self::Quoted {
                quote,
                letters: letters + usize::from(byte.is_ascii_alphabetic()),
                digits: digits + usize::from(byte.is_ascii_digit()),
            },
            Self::Equals if matches!(byte, b'"' | b'\'') => Self::Quoted { quote: byte, letters: 0, digits: 0 },
            Self::Equals if is_space => Self::Equals,
            Self::Named if byte == b'=' => Self::Equals,
            Self::Named if is_space => Self::Named,
            Self::Word(word) if matches!(&word[..], b"r" | b"ref") && (is_space || byte == b'=') => {
                if is_space {
                    Self::Named
                } else {
                    Self::Equals
                }
            }
            Self::Word(mut word) if !is_space && word.len() < 4 => {
                word.push(byte);
                Self::Word(word)
            }
            _ if is_space => Self::Word(Vec::new()),
            _ => Self::Outside,
        }
    }
}
