//! Links: what each leads to.

use std::collections::BTreeSet;

use super::index::{Entry, Index, Place};
use super::{image, path, reference};
use crate::address::{is_let_through, percent_encoded};
use crate::brand::left_out_at;
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::document::{Inline, Link, Meta, Target};
use crate::locale::split_language;
use crate::project::policy_id;

/// Settles the links of one document.
pub(super) struct Links<'i, 'a> {
    index: &'i Index<'a>,
    id: String,
    diagnostics: Vec<Diagnostic>,
}

impl<'i, 'a> Links<'i, 'a> {
    pub(super) fn new(index: &'i Index<'a>, meta: &Meta) -> Self {
        Self { index, id: meta.id.clone(), diagnostics: Vec::new() }
    }

    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    /// Settles every link and image in a line of text.
    pub(super) fn settle(&mut self, content: &mut [Inline]) {
        self.settle_within(content, true);
    }

    /// `begins` says whether a sentence begins at the content's start.
    fn settle_within(&mut self, content: &mut [Inline], begins: bool) {
        for at in 0..content.len() {
            let (before, rest) = content.split_at_mut(at);
            let begins = || if before.is_empty() { begins } else { reference::begins_sentence(before) };
            match &mut rest[0] {
                Inline::Link(link) => {
                    self.link(link, begins);
                    self.settle_within(&mut link.content, false);
                }
                Inline::Image(image) => self.diagnostics.extend(image::settle(self.index, &self.id, image)),
                Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) | Inline::Term { content: inner, .. } => {
                    let begins = begins();
                    self.settle_within(inner, begins);
                }
                _ => {}
            }
        }
    }

    fn link(&mut self, link: &mut Link, begins: impl FnOnce() -> bool) {
        let Target::Unresolved(written) = &link.target else { return };
        match self.target(written, link) {
            Ok(target) => {
                if link.content.is_empty() {
                    self.name(link, &target, begins);
                }
                link.target = target;
            }
            Err(found) => self.diagnostics.push(found.at(link.origin.0)),
        }
    }

    fn target(&self, written: &str, link: &Link) -> Result<Target, Box<Diagnostic>> {
        if written.is_empty() {
            return Err(Box::new(
                Diagnostic::new(Code::DanglingLink, "the link leads nowhere").hint("write the address between the brackets: `[text](terms.md)`"),
            ));
        }
        match scheme(written) {
            Some(_) => external(written, link),
            None => self.internal(written),
        }
    }

    fn internal(&self, written: &str) -> Result<Target, Box<Diagnostic>> {
        let (path, anchor) = written.split_once('#').map_or((written, None), |(path, anchor)| (path, Some(anchor)));
        let id = if path.is_empty() { self.id.clone() } else { self.policy(path)? };
        let anchor = anchor.filter(|anchor| !anchor.is_empty()).map(ToOwned::to_owned);
        if let (Some(anchor), Some(entry)) = (&anchor, self.index.document(&id)) {
            self.check_anchor(&id, entry, anchor)?;
        }
        Ok(match &self.index.brand.edition {
            Some(edition) if self.index.originals.contains_key(&id) => {
                Target::Original { id, anchor, edition: edition.language.clone(), locale: edition.main_locale.to_string() }
            }
            _ => Target::Document { id, anchor },
        })
    }

    /// The id of the policy that a path names.
    fn policy(&self, path: &str) -> Result<String, Box<Diagnostic>> {
        let joined = path::join(self.index.folder(&self.id), path).ok_or_else(|| {
            Diagnostic::new(Code::OutsideProject, format!("the link `{path}` leads out of `sources/`"))
                .hint("link to a policy of this project, or to an address with `https://`")
        })?;
        let id = self.in_any_language(policy_id(&joined));
        let names_policy = path.ends_with('/') || has_extension(path, "md");
        if names_policy && self.index.document(id).is_some() {
            return self.check_formats(path, id).map(|()| id.to_owned());
        }
        Err(self.dangling(path, id, names_policy).into())
    }

    /// The policy of a file's name, also of one that says a language: it is in the edition's own language that a reader gets it.
    fn in_any_language<'p>(&self, id: &'p str) -> &'p str {
        if self.index.document(id).is_some() {
            return id;
        }
        split_language(id).map(|(name, _)| policy_id(name)).filter(|name| self.index.document(name).is_some()).unwrap_or(id)
    }

    /// Refuses a link that would lead nowhere in one of the formats this document is made in.
    fn check_formats(&self, path: &str, id: &str) -> Result<(), Box<Diagnostic>> {
        let missing = self.index.formats(&self.id).iter().find(|format| !self.index.formats(id).contains(format));
        let Some(missing) = missing else { return Ok(()) };
        let name = missing.name();
        let found = Diagnostic::new(Code::DanglingLink, format!("`{path}` leads to a policy that is not made as {name}, and this one is"));
        Err(found.hint(format!("add `{name}` to the `formats` of `{id}`, or take it out of this one's")).into())
    }

    fn dangling(&self, path: &str, id: &str, names_policy: bool) -> Diagnostic {
        if let Some(meant) = path::with_slashes(path) {
            let found = Diagnostic::new(Code::DanglingLink, format!("`{path}` leads to no policy: folders are divided by `/`"));
            return found.hint(format!("write `{meant}`"));
        }
        if !names_policy {
            let found = Diagnostic::new(Code::DanglingLink, format!("`{path}` is no policy"));
            let hint = if self.index.document(id).is_some() {
                format!("write `{path}.md`")
            } else if let Some(address) = whole_address(path) {
                format!("write `{address}`")
            } else {
                "link to a policy's file, which ends in `.md`".to_owned()
            };
            return found.hint(hint);
        }
        if self.index.project.exists(id) {
            return self.left_out(path, id);
        }
        let found = Diagnostic::new(Code::DanglingLink, format!("`{path}` leads to a policy that does not exist"));
        match did_you_mean(id, self.index.known()).or_else(|| self.elsewhere(id)) {
            Some(near) => found.hint(format!("did you mean `/{near}.md`?")),
            None => found.hint("link to a file below `sources/`, as seen from this one"),
        }
    }

    /// The one policy of the same name in another folder: it was moved, or the way to it is wrong.
    fn elsewhere(&self, id: &str) -> Option<&str> {
        let name = |id: &str| id.rsplit_once('/').map_or(id, |(_, name)| name).to_owned();
        let alike: BTreeSet<&str> = self.index.known().filter(|known| name(known) == name(id)).collect();
        alike.first().copied().filter(|_| alike.len() == 1)
    }

    /// A link to a policy that there is and that this brand does not carry.
    fn left_out(&self, path: &str, id: &str) -> Diagnostic {
        let (project, brand) = (self.index.project, self.index.brand);
        let found = Diagnostic::new(Code::DanglingLink, format!("`{path}` leads to a policy that the brand leaves out"))
            .hint(format!("put it between `{{{{#if (policy \"{id}\")}}}}` and `{{{{/if}}}}`, or let the brand carry `{id}`"));
        let named = project.original(brand, id).and_then(|policy| policy.front.brands.as_deref()).filter(|_| !self.is_named(id));
        if let Some([first, ..]) = named {
            return found.with_related(first.span, "only these brands carry it");
        }
        match left_out_at(&brand.values, id) {
            Some((span, words)) => found.with_related(span, words).by(brand.way_to(span, &project.sources)),
            None => found,
        }
    }

    /// Whether a policy's front matter lets the brand carry it.
    fn is_named(&self, id: &str) -> bool {
        let brands = self.index.policy(id).and_then(|policy| policy.front.brands.as_ref());
        brands.is_none_or(|brands| brands.iter().any(|name| name.value == self.index.brand.id))
    }

    fn check_anchor(&self, id: &str, entry: &Entry, anchor: &str) -> Result<(), Box<Diagnostic>> {
        let file = if id == self.id { "this document".to_owned() } else { format!("`{id}`") };
        match entry.places.get(anchor) {
            _ if self.index.policy(id).is_some_and(|policy| !policy.is_read) => Ok(()),
            Some(place) if place.explicit || id == self.id => Ok(()),
            Some(_) => {
                let found = Diagnostic::new(Code::ImplicitAnchor, format!("the anchor `#{anchor}` in {file} is made from its heading's words"));
                Err(found.hint(format!("write `{{#{anchor}}}` at the end of that heading: its words may change")).into())
            }
            None => {
                let found = Diagnostic::new(Code::DanglingAnchor, format!("there is no anchor `#{anchor}` in {file}"));
                let mut known: Vec<&str> = entry.places.keys().map(String::as_str).collect();
                known.sort_unstable();
                let hint = match did_you_mean(anchor, known) {
                    Some(near) => format!("did you mean `#{near}`?"),
                    None => format!("write `{{#{anchor}}}` at the end of the heading that is meant"),
                };
                Err(found.hint(hint).resting_on(self.index.policy(id).map(|policy| policy.file)).into())
            }
        }
    }

    /// Writes the words of a link that has none.
    fn name(&mut self, link: &mut Link, target: &Target, begins: impl FnOnce() -> bool) {
        let (Target::Document { id, anchor } | Target::Original { id, anchor, .. }) = target else { return };
        let Some(entry) = self.index.document(id) else { return };
        let place: Option<&Place> = anchor.as_ref().and_then(|anchor| entry.places.get(anchor));
        let language = self.index.brand.locale.words();
        match reference::words(language, entry, place, *id == self.id) {
            Some(words) => {
                let words = if begins() { reference::capitalised(&words) } else { words };
                link.content = vec![Inline::Text(words)];
                link.reference = true;
            }
            None => self.diagnostics.push(empty_link(link)),
        }
    }
}

/// An address of the web or of a mailbox that is written without its scheme, with it.
fn whole_address(written: &str) -> Option<String> {
    let is_host =
        |host: &str| host.contains('.') && host.split('.').all(|part| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-'));
    match written.split_once('@') {
        Some((name, host)) => (!name.is_empty() && !name.contains('/') && is_host(host)).then(|| format!("mailto:{written}")),
        None => (written.starts_with("www.") && is_host(written.split(['/', '?']).next()?)).then(|| format!("https://{written}")),
    }
}

fn empty_link(link: &Link) -> Diagnostic {
    let found = Diagnostic::new(Code::EmptyLink, "the link has no text, and what it leads to has no number and no title");
    found.at(link.origin.0).hint("write its text between the square brackets")
}

/// The scheme of an address; anything before a colon that no slash, `?` or `#` precedes. An address that begins with two slashes has the empty scheme.
fn scheme(address: &str) -> Option<&str> {
    if address.starts_with("//") || address.starts_with("\\\\") {
        return Some("");
    }
    let end = address.find(['/', '?', '#', ':'])?;
    address[end..].starts_with(':').then(|| &address[..end])
}

fn external(written: &str, link: &Link) -> Result<Target, Box<Diagnostic>> {
    if !scheme(written).is_some_and(is_let_through) {
        let shown: String = written.chars().take(60).collect();
        let found = Diagnostic::new(Code::BadScheme, format!("a link may not lead to `{shown}`"));
        return Err(found.hint("links lead to `https:`, `http:`, `mailto:` and `tel:` addresses, and to policies").into());
    }
    if names_user(written) {
        let shown: String = written.chars().take(60).collect();
        let found = Diagnostic::new(Code::BadScheme, format!("the address `{shown}` holds a user's name before its host"));
        return Err(found.hint("what stands before an `@` looks like the host and is not: write the host alone").into());
    }
    if link.content.is_empty() {
        return Err(empty_link(link).into());
    }
    Ok(Target::External(encoded(written)))
}

/// Whether a web address has a user's name in front of its host. A browser reads any slashes behind the scheme, and backslashes, as two slashes.
fn names_user(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once(':') else { return false };
    let authority = rest.trim_start_matches(['/', '\\']).split(['/', '\\', '?', '#']).next().unwrap_or_default();
    let is_web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    is_web && (authority.contains('@') || authority.to_ascii_lowercase().contains("%40"))
}

/// The address with everything encoded that RFC 3986 does not allow in one; what is encoded already stays as it is.
fn encoded(address: &str) -> String {
    let is_escape = |at: usize| address.as_bytes().get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
    percent_encoded(address, |at, byte| match byte {
        b'%' => is_escape(at),
        _ => byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=".contains(&byte),
    })
}

fn has_extension(path: &str, extension: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, found)| found == extension)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_found() {
        assert_eq!(scheme("https://a.example"), Some("https"));
        assert_eq!(scheme("java script:x"), Some("java script"));
        assert_eq!(scheme("//a.example"), Some(""));
        assert_eq!(scheme("terms/a:b.md"), None);
        assert_eq!(scheme("terms.md#a:b"), None);
    }

    #[test]
    fn users_in_addresses_are_found() {
        for address in ["https://evil@a.example", "HTTP:\\\\a@b/c", "https:a@b", "https://a.example%40b.example/"] {
            assert!(names_user(address), "{address}");
        }
        for address in ["https://a.example/@b", "https://a.example?a@b", "mailto:a@b.example", "https://a.example#@"] {
            assert!(!names_user(address), "{address}");
        }
    }

    #[test]
    fn addresses_are_encoded_once() {
        assert_eq!(encoded("https://a.example/ü b?%20%zz\"<"), "https://a.example/%C3%BC%20b?%20%25zz%22%3C");
    }
}
