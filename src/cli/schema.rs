//! `schema`: the JSON Schema of a file, for editors, and what a contract asks of a row, for those who fill in rows.

use std::path::Path;

use super::arguments::{Common, FieldsForm, Schema, SchemaOf};
use super::terminal::Terminal;
use super::{Outcome, named_file, project_folder, report};
use crate::batch::is_called;
use crate::data::{self, Asked};
use crate::diag::{Diagnostic, Warned};
use crate::output::failure::Failure;
use crate::project::{self, Field, Policy, Project};
use crate::schema::{Described, modeline, schema};

/// What a schema is called on the command line.
fn name(described: Described) -> &'static str {
    match described {
        Described::Brand => "brand",
        Described::Source => "source",
        Described::Project => "project",
        Described::Asked => "asked",
    }
}

/// Prints the schema of a file, or of a row of data.
pub(super) fn run(common: &Common, options: &Schema, terminal: &Terminal) -> Result<Outcome, Failure> {
    let described = match options.file {
        SchemaOf::Brand => Described::Brand,
        SchemaOf::Source => Described::Source,
        SchemaOf::Project => Described::Project,
        SchemaOf::Asked => Described::Asked,
        SchemaOf::Fields => return fields(common, options, terminal),
    };
    if options.contract.is_some() || options.out.is_some() || options.form != FieldsForm::Json {
        return Err(Failure::new("only `schema fields CONTRACT` knows contracts, forms and --out"));
    }
    editors(described, terminal);
    Ok(Outcome::Clean)
}

/// Prints a schema, and says how an editor is told to use it.
fn editors(described: Described, terminal: &Terminal) {
    terminal.result(&print(described));
    terminal.say(&format!("save it: `counterpart schema {0} > schemas/{0}.json`", name(described)));
    terminal.say(match described {
        Described::Source => "an editor uses it for the front matter of sources/**/*.md",
        Described::Brand | Described::Project | Described::Asked => "an editor uses it where the file's first line is",
    });
    if described != Described::Source {
        terminal.say(&format!("  {}", modeline(path(described))));
    }
}

/// Gives what a contract asks of a row.
fn fields(common: &Common, options: &Schema, terminal: &Terminal) -> Result<Outcome, Failure> {
    let root = project_folder::find(common)?;
    let Warned { value: project, diagnostics: found } = project::load(&project_folder::snapshot(&root)?);
    if found.iter().any(Diagnostic::is_error) {
        return Ok(report::findings(terminal, &project, &root, &found));
    }
    let id = options.contract.as_deref().unwrap_or_default();
    let policy = project
        .all_policies()
        .find(|policy| policy.id == id)
        .or_else(|| project.all_policies().find(|policy| is_called(policy, id)))
        .ok_or_else(|| absent(&project, id))?;
    if policy.front.fields.is_empty() {
        return Err(Failure::new(format!("`{id}` asks nothing of a row")).hint("say what it asks under `fields:` in its front matter"));
    }
    let bytes = rendered(policy, options.form)?;
    match (&options.out, String::from_utf8(bytes)) {
        (Some(out), text) => {
            write(out, &text.map_or_else(std::string::FromUtf8Error::into_bytes, String::into_bytes))?;
            terminal.say(&format!("written: {}", out.display()));
        }
        (None, Ok(text)) => terminal.result(&text),
        (None, Err(_)) => return Err(Failure::new("a workbook cannot be printed").hint("say where it goes, as `--out customers.xlsx`")),
    }
    Ok(Outcome::Clean)
}

fn absent(project: &Project, id: &str) -> Failure {
    let asking = project.all_policies().filter(|policy| !policy.front.fields.is_empty());
    let ids: Vec<&str> = asking.map(|policy| policy.id.as_str()).collect();
    Failure::unknown("contract", id, &ids)
}

fn rendered(policy: &Policy, form: FieldsForm) -> Result<Vec<u8>, Failure> {
    let asked: Vec<Asked> = policy.front.fields.iter().map(asked).collect();
    match form {
        FieldsForm::Json => Ok(format!("{:#}\n", data::schema(&asked)).into_bytes()),
        FieldsForm::Csv => Ok(data::csv_template(&asked).into_bytes()),
        FieldsForm::Xlsx => {
            data::spreadsheet(&asked, &policy.id).map_err(|error| Failure::new(format!("no workbook can be made of the fields: {error}")))
        }
    }
}

fn asked(field: &Field) -> Asked {
    Asked { name: field.name.clone(), label: field.label.clone(), kind: field.kind.clone(), required: field.required, default: field.default.clone() }
}

/// Writes a file that is not there yet: one that is may have been filled in.
#[expect(clippy::disallowed_methods, reason = "a named file is not of a project")]
fn write(out: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if std::fs::symlink_metadata(out).is_ok() {
        return Err(
            Failure::new(format!("{} is there already", out.display())).hint("name another file with --out: this one may have been filled in")
        );
    }
    named_file::write(out, bytes)
}

/// A schema as the text of its file.
pub(super) fn print(described: Described) -> String {
    format!("{:#}\n", schema(described))
}

/// Where a file that is described finds its schema.
fn path(described: Described) -> &'static str {
    match described {
        Described::Brand => "../schemas/brand.json",
        Described::Source => "schemas/source.json",
        Described::Project => "schemas/project.json",
        Described::Asked => "schemas/asked.json",
    }
}
