//! Security headers: what a browser may do with an answer.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response};

use crate::address::Location;
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
fn origin(url: &str) -> Option<&str> {
    let Location { origin, host, .. } = Location::read(url)?;
    let is_web = ["http", "https"].iter().any(|scheme| origin.strip_prefix(scheme).is_some_and(|rest| rest.starts_with("://")));
    let is_host = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
    (is_web && is_host).then_some(origin)
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

/// An answer of another module, with what every answer says beside what it says itself.
pub(super) fn completed(mut response: Response<Body>, policy: &HeaderValue) -> Response<Body> {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let own = response.headers().get(CONTENT_SECURITY_POLICY).cloned();
    secure(response.headers_mut(), &kind, policy);
    if let Some(own) = own {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, own);
    }
    response.headers_mut().entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::{origin, policy};
    use crate::project::{Feedback, Publishing};

    #[test]
    fn only_a_host_comes_into_the_policy() {
        assert_eq!(origin("https://a.example/f?x#y"), Some("https://a.example"));
        for wrong in ["a.example", "javascript:alert(1)", "https://a.example;script-src *", "https://", "data://x"] {
            assert_eq!(origin(wrong), None, "{wrong}");
        }
        let publishing = Publishing { feedback: Some(Feedback::Url("https://a.example/f".to_owned())), ..Publishing::default() };
        let policy = policy(&publishing);
        assert!(policy.to_str().unwrap().ends_with("connect-src 'self' https://a.example; form-action 'self' https://a.example"));
    }
}
