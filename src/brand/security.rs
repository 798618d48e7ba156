//! Whom to tell of a weakness, as a brand's `security.txt` says it (RFC 9116).

use jiff::civil::Date;
use jiff::{Span as Days, ToSpan as _};

use super::{Brand, Security};
use crate::address::{is_mail, is_web_address};
use crate::diag::{Code, Diagnostic};
use crate::locale::day;
use crate::source::Sources;
use crate::yaml::{Node, Value};

/// A brand is warned so many days before its file expires.
const NEAR: i64 = 30;

impl Security {
    /// What merged values say; `None` where they say nothing, or not enough for a file. Findings have a place and no brand yet.
    pub(super) fn read(values: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        let node = values.get("security")?;
        let before = found.len();
        for (key, example) in [("contact", "contact: [security@example.com]"), ("expires", "expires: 2027-09-01")] {
            if node.get(key).is_none_or(|value| value.value == Value::List(Vec::new())) {
                let message = format!("`security` lacks its `{key}`, without which a security.txt is none");
                found.push(Diagnostic::new(Code::MissingKey, message).at(node.span).hint(format!("add a line such as `{example}`")));
            }
        }
        let contact =
            items(node, "contact", contact, "a mail address, a telephone number as tel:+30231000000, or an address that starts with https://", found);
        let canonical = items(node, "canonical", secure, "an address that starts with https://", found);
        let languages = items(node, "languages", language, "a language, as en or el", found);
        let mut one =
            |key: &str| node.get(key).and_then(|value| uri(value, &format!("security.{key}"), secure, "an address that starts with https://", found));
        let (acknowledgments, hiring) = (one("acknowledgments"), one("hiring"));
        let encryption = node
            .get("encryption")
            .and_then(|value| uri(value, "security.encryption", key_address, "an address that starts with https://, dns: or openpgp4fpr:", found));
        let policy = node.get("policy").and_then(|value| {
            uri(value, "security.policy", policy, "a policy, as security/response, or an address that starts with https://", found)
        });
        let expires = node.get("expires")?;
        let read = Self {
            contact,
            expires: day(expires.text()?)?,
            expires_at: expires.span,
            languages,
            policy,
            policy_at: node.get("policy").map(|node| node.span),
            encryption,
            acknowledgments,
            hiring,
            canonical,
        };
        (found.len() == before && !read.contact.is_empty()).then_some(read)
    }
}

impl Brand {
    /// What is to be said of the day on which its `security.txt` expires, as of a day.
    ///
    /// A researcher disregards a file that has expired, and RFC 9116 (section 2.5.5) recommends that none is valid for more than a year.
    pub fn expiry(&self, today: Date, sources: &Sources) -> Option<Diagnostic> {
        let security = self.security.as_ref()?;
        let (expires, hint) = (security.expires, "look through `security:`, and write a day less than a year ahead");
        let after = |days: Days| today.checked_add(days).unwrap_or(Date::MAX);
        let (code, message) = if expires <= today {
            (Code::SecurityExpired, format!("the security.txt expired on {expires}: nobody heeds it any more"))
        } else if expires < after(NEAR.days()) {
            (Code::SecurityExpires, format!("the security.txt expires on {expires}, in less than {NEAR} days"))
        } else if expires > after(1.year()) {
            (Code::SecurityExpires, format!("the security.txt expires on {expires}, more than a year from now"))
        } else {
            return None;
        };
        Some(super::locate(Diagnostic::new(code, message).at(security.expires_at).hint(hint), self, sources))
    }
}

/// The items of a list, each as what it means.
fn items(node: &Node, key: &str, read: fn(&str) -> Option<String>, wanted: &str, found: &mut Vec<Diagnostic>) -> Vec<String> {
    let items = node.get(key).map(Node::items).unwrap_or_default();
    items.iter().filter_map(|item| uri(item, &format!("security.{key}"), read, wanted, found)).collect()
}

/// A value as what it means, or the finding that it means nothing.
fn uri(node: &Node, name: &str, read: fn(&str) -> Option<String>, wanted: &str, found: &mut Vec<Diagnostic>) -> Option<String> {
    let text = node.text()?;
    let read = read(text);
    if read.is_none() {
        let message = format!("`{name}` holds something that a security.txt cannot: {text}");
        found.push(Diagnostic::new(Code::WrongType, message).at(node.span).hint(format!("write {wanted}")));
    }
    read
}

/// A contact as a URI (RFC 9116, section 2.5.3).
fn contact(text: &str) -> Option<String> {
    let is_number = |number: &str| number.starts_with('+') && number.len() > 3 && number[1..].bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let mail = text.strip_prefix("mailto:").unwrap_or(text);
    match text.strip_prefix("tel:") {
        Some(number) => is_number(number).then(|| text.to_owned()),
        None if is_mail(mail) && mail.is_ascii() => Some(format!("mailto:{mail}")),
        None => secure(text),
    }
}

/// An address of the web, which must be secure (RFC 9116, section 2.4).
fn secure(text: &str) -> Option<String> {
    (is_web_address(text) && text.is_ascii() && text.starts_with("https://")).then(|| text.to_owned())
}

/// A policy's id, or an address.
fn policy(text: &str) -> Option<String> {
    if text.contains(':') { secure(text) } else { Some(text.to_owned()) }
}

/// Where a key is found (RFC 9116, section 2.5.4).
fn key_address(text: &str) -> Option<String> {
    let inert = text.bytes().all(|byte| byte.is_ascii_graphic());
    let known = text.starts_with("dns:") || text.starts_with("openpgp4fpr:");
    if known && inert { Some(text.to_owned()) } else { secure(text) }
}

/// A language tag (RFC 5646).
fn language(text: &str) -> Option<String> {
    crate::locale::Locale::parse(text).map(|locale| locale.to_string())
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::{contact, key_address, secure};
    use crate::diag::Code;
    use crate::project::load;
    use crate::world::Memory;

    fn expiry(expires: &str, today: Date) -> Option<Code> {
        let brand = format!("name: A\nsecurity: {{contact: [a@b.example], expires: {expires}}}\n");
        let loaded = load(&Memory::from([("brands/a.yaml", brand.as_str()), ("sources/a.md", "---\ntitle: A\n---\n")]));
        assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
        loaded.value.brands[0].expiry(today, &loaded.value.sources).map(|found| found.code)
    }

    #[test]
    fn a_brand_is_warned_in_time() {
        let today = date(2026, 9, 1);
        assert_eq!(expiry("2026-09-01", today), Some(Code::SecurityExpired));
        assert_eq!(expiry("2026-09-30", today), Some(Code::SecurityExpires));
        assert_eq!(expiry("2026-10-01", today), None);
        assert_eq!(expiry("2027-09-01", today), None);
        assert_eq!(expiry("2027-09-02", today), Some(Code::SecurityExpires));
        assert_eq!(expiry("9999-12-31", Date::MAX), Some(Code::SecurityExpired));
    }

    #[test]
    fn only_addresses_become_lines() {
        assert_eq!(contact("a@b.example").as_deref(), Some("mailto:a@b.example"));
        assert_eq!(contact("mailto:a@b.example").as_deref(), Some("mailto:a@b.example"));
        assert!(contact("tel:+30-231-000").is_some() && contact("https://b.example/report").is_some());
        for text in
            ["http://b.example", "b.example", "a@b.example\nExpires: x", "tel:12", "https://b.example/\nContact: x", "tel:+1\n2", "javascript:x", ""]
        {
            assert_eq!(contact(text), None, "{text}");
        }
        assert_eq!(secure("https://é.example"), None);
        assert!(key_address("openpgp4fpr:0123456789abcdef").is_some() && key_address("dns:a b").is_none());
    }
}
