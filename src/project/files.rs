//! Which files a project has, and what each of them is.

use std::io;

use super::name;
use crate::diag::{Code, Diagnostic, Warned};
use crate::locale::language_tag;
use crate::world::{EntryKind, World, extension, leads_out};

/// How deep folders may be nested; also the end of links that lead around in circles.
const DEPTH: usize = 12;

/// A file with its part in the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct File {
    /// Its path from the root.
    pub(super) path: String,
    /// What it is.
    pub(super) role: Role,
}

/// What a file is. `owner` is the brand in whose folder it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    /// The project file.
    Project,
    /// The project's words in another language.
    Words { language: String },
    /// `asked.yaml`.
    Asked,
    /// A brand's file, or one that says its values in another language.
    Brand { id: String },
    /// A source.
    Policy { owner: Option<String>, id: String },
    /// A partial.
    Partial { owner: Option<String>, name: String },
    /// An image beside sources.
    Image,
    /// A logo or font in a brand's folder.
    BrandAsset,
    /// A layout, a stylesheet or a Typst file in the place of a built-in one.
    Template,
}

/// Every file of a project that the compiler reads, sorted by path.
pub(super) fn find(world: &dyn World) -> Warned<Vec<File>> {
    let mut walk = Walk { world, files: Vec::new(), found: Vec::new() };
    walk.root();
    walk.files.sort_by(|a, b| a.path.cmp(&b.path));
    Warned { value: walk.files, diagnostics: walk.found }
}

struct Walk<'w> {
    world: &'w dyn World,
    files: Vec<File>,
    found: Vec<Diagnostic>,
}

impl Walk<'_> {
    fn root(&mut self) {
        for (name, kind) in self.list("") {
            match (name.as_str(), kind) {
                ("asked.yaml" | "brands" | "sources" | "templates" | "counterpart.yaml", EntryKind::Escape) => self.found.push(escape(&name)),
                ("brands" | "sources" | "templates", EntryKind::Folder) => self.folder(&name, 1),
                ("counterpart.yaml", EntryKind::File) => self.files.push(File { path: name, role: Role::Project }),
                ("asked.yaml", EntryKind::File) => self.files.push(File { path: name, role: Role::Asked }),
                ("asked.yml", _) => self.found.push(misnamed(&name, "asked.yaml")),
                ("counterpart.yml", _) => self.found.push(misnamed(&name, "counterpart.yaml")),
                (other, kind) => self.words(other, kind),
            }
        }
    }

    /// The project's words in another language: `counterpart.el.yaml`.
    fn words(&mut self, name: &str, kind: EntryKind) {
        let Some(written) = name.strip_prefix("counterpart.").and_then(|rest| rest.strip_suffix(".yaml")) else { return };
        match (language_tag(written), kind) {
            (Some(_), EntryKind::Escape) => self.found.push(escape(name)),
            (Some(language), EntryKind::File) if language == written => {
                self.files.push(File { path: name.to_owned(), role: Role::Words { language } });
            }
            (Some(language), EntryKind::File) => self.found.push(misnamed(name, &format!("counterpart.{language}.yaml"))),
            _ => {}
        }
    }

    fn list(&mut self, folder: &str) -> Vec<(String, EntryKind)> {
        match self.world.list(folder) {
            Ok(entries) => entries.into_iter().map(|entry| (entry.name, entry.kind)).collect(),
            Err(error) => {
                self.found.push(unreadable(folder, &error));
                Vec::new()
            }
        }
    }

    fn folder(&mut self, folder: &str, depth: usize) {
        if depth > DEPTH {
            let message = format!("folders are nested more than {DEPTH} deep");
            self.found.push(Diagnostic::new(Code::TooLarge, message).in_file(folder).hint("move its files further up"));
            return;
        }
        for (name, kind) in self.list(folder) {
            let path = format!("{folder}/{name}");
            match kind {
                _ if name.starts_with('.') => {}
                EntryKind::Escape => self.found.push(escape(&path)),
                EntryKind::Nameless => self.found.extend(name::fault(&path)),
                EntryKind::Folder => self.folder(&path, depth + 1),
                EntryKind::File => self.file(path),
            }
        }
    }

    fn file(&mut self, path: String) {
        let Some(role) = role(&path) else {
            self.found.extend(misspelt_extension(&path));
            return;
        };
        match name::fault(&path) {
            Some(fault) => self.found.push(fault),
            None => self.files.push(File { path, role }),
        }
    }
}

/// What a file is, by its path; `None` for what the compiler does not read.
fn role(path: &str) -> Option<Role> {
    if let Some(rest) = path.strip_prefix("sources/") {
        return source_role(rest, None);
    }
    if let Some(rest) = path.strip_prefix("templates/") {
        return template_role(rest);
    }
    let rest = path.strip_prefix("brands/")?;
    let Some((id, inside)) = rest.split_once('/') else {
        let (id, extension) = rest.rsplit_once('.')?;
        return matches!(extension, "yaml" | "yml").then(|| Role::Brand { id: id.to_owned() });
    };
    let owner = Some(id.to_owned());
    match inside.split_once('/') {
        Some(("sources", rest)) => source_role(rest, owner),
        Some(("partials", rest)) => rest.strip_suffix(".md").map(|name| Role::Partial { owner, name: name.to_owned() }),
        _ => has_extension(path, &["svg", "png", "jpg", "jpeg", "ttf", "otf"]).then_some(Role::BrandAsset),
    }
}

fn template_role(rest: &str) -> Option<Role> {
    let is_template = match rest.split_once('/')? {
        ("html", name) => !name.contains('/') && has_extension(name, &["hbs", "css"]),
        ("typst", name) => !name.contains('/') && has_extension(name, &["typ"]),
        _ => false,
    };
    is_template.then_some(Role::Template)
}

fn source_role(rest: &str, owner: Option<String>) -> Option<Role> {
    if has_extension(rest, &["svg", "png", "jpg", "jpeg", "gif", "webp"]) {
        return Some(Role::Image);
    }
    let stem = rest.strip_suffix(".md")?;
    match rest.strip_prefix("_partials/") {
        Some(_) if owner.is_none() => Some(Role::Partial { owner, name: stem.trim_start_matches("_partials/").to_owned() }),
        _ if rest.split('/').any(|step| step.starts_with('_')) => None,
        _ => Some(Role::Policy { owner, id: name::policy_id(rest).to_owned() }),
    }
}

fn has_extension(path: &str, extensions: &[&str]) -> bool {
    extensions.contains(&extension(path).as_str())
}

/// A source whose ending is not quite `.md` would be passed over in silence.
fn misspelt_extension(path: &str) -> Option<Diagnostic> {
    let (stem, extension) = path.rsplit_once('.')?;
    let lower = extension.to_ascii_lowercase();
    let in_sources = path.starts_with("sources/") || path.contains("/sources/") || path.contains("/partials/");
    let skipped = path.split('/').any(|step| step.starts_with('_') && step != "_partials");
    let is_markdown = matches!(lower.as_str(), "md" | "markdown" | "mdown") && extension != "md";
    (in_sources && !skipped && is_markdown).then(|| misnamed(path, &format!("{stem}.md")))
}

fn misnamed(path: &str, right: &str) -> Diagnostic {
    let right = right.rsplit('/').next().unwrap_or(right);
    Diagnostic::new(Code::BadName, "the file would be passed over because of its name's ending").in_file(path).hint(format!("call it {right}"))
}

pub(super) fn escape(path: &str) -> Diagnostic {
    Diagnostic::new(Code::OutsideProject, "the link leads out of the project, nowhere, or back to a folder it stands in")
        .in_file(path)
        .hint("put the file itself in the link's place")
}

/// The finding for a file or folder that the world did not give.
pub(super) fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    if leads_out(error) {
        return escape(path);
    }
    let shown = if path.is_empty() { "." } else { path };
    if error.kind() == io::ErrorKind::FileTooLarge {
        return Diagnostic::new(Code::TooLarge, "the file is too large to be read").in_file(shown);
    }
    Diagnostic::new(Code::Unreadable, format!("it cannot be read: {error}")).in_file(shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Memory;

    #[test]
    fn every_file_has_its_part() {
        let owner = || Some("a".to_owned());
        let policy = |owner: Option<String>, id: &str| Some(Role::Policy { owner, id: id.to_owned() });
        let partial = |owner: Option<String>, name: &str| Some(Role::Partial { owner, name: name.to_owned() });
        let cases = [
            ("sources/terms/index.md", policy(None, "terms")),
            ("sources/_partials/legal/contact.md", partial(None, "legal/contact")),
            ("sources/_drafts/x.md", None),
            ("sources/terms/_old.md", None),
            ("sources/terms/Stages.SVG", Some(Role::Image)),
            ("sources/notes.txt", None),
            ("brands/a.yaml", Some(Role::Brand { id: "a".to_owned() })),
            ("brands/a.yml", Some(Role::Brand { id: "a".to_owned() })),
            ("brands/readme.md", None),
            ("brands/a/sources/terms/limits.md", policy(owner(), "terms/limits")),
            ("brands/a/partials/contact.md", partial(owner(), "contact")),
            ("brands/a/sources/x.png", Some(Role::Image)),
            ("brands/a/logo.svg", Some(Role::BrandAsset)),
            ("brands/a/fonts/x.ttf", Some(Role::BrandAsset)),
        ];
        for (path, expected) in cases {
            assert_eq!(role(path), expected, "{path}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let world = Memory::from([("sources/a.MD", ""), ("sources/b c.md", ""), ("sources/.hidden.md", ""), ("counterpart.yml", "")])
            .with("sources/a:b.md", "")
            .with("sources/caf\u{fffd}/d.md", "")
            .with_escape("sources/out.md")
            .with_escape("brands");
        let mut found: Vec<_> = find(&world).diagnostics.into_iter().map(|d| (d.path.unwrap(), d.code)).collect();
        found.sort();
        let expected = [
            ("brands", Code::OutsideProject),
            ("counterpart.yml", Code::BadName),
            ("sources/a.MD", Code::BadName),
            ("sources/a:b.md", Code::BadName),
            ("sources/b c.md", Code::BadName),
            ("sources/caf\u{fffd}", Code::BadName),
            ("sources/out.md", Code::OutsideProject),
        ];
        assert_eq!(found, expected.map(|(path, code)| (path.to_owned(), code)));
    }
}
