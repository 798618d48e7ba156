//! What may be laid over a page: the unseen widgets of new signatures, and comments where the certification allows them.

use crate::fields::Permission;
use crate::pdf::{Dictionary, Object, Reference};

use super::area::Area;
use super::change::{Change, ChangeKind};
use super::comment::covered;
use super::walk::Walk;

/// How many comments may be added to a page; the rest is refused.
const MOST_COMMENTS: usize = 64;

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
        let (mut comments, mut area) = (0, 0.0);
        for annotation in now {
            if kept.as_slice().first() == Some(annotation) {
                kept.next();
                self.follow(annotation, Area::Annotation(number));
            } else if let Some(more) = self.added(number, annotation) {
                comments += 1;
                area += more;
            }
        }
        let is_small = area * 2.0 <= self.pages.size(number);
        if comments > 0 && (comments > MOST_COMMENTS || !is_small) {
            let words = format!("the comments on page {number} are so many or so large that they may hide what was signed");
            self.note(Change::violation(ChangeKind::AnnotationAdded, words).on_page(number));
        }
        if !kept.as_slice().is_empty() {
            let words = format!("something that lay on page {number} was taken away, or lies above or below other things now");
            self.note(Change::violation(ChangeKind::AnnotationChanged, words).on_page(number).of(holder));
        }
    }

    /// Judges what was laid over a page; of a comment that may be there, how much of the page it marks, in square points.
    fn added(&mut self, number: u32, annotation: &Object) -> Option<f64> {
        if annotation.as_reference().is_some_and(|annotation| self.new_widgets.contains(&annotation)) {
            return None;
        }
        let dictionary = self.now.resolve(annotation).ok().and_then(|object| object.as_dictionary().cloned()).unwrap_or_default();
        let kind = dictionary.get("Subtype").and_then(Object::as_name).map_or_else(|| "unknown".into(), String::from_utf8_lossy);
        let kind = crate::plain::harmless(&kind);
        let may_be = self.permissions.certified == Some(Permission::Annotating);
        let covered = covered(&dictionary).filter(|_| may_be);
        let change = if covered.is_some() {
            self.accept(annotation);
            Change::allowed(ChangeKind::CommentAdded, format!("a comment was added on page {number}"))
        } else {
            let words = format!(
                "something was laid over page {number} that was not signed and may hide or change what the page says (an annotation of the kind {kind})"
            );
            Change::violation(ChangeKind::AnnotationAdded, words)
        };
        self.note(Change { object: annotation.as_reference(), ..change.on_page(number) });
        covered
    }
}
