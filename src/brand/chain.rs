//! Who extends whom.

use std::collections::BTreeMap;

use super::BrandFile;
use crate::diag::{Code, Diagnostic, Warned, did_you_mean};
use crate::yaml::Node;

/// How many brands one chain may have. Nobody can follow more, and each takes over all values of the next.
const LONGEST: usize = 16;

/// The `extends` chains of all brands, by id: each brand's files, its own first.
///
/// A brand whose chain is broken, by a circle, an unknown parent or a parent that cannot be read, has none. Each fault is reported once, where it is
/// written.
pub(super) fn chains(files: &[BrandFile]) -> Warned<BTreeMap<&str, Vec<&BrandFile>>> {
    let by_id: BTreeMap<&str, &BrandFile> = files.iter().map(|file| (file.id.as_str(), file)).collect();
    let mut found = unknown_names(&by_id);
    let mut chains = BTreeMap::new();
    let mut long = Vec::new();
    for (id, file) in &by_id {
        match follow(file, &by_id) {
            Way::Whole(chain) => {
                chains.insert(*id, chain);
            }
            Way::Circle(circle) => found.extend(circle_finding(id, &circle)),
            Way::Long => long.push(*file),
            Way::Broken => {}
        }
    }
    found.extend(long.first().and_then(|file| long_finding(file)));
    Warned { value: chains, diagnostics: found }
}

enum Way<'f> {
    Whole(Vec<&'f BrandFile>),
    Circle(Vec<&'f BrandFile>),
    Long,
    Broken,
}

fn follow<'f>(file: &'f BrandFile, by_id: &BTreeMap<&str, &'f BrandFile>) -> Way<'f> {
    let mut chain = vec![file];
    let mut current = file;
    loop {
        let Some(node) = &current.node else { return Way::Broken };
        let Some(parent) = node.get("extends").and_then(|parent| parent.text()) else { return Way::Whole(chain) };
        let Some(next) = by_id.get(parent).copied() else { return Way::Broken };
        if let Some(at) = chain.iter().position(|seen| seen.id == next.id) {
            return Way::Circle(chain.split_off(at));
        }
        if chain.len() == LONGEST {
            return Way::Long;
        }
        chain.push(next);
        current = next;
    }
}

/// Of all brands whose chain is too long, the first is reported.
fn long_finding(file: &BrandFile) -> Option<Diagnostic> {
    let span = file.node.as_ref()?.get("extends")?.span;
    let found = Diagnostic::new(Code::TooLarge, format!("more than {LONGEST} brands extend one another here")).at(span);
    Some(found.for_brand(&file.id).hint("let the brand extend one that is nearer to the end of the chain"))
}

/// A circle is reported from the brand in it whose id sorts first, once.
fn circle_finding(id: &str, circle: &[&BrandFile]) -> Option<Diagnostic> {
    if circle.iter().map(|file| file.id.as_str()).min() != Some(id) {
        return None;
    }
    let start = circle.iter().position(|file| file.id == id)?;
    let round = circle.iter().cycle().skip(start).take(circle.len() + 1);
    let way = round.map(|file| file.id.as_str()).collect::<Vec<_>>().join(" -> ");
    let span = circle[start].node.as_ref()?.get("extends")?.span;
    Some(
        Diagnostic::new(Code::ExtendsCycle, format!("brands extend one another in a circle: {way}"))
            .at(span)
            .for_brand(id)
            .hint("let one of them extend nothing"),
    )
}

/// Brands that a file extends or lists as products, and that have no file.
fn unknown_names(by_id: &BTreeMap<&str, &BrandFile>) -> Vec<Diagnostic> {
    let known: Vec<&str> = by_id.keys().copied().collect();
    let mut found = Vec::new();
    for (id, file) in by_id {
        let Some(node) = &file.node else { continue };
        let products = node.get("products").map(Node::items).unwrap_or_default();
        let named = node.get("extends").map(|node| ("extends", node)).into_iter().chain(products.iter().map(|node| ("products", node)));
        let unknown = named.filter_map(|(key, node)| Some((key, node, node.text().filter(|name| !known.contains(name))?)));
        found.extend(unknown.map(|(key, node, name)| unknown_brand(name, &known, key).at(node.span).for_brand(*id)));
    }
    found
}

/// The finding for a brand's name that no file has; `by` says what names it.
pub(crate) fn unknown_brand(name: &str, known: &[&str], by: &str) -> Diagnostic {
    let near = did_you_mean(name, known.iter().copied());
    let hint = near.map_or_else(|| format!("the brands are: {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
    Diagnostic::new(Code::UnknownBrand, format!("`{by}` names the brand `{name}`, which does not exist")).hint(hint)
}
