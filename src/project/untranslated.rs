//! What a brand publishes in a language and does not say in it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::language::Languages;
use super::{Policy, Project};
use crate::brand::{Brand, NavigationEntry};
use crate::diag::{Code, Diagnostic};
use crate::locale::Locale;
use crate::source::{FileId, Span};

/// Policies, headings and titles without words in a language that a brand publishes, and words in languages that no brand publishes.
pub(super) fn faults(project: &Project, languages: &Languages) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = project.all_editions().flat_map(|edition| edition_faults(project, edition)).collect();
    found.extend(words_faults(project));
    found.extend(unpublished(project, languages));
    found.extend(in_several_languages(project));
    found
}

/// The finding for a text that brands publish as a text in their main languages, which are not the same. One brand is told for all: it is mended in the project's file.
fn in_several_languages(project: &Project) -> Option<Diagnostic> {
    let first = project.brands.first()?.tongue.language();
    if project.language.is_some() || project.brands.iter().all(|brand| brand.tongue.language() == first) {
        return None;
    }
    let mut published: BTreeMap<FileId, Vec<&Brand>> = BTreeMap::new();
    for brand in &project.brands {
        project.carried(brand).into_iter().for_each(|policy| published.entry(policy.file).or_default().push(brand));
    }
    published.iter().find_map(|(file, brands)| told_apart(project, *file, brands))
}

/// The finding for brands that publish one text, where they do so in different languages. The one that is told is the newcomer among them: fewer speak its language, or
/// it extends another.
fn told_apart(project: &Project, file: FileId, brands: &[&Brand]) -> Option<Diagnostic> {
    let speakers = |brand: &Brand| brands.iter().filter(|other| other.tongue.language() == brand.tongue.language()).count();
    let says = |brand: &Brand| brand.values.get("locale").map(|node| node.span);
    let newcomer = brands.iter().max_by_key(|brand| (says(brand).is_some(), Reverse(speakers(brand)), brand.chain.len()))?;
    let other = brands.iter().find(|other| other.tongue.language() != newcomer.tongue.language())?;
    let path = project.sources.file(file).path();
    let message =
        format!("{} publishes {path} as a text in `{}`, and {} the same text as one in `{}`", newcomer.id, newcomer.locale, other.id, other.locale);
    let found = Diagnostic::new(Code::Untranslated, message).at(says(newcomer).or(Some(newcomer.values.span))).for_brand(&newcomer.id);
    let written =
        format!("write into counterpart.yaml in which language the texts are whose names say none, as `language: {}`", other.tongue.language());
    Some(found.hint(format!("{written}; `check` then says what is not translated")))
}

fn edition_faults(project: &Project, edition: &Brand) -> Vec<Diagnostic> {
    let Some(main) = project.brand(&edition.id) else { return Vec::new() };
    let ids = project.carried.get(&edition.id).map(Vec::as_slice).unwrap_or_default();
    let language = edition.locale.to_string();
    let is_foreign = |policy: &Policy| match &edition.edition {
        Some(_) => project.policy(edition, &policy.id).is_none(),
        // A main edition publishes what there is; whether that is its language can only be told where the project says what it is written in.
        None => project.is_foreign_to(edition) && project.translation(edition, &policy.id).is_none(),
    };
    let is_meant = |policy: &&Policy| {
        let languages = policy.front.languages.as_ref();
        languages.is_none_or(|languages| edition.tags().iter().any(|tag| languages.iter().any(|other| other.eq_ignore_ascii_case(tag))))
    };
    let originals = ids.iter().filter_map(|id| project.original(main, id)).filter(is_meant);
    originals.filter(|policy| is_foreign(policy)).map(|policy| untranslated(project, policy, edition, &language)).collect()
}

fn untranslated(project: &Project, policy: &Policy, edition: &Brand, language: &str) -> Diagnostic {
    let path = project.sources.file(policy.file).path();
    let wanted = path.strip_suffix(".md").map(|stem| format!("{stem}.{}.md", edition.locale.language())).unwrap_or_default();
    let what = if edition.edition.is_some() { "links to it lead to the main language" } else { "it is published as it is" };
    let why = "say `languages:` in its front matter where it is meant to stand in some languages only";
    let message = format!("the policy `{}` is not translated to `{language}`: {what}", policy.id);
    Diagnostic::new(Code::Untranslated, message).at(policy.front.title.span).for_brand(&edition.id).hint(format!("write {wanted}, or {why}"))
}

/// A title or headings that are not said in a language in which the project says something.
fn words_faults(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for edition in &project.editions {
        let Some(file) = project.words_files(edition).first().copied() else { continue };
        let navigation = edition.navigation.as_deref().unwrap_or(&project.navigation);
        let headings = NavigationEntry::headings(navigation);
        for heading in headings.into_iter().filter(|heading| project.heading_of(edition, heading).is_none()) {
            let message = format!("the heading `{heading}` is not translated to `{}`", edition.locale);
            let finding = Diagnostic::new(Code::Untranslated, message).at(Span::new(file, 0..0)).for_brand(&edition.id);
            found.push(finding.hint(format!("add `headings: {{{heading}: …}}`")));
        }
    }
    found
}

/// Translations into a language in which no brand publishes.
fn unpublished(project: &Project, languages: &Languages) -> Vec<Diagnostic> {
    let is_known = |tag: &str| languages.knows(tag) || Locale::parse(tag).is_some_and(|locale| languages.knows(locale.language()));
    let unknown = project.translations.iter().filter(|(tag, _)| !is_known(tag));
    let finding = |(tag, shelf): (&String, &super::Translations)| {
        let first = shelf.policies().map(|policy| policy.file).chain(shelf.partials().map(|(_, file)| file)).chain(shelf.file).next()?;
        let message = format!("no brand publishes in `{tag}`, so nothing is made of what is said in it");
        Some(Diagnostic::new(Code::UnusedTranslation, message).at(Span::new(first, 0..0)).hint(format!("add `languages: [{tag}]` to a brand's file")))
    };
    unknown.filter_map(finding).collect()
}
