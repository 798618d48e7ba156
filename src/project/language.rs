//! Which files say something in another language, by their names.
//!
//! `terms.el.md` stands beside `terms.md` and `index.el.md` beside `index.md`; `_partials/contact.el.md`, `brands/acme.el.yaml` and
//! `counterpart.el.yaml` likewise. A name that ends with a language and translates nothing is just a name with a dot in it, unless a brand publishes in
//! that language: then something is misspelt.

use std::collections::BTreeSet;

use crate::brand::BrandFile;
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::locale::{Locale, language_tag, split_language};
use crate::source::{FileId, Span};
use crate::yaml::Node;

/// The name of a text in another language: that of what it translates, and the language's tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct InLanguage {
    pub(super) name: String,
    pub(super) language: String,
}

/// The languages that brands and the project name.
#[derive(Debug, Default)]
pub(super) struct Languages(BTreeSet<String>);

impl Languages {
    pub(super) fn of(brands: &[BrandFile], project: Option<&Node>) -> Self {
        let mut tags = BTreeSet::new();
        let mut add = |node: Option<&Node>| {
            let locale = node.and_then(Node::text).and_then(Locale::parse);
            tags.extend(locale.iter().flat_map(|locale| [locale.to_string(), locale.language().to_owned()]));
        };
        add(project.and_then(|node| node.get("language")));
        for node in brands.iter().filter_map(|brand| brand.node.as_ref()) {
            add(node.get("locale"));
            node.get("languages").map(Node::items).unwrap_or_default().iter().for_each(|item| add(Some(item)));
        }
        Self(tags)
    }

    /// Whether some brand publishes in a language, or the project is written in it.
    pub(super) fn knows(&self, tag: &str) -> bool {
        self.0.contains(tag)
    }

    /// What a text's name says: `Ok` with what it translates, where it does; `Err` where it should.
    ///
    /// `exists` tells what there is to be translated, `known` all of it for those who misspell it, and `name_of` gives the name that a text has without
    /// its language.
    pub(super) fn read<'k>(
        &self,
        name: &str,
        file: FileId,
        exists: impl Fn(&str) -> bool,
        known: impl Iterator<Item = &'k str>,
    ) -> Result<Option<InLanguage>, Box<Diagnostic>> {
        if let Some(fault) = self.misnamed(name, file, &exists) {
            return Err(fault);
        }
        let Some((of, written)) = split_language(name) else { return Ok(None) };
        let Some(language) = language_tag(written) else { return Ok(None) };
        let of = super::policy_id(of);
        if !exists(of) && !self.knows(&language) {
            return Ok(None);
        }
        let fault = |message: String, hint: String| Box::new(Diagnostic::new(Code::BadTranslation, message).at(Span::new(file, 0..0)).hint(hint));
        if written != language {
            return Err(fault(format!("the file's name says the language as `{written}`"), format!("write it as `{language}`")));
        }
        if !exists(of) {
            let hint = match did_you_mean(of, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "write the text that it translates, in a file without the language in its name".to_owned(),
            };
            return Err(fault(format!("the file's name says that it is `{of}` in `{language}`, and there is no `{of}`"), hint));
        }
        Ok(Some(InLanguage { name: of.to_owned(), language }))
    }

    /// The fault of a file whose name says a country in place of a language, or a language behind another character than a dot.
    fn misnamed(&self, name: &str, file: FileId, exists: &impl Fn(&str) -> bool) -> Option<Box<Diagnostic>> {
        let fault = |message: String, of: &str, tag: &str| {
            let stem = of.rsplit('/').next().unwrap_or(of);
            let found = Diagnostic::new(Code::BadTranslation, message).at(Span::new(file, 0..0));
            Some(Box::new(found.hint(format!("call the file `{stem}.{tag}.md`, or give it a name of its own"))))
        };
        if let Some((of, written)) = name.rsplit_once('.') {
            let code = written.to_ascii_lowercase();
            let (_, tag) = COUNTRIES.iter().find(|(country, _)| *country == code).filter(|_| exists(super::policy_id(of)))?;
            return fault(format!("the file's name says the language as `{written}`, which is a country's and no language's"), of, tag);
        }
        let at = name.rfind(['_', '-'])?;
        let (of, written) = (&name[..at], &name[at + 1..]);
        let tag = language_tag(&written.to_ascii_lowercase()).filter(|tag| self.knows(tag) && exists(super::policy_id(of)))?;
        fault(format!("the file's name ends with the language `{tag}`, but not behind a dot, and so names a policy of its own"), of, &tag)
    }
}

/// Countries whose codes are no languages' and are typed for these.
const COUNTRIES: [(&str, &str); 6] = [("gr", "el"), ("cz", "cs"), ("dk", "da"), ("jp", "ja"), ("cn", "zh"), ("ua", "uk")];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_languages_where_they_translate_something() {
        let languages = Languages(BTreeSet::from(["el".to_owned()]));
        let read = |name: &str| {
            let exists = |name: &str| matches!(name, "terms" | "privacy/cookies");
            let found = languages.read(name, FileId(0), exists, ["terms"].into_iter());
            found.map(|found| found.map(|found| (found.name, found.language))).map_err(|found| found.hint)
        };
        let some = |name: &str, language: &str| Ok(Some((name.to_owned(), language.to_owned())));
        assert_eq!(read("terms.el"), some("terms", "el"));
        assert_eq!(read("terms/index.el"), some("terms", "el"));
        assert_eq!(read("terms.de"), some("terms", "de"));
        assert_eq!(read("notes.de"), Ok(None));
        assert_eq!(read("release.2"), Ok(None));
        assert_eq!(read("trems.el"), Err(Some("did you mean `terms`?".to_owned())));
        assert_eq!(read("terms.gr"), Err(Some("call the file `terms.el.md`, or give it a name of its own".to_owned())));
        assert_eq!(read("terms_el"), Err(Some("call the file `terms.el.md`, or give it a name of its own".to_owned())));
        assert_eq!((read("notes.gr"), read("terms-de"), read("notes_el")), (Ok(None), Ok(None), Ok(None)));
        assert_eq!(read("terms.EL"), Err(Some("write it as `el`".to_owned())));
    }
}
