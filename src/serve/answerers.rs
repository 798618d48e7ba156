//! Every brand's policies, ready to be asked: an index takes a tenth of a second to make, and one to learn from ways of asking; no reader waits for it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, RwLock};
use std::time::Duration;

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

use super::published::Published;
use crate::ask::{Answerer, Fault, Index, Learner, Material};
use crate::brand::prefix;
use crate::cache::Key;
use crate::document::Document;

/// How long nothing must have been published before a preview makes indexes: whoever writes wants to see the page first.
const QUIET: Duration = Duration::from_secs(1);

/// When the indexes of what is published are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readiness {
    /// Before it is served, on so many threads: the first question is answered as fast as any other, and until then what was served before answers.
    Before(usize),
    /// Once it has been served for a while, on one thread. What is asked earlier is made ready then.
    After,
}

/// All brands, each ready to be asked.
#[derive(Debug)]
pub(super) struct Answerers {
    readiness: Readiness,
    learner: Arc<Learner>,
    /// By brand: as it is published now and, for requests that began before that, as it was.
    brands: RwLock<HashMap<String, Vec<Arc<Askable>>>>,
    /// Counts the releases, so that nobody makes the indexes of one that is gone.
    releases: Arc<AtomicU64>,
}

/// A brand that may be asked.
#[derive(Debug)]
pub(super) struct Askable {
    published: Arc<Published>,
    learner: Arc<Learner>,
    answerer: OnceLock<Result<Answerer, String>>,
}

impl Answerers {
    /// No brand may be asked yet.
    pub(super) fn new(readiness: Readiness) -> Self {
        Self { readiness, learner: Arc::default(), brands: RwLock::default(), releases: Arc::default() }
    }

    /// A brand as it was published when a request about it began.
    pub(super) fn of(&self, published: &Arc<Published>) -> Arc<Askable> {
        let brands = self.brands.read().ok();
        let known = brands.as_ref().and_then(|brands| brands.get(&published.brand.id)?.iter().find(|asked| asked.key() == published.key));
        known.map_or_else(|| Arc::new(Askable::new(published, &self.learner)), Arc::clone)
    }

    /// Takes note of what is published from now on.
    pub(super) fn renew(&self, published: &[Arc<Published>]) {
        let release = self.releases.fetch_add(1, Ordering::SeqCst) + 1;
        let asked: Vec<Arc<Askable>> = published.iter().map(|published| self.of(published)).collect();
        if let Readiness::Before(jobs) = self.readiness {
            make(&asked, jobs);
        }
        if let Ok(mut brands) = self.brands.write() {
            let mut before = std::mem::take(&mut *brands);
            *brands = asked.iter().map(|asked| (asked.published.brand.id.clone(), after(asked, &mut before))).collect();
        }
        if self.readiness == Readiness::After {
            let releases = Arc::clone(&self.releases);
            std::thread::spawn(move || make_quietly(&asked, || releases.load(Ordering::SeqCst) == release));
        }
    }
}

/// A brand as it is now, and as it was.
fn after(now: &Arc<Askable>, before: &mut HashMap<String, Vec<Arc<Askable>>>) -> Vec<Arc<Askable>> {
    let was = before.remove(&now.published.brand.id).and_then(|known| known.into_iter().find(|asked| asked.key() != now.key()));
    [Arc::clone(now)].into_iter().chain(was).collect()
}

fn make(asked: &[Arc<Askable>], jobs: usize) {
    let make = || asked.par_iter().for_each(|asked| asked.get_ready());
    match ThreadPoolBuilder::new().num_threads(jobs).build() {
        Ok(pool) => pool.install(make),
        Err(_) => make(),
    }
}

/// Makes indexes one after another, for as long as anybody wants them.
fn make_quietly(asked: &[Arc<Askable>], is_wanted: impl Fn() -> bool) {
    std::thread::sleep(QUIET);
    asked.iter().take_while(|_| is_wanted()).for_each(|asked| asked.get_ready());
}

impl Askable {
    fn new(published: &Arc<Published>, learner: &Arc<Learner>) -> Self {
        Self { published: Arc::clone(published), learner: Arc::clone(learner), answerer: OnceLock::new() }
    }

    fn key(&self) -> Key {
        self.published.key
    }

    fn get_ready(&self) {
        // Why there is none is said to whoever asks.
        let _ = self.answerer();
    }

    /// Who answers; or why nobody does.
    pub(super) fn answerer(&self) -> Result<&Answerer, String> {
        let made = self.answerer.get_or_init(|| answerer(&self.published, &self.learner).map_err(|fault| fault.to_string()));
        made.as_ref().map_err(Clone::clone)
    }
}

/// A brand's policies in all its languages, the main one first.
fn answerer(published: &Published, learner: &Learner) -> Result<Answerer, Fault> {
    let mut languages: Vec<Option<&str>> = Vec::new();
    for page in &published.pages {
        if !languages.contains(&page.language.as_deref()) {
            languages.push(page.language.as_deref());
        }
    }
    languages.into_iter().map(|language| index(published, language, learner)).collect::<Result<_, _>>().map(Answerer::new)
}

fn index(published: &Published, language: Option<&str>, learner: &Learner) -> Result<Index, Fault> {
    let pages = published.pages.iter().filter(|page| page.language.as_deref() == language);
    let documents: Vec<&Document> = pages.map(|page| page.document.as_ref()).collect();
    let locale = documents.first().map_or(language.unwrap_or("en"), |document| &document.meta.locale);
    Index::new(&Material {
        brand: &published.brand.id,
        name: &published.brand.name,
        language: locale,
        prefix: &prefix(language),
        documents: &documents,
        synonyms: &published.publishing.synonyms,
        asked: &published.publishing.asked,
        learner,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Answerers, Readiness};
    use crate::compile::Names;
    use crate::compile::live::{Live, Making};
    use crate::serve::published::Published;
    use crate::snapshot::Snapshot;
    use crate::world::Memory;

    /// A project of two brands, of which one says so many days.
    fn world(days: u32) -> Memory {
        Memory::from([("brands/acme.yaml", "name: Acme\n"), ("brands/bolt.yaml", "name: Bolt\n")])
            .with("sources/terms.md", "---\ntitle: Terms\nbrands: [acme]\n---\n\n## Fees\n\nFees are due.\n")
            .with("sources/limits.md", format!("---\ntitle: Limits\nbrands: [bolt]\n---\n\n## Time\n\nAsk within {days} days.\n"))
    }

    fn published(live: &mut Live, world: &Memory) -> Vec<Arc<Published>> {
        let release = live.update(&Snapshot::take(world).unwrap()).published.unwrap().release;
        release.brands().map(|brand| Arc::new(Published::of(&release, brand))).collect()
    }

    #[test]
    fn readers_wait_for_no_index_and_only_what_changed_is_indexed_again() {
        let mut live = Live::new(Names::default(), 1, Making::AtOnce).unwrap();
        let [first, second, third] = [5, 6, 7].map(|days| published(&mut live, &world(days)));
        let answerers = Answerers::new(Readiness::Before(1));
        let is_ready = |of: &Arc<Published>| answerers.of(of).answerer.get().is_some();
        answerers.renew(&first);
        assert!(first.iter().all(is_ready) && !is_ready(&second[1]));
        let [acme, bolt] = [0, 1].map(|at| answerers.of(&first[at]));
        answerers.renew(&second);
        assert!(second.iter().all(is_ready));
        assert!(Arc::ptr_eq(&acme, &answerers.of(&second[0])) && !Arc::ptr_eq(&bolt, &answerers.of(&second[1])));
        assert!(Arc::ptr_eq(&bolt, &answerers.of(&first[1])), "a request that began before is answered from what it began with");
        answerers.renew(&third);
        assert!(!is_ready(&first[1]) && is_ready(&second[1]));
    }

    #[test]
    fn another_way_of_asking_is_another_answer() {
        let mut live = Live::new(Names::default(), 1, Making::AtOnce).unwrap();
        let asked = |text: &str| world(5).with("asked.yaml", text.to_owned());
        let worlds = [world(5), asked("sections: {limits#time: [How long may I ask?]}"), asked("elsewhere: {cards: [May I pay by card?]}")];
        let keys = worlds.map(|world| published(&mut live, &world)[1].key);
        assert!(keys[0] != keys[1] && keys[0] != keys[2] && keys[1] != keys[2]);
    }

    #[test]
    fn a_preview_waits_for_no_index() {
        let mut live = Live::new(Names::default(), 1, Making::WhenAsked).unwrap();
        let first = published(&mut live, &world(5));
        let answerers = Answerers::new(Readiness::After);
        answerers.renew(&first);
        let asked = answerers.of(&first[0]);
        assert!(asked.answerer.get().is_none());
        assert!(asked.answerer().is_ok(), "whoever asks at once is answered all the same");
    }
}
