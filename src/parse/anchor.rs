//! Anchors that the author wrote: `{#id}` at the end of a heading, or of the first paragraph of a list item.

use comrak::nodes::{Node, NodeValue};

use super::reader::Reader;
use crate::diag::{Code, Diagnostic};
use crate::document::Anchor;
use crate::expand::shield;

impl<'n> Reader<'_, 'n> {
    /// Takes `{#id}` off the end of a node's text.
    pub(super) fn take_anchor(&mut self, node: Node<'n>) -> Option<Anchor> {
        self.author?;
        let last = node.last_child()?;
        let id = match &mut last.data_mut().value {
            NodeValue::Text(words) => {
                let (before, id) = split_anchor(words)?;
                let keep = before.len();
                words.to_mut().truncate(keep);
                id
            }
            _ => return None,
        };
        if !id.is_empty() && id.chars().all(fits) {
            return Some(Anchor { id, explicit: true });
        }
        let found = Diagnostic::new(Code::BadName, format!("`{{#{}}}` cannot be an anchor", shield::unshield(&id)));
        self.report(found.hint("use small letters, digits and hyphens: `{#late-payment}`"), node);
        None
    }

    /// The anchor that `<a id="…"></a>` gave to the block just read.
    pub(super) fn pending_anchor(&mut self) -> Option<Anchor> {
        let first = (!self.pending_anchors.is_empty()).then(|| self.pending_anchors.remove(0));
        self.pending_anchors.clear();
        first.map(|id| Anchor { id, explicit: true })
    }
}

/// Whether a character can stand in an anchor. Dots and capitals are kept for the ids of the pages themselves.
fn fits(c: char) -> bool {
    (c.is_alphanumeric() && !c.is_uppercase()) || matches!(c, '-' | '_')
}

/// The text before `{#id}` at its end, and the id. Typographic dashes that were hyphens in the id are hyphens again.
fn split_anchor(words: &str) -> Option<(&str, String)> {
    let inner = words.trim_end().strip_suffix('}')?;
    let at = inner.rfind("{#")?;
    let id = inner[at + 2..].replace('–', "--").replace('—', "---");
    Some((inner[..at].trim_end(), id))
}

#[cfg(test)]
mod tests {
    use super::split_anchor;

    #[test]
    fn an_anchor_ends_a_text() {
        assert_eq!(split_anchor("Payment {#late--fee} "), Some(("Payment", "late--fee".to_owned())));
        assert_eq!(split_anchor("Payment {#late} now"), None);
        assert_eq!(split_anchor("{#only}"), Some(("", "only".to_owned())));
    }
}
