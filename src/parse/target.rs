//! Link targets: a value in one is percent-encoded, so that it can add no part of an address that its author did not write.

use crate::address::percent_encoded;
use crate::expand::shield;
use crate::source::is_reserved;

/// The target of a link, as far as it is known before resolution.
///
/// A value that begins the target is an address and is taken as it is: its scheme is checked later. A value behind the author's own text is a part of an
/// address: what would begin a query or fragment is encoded; inside a query or fragment everything is.
pub(super) fn target(written: &str) -> String {
    if !written.chars().any(is_reserved) {
        return written.to_owned();
    }
    let mut place = Place::Start;
    let mut target = String::with_capacity(written.len());
    for (c, is_value) in shield::characters(written) {
        if is_value {
            push_value(&mut target, c, place);
        } else {
            place = place.after(c);
            target.push(c);
        }
    }
    target
}

/// What the author's own text around a value makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Nothing but letters and digits stands before it.
    Start,
    /// It stands in an address's path, or behind a scheme.
    Path,
    /// It stands behind `?` or `#`.
    Query,
}

impl Place {
    fn after(self, c: char) -> Self {
        match (self, c) {
            (_, '?' | '#') | (Self::Query, _) => Self::Query,
            (Self::Start, c) if c.is_alphanumeric() => Self::Start,
            _ => Self::Path,
        }
    }
}

fn push_value(target: &mut String, plain: char, place: Place) {
    let kept = match place {
        Place::Start => true,
        Place::Path => !matches!(plain, '?' | '#' | '&' | '%' | '\\' | ';'),
        Place::Query => plain.is_alphanumeric() || matches!(plain, '-' | '.' | '_' | '~'),
    };
    if kept && !plain.is_control() {
        target.push(plain);
    } else {
        target.push_str(&percent_encoded(plain.encode_utf8(&mut [0; 4]), |_, _| false));
    }
}

#[cfg(test)]
mod tests {
    use super::target;
    use crate::expand::shield::shield;

    #[test]
    fn a_value_can_begin_an_address() {
        assert_eq!(target(&shield("https://a.example/x?y=1#z")), "https://a.example/x?y=1#z");
        assert_eq!(target(&format!("{}/terms", shield("https://a.example"))), "https://a.example/terms");
    }

    #[test]
    fn a_value_inside_an_address_adds_no_part() {
        assert_eq!(target(&format!("mailto:{}", shield("a@b.example?bcc=c@d.example"))), "mailto:a@b.example%3Fbcc=c@d.example");
        assert_eq!(target(&format!("https://a.example/?q={}", shield("x1&y=#/"))), "https://a.example/?q=x1%26y%3D%23%2F");
        assert_eq!(target(&format!("a.md#{}", shield("𠮷/x"))), "a.md#𠮷%2Fx");
    }
}
