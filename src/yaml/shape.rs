//! What the values of a file must be: one description for the check and for the editors' schemas.

use crate::diag::did_you_mean;

/// What a value must be.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// A text.
    Text,
    /// A text or a number.
    Plain,
    /// True or false.
    Flag,
    /// A day, as `2026-09-01`.
    Date,
    /// An address that starts with `https://` or `http://`.
    Url,
    /// A mail address.
    Mail,
    /// A colour, as `#rgb` or `#rrggbb`.
    Colour,
    /// A language and region, as a BCP 47 tag.
    Locale,
    /// One of several texts.
    Choice(&'static [Choice]),
    /// One of several texts, or a map with known keys and no others.
    Or(&'static [Choice], &'static Form),
    /// A whole number between two, both included.
    Whole(u64, u64),
    /// Where a secret is found, by a map with known keys. A secret that is written out itself is left to the file's own reader, which says so without
    /// showing it.
    Secret(&'static Form),
    /// A list of values of one shape.
    List(&'static Shape),
    /// A list of values of one shape, with at least one of them: without any it would say that nothing is built.
    Some(&'static Shape),
    /// A map with known keys and no others.
    Map(&'static Form),
    /// A map whose keys are the author's own.
    Named(&'static Shape),
    /// Whatever the author likes, in maps with keys that a source can name.
    Facts,
    /// A single value or a map of single values: what a field may fall back to.
    Default,
    /// A navigation tree.
    Navigation,
}

/// One of the texts that a [`Shape::Choice`] allows.
#[derive(Debug, Clone, Copy)]
pub struct Choice {
    /// The text.
    pub name: &'static str,
    /// What it means, in one sentence.
    pub about: &'static str,
}

/// A map with known keys.
#[derive(Debug)]
pub struct Form {
    /// What the map is about, in one sentence.
    pub about: &'static str,
    /// Its keys, in the order in which the manual shows them.
    pub keys: &'static [Key],
    /// Keys that authors look for here, and how they are written where they belong.
    pub elsewhere: &'static [(&'static str, &'static str)],
    /// What to do with a key that is not among them and near to none.
    pub stray: &'static str,
}

/// A key of a [`Form`].
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it says, in one sentence.
    pub about: &'static str,
    /// What its value must be.
    pub shape: Shape,
    /// Whether it must be there.
    pub required: bool,
}

impl Form {
    /// How a key is written that belongs into one of its maps.
    pub fn elsewhere(&self, wrong: &str) -> Option<String> {
        let inside = |key: &Key| match key.shape {
            Shape::Map(form) | Shape::Or(_, form) | Shape::Secret(form) if form.has(wrong) => Some(format!("{}: {{{wrong}: …}}", key.name)),
            _ => None,
        };
        let listed = || self.elsewhere.iter().find(|(key, _)| *key == wrong).map(|(_, right)| (*right).to_owned());
        self.keys.iter().find_map(inside).or_else(listed)
    }

    /// Whether it knows a key.
    pub fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|known| known.name == key)
    }

    /// The key that was meant by one that the form does not know, where one is near enough.
    pub fn meant(&self, wrong: &str) -> Option<&'static str> {
        did_you_mean(wrong, self.keys.iter().map(|key| key.name))
    }
}

impl Key {
    /// A key that may be left out.
    pub const fn optional(name: &'static str, shape: Shape, about: &'static str) -> Self {
        Self { name, about, shape, required: false }
    }

    /// A key that must be there.
    pub const fn required(name: &'static str, shape: Shape, about: &'static str) -> Self {
        Self { name, about, shape, required: true }
    }
}

/// A heading over policies in a navigation tree.
pub(super) static GROUP: Form = Form {
    about: "A heading over policies.",
    keys: &[Key::required("title", Shape::Text, "The heading's words."), Key::required("pages", Shape::Navigation, "The policies below it.")],
    elsewhere: &[],
    stray: "a heading has `title` and `pages` only",
};
