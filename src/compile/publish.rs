//! Publishing: from the stage into place, the manifest last.

use std::collections::{BTreeMap, BTreeSet};

use super::Built;
use super::plan::{Output, Plan};
use super::request::{CacheNames, Request};
use super::seal::SealedFiles;
use super::trace::digests;
use crate::cache::{Known, State, Traces};
use crate::output::digest::Digest;
use crate::output::failure::Failure;
use crate::output::folder::Folder;
use crate::output::journal::{self, Journal};
use crate::output::manifest::{self, File, Manifest, Signature};
use crate::output::stage::{Stage, Staged, foreign};
use crate::project::Project;
use crate::snapshot::Snapshot;
use crate::world::is_inside;

/// What a build made: staged files, by path from the output folder.
#[derive(Debug)]
pub(super) struct Made {
    /// What was rendered.
    pub(super) files: BTreeMap<String, Staged>,
    /// What was signed.
    pub(super) signed: SealedFiles,
}

impl Made {
    fn staged(&self, path: &str) -> Option<Staged> {
        self.files.get(path).or_else(|| self.signed.get(path).map(|(staged, _)| staged)).copied()
    }
}

/// A build on its way into the output folder.
#[derive(Debug)]
pub(super) struct Publishing<'p> {
    project: &'p Project,
    request: &'p Request,
    out: Folder,
    cache: Folder,
    names: CacheNames,
    /// The manifest of the last build: what is known to be the compiler's own.
    old: Manifest,
    /// Files that a killed build was about to put in place.
    left_over: Journal,
    pub(super) stage: Stage,
}

impl<'p> Publishing<'p> {
    /// Prepares the output folder and reads what the last build left in it.
    pub(super) fn set_up(project: &'p Project, request: &'p Request, out: Folder, cache: Folder) -> Result<Self, Failure> {
        let bytes = out.read(manifest::FILE_NAME)?;
        let old = match bytes.as_deref() {
            None => Manifest::empty(),
            Some(bytes) => Manifest::from_bytes(bytes).ok_or_else(|| not_ours(&out))?,
        };
        let old = old.without_strays();
        let names = request.cache_names();
        let left_over = journal::left_over(&cache, &names.journal);
        let stage = if request.locked { Stage::imaginary(&out) } else { Stage::set_up(&out)? };
        Ok(Self { project, request, out, cache, names, old, left_over, stage })
    }

    /// The folder that is written to.
    pub(super) fn out(&self) -> &Folder {
        &self.out
    }

    /// Puts everything in place, removes what is stale, and remembers it all.
    pub(super) fn finish(
        self,
        plan: &Plan<'_>,
        state: &State,
        made: &Made,
        traces: &Traces,
        snapshot: &Snapshot,
        built: &mut Built,
    ) -> Result<(), Failure> {
        let files = self.files(plan, state, made);
        self.refuse_foreign(&files)?;
        let stands = |path: &str, sha256: Digest| made.staged(path).is_none_or(|_| self.out.digest(path) == Some(sha256));
        built.changed = files.iter().filter(|(path, file)| !stands(path, file.sha256)).map(|(path, _)| path.clone()).collect();
        let gone = self.stale(plan, &files);
        let manifest = self.manifest(files, &gone, snapshot);
        if self.request.locked {
            built.removed = gone;
            let same = self.out.read(manifest::FILE_NAME)?.is_some_and(|bytes| bytes == manifest.to_bytes());
            if !same {
                built.changed.push(manifest::FILE_NAME.to_owned());
            }
            return Ok(());
        }
        // Whatever can fail for want of room is written before the first rename.
        let is_new = self.stage_manifest(&manifest)?;
        let about_to_stand = built.changed.iter().filter_map(|path| Some((path.clone(), manifest.files.get(path)?.sha256)));
        let journal = self.left_over.clone().into_iter().chain(about_to_stand).collect();
        journal::open(&self.cache, &self.names.journal, &journal)?;
        self.stage.publish(&built.changed)?;
        self.remove(gone, built)?;
        if is_new {
            self.stage.publish([&manifest::FILE_NAME.to_owned()])?;
        }
        self.remember(plan, &manifest, traces, built, snapshot)?;
        journal::close(&self.cache, &self.names.journal)
    }

    /// What the manifest says of every planned file.
    fn files(&self, plan: &Plan<'_>, state: &State, made: &Made) -> BTreeMap<String, File> {
        let mut files = BTreeMap::new();
        for output in &plan.outputs {
            for path in &output.paths {
                let before = || state.outputs.get(path).map(|known| Staged { sha256: known.sha256, size: known.stamp.size });
                if let Some(bytes) = made.staged(path).or_else(before) {
                    let signed = made.signed.get(path).map(|(_, signature)| signature);
                    let signed = signed.or_else(|| self.old.files.get(path)?.signed.as_ref()).cloned();
                    files.insert(path.clone(), file(output, path, bytes, signed));
                }
            }
        }
        files
    }

    fn refuse_foreign(&self, files: &BTreeMap<String, File>) -> Result<(), Failure> {
        let digests = files.iter().map(|(path, file)| (path, file.sha256));
        let found = foreign(&self.out, digests, |path| self.old.files.contains_key(path), &self.left_over);
        let Some(first) = found.first() else { return Ok(()) };
        let more = if found.len() > 1 { format!(" (and {} more)", found.len() - 1) } else { String::new() };
        let message = format!("{}{more} stands where a file is to be written, and is not the compiler's own", self.out.place(first).display());
        Err(Failure::new(message).hint("move it away, or choose another folder with --out"))
    }

    /// Files of earlier builds that are planned no more, as far as this build is asked about them.
    ///
    /// A signed file that this build was not asked to sign stays for as long as the file is built that it is a copy of.
    fn stale(&self, plan: &Plan<'_>, files: &BTreeMap<String, File>) -> Vec<String> {
        let planned: BTreeSet<&String> = plan.outputs.iter().flat_map(|output| &output.paths).collect();
        let earlier = self.old.files.iter().filter(|(_, file)| self.asked_about(file));
        let known = earlier.map(|(path, _)| path).chain(self.left_over.keys().filter(|path| is_inside(path) && self.request.is_whole()));
        let still_signed = |path: &String| {
            let signed = self.old.files.get(path).and_then(|file| file.signed.as_ref());
            signed.is_some_and(|signed| files.get(&signed.of).is_some_and(|body| body.sha256 == signed.body))
        };
        let stale: BTreeSet<&String> = known.filter(|path| !planned.contains(path) && !still_signed(path)).collect();
        stale.into_iter().cloned().collect()
    }

    fn asked_about(&self, file: &File) -> bool {
        let policy = file.policy.as_ref().map_or(self.request.is_whole(), |policy| self.request.policies.matches(policy));
        policy && self.request.brands.matches(&file.brand) && self.request.wants(file.format)
    }

    fn manifest(&self, mut files: BTreeMap<String, File>, stale: &[String], snapshot: &Snapshot) -> Manifest {
        for (path, file) in &self.old.files {
            let stays = !stale.contains(path) && self.project.brands.iter().any(|brand| brand.id == file.brand);
            if stays && self.out.occupied(path) && !files.contains_key(path) {
                files.insert(path.clone(), file.clone());
            }
        }
        let used: BTreeSet<&String> = files.values().flat_map(|file| &file.inputs).collect();
        let inputs = digests(snapshot, used);
        Manifest { counterpart: env!("CARGO_PKG_VERSION").to_owned(), inputs, files }
    }

    /// Removes stale files, but for those that were changed by hand.
    fn remove(&self, stale: Vec<String>, built: &mut Built) -> Result<(), Failure> {
        for path in stale {
            let was = self.old.files.get(&path).map(|file| file.sha256).or_else(|| self.left_over.get(&path).copied());
            match self.out.digest(&path) {
                None => {}
                Some(_) if self.out.link_on_the_way(&path).is_some() => built.left.push(path),
                now if now == was => {
                    self.out.remove(&path)?;
                    built.removed.push(path);
                }
                Some(_) => built.left.push(path),
            }
        }
        Ok(())
    }

    /// Stages the manifest, unless the one that stands says the same.
    fn stage_manifest(&self, manifest: &Manifest) -> Result<bool, Failure> {
        let bytes = manifest.to_bytes();
        if self.out.read(manifest::FILE_NAME)?.is_some_and(|old| old == bytes) {
            return Ok(false);
        }
        self.stage.put(manifest::FILE_NAME, &bytes)?;
        Ok(true)
    }

    fn remember(&self, plan: &Plan<'_>, manifest: &Manifest, traces: &Traces, built: &Built, snapshot: &Snapshot) -> Result<(), Failure> {
        let mut state = State::read(&self.cache, &self.names.state);
        state.outputs.retain(|path, _| manifest.files.contains_key(path));
        // A signature that fell short of its level is made again by the next build.
        let is_final = |path: &String| manifest.files.get(path).and_then(|file| file.signed.as_ref()).is_none_or(|signed| signed.extend_to.is_none());
        for output in &plan.outputs {
            for path in output.paths.iter().filter(|path| is_final(path)) {
                if let (Some(file), Some(stamp)) = (manifest.files.get(path), self.out.stamp(path)) {
                    state.outputs.insert(path.clone(), Known { key: output.key, sha256: file.sha256, stamp });
                }
            }
        }
        state.inputs = Some(self.request.key(snapshot));
        state.warnings = built.diagnostics.len();
        let mut all = Traces::read(&self.cache, &self.names.traces);
        all.update(traces.clone());
        all.write(&self.cache, &self.names.traces)?;
        state.write(&self.cache, &self.names.state)
    }
}

fn file(output: &Output, path: &str, bytes: Staged, signed: Option<Signature>) -> File {
    File {
        sha256: bytes.sha256,
        size: bytes.size,
        brand: output.brand.clone(),
        language: output.language.clone(),
        policy: output.policy().map(ToOwned::to_owned),
        format: Output::format_of(path),
        inputs: output.inputs.to_vec(),
        signed,
    }
}

fn not_ours(out: &Folder) -> Failure {
    let place = out.place(manifest::FILE_NAME);
    Failure::new(format!("{} is no manifest of this compiler", place.display())).hint("move it away, or choose another folder with --out")
}
