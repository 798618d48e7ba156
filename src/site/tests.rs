use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use crate::brand::Brand;
use crate::document::Document;
use crate::project::{Feedback, Format, Publishing};
use crate::render::html::image_sizes;
use crate::render::typst::Painter;
use crate::source::FileId;
use crate::world::extension;

use super::{Announced, Earlier, Languages, Layouts, Material, Navigation, OwnTemplate, Published, Site, SiteFile, sample};

const FORMATS: [Format; 3] = [Format::Html, Format::Markdown, Format::Pdf];

/// All files of a brand's site that are text, by path.
fn files(brand: &Brand) -> Vec<(String, String)> {
    let documents = sample::documents(&brand.locale.to_string());
    with_site(brand, &documents, |site, published| {
        let mut files: Vec<_> = published.iter().map(|one| page(site, one)).collect();
        let index = site.index(&site.index_input());
        assert!(index.diagnostics.is_empty(), "{:?}", index.diagnostics);
        files.push((super::INDEX.to_owned(), index.value));
        for file in [SiteFile::All, SiteFile::NotFound, SiteFile::Stylesheet, SiteFile::ThemeScript, SiteFile::Script] {
            files.push((file.path().to_owned(), String::from_utf8(site.file(&file).unwrap().unwrap()).unwrap()));
        }
        files
    })
}

/// What a site writes for itself is run by browsers whose policy lets nothing run that stands in the page.
fn is_safe_in_a_strict_browser(page: &str) -> bool {
    let data = "<script type=\"application/ld+json\">";
    let inline = page.match_indices("<script").filter(|(at, _)| !page[*at..].starts_with(data) && !page[*at..].starts_with("<script src="));
    inline.count() == 0 && !page.contains("<style") && !page.contains(" style=") && !page.contains(" onclick=")
}

fn with_site<T>(brand: &Brand, documents: &[Document], then: impl FnOnce(&Site<'_>, &[Published<'_>]) -> T) -> T {
    let layouts = Layouts::compile(&[]);
    assert!(layouts.diagnostics.is_empty(), "{:?}", layouts.diagnostics);
    with_layouts(&layouts.value, brand, documents, then)
}

fn with_layouts<T>(layouts: &Layouts, brand: &Brand, documents: &[Document], then: impl FnOnce(&Site<'_>, &[Published<'_>]) -> T) -> T {
    let published: Vec<_> = documents.iter().map(|document| published(document, false)).collect();
    with_material(layouts, brand, &published, &Publishing::default(), |site| then(site, &published))
}

fn published(document: &Document, signed: bool) -> Published<'_> {
    Published { document, formats: &FORMATS, signed, announced: Announced::default() }
}

fn with_material<T>(layouts: &Layouts, brand: &Brand, pages: &[Published<'_>], publishing: &Publishing, then: impl FnOnce(&Site<'_>) -> T) -> T {
    let navigation = Navigation::new(&sample::navigation(), &brand.theme, pages.iter().map(|page| page.document));
    let material = Material {
        brand,
        title: "Policies",
        navigation: &navigation,
        documents: pages,
        sizes: &image_sizes(&sample::images()),
        book: true,
        publishing,
        painter: &Painter::new(Arc::default()),
        languages: &Languages::default(),
        earlier: Earlier::default(),
        originals: None,
    };
    then(&Site::new(layouts, material))
}

fn page(site: &Site<'_>, published: &Published<'_>) -> (String, String) {
    let input = site.page_input(published);
    let page = site.page(&input);
    assert!(page.diagnostics.is_empty(), "{:?}", page.diagnostics);
    (input.path(), page.value)
}

fn melon() -> Brand {
    sample::brand("heavymelon", "HeavyMelon", [0x1f, 0x6f, 0x4a], "en-GB")
}

#[test]
fn navigation_holds_what_the_brand_carries() {
    let documents = sample::documents("en");
    let navigation = Navigation::new(&sample::navigation(), &melon().theme, &documents);
    let order: Vec<_> = navigation.order().into_iter().map(|(id, _)| id).collect();
    assert_eq!(order, ["introduction", "terms", "terms/limits", "privacy", "cookies", "contracts/dpa"]);
    assert_eq!(navigation.nodes.len(), 5);
}

#[test]
fn a_page_depends_on_what_it_shows_alone() {
    let digest = |documents: &[Document], at: usize| {
        with_site(&melon(), documents, |site, published| {
            let mut hasher = DefaultHasher::new();
            (site.frame(), published[at].document, site.page_input(&published[at])).hash(&mut hasher);
            hasher.finish()
        })
    };
    let before = sample::documents("en");
    let mut after = before.clone();
    after[1].blocks.clear();
    assert_eq!(digest(&before, 0), digest(&after, 0));
    assert_ne!(digest(&before, 1), digest(&after, 1));
    "Renamed".clone_into(&mut after[1].meta.title);
    assert_ne!(digest(&before, 0), digest(&after, 0));
}

#[test]
fn a_site_can_be_shared_by_threads() {
    fn shared<T: Sync>() {}
    shared::<Site<'_>>();
}

#[test]
fn no_page_carries_scripts_or_styles_of_its_own() {
    for (path, page) in files(&melon()).into_iter().filter(|(path, _)| extension(path) == "html") {
        assert!(is_safe_in_a_strict_browser(&page), "{path}");
        assert!(page.contains("<script src=") && page.contains(" defer></script>"), "{path}");
    }
}

#[test]
fn a_nested_page_says_where_it_stands() {
    let files = files(&melon());
    let page = |wanted: &str| files.iter().find(|(path, _)| path == wanted).map(|(_, page)| page.as_str()).unwrap();
    assert!(
        page("terms/limits.html")
            .contains("<li><a href=\"../index.html\">Policies</a></li>\n<li><a href=\"../terms.html\">Terms of service</a></li>")
    );
    assert!(page("contracts/dpa.html").contains("<li>Contracts</li>") && !page("terms.html").contains("class=\"breadcrumb\""));
    let data = "https://policies.heavymelon.example.com/terms/limits.html";
    assert!(page("terms/limits.html").contains(&format!("\"position\":3,\"name\":\"Limits\",\"item\":\"{data}\"")), "{}", page("terms/limits.html"));
}

#[test]
fn readers_are_asked_where_the_project_says_so() {
    let documents = sample::documents("en");
    let layouts = Layouts::compile(&[]).value;
    let pages = [published(&documents[1], true)];
    let ask = |feedback: Option<&Feedback>| {
        let publishing = Publishing { feedback: feedback.cloned(), ..Publishing::default() };
        with_material(&layouts, &melon(), &pages, &publishing, |site| page(site, &pages[0]).1)
    };
    assert!(!ask(None).contains("helpful"));
    assert!(ask(Some(&Feedback::Server)).contains("action=\"../~feedback\""));
    assert!(ask(Some(&Feedback::Url("https://a.example/f?b=1&c".to_owned()))).contains("action=\"https://a.example/f?b&#x3D;1&amp;c\""));
    // The sample brand has no address that a mail could go to.
    assert!(!ask(Some(&Feedback::Mail)).contains("helpful"));
    assert!(ask(None).contains("href=\"limits.signed.pdf\""));
}

#[test]
fn words_follow_the_language() {
    let greek = sample::brand("pocketcity", "PocketCITY", [0x8a, 0x3b, 0x12], "el");
    let (_, page) = files(&greek).into_iter().find(|(path, _)| path == "terms.html").unwrap();
    assert!(page.contains("<html lang=\"el\" dir=\"ltr\">") && page.contains("1\u{a0}Σεπτεμβρίου 2026") && page.contains("Σε αυτή τη σελίδα"));
}

#[test]
fn the_list_of_policies_follows_the_house_style() {
    let mut brand = melon();
    ".".clone_into(&mut brand.theme.title_end);
    let (_, index) = files(&brand).into_iter().find(|(path, _)| path == super::INDEX).unwrap();
    assert!(index.contains("<h1 id=\"page.title\">Policies.</h1>"));
}

#[test]
fn a_projects_own_template_takes_the_place_of_the_built_in_one() {
    let own = |text| OwnTemplate { name: "page.hbs", file: Some(FileId(7)), text };
    let render = |text| {
        let layouts = Layouts::compile(&[own(text)]);
        let documents = sample::documents("en");
        let found = with_layouts(&layouts.value, &melon(), &documents, |site, published| site.page(&site.page_input(&published[0])));
        (layouts.diagnostics, found)
    };
    assert_eq!(render("{{title}}, {{brand}}").1.value, "Terms of service, HeavyMelon");

    let (at_compile, _) = render("one\n{{#if title}}\ntwo\n");
    assert_eq!(at_compile.len(), 1);
    assert_eq!(at_compile[0].span.unwrap().file, FileId(7));

    let (at_compile, page) = render("one\ntwo {{misspelt}}\n");
    assert!(at_compile.is_empty() && page.value.is_empty());
    assert_eq!(page.diagnostics[0].span.unwrap().range(), 4..20);
}
