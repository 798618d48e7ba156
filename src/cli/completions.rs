//! `completions` and `man`: what a package of the program ships beside it.

use std::io;

use clap::{Command, CommandFactory as _};
use clap_mangen::Man;

use super::Outcome;
use super::arguments::{Arguments, Completions};
use super::terminal::Terminal;
use crate::output::failure::Failure;

/// Prints a completion script.
pub(super) fn completions(options: &Completions, terminal: &Terminal) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Arguments::command(), "counterpart", &mut script);
    terminal.result(&String::from_utf8_lossy(&script));
    Outcome::Clean
}

/// Prints the manual page.
pub(super) fn man(terminal: &Terminal) -> Result<Outcome, Failure> {
    let page = page().map_err(|error| Failure::new(error.to_string()))?;
    terminal.result(&String::from_utf8_lossy(&page));
    Ok(Outcome::Clean)
}

/// One page for all commands: each has a section with its own options, those of every command stand at the top.
fn page() -> io::Result<Vec<u8>> {
    let mut command = Arguments::command();
    command.build();
    let mut page = Vec::new();
    let whole = Man::new(command.clone());
    whole.render_title(&mut page)?;
    whole.render_name_section(&mut page)?;
    whole.render_synopsis_section(&mut page)?;
    whole.render_description_section(&mut page)?;
    whole.render_options_section(&mut page)?;
    for subcommand in command.get_subcommands().filter(|subcommand| subcommand.get_name() != "help") {
        page.extend(section(subcommand)?.bytes());
    }
    let mut exit_codes = Vec::new();
    whole.render_extra_section(&mut exit_codes)?;
    page.extend(String::from_utf8_lossy(&exit_codes).replace(".SH EXTRA\nExit codes:\n", ".SH \"EXIT CODES\"\n").bytes());
    whole.render_version_section(&mut page)?;
    Ok(page)
}

/// A command's own section: what it does, how it is called, its options.
fn section(command: &Command) -> io::Result<String> {
    let own = command.clone().mut_args(|argument| {
        let shared = argument.is_global_set() || matches!(argument.get_id().as_str(), "help" | "version");
        argument.hide(shared)
    });
    let (about, man) = (own.get_about().map(ToString::to_string).unwrap_or_default(), Man::new(own));
    let (mut synopsis, mut options) = (Vec::new(), Vec::new());
    man.render_synopsis_section(&mut synopsis)?;
    man.render_options_section(&mut options)?;
    let heading = format!(".SH \"{}\"\n{about}\n.PP\n", command.get_name().to_uppercase());
    let body = String::from_utf8_lossy(&synopsis).replace(".SH SYNOPSIS\n", "") + &String::from_utf8_lossy(&options).replace(".SH OPTIONS\n", "");
    Ok(heading + &body)
}
