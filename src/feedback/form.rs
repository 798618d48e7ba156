//! The form that a page sends, once it is taken apart into fields.

/// How many fields a form may have.
const FIELDS: usize = 16;

/// What a reader's form says.
pub(super) struct Submission<'f> {
    /// The name of the page.
    pub(super) page: &'f str,
    /// Whether it was helpful.
    pub(super) helpful: bool,
    /// The reader's own words, as they came; empty where there are none.
    pub(super) comment: &'f str,
}

impl<'f> Submission<'f> {
    /// What a form's fields say, each of which may be there once; what a form has besides is nothing to us. `None` where that is no answer.
    pub(super) fn read(fields: &'f [(String, String)]) -> Option<Self> {
        if fields.len() > FIELDS {
            return None;
        }
        let once = |name: &str| {
            let mut values = fields.iter().filter(|(field, _)| field == name).map(|(_, value)| value.as_str());
            let value = values.next();
            values.next().is_none().then_some(value)
        };
        let helpful = match once("answer")?? {
            "yes" => true,
            "no" => false,
            _ => return None,
        };
        Some(Self { page: once("page")??, helpful, comment: once("comment")?.unwrap_or_default() })
    }
}
