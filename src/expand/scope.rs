//! What a name in a tag means, where it stands.

use super::path::{Path, Start};
use super::value::{Company, Root, Val};

/// The way to a value that a brand's file holds.
#[derive(Debug, Clone)]
pub(super) struct Trail<'a> {
    /// The brand that holds it: the document's own, or a product of it.
    pub(super) company: Company<'a>,
    /// `products.supportress.` for a product's values, nothing for the brand's own.
    pub(super) prefix: String,
    /// The keys below the brand, joined by dots.
    pub(super) keys: String,
}

impl<'a> Trail<'a> {
    fn brand(company: Company<'a>) -> Self {
        Self { company, prefix: String::new(), keys: String::new() }
    }

    /// Goes on to the value under a key.
    fn step(&mut self, key: &str, reached: &Val<'a>) {
        if let Val::Brand(product) = reached {
            *self = self.product(*product);
        } else {
            self.keys.push_str(if self.keys.is_empty() { "" } else { "." });
            self.keys.push_str(key);
        }
    }

    /// The trail of one of the products that this trail leads to.
    pub(super) fn product(&self, product: Company<'a>) -> Self {
        Self { company: product, prefix: format!("{}{}.{}.", self.prefix, self.keys, product.brand.id), keys: String::new() }
    }

    /// The path below `brand.`.
    pub(super) fn path(&self) -> String {
        format!("{}{}", self.prefix, self.keys)
    }
}

/// A value and the way to it.
#[derive(Debug, Clone)]
pub(super) struct Found<'a> {
    /// The value.
    pub(super) val: Val<'a>,
    /// The way to it, where it stands in a brand's file outside of a list.
    pub(super) trail: Option<Trail<'a>>,
}

impl<'a> Found<'a> {
    /// A value that no brand's file holds.
    pub(super) fn loose(val: Val<'a>) -> Self {
        Self { val, trail: None }
    }

    /// Goes on to what stands under a key.
    fn step(&mut self, key: &str) {
        let val = self.val.get(key);
        match (&self.val, &val) {
            (Val::Root(_), Val::Brand(company)) => self.trail = Some(Trail::brand(*company)),
            _ => self.trail.iter_mut().for_each(|trail| trail.step(key, &val)),
        }
        self.val = val;
    }
}

/// What a block, a loop's turn or a partial adds to the scope.
#[derive(Debug)]
pub(super) struct Frame<'a> {
    /// What `this` is.
    pub(super) this: Found<'a>,
    /// Names of its own: `as |item index|`, or what a partial was given.
    pub(super) names: Vec<(&'a str, Found<'a>)>,
    /// The turn of a loop.
    pub(super) turn: Option<Turn<'a>>,
    /// Whether `../` steps over it as if it were not there: a partial that looks at what its caller looks at.
    pub(super) transparent: bool,
}

/// The turn of a loop.
#[derive(Debug, Clone, Copy)]
pub(super) struct Turn<'a> {
    /// Counts from zero.
    pub(super) index: usize,
    /// Whether it is the last.
    pub(super) last: bool,
    /// The key, in a loop over a map.
    pub(super) key: Option<&'a str>,
}

/// What a name led to.
#[derive(Debug)]
pub(super) struct Resolved<'a> {
    /// The value.
    pub(super) found: Found<'a>,
    /// Where the value is missing: what lacks it, and the key it lacks.
    pub(super) lacks: Option<(Val<'a>, String)>,
}

/// The frames around a tag, the outermost first.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    root: &'a Root<'a>,
    frames: Vec<Frame<'a>>,
}

impl<'a> Scope<'a> {
    /// The outermost scope.
    pub(super) fn new(root: &'a Root<'a>) -> Self {
        let this = Found::loose(Val::Root(root));
        Self { root, frames: vec![Frame { this, names: Vec::new(), turn: None, transparent: false }] }
    }

    /// Enters a frame.
    pub(super) fn push(&mut self, frame: Frame<'a>) {
        self.frames.push(frame);
    }

    /// Leaves the innermost frame.
    pub(super) fn pop(&mut self) {
        self.frames.pop();
    }

    /// What `this` is.
    pub(super) fn this(&self) -> Found<'a> {
        self.frames.last().map_or_else(|| self.outermost(), |frame| frame.this.clone())
    }

    fn outermost(&self) -> Found<'a> {
        Found::loose(Val::Root(self.root))
    }

    /// What a name means.
    pub(super) fn resolve(&self, path: &Path) -> Resolved<'a> {
        match &path.start {
            Start::Name => self.named(&path.keys),
            Start::This => follow(self.this(), &path.keys),
            Start::Up(levels) => self.up(*levels, &path.keys),
            Start::Root => follow(self.outermost(), &path.keys),
            Start::Local { name, up } => Resolved { found: Found::loose(self.local(name, *up)), lacks: None },
        }
    }

    /// A plain name is looked for in the innermost frame, then among the names that outer frames and the outermost scope give.
    fn named(&self, keys: &[String]) -> Resolved<'a> {
        let Some((first, rest)) = keys.split_first() else { return follow(self.this(), keys) };
        let has = |val: &Val<'a>| !matches!(val.get(first), Val::Missing);
        if let Some(found) = self.frames.last().and_then(|frame| own_name(frame, first)) {
            return follow(found, rest);
        }
        if self.frames.last().is_some_and(|frame| has(&frame.this.val)) {
            return follow(self.this(), keys);
        }
        if let Some(found) = self.frames.iter().rev().skip(1).find_map(|frame| own_name(frame, first)) {
            return follow(found, rest);
        }
        if has(&Val::Root(self.root)) { follow(self.outermost(), keys) } else { follow(self.this(), keys) }
    }

    fn up(&self, levels: usize, keys: &[String]) -> Resolved<'a> {
        let mut frames = self.frames.iter().rev().filter(|frame| !frame.transparent);
        let Some(frame) = frames.nth(levels) else { return Resolved { found: Found::loose(Val::Missing), lacks: None } };
        match keys.split_first() {
            Some((first, rest)) => match own_name(frame, first) {
                Some(found) => follow(found, rest),
                None => follow(frame.this.clone(), keys),
            },
            None => follow(frame.this.clone(), keys),
        }
    }

    fn local(&self, name: &str, up: usize) -> Val<'a> {
        let Some(turn) = self.frames.iter().rev().filter_map(|frame| frame.turn).nth(up) else { return Val::Missing };
        match name {
            "index" => Val::Count(turn.index),
            "first" => Val::Bool(turn.index == 0),
            "last" => Val::Bool(turn.last),
            "key" => turn.key.map_or(Val::Missing, |key| Val::Text(key.to_owned())),
            _ => Val::Missing,
        }
    }
}

fn own_name<'a>(frame: &Frame<'a>, name: &str) -> Option<Found<'a>> {
    frame.names.iter().find(|(own, _)| *own == name).map(|(_, found)| found.clone())
}

fn follow<'a>(mut found: Found<'a>, keys: &[String]) -> Resolved<'a> {
    for (at, key) in keys.iter().enumerate() {
        let holder = found.val.clone();
        found.step(key);
        if matches!(found.val, Val::Missing) {
            for key in &keys[at + 1..] {
                found.step(key);
            }
            return Resolved { found, lacks: Some((holder, key.clone())) };
        }
    }
    Resolved { found, lacks: None }
}
