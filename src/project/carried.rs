//! What each brand carries, and whether what names policies names any.

use std::collections::{BTreeMap, BTreeSet};

use super::Project;
use crate::address::is_web_address;
use crate::brand::{Brand, NavigationEntry, locate, pattern_faults};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::source::Span;

/// The ids of the policies each brand carries, by brand id, in reading order.
pub(super) fn carried(project: &Project) -> BTreeMap<String, Vec<String>> {
    project.brands.iter().map(|brand| (brand.id.clone(), of_brand(project, brand))).collect()
}

fn of_brand(project: &Project, brand: &Brand) -> Vec<String> {
    let selector = brand.selection.compile();
    let names_brand = |id: &str| {
        let front = project.original(brand, id).map(|policy| &policy.front);
        front.is_some_and(|front| front.brands.as_ref().is_none_or(|brands| brands.iter().any(|name| name.value == brand.id)))
    };
    let has_text = |id: &str| project.policy(brand, id).is_some();
    let mut left: BTreeSet<&str> = ids(project, brand).filter(|id| selector.carries(id) && names_brand(id) && has_text(id)).collect();
    let mut order = Vec::with_capacity(left.len());
    let navigation = project.navigation_of(brand);
    NavigationEntry::walk(&navigation, &mut |id, _| {
        if left.remove(id) {
            order.push(id.to_owned());
        }
    });
    order.extend(left.into_iter().map(str::to_owned));
    order
}

/// The ids of every policy that a brand could carry, sorted, each once or more.
pub(super) fn ids<'p>(project: &'p Project, brand: &'p Brand) -> impl Iterator<Item = &'p str> + Clone {
    let own = brand.chain.iter().filter_map(|link| project.own_policies.get(link)).flat_map(BTreeMap::keys);
    project.policies.keys().chain(own).map(String::as_str)
}

/// Patterns and navigation entries that name no policy, and navigation entries that name one twice.
pub(super) fn faults(project: &Project) -> Vec<Diagnostic> {
    let everywhere: BTreeSet<&str> = project.all_policies().map(|policy| policy.id.as_str()).collect();
    let mut found = navigation_faults(&project.navigation, &everywhere);
    for brand in &project.brands {
        let ids: BTreeSet<&str> = ids(project, brand).collect();
        let mut own = pattern_faults(&brand.values, &ids);
        own.extend(named_faults(brand, &everywhere));
        own.extend(brand.navigation.iter().flat_map(|navigation| navigation_faults(navigation, &ids)));
        found.extend(own.into_iter().map(|finding| locate(finding, brand, &project.sources)));
        found.extend(unlisted(project, brand));
    }
    for edition in &project.editions {
        let told = edition.changes.iter().filter(|change| edition.says(change.policy_at));
        let unknown = told.filter(|change| !everywhere.contains(change.policy.as_str()));
        found.extend(unknown.map(|change| unknown_policy("`changes`", &change.policy, &everywhere).at(change.policy_at)));
    }
    found
}

/// The policies that a brand carries and its navigation, where it has one, does not name: they follow behind everything else, below whatever stands last.
fn unlisted(project: &Project, brand: &Brand) -> Vec<Diagnostic> {
    let navigation = project.navigation_of(brand);
    let mut named = BTreeSet::new();
    NavigationEntry::walk(&navigation, &mut |id, _| {
        named.insert(id);
    });
    let unlisted = project.carried(brand).into_iter().filter(|policy| !named.is_empty() && !named.contains(policy.id.as_str()));
    let finding = |policy: &super::Policy| {
        let found = Diagnostic::new(Code::NotInNavigation, "the navigation does not name this policy, which follows behind all others");
        found.at(policy.front.title.span).for_brand(&brand.id).hint(format!("add `{}` to `navigation`, where it belongs", policy.id))
    };
    unlisted.map(finding).collect()
}

fn navigation_faults(navigation: &[NavigationEntry], ids: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut seen: BTreeMap<String, Option<Span>> = BTreeMap::new();
    NavigationEntry::walk(navigation, &mut |id, span| {
        if !ids.contains(id) {
            found.push(unknown_policy("the navigation", id, ids).at(span));
        } else if let Some(first) = seen.insert(id.to_owned(), span) {
            let twice = Diagnostic::new(Code::DuplicateKey, format!("the navigation names `{id}` twice")).at(span).hint("keep one of the two");
            found.push(first.into_iter().fold(twice, |finding, first| finding.with_related(first, "it stands here first")));
        }
    });
    found
}

/// What a brand says of policies that exist nowhere. It may name one that it does not carry: a brand that extends it does.
fn named_faults(brand: &Brand, everywhere: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let changes = brand.changes.iter().map(|change| ("changes", change.policy.as_str(), Some(change.policy_at)));
    let security = brand.security.iter().filter_map(|security| Some(("security.policy", security.policy.as_deref()?, security.policy_at)));
    let unknown = changes.chain(security.filter(|(_, policy, _)| !is_web_address(policy))).filter(|(_, policy, _)| !everywhere.contains(policy));
    unknown.map(|(key, policy, span)| unknown_policy(&format!("`{key}`"), policy, everywhere).at(span)).collect()
}

fn unknown_policy(what: &str, id: &str, ids: &BTreeSet<&str>) -> Diagnostic {
    let hint = match did_you_mean(id, ids.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write the path of a file below sources/, without `.md`; `{id}` would be sources/{id}.md"),
    };
    Diagnostic::new(Code::UnknownPolicy, format!("{what} names the policy `{id}`, which does not exist")).hint(hint)
}
