//! The rules, by their stable codes.

use super::Severity;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $id:literal, $severity:ident;)+) => {
        /// A rule's stable code. Scripts may match on its text; a code never changes its meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $name,)+ }

        impl Code {
            /// Every code, in the order of the reference page.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The code as it is printed.
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)+ }
            }

            /// How much a finding of this rule matters.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)+ }
            }

            /// What the rule looks for, as the reference page says it.
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),+).trim_ascii(),)+ }
            }
        }
    };
}

codes! {
    // Files
    /// A file is not UTF-8 text.
    NotUtf8 = "not-utf8", Error;
    /// A file or folder is there and cannot be read, or vanished while it was.
    Unreadable = "unreadable", Error;
    /// A file is larger than the compiler reads, or nests deeper than it follows.
    TooLarge = "too-large", Error;
    /// A path leads out of the project, by `..`, an absolute path or a symbolic link.
    OutsideProject = "outside-project", Error;
    /// A file or folder has a name that cannot become an address: allowed are letters, digits, dots, hyphens and underscores.
    BadName = "bad-name", Error;
    /// Two policies would be written to the same place.
    SameOutput = "same-output", Error;
    /// A row of data cannot be made into a document: a value is missing or not of its field's kind, or two rows ask for the same name.
    BadRow = "bad-row", Error;
    /// A source contains private-use characters that the compiler needs for itself.
    ReservedCharacter = "reserved-character", Error;

    // YAML: brands, the project file, front matter
    /// A YAML text cannot be read.
    Yaml = "yaml", Error;
    /// A key stands twice in one map.
    DuplicateKey = "duplicate-key", Error;
    /// A key that the format does not know.
    UnknownKey = "unknown-key", Error;
    /// A value is of the wrong kind.
    WrongType = "wrong-type", Error;
    /// A key that must be there is missing.
    MissingKey = "missing-key", Error;
    /// A source has no front matter, or it does not end.
    FrontMatter = "front-matter", Error;

    // Brands
    /// A brand extends, or lists as its product, a brand that does not exist.
    UnknownBrand = "unknown-brand", Error;
    /// Brands extend one another in a circle.
    ExtendsCycle = "extends-cycle", Error;
    /// A pattern or a navigation entry names a policy that does not exist.
    UnknownPolicy = "unknown-policy", Error;
    /// A policy that a brand carries and the navigation does not name.
    NotInNavigation = "not-in-navigation", Warning;
    /// The site of a brand lies within another brand's, over pages of that one, which nobody would find.
    CoveredPage = "covered-page", Warning;
    /// A colour that cannot be read as one.
    BadColour = "bad-colour", Error;
    /// A colour whose contrast against the page is too low to be read.
    LowContrast = "low-contrast", Error;
    /// A logo, image or font file is missing or cannot be read.
    BadAsset = "bad-asset", Error;
    /// A font family that neither the compiler nor the brand's `fonts/` folder has.
    UnknownFont = "unknown-font", Error;
    /// A value contains control characters or characters that reverse the direction of text.
    ControlCharacter = "control-character", Error;

    // Languages
    /// A file is called as the translation of something that does not exist, or speaks of it as it is not.
    BadTranslation = "bad-translation", Error;
    /// A policy, a partial or a value is not said in a language that the brand publishes, or brands publish one text in different main languages.
    Untranslated = "untranslated", Warning;
    /// Something is said in a language in which no brand publishes.
    UnusedTranslation = "unused-translation", Warning;
    /// A translation is of another version of the text, or older than it.
    StaleTranslation = "stale-translation", Warning;

    // Merge
    /// A template cannot be read: an unclosed block, a stray brace.
    TemplateSyntax = "template-syntax", Error;
    /// A name that no brand declares.
    UndeclaredName = "undeclared-name", Error;
    /// A value that this brand lacks, used outside a condition.
    UndefinedValue = "undefined-value", Error;
    /// A value that is there and empty.
    EmptyValue = "empty-value", Error;
    /// A whole map or list put where a text belongs.
    NotText = "not-text", Error;
    /// A helper that does not exist.
    UnknownHelper = "unknown-helper", Error;
    /// A helper was given something it cannot work with.
    HelperArgument = "helper-argument", Error;
    /// A partial that does not exist.
    MissingPartial = "missing-partial", Error;
    /// Partials include one another in a circle.
    PartialCycle = "partial-cycle", Error;
    /// A condition depends on a customer's field that has no default.
    BlankCondition = "blank-condition", Error;
    /// A brand's fact that no source uses.
    UnusedValue = "unused-value", Warning;
    /// The project says how customers ask for a policy or section that no brand has.
    UnknownSection = "unknown-section", Warning;
    /// The project file has a group of synonyms in which only one word stands.
    LoneSynonym = "lone-synonym", Warning;

    // Text
    /// Raw HTML, which could not be the same in every format.
    RawHtml = "raw-html", Error;
    /// A heading skips a level, is empty, or is a first-level heading.
    HeadingLevel = "heading-level", Error;
    /// An image without a text that stands for it.
    MissingAlt = "missing-alt", Error;
    /// A table without a header row, which a screen reader cannot walk.
    TableHeader = "table-header", Warning;
    /// A table's row has more cells than the table has columns, or fewer.
    TableCells = "table-cells", Error;
    /// A footnote that is referred to and not written, or written and never referred to.
    Footnote = "footnote", Error;
    /// A contract lacks its version or effective date, or its signature blocks.
    ContractIncomplete = "contract-incomplete", Error;
    /// A term is defined twice.
    DuplicateTerm = "duplicate-term", Error;
    /// A term is defined and never used.
    UnusedTerm = "unused-term", Warning;
    /// A text looks like a list, a table, a value or a rule, and is read as something else.
    NotMarkup = "not-markup", Warning;
    /// A number is written with a zero before it, and is printed with it.
    LeadingZero = "leading-zero", Warning;

    // Links
    /// Two headings or clauses have the same anchor.
    DuplicateAnchor = "duplicate-anchor", Error;
    /// A link to a policy that does not exist or that this brand leaves out.
    DanglingLink = "dangling-link", Error;
    /// A link to an anchor that does not exist.
    DanglingAnchor = "dangling-anchor", Error;
    /// A link from another file to a heading without an `{#id}` of its own.
    ImplicitAnchor = "implicit-anchor", Error;
    /// A link whose scheme is not let through.
    BadScheme = "bad-scheme", Error;
    /// A link without a text, to something the compiler cannot name.
    EmptyLink = "empty-link", Error;

    // PDF
    /// A character that none of the document's fonts has.
    MissingGlyph = "missing-glyph", Error;
    /// The PDF could not be made.
    Pdf = "pdf", Error;
    /// A PDF that was named could not be signed, filled or extended: it is damaged, an earlier signature forbids it, or an authority did not answer.
    NotDone = "not-done", Error;

    // What machines read
    /// The day on which a brand's security.txt expires is near, or more than a year ahead.
    SecurityExpires = "security-expires", Warning;
    /// A brand's security.txt has expired, and is heeded by nobody.
    SecurityExpired = "security-expired", Warning;
    // The past
    /// Days or earlier versions are to come from a place that is not there: no git repository, no folder.
    NoHistory = "no-history", Error;
    /// The day of a page's last change is not known, since the history that can be read begins later.
    CutHistory = "cut-history", Warning;
    /// Versions are missing from the archive: a state that was published earlier cannot be read, or not be compiled any more.
    LostVersion = "lost-version", Warning;
    /// A text, or a value in it, differs from what was published earlier under the same version.
    ChangedVersion = "changed-version", Warning;
    /// A page that was published earlier stands elsewhere now, and nothing leads there from its old address.
    MovedPage = "moved-page", Warning;
    /// A brand that was published earlier is gone, and another came in its place without its earlier versions; or a brand is said to have had a name that it cannot have had.
    RenamedBrand = "renamed-brand", Warning;

    // What is published
    /// With `--locked`: a file in the output folder is not what builds now.
    WouldChange = "would-change", Error;
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn ids_are_unique() {
        let mut ids: Vec<_> = Code::ALL.iter().map(|code| code.id()).collect();
        ids.sort_unstable();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }
}
