//! The compiler's own words around questions and their answers, per language.

/// Words around a question and its answer.
#[derive(Debug)]
pub struct Asking {
    /// Names the question.
    pub question: &'static str,
    /// Names the passage that answers.
    pub answer: &'static str,
    /// Over further passages.
    pub excerpts: &'static str,
    /// Before the place where a passage stands.
    pub source: &'static str,
    /// That the policies do not answer.
    pub refused: &'static str,
    /// Over the sections that come nearest.
    pub nearest: &'static str,
    /// That an answer is taken word for word, and what it is not.
    pub notice: &'static str,
}

impl Asking {
    /// The words of a language, by its subtag; English where it has none of its own.
    pub fn of(language: &str) -> &'static Self {
        match language {
            "el" => &GREEK,
            _ => &ENGLISH,
        }
    }
}

static ENGLISH: Asking = Asking {
    question: "Question",
    answer: "Answer",
    excerpts: "More on this",
    source: "Source",
    refused: "The policies do not answer this question.",
    nearest: "These sections come nearest",
    notice: "The words are taken from the policies as they stand. The whole page is what counts.",
};

static GREEK: Asking = Asking {
    question: "Ερώτηση",
    answer: "Απάντηση",
    excerpts: "Σχετικά αποσπάσματα",
    source: "Πηγή",
    refused: "Οι πολιτικές δεν απαντούν σε αυτή την ερώτηση.",
    nearest: "Οι πλησιέστερες ενότητες",
    notice: "Το κείμενο προέρχεται αυτολεξεί από τις πολιτικές. Ισχύει ολόκληρη η σελίδα.",
};
