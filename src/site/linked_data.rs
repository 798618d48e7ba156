//! What a page is, said to machines: JSON-LD in the vocabulary of schema.org.

use jiff::civil::Date;
use serde::Serialize;

/// The vocabulary, by which its words are told from those of others.
const VOCABULARY: &str = "https://schema.org";

/// What stands in a page's `script` element.
#[derive(Debug, Serialize)]
struct Script<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(flatten)]
    page: &'a WebPage<'a>,
}

/// A page and what it is a part of.
#[derive(Debug, Serialize)]
#[serde(tag = "@type")]
pub(super) struct WebPage<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<&'a str>,
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<&'a str>,
    #[serde(rename = "inLanguage")]
    pub(super) language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) version: Option<&'a str>,
    #[serde(rename = "datePublished", skip_serializing_if = "Option::is_none")]
    pub(super) published: Option<Date>,
    #[serde(rename = "dateModified", skip_serializing_if = "Option::is_none")]
    pub(super) modified: Option<Date>,
    #[serde(rename = "isPartOf")]
    pub(super) site: WebSite<'a>,
    pub(super) publisher: Organization<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) breadcrumb: Option<BreadcrumbList<'a>>,
}

/// The site that a page belongs to.
#[derive(Debug, Serialize)]
#[serde(tag = "@type")]
pub(super) struct WebSite<'a> {
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<&'a str>,
}

/// Who publishes it.
#[derive(Debug, Serialize)]
#[serde(tag = "@type")]
pub(super) struct Organization<'a> {
    pub(super) name: &'a str,
    #[serde(rename = "legalName")]
    pub(super) legal_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<&'a str>,
}

/// The way from the site's first page to this one.
#[derive(Debug, Serialize)]
#[serde(tag = "@type")]
pub(super) struct BreadcrumbList<'a> {
    #[serde(rename = "itemListElement")]
    steps: Vec<ListItem<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "@type")]
struct ListItem<'a> {
    position: usize,
    name: &'a str,
    item: String,
}

impl<'a> BreadcrumbList<'a> {
    /// The way along some pages, each with its title and its whole address.
    pub(super) fn along(pages: impl IntoIterator<Item = (&'a str, String)>) -> Self {
        let step = |(position, (name, item))| ListItem { position, name, item };
        Self { steps: (1..).zip(pages).map(step).collect() }
    }
}

impl WebPage<'_> {
    /// The page as the text of a `script` element. No value can end the element or open a comment in it (HTML, "restrictions for contents of script elements").
    pub(super) fn script(&self) -> Option<String> {
        let json = serde_json::to_string(&Script { context: VOCABULARY, page: self }).ok()?;
        Some(json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"))
    }
}

#[cfg(test)]
mod tests {
    use super::{BreadcrumbList, Organization, WebPage, WebSite};

    #[test]
    fn no_value_ends_the_script() {
        let hostile = "</script><!-- \" \\ <script>";
        let page = WebPage {
            url: None,
            name: hostile,
            description: Some(hostile),
            language: "en",
            version: Some("3"),
            published: None,
            modified: Some(jiff::civil::date(2026, 8, 1)),
            site: WebSite { name: hostile, url: None },
            publisher: Organization { name: "A", legal_name: "A P.C.", url: None },
            breadcrumb: Some(BreadcrumbList::along([("Home", "https://a.example/".to_owned())])),
        };
        let script = page.script().unwrap();
        assert!(!script.contains(['<', '>']), "{script}");
        let read: serde_json::Value = serde_json::from_str(&script).unwrap();
        assert_eq!((&read["name"], &read["dateModified"]), (&hostile.into(), &"2026-08-01".into()));
        assert_eq!(read["breadcrumb"]["itemListElement"][0]["position"], 1);
        assert_eq!((&read["@context"], &read["@type"]), (&"https://schema.org".into(), &"WebPage".into()));
    }
}
