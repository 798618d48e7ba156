//! What commands on single files find around them: the project they stand in, where there is one, its brands and its signing profiles.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::arguments::Common;
use super::signer::Signer;
use super::terminal::Terminal;
use super::{project_folder, report, selection};
use crate::brand::Brand;
use crate::compile;
use crate::diag::{Diagnostic, Warned};
use crate::fonts::FontLibrary;
use crate::output::failure::Failure;
use crate::project::{self, Project};
use crate::render::typst::{Engine, Look};
use crate::sign::profile::Profile;
use crate::snapshot::PROJECT_FILE;
use crate::world::Memory;

/// The project around a command, or one without anything of its own.
pub(super) struct Studio {
    root: PathBuf,
    project: Project,
    /// A brand without colours or marks, for files that belong to none.
    plain: Brand,
    /// What is wrong in the project's file, so that no profile in it can be relied on.
    faults: Vec<Diagnostic>,
}

impl Studio {
    /// The surroundings of a command that has loaded its project.
    pub(super) fn around(root: PathBuf, project: Project) -> Result<Self, Failure> {
        let memory = Memory::from([("brands/plain.yaml", "name: Plain\n"), ("sources/index.md", "---\ntitle: Plain\n---\n")]);
        let plain = project::load(&memory).value.brands.into_iter().next();
        let plain = plain.ok_or_else(|| Failure::new("the compiler's own plain brand cannot be read"))?;
        Ok(Self { root, project, plain, faults: Vec::new() })
    }

    /// Looks around. A command that stands in no project does without, unless one was named.
    pub(super) fn open(common: &Common) -> Result<Self, Failure> {
        let Some(root) = project_folder::around(common)? else {
            return Self::around(PathBuf::from("."), project::load(&Memory::default()).value);
        };
        let Warned { value: project, diagnostics } = project::load(&project_folder::snapshot(&root)?);
        let place = |found: &Diagnostic| found.span.map(|span| project.sources.file(span.file).path().to_owned()).or_else(|| found.path.clone());
        let in_its_file = |found: &Diagnostic| place(found).is_some_and(|path| path == PROJECT_FILE);
        let faults = diagnostics.into_iter().filter(|found| found.is_error() && in_its_file(found)).collect();
        Ok(Self { faults, ..Self::around(root, project)? })
    }

    /// The brand a file is drawn for: the one that was named, else the one whose folder it lies in, else the only one, else none.
    pub(super) fn brand(&self, named: Option<&str>, profile: Option<&Profile>, file: &Path) -> Result<&Brand, Failure> {
        let find = |id: &str| self.project.brands.iter().find(|brand| brand.id == id);
        if let Some(named) = named {
            let ids = selection::brand_ids(&self.project);
            let unknown = || Failure::unknown("brand", named, &ids);
            return find(named).ok_or_else(unknown);
        }
        let file = std::path::absolute(file).unwrap_or_else(|_| file.to_path_buf());
        let steps = file.components().rev().filter_map(|step| if let Component::Normal(name) = step { name.to_str() } else { None });
        let folders: Vec<&str> = steps.skip(1).collect();
        let lies_in = folders.iter().copied().find_map(find).map(|brand| self.edition(brand, &folders));
        let own = profile.and_then(|profile| profile.brands.as_deref()).and_then(|brands| if let [one] = brands { find(one) } else { None });
        let only = if let [one] = self.project.brands.as_slice() { Some(one) } else { None };
        Ok(lies_in.or(own).or(only).unwrap_or(&self.plain))
    }

    /// The edition of a brand in whose folder a file lies, or else the main one.
    fn edition<'s>(&'s self, brand: &'s Brand, folders: &[&str]) -> &'s Brand {
        let inside = folders.iter().take_while(|folder| **folder != brand.id);
        let languages: Vec<&str> = inside.copied().collect();
        let lies_in = |edition: &&Brand| edition.language().is_some_and(|language| languages.contains(&language));
        self.project.editions_of(&brand.id).find(lies_in).unwrap_or(brand)
    }

    /// A profile by its name, with its paths led from the project's root; the only one where none is named. Where something is wrong in the project's file, the
    /// terminal is told, and there is none: what is misspelt there would be missing from the signature.
    pub(super) fn profile(&self, named: Option<&str>, terminal: &Terminal) -> Result<(String, Profile), Failure> {
        if !self.faults.is_empty() {
            report::findings(terminal, &self.project, &self.root, &self.faults);
            return Err(Failure::new(format!("no profile of {PROJECT_FILE} is used while something is wrong in it")));
        }
        let profiles = &self.project.signing;
        let found = match named {
            Some(name) => profiles.get_key_value(name),
            None if profiles.len() == 1 => profiles.first_key_value(),
            None => None,
        };
        if let Some((name, profile)) = found {
            return Ok((name.clone(), profile.clone().under(&self.root)));
        }
        let ids: Vec<&str> = profiles.keys().map(String::as_str).collect();
        Err(match named {
            _ if ids.is_empty() => Failure::new("there is no signing profile")
                .hint("make test keys with `counterpart dev-cert`, which shows the lines for `signing:` in counterpart.yaml"),
            Some(name) => Failure::unknown("signing profile", name, &ids),
            None => Failure::new("there are several signing profiles").hint(format!("name one with --profile: {}", ids.join(", "))),
        })
    }

    /// The brand or edition that is called so: see [`Brand::key`].
    pub(super) fn brand_of(&self, key: &str) -> Option<&Brand> {
        self.project.all_editions().find(|brand| brand.key() == key)
    }

    /// Whoever signs as a profile says.
    pub(super) fn signer(&self, named: Option<&str>, terminal: &Terminal) -> Result<Signer, Failure> {
        let (name, profile) = self.profile(named, terminal)?;
        Signer::open(&name, profile, self.engine(), terminal)
    }

    /// Whoever draws what fields show.
    pub(super) fn engine(&self) -> Engine {
        let look = if self.project.brands.is_empty() { Look::built_in() } else { compile::look(&self.project) };
        Engine::new(Arc::new(FontLibrary::new()), &look)
    }
}
