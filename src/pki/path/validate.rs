//! Checking a whole chain from the root down (RFC 5280, 6.1). The signatures were checked on the way up.

use super::{Problem, Question, constraint, policy};
use crate::pki::certificate::Certificate;

/// Checks a chain whose last certificate is a trusted root; the first problem from the root down, and which certificate it is with.
///
/// The root is held to the same rules, although RFC 5280 does not ask it: a root that expired, or that limits itself, is taken at its word.
pub(super) fn validate(chain: &[&Certificate], question: &Question<'_>) -> Result<(), (usize, Problem)> {
    for (place, certificate) in chain.iter().enumerate().rev() {
        check_alone(certificate, question).map_err(|problem| (place, problem))?;
        if place == 0 {
            question.purpose.check_signer(certificate).map_err(|problem| (place, problem))?;
        } else {
            let is_root = place + 1 == chain.len();
            check_authority(certificate, chain.get(1..place).unwrap_or_default(), is_root).map_err(|problem| (place, problem))?;
            question.purpose.check_authority(certificate).map_err(|problem| (place, problem))?;
        }
    }
    constraint::check(chain)?;
    policy::check(chain)
}

/// What every certificate must meet: understood, valid at the time, strong.
fn check_alone(certificate: &Certificate, question: &Question<'_>) -> Result<(), Problem> {
    let extensions = certificate.extensions();
    if let Some(bad) = extensions.malformed.first() {
        return Err(Problem::BadExtension(*bad));
    }
    if let Some(unknown) = extensions.unknown_critical.first() {
        return Err(Problem::UnknownExtension(*unknown));
    }
    if question.at < certificate.not_before() {
        return Err(Problem::NotYetValid(question.at));
    }
    if !certificate.is_valid_at(question.at) {
        return Err(Problem::Expired(question.at));
    }
    certificate.key_kind().weakness().map_or(Ok(()), |weakness| Err(Problem::Weak(weakness)))
}

/// What every authority must meet: that it is one, may sign certificates, and has no more authorities below it than it allows.
fn check_authority(certificate: &Certificate, below: &[&Certificate], is_root: bool) -> Result<(), Problem> {
    let extensions = certificate.extensions();
    // Roots of version 1 have no extensions; that somebody trusts them makes them authorities.
    let old_root = is_root && extensions.basic_constraints.is_none();
    if !certificate.is_authority() && !old_root {
        return Err(Problem::NotAnAuthority);
    }
    if extensions.key_usage.is_some_and(|usage| !usage.key_cert_sign()) {
        return Err(Problem::MayNotIssue);
    }
    let allowed = extensions.basic_constraints.as_ref().and_then(|basic| basic.path_len_constraint);
    let counted = below.iter().filter(|one| !one.is_self_issued()).count();
    if allowed.is_some_and(|allowed| counted > usize::from(allowed)) { Err(Problem::TooLong) } else { Ok(()) }
}
