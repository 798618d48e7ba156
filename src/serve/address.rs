//! Addresses: the path of a request, decoded once and held to what a page's path can be.

/// Why an address is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed;

/// The path of a request, decoded and without the slash at its beginning.
///
/// It is decoded once (RFC 3986, section 2.4): what is still encoded afterwards is a name like any other, and stands nowhere. Steps that lead elsewhere, backslashes,
/// control characters and bytes that are no text are refused.
pub(super) fn decode(path: &str) -> Result<String, Malformed> {
    let path = path.strip_prefix('/').ok_or(Malformed)?;
    let decoded = String::from_utf8(percent_decoded(path.as_bytes())?).map_err(|_| Malformed)?;
    let is_step = |step: &str| step != "." && step != "..";
    let is_fit = !decoded.contains(|c: char| c == '\\' || c.is_control()) && !decoded.contains("//") && !decoded.starts_with('/');
    if is_fit && decoded.split('/').all(is_step) { Ok(decoded) } else { Err(Malformed) }
}

/// Bytes with every `%` and its two digits made into the byte they stand for.
fn percent_decoded(bytes: &[u8]) -> Result<Vec<u8>, Malformed> {
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&byte, behind)) = rest.split_first() {
        rest = behind;
        if byte == b'%' {
            let [high, low, behind @ ..] = rest else { return Err(Malformed) };
            decoded.push(digit(*high)? << 4 | digit(*low)?);
            rest = behind;
        } else {
            decoded.push(byte);
        }
    }
    Ok(decoded)
}

fn digit(byte: u8) -> Result<u8, Malformed> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()).ok_or(Malformed)
}

/// The value of a parameter of a query, decoded as forms are (WHATWG URL, section 5.1); bytes that are no text become U+FFFD.
pub(super) fn parameter(query: &str, name: &str) -> Option<String> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('=').or(Some((pair, ""))));
    let mut values = pairs.filter(|(key, _)| form_decoded(key) == name).map(|(_, value)| form_decoded(value));
    values.next()
}

fn form_decoded(text: &str) -> String {
    let spaced = text.replace('+', " ");
    // A sign that stands for itself is no reason to refuse a question.
    let bytes = percent_decoded(spaced.as_bytes()).unwrap_or_else(|Malformed| spaced.into_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A path as it stands in an address: everything but unreserved characters and slashes is encoded (RFC 3986, section 2.3).
pub(super) fn encode(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::{Malformed, decode, encode, parameter};

    #[test]
    fn a_path_is_decoded_once() {
        assert_eq!(decode("/terms/limits.html"), Ok("terms/limits.html".to_owned()));
        assert_eq!(decode("/%74erms"), Ok("terms".to_owned()));
        assert_eq!(decode("/%CF%8C%CF%81%CE%BF%CE%B9"), Ok("όροι".to_owned()));
        assert_eq!(decode("/%252e%252e/secret"), Ok("%2e%2e/secret".to_owned()), "a name like any other");
        assert_eq!(decode("/"), Ok(String::new()));
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
            assert_eq!(decode(path), Err(Malformed), "{path}");
        }
    }

    #[test]
    fn a_parameter_is_found_and_decoded() {
        assert_eq!(parameter("a=1&ask=May+I%3F+50%25", "ask").as_deref(), Some("May I? 50%"));
        assert_eq!(parameter("ask=100%", "ask").as_deref(), Some("100%"));
        assert_eq!(parameter("ask", "ask").as_deref(), Some(""));
        assert_eq!(parameter("task=1", "ask"), None);
        assert_eq!(parameter("ask=%ff", "ask").as_deref(), Some("\u{fffd}"));
    }

    #[test]
    fn a_path_is_encoded() {
        assert_eq!(encode("a b/ό\r\n\"<.html"), "a%20b/%CF%8C%0D%0A%22%3C.html");
    }
}
