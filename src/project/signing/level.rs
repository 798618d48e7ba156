//! A profile's level, with the timestamp authority and the proofs that it needs.

use std::time::Duration;

use crate::sign::profile::{Credentials, Fallback, Revocation, RevocationSource, Target, TimestampAuthority};
use crate::yaml::{Node, Value};

use super::profile::{Reader, plain, text, texts};

impl Reader<'_> {
    /// The level; nothing where something is wrong with it, or with what it needs.
    pub(super) fn level(&mut self, node: &Node) -> Option<Target> {
        let name = text(node, "level").unwrap_or_else(|| "B-B".to_owned());
        self.too_much(node, &name);
        if name == "B-B" {
            return Some(Target::Basic);
        }
        let Some(timestamp) = node.get("timestamp") else {
            let span = node.get("level").unwrap_or(node).span;
            self.missing("level", span, &format!("is {name} and needs a timestamp authority"), "add `timestamp: {url: https://…}`");
            return None;
        };
        let timestamper = self.timestamper(timestamp)?;
        match name.as_str() {
            "B-T" => Some(Target::Timestamped(timestamper)),
            "B-LT" => Some(Target::LongTerm(timestamper, revocation(node))),
            "B-LTA" => Some(Target::Archival(timestamper, revocation(node))),
            _ => None,
        }
    }

    /// What is given and would not be used, so that nobody believes in a timestamp that is not made.
    fn too_much(&mut self, node: &Node, level: &str) {
        let spare: &[(&str, &str)] = match level {
            "B-B" => &[("timestamp", "B-T"), ("revocation", "B-LT")],
            "B-T" => &[("revocation", "B-LT")],
            _ => &[],
        };
        for (key, needed) in spare {
            if let Some(entry) = node.entries().iter().find(|entry| entry.key == *key) {
                let hint = format!("write `level: {needed}`, or take `{key}` away");
                self.wrong(key, entry.key_span, &format!("says nothing at the level {level}"), &hint);
            }
        }
    }

    fn timestamper(&mut self, node: &Node) -> Option<TimestampAuthority> {
        let number = |key: &str| match node.get(key).map(|node| &node.value) {
            Some(Value::Number(number)) => number.as_u64(),
            _ => None,
        };
        let credentials = self.credentials(node)?;
        Some(TimestampAuthority {
            url: text(node, "url")?,
            credentials,
            fallback: if text(node, "fallback").as_deref() == Some("b-b") { Fallback::Basic } else { Fallback::Fail },
            retries: number("retries").and_then(|retries| u32::try_from(retries).ok()).unwrap_or(TimestampAuthority::RETRIES),
            timeout: number("timeout").map_or(TimestampAuthority::TIMEOUT, Duration::from_secs),
            trust: text(node, "trust").map(Into::into),
        })
    }

    #[expect(clippy::option_option, reason = "credentials that are not needed are no fault, and half of them are")]
    fn credentials(&mut self, node: &Node) -> Option<Option<Credentials>> {
        let password = self.secret_of(node, "timestamp", "password")?;
        match (node.get("user").and_then(plain), password) {
            (Some(user), Some(password)) => Some(Some(Credentials { user, password })),
            (None, None) => Some(None),
            _ => {
                self.missing("timestamp", node.span, "needs both `user` and `password`", "add the one that is missing, or take the other away");
                None
            }
        }
    }
}

fn revocation(node: &Node) -> Revocation {
    let Some(node) = node.get("revocation") else { return Revocation::default() };
    let prefer = if text(node, "prefer").as_deref() == Some("crl") { RevocationSource::Crl } else { RevocationSource::Ocsp };
    Revocation { prefer, files: node.get("files").map(texts).unwrap_or_default().into_iter().map(Into::into).collect() }
}
