//! What fields look like: whoever lays out pages draws it.

use jiff::Zoned;

/// Draws what is put into fields, each as a PDF whose pages have the size of the field.
pub trait Stamp {
    /// The characters of a line of text that cannot be printed, each once.
    fn unprintable(&self, text: &str) -> Vec<char>;

    /// A PDF with a page for each of some lines of text, in their order; an error says what cannot be printed.
    fn lines(&self, lines: &[Line<'_>]) -> Result<Vec<u8>, String>;

    /// A PDF of one page: what is seen of a signature.
    fn seal(&self, seal: &Seal<'_>) -> Result<Vec<u8>, String>;
}

/// A line of text in a field. It shrinks to fit the width.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line<'a> {
    /// The text, without line breaks.
    pub text: &'a str,
    /// How wide the field is, in points.
    pub width: f64,
    /// How high the field is, in points.
    pub height: f64,
}

/// What is seen of a signature.
#[derive(Debug, Clone, PartialEq)]
pub struct Seal<'a> {
    /// Who signs, as the certificate says.
    pub signer: &'a str,
    /// For whom.
    pub organization: Option<&'a str>,
    /// When, with the offset that is shown; absent where the time is not to be seen.
    pub time: Option<&'a Zoned>,
    /// What for.
    pub reason: Option<&'a str>,
    /// Where.
    pub location: Option<&'a str>,
    /// Whether it shows the brand's mark and colour: the brand's own signature does, a customer's does not.
    pub marked: bool,
    /// How wide the field is, in points.
    pub width: f64,
    /// How high the field is, in points.
    pub height: f64,
}
