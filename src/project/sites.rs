//! Sites of brands, as far as a server could not tell them apart or never find them.

use std::collections::BTreeMap;

use super::Project;
use crate::brand::BrandFile;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// The findings for brands that are published at one address, and for addresses at which nothing can be served.
pub(super) fn faults(project: &Project, files: &[BrandFile]) -> Vec<Diagnostic> {
    let mut sites: BTreeMap<(String, &str), &str> = BTreeMap::new();
    let mut found = Vec::new();
    for brand in &project.brands {
        let Some(site) = &brand.site else { continue };
        let Some((host, path)) = parts(site) else { continue };
        let span = span(files, &brand.id);
        if !is_servable(path) {
            let message = format!("`site` ends in `/{path}`, which is no path that a page can stand below");
            found.push(
                Diagnostic::new(Code::WrongType, message)
                    .hint("write the folders' names alone, as https://example.com/legal")
                    .at(span)
                    .for_brand(&brand.id),
            );
        }
        if let Some(first) = sites.insert((host, path), &brand.id) {
            let message = format!("{} is published at {site}, as {first} is: readers would see one of them alone", brand.id);
            let hint = format!("write a line `site:` of its own into brands/{}.yaml", brand.id);
            found.push(Diagnostic::new(Code::SameOutput, message).hint(hint).at(span).for_brand(&brand.id));
        }
    }
    found
}

/// The host of a site, as hosts are compared, and the path without slashes around it.
fn parts(site: &str) -> Option<(String, &str)> {
    let (authority, path) = site.split_once("://")?.1.split_once('/').unwrap_or((site.split_once("://")?.1, ""));
    let host = authority.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit())).map_or(authority, |(host, _)| host);
    Some((host.to_ascii_lowercase(), path.trim_matches('/')))
}

/// Whether a request could have this path: no step leads elsewhere, and what is encoded is a character that can be shown.
fn is_servable(path: &str) -> bool {
    let is_step = |step: &str| !matches!(step, "." | "..") && (!step.is_empty() || path.is_empty());
    let is_encoded = |rest: &str| {
        rest.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).is_some_and(|byte| byte >= b' ' && !b"/\\.%\x7f".contains(&byte))
    };
    path.split('/').all(is_step) && path.split('%').skip(1).all(is_encoded)
}

/// Where a brand says its site, or from where it takes it.
fn span(files: &[BrandFile], id: &str) -> Option<Span> {
    let file = files.iter().find(|file| file.id == id)?;
    let node = file.node.as_ref();
    let said = node.and_then(|node| node.get("site").or_else(|| node.get("extends"))).map(|node| node.span);
    said.or(Some(Span::new(file.file, 0..0)))
}

#[cfg(test)]
mod tests {
    use super::{is_servable, parts};

    #[test]
    fn sites_are_compared_as_hosts_and_paths() {
        assert_eq!(parts("https://A.example:443/legal/"), Some(("a.example".to_owned(), "legal")));
        assert_eq!(parts("http://a.example"), Some(("a.example".to_owned(), "")));
        assert!(["", "legal", "a/b", "l%C3%A9gal", "légal"].into_iter().all(is_servable));
        assert!(["x/../y", ".", "a//b", "%0a", "%2e%2e", "%2f", "%", "%zz", "a%2"].into_iter().all(|path| !is_servable(path)));
    }
}
