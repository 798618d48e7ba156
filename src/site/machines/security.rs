//! `/.well-known/security.txt`: whom to tell of a weakness (RFC 9116).

use crate::brand::Security;

use crate::site::{SECURITY, Site};

impl Site<'_> {
    /// The file; `None` where the brand does not say whom to tell.
    pub(super) fn security(&self) -> Option<String> {
        let security = self.material.brand.security.as_ref()?;
        let mut out = String::new();
        let mut line = |name: &str, value: &str| out.push_str(&format!("{name}: {value}\n"));
        security.contact.iter().for_each(|contact| line("Contact", contact));
        line("Expires", &format!("{}T00:00:00Z", security.expires));
        line("Preferred-Languages", &self.languages(security));
        self.canonical(security).iter().for_each(|address| line("Canonical", address));
        let rest = [
            ("Policy", self.reports(security)),
            ("Encryption", security.encryption.clone()),
            ("Acknowledgments", security.acknowledgments.clone()),
            ("Hiring", security.hiring.clone()),
        ];
        rest.iter().filter_map(|(name, value)| Some((name, value.as_ref()?))).for_each(|(name, value)| line(name, value));
        Some(out)
    }

    fn languages(&self, security: &Security) -> String {
        if security.languages.is_empty() { self.material.brand.locale.language().to_owned() } else { security.languages.join(", ") }
    }

    /// The addresses at which the file stands: at the root of the host on which the site is published, whatever path the site has there, and those that the
    /// brand names.
    fn canonical(&self, security: &Security) -> Vec<String> {
        let site = self.frame.root.address().filter(|site| site.starts_with("https://"));
        let mut addresses: Vec<String> = site.map(|site| format!("{}/{SECURITY}", origin(site))).into_iter().collect();
        addresses.extend(security.canonical.iter().cloned());
        addresses.dedup();
        addresses
    }

    /// Where it is said how reports are dealt with. A policy has an address only where the brand says where it is published, and a page of it.
    fn reports(&self, security: &Security) -> Option<String> {
        let policy = security.policy.as_ref()?;
        if policy.contains(':') {
            return Some(policy.clone());
        }
        let page = self.material.documents.iter().find(|page| page.document.meta.id == *policy)?;
        self.frame.root.whole(&page.path()).filter(|address| address.starts_with("https://"))
    }
}

/// The scheme and host of an address.
fn origin(address: &str) -> &str {
    let host = address.find("://").map_or(0, |at| at + 3);
    let end = address[host..].find(['/', '?', '#']).map_or(address.len(), |at| host + at);
    &address[..end]
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn an_origin_has_no_path() {
        assert_eq!(origin("https://a.example:8080/b/c"), "https://a.example:8080");
        assert_eq!(origin("https://a.example"), "https://a.example");
    }
}
