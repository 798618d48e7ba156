//! What may be changed in the fields that were there: empty ones may be filled in and signed.

use crate::fields::{is_labelled, is_written_on};
use crate::pdf::{Dictionary, File, Object, Reference, read_text};
use crate::plain::harmless;

use super::area::Area;
use super::change::{Change, ChangeKind};
use super::walk::Walk;
use crate::verify::dictionary::Signature;
use crate::verify::form::{Field, Kind};
use crate::verify::rectangle::Rectangle;

/// Hidden; printed; locked in place and contents locked; nothing to be filled in (ISO 32000-2, tables 167 and 227).
const HIDDEN: i64 = 2;
const PRINT: i64 = 4;
const LOCKED: i64 = 128 | 512;
const READ_ONLY: i64 = 1;
/// How many characters of a value are told.
const TOLD: usize = 60;

/// What differs in a field.
#[derive(Debug, Default, PartialEq, Eq)]
struct Touched {
    value: bool,
    look: bool,
    flags: bool,
}

impl Walk<'_> {
    /// A field's or widget's own entries: all but those that filling in changes must be as they were.
    pub(super) fn field_node(&mut self, holder: Reference, index: usize, signed: &Dictionary, now: &Dictionary) {
        let area = Area::Field(index);
        let fixed = self.form.fields.get(index).is_some_and(is_signed);
        self.entries(
            holder,
            (signed, now),
            |key| if fixed && key == b"V" { Area::Signature(index) } else { area },
            |walk, key, _, _| {
                let filled_in = matches!(key, b"V" | b"AP" | b"AS" | b"F") || key == b"I" && walk.is_list(index);
                filled_in && !fixed
            },
        );
    }

    fn is_list(&self, index: usize) -> bool {
        self.form.fields.get(index).is_some_and(|field| field.kind == Kind::List)
    }

    /// Judges every field that may have been filled in, when all that must be the same has been walked through.
    pub(super) fn fields(&mut self) {
        let mut covered = std::collections::BTreeMap::<u32, f64>::new();
        for index in 0..self.form.fields.len() {
            let Some(field) = self.form.fields.get(index).filter(|field| !is_signed(field)).cloned() else { continue };
            let touched = self.touched(&field);
            if touched == Touched::default() {
                continue;
            }
            let change = self.judge(&field, &touched);
            if change.allowed && touched.look {
                for widget in &field.widgets {
                    let page = self.pages.of_annotation.get(widget).copied().unwrap_or(0);
                    *covered.entry(page).or_default() += self.widget_area(*widget, page);
                }
            }
            self.note(change.of(field.reference));
        }
        for (page, area) in covered {
            let is_small = area * 2.0 <= self.pages.size(page);
            if !is_small {
                let words = format!("what was filled in covers more than half of page {page}, so that it may hide what was signed");
                self.note(Change::violation(ChangeKind::FieldChanged, words).on_page(page));
            }
        }
    }

    /// Where a widget stood when it was signed; `None` where nobody can say.
    fn place(&self, widget: Reference) -> Option<Rectangle> {
        let widget = self.signed.object(widget).ok()?;
        Rectangle::read(self.signed, widget.as_dictionary()?.get("Rect")?)
    }

    /// How much of its page a widget takes, in square points; without end where nobody can say.
    fn widget_area(&self, widget: Reference, page: u32) -> f64 {
        self.place(widget).map_or(f64::INFINITY, |place| self.pages.rectangle(page).map_or(place, |page| place.within(page)).area())
    }

    fn touched(&mut self, field: &Field) -> Touched {
        let mut touched = Touched::default();
        for node in std::iter::once(&field.reference).chain(&field.widgets) {
            let (Ok(signed), Ok(now)) = (self.signed.object(*node), self.now.object(*node)) else { continue };
            let (Some(signed), Some(now)) = (signed.as_dictionary(), now.as_dictionary()) else { continue };
            let differs = |key| signed.get(key) != now.get(key);
            touched.value |= differs("V") || field.kind == Kind::List && differs("I") || self.value_differs(now.get("V"));
            touched.look |= differs("AS") || differs("AP") || self.look_differs(now.get("AP"));
            touched.flags |= differs("F");
        }
        touched
    }

    /// Whether a value that is an object of its own, under the same name, is another.
    fn value_differs(&mut self, value: Option<&Object>) -> bool {
        let Some(Object::Reference(reference)) = value else { return false };
        !self.is_same(*reference).unwrap_or(false)
    }

    fn judge(&mut self, field: &Field, touched: &Touched) -> Change {
        match self.refusal(field, touched) {
            Some(change) => change,
            None if field.kind == Kind::Signature => self.signing(field, touched),
            None => self.filling(field, touched),
        }
    }

    /// Why nobody may fill this field in, where that is so.
    fn refusal(&mut self, field: &Field, touched: &Touched) -> Option<Change> {
        let name = harmless(&field.name);
        let violation = |words: String| Some(Change::violation(ChangeKind::FieldChanged, words));
        if self.is_unseen_timestamp(field, touched) {
            return None;
        }
        if !self.permissions.allows_filling() {
            return violation(format!("the field `{name}` was filled in or signed, which the certification does not allow"));
        }
        if let Some(by) = self.permissions.locked_by(&field.name).map(harmless) {
            return violation(format!("the field `{name}` was changed, which the signature in the field `{by}` locked"));
        }
        if field.flags & READ_ONLY != 0 {
            return violation(format!("the field `{name}` was changed, which cannot be filled in"));
        }
        if field.widgets.iter().any(|widget| self.pages.repeated.contains(widget)) {
            return violation(format!(
                "the field `{name}` was changed, which stands on several pages at once, so that it may hide what was signed on one of them"
            ));
        }
        if touched.flags && field.kind != Kind::Signature {
            return violation(format!("the field `{name}` was hidden, shown, or set to be printed or not"));
        }
        None
    }

    /// Whether a field that nobody sees was given a document timestamp, and stays as unseen as it was: neither certification nor locks speak of that.
    fn is_unseen_timestamp(&self, field: &Field, touched: &Touched) -> bool {
        let is_timestamp = || self.new_signature(field).is_some_and(|signature| signature.is_timestamp());
        !touched.look && !touched.flags && self.is_unseen(field) && field.kind == Kind::Signature && is_timestamp()
    }

    /// Whether no widget of a field could be seen in the version that was signed.
    fn is_unseen(&self, field: &Field) -> bool {
        field.widgets.iter().all(|widget| self.place(*widget).is_some_and(Rectangle::is_empty) || flags(self.signed, *widget) & HIDDEN != 0)
    }

    /// The signature that a field holds now.
    fn new_signature(&self, field: &Field) -> Option<Signature> {
        let now = self.now.object(field.reference).ok()?;
        Signature::read(self.now, now.as_dictionary()?.get("V")?).ok()
    }

    fn signing(&mut self, field: &Field, touched: &Touched) -> Change {
        let name = harmless(&field.name);
        let broken = |words: String| Change::violation(ChangeKind::FieldChanged, words);
        let Some(signature) = self.new_signature(field) else {
            return broken(format!("the empty signature field `{name}` was given a look or a value that is not a signature"));
        };
        if signature.certifies() {
            return Change::violation(
                ChangeKind::Permissions,
                format!("the signature in the field `{name}` certifies a document that was signed before"),
            );
        }
        if signature.is_timestamp() && touched.look {
            return broken(format!("a document timestamp was put into the field `{name}` and shows something there, which no timestamp needs"));
        }
        if touched.flags && !self.flags_are_of_signing(field) {
            return broken(format!("the signature field `{name}` was hidden or shown when it was signed"));
        }
        if touched.look && self.was_shown(field) {
            return broken(format!(
                "the signature field `{name}` showed something before it was signed, and its signature shows something else there"
            ));
        }
        if touched.look && !self.draws_within(field) {
            return broken(format!("the look of the signature in the field `{name}` is not a plain drawing within its frame"));
        }
        self.accept_value(field);
        match (signature.is_timestamp(), self.is_unseen(field)) {
            (true, true) => Change::allowed(ChangeKind::TimestampAdded, format!("a document timestamp was added (`{name}`)")),
            (true, false) => {
                let words = format!("a document timestamp was added in the field `{name}`, which was kept for somebody's signature");
                Change::allowed(ChangeKind::TimestampAdded, words)
            }
            (false, _) => Change::allowed(ChangeKind::SignatureAdded, format!("the field `{name}` was signed")),
        }
    }

    /// Signing may set a widget to be printed and locked, nothing else.
    fn flags_are_of_signing(&self, field: &Field) -> bool {
        field.widgets.iter().all(|widget| {
            let (signed, now) = (flags(self.signed, *widget), flags(self.now, *widget));
            now & signed == signed && (signed | PRINT | LOCKED) & now == now
        })
    }

    fn filling(&mut self, field: &Field, touched: &Touched) -> Change {
        let name = harmless(&field.name);
        let broken = |words: String| Change::violation(ChangeKind::FieldChanged, words);
        let now = self.now.object(field.reference).ok().and_then(|object| object.as_dictionary()?.get("V").cloned()).unwrap_or(Object::Null);
        let now = self.now.resolve(&now).unwrap_or(Object::Null);
        let before = self.signed.resolve(&field.value).unwrap_or(Object::Null);
        if !is_empty(&before, field.kind) {
            return broken(format!("the field `{name}` said {} when it was signed and says {} now", told(&before), told(&now)));
        }
        if self.was_shown(field) {
            return broken(format!("the field `{name}` had no value when it was signed, but showed something, and shows something else now"));
        }
        if !touched.value {
            return broken(format!("the field `{name}` shows something else than was signed, but has no other value"));
        }
        if !touched.look {
            return broken(format!("the field `{name}` has another value than it shows"));
        }
        let sound = match field.kind {
            Kind::Text => matches!(now, Object::String(_)) && self.draws_within(field),
            Kind::List => (matches!(now, Object::String(_)) || is_strings(&now)) && self.draws_within(field),
            Kind::Choice => self.is_ticked(field, &now),
            Kind::Signature | Kind::Other => false,
        };
        if !sound {
            return broken(format!("the field `{name}` was given a value or a look that a field of its kind cannot have"));
        }
        self.accept_value(field);
        Change::allowed(ChangeKind::FieldFilled, format!("the field `{name}` was filled in: {}", told(&now)))
    }

    /// Whether a field showed something when it was signed, whatever its value was.
    fn was_shown(&self, field: &Field) -> bool {
        field.widgets.iter().any(|widget| match field.kind {
            Kind::Choice => is_set(self.signed, *widget) || is_labelled(self.signed, *widget),
            _ => is_written_on(self.signed, *widget),
        })
    }

    /// Whether a tick is one of the field's own states, and the drawings of the states are those that were signed.
    fn is_ticked(&mut self, field: &Field, value: &Object) -> bool {
        let Some(value) = value.as_name() else { return false };
        let shows_it = |widget: &Reference| {
            let widget = self.now.object(*widget).ok();
            widget.as_ref().and_then(|widget| widget.as_dictionary()?.get("AS")?.as_name()).is_some_and(|state| state == value)
        };
        let is_shown = value == b"Off" || field.widgets.iter().any(shows_it);
        is_shown
            && field.widgets.clone().into_iter().all(|widget| {
                let (Ok(signed), Ok(now)) = (self.signed.object(widget), self.now.object(widget)) else { return false };
                let (Some(signed), Some(now)) = (signed.as_dictionary(), now.as_dictionary()) else { return false };
                let drawn = signed.get("AP").and_then(|look| self.signed.resolve(look).ok()).and_then(|look| {
                    let normal = self.signed.get(look.as_dictionary()?, "N").ok()?;
                    Some(normal.as_dictionary()?.iter().map(|(key, _)| key.to_vec()).collect::<Vec<_>>())
                });
                let state = now.get("AS").and_then(Object::as_name).unwrap_or(b"Off");
                let is_own = drawn.unwrap_or_default().iter().any(|known| known == state);
                let agrees = state == b"Off" || is_own && state == value;
                agrees && signed.get("AP") == now.get("AP") && !self.look_differs(now.get("AP"))
            })
    }

    /// The value's objects belong to an allowed change.
    fn accept_value(&mut self, field: &Field) {
        let value = self.now.object(field.reference).ok().and_then(|object| object.as_dictionary()?.get("V").cloned());
        self.accept(&value.unwrap_or(Object::Null));
    }
}

/// A widget's flags.
fn flags(file: &File<'_>, widget: Reference) -> i64 {
    let widget = file.object(widget).ok();
    widget.as_ref().and_then(|widget| widget.as_dictionary()?.get("F")?.as_integer()).unwrap_or(0)
}

/// Whether a button shows another state than that of not being ticked: a reader goes by what is shown, not by the value.
fn is_set(file: &File<'_>, widget: Reference) -> bool {
    let state = file.object(widget).map(|widget| widget.as_dictionary().and_then(|widget| widget.get("AS").cloned()));
    !matches!(state, Ok(None)) && !state.is_ok_and(|state| state.is_some_and(|state| file.resolve(&state).is_ok_and(|state| state.is_name("Off"))))
}

/// Whether a field held a signature already, which stays as it is.
fn is_signed(field: &Field) -> bool {
    field.kind == Kind::Signature && field.value != Object::Null
}

fn is_empty(value: &Object, kind: Kind) -> bool {
    match value {
        Object::Null => true,
        Object::String(text) => text.is_empty() || text.as_slice() == b"\xfe\xff",
        Object::Name(state) => kind == Kind::Choice && state == b"Off",
        Object::Array(values) => values.is_empty(),
        _ => false,
    }
}

fn is_strings(value: &Object) -> bool {
    value.as_array().is_some_and(|values| values.iter().all(|value| matches!(value, Object::String(_))))
}

/// A value as a report tells it.
fn told(value: &Object) -> String {
    let text = match value {
        Object::String(text) => read_text(text),
        Object::Name(name) => String::from_utf8_lossy(name).into_owned(),
        Object::Null => return "nothing".to_owned(),
        _ => return "several values".to_owned(),
    };
    let cut: String = text.chars().take(TOLD).collect();
    let more = if text.chars().count() > TOLD { "…" } else { "" };
    format!("“{}{more}”", harmless(&cut))
}
