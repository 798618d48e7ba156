//! `ask`: what a brand's policies say to a question.

use super::arguments::{Ask, AskAs, Common};
use super::terminal::Terminal;
use super::{Outcome, project_folder, report, selection};
use crate::ask::{Answerer, Fault, Index, Learner, Material, Question, QuestionFault};
use crate::brand::Brand;
use crate::compile;
use crate::diag::{Diagnostic, Warned};
use crate::document::Document;
use crate::output::failure::Failure;
use crate::project::{self, Project};

/// Prints the answer, with where it stands.
pub(super) fn run(common: &Common, options: &Ask, terminal: &Terminal) -> Result<Outcome, Failure> {
    let question = Question::read(&options.question).map_err(refused)?;
    let root = project_folder::find(common)?;
    let Warned { value: project, diagnostics: found } = project::load(&project_folder::snapshot(&root)?);
    if found.iter().any(Diagnostic::is_error) {
        return Ok(report::findings(terminal, &project, &root, &found));
    }
    let brand = asked(&project, options.brand.as_deref())?;
    let answer = answerer(&project, brand).and_then(|brand| brand.ask(&question, "")).map_err(|fault| Failure::new(fault.to_string()))?;
    let answer = answer.ok_or_else(|| Failure::new(format!("{} has no policies", brand.id)))?;
    let answer = match &brand.site {
        Some(site) => answer.at(site),
        None => answer,
    };
    terminal.result(&match options.format {
        AskAs::Markdown => answer.to_markdown(),
        AskAs::Html => answer.to_html(brand.answers_to()),
        AskAs::Json => answer.to_json(),
    });
    Ok(if answer.answered { Outcome::Clean } else { Outcome::Findings })
}

fn refused(fault: QuestionFault) -> Failure {
    let failure = Failure::new(fault.to_string());
    match fault {
        QuestionFault::Empty => failure.hint("write one between quotation marks: counterpart ask \"When do I get my money back?\""),
        QuestionFault::TooLong => failure,
    }
}

/// A brand's policies in all its languages.
fn answerer(project: &Project, brand: &Brand) -> Result<Answerer, Fault> {
    let learner = Learner::default();
    let index = |edition: &Brand| {
        let entries = compile::entries(project, edition);
        let documents: Vec<&Document> = entries.iter().map(|entry| entry.document.as_ref()).collect();
        let (language, prefix) = (edition.locale.to_string(), edition.prefix());
        Index::new(&Material {
            brand: &edition.id,
            name: &edition.name,
            language: &language,
            prefix: &prefix,
            documents: &documents,
            synonyms: &project.publishing.synonyms,
            asked: &project.publishing.asked,
            learner: &learner,
        })
    };
    project.editions_of(&brand.id).map(index).collect::<Result<_, _>>().map(Answerer::new)
}

/// The brand that was named, or the only one.
fn asked<'p>(project: &'p Project, named: Option<&str>) -> Result<&'p Brand, Failure> {
    let ids = selection::brand_ids(project);
    match (named, project.brands.as_slice()) {
        (Some(id), _) => project.brand(id).ok_or_else(|| Failure::unknown("brand", id, &ids)),
        (None, [only]) => Ok(only),
        (None, _) => Err(Failure::new("every brand answers for itself").hint(format!("say which one with --brand: {}", ids.join(", ")))),
    }
}
