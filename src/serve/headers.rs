//! Security headers: what a browser may do with an answer.

use axum::http::header::{CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, HeaderName, HeaderValue};

use crate::project::{Feedback, Publishing};

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const X_FRAME_OPTIONS: HeaderName = HeaderName::from_static("x-frame-options");

/// What pages may load: from their own server alone, and no script that stands in them.
const OWN_ALONE: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                         manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'";
/// What anything else may load: a picture that is looked at by itself runs nothing.
const NOTHING: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";
/// Browsers show PDFs by pages of their own, which any further rule would break.
const PDF: &str = "frame-ancestors 'none'";
/// What no page needs.
const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), \
                           payment=(), usb=(), browsing-topics=()";

/// The content security policy of a brand's pages: forms and scripts may also reach where the project sends feedback.
pub(super) fn policy(publishing: &Publishing) -> HeaderValue {
    let elsewhere = match &publishing.feedback {
        Some(Feedback::Url(url)) => origin(url).map(|origin| format!(" {origin}")).unwrap_or_default(),
        _ => String::new(),
    };
    let policy = format!("{OWN_ALONE}; connect-src 'self'{elsewhere}; form-action 'self'{elsewhere}");
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(NOTHING))
}

/// The policy of pages that belong to no brand.
pub(super) fn own_policy() -> HeaderValue {
    policy(&Publishing::default())
}

/// The scheme and host of an address, where they can stand in a policy.
fn origin(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://").filter(|(scheme, _)| ["http", "https"].contains(scheme))?;
    let host = rest.split(['/', '?', '#']).next()?;
    let is_host = !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
    is_host.then(|| format!("{scheme}://{host}"))
}

/// Sets what every answer says; `policy` is that of a page, and is used for pages alone.
pub(super) fn secure(headers: &mut HeaderMap, media: &str, policy: &HeaderValue) {
    let policy = match media {
        "application/pdf" => HeaderValue::from_static(PDF),
        page if page.starts_with("text/html") => policy.clone(),
        _ => HeaderValue::from_static(NOTHING),
    };
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin"));
    headers.insert(PERMISSIONS_POLICY, HeaderValue::from_static(PERMISSIONS));
    headers.insert(OPENER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
}

#[cfg(test)]
mod tests {
    use super::{origin, policy};
    use crate::project::{Feedback, Publishing};

    #[test]
    fn only_a_host_comes_into_the_policy() {
        assert_eq!(origin("https://a.example/f?x#y").as_deref(), Some("https://a.example"));
        for wrong in ["a.example", "javascript:alert(1)", "https://a.example;script-src *", "https://", "data://x"] {
            assert_eq!(origin(wrong), None, "{wrong}");
        }
        let publishing = Publishing { feedback: Some(Feedback::Url("https://a.example/f".to_owned())), ..Publishing::default() };
        let policy = policy(&publishing);
        assert!(policy.to_str().unwrap().ends_with("connect-src 'self' https://a.example; form-action 'self' https://a.example"));
    }
}
