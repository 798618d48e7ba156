//! What stands in addresses beside their paths, and paths as they are written there.

use crate::address::{percent_decoded, percent_encoded};

/// The value of a parameter of a query, decoded as forms are (WHATWG URL, section 5.1); bytes that are no text become U+FFFD.
pub(super) fn parameter(query: &str, name: &str) -> Option<String> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('=').or(Some((pair, ""))));
    let mut values = pairs.filter(|(key, _)| form_decoded(key) == name).map(|(_, value)| form_decoded(value));
    values.next()
}

fn form_decoded(text: &str) -> String {
    let spaced = text.replace('+', " ");
    // A sign that stands for itself is no reason to refuse a question.
    let bytes = percent_decoded(spaced.as_bytes()).unwrap_or_else(|| spaced.into_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A path as it stands in an address: everything but unreserved characters and slashes is encoded (RFC 3986, section 2.3).
pub(super) fn encode(path: &str) -> String {
    percent_encoded(path, |_, byte| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::{encode, parameter};

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
