//! Times PDFs against Typst itself: `cargo bench --bench pdf`.
//!
//! The same documents are made in turn by the engine and by Typst's own compile and export of the very markup that the engine writes, in one process, on one
//! thread; then by the engine on two threads, as a build makes them.

#![allow(clippy::cast_precision_loss, clippy::print_stdout, reason = "a benchmark prints what it measured")]

mod bare;
mod corpus;

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use counterpart::compile::{Entry, entries};
use counterpart::fonts::FontLibrary;
use counterpart::project::{Project, load};
use counterpart::render::typst::{Content, Engine, Job, Look};
use counterpart::world::Disk;

use bare::Bare;

// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const BRANDS: usize = 8;
const POLICIES: usize = 25;
const ROUNDS: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let place = tempfile::tempdir()?;
    corpus::write(place.path(), BRANDS, POLICIES)?;
    let project = load(&Disk::new(place.path())?).value;
    let sets: Vec<Vec<Entry<'_>>> = project.brands.iter().map(|brand| entries(&project, brand)).collect();
    let jobs = jobs(&project, &sets);
    let engine = Engine::new(Arc::new(FontLibrary::new()), &Look::built_in());
    let bare = Bare::new();
    let start = Instant::now();
    let sources: Vec<String> = jobs.iter().map(|job| engine.source(job)).collect();
    println!("writing the markup: {:.2} ms a document", start.elapsed().as_secs_f64() * 1e3 / jobs.len() as f64);
    println!("{} documents of {} brands, {:.1} pages each", jobs.len(), BRANDS, bare.pages(&sources[..POLICIES])?);
    compare(&engine, &bare, &jobs, &sources)
}

/// Every policy across the brands, then the next: the order of a build.
fn jobs<'a>(project: &'a Project, sets: &'a [Vec<Entry<'a>>]) -> Vec<Job<'a>> {
    let job = |policy: usize, brand: usize| {
        let content = Content::Document(&sets[brand][policy].document);
        Job { content, brand: &project.brands[brand], images: &project.images, copy: None, customer: None }
    };
    (0..POLICIES).flat_map(|policy| (0..BRANDS).map(move |brand| job(policy, brand))).collect()
}

fn compare(engine: &Engine, bare: &Bare, jobs: &[Job<'_>], sources: &[String]) -> Result<(), Box<dyn Error>> {
    let (mut ours, mut typsts, mut on_two) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(timed(|| run(engine, jobs, 1))?);
        typsts.push(timed(|| bare.run(sources, 1))?);
        on_two.push(timed(|| run(engine, jobs, 2))?);
    }
    let each = |time: &Duration| time.as_secs_f64() * 1e3 / jobs.len() as f64;
    println!("engine, one thread: {:.2} ms a document", each(&median(&mut ours)));
    println!("Typst's own compile and export, one thread: {:.2} ms a document", each(&median(&mut typsts)));
    println!("ratio: {:.2}", median(&mut ours).as_secs_f64() / median(&mut typsts).as_secs_f64());
    println!("engine, two threads: {:.0} PDFs a second", jobs.len() as f64 / median(&mut on_two).as_secs_f64());
    Ok(())
}

fn run(engine: &Engine, jobs: &[Job<'_>], threads: usize) -> Result<(), Box<dyn Error>> {
    let failed = AtomicUsize::new(0);
    engine.run(jobs.iter().copied(), threads, |_, made| {
        failed.fetch_add(usize::from(made.is_err()), Ordering::Relaxed);
    });
    if failed.into_inner() == 0 { Ok(()) } else { Err("a PDF could not be made".into()) }
}

/// How long something takes that finds an empty cache.
fn timed(work: impl FnOnce() -> Result<(), Box<dyn Error>>) -> Result<Duration, Box<dyn Error>> {
    comemo::evict(0);
    let start = Instant::now();
    work()?;
    Ok(start.elapsed())
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
