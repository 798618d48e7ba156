//! What a path within a place may look like.

use super::fault::Fault;

/// The most bytes an object's name may have at Amazon, Google and Azure alike.
const LONGEST: usize = 1024;

/// Lets a path through that names one file below a place on every system: nothing climbs out of it, and two paths never name the same file.
pub(super) fn check(path: &str) -> Result<(), Fault> {
    match objection(path) {
        None => Ok(()),
        Some(why) => Err(Fault::Name { path: path.chars().take(200).collect(), why }),
    }
}

fn objection(path: &str) -> Option<&'static str> {
    if path.len() > LONGEST {
        return Some("it is longer than 1024 bytes");
    }
    if path.contains('\\') || path.chars().any(char::is_control) {
        return Some("a backslash or a control character stands in it");
    }
    if cfg!(windows) && path.contains(':') {
        return Some("a colon stands in it");
    }
    path.split('/').find_map(|segment| match segment {
        "" => Some("it begins, ends or goes on with an empty name"),
        "." | ".." => Some("it goes to another folder"),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn a_path_stays_below_its_place() {
        assert!(check("acme/dpa – v2.pdf").is_ok());
        for path in ["", "/etc/passwd", "../a", "a/../b", "a//b", "a/", "./a", "a\\b", "a\nb", &"a".repeat(1025)] {
            assert!(check(path).is_err(), "{path}");
        }
    }
}
