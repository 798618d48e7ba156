//! Names of files and folders that become addresses.

use crate::diag::{Code, Diagnostic};
use crate::plain::{UNSHOWN, is_unfit_in_line};

/// The longest name of a file or folder, in bytes: room is left for what outputs add to it.
const LONGEST: usize = 120;

/// Names that Windows keeps for devices, whatever follows their first dot.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];

/// The finding for the first step of a path that cannot become an address; the finding names the whole path.
pub(super) fn fault(path: &str) -> Option<Diagnostic> {
    let (step, why, hint) = path.split('/').find_map(|step| step_fault(step).map(|(why, hint)| (step, why, hint)))?;
    Some(Diagnostic::new(Code::BadName, format!("the name \"{}\" {why}", printable(step))).in_file(printable(path)).hint(hint))
}

fn step_fault(step: &str) -> Option<(&'static str, &'static str)> {
    let device = step.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_device = DEVICES.contains(&device.as_str()) || is_numbered_device(&device);
    if step.contains(UNSHOWN) {
        return Some(("is not UTF-8", "rename it: use the letters a to z, digits, dots, hyphens and underscores only"));
    }
    if !step.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)) {
        return Some(("holds characters that an address cannot", "use the letters a to z, digits, dots, hyphens and underscores only"));
    }
    if step.starts_with(['-', '.']) || step.ends_with('.') {
        return Some(("starts or ends with a character that it cannot start or end with", "start it with a letter or digit, and end it with one"));
    }
    if is_device {
        return Some(("is one that Windows keeps for a device", "choose another name"));
    }
    (step.len() > LONGEST).then_some(("is too long", "keep it under 120 characters"))
}

/// `com1` to `com9` and `lpt1` to `lpt9`.
fn is_numbered_device(stem: &str) -> bool {
    let number = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    number.is_some_and(|number| number.len() == 1 && number != "0" && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A name from the disk as it can be shown: control characters are not.
fn printable(name: &str) -> String {
    name.replace(is_unfit_in_line, UNSHOWN.encode_utf8(&mut [0; 4]))
}

/// What a server answers by itself at its root, about itself, whatever it serves.
const SERVERS_OWN: [&str; 2] = ["healthz", "metrics"];

/// The finding for a brand's id whose folder of outputs would stand where the build's manifest does, or whose site would stand where a server speaks of itself.
pub(super) fn brand_fault(id: &str) -> Option<Diagnostic> {
    if SERVERS_OWN.contains(&id) {
        let message = format!("`counterpart serve` says at /{id} how it is itself, and could not show the brand there");
        return Some(Diagnostic::new(Code::BadName, message).hint("give the brand's file another name"));
    }
    let message = format!("the brand's outputs would stand in a folder called like a file: {id}");
    let is_file_name = id.to_ascii_lowercase().ends_with(".json");
    is_file_name.then(|| Diagnostic::new(Code::BadName, message).hint("choose a name without `.json`"))
}

/// The id of the policy whose file or folder a path below `sources/` names: `x.md`, `x/index.md` and `x` are `x`.
pub(crate) fn policy_id(path: &str) -> &str {
    let stem = path.strip_suffix(".md").unwrap_or(path);
    stem.strip_suffix("/index").unwrap_or(stem)
}

/// Endings that outputs and the files beside them have. On some disks small letters and capitals are the same.
const OUTPUT_ENDINGS: [&str; 16] =
    ["html", "htm", "md", "pdf", "css", "js", "json", "xml", "txt", "svg", "png", "jpg", "jpeg", "gif", "webp", "signed"];

/// The finding for an id whose outputs would stand where the compiler writes something of its own, also on a disk that does not tell small letters from
/// capitals.
pub(super) fn id_fault(id: &str) -> Option<Diagnostic> {
    let taken = |place: &str, hint: &str| Some(Diagnostic::new(Code::SameOutput, format!("the policy would be written over {place}")).hint(hint));
    let id = id.to_ascii_lowercase();
    let steps: Vec<_> = id.split('/').collect();
    match id.as_str() {
        "index" => return taken("the site's first page, index.html", "call the file introduction.md and name it first in `navigation:`"),
        "all" => return taken("the page of all policies, all.html", "choose another name"),
        "404" => return taken("the page for addresses at which there is none, 404.html", "choose another name"),
        "summary" => return taken("the table of contents for GitBook, SUMMARY.md", "choose another name"),
        "healthz" => {
            let message = "`counterpart serve` says at /healthz how it is itself, and could not show the policy there";
            return Some(Diagnostic::new(Code::BadName, message).hint("choose another name"));
        }
        "book" => return taken("the brand's book, book.pdf", "choose another name"),
        _ if steps[0] == "assets" => return taken("the site's images, which stand in assets/", "choose another name"),
        _ if id.ends_with(".signed") => return taken("the signed copy of another policy", "choose a name that does not end in `.signed`"),
        _ => {}
    }
    if steps.contains(&"index") {
        let message = "a folder's page is its own `index.md`, so nothing else below it can be called `index`";
        return Some(Diagnostic::new(Code::BadName, message).hint("choose another name"));
    }
    let is_file_name = |step: &&str| step.rsplit_once('.').is_some_and(|(_, ending)| OUTPUT_ENDINGS.contains(&ending));
    let folder = steps.into_iter().find(is_file_name)?;
    Some(Diagnostic::new(Code::BadName, format!("\"{folder}\" ends like the name of an output")).hint("choose a name without that ending"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_must_make_addresses() {
        for good in ["sources/terms/index.md", "a-b_c.1", "_partials/x.md", "company.md", "com10.md"] {
            assert!(fault(good).is_none(), "{good}");
        }
        for bad in ["a b.md", "ä.md", "-a.md", ".a", "a.", "con.md", "x/LPT1", "nul", "a\u{202e}b", "a\nb", "a:b", &"x".repeat(200)] {
            assert!(fault(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn ids_come_from_paths() {
        assert_eq!(policy_id("terms/index.md"), "terms");
        assert_eq!(policy_id("terms/limits.md"), "terms/limits");
        assert_eq!(policy_id("index.md"), "index");
    }

    #[test]
    fn brands_leave_room_for_what_stands_beside_them() {
        for id in ["healthz", "metrics", "a.json"] {
            assert_eq!(brand_fault(id).map(|found| found.code), Some(Code::BadName), "{id}");
        }
        assert!(brand_fault("metrics-ltd").is_none());
    }

    #[test]
    fn ids_leave_room_for_what_the_compiler_writes() {
        let code = |id| id_fault(id).map(|found| found.code);
        assert_eq!(code("index"), Some(Code::SameOutput));
        assert_eq!(code("book"), Some(Code::SameOutput));
        assert_eq!(code("terms.signed"), Some(Code::SameOutput));
        assert_eq!(code("terms/index"), Some(Code::BadName));
        assert_eq!(code("terms.html/limits"), Some(Code::BadName));
        for id in ["Index", "BOOK", "assets", "Assets/x"] {
            assert_eq!(code(id), Some(Code::SameOutput), "{id}");
        }
        for id in ["d/Index", "style.css", "manifest.json", "a.SVG/b", "x/logo.png", "a.PDF", "healthz"] {
            assert_eq!(code(id), Some(Code::BadName), "{id}");
        }
        for id in ["guides/book", "guides/assets", "terms-2.1", "indexes", "guides/healthz", "metrics"] {
            assert_eq!(code(id), None, "{id}");
        }
    }
}
