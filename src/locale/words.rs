//! The compiler's own words, per language.

use super::Locale;

/// Words that the compiler itself puts into documents.
#[derive(Debug)]
pub struct Words {
    /// Over a list of headings.
    pub contents: &'static str,
    /// Over the headings of one page.
    pub on_this_page: &'static str,
    /// The link to the page before.
    pub previous: &'static str,
    /// The link to the page after.
    pub next: &'static str,
    /// Before a version.
    pub version: &'static str,
    /// Before the day a document comes into force.
    pub effective: &'static str,
    /// Before the day a text last changed.
    pub updated: &'static str,
    /// Across the pages of a draft.
    pub draft: &'static str,
    /// Over a draft: that it is not in force.
    pub draft_notice: &'static str,
    /// A schedule of a contract.
    pub schedule: &'static str,
    /// A clause of a contract.
    pub clause: &'static str,
    /// Before a PDF page's number; `{n}` and `{m}` stand for the page and the number of pages.
    pub page_of: &'static str,
    /// A reference into another document: `{what}` of the `{title}`.
    pub of_document: &'static str,
    /// A reference to a heading without a number in another document: `{what}` in the `{title}`.
    pub in_document: &'static str,
    /// A heading without a number, as a reference says it: `{title}`.
    pub quoted: &'static str,
    /// Over a signature block, and before its lines.
    pub signature: Signature,
    /// Over notes, in the order of [`NoteKind`](crate::document::NoteKind).
    pub notes: [&'static str; 5],
    /// On a contract's cover, between the parties.
    pub between: &'static str,
    /// On a contract's cover, between the parties' names.
    pub and: &'static str,
    /// Before a document number.
    pub document_number: &'static str,
    /// Leads a reader past the navigation.
    pub skip_to_content: &'static str,
    /// Names the navigation to a screen reader.
    pub navigation: &'static str,
    /// Over a page's footnotes.
    pub footnotes: &'static str,
    /// Leads from a footnote back to the text.
    pub back_to_text: &'static str,
    /// The link to a page's PDF.
    pub download_pdf: &'static str,
    /// The link to a page's Markdown.
    pub download_markdown: &'static str,
    /// The link to the book of all policies.
    pub all_policies: &'static str,
    /// Closes the navigation where it lies over the page.
    pub close: &'static str,
    /// Before a done task, for a screen reader.
    pub done: &'static str,
    /// Before an open task, for a screen reader.
    pub open: &'static str,
}

/// The words of a signature block.
#[derive(Debug)]
pub struct Signature {
    /// Before the signature's line.
    pub sign: &'static str,
    /// Before the signatory's name.
    pub name: &'static str,
    /// Before the signatory's title.
    pub title: &'static str,
    /// Before the date.
    pub date: &'static str,
    /// Before the place.
    pub place: &'static str,
    /// Over the block of a party: for `{party}`.
    pub for_party: &'static str,
    /// What a form field is called to a screen reader: the `{line}` for `{party}`, and which `{signatory}` where there are several.
    pub field: &'static str,
    /// What a field is called to a screen reader that asks once more for what the `{label}` names.
    pub again: &'static str,
    /// One of several signatories of a party, the `{n}`th, as it stands in a field's name.
    pub signatory: &'static str,
    /// A customer without a name, as it stands in a field's name.
    pub customer: &'static str,
    /// The name of the field that signs a document without signature blocks.
    pub of_document: &'static str,
    /// Over the name of who signed, in what is seen of a signature.
    pub signed_by: &'static str,
    /// Before what a signature was made for.
    pub reason: &'static str,
    /// The name of a field for a document's timestamp, the `{n}`th.
    pub timestamp: &'static str,
}

impl Words {
    /// The words of a locale given as a BCP 47 tag; English where it is none, or of a language without words of its own.
    pub fn of_tag(tag: &str) -> &'static Self {
        Locale::parse(tag).unwrap_or_default().words()
    }

    /// The words of a language; English where it has none of its own.
    pub fn of(language: &str) -> &'static Self {
        match language {
            "el" => &GREEK,
            _ => &ENGLISH,
        }
    }
}

static ENGLISH: Words = Words {
    contents: "Contents",
    on_this_page: "On this page",
    previous: "Previous",
    next: "Next",
    version: "Version",
    effective: "Effective",
    updated: "Last updated",
    draft: "Draft",
    draft_notice: "This document is a draft and is not in force.",
    schedule: "Schedule",
    clause: "clause",
    page_of: "{n} of {m}",
    of_document: "{what} of the {title}",
    in_document: "{what} in “{title}”",
    quoted: "“{title}”",
    signature: Signature {
        sign: "Signature",
        name: "Name",
        title: "Title",
        date: "Date",
        place: "Place",
        for_party: "For {party}",
        field: "{line} for {party}{signatory}",
        again: "{label}, again",
        signatory: ", signatory {n}",
        customer: "the customer",
        of_document: "Signature of the document",
        signed_by: "Digitally signed by",
        reason: "Reason",
        timestamp: "Timestamp {n} of the document",
    },
    notes: ["Note", "Tip", "Important", "Warning", "Caution"],
    between: "between",
    and: "and",
    document_number: "Document",
    skip_to_content: "Skip to content",
    navigation: "Policies",
    footnotes: "Footnotes",
    back_to_text: "Back to text",
    download_pdf: "PDF",
    download_markdown: "Markdown",
    all_policies: "All policies as one PDF",
    close: "Close",
    done: "Done:",
    open: "Open:",
};

static GREEK: Words = Words {
    contents: "Περιεχόμενα",
    on_this_page: "Σε αυτή τη σελίδα",
    previous: "Προηγούμενο",
    next: "Επόμενο",
    version: "Έκδοση",
    effective: "Ισχύει από",
    updated: "Τελευταία ενημέρωση",
    draft: "Σχέδιο",
    draft_notice: "Το έγγραφο αυτό είναι σχέδιο και δεν ισχύει.",
    schedule: "Παράρτημα",
    clause: "ρήτρα",
    page_of: "{n} από {m}",
    of_document: "{what} του εγγράφου «{title}»",
    in_document: "{what} στο έγγραφο «{title}»",
    quoted: "«{title}»",
    signature: Signature {
        sign: "Υπογραφή",
        name: "Ονοματεπώνυμο",
        title: "Ιδιότητα",
        date: "Ημερομηνία",
        place: "Τόπος",
        for_party: "Για: {party}",
        field: "{line}: {party}{signatory}",
        again: "{label}, ξανά",
        signatory: ", υπογράφων {n}",
        customer: "ο πελάτης",
        of_document: "Υπογραφή του εγγράφου",
        signed_by: "Ψηφιακή υπογραφή από",
        reason: "Λόγος",
        timestamp: "Χρονοσήμανση {n} του εγγράφου",
    },
    notes: ["Σημείωση", "Συμβουλή", "Σημαντικό", "Προειδοποίηση", "Προσοχή"],
    between: "μεταξύ",
    and: "και",
    document_number: "Έγγραφο",
    skip_to_content: "Μετάβαση στο περιεχόμενο",
    navigation: "Πολιτικές",
    footnotes: "Υποσημειώσεις",
    back_to_text: "Επιστροφή στο κείμενο",
    download_pdf: "PDF",
    download_markdown: "Markdown",
    all_policies: "Όλες οι πολιτικές σε ένα PDF",
    close: "Κλείσιμο",
    done: "Ολοκληρώθηκε:",
    open: "Εκκρεμεί:",
};
