//! Whatever bytes are given: no panic, and no damaged signature holds.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::fixture::{AGREES, P2, STAMPS, judged, signed, unsigned};
use crate::verify::Verdict;

static SIGNED: LazyLock<Vec<u8>> = LazyLock::new(|| signed(&unsigned(), P2));
static UPDATED: LazyLock<Vec<u8>> = LazyLock::new(|| signed(&signed(&SIGNED, AGREES), STAMPS));

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// Every byte counts: those that are covered by the digest, those of the gap by what they must be. Only the case of a hexadecimal digit may change.
    #[test]
    fn no_changed_byte_goes_unseen(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = SIGNED.clone();
        let at = at.index(bytes.len());
        prop_assume!(!bytes[at].eq_ignore_ascii_case(&byte));
        bytes[at] = byte;
        prop_assert!(!judged(&bytes).holds(true), "byte {at}");
    }

    #[test]
    fn damage_never_brings_the_verifier_down(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6), cut in any::<prop::sample::Index>()) {
        let mut bytes = UPDATED.clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = judged(&bytes).words("f.pdf");
        let _ = judged(&bytes[..cut.index(bytes.len())]);
    }

    #[test]
    fn random_bytes_are_unreadable(bytes in prop::collection::vec(any::<u8>(), 0..256)) {
        prop_assert_eq!(judged(&bytes).verdict, Verdict::Unreadable);
    }

    /// What is appended without being understood is never passed over.
    #[test]
    fn nothing_is_appended_unseen(bytes in prop::collection::vec(1_u8.., 1..64)) {
        prop_assume!(bytes.iter().any(|byte| !byte.is_ascii_whitespace()));
        prop_assert!(!judged(&[&SIGNED[..], &bytes].concat()).holds(true));
    }
}
