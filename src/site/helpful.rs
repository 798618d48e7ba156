//! "Was this page helpful?": where a reader's answer goes.

use serde::Serialize;

use crate::address::percent_encoded;
use crate::brand::Brand;
use crate::locale::Words;
use crate::project::Feedback;
use crate::render::href;

use super::FEEDBACK;
use super::standpoint::Standpoint;

/// Where readers' answers go.
#[derive(Debug, Clone, Hash)]
pub(super) enum FeedbackTo<'a> {
    /// To the server that serves the site.
    Server,
    /// To an address of the project's own.
    Address(&'a str),
    /// To a mail address of the brand's.
    Mail(&'a str),
}

/// The question as a layout asks it.
#[derive(Debug, Serialize)]
pub(super) struct HelpfulQuestion {
    /// Where the form is sent; `None` where the answers are mails.
    post: Option<String>,
    /// What the form says the page is: its path from the site's root, without its ending.
    page: String,
    /// The mail that says yes.
    yes: Option<String>,
    /// The mail that says no.
    no: Option<String>,
}

/// A page that asks.
#[derive(Debug, Clone, Copy)]
pub(super) struct AskingPage<'a> {
    /// Its path from the site's root.
    pub(super) path: &'a str,
    /// Its title.
    pub(super) title: &'a str,
    /// Its whole address, where that is known.
    pub(super) address: Option<&'a str>,
}

impl<'a> FeedbackTo<'a> {
    /// Where the answers of a brand's readers go; `None` where nobody is asked, or the brand has no address to which a mail could go.
    pub(super) fn of(brand: &'a Brand, feedback: Option<&'a Feedback>) -> Option<Self> {
        match feedback? {
            Feedback::Server => Some(Self::Server),
            Feedback::Url(address) => Some(Self::Address(address)),
            Feedback::Mail => brand.answers_to().map(Self::Mail),
        }
    }

    /// The question that a page asks, in the words of its language.
    pub(super) fn question(&self, page: AskingPage<'_>, words: &Words) -> HelpfulQuestion {
        let post = match self {
            Self::Server => Some(Standpoint::At(page.path).to(FEEDBACK)),
            Self::Address(address) => Some((*address).to_owned()),
            Self::Mail(_) => None,
        };
        let mail = |answer: &str| match self {
            Self::Mail(to) => Some(mail(to, page, &format!("{} {answer}", words.helpful.question))),
            Self::Server | Self::Address(_) => None,
        };
        let stem = href::stem(page.path).unwrap_or(page.path).to_owned();
        HelpfulQuestion { post, page: stem, yes: mail(words.helpful.yes), no: mail(words.helpful.no) }
    }
}

/// A mail about a page (RFC 6068), with the page and the answer in its subject and the page's address in its text.
fn mail(to: &str, page: AskingPage<'_>, answer: &str) -> String {
    let encoded = |text: &str| percent_encoded(text, |_, byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
    let to = percent_encoded(to, |_, byte| byte.is_ascii_alphanumeric() || b"-._~@+".contains(&byte));
    format!("mailto:{to}?subject={}&body={}", encoded(&format!("{}: {answer}", page.title)), encoded(page.address.unwrap_or(page.path)))
}

#[cfg(test)]
mod tests {
    use super::{AskingPage, FeedbackTo};
    use crate::locale::Words;

    const PAGE: AskingPage<'static> =
        AskingPage { path: "terms/limits.html", title: "Limits & more", address: Some("https://a.example/terms/limits.html") };

    #[test]
    fn a_server_takes_answers_at_the_sites_root() {
        let question = FeedbackTo::Server.question(PAGE, Words::of("en"));
        assert_eq!((question.post.as_deref(), question.page.as_str()), (Some("../~feedback"), "terms/limits"));
        assert_eq!(question.yes, None);
    }

    #[test]
    fn a_mail_names_the_page_and_the_answer() {
        let question = FeedbackTo::Mail("a+b@c.example").question(PAGE, Words::of("en"));
        assert_eq!(question.post, None);
        assert_eq!(
            question.no.unwrap(),
            "mailto:a+b@c.example?subject=Limits%20%26%20more%3A%20Was%20this%20page%20helpful%3F%20No&body=https%3A%2F%2Fa.example%2Fterms%2Flimits.html"
        );
    }
}
