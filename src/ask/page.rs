//! An answer as it is read: in Markdown and in HTML.

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

    /// As HTML that stands in a page: the question is its heading of level 1.
    pub fn to_html(&self) -> String {
        let words = self.words();
        let mut written = format!("<h1>{}</h1>\n", html(&self.question));
        match &self.answer {
            Some(answer) => written.push_str(&format!("<section class=\"answer\">\n{}</section>\n", passage(answer, words))),
            None => written.push_str(&format!("<p class=\"refused\">{}</p>\n", html(words.refused))),
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
