//! Preconditions: whether a client has what it asks for already.

/// Whether one of the entity tags in `If-None-Match` is this one (RFC 9110, section 13.1.2). Weak ones count, since they are compared weakly.
pub(super) fn none_match(header: &str, tag: &str) -> bool {
    if header.trim() == "*" {
        return true;
    }
    header.split(',').any(|candidate| {
        let candidate = candidate.trim();
        candidate.strip_prefix("W/").unwrap_or(candidate) == tag
    })
}

#[cfg(test)]
mod tests {
    use super::none_match;

    #[test]
    fn tags_are_compared_weakly() {
        let tag = "\"abc-br\"";
        for header in ["\"abc-br\"", "W/\"abc-br\"", "\"x\", \"abc-br\"", "*", " * "] {
            assert!(none_match(header, tag), "{header}");
        }
        for header in ["", "abc-br", "\"abc\"", "\"ABC-BR\"", ",,,", "\"", "W/", "\"abc-br", "w/\"abc-br\"", "\"x\\\"abc-br\"y"] {
            assert!(!none_match(header, tag), "{header}");
        }
    }
}
