//! What can be typed behind the commands that serve, answer and give out what readers said.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::jobs;
use crate::feedback::Network;
use crate::serve::is_host_name;

/// `serve`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Serve {
    /// Only this brand; may be given several times, and as a pattern
    #[arg(long, value_name = "BRAND")]
    pub(in crate::cli) brand: Vec<String>,
    /// The port it listens at; 0 is any that is free
    #[arg(long, short, default_value_t = 4000, value_name = "PORT")]
    pub(in crate::cli) port: u16,
    /// The address it listens at; 0.0.0.0 is every one of this machine
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), value_name = "ADDRESS")]
    pub(in crate::cli) address: IpAddr,
    /// A host name at which every brand stands below its own name, beside `localhost` and numbers; may be given several times
    #[arg(long, value_name = "NAME", value_parser = host)]
    pub(in crate::cli) host: Vec<String>,
    /// Give the metrics for Prometheus at this address and port, as 10.0.0.5:9100, and nowhere else; without it, at `/metrics` for this machine alone
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(in crate::cli) metrics: Option<SocketAddr>,
    /// A proxy before the server, or its network as 172.16.0.0/12, whose `X-Forwarded-For` is believed, as this machine's is; may be given several times
    #[arg(long, value_name = "NETWORK")]
    pub(in crate::cli) proxy: Vec<Network>,
    /// Serve readers: compressed, cached, with strict headers and an access log, and without previews
    #[arg(long)]
    pub(in crate::cli) production: bool,
    /// With --production, follow changes of the project; SIGHUP reads it again in any case
    #[arg(long, requires = "production")]
    pub(in crate::cli) watch: bool,
    /// How the access log is printed [default: json with --production, else none]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(in crate::cli) log: Option<AccessLog>,
    /// The file that readers' answers to "Was this page helpful?" are kept in [default: `feedback.sqlite` in the project]
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) feedback: Option<PathBuf>,
    /// How many threads work [default: one per processor]
    #[arg(long, short, value_name = "N", value_parser = jobs)]
    pub(in crate::cli) jobs: Option<NonZeroUsize>,
}

/// How an access log is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(in crate::cli) enum AccessLog {
    /// Not at all.
    None,
    /// A line for a person.
    Text,
    /// A JSON object a line.
    Json,
}

/// `feedback`.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Feedback {
    /// Print the answers, for other programs
    Export(FeedbackExport),
    /// Print how many readers found which page helpful, the least helpful first
    Summary(FeedbackKept),
}

/// `feedback export`.
#[derive(Debug, Args)]
pub(in crate::cli) struct FeedbackExport {
    #[command(flatten)]
    pub(in crate::cli) kept: FeedbackKept,
    /// The form of the answers
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub(in crate::cli) format: FeedbackForm,
}

/// Which answers, and where they are.
#[derive(Debug, Args)]
pub(in crate::cli) struct FeedbackKept {
    /// The file that `counterpart serve` keeps them in [default: `feedback.sqlite` in the project]
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) feedback: Option<PathBuf>,
    /// Only answers of this day, as 2026-01-31, and later; days are those of UTC
    #[arg(long, value_parser = day, value_name = "DAY")]
    pub(in crate::cli) since: Option<jiff::civil::Date>,
    /// Only answers about this brand's pages
    #[arg(long, value_name = "BRAND")]
    pub(in crate::cli) brand: Option<String>,
}

fn host(text: &str) -> Result<String, &'static str> {
    is_host_name(text).then(|| text.to_ascii_lowercase()).ok_or("write a name alone, as policies.internal: no scheme, port or path, and no `*`")
}

fn day(text: &str) -> Result<jiff::civil::Date, &'static str> {
    text.parse().map_err(|_| "write a day as 2026-01-31")
}

/// The forms in which answers are given out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(in crate::cli) enum FeedbackForm {
    /// For spreadsheets: no cell is a formula, which puts an apostrophe before some
    #[default]
    Csv,
    /// For programs: every text as it was kept
    Json,
}

/// `ask`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Ask {
    /// The question, in your own words
    pub(in crate::cli) question: String,
    /// The brand whose policies are asked [default: the only one]
    #[arg(long, value_name = "BRAND")]
    pub(in crate::cli) brand: Option<String>,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t = AskAs::Markdown)]
    pub(in crate::cli) format: AskAs,
}

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(in crate::cli) enum AskAs {
    /// Markdown.
    Markdown,
    /// HTML, without a page around it.
    Html,
    /// JSON.
    Json,
}
