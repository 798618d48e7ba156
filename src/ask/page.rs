//! An answer as it is read: in Markdown and in HTML.

use crate::address::percent_encoded;
use crate::locale::{Asking, Words};

use super::answer::{Answer, Excerpt, Source};
use super::direct::{LEFT_OUT, Line};
use super::markdown::escaped;
use super::passage::Form;
use super::question::{LONGEST, Question, QuestionFault};

impl Answer {
    fn words(&self) -> &'static Asking {
        Words::of_tag(&self.language).asking
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

impl QuestionFault {
    /// What stands over it on a page in a language, and is the title of the page.
    pub fn heading(language: &str) -> &'static str {
        Words::of_tag(language).asking.question
    }

    /// As HTML that stands in a page in a language, with a heading of level 1, and below it the field with as much of what somebody wrote as it takes.
    pub fn to_html(self, language: &str, text: &str) -> String {
        let words = Words::of_tag(language).asking;
        let fault = match self {
            Self::Empty => words.missing.to_owned(),
            Self::TooLong => words.too_long.replace("{longest}", &LONGEST.to_string()),
        };
        let heading = format!("<h1 id=\"page.title\">{}</h1>\n<p class=\"refused\"><strong>{}</strong></p>\n", html(words.question), html(&fault));
        format!("{heading}{}", form(&Question::cut(text), words))
    }
}

/// The field for a question as every page has it (`templates/html/asking.hbs`), with words in it. It is sent to the page on which it stands.
fn form(question: &str, words: &Asking) -> String {
    let [title, hint, send, question] = [words.title, words.hint, words.send, question].map(html);
    format!(
        "<form class=\"asking\" action=\"?\" role=\"search\" aria-label=\"{title}\">\n<label for=\"page.ask\">{title}</label>\n\
         <input id=\"page.ask\" name=\"ask\" type=\"text\" value=\"{question}\" placeholder=\"{hint}\" autocomplete=\"off\" enterkeyhint=\"go\" \
         maxlength=\"{LONGEST}\" required>\n<button type=\"submit\">{send}</button>\n</form>\n"
    )
}

/// A link as Markdown.
fn link(source: &Source) -> String {
    format!("[{}](<{}>)", escaped(&source.name()), address(&source.url))
}

/// A passage in HTML, line for line, and where it stands.
fn passage(excerpt: &Excerpt, words: &Asking) -> String {
    format!("<blockquote>\n{}</blockquote>\n<p class=\"source\">{}: {}</p>\n", blocks(&excerpt.lines), html(words.source), anchor(&excerpt.source))
}

/// Lines as paragraphs and lists.
fn blocks(lines: &[Line]) -> String {
    let mut written = String::new();
    for run in lines.chunk_by(|before, after| before.depth().is_some() && after.depth().is_some()) {
        match run {
            [line] if line.form == Form::Code => written.push_str(&format!("<pre>{}</pre>\n", html(&line.text))),
            [line] if line.depth().is_none() => written.push_str(&format!("<p>{}</p>\n", html(&line.shown()))),
            items => written.push_str(&list(items)),
        }
    }
    written
}

/// Items as a list, each with the list of those below it.
fn list(lines: &[Line]) -> String {
    let outermost = lines.first().and_then(Line::depth);
    let items: String = lines.chunk_by(|_, after| after.depth() > outermost).map(item).collect();
    format!("<ul>\n{items}</ul>\n")
}

fn item(lines: &[Line]) -> String {
    let Some((own, below)) = lines.split_first() else { return String::new() };
    let class = if own.number.is_some() || own.text == LEFT_OUT { " class=\"numbered\"" } else { "" };
    let below = if below.is_empty() { String::new() } else { format!("\n{}", list(below)) };
    format!("<li{class}>{}{below}</li>\n", html(&own.shown()))
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

#[cfg(test)]
mod tests {
    use super::{Form, Line, QuestionFault, blocks};

    #[test]
    fn lines_keep_their_form() {
        let line = |form, text: &str| Line { form, number: None, text: text.to_owned() };
        assert_eq!(blocks(&[line(Form::Code, "Contact: <a>\nExpires: never")]), "<pre>Contact: &lt;a&gt;\nExpires: never</pre>\n");
        let lines = [line(Form::Item(0), "One:"), line(Form::Row(1), "Plan: Solo"), line(Form::Item(1), "more"), line(Form::Item(0), "Two")];
        assert_eq!(blocks(&lines), "<ul>\n<li>One:\n<ul>\n<li>Plan: Solo</li>\n<li>more</li>\n</ul>\n</li>\n<li>Two</li>\n</ul>\n");
    }

    #[test]
    fn a_question_that_cannot_be_answered_is_given_back() {
        let page = QuestionFault::TooLong.to_html("el", &"\"<α>".repeat(300));
        assert!(page.starts_with("<h1 id=\"page.title\">Η ερώτησή σας</h1>\n") && page.contains("με 1000 χαρακτήρες"), "{page}");
        let value = page.split_once(" value=\"").and_then(|(_, rest)| rest.split_once('"')).unwrap().0;
        assert_eq!(value, "&quot;&lt;α&gt;".repeat(250));
        let empty = QuestionFault::Empty.to_html("en", " ");
        assert!(empty.contains("<strong>There is no question yet: write one below.</strong>") && empty.contains(" value=\" \""), "{empty}");
    }
}
