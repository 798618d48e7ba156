//! What a document says of itself: its front matter, after the merge.

use crate::brand::Brand;
use crate::document::{Inline, Kind, Length, Meta};
use crate::expand::Expansion;
use crate::project::Policy;

/// A document's meta data.
pub(super) fn meta(brand: &Brand, policy: &Policy, expansion: &Expansion) -> Meta {
    let front = &policy.front;
    Meta {
        id: policy.id.clone(),
        kind: front.kind,
        title: brand.theme.titled(&expansion.title),
        description: expansion.description.clone(),
        version: front.version.clone(),
        status: front.status,
        effective: front.effective,
        updated: front.updated,
        numbering: front.numbering,
        number: front.number.clone(),
        locale: brand.locale.to_string(),
        parties: parties(brand, policy, expansion.customer.as_deref()),
    }
}

fn parties(brand: &Brand, policy: &Policy, customer: Option<&str>) -> Vec<Vec<Inline>> {
    if policy.front.kind == Kind::Policy {
        return Vec::new();
    }
    let label = policy.front.fields.iter().find(|field| field.name == "name").map_or("name", |field| &field.label);
    let blank = || Inline::Blank { field: "name".to_owned(), label: label.to_owned(), length: Length::Line };
    let customer = customer.map_or_else(blank, |name| Inline::Text(name.to_owned()));
    vec![vec![Inline::Text(brand.legal_name.clone())], vec![customer]]
}
