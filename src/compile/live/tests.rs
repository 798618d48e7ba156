//! What comes step by step is what comes at once.

use super::{Live, Making, Release, Update};
use crate::compile::Names;
use crate::snapshot::Snapshot;
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

/// Every file of a release that is made at once.
fn files(release: &Release) -> Vec<(String, String)> {
    let of = |brand: &str, folder: &str| {
        let file =
            |(path, file): (&str, &std::sync::Arc<super::File>)| (format!("{brand}/{folder}/{path}"), format!("{:?} {:?}", file.key, file.sha256));
        release.files_in(brand, folder).map(file).collect::<Vec<_>>()
    };
    ["acme", "bolt", "house"].into_iter().flat_map(|brand| [of(brand, "html"), of(brand, "markdown")]).flatten().collect()
}

#[test]
fn what_comes_step_by_step_is_what_comes_at_once() {
    let edits: [(&str, String); 14] = [
        ("sources/terms.md", TERMS.replace("A word.", "Another word.")),
        ("sources/terms.md", TERMS.replace("## Payment", "## Paying")),
        ("sources/terms.md", TERMS.replace("## Payment", "## First\n\nWords.\n\n## Payment")),
        ("sources/terms.md", TERMS.replace("title: Terms", "title: Conditions")),
        ("sources/terms.md", TERMS.replace("numbering: clauses", "numbering: none")),
        ("sources/terms/limits.md", LIMITS.replace("## Scope", "## Range")),
        ("sources/_partials/note.md", "Two notes.\n".to_owned()),
        ("brands/acme.yaml", "name: Acme\nlanguages: [el]\nfacts: {days: 31}\n".to_owned()),
        ("brands/acme.yaml", "name: Acme Group\nlanguages: [el]\nfacts: {days: 31}\n".to_owned()),
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
        assert!(broken.release.is_none());
        world = world.with(path, text.clone());
        let stepped = update(&mut step, &world);
        let whole = update(&mut live(), &world);
        let codes =
            |update: &Update| update.diagnostics.iter().map(|found| (found.code, found.message.clone(), found.brands.clone())).collect::<Vec<_>>();
        assert_eq!(codes(&stepped), codes(&whole), "{path}: {text}");
        let (Some(stepped), Some(whole)) = (&stepped.release, &whole.release) else { panic!("{path}: {:?}", whole.diagnostics) };
        assert_eq!(files(stepped), files(whole), "{path}: {text}");
    }
}

#[test]
fn only_what_changed_is_made_again() {
    let mut live = live();
    let world = project();
    assert!(!update(&mut live, &world).changed.is_empty());
    let same = update(&mut live, &world);
    assert!(same.changed.is_empty() && same.removed.is_empty(), "{:?}", same.changed);
    let update = update(&mut live, &world.with("sources/terms.md", TERMS.replace("A word.", "Another.")));
    let touched = |name: &str| update.changed.iter().filter(|path| path.contains(name)).count();
    assert!(touched("html/terms.html") == 3 && touched("html/el/terms.html") == 0 && touched("markdown/terms.md") == 3, "{:?}", update.changed);
    assert_eq!(["limits", "privacy", ".css", "site.js"].map(touched), [0; 4], "{:?}", update.changed);
}

#[test]
fn what_no_edit_touched_stands_as_it_was() {
    let mut live = live();
    let first = update(&mut live, &project()).release.unwrap();
    let mut stands = |world: Memory, path: &str| {
        let release = update(&mut live, &world).release.unwrap();
        [first.file(path), release.file(path)].into_iter().flatten().map(std::sync::Arc::as_ptr).collect::<std::collections::BTreeSet<_>>().len() == 1
    };
    let other = project().with("brands/bolt.yaml", "name: Bolt & Co\nextends: acme\n");
    assert!(
        stands(other.clone(), "acme/html/terms.html") && stands(other.clone(), "acme/html/el/terms.html") && !stands(other, "bolt/html/terms.html")
    );
    let heading = |title: &str| project().with("sources/terms.md", TERMS.replace("## Delay", title));
    assert!(stands(heading("## Waiting"), "house/html/range.html") && !stands(heading("## Rest"), "acme/html/terms.html"));
}

#[test]
fn a_pdf_is_made_when_it_is_asked_for_and_kept() {
    let mut live = live();
    let release = update(&mut live, &project()).release.unwrap();
    let file = release.file("acme/html/terms.pdf").unwrap();
    assert!(file.bytes.is_none() && release.made(file).is_none());
    assert!(release.make(file).unwrap().starts_with(b"%PDF-"));
    assert!(release.made(file).is_some());
}
