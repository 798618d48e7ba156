//! The search for a chain: from the signer upwards, every issuer that fits in turn, until a trusted root is reached and the whole chain holds.

use super::{DeadEnd, Problem, Question, Untrusted, validate};
use crate::pki::certificate::Certificate;
use crate::pki::signature::SignatureFault;

/// The most certificates of a chain.
const LONGEST: usize = 10;

/// The most signatures that are checked in one search; cross-certificates multiply the chains, and a file may be made to.
const MOST_SIGNATURES: usize = 200;

/// The most dead ends that are remembered.
const MOST_DEAD_ENDS: usize = 16;

/// A search under way.
struct Search<'a> {
    question: &'a Question<'a>,
    chain: Vec<&'a Certificate>,
    signatures: usize,
    dead_ends: Vec<DeadEnd>,
}

/// Searches for a chain that holds.
pub(super) fn search(question: &Question<'_>) -> Result<Vec<Certificate>, Untrusted> {
    let mut search = Search { question, chain: vec![question.signer], signatures: 0, dead_ends: Vec::new() };
    if search.climb(question.signer) {
        return Ok(search.chain.into_iter().cloned().collect());
    }
    let mut dead_ends = search.dead_ends;
    // A chain that reached a root and failed there tells more than one that never came so far.
    dead_ends.sort_by_key(|end| (std::cmp::Reverse(rank(&end.problem)), std::cmp::Reverse(end.chain.len())));
    Err(Untrusted(dead_ends))
}

/// How much a problem tells.
fn rank(problem: &Problem) -> u8 {
    match problem {
        Problem::Signature(SignatureFault::Mismatch) => 0,
        Problem::NoIssuer => 1,
        Problem::UntrustedRoot => 2,
        Problem::GaveUp => 3,
        _ => 4,
    }
}

impl<'a> Search<'a> {
    /// Climbs from the last certificate of the chain; whether a chain that holds was found, which then stands in `chain`.
    fn climb(&mut self, last: &'a Certificate) -> bool {
        if self.question.roots.contains(last) {
            return self.arrive();
        }
        if self.chain.len() >= LONGEST {
            self.note(self.chain.len() - 1, Problem::GaveUp);
            return false;
        }
        let candidates = self.candidates(last);
        if candidates.is_empty() {
            let problem = if last.is_self_issued() { Problem::UntrustedRoot } else { Problem::NoIssuer };
            self.note(self.chain.len() - 1, problem);
        }
        candidates.into_iter().any(|issuer| self.try_issuer(last, issuer))
    }

    /// Tries one issuer.
    fn try_issuer(&mut self, last: &'a Certificate, issuer: &'a Certificate) -> bool {
        let place = self.chain.len() - 1;
        if self.signatures >= MOST_SIGNATURES {
            self.note(place, Problem::GaveUp);
            return false;
        }
        self.signatures += 1;
        if let Err(fault) = last.signed_by(issuer.key()) {
            self.note(place, Problem::Signature(fault));
            return false;
        }
        self.chain.push(issuer);
        let found = self.climb(issuer);
        if !found {
            self.chain.pop();
        }
        found
    }

    /// The certificates that may be a certificate's issuer: trusted ones first, none that the chain already holds, under its name and key.
    fn candidates(&self, last: &Certificate) -> Vec<&'a Certificate> {
        let mut found: Vec<&'a Certificate> = Vec::new();
        let all = self.question.roots.iter().chain(self.question.pool);
        for one in all.filter(|one| last.names_as_issuer(one)) {
            let passed = self.chain.iter().any(|earlier| earlier.subject_der() == one.subject_der() && earlier.key_der() == one.key_der());
            if !passed && !found.contains(&one) {
                found.push(one);
            }
        }
        found
    }

    /// Checks the whole chain, now that it has reached a root.
    fn arrive(&mut self) -> bool {
        match validate::validate(&self.chain, self.question) {
            Ok(()) => true,
            Err((place, problem)) => {
                self.note(place, problem);
                false
            }
        }
    }

    /// Remembers a dead end.
    fn note(&mut self, at: usize, problem: Problem) {
        if self.dead_ends.len() < MOST_DEAD_ENDS {
            self.dead_ends.push(DeadEnd { chain: self.chain.iter().copied().cloned().collect(), at, problem });
        }
    }
}
