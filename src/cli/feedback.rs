//! `feedback`: what readers answered, for other programs and in numbers.

use super::arguments::{Common, FeedbackExport, FeedbackForm, FeedbackKept};
use super::terminal::Terminal;
use super::{Outcome, here, project_folder};
use crate::feedback::{self, Filter, Store};
use crate::output::failure::Failure;

/// The file in a project that answers are kept in where no other is named. It is none of the cache, which anybody may delete.
pub(super) const FILE: &str = "feedback.sqlite";

/// Prints the answers. The file is read as it is now; a server may go on writing.
pub(super) fn export(common: &Common, options: &FeedbackExport, terminal: &Terminal) -> Result<Outcome, Failure> {
    let (store, filter) = kept(common, &options.kept)?;
    let answers = store.answers(&filter)?;
    terminal.result(&match options.format {
        FeedbackForm::Csv => feedback::csv(&answers),
        FeedbackForm::Json => feedback::json(&answers),
    });
    Ok(Outcome::Clean)
}

/// Prints how the pages were answered.
pub(super) fn summary(common: &Common, options: &FeedbackKept, terminal: &Terminal) -> Result<Outcome, Failure> {
    let (store, filter) = kept(common, options)?;
    let table = feedback::summary(&store, &filter)?;
    if table.is_empty() {
        terminal.say("nobody has answered yet");
    }
    terminal.result(&table);
    Ok(Outcome::Clean)
}

/// The file and what is wanted of it. Where the file is named, no project is needed.
fn kept(common: &Common, options: &FeedbackKept) -> Result<(Store, Filter), Failure> {
    let file = match &options.feedback {
        Some(named) => named.clone(),
        None => here::from_here(&project_folder::find(common)?.join(FILE)),
    };
    Ok((Store::existing(&file)?, Filter { since: options.since, brand: options.brand.clone() }))
}
