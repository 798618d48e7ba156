//! Policies that would be written to one place.

use std::collections::BTreeMap;

use super::carried;
use super::{Placed, Policy, Project};
use crate::brand::Brand;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// The step of an address below which earlier versions stand.
pub(super) const VERSIONS: &str = "versions";

/// The findings for policies that differ in the case of their names alone, and for redirects that lead from a place where a page stands.
pub(super) fn faults(project: &Project) -> Vec<Diagnostic> {
    project.brands.iter().flat_map(|brand| brand_faults(project, brand)).collect()
}

fn brand_faults(project: &Project, brand: &Brand) -> Vec<Diagnostic> {
    let mut places: BTreeMap<String, &Policy> = BTreeMap::new();
    let mut found = Vec::new();
    for policy in carried::ids(project, brand).filter_map(|id| project.original(brand, id)) {
        if let Some(first) = places.insert(policy.id.to_lowercase(), policy).filter(|first| first.id != policy.id) {
            found.push(same_place(policy, first));
        }
    }
    for policy in project.carried(brand) {
        found.extend(policy.front.redirects.iter().filter_map(|redirect| redirect_fault(redirect, &places)));
    }
    found.extend(same_redirects(&project.carried(brand)));
    found.extend(edition_faults(project, brand));
    found.extend(archive_faults(project, brand));
    found.into_iter().map(|finding| finding.for_brand(&brand.id)).collect()
}

/// Policies and redirects that would stand in the folder of another edition.
fn edition_faults(project: &Project, brand: &Brand) -> Vec<Diagnostic> {
    let is_language = |path: &str| {
        let first = path.split('/').next().unwrap_or_default();
        brand.languages.iter().any(|language| language.to_string().eq_ignore_ascii_case(first) && first.len() < path.len())
    };
    let finding = |path: &str, span: Span| {
        let message = format!("`{path}` would stand among the pages in the language `{}`", path.split('/').next().unwrap_or_default());
        Diagnostic::new(Code::SameOutput, message).at(span).hint("choose another name, or take the language out of the brand's `languages`")
    };
    let carried = project.carried(brand);
    let policies = carried.iter().filter(|policy| is_language(&policy.id)).map(|policy| finding(&policy.id, start(policy)));
    let redirects = carried.iter().flat_map(|policy| &policy.front.redirects).filter(|redirect| is_language(&redirect.value));
    policies.chain(redirects.map(|redirect| finding(&redirect.value, redirect.span))).collect()
}

/// Policies and redirects that would stand among earlier versions, where there is an archive of such.
fn archive_faults(project: &Project, brand: &Brand) -> Vec<Diagnostic> {
    if !project.publishing.archive.is_kept() {
        return Vec::new();
    }
    let is_taken = |path: &str| path.split('/').any(|step| step.eq_ignore_ascii_case(VERSIONS));
    let finding = |path: &str, span: Span| {
        let message = format!("`{path}` would stand among the earlier versions of policies, which stand in {VERSIONS}/");
        Diagnostic::new(Code::SameOutput, message).at(span).hint("choose another name")
    };
    let carried = project.carried(brand);
    let policies = carried.iter().filter(|policy| is_taken(&policy.id)).map(|policy| finding(&policy.id, start(policy)));
    let redirects = carried.iter().flat_map(|policy| &policy.front.redirects).filter(|redirect| is_taken(&redirect.value));
    policies.chain(redirects.map(|redirect| finding(&redirect.value, redirect.span))).collect()
}

/// The finding for two sources whose outputs would be one file, on a disk that does not tell small letters from capitals.
pub(super) fn same_place(second: &Policy, first: &Policy) -> Diagnostic {
    let same = first.id == second.id;
    let message = if same {
        format!("two sources are the policy `{}`", first.id)
    } else {
        format!("the policies `{}` and `{}` would be written to the same place", first.id, second.id)
    };
    Diagnostic::new(Code::SameOutput, message).at(start(second)).with_related(start(first), "the other one").hint(if same {
        "keep one of the two files"
    } else {
        "names must differ in more than capitals"
    })
}

fn start(policy: &Policy) -> Span {
    Span::new(policy.file, 0..0)
}

fn redirect_fault(redirect: &Placed<String>, places: &BTreeMap<String, &Policy>) -> Option<Diagnostic> {
    let stands = match places.get(&redirect.value.to_lowercase()) {
        Some(page) => format!("the policy `{}`", page.id),
        None if redirect.value.eq_ignore_ascii_case("index") => "the site's first page".to_owned(),
        None => return None,
    };
    let message = format!("`redirects` names `{}`, where {stands} stands", redirect.value);
    Some(Diagnostic::new(Code::SameOutput, message).at(redirect.span).hint("take it out of `redirects`"))
}

fn same_redirects(policies: &[&Policy]) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<String, (&Policy, Span)> = BTreeMap::new();
    let mut found = Vec::new();
    for policy in policies {
        for redirect in &policy.front.redirects {
            if let Some((first, place)) = seen.insert(redirect.value.to_lowercase(), (policy, redirect.span)) {
                let message = format!("the address `{}` redirects to `{}` and to `{}`", redirect.value, first.id, policy.id);
                let finding = Diagnostic::new(Code::SameOutput, message).at(redirect.span);
                found.push(finding.with_related(place, "the other one").hint("keep it in one of the two"));
            }
        }
    }
    found
}
