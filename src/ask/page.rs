//! An answer as it is read: in Markdown and in HTML.

use crate::address::percent_encoded;
use crate::locale::Asking;

use super::answer::{Answer, Excerpt, Source};
use super::markdown::escaped;

impl Answer {
    fn words(&self) -> &'static Asking {
        Asking::of(self.language.split('-').next().unwrap_or_default())
    }

    /// As Markdown: the question is the title, and every passage is followed by where it stands.
    pub fn to_markdown(&self) -> String {
        let words = self.words();
        let mut written = format!("# {}\n\n", escaped(&self.question));
        match &self.answer {
            Some(answer) => written.push_str(&format!("{}\n\n{}: {}\n", answer.markdown, words.source, link(&answer.source))),
            None => written.push_str(&format!("{}\n", words.refused)),
        }
        if !self.excerpts.is_empty() {
            written.push_str(&format!("\n## {}\n", words.excerpts));
            for excerpt in &self.excerpts {
                written.push_str(&format!("\n### {}\n\n{}\n", link(&excerpt.source), excerpt.markdown));
            }
        }
        if !self.nearest.is_empty() {
            written.push_str(&format!("\n## {}\n\n", words.nearest));
            self.nearest.iter().for_each(|source| written.push_str(&format!("- {}\n", link(source))));
        }
        if self.answered {
            written.push_str(&format!("\n*{}*\n", words.notice));
        }
        written
    }

    /// What stands over it, and is the title of its page. The question is no part of it: anybody can put any sentence there, and the page is the brand's.
    pub fn heading(&self) -> &'static str {
        self.words().question
    }

    /// As HTML that stands in a page, with a heading of level 1 and the question below it, as somebody's words. Where the policies do not answer, a mail address to
    /// write to may be named.
    pub fn to_html(&self, write_to: Option<&str>) -> String {
        let words = self.words();
        let question = html(&words.quoted.replace("{question}", &self.question));
        let mut written = format!("<h1 id=\"page.title\">{}</h1>\n<p class=\"question\">{question}</p>\n", html(self.heading()));
        if let Some(answer) = &self.answer {
            written.push_str(&format!("<section class=\"answer\">\n{}</section>\n", passage(answer, words)));
        } else {
            let write = write_to.map(|to| format!(" {}", html(words.write).replace("{address}", &mail(to, &self.question)))).unwrap_or_default();
            written.push_str(&format!("<p class=\"refused\"><strong>{}</strong>{write}</p>\n", html(words.refused)));
        }
        if !self.excerpts.is_empty() {
            written.push_str(&format!("<h2>{}</h2>\n", html(words.excerpts)));
            for excerpt in &self.excerpts {
                written.push_str(&format!("<section class=\"excerpt\">\n{}</section>\n", passage(excerpt, words)));
            }
        }
        if !self.nearest.is_empty() {
            let items: String = self.nearest.iter().map(|source| format!("<li>{}</li>\n", anchor(source))).collect();
            written.push_str(&format!("<h2>{}</h2>\n<ul>\n{items}</ul>\n", html(words.nearest)));
        }
        if self.answered {
            written.push_str(&format!("<p class=\"notice\">{}</p>\n", html(words.notice)));
        }
        written
    }
}

/// A link as Markdown.
fn link(source: &Source) -> String {
    format!("[{}](<{}>)", escaped(&source.name()), address(&source.url))
}

/// A passage in HTML, line for line, and where it stands.
fn passage(excerpt: &Excerpt, words: &Asking) -> String {
    let lines: String = excerpt.text.lines().map(|line| format!("<p>{}</p>\n", html(line))).collect();
    format!("<blockquote>\n{lines}</blockquote>\n<p class=\"source\">{}: {}</p>\n", html(words.source), anchor(&excerpt.source))
}

fn anchor(source: &Source) -> String {
    format!("<a href=\"{}\">{}</a>", html(&address(&source.url)), html(&source.name()))
}

/// A link to a mail with the question in its text (RFC 6068).
fn mail(to: &str, question: &str) -> String {
    let address = percent_encoded(to, |_, byte| byte.is_ascii_alphanumeric() || b"-._~@+".contains(&byte));
    let text = percent_encoded(question, |_, byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
    format!("<a href=\"mailto:{address}?body={text}\">{}</a>", html(to))
}

/// An address with everything percent-encoded that could end it or begin something else.
fn address(url: &str) -> String {
    let mut written = String::with_capacity(url.len());
    for byte in url.bytes() {
        match byte {
            b'a'..=b'z'
            | b'A'..=b'Z'
            | b'0'..=b'9'
            | b'-'
            | b'.'
            | b'_'
            | b'~'
            | b'/'
            | b'#'
            | b':'
            | b'?'
            | b'='
            | b'&'
            | b'%'
            | b'+'
            | b'@'
            | b',' => {
                written.push(char::from(byte));
            }
            other => written.push_str(&format!("%{other:02X}")),
        }
    }
    written
}

/// A text in which nothing is HTML's syntax.
fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
