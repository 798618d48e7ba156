//! Whether a chain meets the policies its authorities ask for (RFC 5280, 6.1.3 to 6.1.5).
//!
//! Nobody here asks for a policy of their own; a chain fails only where an authority requires that there is one. Policies that two authorities declare the
//! same are not followed: where one is required and such declarations stand in the way, the chain is refused.

use std::collections::BTreeSet;

use der::asn1::ObjectIdentifier;

use super::Problem;
use crate::pki::certificate::Certificate;
use crate::pki::oid;

/// The policies under which a chain is valid so far.
enum Valid {
    Any,
    Only(BTreeSet<ObjectIdentifier>),
}

/// What holds at a place in the chain.
struct State {
    valid: Valid,
    /// After so many certificates a policy is required; `None` is never.
    required_after: Option<u32>,
    /// After so many certificates "any policy" counts no more.
    any_until: Option<u32>,
    mapped: bool,
}

/// Checks a chain from the root's successor down to the signer.
pub(super) fn check(chain: &[&Certificate]) -> Result<(), (usize, Problem)> {
    let mut state = State { valid: Valid::Any, required_after: None, any_until: None, mapped: false };
    for (place, certificate) in chain.iter().enumerate().rev().skip(1) {
        state.narrow(certificate, place == 0);
        if place == 0 {
            // At the end of the chain, what the signer's certificate itself requires counts at once.
            state.required_after =
                lower(state.required_after.map(|left| left.saturating_sub(1)), own_requirement(certificate).filter(|after| *after == 0));
        } else {
            state.pass(certificate);
        }
        if state.required_after == Some(0) && (state.is_empty() || state.mapped) {
            return Err((place, Problem::Policy));
        }
    }
    Ok(())
}

/// The lower of two counts.
fn lower(one: Option<u32>, other: Option<u32>) -> Option<u32> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// After how many certificates a certificate requires a policy.
fn own_requirement(certificate: &Certificate) -> Option<u32> {
    certificate.extensions().policy_constraints.as_ref().and_then(|constraints| constraints.require_explicit_policy)
}

impl State {
    /// Takes in the policies a certificate was issued under.
    fn narrow(&mut self, certificate: &Certificate, is_signer: bool) {
        let policies = &certificate.extensions().policies;
        let any_counts = self.any_until != Some(0) || (certificate.is_self_issued() && !is_signer);
        if any_counts && policies.contains(&oid::ANY_POLICY) {
            return;
        }
        let named: BTreeSet<_> = policies.iter().copied().filter(|policy| *policy != oid::ANY_POLICY).collect();
        self.valid = Valid::Only(match &self.valid {
            Valid::Any => named,
            Valid::Only(earlier) => earlier.intersection(&named).copied().collect(),
        });
    }

    /// Goes on to the next certificate: counts down, and takes in what the authority requires.
    fn pass(&mut self, authority: &Certificate) {
        if !authority.is_self_issued() {
            self.required_after = self.required_after.map(|left| left.saturating_sub(1));
            self.any_until = self.any_until.map(|left| left.saturating_sub(1));
        }
        self.required_after = lower(self.required_after, own_requirement(authority));
        self.any_until = lower(self.any_until, authority.extensions().inhibit_any_policy);
        self.mapped |= authority.extensions().has_policy_mappings;
    }

    /// Whether no policy is left.
    fn is_empty(&self) -> bool {
        matches!(&self.valid, Valid::Only(policies) if policies.is_empty())
    }
}
