//! One PDF: Typst's layout and export, and what it finds led back to the author's lines.

use std::sync::Arc;

use typst::WorldExt;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst::syntax::DiagSpan;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::diag::{Code, Diagnostic};
use crate::fields;
use crate::fonts::Fonts;

use super::emit::{Emitted, Picture};
use super::engine::Engine;
use super::world::{Desk, Places};

/// What a PDF says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Properties {
    pub(crate) title: String,
    pub(crate) author: String,
    pub(crate) description: Option<String>,
    /// The day it carries as that of its making.
    pub(crate) date: jiff::civil::Date,
    /// Names it among all PDFs: the brand's and the policy's ids.
    pub(crate) ident: String,
}

/// The PDF of generated source: PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1).
pub(crate) fn pdf(engine: &Engine, fonts: &Arc<Fonts>, emitted: &Emitted, properties: &Properties) -> Result<Vec<u8>, Vec<Diagnostic>> {
    // Places cost the cache its hits, so they are worked out only for a document that has failed without them.
    attempt(engine, fonts, emitted, properties, Places::One).or_else(|_| attempt(engine, fonts, emitted, properties, Places::Every))
}

fn attempt(engine: &Engine, fonts: &Arc<Fonts>, emitted: &Emitted, properties: &Properties, places: Places) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let desk = Desk::new(engine.library(), engine.templates(), Arc::clone(fonts), emitted.text.clone(), places).with_pictures(&emitted.pictures);
    let laid_out = export(&desk, properties, Purpose::Document);
    let bytes = laid_out.map_err(|errors| errors.iter().map(|error| diagnostic(error, &desk, emitted)).collect::<Vec<_>>())?;
    fields::place(bytes, &emitted.fields).map_err(|fault| vec![Diagnostic::new(Code::Pdf, format!("the PDF's form fields cannot be made: {fault}"))])
}

/// What a PDF is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To be read.
    Document,
    /// To become a part of another, which has tags of its own.
    Part,
}

/// Lays out and exports what is on a desk.
pub(crate) fn export(desk: &Desk<'_>, properties: &Properties, purpose: Purpose) -> Result<Vec<u8>, Vec<SourceDiagnostic>> {
    let compiled = typst::compile::<PagedDocument>(desk);
    let unknown_fonts = compiled.warnings.iter().filter(|warning| warning.message.starts_with("unknown font family"));
    let unknown_fonts: Vec<_> = unknown_fonts.cloned().collect();
    let mut document = compiled.output.map_err(|errors| errors.to_vec())?;
    if !unknown_fonts.is_empty() {
        return Err(unknown_fonts);
    }
    describe(&mut document, properties);
    typst_pdf::pdf(&document, &options(properties, purpose)?).map_err(|errors| errors.to_vec())
}

/// Sets what the PDF says of itself from here and not by rules of the template, where every brand's own words would be part of the cache's keys.
fn describe(document: &mut PagedDocument, properties: &Properties) {
    let date = properties.date;
    let info = document.info_mut();
    info.title = Some(properties.title.as_str().into());
    info.author = vec![properties.author.as_str().into()];
    info.description = properties.description.as_deref().map(Into::into);
    info.date = Smart::Custom(Datetime::from_ymd(date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs()));
}

fn options(properties: &Properties, purpose: Purpose) -> Result<PdfOptions, Vec<SourceDiagnostic>> {
    let refused = |error: typst::diag::HintedString| vec![SourceDiagnostic::error(DiagSpan::detached(), error.message().clone())];
    let standards: &[PdfStandard] = match purpose {
        Purpose::Document => &[PdfStandard::A_2a, PdfStandard::Ua_1],
        Purpose::Part => &[PdfStandard::A_2u],
    };
    Ok(PdfOptions {
        ident: Smart::Custom(properties.ident.clone()),
        creator: Smart::Custom(Some("Counterpart".to_owned())),
        standards: PdfStandards::new(standards).map_err(refused)?,
        tagged: purpose == Purpose::Document,
        ..PdfOptions::default()
    })
}

fn diagnostic(error: &SourceDiagnostic, desk: &Desk<'_>, emitted: &Emitted) -> Diagnostic {
    let picture = error.span.id().and_then(|file| emitted.pictures.get(desk.picture(file)?));
    if let Some(Picture { asset, origin }) = picture {
        return Diagnostic::new(Code::BadAsset, format!("this image cannot be printed: {}", error.message)).at(origin.0).in_file(asset.path.clone());
    }
    let calls = error.trace.iter().map(|call| DiagSpan::from(call.span));
    let offset = std::iter::once(error.span).chain(calls).find_map(|span| offset(span, desk));
    let place = offset.and_then(|offset| emitted.marks.at(offset));
    let mut diagnostic = match in_template(error.span, desk).filter(|_| place.is_none()) {
        Some((name, line)) => {
            let message = format!("the PDF cannot be made: in line {line} of the template: {}", error.message);
            Diagnostic::new(code(&error.message), message).in_file(format!("templates/typst/{name}"))
        }
        None => Diagnostic::new(code(&error.message), format!("the PDF cannot be made: {}", error.message)).at(place),
    };
    diagnostic.hint = error.hints.first().map(|hint| hint.v.to_string());
    diagnostic
}

/// The file of the template, and the line in it, counted from 1, that a place lies in.
fn in_template<'d>(span: DiagSpan, desk: &'d Desk<'_>) -> Option<(&'d str, usize)> {
    let (name, source) = desk.template(span.id()?)?;
    let line = source.lines().byte_to_line(desk.range(span)?.start)?;
    Some((name, line + 1))
}

/// The rule a finding of Typst's belongs to. Its findings have no codes, so their words must do.
fn code(message: &str) -> Code {
    if message.starts_with("unknown font family") {
        Code::UnknownFont
    } else if message.starts_with("failed to") && (message.contains("image") || message.contains("SVG")) {
        Code::BadAsset
    } else {
        Code::Pdf
    }
}

/// The offset of a place in the generated source; `None` for one in the template.
fn offset(span: DiagSpan, desk: &Desk<'_>) -> Option<usize> {
    let is_main = span.id() == Some(desk.main_source().id());
    is_main.then(|| desk.range(span))?.map(|range| range.start)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::{Places, Properties, attempt};
    use crate::fonts::FontLibrary;
    use crate::project::Reserve;
    use crate::render::typst::emit::{Setting, single};
    use crate::render::typst::{Engine, Look, sample};

    #[test]
    fn a_sound_document_needs_no_second_attempt() {
        let library = Arc::new(FontLibrary::new());
        let engine = Engine::new(Arc::clone(&library), &Look::built_in());
        let brand = sample::brand("melon", [0, 0, 120]);
        let (fonts, images) = (library.of(&brand.theme), BTreeMap::new());
        let setting = Setting { brand: &brand, images: &images, fonts: &fonts, locale: &brand.locale, formats: None, reserve: Reserve::default() };
        let date = jiff::civil::Date::constant(2026, 1, 1);
        let properties = Properties { title: "T".to_owned(), author: "A".to_owned(), description: None, date, ident: "i".to_owned() };
        for document in [sample::policy("terms"), sample::contract()] {
            assert_eq!(attempt(&engine, &fonts, &single(setting, &document), &properties, Places::One).map(|_| ()), Ok(()));
        }
    }
}
