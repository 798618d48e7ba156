//! Values as templates see them.

use std::borrow::Cow;

use icu_decimal::input::Decimal;

use crate::brand::Brand;
use crate::project::{FieldKind, Project};
use crate::yaml::{Node, Value};

/// A value while a template is expanded. It borrows from the project wherever it can.
#[derive(Debug, Clone)]
pub(super) enum Val<'a> {
    /// Nothing: this brand does not have it.
    Missing,
    /// Nothing, and what is wrong has been said.
    Failed,
    /// A value that somebody wrote: in a brand's file, in front matter, in a tag.
    Node(&'a Node),
    /// The outermost scope.
    Root(&'a Root<'a>),
    /// A brand's values.
    Brand(Company<'a>),
    /// The brands that a brand lists as its products.
    Products(Vec<Company<'a>>),
    /// A customer's fields below a name, which ends with a dot unless it is empty.
    Fields(&'a Customer, String),
    /// A customer's field that nobody has filled in.
    Blank(&'a str),
    /// An answer.
    Bool(bool),
    /// A number of things.
    Count(usize),
    /// A text that a helper made.
    Text(String),
    /// Markdown that a helper made: whatever came from a value is shielded.
    Markdown(String),
}

/// The outermost scope of a template.
#[derive(Debug)]
pub(super) struct Root<'a> {
    /// `brand`
    pub(super) company: Company<'a>,
    /// `policy`
    pub(super) policy: Node,
    /// `build`
    pub(super) build: Node,
    /// `customer`
    pub(super) customer: Customer,
}

/// A brand among the brands of its project.
#[derive(Debug, Clone, Copy)]
pub(super) struct Company<'a> {
    /// The brand.
    pub(super) brand: &'a Brand,
    /// The project of the brand, which has the others.
    pub(super) project: &'a Project,
}

/// What a contract knows of its customer.
#[derive(Debug, Default)]
pub(super) struct Customer {
    /// The declared fields by name, with their values.
    pub(super) fields: Vec<(String, Option<Node>)>,
    /// What the fields' values are, in the same order.
    pub(super) kinds: Vec<FieldKind>,
    /// Whether it is a certain customer: what that one does not give is not there, and not yet to be known.
    pub(super) is_known: bool,
}

impl<'a> Company<'a> {
    fn get(self, key: &str) -> Val<'a> {
        match key {
            "id" => Val::Text(self.brand.id.clone()),
            "products" => self.products(),
            "legal_name" => Val::of(self.brand.values.get(key).or_else(|| self.brand.values.get("name"))),
            _ => Val::of(self.brand.values.get(key)),
        }
    }

    fn products(self) -> Val<'a> {
        let ids = &self.brand.products;
        let in_language =
            |id: &str| self.project.editions_of(id).find(|brand| brand.language().is_some() && brand.language() == self.brand.language());
        let products: Vec<_> = ids.iter().filter_map(|id| in_language(id).or_else(|| self.project.brand(id))).collect();
        if products.is_empty() {
            return Val::Missing;
        }
        Val::Products(products.into_iter().map(|brand| Company { brand, project: self.project }).collect())
    }
}

impl Customer {
    /// The field that a value belongs to.
    pub(super) fn field_of<'v>(&'v self, val: &Val<'v>) -> Option<&'v str> {
        let holds = |value: &Node, node: &Node| value.span == node.span;
        match val {
            Val::Blank(name) => Some(name),
            Val::Node(node) => {
                let field = self.fields.iter().find(|(_, value)| value.as_ref().is_some_and(|value| holds(value, node)));
                field.map(|(name, _)| name.as_str())
            }
            _ => None,
        }
    }

    /// What the whole value of a field is.
    pub(super) fn kind_of(&self, val: &Val<'_>) -> Option<&FieldKind> {
        let Val::Node(node) = val else { return None };
        let at = self.fields.iter().position(|(_, value)| value.as_ref().is_some_and(|value| std::ptr::eq(value, *node)))?;
        self.kinds.get(at)
    }

    fn get(&self, prefix: &str, key: &str) -> Val<'_> {
        let name = format!("{prefix}{key}");
        if let Some((name, value)) = self.fields.iter().find(|(field, _)| *field == name) {
            return value.as_ref().map_or(Val::Blank(name), Val::Node);
        }
        let group = name + ".";
        if self.fields.iter().any(|(field, _)| field.starts_with(&group)) { Val::Fields(self, group) } else { Val::Missing }
    }
}

impl<'a> Val<'a> {
    /// The value of a node; nothing where there is none or it says so. A key behind which nothing is written was found wrong where it stands.
    fn of(node: Option<&'a Node>) -> Self {
        match node {
            Some(node) if node.is_unwritten() => Self::Failed,
            Some(node) if node.value != Value::Null => Self::Node(node),
            _ => Self::Missing,
        }
    }

    /// What stands under a key, or at an index of a list.
    pub(super) fn get(&self, key: &str) -> Self {
        match self {
            Self::Node(node) => Self::of(node.at([key])),
            Self::Root(root) => match key {
                "brand" => Self::Brand(root.company),
                "policy" => Self::Node(&root.policy),
                "build" => Self::Node(&root.build),
                "customer" if !root.customer.fields.is_empty() => Self::Fields(&root.customer, String::new()),
                _ => Self::Missing,
            },
            Self::Brand(company) => company.get(key),
            Self::Products(products) => {
                key.parse::<usize>().ok().and_then(|at| products.get(at)).map_or(Self::Missing, |company| Self::Brand(*company))
            }
            Self::Fields(customer, prefix) => customer.get(prefix, key),
            Self::Failed => Self::Failed,
            _ => Self::Missing,
        }
    }

    /// The items of a list, or of a map with their keys; `None` for what is neither.
    pub(super) fn items(&self) -> Option<Vec<(Option<&'a str>, Self)>> {
        match self {
            Self::Node(Node { value: Value::List(items), .. }) => Some(items.iter().map(|item| (None, Self::of(Some(item)))).collect()),
            Self::Node(Node { value: Value::Map(entries), .. }) => {
                Some(entries.iter().map(|entry| (Some(entry.key.as_str()), Self::of(Some(&entry.node)))).collect())
            }
            Self::Products(products) => Some(products.iter().map(|company| (None, Self::Brand(*company))).collect()),
            _ => None,
        }
    }

    /// Whether a condition on it holds: it is there, and not `false`, zero or empty.
    pub(super) fn holds(&self) -> bool {
        match self {
            Self::Missing | Self::Failed | Self::Blank(_) => false,
            Self::Root(_) | Self::Brand(_) | Self::Products(_) | Self::Fields(..) => true,
            Self::Bool(yes) => *yes,
            Self::Count(count) => *count > 0,
            Self::Text(text) | Self::Markdown(text) => !text.is_empty(),
            Self::Node(node) => match &node.value {
                Value::Null => false,
                Value::Bool(yes) => *yes,
                Value::Number(number) => number.as_f64() != Some(0.0),
                Value::Text(text) => !text.is_empty(),
                Value::List(items) => !items.is_empty(),
                Value::Map(entries) => !entries.is_empty(),
            },
        }
    }

    /// The text of what is text or a number.
    pub(super) fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Node(Node { value: Value::Number(number), .. }) => Some(Cow::Owned(number.to_string())),
            Self::Text(text) | Self::Node(Node { value: Value::Text(text), .. }) => Some(Cow::Borrowed(text)),
            Self::Count(count) => Some(Cow::Owned(count.to_string())),
            _ => None,
        }
    }

    /// The number of what is one, or is a text of digits.
    pub(super) fn decimal(&self) -> Option<Decimal> {
        self.text()?.trim().parse().ok()
    }

    /// The answer of what is one.
    pub(super) fn bool(&self) -> Option<bool> {
        match self {
            Self::Bool(yes) | Self::Node(Node { value: Value::Bool(yes), .. }) => Some(*yes),
            _ => None,
        }
    }

    /// Whether it is a number, as opposed to a text of digits.
    pub(super) fn is_number(&self) -> bool {
        matches!(self, Self::Count(_) | Self::Node(Node { value: Value::Number(_), .. }))
    }

    /// What it is, for a message: `a list`.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Missing | Self::Failed => "nothing",
            Self::Bool(_) => "true or false",
            Self::Count(_) => "a number",
            Self::Text(_) | Self::Markdown(_) => "a text",
            Self::Blank(_) => "a blank",
            Self::Root(_) | Self::Brand(_) | Self::Fields(..) => "a map",
            Self::Products(_) => "a list",
            Self::Node(node) => node.kind(),
        }
    }
}
