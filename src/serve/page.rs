//! The few pages of the server's own: the list of brands, and what is said where there is no page.

use std::sync::Arc;

use super::brand_site::BrandSite;
use super::sites::Sites;
use crate::render::html::push_attribute;

/// The address of the stylesheet of these pages, from the server's root.
pub(super) const STYLE: &str = "~serve.css";

/// A page with a title and a body of HTML.
pub(super) fn page(title: &str, body: &str) -> String {
    let title = escaped(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"robots\" content=\"noindex\">\n<title>{title}</title>\n<link rel=\"stylesheet\" href=\"/{STYLE}\">\n</head>\n\
         <body>\n<main>\n<h1>{title}</h1>\n{body}</main>\n</body>\n</html>\n"
    )
}

/// The list of all brands.
pub(super) fn brands(sites: &Sites) -> String {
    let line = |site: &Arc<BrandSite>| {
        let published = &site.published;
        let id = escaped(&published.brand.id);
        let pages = published.pages.len();
        format!(
            "<li><a href=\"/{id}/\">{}</a> <span>{pages} {}</span></li>\n",
            escaped(&published.brand.name),
            if pages == 1 { "page" } else { "pages" }
        )
    };
    let lines: String = sites.iter().map(line).collect();
    page("Brands", &format!("<ul>\n{lines}</ul>\n"))
}

/// What is said where nothing can be shown.
pub(super) fn notice(title: &str, text: &str) -> String {
    page(title, &format!("<p>{}</p>\n", escaped(text)))
}

/// A text that can stand in HTML and in an attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_attribute(&mut out, text);
    out
}
