//! An answer, with where it stands.

use serde::Serialize;

use super::direct::Line;

/// What a brand's policies say to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The question.
    pub question: String,
    /// The brand whose policies were asked.
    pub brand: String,
    /// The language of the policies, as a BCP 47 tag.
    pub language: String,
    /// Whether the policies answer. Where they do not, there is no answer and there are no excerpts.
    pub answered: bool,
    /// How much of the question's words stand in the best place of the section that answers, or in one listed way of asking for it, in hundredths; nothing where the
    /// policies do not answer.
    pub covered: Option<u8>,
    /// The passage that answers best.
    pub answer: Option<Excerpt>,
    /// Further passages about the same, the best first: up to five.
    pub excerpts: Vec<Excerpt>,
    /// Where to look, or whom to ask, when the policies do not answer: the sections that come nearest.
    pub nearest: Vec<Source>,
}

/// Words of a policy, with where they stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Excerpt {
    /// The words, line by line: whole sentences, without any form.
    pub text: String,
    /// The same as Markdown.
    pub markdown: String,
    /// Where they stand.
    pub source: Source,
    /// The same, line by line with what each is.
    #[serde(skip)]
    pub(super) lines: Vec<Line>,
}

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The policy's id.
    pub policy: String,
    /// Its title.
    pub title: String,
    /// The headings that lead to it, the outermost first; none for what stands before the first one.
    pub headings: Vec<String>,
    /// The anchor of the heading, or of the one clause that was taken; none for the beginning of the page.
    pub anchor: Option<String>,
    /// The anchor of the heading above.
    pub section: Option<String>,
    /// The address of the page with the anchor: from the site's root, or whole once [`Answer::at`] put the site before it.
    pub url: String,
}

impl Answer {
    /// The answer with whole addresses, for a site at an address without a slash at its end.
    #[must_use]
    pub fn at(mut self, site: &str) -> Self {
        let excerpts = self.answer.iter_mut().chain(&mut self.excerpts).map(|excerpt| &mut excerpt.source);
        for source in excerpts.chain(&mut self.nearest) {
            source.url = format!("{site}/{}", source.url);
        }
        self
    }

    /// As JSON, with a line feed at its end.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).map(|json| json + "\n").unwrap_or_default()
    }
}

impl Excerpt {
    /// The excerpt with a whole address, as [`Answer::at`] gives it.
    #[must_use]
    pub fn at(mut self, site: &str) -> Self {
        self.source.url = format!("{site}/{}", self.source.url);
        self
    }
}

impl Source {
    /// What the place is called: its headings after the page's title.
    pub fn name(&self) -> String {
        std::iter::once(&self.title).chain(&self.headings).map(String::as_str).collect::<Vec<_>>().join(" › ")
    }
}
