//! Pictures that stand for a site, as PNG: the card that a shared link shows, and the icon.

use std::fmt;
use std::iter;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use typst::utils::LazyHash;
use typst::{Library, LibraryExt};
use typst_layout::PagedDocument;
use typst_render::{RenderOptions, render};

use crate::brand::Theme;
use crate::diag::{Code, Diagnostic};
use crate::fonts::{FontLibrary, STAND_INS};
use crate::source::Origin;

use super::emit::{Picture, image_format};
use super::engine::{each, quietly};
use super::literal::push_literal;
use super::look::Look;
use super::world::{Desk, Places, Templates};

const TEMPLATE: &str = include_str!("../../../templates/typst/card.typ");

/// A picture of a brand's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Drawing<'a> {
    /// How the brand looks.
    pub theme: &'a Theme,
    /// What the picture is of.
    pub subject: Subject<'a>,
}

/// What a picture is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject<'a> {
    /// The card that a shared link shows, of 1200 by 630 pixels: the logo, what the site is called, and where it is.
    Card {
        /// The brand's name, where its logo does not spell it.
        name: Option<&'a str>,
        /// What the site is called.
        title: &'a str,
        /// The site's address, as people say it.
        address: &'a str,
    },
    /// The icon, of 180 by 180 pixels: a letter on the accent, or the logo where no letter is given.
    Icon {
        /// The letter.
        letter: Option<&'a str>,
    },
}

/// Draws. What all drawings share is set up when the first one is asked for.
pub struct Painter {
    fonts: Arc<FontLibrary>,
    stock: OnceLock<(LazyHash<Library>, Templates)>,
}

impl fmt::Debug for Painter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Painter").finish_non_exhaustive()
    }
}

impl Painter {
    /// A painter who writes in a library's fonts.
    pub fn new(fonts: Arc<FontLibrary>) -> Self {
        Self { fonts, stock: OnceLock::new() }
    }

    /// The template that drawings are made by: another one gives other pictures.
    pub fn template() -> &'static str {
        TEMPLATE
    }

    /// The bytes of a PNG, or why there are none. It may be called on any thread: it lays out on one of its own, which waits for nobody's work.
    pub fn draw(&self, drawing: &Drawing<'_>) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let outcome = Mutex::new(Err("the layout failed".to_owned()));
        each(iter::once(()), 1, |()| {
            let drawn = quietly(|| catch_unwind(AssertUnwindSafe(|| self.drawn(drawing))));
            if let Ok(drawn) = drawn {
                *outcome.lock().unwrap_or_else(PoisonError::into_inner) = drawn;
            }
        });
        let what = match drawing.subject {
            Subject::Card { .. } => "card",
            Subject::Icon { .. } => "icon",
        };
        let fault = |why| vec![Diagnostic::new(Code::BadAsset, format!("the site's {what} cannot be drawn: {why}"))];
        outcome.into_inner().unwrap_or_else(PoisonError::into_inner).map_err(fault)
    }

    fn drawn(&self, drawing: &Drawing<'_>) -> Result<Vec<u8>, String> {
        let (library, templates) = self.stock.get_or_init(|| {
            let look = Look { files: vec![("card.typ".to_owned(), TEMPLATE.to_owned())] };
            (LazyHash::new(Library::builder().build()), Templates::parse(&look))
        });
        let logo = drawing.theme.logo.iter().map(|asset| Picture { asset: asset.clone(), origin: Origin::default() });
        let desk =
            Desk::new(library, templates, self.fonts.of(drawing.theme), drawing.source(), Places::One).with_pictures(&logo.collect::<Vec<_>>());
        let compiled = typst::compile::<PagedDocument>(&desk);
        let document = compiled.output.map_err(|errors| errors.first().map_or_else(String::new, |error| error.message.to_string()))?;
        let page = document.pages().first().ok_or("there is nothing to draw")?;
        let options = RenderOptions { pixel_per_pt: 1.0.into(), ..RenderOptions::default() };
        render(page, &options).encode_png().map_err(|error| error.to_string())
    }
}

impl Drawing<'_> {
    fn source(&self) -> String {
        let theme = self.theme;
        let [red, green, blue] = theme.accent.rgb;
        let mut source = String::from("#import \"card.typ\": *\n");
        let call = if matches!(self.subject, Subject::Card { .. }) { "card" } else { "icon" };
        source.push_str(&format!("#{call}(rgb({red},{green},{blue})"));
        match self.subject {
            Subject::Card { name, title, address } => {
                push_faces(&theme.text_font, &mut source);
                push_faces(&theme.heading_font, &mut source);
                self.push_logo(&mut source);
                for words in [name, Some(title), Some(address)] {
                    push_optional(words, &mut source);
                }
            }
            Subject::Icon { letter } => {
                push_faces(&theme.heading_font, &mut source);
                match letter {
                    Some(_) => source.push_str(",none"),
                    None => self.push_logo(&mut source),
                }
                push_optional(letter, &mut source);
            }
        }
        source.push_str(")\n");
        source
    }

    fn push_logo(&self, source: &mut String) {
        let format = self.theme.logo.as_ref().and_then(|logo| image_format(&logo.path));
        let logo = format.map(|format| format!(",image(\"/asset0\",format:\"{format}\",height:100%,fit:\"contain\")"));
        source.push_str(logo.as_deref().unwrap_or(",none"));
    }
}

fn push_faces(family: &str, source: &mut String) {
    source.push_str(",(");
    for family in iter::once(family).chain(STAND_INS.into_iter().filter(|stand_in| *stand_in != family)) {
        push_literal(source, family);
        source.push(',');
    }
    source.push(')');
}

fn push_optional(words: Option<&str>, source: &mut String) {
    source.push(',');
    match words {
        Some(words) => push_literal(source, words),
        None => source.push_str("none"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Drawing, Painter, Subject};
    use crate::fonts::FontLibrary;
    use crate::render::typst::sample;

    fn size(png: &[u8]) -> (usize, usize) {
        let size = imagesize::blob_size(png).unwrap();
        (size.width, size.height)
    }

    #[test]
    fn pictures_have_their_sizes_and_are_the_same_each_time() {
        let brand = sample::brand("melon", [0, 0, 120]);
        let painter = Painter::new(Arc::new(FontLibrary::new()));
        let hostile = "\")\n#panic(\"x\") & <b>";
        let card = Subject::Card { name: Some(hostile), title: hostile, address: "example.com" };
        let draw = |subject| painter.draw(&Drawing { theme: &brand.theme, subject }).unwrap();
        assert_eq!(size(&draw(card)), (1200, 630));
        assert_eq!(size(&draw(Subject::Icon { letter: Some("M") })), (180, 180));
        assert_eq!(draw(card), draw(card));
    }
}
