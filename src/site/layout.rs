//! Layouts: the templates of a site's pages, the compiler's own or a project's.

use std::collections::BTreeMap;
use std::io::{self, Write};

use handlebars::{Handlebars, RenderError, RenderErrorReason, TemplateError, TemplateErrorReason};
use serde::Serialize;

use crate::diag::{Code, Diagnostic, Warned};
use crate::expand::outline;
use crate::locale::Formats;
use crate::source::{FileId, Span};

use super::all::AllInput;
use super::alone::AloneView;
use super::includes::Includes;
use super::index::IndexInput;
use super::lean::lean_style;
use super::not_found::NotFoundView;
use super::page::PageInput;
use super::redirect::RedirectInput;
use super::versions::VersionsInput;

/// How many bytes a page may have beyond its text: a layout's loops can multiply.
const LONGEST_FRAME: usize = 16 * 1024 * 1024;

/// The templates that come with the compiler, by name.
const BUILT_IN: [(&str, &str); 16] = [
    ("layout", include_str!("../../templates/html/layout.hbs")),
    ("page", include_str!("../../templates/html/page.hbs")),
    ("index", include_str!("../../templates/html/index.hbs")),
    ("all", include_str!("../../templates/html/all.hbs")),
    ("not-found", include_str!("../../templates/html/not-found.hbs")),
    ("policies", include_str!("../../templates/html/policies.hbs")),
    ("breadcrumb", include_str!("../../templates/html/breadcrumb.hbs")),
    ("asking", include_str!("../../templates/html/asking.hbs")),
    ("facts", include_str!("../../templates/html/facts.hbs")),
    ("helpful", include_str!("../../templates/html/helpful.hbs")),
    ("languages", include_str!("../../templates/html/languages.hbs")),
    ("redirect", include_str!("../../templates/html/redirect.hbs")),
    ("machines", include_str!("../../templates/html/machines.hbs")),
    ("search", include_str!("../../templates/html/search.hbs")),
    ("versions", include_str!("../../templates/html/versions.hbs")),
    ("version-list", include_str!("../../templates/html/version-list.hbs")),
];
const STYLE: &str = include_str!("../../templates/html/style.css");
const SEARCH_STYLE: &str = include_str!("../../templates/html/search.css");

/// A file of a project's `templates/html/`: it takes the place of the built-in one of its name, or can be included as a partial.
#[derive(Debug, Clone, Copy)]
pub struct OwnTemplate<'a> {
    /// Its name with extension: `page.hbs`, `style.css`.
    pub name: &'a str,
    /// The file, to name it in findings; `None` where it is none of the project's.
    pub file: Option<FileId>,
    /// Its text.
    pub text: &'a str,
}

/// All templates of a site's pages, compiled once for all brands.
#[derive(Debug)]
pub struct Layouts {
    engine: Handlebars<'static>,
    /// The text of all templates, by which pages know that a layout changed.
    source: String,
    style: String,
    /// The project's own templates and their line starts, to lead a finding to its file.
    own: BTreeMap<String, (Option<FileId>, String)>,
}

impl Layouts {
    /// Compiles the built-in templates, and over them a project's own.
    pub fn compile(own: &[OwnTemplate<'_>]) -> Warned<Self> {
        let mut search_style = lean_style(SEARCH_STYLE);
        let mut layouts = Self { engine: engine(), source: String::new(), style: lean_style(STYLE), own: BTreeMap::new() };
        let mut texts: BTreeMap<&str, &str> = BUILT_IN.into_iter().collect();
        for template in own {
            match template.name.rsplit_once('.') {
                Some((name, "hbs")) => {
                    texts.insert(name, template.text);
                    layouts.own.insert(name.to_owned(), (template.file, template.text.to_owned()));
                }
                Some(("style", "css")) => layouts.style = lean_style(template.text),
                Some(("search", "css")) => search_style = lean_style(template.text),
                _ => {}
            }
        }
        layouts.style.push_str(&search_style);
        let mut diagnostics = layouts.limits(&texts);
        if diagnostics.is_empty() {
            diagnostics = texts.into_iter().filter_map(|(name, text)| layouts.register(name, text)).collect();
        }
        Warned { value: layouts, diagnostics }
    }

    /// The layouts of pages that lead a life of their own: see [`Alone`](super::Alone).
    pub fn alone() -> Self {
        let frame = include_str!("../../templates/html/alone.hbs");
        Self::compile(&[OwnTemplate { name: "layout.hbs", file: None, text: frame }]).value
    }

    /// The text of all templates.
    pub(super) fn source(&self) -> &str {
        &self.source
    }

    /// The style that all brands share.
    pub(super) fn style(&self) -> &str {
        &self.style
    }

    pub(super) fn page(&self, input: &PageInput<'_>, formats: Option<&Formats>) -> Warned<String> {
        let view = input.view(formats);
        self.render("page", &view, LONGEST_FRAME + view.length())
    }

    pub(super) fn alone_page(&self, view: &AloneView<'_>) -> Warned<String> {
        self.render("page", view, LONGEST_FRAME + view.length())
    }

    pub(super) fn index(&self, input: &IndexInput<'_>) -> Warned<String> {
        self.render("index", &input.view(), LONGEST_FRAME)
    }

    pub(super) fn all(&self, input: &AllInput<'_>, formats: Option<&Formats>) -> Warned<String> {
        let view = input.view(formats);
        self.render("all", &view, LONGEST_FRAME + view.length())
    }

    pub(super) fn not_found(&self, view: &NotFoundView<'_>) -> Warned<String> {
        self.render("not-found", view, LONGEST_FRAME)
    }

    pub(super) fn versions(&self, input: &VersionsInput<'_>, formats: Option<&Formats>) -> Warned<String> {
        self.render("versions", &input.view(formats), LONGEST_FRAME)
    }

    /// What a project's own templates would lead the parser and the renderer into without end.
    fn limits(&self, texts: &BTreeMap<&str, &str>) -> Vec<Diagnostic> {
        let mut includes = Includes::default();
        let mut found = Vec::new();
        for (name, text) in texts {
            let own = self.own.get(*name).and_then(|(file, _)| *file);
            match outline::includes(text, own) {
                Ok(list) => includes.add(name, own, list),
                Err(fault) => found.push(*fault),
            }
        }
        if found.is_empty() { includes.faults() } else { found }
    }

    pub(super) fn redirect(&self, input: &RedirectInput<'_>) -> Warned<String> {
        self.render("redirect", &input.view(), LONGEST_FRAME)
    }

    fn register(&mut self, name: &str, text: &str) -> Option<Diagnostic> {
        self.source.push_str(name);
        self.source.push('\0');
        self.source.push_str(text);
        let error = self.engine.register_template_string(name, text).err()?;
        Some(self.syntax_error(name, &error))
    }

    /// Renders a template; where that fails, which a built-in one never does, nothing is given.
    fn render(&self, name: &str, view: &impl Serialize, most: usize) -> Warned<String> {
        let mut page = Page { bytes: Vec::new(), most };
        let rendered = self.engine.render_to_write(name, view, &mut page);
        let failed = |found| Warned { value: String::new(), diagnostics: vec![found] };
        match (rendered, String::from_utf8(page.bytes)) {
            (Ok(()), Ok(text)) => Warned::clean(text),
            (Err(error), _) if matches!(error.reason(), RenderErrorReason::IOError(_)) => {
                let message = format!("the layout `{name}.hbs` makes a page of more than {} megabytes", most >> 20);
                let found = Diagnostic::new(Code::TooLarge, message).at(self.line(name, Some(1)));
                failed(found.hint("loops within loops multiply; take one of them out"))
            }
            (Err(error), _) => failed(self.render_error(name, &error)),
            (Ok(()), Err(_)) => failed(Diagnostic::new(Code::TemplateSyntax, format!("the layout `{name}.hbs` makes a page that is no text"))),
        }
    }

    fn syntax_error(&self, name: &str, error: &TemplateError) -> Diagnostic {
        let message = match error.reason() {
            // The parser lists every rule of its grammar that would have done.
            TemplateErrorReason::InvalidSyntax(_) => format!("the layout `{name}.hbs` cannot be read: a tag or a block is not closed"),
            reason => format!("the layout `{name}.hbs` cannot be read: {reason}"),
        };
        let at = error.pos().map(|(line, _)| line);
        let found = Diagnostic::new(Code::TemplateSyntax, message).at(self.line(name, at));
        found.hint("close every `{{#if …}}` with `{{/if}}`, every `{{#each …}}` with `{{/each}}`, and every `{{` with `}}`")
    }

    fn render_error(&self, name: &str, error: &RenderError) -> Diagnostic {
        let name = error.template_name.as_deref().unwrap_or(name);
        let message = format!("the layout `{name}.hbs` cannot be used: {}", error.reason());
        Diagnostic::new(Code::TemplateSyntax, message).at(self.line(name, error.line_no))
    }

    /// A line of a project's own template.
    fn line(&self, name: &str, line: Option<usize>) -> Option<Span> {
        let (file, text) = self.own.get(name)?;
        let start: usize = text.split_inclusive('\n').take(line?.saturating_sub(1)).map(str::len).sum();
        let length = text.get(start..)?.lines().next().map_or(0, str::len);
        Some(Span::new((*file)?, start..start + length))
    }
}

/// A page that is being written, up to a length.
struct Page {
    bytes: Vec<u8>,
    most: usize,
}

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.most {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An engine that fails on a name it does not know, rather than print nothing.
fn engine() -> Handlebars<'static> {
    let mut engine = Handlebars::new();
    engine.set_strict_mode(true);
    engine
}

#[cfg(test)]
mod tests {
    use super::BUILT_IN;

    #[test]
    fn the_layouts_comment_names_every_template() {
        let (_, layout) = BUILT_IN[0];
        let words: Vec<&str> = layout.split("--}}").next().unwrap().split([' ', ',', '/', ':', '\n']).collect();
        for (name, _) in BUILT_IN {
            assert!(words.contains(&format!("{name}.hbs").as_str()) || name == "layout", "{name}.hbs is not named in layout.hbs");
        }
    }
}
