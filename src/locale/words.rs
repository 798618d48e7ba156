//! The compiler's own words, per language.

use serde::Serialize;

use super::{Asking, Locale, asking};

/// Words that the compiler itself puts into documents. A layout of a site reads those that pages say.
#[derive(Debug, Serialize)]
pub struct Words {
    /// Over a list of headings.
    #[serde(skip)]
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
    #[serde(skip)]
    pub schedule: &'static str,
    /// A clause of a contract.
    #[serde(skip)]
    pub clause: &'static str,
    /// Before a PDF page's number; `{n}` and `{m}` stand for the page and the number of pages.
    #[serde(skip)]
    pub page_of: &'static str,
    /// A reference into another document: `{what}` of the `{title}`.
    #[serde(skip)]
    pub of_document: &'static str,
    /// A reference to a heading without a number in another document: `{what}` in the `{title}`.
    #[serde(skip)]
    pub in_document: &'static str,
    /// A heading without a number, as a reference says it: `{title}`.
    #[serde(skip)]
    pub quoted: &'static str,
    /// Over a signature block, and before its lines.
    #[serde(skip)]
    pub signature: Signature,
    /// Over notes, in the order of [`NoteKind`](crate::document::NoteKind).
    #[serde(skip)]
    pub notes: [&'static str; 5],
    /// On a contract's cover, between the parties.
    pub between: &'static str,
    /// On a contract's cover, between the parties' names.
    pub and: &'static str,
    /// Before a document number.
    #[serde(rename = "number")]
    pub document_number: &'static str,
    /// What a reader is told who answered whether a page was helpful.
    #[serde(skip)]
    pub replies: Replies,
    /// Leads a reader past the navigation.
    pub skip_to_content: &'static str,
    /// Names the navigation to a screen reader.
    pub navigation: &'static str,
    /// Over a page's footnotes.
    #[serde(skip)]
    pub footnotes: &'static str,
    /// Leads from a footnote back to the text.
    #[serde(skip)]
    pub back_to_text: &'static str,
    /// The link to a page's PDF.
    pub download_pdf: &'static str,
    /// The link to a page's Markdown.
    pub download_markdown: &'static str,
    /// The link to a page's PDF with a signature.
    pub download_signed: &'static str,
    /// The link to the book of all policies.
    pub all_policies: &'static str,
    /// The title of the page that holds all policies, and the link to it.
    pub on_one_page: &'static str,
    /// Names the way from a site's first page to one below others to a screen reader.
    pub you_are_here: &'static str,
    /// How a page asks whether it helped.
    pub helpful: Helpful,
    /// Around questions and their answers.
    pub asking: &'static Asking,
    /// How a page looks.
    pub appearance: Appearance,
    /// What stands where there is no page.
    pub not_found: NotFound,
    /// Closes the navigation where it lies over the page.
    pub close: &'static str,
    /// Names the choice of a language to a screen reader.
    pub language: &'static str,
    /// Before the languages in which there are policies that this one lacks.
    pub further: &'static str,
    /// Before a done task, for a screen reader.
    #[serde(skip)]
    pub done: &'static str,
    /// Before an open task, for a screen reader.
    #[serde(skip)]
    pub open: &'static str,
    /// In the search.
    #[serde(skip)]
    pub search: Search,
    /// In what machines read.
    #[serde(skip)]
    pub machines: Machines,
    /// About earlier versions.
    pub versions: Versions,
}

/// The words of the search.
#[derive(Debug, Serialize)]
pub struct Search {
    /// The button that opens it, and its name.
    pub open: &'static str,
    /// What is typed there.
    pub hint: &'static str,
    /// While it is being prepared.
    pub loading: &'static str,
    /// Says that there is no result.
    pub nothing: &'static str,
    /// Before the number of results.
    pub results: &'static str,
    /// Says that it cannot work, as in a folder on disk, and what to do instead.
    pub unavailable: &'static str,
}

/// The words of what machines read, and of what tells people of it.
#[derive(Debug)]
pub struct Machines {
    /// The name of the feed of all changes.
    pub feed: &'static str,
    /// The title of the feed of a brand's changes: the `{title}` of `{brand}`.
    pub feed_of_brand: &'static str,
    /// The title of the feed of one policy: the `{title}` of `{brand}`.
    pub feed_of_policy: &'static str,
    /// The title of an entry that tells of a new version: the `{title}` and its `{version}`.
    pub version_of: &'static str,
    /// What stands behind a list of links: the `{title}` of who `{legal_name}` is.
    pub about: &'static str,
    /// What the links lead to.
    pub pages: &'static str,
    /// Before links to the same list in other languages.
    pub languages: &'static str,
    /// The link to everything in one file.
    pub full: &'static str,
    /// How a question is put, before an example.
    pub ask: &'static str,
    /// Where the same is reached by the Model Context Protocol: at `{address}`.
    pub mcp: &'static str,
    /// Over what a page's Markdown says of asking.
    pub ask_title: &'static str,
    /// How a question is put to a page, before an example.
    pub ask_page: &'static str,
    /// What a question should be, and what the answer is.
    pub ask_answer: &'static str,
}

/// The words about earlier versions of a document.
#[derive(Debug, Serialize)]
pub struct Versions {
    /// Over a list of them.
    pub title: &'static str,
    /// Over one: that it is not the latest one, but the `{version}`. Nothing here may depend on the day on which it is read: the latest may be in force yet or not.
    pub earlier: &'static str,
    /// Over one that has no later one: that it is the `{version}`.
    pub last: &'static str,
    /// When it is in force: `{from}` one day `{to}` another.
    pub from_to: &'static str,
    /// When it comes into force: `{from}` a day on.
    pub from: &'static str,
    /// When it ceases to be in force: `{to}` a day.
    pub to: &'static str,
    /// The link to the latest one.
    pub present: &'static str,
    /// The link to the latest one, where that is a draft.
    pub draft: &'static str,
    /// On the page of the latest one, before a link to the one that is in force until it is: `{from}` a day on, and `{to}` the day before.
    pub before: &'static str,
    /// On the page of a draft, before a link to the version that was published last.
    pub published: &'static str,
    /// Says that there is no present one.
    pub gone: &'static str,
}

/// The words of "Was this page helpful?".
#[derive(Debug, Serialize)]
pub struct Helpful {
    /// The question.
    pub question: &'static str,
    /// That it was.
    pub yes: &'static str,
    /// That it was not.
    pub no: &'static str,
    /// Over the field for a comment.
    pub comment: &'static str,
    /// Below the field: what does not belong into it.
    pub note: &'static str,
    /// Sends the answer.
    pub send: &'static str,
    /// When it is sent.
    pub thanks: &'static str,
    /// When it could not be sent.
    pub failed: &'static str,
}

/// The words of the switch between light and dark.
#[derive(Debug, Serialize)]
pub struct Appearance {
    /// Names the switch.
    pub title: &'static str,
    /// As the system is set.
    pub system: &'static str,
    /// Dark on light.
    pub light: &'static str,
    /// Light on dark.
    pub dark: &'static str,
}

/// The words of the page that stands where there is none.
#[derive(Debug, Serialize)]
pub struct NotFound {
    /// The page's title.
    pub title: &'static str,
    /// What it says.
    pub text: &'static str,
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

/// What a reader is told who answered whether a page was helpful.
#[derive(Debug)]
pub struct Replies {
    /// The answer was kept.
    pub thanks: &'static str,
    /// It could not be kept, through no fault of the reader's.
    pub not_kept: &'static str,
    /// The reader, or somebody in the same place, has answered too often.
    pub too_often: &'static str,
    /// It is no answer, or about no page.
    pub not_taken: &'static str,
    /// The link back to the page.
    pub back: &'static str,
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
    replies: Replies {
        thanks: "Thank you for your answer.",
        not_kept: "Your answer could not be kept. Please try again later.",
        too_often: "Many answers came from you in a short time. Please wait a little and try again.",
        not_taken: "This answer cannot be taken.",
        back: "Back to the page",
    },
    skip_to_content: "Skip to content",
    navigation: "Policies",
    footnotes: "Footnotes",
    back_to_text: "Back to text",
    download_pdf: "PDF",
    download_markdown: "Markdown",
    download_signed: "Signed PDF",
    all_policies: "All policies as one PDF",
    on_one_page: "All policies on one page",
    you_are_here: "You are here",
    helpful: Helpful {
        question: "Was this page helpful?",
        yes: "Yes",
        no: "No",
        comment: "Anything to add? (optional)",
        note: "Please leave out personal details: comments get no reply.",
        send: "Send",
        thanks: "Thank you for your answer.",
        failed: "Your answer could not be sent. Please try again later.",
    },
    asking: &asking::ENGLISH,
    appearance: Appearance { title: "Appearance", system: "System", light: "Light", dark: "Dark" },
    not_found: NotFound { title: "Page not found", text: "There is no page at this address. It may have moved." },
    close: "Close",
    language: "Language",
    further: "Further pages in other languages:",
    done: "Done:",
    open: "Open:",
    search: Search {
        open: "Search",
        hint: "Search the policies",
        loading: "One moment …",
        nothing: "Nothing found. Try another word, or fewer of them.",
        results: "Results:",
        unavailable: "The search needs a web server and cannot read its list here. The navigation leads to every page.",
    },
    machines: Machines {
        feed: "Changes",
        feed_of_brand: "{brand}: changes to the policies",
        feed_of_policy: "{brand}: changes to “{title}”",
        version_of: "{title}, version {version}",
        about: "{title} of {legal_name}: the texts in force.",
        pages: "Every link leads to a page's text as Markdown. The same page for people stands at the address with `.html` in the place of `.md`.",
        languages: "In other languages:",
        full: "Everything in one file",
        ask: "A question is put with the parameter `ask`, at the address below or at that of any page:",
        mcp: "The same is reached by the Model Context Protocol, for reading alone, at {address}.",
        ask_title: "Asking about these policies",
        ask_page: "What this page does not say may stand on another one. Put the question to the address of this page, with the parameter `ask`:",
        ask_answer: "Ask one thing at a time, in a whole sentence that can be understood without this page. The answer is Markdown: the passage that says it, \
            a few more that bear on it, and the address of each. Where the policies do not say it, the answer is that they do not.",
    },
    versions: Versions {
        title: "Earlier versions",
        earlier: "This is not the latest version, but {version}.",
        last: "This is a version that was published earlier: {version}.",
        from_to: "In force from {from} to {to}.",
        from: "In force from {from}.",
        to: "In force until {to}.",
        present: "Read the latest version",
        draft: "Read the draft of another version",
        before: "This version is in force from {from}. The one in force until {to}:",
        published: "The version that was published last:",
        gone: "This document is no longer published.",
    },
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
    replies: Replies {
        thanks: "Ευχαριστούμε για την απάντησή σας.",
        not_kept: "Η απάντησή σας δεν ήταν δυνατό να καταχωριστεί. Δοκιμάστε ξανά αργότερα.",
        too_often: "Στείλατε πολλές απαντήσεις σε σύντομο χρόνο. Περιμένετε λίγο και δοκιμάστε ξανά.",
        not_taken: "Αυτή η απάντηση δεν μπορεί να γίνει δεκτή.",
        back: "Επιστροφή στη σελίδα",
    },
    skip_to_content: "Μετάβαση στο περιεχόμενο",
    navigation: "Πολιτικές",
    footnotes: "Υποσημειώσεις",
    back_to_text: "Επιστροφή στο κείμενο",
    download_pdf: "PDF",
    download_markdown: "Markdown",
    download_signed: "Υπογεγραμμένο PDF",
    all_policies: "Όλες οι πολιτικές σε ένα PDF",
    on_one_page: "Όλες οι πολιτικές σε μία σελίδα",
    you_are_here: "Βρίσκεστε εδώ",
    helpful: Helpful {
        question: "Σας βοήθησε αυτή η σελίδα;",
        yes: "Ναι",
        no: "Όχι",
        comment: "Θέλετε να προσθέσετε κάτι; (προαιρετικά)",
        note: "Παρακαλούμε μη γράφετε προσωπικά στοιχεία: στα σχόλια δεν δίνεται απάντηση.",
        send: "Αποστολή",
        thanks: "Σας ευχαριστούμε για την απάντησή σας.",
        failed: "Η απάντησή σας δεν στάλθηκε. Δοκιμάστε ξανά αργότερα.",
    },
    asking: &asking::GREEK,
    appearance: Appearance { title: "Εμφάνιση", system: "Συστήματος", light: "Φωτεινή", dark: "Σκούρα" },
    not_found: NotFound {
        title: "Η σελίδα δεν βρέθηκε", text: "Δεν υπάρχει σελίδα σε αυτή τη διεύθυνση. Ίσως έχει μεταφερθεί."
    },
    close: "Κλείσιμο",
    language: "Γλώσσα",
    further: "Περισσότερες σελίδες σε άλλες γλώσσες:",
    done: "Ολοκληρώθηκε:",
    open: "Εκκρεμεί:",
    search: Search {
        open: "Αναζήτηση",
        hint: "Αναζήτηση στις πολιτικές",
        loading: "Μια στιγμή …",
        nothing: "Δεν βρέθηκε τίποτα. Δοκιμάστε άλλη λέξη ή λιγότερες.",
        results: "Αποτελέσματα:",
        unavailable: "Η αναζήτηση χρειάζεται διακομιστή ιστού και εδώ δεν μπορεί να διαβάσει τον κατάλογό της. Από την πλοήγηση φτάνετε σε κάθε σελίδα.",
    },
    machines: Machines {
        feed: "Αλλαγές",
        feed_of_brand: "{brand}: αλλαγές στις πολιτικές",
        feed_of_policy: "{brand}: αλλαγές στο έγγραφο «{title}»",
        version_of: "{title}, έκδοση {version}",
        about: "{title}, {legal_name}: τα κείμενα που ισχύουν.",
        pages: "Κάθε σύνδεσμος οδηγεί στο κείμενο μιας σελίδας ως Markdown. Η ίδια σελίδα για ανθρώπους βρίσκεται στη διεύθυνση με `.html` στη θέση του `.md`.",
        languages: "Σε άλλες γλώσσες:",
        full: "Όλα σε ένα αρχείο",
        ask: "Μια ερώτηση τίθεται με την παράμετρο `ask`, στην παρακάτω διεύθυνση ή στη διεύθυνση οποιασδήποτε σελίδας:",
        mcp: "Τα ίδια είναι προσβάσιμα, μόνο για ανάγνωση, με το Model Context Protocol στη διεύθυνση {address}.",
        ask_title: "Ερωτήσεις για τις πολιτικές αυτές",
        ask_page: "Ό,τι δεν λέει αυτή η σελίδα μπορεί να το λέει άλλη. Θέστε την ερώτηση στη διεύθυνση αυτής της σελίδας, με την παράμετρο `ask`:",
        ask_answer: "Ρωτήστε ένα πράγμα τη φορά, με πλήρη πρόταση που να γίνεται κατανοητή χωρίς αυτή τη σελίδα. Η απάντηση είναι Markdown: το απόσπασμα που \
            το λέει, μερικά ακόμη σχετικά, και η διεύθυνση του καθενός. Όπου οι πολιτικές δεν το λένε, αυτό λέει και η απάντηση.",
    },
    versions: Versions {
        title: "Προηγούμενες εκδόσεις",
        earlier: "Αυτή δεν είναι η τελευταία έκδοση, αλλά η {version}.",
        last: "Αυτή είναι έκδοση που είχε δημοσιευθεί παλαιότερα: {version}.",
        from_to: "Σε ισχύ από {from} έως {to}.",
        from: "Σε ισχύ από {from}.",
        to: "Σε ισχύ έως {to}.",
        present: "Διαβάστε την τελευταία έκδοση",
        draft: "Διαβάστε το σχέδιο άλλης έκδοσης",
        before: "Η έκδοση αυτή ισχύει από {from}. Έως {to} ισχύει η προηγούμενη:",
        published: "Η έκδοση που δημοσιεύθηκε τελευταία:",
        gone: "Το έγγραφο αυτό δεν δημοσιεύεται πλέον.",
    },
};
