//! Whether a post comes from the site's own page.

use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};

/// Whether a page of another site, or nobody knows which, made the browser send this.
///
/// Browsers say so themselves, and pages cannot change what they say: `Sec-Fetch-Site` where the connection is secure (Fetch Metadata), `Origin` with every post (Fetch,
/// section 3.2). A program that is no browser sends neither, and can be led by no page.
pub(super) fn is_from_elsewhere(headers: &HeaderMap, authority: Option<&str>) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site != "same-origin";
    }
    let Some(origin) = headers.get(ORIGIN) else { return false };
    let host = authority.or_else(|| headers.get(HOST).and_then(|host| host.to_str().ok()));
    let origin = origin.to_str().unwrap_or_default();
    // A browser leaves out the port that a scheme has anyway; a proxy may write it.
    let (Some((origin, port)), Some(host)) =
        ([("https://", ":443"), ("http://", ":80")].iter().find_map(|(scheme, port)| Some((origin.strip_prefix(scheme)?, *port))), host)
    else {
        return true;
    };
    !origin.eq_ignore_ascii_case(host.strip_suffix(port).unwrap_or(host))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderName, HeaderValue};

    use super::is_from_elsewhere;

    fn refused(said: &[(&'static str, &'static str)]) -> bool {
        let headers: HeaderMap = said.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect();
        is_from_elsewhere(&headers, None)
    }

    #[test]
    fn only_the_sites_own_pages_may_post() {
        assert!(!refused(&[("host", "a.example"), ("origin", "https://a.example")]));
        assert!(!refused(&[("host", "a.example:4000"), ("origin", "http://A.example:4000")]));
        assert!(!refused(&[("host", "a.example:443"), ("origin", "https://a.example")]));
        assert!(refused(&[("host", "a.example:443"), ("origin", "http://a.example")]));
        // A page that says nothing of where it is sends the origin `null`; the browser says all the same that it is this site's.
        assert!(!refused(&[("host", "a.example"), ("origin", "null"), ("sec-fetch-site", "same-origin")]));
        assert!(!refused(&[("host", "a.example")]));
        for elsewhere in ["https://b.example", "https://a.example.b.example", "https://a.example:8443", "null", "file://", ""] {
            assert!(refused(&[("host", "a.example"), ("origin", elsewhere)]), "{elsewhere}");
        }
        for site in ["cross-site", "same-site", "none", "x"] {
            assert!(refused(&[("host", "a.example"), ("origin", "https://a.example"), ("sec-fetch-site", site)]), "{site}");
        }
        assert!(refused(&[("origin", "https://a.example")]));
    }
}
