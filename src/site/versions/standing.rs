//! What a page is to the policy whose text it shows.

/// What a page is to the policy whose text it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::site) enum Standing<'a> {
    /// The policy's own page.
    Own,
    /// The version that is in force, while the policy's own page shows the draft of another.
    InForce,
    /// An earlier version.
    Earlier {
        /// The id of the document that is in force in its place; `None` where there is none any more.
        present: Option<&'a str>,
    },
}

impl Standing<'_> {
    /// Whether another document is in force in its place.
    pub(in crate::site) fn is_earlier(self) -> bool {
        matches!(self, Self::Earlier { .. })
    }
}
