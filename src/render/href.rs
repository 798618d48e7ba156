//! The one place that makes a link for a format.

use crate::document::Target;
use crate::project::Format;

/// The path of a policy's file of a format, from that format's folder: `terms/limits.html`, `terms.md`, `terms.pdf`.
pub fn file_path(id: &str, format: Format) -> String {
    let extension = match format {
        Format::Html => "html",
        Format::Markdown => "md",
        Format::Pdf => "pdf",
    };
    format!("{id}.{extension}")
}

/// The path of a page without its ending, as people write it; `None` for what is no page.
pub fn stem(path: &str) -> Option<&str> {
    path.strip_suffix(".html")
}

/// The relative address that leads from one file to another, both given from the same folder.
pub fn relative(from: &str, to: &str) -> String {
    let from_folders: Vec<&str> = from.split('/').collect();
    let to_parts: Vec<&str> = to.split('/').collect();
    let folders = &from_folders[..from_folders.len() - 1];
    let shared = folders.iter().zip(&to_parts[..to_parts.len() - 1]).take_while(|(a, b)| a == b).count();
    let mut steps = vec![".."; folders.len() - shared];
    steps.extend(&to_parts[shared..]);
    steps.join("/")
}

/// The path of the signed copy of a PDF: `terms.signed.pdf` beside `terms.pdf`.
pub fn signed_path(path: &str) -> String {
    format!("{}.signed.pdf", path.strip_suffix(".pdf").unwrap_or(path))
}

/// The address of a link's target, as a document of a format writes it.
pub fn href(from: &str, target: &Target, format: Format) -> String {
    match target {
        Target::External(address) | Target::Unresolved(address) => address.clone(),
        Target::Document { id, anchor } => {
            let fragment = anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
            if id == from && !fragment.is_empty() {
                return fragment;
            }
            relative(&file_path(from, format), &file_path(id, format)) + &fragment
        }
        Target::Original { id, anchor, edition, .. } => {
            let fragment = anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
            relative(&format!("{edition}/{}", file_path(from, format)), &file_path(id, format)) + &fragment
        }
    }
}

/// The path of a binary file of the project in a site, from the site's root. The whole path is kept: no two files can meet.
pub fn asset_path(path: &str) -> String {
    format!("assets/{path}")
}

/// The address of a binary file of the project, as the page of a policy writes it.
pub fn asset(from: &str, path: &str) -> String {
    relative(&file_path(from, Format::Html), &asset_path(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_from_file_to_file() {
        let to = |id: &str, anchor: Option<&str>| Target::Document { id: id.to_owned(), anchor: anchor.map(ToOwned::to_owned) };
        assert_eq!(href("terms/limits", &to("terms", Some("payment")), Format::Html), "../terms.html#payment");
        assert_eq!(href("terms", &to("terms/limits", None), Format::Markdown), "terms/limits.md");
        assert_eq!(href("terms/limits", &to("terms/other", None), Format::Markdown), "other.md");
        assert_eq!(href("terms", &to("terms", Some("payment")), Format::Pdf), "#payment");
        let original =
            Target::Original { id: "abuse".to_owned(), anchor: Some("report".to_owned()), edition: "el".to_owned(), locale: "en".to_owned() };
        assert_eq!(href("terms/limits", &original, Format::Html), "../../abuse.html#report");
        assert_eq!(href("privacy/cookies", &to("terms/limits", None), Format::Html), "../terms/limits.html");
    }
}
