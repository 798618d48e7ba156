//! Pages and files that are made from the program, and must be as it makes them now: `docs/messages.md` and `schemas/`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use counterpart::diag::{Code, Severity};
use counterpart::schema::{Described, schema};
use libtest_mimic::{Failed, Trial};

/// The trials of this module.
pub(crate) fn trials(cases: &[String]) -> Vec<Trial> {
    let messages = messages(cases);
    let file = |path: &'static str, text: String| Trial::test(format!("reference::{path}"), move || is_current(path, &text));
    let schema = |path, described| file(path, format!("{:#}\n", schema(described)));
    vec![
        file("docs/messages.md", messages),
        schema("schemas/brand.json", Described::Brand),
        schema("schemas/source.json", Described::Source),
        schema("schemas/project.json", Described::Project),
        schema("schemas/asked.json", Described::Asked),
    ]
}

fn is_current(path: &str, text: &str) -> Result<(), Failed> {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if fs::read_to_string(&place).is_ok_and(|stands| stands == text) {
        return Ok(());
    }
    if std::env::var_os("UPDATE").is_none() {
        return Err(format!("{path} is not what the program makes: run `UPDATE=1 cargo test --test suite`").into());
    }
    place.parent().map_or(Ok(()), fs::create_dir_all)?;
    Ok(fs::write(place, text)?)
}

/// The page of all messages: every rule with an example from the suite.
fn messages(cases: &[String]) -> String {
    let mut page =
        "# Messages\n\nEvery rule has a code that never changes its meaning. An error keeps everything from being published, a warning does not.\n"
            .to_owned();
    for code in Code::ALL {
        let severity = if code.severity() == Severity::Error { "error" } else { "warning" };
        let _ = write!(page, "\n## `{}`\n\n{} ({severity})\n", code.id(), code.explanation());
        if let Some(example) = cases.iter().find_map(|case| example(case, &format!("{severity}[{}]", code.id()))) {
            let _ = write!(page, "\n```text\n{example}\n```\n");
        }
    }
    page
}

/// The first message of a code that a case shows.
fn example<'c>(case: &'c str, head: &str) -> Option<&'c str> {
    let start = case.find(&format!("\n{head}"))? + 1;
    case[start..].split("\n\n").next()
}
