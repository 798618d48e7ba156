//! `feedback`: what readers answered, for other programs and in numbers.

use std::path::Path;

use super::arguments::{Common, FeedbackExport, FeedbackForm, FeedbackKept};
use super::terminal::Terminal;
use super::{Outcome, here, project_folder, selection};
use crate::feedback::{self, Filter, Store};
use crate::output::failure::Failure;
use crate::project;

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
    let root = project_folder::find(common);
    let (file, root) = match &options.feedback {
        Some(named) => (named.clone(), root.ok()),
        None => root.map(|root| (here::from_here(&root.join(FILE)), Some(root)))?,
    };
    let store = Store::existing(&file)?;
    if let Some(brand) = &options.brand {
        must_be_known(brand, &store.brands()?, root.as_deref())?;
    }
    Ok((store, Filter { since: options.since, brand: options.brand.clone() }))
}

/// Refuses a brand that neither the project has nor any answer is about: a misspelt name would look like a brand that nobody answered. One that the project has no more
/// may have its answers still.
fn must_be_known(brand: &str, answered: &[String], root: Option<&Path>) -> Result<(), Failure> {
    if answered.iter().any(|other| other == brand) {
        return Ok(());
    }
    let project = root.map(project_folder::disk).transpose()?.map(|disk| project::load(&disk).value);
    let mut known: Vec<&str> = project.as_ref().map(selection::brand_ids).unwrap_or_default();
    if known.contains(&brand) {
        return Ok(());
    }
    known.extend(answered.iter().map(String::as_str));
    known.sort_unstable();
    known.dedup();
    Err(Failure::unknown("brand", brand, &known))
}

#[cfg(test)]
mod tests {
    use super::must_be_known;

    #[test]
    fn a_brand_that_there_never_was_is_no_brand_without_answers() {
        let answered = ["melon".to_owned(), "seed".to_owned()];
        assert!(must_be_known("seed", &answered, None).is_ok());
        let hint = |brand| must_be_known(brand, &answered, None).unwrap_err().hint;
        assert_eq!(hint("sed").as_deref(), Some("did you mean `seed`?"));
        assert_eq!(hint("zebra").as_deref(), Some("there are: melon, seed"));
    }

    #[test]
    fn a_brand_of_the_project_may_have_no_answers_yet() {
        let shipped = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        assert!(must_be_known("heavymelon", &[], Some(shipped)).is_ok());
        let message = must_be_known("haevymelon", &[], Some(shipped)).unwrap_err().to_string();
        assert_eq!(message, "there is no brand `haevymelon`");
    }
}
