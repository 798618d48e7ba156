use super::{Among, Sizes, body, body_among};
use crate::document::{Block, Document, Image, Inline, Kind, Length, Link, Meta, Numbering, Status, Target};
use crate::source::Origin;

const HOSTILE: &str = "\"><script>x</script><b a='b' & {{y}} --> ]]>";

/// A document that holds a text in every place where a value can stand.
fn document(text: &str) -> Document {
    let words = || vec![Inline::Text(text.to_owned())];
    let own = || text.to_owned();
    let link = Link { target: Target::External(own()), title: Some(own()), content: words(), reference: false, origin: Origin::default() };
    let image = Image { path: own(), alt: own(), title: Some(own()), origin: Origin::default() };
    let paragraph = vec![
        Inline::Emphasis(words()),
        Inline::Strong(words()),
        Inline::Strike(words()),
        Inline::Code(own()),
        Inline::Link(link),
        Inline::Image(image.clone()),
        Inline::Blank { field: own(), label: own(), length: Length::Line },
        Inline::Term { anchor: own(), content: words() },
    ];
    let blocks = vec![Block::Paragraph(paragraph), Block::Paragraph(vec![Inline::Image(image)]), Block::Code { language: Some(own()), text: own() }];
    Document { meta: meta(), blocks, footnotes: vec![vec![Block::Paragraph(words())]] }
}

fn meta() -> Meta {
    Meta {
        id: "terms".to_owned(),
        kind: Kind::Policy,
        title: String::new(),
        description: None,
        version: None,
        status: Status::Published,
        effective: None,
        updated: None,
        numbering: Numbering::None,
        number: None,
        locale: "en".to_owned(),
        parties: Vec::new(),
    }
}

/// The names of the tags and attributes of a fragment: its structure without its values.
fn structure(html: &str) -> Vec<String> {
    let wrapped = format!("<root>{}</root>", html.replace("<br>", "<br/>"));
    let closed = wrapped
        .split('<')
        .map(|part| if part.starts_with("img ") { part.replacen('>', "/>", 1) } else { part.to_owned() })
        .collect::<Vec<_>>()
        .join("<");
    let xml = roxmltree::Document::parse(&closed).unwrap();
    let name =
        |node: roxmltree::Node<'_, '_>| node.attributes().fold(node.tag_name().name().to_owned(), |name, attribute| name + " " + attribute.name());
    xml.descendants().filter(roxmltree::Node::is_element).map(name).collect()
}

#[test]
fn no_value_changes_the_structure() {
    let (hostile, plain) = (body(&document(HOSTILE), &Sizes::new()), body(&document("plain"), &Sizes::new()));
    assert_eq!(structure(&hostile), structure(&plain));
    assert!(!hostile.contains("<script"));
}

#[test]
fn a_second_reference_to_a_footnote_has_an_id_of_its_own() {
    let blocks = vec![Block::Paragraph(vec![Inline::Footnote(0), Inline::Text(" and ".to_owned()), Inline::Footnote(0)])];
    let html = body(&Document { meta: meta(), blocks, footnotes: vec![vec![]] }, &Sizes::new());
    assert!(html.contains("id=\"fnref.1\"") && html.contains("id=\"fnref.1.2\"") && html.contains("<li id=\"fn.1\">"));
}

#[test]
fn documents_on_one_page_keep_to_themselves() {
    let link = |id: &str, anchor: Option<&str>| {
        let target = Target::Document { id: id.to_owned(), anchor: anchor.map(ToOwned::to_owned) };
        Inline::Link(Link { target, title: None, content: vec![], reference: false, origin: Origin::default() })
    };
    let image = Inline::Image(Image { path: "sources/a.svg".to_owned(), alt: String::new(), title: None, origin: Origin::default() });
    let original = Target::Original { id: "privacy".to_owned(), anchor: None, edition: "el".to_owned(), locale: "en".to_owned() };
    let original = Inline::Link(Link { target: original, title: None, content: vec![], reference: false, origin: Origin::default() });
    let links =
        vec![link("terms", Some("pay")), link("terms/limits", None), link("contracts/dpa", Some("law")), original, Inline::Footnote(0), image];
    let document = Document { meta: meta(), blocks: vec![Block::Paragraph(links)], footnotes: vec![vec![]] };
    let among = Among { path: "all.html", documents: ["terms", "terms/limits"].into() };
    let html = body_among(&document, &Sizes::new(), &among);
    let addresses: Vec<&str> = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(addresses, ["#terms:pay", "#terms/limits:page.title", "contracts/dpa.html#law", "../privacy.html", "#terms:fn.1", "#terms:fnref.1"]);
    assert!(html.contains("id=\"terms:fnref.1\"") && html.contains("id=\"terms:fn.1\"") && html.contains("src=\"assets/sources/a.svg\""));
}

#[test]
fn only_an_address_that_the_text_does_not_show_follows_it_in_print() {
    let link = |address: &str, text: &str| {
        let content = vec![Inline::Text(text.to_owned())];
        let link = Link { target: Target::External(address.to_owned()), title: None, content, reference: false, origin: Origin::default() };
        body(&Document { meta: meta(), blocks: vec![Block::Paragraph(vec![Inline::Link(link)])], footnotes: vec![] }, &Sizes::new())
    };
    assert!(link("https://www.example.com/", "example.com").contains("class=\"address\""));
    assert!(link("https://example.com/a", "a page").contains("class=\"external\""));
    assert!(!link("mailto:a@example.com", "write to us").contains("class"));
}
