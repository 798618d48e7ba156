//! What kinds of files there are, and how long a client may keep them.

use crate::render::media::media_type;
use crate::site::FEED;

/// What is to be said of a file with its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Media {
    /// Its media type.
    pub(super) kind: &'static str,
    /// Whether compressing it makes it smaller.
    pub(super) is_text: bool,
    /// How long it may be kept without asking again.
    pub(super) caching: &'static str,
}

impl Media {
    /// Whether it is a page.
    pub(super) fn is_page(self) -> bool {
        self.kind == HTML
    }
}

/// The media type of pages.
pub(super) const HTML: &str = "text/html; charset=utf-8";
/// The media type of Markdown (RFC 7763).
pub(super) const MARKDOWN: &str = "text/markdown; charset=utf-8";
/// The media type of JSON (RFC 8259).
pub(super) const JSON: &str = "application/json";
/// The media type of plain text.
pub(super) const PLAIN: &str = "text/plain; charset=utf-8";

/// Texts are asked for again each time, which costs a header where nothing changed: a policy that changed is seen at once.
const ASK_AGAIN: &str = "no-cache";
/// Fonts and pictures change seldom, and are seen a day late at worst.
const A_DAY: &str = "public, max-age=86400";
/// PDFs are read long, and are asked for again.
const AN_HOUR: &str = "public, max-age=3600, must-revalidate";

/// The media of a file, by its path.
pub(super) fn media(path: &str) -> Media {
    let name = path.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let text = |kind| Media { kind, is_text: true, caching: ASK_AGAIN };
    match ending.as_str() {
        "html" => text(HTML),
        "md" => text(MARKDOWN),
        "css" => text("text/css; charset=utf-8"),
        "js" => text("text/javascript; charset=utf-8"),
        "json" => text(JSON),
        // The list of changes to all policies, and that of one policy.
        "xml" if name == FEED || name.ends_with(&format!(".{FEED}")) => text("application/atom+xml; charset=utf-8"),
        "xml" => text("application/xml; charset=utf-8"),
        "txt" | "" => text(PLAIN),
        "pdf" => Media { kind: "application/pdf", is_text: false, caching: AN_HOUR },
        ending => {
            Media { kind: media_type(path).unwrap_or("application/octet-stream"), is_text: matches!(ending, "svg" | "ttf" | "otf"), caching: A_DAY }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::media;

    #[test]
    fn feeds_are_told_from_other_lists() {
        for (path, kind) in [
            ("feed.xml", "application/atom+xml; charset=utf-8"),
            ("el/legal/terms.feed.xml", "application/atom+xml; charset=utf-8"),
            ("sitemap.xml", "application/xml; charset=utf-8"),
            ("feedstock.xml", "application/xml; charset=utf-8"),
        ] {
            assert_eq!(media(path).kind, kind, "{path}");
        }
    }
}
