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

/// Where on which host something lies on the web: an address of the form `scheme://host/path`, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Location<'a> {
    /// The scheme and the host: `https://a.example:8080`.
    pub origin: &'a str,
    /// The host, with its port where it has one.
    pub host: &'a str,
    /// The path as it is written, without slashes at its ends.
    pub path: &'a str,
}

impl<'a> Location<'a> {
    /// Takes an address apart; `None` where it has no scheme or no host. What follows the path is left out.
    pub fn read(address: &'a str) -> Option<Self> {
        let begin = address.find("://")? + 3;
        let (host, rest) = split_before(&address[begin..], ['/', '?', '#']);
        let (path, _) = split_before(rest, ['?', '#']);
        (!host.is_empty()).then(|| Self { origin: &address[..begin + host.len()], host, path: path.trim_matches('/') })
    }
}

impl Location<'_> {
    /// The host as hosts are compared: in small letters, without a port.
    pub fn host_name(self) -> String {
        let port = |(_, port): &(&str, &str)| port.bytes().all(|byte| byte.is_ascii_digit());
        self.host.rsplit_once(':').filter(port).map_or(self.host, |(host, _)| host).to_ascii_lowercase()
    }

    /// What stands before the paths below it on its host: nothing, or `/legal`.
    pub fn base(self) -> String {
        if self.path.is_empty() { String::new() } else { format!("/{}", self.path) }
    }
}

fn split_before<const N: usize>(text: &str, signs: [char; N]) -> (&str, &str) {
    text.split_at(text.find(signs).unwrap_or(text.len()))
}

/// A path of an address, decoded and without the slash at its beginning; `None` where no page can stand there.
///
/// It is decoded once (RFC 3986, section 2.4): what is still encoded afterwards is a name like any other, and stands nowhere. Steps that lead elsewhere, backslashes,
/// control characters and bytes that are no text are refused.
pub fn decoded_path(path: &str) -> Option<String> {
    let decoded = String::from_utf8(percent_decoded(path.strip_prefix('/')?.as_bytes())?).ok()?;
    let is_step = |step: &str| step != "." && step != "..";
    let is_fit = !decoded.contains(|c: char| c == '\\' || c.is_control()) && !decoded.contains("//") && !decoded.starts_with('/');
    (is_fit && decoded.split('/').all(is_step)).then_some(decoded)
}

/// Bytes with every `%` and its two digits made into the byte they stand for; `None` where a `%` has no two digits.
pub fn percent_decoded(bytes: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&byte, behind)) = rest.split_first() {
        rest = behind;
        if byte == b'%' {
            let [high, low, behind @ ..] = rest else { return None };
            decoded.push(digit(*high)? << 4 | digit(*low)?);
            rest = behind;
        } else {
            decoded.push(byte);
        }
    }
    Some(decoded)
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
    fn an_address_is_taken_apart() {
        let read = |address| Location::read(address).map(|location| (location.origin, location.host, location.path));
        assert_eq!(read("https://a.example:8080/b/c/?d#e"), Some(("https://a.example:8080", "a.example:8080", "b/c")));
        assert_eq!(read("https://a.example?b"), Some(("https://a.example", "a.example", "")));
        assert_eq!(["a.example/b", "https:///b"].map(read), [None, None]);
        let base = |address| Location::read(address).map(Location::base);
        assert_eq!([base("https://a.example/"), base("https://a.example/b/")], [Some(String::new()), Some("/b".to_owned())]);
    }

    #[test]
    fn hosts_are_compared() {
        let name = |address| Location::read(address).map(Location::host_name);
        assert_eq!(["https://A.example:443/legal/", "http://a.example"].map(name), [Some("a.example".to_owned()), Some("a.example".to_owned())]);
    }

    #[test]
    fn a_path_is_decoded_once() {
        assert_eq!(decoded_path("/terms/limits.html"), Some("terms/limits.html".to_owned()));
        assert_eq!(decoded_path("/%74erms"), Some("terms".to_owned()));
        assert_eq!(decoded_path("/%CF%8C%CF%81%CE%BF%CE%B9"), Some("όροι".to_owned()));
        assert_eq!(decoded_path("/%252e%252e/secret"), Some("%2e%2e/secret".to_owned()), "a name like any other");
        assert_eq!(decoded_path("/"), Some(String::new()));
    }

    #[test]
    fn nothing_leads_elsewhere() {
        let refused = [
            "/../secret",
            "/terms/../../secret",
            "/%2e%2e/secret",
            "/%2E%2e%2fsecret",
            "/.%2e/secret",
            "/..%5csecret",
            "/..\\secret",
            "/a/./b",
            "//secret",
            "/a//b",
            "/%00",
            "/a%0d%0aX: y",
            "/%c0%ae%c0%ae/secret",
            "/%ff",
            "/%",
            "/%2",
            "/%zz",
            "terms",
            "/%2fetc/passwd",
        ];
        for path in refused {
            assert_eq!(decoded_path(path), None, "{path}");
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
