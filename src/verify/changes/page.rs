//! What may be laid over a page: the unseen widgets of new signatures, and comments where the certification allows them.

use crate::fields::Permission;
use crate::pdf::{Dictionary, Object, Reference};

use super::area::Area;
use super::change::{Change, ChangeKind};
use super::walk::Walk;

/// The largest icon of a note, in points to a side.
const ICON: f64 = 40.0;
/// What a reader draws by itself over text without hiding it.
const MARKS: [&str; 4] = ["Highlight", "Underline", "Squiggly", "StrikeOut"];

impl Walk<'_> {
    pub(super) fn page(&mut self, holder: Reference, number: u32, signed: &Dictionary, now: &Dictionary) {
        self.entries(
            holder,
            (signed, now),
            |key| Area::of_page(number, key),
            |walk, key, signed, now| match (key, signed, now) {
                (b"Annots", Object::Array(signed), Object::Array(now)) => {
                    walk.annotations(holder, number, signed, now);
                    true
                }
                (b"Annots", Object::Null, now) => {
                    let list = walk.now.resolve(now).ok();
                    let Some(list) = list.as_ref().and_then(Object::as_array) else { return false };
                    walk.fresh.extend(now.as_reference());
                    walk.annotations(holder, number, &[], list);
                    true
                }
                _ => false,
            },
        );
    }

    pub(super) fn annotations(&mut self, holder: Reference, number: u32, signed: &[Object], now: &[Object]) {
        let mut kept = signed.iter();
        for annotation in now {
            if kept.as_slice().first() == Some(annotation) {
                kept.next();
                self.follow(annotation, Area::Annotation(number));
            } else {
                self.added(number, annotation);
            }
        }
        if !kept.as_slice().is_empty() {
            let words = format!("something that lay on page {number} was taken away, or lies above or below other things now");
            self.note(Change::violation(ChangeKind::AnnotationChanged, words).on_page(number).of(holder));
        }
    }

    fn added(&mut self, number: u32, annotation: &Object) {
        if annotation.as_reference().is_some_and(|annotation| self.new_widgets.contains(&annotation)) {
            return;
        }
        let dictionary = self.now.resolve(annotation).ok().and_then(|object| object.as_dictionary().cloned()).unwrap_or_default();
        let kind = dictionary.get("Subtype").and_then(Object::as_name).map_or_else(|| "unknown".into(), String::from_utf8_lossy);
        let kind = crate::pki::name::harmless(&kind);
        let change = if self.permissions.certified == Some(Permission::Annotating) && is_comment(&dictionary) {
            self.accept(annotation);
            Change::allowed(ChangeKind::CommentAdded, format!("a comment was added on page {number}"))
        } else {
            let words = format!(
                "something was laid over page {number} that was not signed and may hide or change what the page says (an annotation of the kind {kind})"
            );
            Change::violation(ChangeKind::AnnotationAdded, words)
        };
        self.note(Change { object: annotation.as_reference(), ..change.on_page(number) });
    }
}

/// Whether an annotation is a comment that hides nothing: it draws nothing of its own and does nothing.
fn is_comment(annotation: &Dictionary) -> bool {
    const HARMLESS: [&[u8]; 20] = [
        b"Type",
        b"Subtype",
        b"Rect",
        b"Contents",
        b"P",
        b"NM",
        b"M",
        b"F",
        b"C",
        b"T",
        b"Popup",
        b"CA",
        b"CreationDate",
        b"IRT",
        b"Subj",
        b"RT",
        b"Open",
        b"Parent",
        b"QuadPoints",
        b"Name",
    ];
    let rectangle: Vec<f64> = annotation.get("Rect").and_then(Object::as_array).unwrap_or_default().iter().filter_map(Object::as_number).collect();
    let is_small = matches!(rectangle.as_slice(), [left, bottom, right, top] if (right - left).abs() <= ICON && (top - bottom).abs() <= ICON);
    let kind = annotation.get("Subtype");
    let is = |name: &str| kind.is_some_and(|kind| kind.is_name(name));
    let is_closed = annotation.get("Open").is_none_or(|open| *open == Object::Boolean(false));
    annotation.iter().all(|(key, _)| HARMLESS.contains(&key))
        && (is("Text") && is_small || is("Popup") && is_closed || MARKS.iter().any(|mark| is(mark)))
}
