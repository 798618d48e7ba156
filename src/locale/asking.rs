//! The compiler's own words around questions and their answers, per language.

use serde::Serialize;

/// Words around a question and its answer.
#[derive(Debug, Serialize)]
pub struct Asking {
    /// Over the field in which a question is put.
    pub title: &'static str,
    /// Names the field.
    pub hint: &'static str,
    /// Sends the question.
    pub send: &'static str,
    /// Over the question that was put.
    pub question: &'static str,
    /// A question, as it is said again: `{question}`.
    pub quoted: &'static str,
    /// That a question has no words.
    pub missing: &'static str,
    /// That a question is too long, and how many characters it may have: `{longest}`.
    pub too_long: &'static str,
    /// Over further passages.
    pub excerpts: &'static str,
    /// Before the place where a passage stands.
    pub source: &'static str,
    /// That the policies do not answer.
    pub refused: &'static str,
    /// Whom to write to in its stead: the link to `{address}` stands in it.
    pub write: &'static str,
    /// Over the sections that come nearest.
    pub nearest: &'static str,
    /// That an answer is taken word for word, and what it is not.
    pub notice: &'static str,
}

pub(super) static ENGLISH: Asking = Asking {
    title: "Ask the policies",
    hint: "Your question, in your own words",
    send: "Ask",
    question: "Your question",
    quoted: "“{question}”",
    missing: "There is no question yet: write one below.",
    too_long: "The question is too long: ask it in {longest} characters or fewer.",
    excerpts: "More on this",
    source: "Source",
    refused: "The policies do not answer this question.",
    write: "Write to {address}.",
    nearest: "These sections come nearest",
    notice: "The words are taken from the policies as they stand. The whole page is what counts.",
};

pub(super) static GREEK: Asking = Asking {
    title: "Ρωτήστε τις πολιτικές",
    hint: "Η ερώτησή σας, με δικά σας λόγια",
    send: "Ερώτηση",
    question: "Η ερώτησή σας",
    quoted: "«{question}»",
    missing: "Δεν υπάρχει ακόμη ερώτηση: γράψτε την παρακάτω.",
    too_long: "Η ερώτηση είναι πολύ μεγάλη: διατυπώστε τη με {longest} χαρακτήρες ή λιγότερους.",
    excerpts: "Σχετικά αποσπάσματα",
    source: "Πηγή",
    refused: "Οι πολιτικές δεν απαντούν σε αυτή την ερώτηση.",
    write: "Γράψτε στη διεύθυνση {address}.",
    nearest: "Οι πλησιέστερες ενότητες",
    notice: "Το κείμενο προέρχεται αυτολεξεί από τις πολιτικές. Ισχύει ολόκληρη η σελίδα.",
};
