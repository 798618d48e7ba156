//! The only place that prints.

use std::cell::RefCell;
use std::io::{self, IsTerminal as _, Write as _};

use super::arguments::Common;
use crate::diag::MessageFormat;
use crate::output::failure::Failure;
use crate::plain::{UNSHOWN, is_unfit};

/// Standard output and standard error, as this run wants them.
///
/// Results go to standard output; what is said about the work goes to standard error. A reader that went away is no error.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a wish of its own, and every combination of them is meant")]
pub(super) struct Terminal {
    /// Whether colours are wanted on standard error.
    pub(super) colour: bool,
    /// Whether a progress bar can be drawn.
    pub(super) bar: bool,
    /// How findings are printed.
    pub(super) format: MessageFormat,
    /// Whether only findings are printed.
    pub(super) quiet: bool,
    /// Whether reasons are printed.
    pub(super) verbose: bool,
    /// The first thing that kept a result from being printed.
    broken: RefCell<Option<io::Error>>,
}

impl Terminal {
    #[expect(clippy::disallowed_methods, reason = "whoever prints asks whether colours are wanted (no-color.org)")]
    pub(super) fn new(common: &Common) -> Self {
        let interactive = io::stderr().is_terminal();
        let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self {
            colour: interactive && !unwanted,
            bar: interactive && !common.quiet && common.message_format == MessageFormat::Human,
            format: common.message_format,
            quiet: common.quiet,
            verbose: common.verbose,
            broken: RefCell::default(),
        }
    }

    /// Prints a result.
    pub(super) fn result(&self, text: &str) {
        self.print(io::stdout(), text);
    }

    /// Says whether everything could be printed. A reader that went away early wanted no more.
    pub(super) fn finish(&self) -> Result<(), Failure> {
        let broken = self.broken.take().filter(|error| error.kind() != io::ErrorKind::BrokenPipe);
        broken.map_or(Ok(()), |error| Err(Failure::new(format!("cannot print the result: {error}"))))
    }

    fn print(&self, mut to: impl io::Write, text: &str) {
        if let Err(error) = to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
            self.broken.borrow_mut().get_or_insert(error);
        }
    }

    /// Says something about the work, unless only findings are wanted or a machine reads along.
    pub(super) fn say(&self, text: &str) {
        if !self.quiet && self.format == MessageFormat::Human {
            let _ = writeln!(io::stderr(), "{}", harmless(text));
        }
    }

    /// Whoever speaks from other threads.
    pub(super) fn narrator(&self) -> Narrator {
        Narrator { is_heard: !self.quiet && self.format == MessageFormat::Human }
    }

    /// Says why something is done, where that is wanted.
    pub(super) fn explain(&self, text: &str) {
        if self.verbose {
            self.say(text);
        }
    }

    /// Prints findings: for a person on standard error, for a machine on standard output.
    pub(super) fn findings(&self, text: &str) {
        match self.format {
            MessageFormat::Human => self.print(io::stderr(), text),
            _ => self.print(io::stdout(), text),
        }
    }

    /// Says what kept the tool from doing its work.
    pub(super) fn failure(&self, failure: &Failure) {
        let (red, plain) = if self.colour { ("\x1b[1;31m", "\x1b[0m") } else { ("", "") };
        let mut text = format!("{red}error{plain}: {}\n", harmless(&failure.message));
        if let Some(hint) = &failure.hint {
            text.push_str(&format!("  help: {}\n", harmless(hint)));
        }
        let _ = io::stderr().write_all(text.as_bytes());
    }
}

/// Speaks about the work from whatever thread does it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Narrator {
    is_heard: bool,
}

impl Narrator {
    /// Says something about the work, as [`Terminal::say`] does.
    pub(super) fn say(self, text: &str) {
        if self.is_heard {
            let _ = writeln!(io::stderr(), "{}", harmless(text));
        }
    }

    /// Prints a line for a machine; gives whether it could be printed. Where nobody reads it, the work goes on.
    #[expect(clippy::unused_self, reason = "who speaks for the terminal is given by it")]
    pub(super) fn result(self, text: &str) -> bool {
        let mut out = io::stdout();
        out.write_all(text.as_bytes()).and_then(|()| out.flush()).is_ok()
    }
}

/// A text without what could command a terminal, or be read otherwise than it stands: a name of a file may hold anything.
pub(super) fn harmless(text: &str) -> String {
    text.chars().map(|c| if is_unfit(c) || (c.is_control() && c != '\n') { UNSHOWN } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn names_command_no_terminal() {
        assert_eq!(harmless("a\u{1b}[31m\tb\u{202e}c\n"), "a\u{fffd}[31m\u{fffd}b\u{fffd}c\n");
    }
}
