//! `serve`: every brand's site from memory, for authors while they write and for readers.

mod access_log;
mod publisher;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use self::publisher::{Event, Last, Publisher};
use super::arguments::{Common, Serve};
use super::terminal::Terminal;
use super::{Outcome, clock, feedback, here, project_folder, report, selection};
use crate::compile::live::{Live, Making};
use crate::feedback::{Desk as FeedbackDesk, Proxies};
use crate::output::failure::Failure;
use crate::output::folder::real_place;
use crate::project::{Feedback, Project};
use crate::serve::{self, Asking, Limits, Mode, Mounts, Options, Readiness, Server, Signal, Watcher, agents, watch};
use crate::site::MCP;

/// How many answers of readers are kept for a brand in a day: more would not be read.
const ANSWERS: u32 = 2_000;

/// Serves until it is told to stop.
pub(super) fn run(common: &Common, options: &Serve, terminal: &Terminal) -> Result<Outcome, Failure> {
    let named = project_folder::named(common)?;
    let asked = selection::brands(&options.brand)?;
    let answers = feedback_desk(options, &real_place(&named), terminal)?;
    let server = Server::start(&server_options(options), mounts(options, Arc::clone(&answers)), access_log::printer(options, terminal))?;
    let (events, watcher) = events(options, &named, &server)?;
    let is_preview = mode(options) == Mode::Development;
    let live = Live::new(asked.0.clone(), jobs(options), if is_preview { Making::WhenAsked } else { Making::AtOnce })?;
    let mut publisher = Publisher { named: &named, terminal, server, live, watcher, is_preview, last: Last::default() };
    let first = publisher.open()?;
    if let Some(update) = &first {
        asked.must_exist(&update.project)?;
    }
    if !is_preview && first.as_ref().is_none_or(|update| update.published.is_none()) {
        terminal.say("nothing is served from a project with errors");
        publisher.server.stop();
        return Ok(Outcome::Findings);
    }
    let project = first.as_ref().map(|update| update.project.as_ref());
    if !is_preview && project.is_some_and(|project| project.publishing.feedback == Some(Feedback::Server)) {
        answers.open().unwrap_or_else(|fault| terminal.failure(&fault.into()));
    }
    welcome(terminal, &publisher.server, options, project);
    publisher.follow(&events);
    if !publisher.server.stop() {
        terminal.say("some requests took too long to end, and were cut off");
    }
    Ok(Outcome::Clean)
}

/// What happens while a server runs; and, where the project is watched, who watches it.
fn events(options: &Serve, named: &Path, server: &Server) -> Result<(Receiver<Event>, Option<Watcher>), Failure> {
    let (sender, events) = channel();
    let mode = mode(options);
    let on_signal = sender.clone();
    server.on_signal(move |signal| {
        // A preview ends with the terminal it was started in.
        let event = if signal == Signal::Reload && mode == Mode::Production { Event::Changed } else { Event::Stop };
        // Nobody listens any more once the server is being stopped.
        let _ = on_signal.send(event);
    })?;
    let changed = move || {
        // Nor does anybody then listen to what changes.
        let _ = sender.send(Event::Changed);
    };
    let is_watched = mode == Mode::Development || options.watch;
    let watcher = if is_watched { Some(watch(named, mode, changed)?) } else { None };
    Ok((events, watcher))
}

/// Says where the sites are, and which of them nobody can reach.
fn welcome(terminal: &Terminal, server: &Server, options: &Serve, project: Option<&Project>) {
    let what = if options.production { "every brand" } else { "a preview of every brand" };
    terminal.say(&format!("http://{}/ serves {what}; Ctrl-C stops it", server.address()));
    if let Some(address) = server.metrics_address() {
        terminal.say(&format!("http://{address}/metrics gives the metrics"));
    }
    if server.connections() < Limits::default().connections {
        terminal.say(&format!("the system lets it open few files (`ulimit -n`): {} at a time", report::count(server.connections(), "connection")));
    }
    let brands = project.filter(|_| options.production && options.host.is_empty()).into_iter().flat_map(|project| &project.brands);
    for brand in brands.filter(|brand| brand.site.is_none()) {
        terminal.say(&format!("readers cannot reach the brand {}: give it a `site`, or name a host for all brands with --host", brand.id));
    }
}

fn server_options(options: &Serve) -> Options {
    let address = SocketAddr::new(options.address, options.port);
    let (mode, names, metrics) = (mode(options), options.host.clone(), options.metrics);
    Options { address, mode, names, limits: Limits::default(), jobs: jobs(options), metrics, proxies: proxies(options), now: clock::now }
}

fn proxies(options: &Serve) -> Proxies {
    Proxies::and(options.proxy.clone())
}

fn mode(options: &Serve) -> Mode {
    if options.production { Mode::Production } else { Mode::Development }
}

fn jobs(options: &Serve) -> usize {
    options.jobs.map_or_else(project_folder::processors, std::num::NonZeroUsize::get)
}

/// Where readers' answers are kept, and who is told when they cannot be.
fn feedback_desk(options: &Serve, root: &Path, terminal: &Terminal) -> Result<Arc<FeedbackDesk>, Failure> {
    let file = options.feedback.clone().unwrap_or_else(|| here::from_here(&root.join(feedback::FILE)));
    let narrator = terminal.narrator();
    let desk = FeedbackDesk::new(file, clock::today, ANSWERS).behind(proxies(options)).telling(move |said| narrator.say(said));
    // A file that was named is wanted, and what is wrong with it is better known now than when the first reader answers.
    if options.feedback.is_some() {
        desk.open()?;
    }
    Ok(Arc::new(desk))
}

/// What other modules add to the sites.
fn mounts(options: &Serve, feedback: Arc<FeedbackDesk>) -> Mounts {
    let readiness = if options.production { Readiness::Before(jobs(options)) } else { Readiness::After };
    let (asking, lost) = (Arc::new(Asking::new(readiness)), feedback.lost());
    Mounts { services: vec![serve::feedback(feedback), (MCP, agents(Arc::clone(&asking)))], answers: Some(asking), lost }
}
