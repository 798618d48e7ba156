//! The form of an answer that a client likes best (RFC 9110, section 12.5.1).

use axum::http::HeaderValue;

use super::media::{HTML, JSON, MARKDOWN};
use super::quality::preferences;

/// A form in which an answer is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A page of the site.
    Html,
    /// Markdown (RFC 7763).
    Markdown,
    /// JSON.
    Json,
}

impl Form {
    /// Its media type.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Html => HTML,
            Self::Markdown => MARKDOWN,
            Self::Json => JSON,
        }
    }

    /// How much a client likes it. By its further names it is liked where it is called so, and not where anything is liked.
    fn liked(self, ranges: &[Range<'_>]) -> u16 {
        let is_named = |(kind, subtype): &(&str, &str)| ranges.iter().any(|range| range.is(kind, subtype));
        let further = self.asked_by().iter().skip(1).filter(|media| is_named(media));
        self.asked_by().iter().take(1).chain(further).map(|media| liking(ranges, *media)).max().unwrap_or_default()
    }

    /// The media types by which clients ask for it; its own is first.
    fn asked_by(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Html => &[("text", "html"), ("application", "xhtml+xml")],
            Self::Markdown => &[("text", "markdown"), ("text", "x-markdown"), ("text", "plain")],
            Self::Json => &[("application", "json")],
        }
    }
}

/// The form that a client likes best; among equals, and where it names none of them, Markdown at an address of Markdown and a page elsewhere.
pub(super) fn chosen(accept: Option<&HeaderValue>, is_markdown: bool) -> Form {
    let order = if is_markdown { [Form::Markdown, Form::Html, Form::Json] } else { [Form::Html, Form::Markdown, Form::Json] };
    let ranges: Vec<Range<'_>> = accept.and_then(|accept| accept.to_str().ok()).into_iter().flat_map(preferences).filter_map(range).collect();
    let mut best = (0, order[0]);
    for form in order {
        let liked = form.liked(&ranges);
        if liked > best.0 {
            best = (liked, form);
        }
    }
    best.1
}

/// A range of media types, and how much it is liked, in thousandths.
struct Range<'a> {
    kind: &'a str,
    subtype: &'a str,
    liked: u16,
}

impl Range<'_> {
    fn is(&self, kind: &str, subtype: &str) -> bool {
        self.kind.eq_ignore_ascii_case(kind) && self.subtype.eq_ignore_ascii_case(subtype)
    }
}

fn range((media, liked): (&str, u16)) -> Option<Range<'_>> {
    let (kind, subtype) = media.split_once('/')?;
    Some(Range { kind: kind.trim(), subtype: subtype.trim(), liked })
}

/// How much a media type is liked: as the most particular range says that it falls into.
fn liking(ranges: &[Range<'_>], (kind, subtype): (&str, &str)) -> u16 {
    let particular = |range: &Range<'_>| match (range.kind, range.subtype) {
        _ if range.is(kind, subtype) => Some(3),
        (of, "*") if of.eq_ignore_ascii_case(kind) => Some(2),
        ("*", "*") => Some(1),
        _ => None,
    };
    let fitting = ranges.iter().filter_map(|range| Some((particular(range)?, range.liked)));
    fitting.max_by_key(|(particular, _)| *particular).map(|(_, liked)| liked).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::{Form, chosen};

    #[test]
    fn a_client_gets_what_it_likes_best() {
        let form = |accept: &'static str, is_markdown| chosen(Some(&HeaderValue::from_static(accept)), is_markdown);
        assert_eq!(chosen(None, false), Form::Html);
        assert_eq!(chosen(None, true), Form::Markdown);
        assert_eq!(form("*/*", true), Form::Markdown);
        assert_eq!(form("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true), Form::Html);
        assert_eq!(form("application/json", true), Form::Json);
        assert_eq!(form("text/html;q=0.5, application/json", false), Form::Json);
        assert_eq!(form("text/*;q=0.3, text/markdown;q=0.7", false), Form::Markdown);
        assert_eq!(form("text/html;q=0, */*", false), Form::Markdown);
        assert_eq!(form("image/png, ;;;,text/html;q=7", false), Form::Html);
    }
}
