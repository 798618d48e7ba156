//! What comes step by step is what comes at once.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{File, Live, Making, Publication, Release, Update};
use crate::compile::Names;
use crate::diag::{Code, Warned};
use crate::render::href::stem;
use crate::snapshot::{Kept, Snapshot, State};
use crate::world::Memory;

const TERMS: &str = "---\ntitle: Terms of {{brand.name}}\nnumbering: clauses\n---\n\n## Payment {#payment}\n\nPay within {{brand.facts.days}} days. {{> note}}\n\n## Delay\n\nA word.\n";
const LIMITS: &str = "---\ntitle: Limits\n---\n\n## Scope {#scope}\n\nSee [](../terms.md#payment) and [the terms](../terms.md).\n";

fn project() -> Memory {
    Memory::from([("brands/acme.yaml", "name: Acme\nlanguages: [el]\nfacts: {days: 30}\n"), ("brands/bolt.yaml", "name: Bolt\nextends: acme\n")])
        .with("sources/terms.md", TERMS)
        .with("sources/terms/limits.md", LIMITS)
        .with("sources/privacy.md", "---\ntitle: Privacy\nbrands: [bolt]\n---\n\nBolt keeps it for {{brand.facts.days}} days.\n")
        .with(
            "sources/terms.el.md",
            "---\ntitle: Όροι\n---\n\n## Πληρωμή {#payment}\n\nΣε {{brand.facts.days}} ημέρες. {{> note}} [Όρια](terms/limits.md#scope)\n",
        )
        .with("sources/_partials/note.md", "A note.\n")
        .with("brands/house.yaml", "name: House\nproducts: [acme]\nfacts: {days: 9}\n")
        .with("sources/range.md", "---\ntitle: Range\nbrands: [house]\n---\n\n{{#each brand.products}}\n- {{name}}: {{facts.days}} days\n{{/each}}\n")
}

fn live() -> Live {
    Live::new(Names::default(), 2, Making::AtOnce).unwrap()
}

fn update(live: &mut Live, world: &Memory) -> Update {
    live.update(&Snapshot::take(world).unwrap())
}

fn published(live: &mut Live, world: &Memory) -> Publication {
    update(live, world).published.unwrap()
}

/// Every file of a release that is made at once.
fn files(release: &Release) -> Vec<(String, String)> {
    let of = |brand: &str, folder: &str| {
        let file = |(path, file): (&str, &Arc<File>)| (format!("{brand}/{folder}/{path}"), format!("{:?} {:?}", file.key, file.sha256));
        release.files_in(brand, folder).map(file).collect::<Vec<_>>()
    };
    ["acme", "bolt", "house"].into_iter().flat_map(|brand| [of(brand, "html"), of(brand, "markdown")]).flatten().collect()
}

#[test]
fn what_comes_step_by_step_is_what_comes_at_once() {
    let edits: [(&str, String); 16] = [
        ("sources/terms.md", TERMS.replace("A word.", "Another word.")),
        ("sources/terms.md", TERMS.replace("## Payment", "## Paying")),
        ("sources/terms.md", TERMS.replace("## Payment", "## First\n\nWords.\n\n## Payment")),
        ("sources/terms.md", TERMS.replace("title: Terms", "title: Conditions")),
        ("sources/terms.md", TERMS.replace("numbering: clauses", "numbering: none")),
        ("sources/terms/limits.md", LIMITS.replace("## Scope", "## Range")),
        ("sources/_partials/note.md", "Two notes.\n".to_owned()),
        ("brands/acme.yaml", "name: Acme\nlanguages: [el]\nfacts: {days: 31}\n".to_owned()),
        ("brands/acme.yaml", "name: Acme Group\nlanguages: [el]\nfacts: {days: 31}\n".to_owned()),
        ("brands/acme.yaml", "name: Acme Group\nlanguages: [el]\nfacts: {days: thirty}\n".to_owned()),
        ("brands/acme.el.yaml", "facts: {days: τριάντα}\n".to_owned()),
        ("brands/bolt.yaml", "name: Bolt\nextends: acme\nfacts: {days: 32}\n".to_owned()),
        ("brands/bolt.yaml", "name: Bolt\nfacts: {days: 33}\npolicies: {exclude: [terms/limits]}\n".to_owned()),
        ("sources/privacy.md", "---\ntitle: Privacy\n---\n\nEverybody keeps it.\n".to_owned()),
        ("sources/new.md", "---\ntitle: New\n---\n\nSee [the terms](terms.md).\n".to_owned()),
        ("templates/html/style.css", "body { color: red }".to_owned()),
    ];
    let mut step = live();
    let mut world = project();
    update(&mut step, &world);
    for (path, text) in edits {
        // A broken state in between must leave nothing behind.
        let broken = update(&mut step, &world.clone().with("sources/terms.md", "---\ntitle: Terms\n---\n\n{{brand.no}} [](#nowhere)\n"));
        assert!(broken.published.is_none());
        world = world.with(path, text.clone());
        let stepped = update(&mut step, &world);
        let whole = update(&mut live(), &world);
        let codes =
            |update: &Update| update.diagnostics.iter().map(|found| (found.code, found.message.clone(), found.brands.clone())).collect::<Vec<_>>();
        assert_eq!(codes(&stepped), codes(&whole), "{path}: {text}");
        let (Some(stepped), Some(whole)) = (&stepped.published, &whole.published) else { panic!("{path}: {:?}", whole.diagnostics) };
        assert_eq!(files(&stepped.release), files(&whole.release), "{path}: {text}");
    }
}

#[test]
fn only_what_changed_is_made_again() {
    let mut live = live();
    let world = project();
    assert!(!published(&mut live, &world).changed.is_empty());
    let same = published(&mut live, &world);
    assert!(same.changed.is_empty() && same.removed.is_empty(), "{:?}", same.changed);
    let news = published(&mut live, &world.with("sources/terms.md", TERMS.replace("A word.", "Another.")));
    let touched = |name: &str| news.changed.iter().filter(|path| path.contains(name)).count();
    assert!(touched("html/terms.html") == 3 && touched("html/el/terms.html") == 0 && touched("markdown/terms.md") == 3, "{:?}", news.changed);
    assert_eq!(["limits", "privacy", ".css", "site.js"].map(touched), [0; 4], "{:?}", news.changed);
}

#[test]
fn what_no_edit_touched_stands_as_it_was() {
    let mut live = live();
    let first = published(&mut live, &project()).release;
    let mut stands = |world: Memory, path: &str| {
        let release = published(&mut live, &world).release;
        [first.file(path), release.file(path)].into_iter().flatten().map(Arc::as_ptr).collect::<BTreeSet<_>>().len() == 1
    };
    let other = project().with("brands/bolt.yaml", "name: Bolt & Co\nextends: acme\n");
    assert!(
        stands(other.clone(), "acme/html/terms.html") && stands(other.clone(), "acme/html/el/terms.html") && !stands(other, "bolt/html/terms.html")
    );
    let heading = |title: &str| project().with("sources/terms.md", TERMS.replace("## Delay", title));
    assert!(stands(heading("## Waiting"), "house/html/range.html") && !stands(heading("## Rest"), "acme/html/terms.html"));
}

#[test]
fn a_preview_says_what_was_published_under_the_same_version() {
    let world = |word: &str| {
        let text = format!("---\ntitle: Terms\nversion: \"1\"\n---\n\n{word}\n");
        Memory::from([("brands/acme.yaml", "name: Acme\n")]).with("sources/terms.md", text)
    };
    let past = Arc::new(Snapshot::take(&world("Then.")).unwrap());
    let mut live = live();
    let mut codes = |word: &str| {
        let state = State { name: "one".to_owned(), digest: past.digest(), kept: Kept::Folder(Arc::clone(&past)) };
        let snapshot = Snapshot::take(&world(word)).unwrap().with_states(Warned::clean(vec![state]));
        live.update(&snapshot).diagnostics.into_iter().map(|found| found.code).collect::<Vec<_>>()
    };
    assert_eq!([codes("Then."), codes("Now."), codes("Then.")], [vec![], vec![Code::ChangedVersion], vec![]]);
}

#[test]
fn a_pdf_is_made_when_it_is_asked_for_and_kept() {
    let mut live = live();
    let release = published(&mut live, &project()).release;
    let file = release.file("acme/html/terms.pdf").unwrap();
    assert!(file.bytes.is_none() && release.made(file).is_none());
    assert!(release.make(file).unwrap().starts_with(b"%PDF-"));
    assert!(release.made(file).is_some());
}

/// What a page's address leads to, as a path from the folder of the site; `None` where it leads to another host or stays on the page.
fn target(page: &str, address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next().filter(|path| !path.is_empty() && !path.contains(':') && !path.starts_with('~'))?;
    let mut steps: Vec<&str> = page.split('/').collect();
    steps.pop();
    for step in path.split('/') {
        match step {
            ".." => steps.pop().map_or((), |_| ()),
            step => steps.push(step),
        }
    }
    Some(steps.join("/"))
}

#[test]
fn every_address_in_every_language_leads_to_a_file() {
    let logo = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 64 64\" width=\"64\" height=\"64\"><path d=\"M0 0h64v64H0z\"/></svg>";
    let world = |version: &str| {
        let text = format!("---\ntitle: Terms\nversion: \"{version}\"\nredirects: [legal/old]\n---\n\nVersion {version}.\n");
        Memory::from([("brands/acme.yaml", "name: Acme\nlanguages: [el]\ntheme: {logo: logo.svg}\n"), ("brands/acme/logo.svg", logo)])
            .with("sources/terms.md", text.clone())
            .with("sources/terms.el.md", text.replace("redirects: [legal/old]\n", ""))
    };
    let state = |name: &str| {
        let past = Arc::new(Snapshot::take(&world(name)).unwrap());
        State { name: name.to_owned(), digest: past.digest(), kept: Kept::Folder(past) }
    };
    let snapshot = Snapshot::take(&world("2")).unwrap().with_states(Warned::clean(vec![state("1"), state("2")]));
    let release = live().update(&snapshot).published.unwrap().release;
    let mut lost = Vec::new();
    for (page, file) in release.files_in("acme", "html").filter(|(path, _)| stem(path).is_some_and(|name| !name.ends_with("404"))) {
        let text = String::from_utf8(file.bytes.as_deref().unwrap_or_default().to_vec()).unwrap();
        let addresses = ["href=\"", "src=\""].into_iter().flat_map(|name| text.split(name).skip(1)).filter_map(|rest| rest.split('"').next());
        lost.extend(
            addresses
                .filter_map(|address| target(page, address))
                .filter(|path| release.file(&format!("acme/html/{path}")).is_none())
                .map(|path| format!("{page}: {path}")),
        );
    }
    assert_eq!(lost, Vec::<String>::new());
    assert!(release.file("acme/html/el/legal/old.html").is_some() && release.file("acme/html/el/terms/versions/1.html").is_some());
}
