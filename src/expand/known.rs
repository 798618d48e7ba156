//! What is known of a value before any brand is chosen.

use super::shape::Shape;
use crate::project::Field;

/// What is known of a value.
#[derive(Debug, Clone)]
pub(super) enum Known<'s> {
    /// Nothing: it may have any key.
    Any,
    /// The outermost scope.
    Root,
    /// Values that brands declare, with the pattern of keys that leads there.
    Declared(Vec<&'s Shape>, Vec<String>),
    /// The brands that a brand lists as its products.
    Products,
    /// A map of these keys, called so.
    Keys(&'static str, &'static [&'static str]),
    /// A customer's fields below a name, which ends with a dot unless it is empty.
    Fields(String),
}

/// What is declared outside of a template's own tags.
#[derive(Debug, Clone, Copy)]
pub(super) struct Declared<'s> {
    /// What brands declare.
    pub(super) brand: &'s Shape,
    /// The keys below `policy.` that are known yet.
    pub(super) policy: &'static [&'static str],
    /// The customer's fields; `None` where a customer does not belong.
    pub(super) fields: Option<&'s [Field]>,
}

/// The names of the outermost scope.
pub(super) const ROOTS: &[&str] = &["brand", "policy", "customer", "build"];

impl<'s> Known<'s> {
    /// What stands under a key; `None` where nothing can.
    pub(super) fn get(&self, key: &str, declared: Declared<'s>) -> Option<Self> {
        match self {
            Self::Any => Some(Self::Any),
            Self::Root => match key {
                "brand" => Some(Self::brand(declared)),
                "policy" => Some(Self::Keys("policy", declared.policy)),
                "build" => Some(Self::Keys("build", super::root::BUILD_KEYS)),
                "customer" if declared.fields.is_some() => Some(Self::Fields(String::new())),
                _ => None,
            },
            Self::Declared(_, pattern) if pattern.is_empty() && key == "products" => Some(Self::Products),
            Self::Declared(shapes, pattern) => below(shapes, pattern, key),
            Self::Products => key.parse::<usize>().is_ok().then(|| Self::brand(declared)),
            Self::Keys(_, keys) => keys.contains(&key).then_some(Self::Any),
            Self::Fields(prefix) => field(declared.fields.unwrap_or_default(), &format!("{prefix}{key}")),
        }
    }

    fn brand(declared: Declared<'s>) -> Self {
        Self::Declared(vec![declared.brand], Vec::new())
    }

    /// What a loop over it walks.
    pub(super) fn items(&self, declared: Declared<'s>) -> Self {
        match self {
            Self::Products => Self::brand(declared),
            Self::Declared(shapes, pattern) => {
                let items: Vec<_> = shapes.iter().flat_map(|shape| shape.items()).collect();
                if items.is_empty() { Self::Any } else { Self::Declared(items, step(pattern, "[]")) }
            }
            _ => Self::Any,
        }
    }

    /// The keys it has, for suggestions.
    pub(super) fn keys(&self, declared: Declared<'s>) -> Vec<&'s str> {
        match self {
            Self::Any | Self::Products => Vec::new(),
            Self::Root => ROOTS.to_vec(),
            Self::Declared(shapes, _) => shapes.iter().flat_map(|shape| shape.keys()).collect(),
            Self::Keys(_, keys) => keys.to_vec(),
            Self::Fields(prefix) => {
                let fields = declared.fields.unwrap_or_default().iter();
                fields.filter_map(|field| field.name.strip_prefix(prefix.as_str())?.split('.').next()).collect()
            }
        }
    }

    /// A text that is the same for values of which the same is known.
    pub(super) fn fingerprint(&self) -> String {
        match self {
            Self::Any => "?".to_owned(),
            Self::Root => "/".to_owned(),
            Self::Declared(_, pattern) => pattern.join("."),
            Self::Products => "products".to_owned(),
            Self::Keys(name, _) => format!("{name}."),
            Self::Fields(prefix) => format!("customer.{prefix}"),
        }
    }
}

fn below<'s>(shapes: &[&'s Shape], pattern: &[String], key: &str) -> Option<Known<'s>> {
    let found: Vec<_> = shapes.iter().filter_map(|shape| shape.get(key)).collect();
    let key = if shapes.iter().any(|shape| shape.keys().any(|known| known == key)) { key } else { "[]" };
    (!found.is_empty()).then(|| Known::Declared(found, step(pattern, key)))
}

fn step(pattern: &[String], key: &str) -> Vec<String> {
    pattern.iter().cloned().chain([key.to_owned()]).collect()
}

fn field(fields: &[Field], name: &str) -> Option<Known<'static>> {
    if fields.iter().any(|field| field.name == name) {
        return Some(Known::Any);
    }
    let group = format!("{name}.");
    fields.iter().any(|field| field.name.starts_with(&group)).then_some(Known::Fields(group))
}
