//! What kinds of files there are, and how long a client may keep them.

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

/// Texts are asked for again each time, which costs a header where nothing changed: a policy that changed is seen at once.
const ASK_AGAIN: &str = "no-cache";
/// Fonts and pictures change seldom, and are seen a day late at worst.
const A_DAY: &str = "public, max-age=86400";
/// PDFs are read long, and are asked for again.
const AN_HOUR: &str = "public, max-age=3600, must-revalidate";

/// What the list of changes to all policies is called, and what follows the name of one policy in that of its own.
const FEED: &str = "feed.xml";

/// The media of a file, by its path.
pub(super) fn media(path: &str) -> Media {
    let name = path.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let text = |kind| Media { kind, is_text: true, caching: ASK_AGAIN };
    let picture = |kind| Media { kind, is_text: false, caching: A_DAY };
    match ending.as_str() {
        "html" => text("text/html; charset=utf-8"),
        "md" => text("text/markdown; charset=utf-8"),
        "css" => text("text/css; charset=utf-8"),
        "js" => text("text/javascript; charset=utf-8"),
        "json" => text("application/json"),
        "xml" if name == FEED || name.ends_with(&format!(".{FEED}")) => text("application/atom+xml; charset=utf-8"),
        "xml" => text("application/xml; charset=utf-8"),
        "txt" | "" => text("text/plain; charset=utf-8"),
        "svg" => Media { is_text: true, ..picture("image/svg+xml") },
        "png" => picture("image/png"),
        "jpg" | "jpeg" => picture("image/jpeg"),
        "gif" => picture("image/gif"),
        "webp" => picture("image/webp"),
        "ico" => picture("image/x-icon"),
        "woff2" => picture("font/woff2"),
        "woff" => picture("font/woff"),
        "ttf" => Media { is_text: true, ..picture("font/ttf") },
        "otf" => Media { is_text: true, ..picture("font/otf") },
        "pdf" => Media { kind: "application/pdf", is_text: false, caching: AN_HOUR },
        _ => picture("application/octet-stream"),
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
