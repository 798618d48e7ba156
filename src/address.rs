//! Addresses of the web: which are let through, and how characters travel in them (RFC 3986).

/// The schemes that a link may have.
const SCHEMES: [&str; 4] = ["https", "http", "mailto", "tel"];

/// Whether a link may have this scheme. Schemes do not tell small letters from capitals (RFC 3986, section 3.1).
pub fn is_let_through(scheme: &str) -> bool {
    SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme))
}

/// Whether a text is one mail address and nothing else.
pub fn is_mail(text: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || ".!#$%&'*+-/=?^_`{|}~".contains(c);
    let Some((local, domain)) = text.split_once('@') else { return false };
    let local_fits = !local.is_empty() && local.chars().all(fits) && !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
    local_fits && domain.contains('.') && is_host(domain)
}

/// Whether a text is an address that a browser opens: `http` or `https`, a host, and nothing that would have to be escaped.
pub fn is_web_address(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = authority.split_once(':').unwrap_or((authority, "80"));
    let inert = |c: char| !c.is_whitespace() && !c.is_control() && !"\"<>\\^`{|}".contains(c);
    let is_web = ["http", "https"].iter().any(|known| known.eq_ignore_ascii_case(scheme));
    is_web && is_host(host) && port.parse::<u16>().is_ok() && rest.chars().all(inert)
}

fn is_host(host: &str) -> bool {
    let is_label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-') && !label.starts_with('-') && !label.ends_with('-');
    host.split('.').all(is_label)
}

/// The text with every byte percent-encoded (RFC 3986, section 2.1) but for the ASCII bytes that are kept, each given with its offset.
pub fn percent_encoded(text: &str, is_kept: impl Fn(usize, u8) -> bool) -> String {
    let mut encoded = String::with_capacity(text.len());
    for (at, byte) in text.bytes().enumerate() {
        if byte.is_ascii() && is_kept(at, byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_addresses_are_told() {
        assert!(is_mail("support@heavymelon.com"));
        for text in ["support", "@a.b", "a@", "a@b", "a@b@c.d", "a b@c.d", "a@b.c\u{202e}", "<a@b.c>", "a..b@c.d"] {
            assert!(!is_mail(text), "{text}");
        }
    }

    #[test]
    fn web_addresses_are_told() {
        assert!(is_web_address("https://a.example:8080/b?c#d") && is_web_address("HTTP://a.example"));
        for text in ["a.example", "https:", "https:///a", "https://a b", "ftp://a.example", "https://a.example/\"", "mailto:a@b.c"] {
            assert!(!is_web_address(text), "{text}");
        }
    }

    #[test]
    fn only_known_schemes_are_let_through() {
        assert!(is_let_through("HTTPS") && is_let_through("tel"));
        assert!(!is_let_through("javascript") && !is_let_through(""));
    }

    #[test]
    fn what_is_not_kept_is_encoded() {
        assert_eq!(percent_encoded("a b/é", |_, byte| byte != b' '), "a%20b/%C3%A9");
    }
}
