//! Policies that would be written to one place.

use std::collections::BTreeMap;

use super::carried;
use super::{Placed, Policy, Project};
use crate::brand::Brand;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// The findings for policies that differ in the case of their names alone, and for redirects that lead from a place where a page stands.
pub(super) fn faults(project: &Project) -> Vec<Diagnostic> {
    project.brands.iter().flat_map(|brand| brand_faults(project, brand)).collect()
}

fn brand_faults(project: &Project, brand: &Brand) -> Vec<Diagnostic> {
    let mut places: BTreeMap<String, &Policy> = BTreeMap::new();
    let mut found = Vec::new();
    for policy in carried::ids(project, brand).filter_map(|id| project.policy(brand, id)) {
        if let Some(first) = places.insert(policy.id.to_lowercase(), policy).filter(|first| first.id != policy.id) {
            found.push(same_place(policy, first));
        }
    }
    for policy in project.carried(brand) {
        found.extend(policy.front.redirects.iter().filter_map(|redirect| redirect_fault(redirect, &places)));
    }
    found.extend(same_redirects(&project.carried(brand)));
    found.into_iter().map(|finding| finding.for_brand(&brand.id)).collect()
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
