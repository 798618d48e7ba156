//! `schema`: the JSON Schema of a file, for editors.

use super::Outcome;
use super::arguments::Schema;
use super::terminal::Terminal;
use crate::schema::{Described, modeline, schema};

/// What a schema is called on the command line.
fn name(described: Described) -> &'static str {
    match described {
        Described::Brand => "brand",
        Described::Source => "source",
        Described::Project => "project",
    }
}

/// Prints a schema, and says how an editor is told to use it.
pub(super) fn run(options: &Schema, terminal: &Terminal) -> Outcome {
    terminal.result(&print(options.file));
    terminal.say(&format!("save it: `counterpart schema {0} > schemas/{0}.json`", name(options.file)));
    terminal.say(match options.file {
        Described::Source => "an editor uses it for the front matter of sources/**/*.md",
        Described::Brand | Described::Project => "an editor uses it where the file's first line is",
    });
    if options.file != Described::Source {
        terminal.say(&format!("  {}", modeline(path(options.file))));
    }
    Outcome::Clean
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
    }
}
