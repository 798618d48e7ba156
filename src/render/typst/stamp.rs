//! What is put into form fields, drawn as pages of the fields' sizes: lines of text, and what is seen of a signature.

use std::sync::Arc;

use jiff::Zoned;
use typst::text::FontVariant;

use crate::brand::Theme;
use crate::fields::{Line, Seal, Stamp};
use crate::fonts::STAND_INS;
use crate::locale::{DateStyle, Formats, Locale};

use super::emit::{Picture, image_format};
use super::engine::{Engine, NO_DATE};
use super::literal::push_literal;
use super::pdf::{Properties, Purpose, export};
use super::world::{Desk, Places};

/// Draws in a theme's fonts and colour, with its logo, in a language. What it draws follows from its arguments and from these alone, so it may be kept.
///
/// Many are to be drawn at once on the threads of [`each`](super::each) only.
#[derive(Clone)]
pub struct Stamper<'e> {
    engine: &'e Engine,
    theme: &'e Theme,
    locale: &'e Locale,
    formats: Option<Arc<Formats>>,
}

impl Engine {
    /// Draws what is put into form fields: in a brand's theme, in a document's language.
    pub fn stamper<'e>(&'e self, theme: &'e Theme, locale: &'e Locale) -> Stamper<'e> {
        Stamper { engine: self, theme, locale, formats: self.formats(locale) }
    }
}

impl Stamp for Stamper<'_> {
    fn unprintable(&self, text: &str) -> Vec<char> {
        let fonts = self.engine.fonts_of(self.theme);
        let mut missing = Vec::new();
        for c in text.chars() {
            if !missing.contains(&c) && !fonts.covers(c, &self.theme.text_font, FontVariant::default()) {
                missing.push(c);
            }
        }
        missing
    }

    fn lines(&self, lines: &[Line<'_>]) -> Result<Vec<u8>, String> {
        let mut source = self.preamble();
        for line in lines {
            source.push_str(&format!("#filled({}pt,{}pt,", line.width, line.height));
            push_literal(&mut source, line.text);
            source.push_str(")\n");
        }
        self.drawn(source, &[])
    }

    fn seal(&self, seal: &Seal<'_>) -> Result<Vec<u8>, String> {
        let words = &self.locale.words().signature;
        let accent = Some(self.theme.accent.rgb).filter(|_| seal.marked);
        let accent = accent.map_or("none".to_owned(), |[red, green, blue]| format!("rgb({red},{green},{blue})"));
        let logo = self.theme.logo.as_ref().filter(|_| seal.marked).and_then(|logo| Some((logo, image_format(&logo.path)?)));
        let mut source = self.preamble();
        source.push_str(&format!("#seal({}pt,{}pt,{accent},", seal.width, seal.height));
        source.push_str(&logo.map_or("none".to_owned(), |(_, format)| format!("image(\"/asset0\",format:\"{format}\",height:100%,fit:\"contain\")")));
        let reason = seal.reason.map(|reason| format!("{}: {reason}", words.reason));
        let time = seal.time.map(|time| self.time(time));
        for text in [Some(words.signed_by), Some(seal.signer), seal.organization, time.as_deref(), seal.location, reason.as_deref()] {
            source.push(',');
            match text {
                Some(text) => push_literal(&mut source, text),
                None => source.push_str("none"),
            }
        }
        source.push_str(")\n");
        let pictures: Vec<Picture> =
            logo.map(|(logo, _)| Picture { asset: logo.clone(), origin: crate::source::Origin::default() }).into_iter().collect();
        self.drawn(source, &pictures)
    }
}

impl Stamper<'_> {
    fn preamble(&self) -> String {
        let locale = self.locale;
        let mut source = String::from("#import \"stamp.typ\": *\n#show: stamped.with(");
        push_literal(&mut source, locale.language());
        source.push(',');
        match locale.region() {
            Some(region) => push_literal(&mut source, region),
            None => source.push_str("none"),
        }
        source.push_str(",(");
        let family = self.theme.text_font.as_str();
        for family in std::iter::once(family).chain(STAND_INS.into_iter().filter(|stand_in| *stand_in != family)) {
            push_literal(&mut source, family);
            source.push(',');
        }
        source.push_str("))\n");
        source
    }

    /// A moment as people write it: the day, the time to the second, and how far that is from Greenwich.
    fn time(&self, time: &Zoned) -> String {
        let day = self.formats.as_ref().map_or_else(|| time.date().to_string(), |formats| formats.date(time.date(), DateStyle::Medium));
        let seconds = time.offset().seconds();
        let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() / 60 % 60);
        let zone = match seconds {
            0 => "UTC".to_owned(),
            _ => format!("UTC{}{hours:02}:{minutes:02}", if seconds < 0 { '−' } else { '+' }),
        };
        format!("{day}, {:02}:{:02}:{:02} {zone}", time.hour(), time.minute(), time.second())
    }

    fn drawn(&self, source: String, pictures: &[Picture]) -> Result<Vec<u8>, String> {
        let fonts = self.engine.fonts_of(self.theme);
        let desk = Desk::new(self.engine.library(), self.engine.templates(), fonts, source, Places::One).with_pictures(pictures);
        let properties = Properties { title: "Field".to_owned(), author: String::new(), description: None, date: NO_DATE, ident: "field".to_owned() };
        let drawn = export(&desk, &properties, Purpose::Part);
        self.engine.drew();
        drawn.map_err(|errors| errors.iter().map(|error| message(&error.message)).collect::<Vec<_>>().join("; "))
    }
}

/// What Typst says, without the words that it puts before what the template says.
fn message(said: &str) -> String {
    said.strip_prefix("assertion failed: ").unwrap_or(said).to_owned()
}
