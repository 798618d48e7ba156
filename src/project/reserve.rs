//! What PDFs keep ready for signatures to come.

use crate::yaml::{Form, Key, Node, Shape, Value};

/// The most fields for timestamps: with one in five years, a century.
const MOST: u64 = 20;

/// What a project's file may say of it.
pub(super) static RESERVE: Form = Form {
    about: "What PDFs keep ready for signatures to come: a signed file takes no new fields.",
    keys: &[
        Key::optional(
            "timestamps",
            Shape::Whole(0, MOST),
            "How many document timestamps each signed document has room for; 2 where it is missing. Archiving takes one, and one more for each renewal.",
        ),
        Key::optional(
            "policies",
            Shape::Flag,
            "Whether documents without signature blocks have a signature field that nobody sees, `Signature1`, and those for timestamps; false where it is missing.",
        ),
    ],
    elsewhere: &[("contracts", "timestamps: 2"), ("signatures", "policies: true"), ("fields", "timestamps: 2")],
    stray: "what is kept ready are `timestamps` and `policies` only",
};

/// What PDFs keep ready for signatures to come: nobody can add a field to a file that is signed (ISO 32000-2, 12.8.2.2) without breaking its tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Reserve {
    /// How many invisible fields for document timestamps each signed document has.
    pub timestamps: usize,
    /// Whether documents without signature blocks have an invisible field for a signature, and those for timestamps.
    pub policies: bool,
}

impl Default for Reserve {
    fn default() -> Self {
        Self { timestamps: 2, policies: false }
    }
}

impl Reserve {
    /// What a project's file says, with the defaults for what it does not.
    pub(super) fn read(node: &Node) -> Self {
        let plain = Self::default();
        let timestamps = match node.get("timestamps").map(|node| &node.value) {
            Some(Value::Number(number)) => number.as_u64().filter(|number| *number <= MOST).and_then(|number| usize::try_from(number).ok()),
            _ => None,
        };
        let policies = match node.get("policies").map(|node| &node.value) {
            Some(Value::Bool(policies)) => *policies,
            _ => plain.policies,
        };
        Self { timestamps: timestamps.unwrap_or(plain.timestamps), policies }
    }
}

#[cfg(test)]
mod tests {
    use super::Reserve;
    use crate::project::load;
    use crate::world::Memory;

    fn reserve(text: &str) -> (Reserve, usize) {
        let loaded = load(&Memory::from([("brands/a.yaml", "name: A\n"), ("sources/a.md", "---\ntitle: A\n---\n"), ("counterpart.yaml", text)]));
        (loaded.value.reserve, loaded.diagnostics.len())
    }

    #[test]
    fn what_is_not_said_is_as_ever() {
        assert_eq!(reserve("title: A\n"), (Reserve { timestamps: 2, policies: false }, 0));
        assert_eq!(reserve("reserve: {policies: true}\n"), (Reserve { timestamps: 2, policies: true }, 0));
        assert_eq!(reserve("reserve: {timestamps: 0}\n"), (Reserve { timestamps: 0, policies: false }, 0));
        assert_eq!(reserve("reserve: {timestamps: 21}\n"), (Reserve::default(), 1));
        assert_eq!(reserve("reserve: {timestamp: 3}\n"), (Reserve::default(), 1));
    }
}
