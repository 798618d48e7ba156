//! Filling text fields by an incremental update.

use std::collections::BTreeMap;

use crate::pdf::{Dictionary, File, Object, Reference, Update, edited, write_text};
use crate::plain::is_unfit_in_line;

use super::appearance::Appearance;
use super::covered::versions;
use super::family::{Family, families};
use super::fault::Fault;
use super::near::nearest;
use super::permission::{Permission, Restriction, restrictions};
use super::stamp::{Line, Stamp};
use super::tree::{Field, Kind, Widget, read};

/// What a field's flags say that keeps it from being filled with a line of text (ISO 32000-2, tables 227 and 230), counted from 1.
const UNFIT: [(u32, &str); 6] = [
    (1, "is read-only"),
    (13, "takes several lines, and only fields of one line can be filled"),
    (14, "is for a password, which no document should hold"),
    (21, "is for the name of a file"),
    (25, "has a box for each character, and only plain lines can be filled"),
    (26, "takes formatted text, and only plain text can be filled in"),
];

/// The longest text that is put into a field, in characters: no field of one line shows so many.
const LONGEST: usize = 4096;
/// How many characters of a text are told in a message.
const TOLD: usize = 60;

/// A file with text fields filled: its own bytes, and an update behind them. Signatures that it carries stay as they are, and what they forbid is refused.
///
/// A field that stands in several places is filled in all of them: see [`families`]. An empty value empties its field. Fields of other kinds, those of several
/// lines and those that are turned on the page are refused, and so is a field that said something when a signature was made that covers it.
pub fn fill(file: &File<'_>, values: &[(&str, &str)], stamp: &dyn Stamp) -> Result<Vec<u8>, Fault> {
    let fields = read(file)?;
    let restrictions = restrictions(file, &fields)?;
    refuse_xfa(file)?;
    let versions = versions(file, &fields)?;
    let families = families(&fields);
    let mut chosen: Vec<(&Field, &str)> = Vec::with_capacity(values.len());
    for (name, value) in values {
        let family = families.iter().find(|family| family.name == *name).ok_or_else(|| unknown(name, &families))?;
        if chosen.iter().any(|(field, _)| field.name == *name) {
            return Err(Fault::Value { name: (*name).to_owned(), why: "is given more than once" });
        }
        for field in &family.fields {
            check(field, value, &restrictions)?;
            let unprintable = stamp.unprintable(value);
            if !unprintable.is_empty() {
                return Err(Fault::Unprintable { name: family.name.to_owned(), characters: unprintable });
            }
            if let Some(version) = versions.iter().find(|version| version.says(field.reference)) {
                return Err(Fault::Covered { name: field.name.clone(), by: version.by.clone() });
            }
            chosen.push((field, value));
        }
    }
    let mut filling = Filling { update: Update::new(file)?, empty: None };
    let forms = filling.forms(&chosen, stamp)?;
    for (field, value) in &chosen {
        filling.set(field, value, &forms)?;
    }
    let Filling { update, .. } = filling;
    let appended = update.finish();
    Ok([file.bytes(), appended.bytes.as_slice()].concat())
}

/// Why a name cannot be filled that is not the name of a family.
fn unknown(name: &str, families: &[Family<'_>]) -> Fault {
    if let Some(family) = families.iter().find(|family| family.fields.iter().any(|field| field.name == name)) {
        return Fault::OtherPlace { name: name.to_owned(), first: family.name.to_owned() };
    }
    let is_text = |family: &&Family<'_>| family.fields.iter().any(|field| field.kind == Kind::Text);
    let near = nearest(name, families.iter().filter(is_text).map(|family| family.name));
    Fault::Unknown { name: name.to_owned(), near: near.map(str::to_owned) }
}

/// A form in XML would be shown instead of the fields (ISO 32000-1, 12.7.8).
fn refuse_xfa(file: &File<'_>) -> Result<(), Fault> {
    let (_, catalog) = file.catalog()?;
    let form = file.get(&catalog, "AcroForm")?;
    match form.as_dictionary().and_then(|form| form.get("XFA")) {
        Some(_) => Err(Fault::Xfa),
        None => Ok(()),
    }
}

fn check(field: &Field, value: &str, restrictions: &[Restriction]) -> Result<(), Fault> {
    let unfit = |why| Err(Fault::Unfit { name: field.name.clone(), why });
    match field.kind {
        Kind::Text => {}
        Kind::Signature => return unfit("is for a signature; it is filled by signing"),
        Kind::Button => return unfit("is a button or a box to tick"),
        Kind::Choice => return unfit("is a list to choose from, and only text fields can be filled"),
        Kind::Unknown => return unfit("does not say what it is for"),
    }
    if let Some((_, why)) = UNFIT.iter().find(|(flag, _)| field.has_flag(*flag)) {
        return unfit(why);
    }
    if field.widgets.iter().any(|widget| widget.turned != 0) {
        return unfit("is turned on its page");
    }
    for restriction in restrictions {
        let by = restriction.by.clone();
        if restriction.permission == Some(Permission::Nothing) {
            return Err(Fault::Closed { by });
        }
        if restriction.locked.iter().any(|scope| scope.covers(&field.name)) {
            return Err(Fault::Locked { name: field.name.clone(), by });
        }
    }
    check_value(field, value)
}

fn check_value(field: &Field, value: &str) -> Result<(), Fault> {
    let wrong = |why| Err(Fault::Value { name: field.name.clone(), why });
    if value.chars().nth(LONGEST).is_some() {
        return wrong("has more than 4,096 characters, and no field of one line shows so many");
    }
    if value.contains(['\n', '\r']) {
        return wrong("holds a line break, and the field has one line");
    }
    if value.chars().any(is_unfit_in_line) {
        return wrong("holds a character that cannot be seen and changes what is read");
    }
    if value.chars().any(is_unseen) {
        return wrong("holds a character that cannot be seen, so that the value would not be what the page shows");
    }
    if field.longest.is_some_and(|longest| value.chars().count() as u64 > longest.unsigned_abs()) {
        return wrong("is longer than the field allows");
    }
    Ok(())
}

/// Characters that no reader shows and that change nothing that is shown: tags, joiners and spaces without width, and annotations of other text.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// A message in which the texts that it tells are cut.
fn cut(message: String, lines: &BTreeMap<Drawn, Line<'_>>) -> String {
    lines.values().fold(message, |message, line| match line.text.char_indices().nth(TOLD) {
        Some((end, _)) => message.replace(line.text, &format!("{}…", line.text.get(..end).unwrap_or_default())),
        None => message,
    })
}

/// A line of text and the size it is drawn in, in hundredths of a point.
type Drawn = (String, i64, i64);

struct Filling<'f, 'b> {
    update: Update<'f, 'b>,
    /// What a field without text looks like.
    empty: Option<Reference>,
}

impl Filling<'_, '_> {
    /// What the values look like, each drawn once for each size of field it stands in, all of them in one go.
    fn forms(&mut self, chosen: &[(&Field, &str)], stamp: &dyn Stamp) -> Result<BTreeMap<Drawn, Reference>, Fault> {
        let mut lines: BTreeMap<Drawn, Line<'_>> = BTreeMap::new();
        for (field, value) in chosen.iter().filter(|(_, value)| !value.trim().is_empty()) {
            for widget in field.widgets.iter().filter(|widget| is_seen(widget)) {
                lines.insert(drawn(value, widget), Line { text: value, width: widget.width(), height: widget.height() });
            }
        }
        if lines.is_empty() {
            return Ok(BTreeMap::new());
        }
        let drawn = stamp.lines(&lines.values().copied().collect::<Vec<_>>());
        let pdf = drawn.map_err(|why| Fault::Stamp(cut(why, &lines)))?;
        let forms = Appearance::read(&pdf)?.add(&mut self.update)?;
        if forms.len() != lines.len() {
            return Err(Fault::Stamp("a page is missing".to_owned()));
        }
        Ok(lines.into_keys().zip(forms).collect())
    }

    /// Puts a value and its looks into a field and its widgets.
    fn set(&mut self, field: &Field, value: &str, forms: &BTreeMap<Drawn, Reference>) -> Result<(), Fault> {
        let mut text = Vec::new();
        write_text(value, &mut text);
        self.change(field.reference, &[("V", Some(text))])?;
        for widget in field.widgets.iter().filter(|widget| is_seen(widget)) {
            let form = match forms.get(&drawn(value, widget)) {
                Some(form) => *form,
                None => self.empty()?,
            };
            self.change(widget.reference, &[("AP", Some(format!("<</N {form}>>").into_bytes()))])?;
        }
        Ok(())
    }

    fn change(&mut self, reference: Reference, changes: &[(&str, Option<Vec<u8>>)]) -> Result<(), Fault> {
        let body = edited(&self.update.raw(reference)?, changes)?;
        self.update.set(reference, body);
        Ok(())
    }

    fn empty(&mut self) -> Result<Reference, Fault> {
        if let Some(empty) = self.empty {
            return Ok(empty);
        }
        let reference = self.update.allocate()?;
        let mut form = Dictionary::default();
        form.set("Type", Object::Name(b"XObject".to_vec()));
        form.set("Subtype", Object::Name(b"Form".to_vec()));
        form.set("BBox", Object::Array([0, 0, 1, 1].map(Object::Integer).to_vec()));
        form.set("Resources", Object::Dictionary(Dictionary::default()));
        self.update.set_stream(reference, &form, b"");
        self.empty = Some(reference);
        Ok(reference)
    }
}

fn is_seen(widget: &Widget) -> bool {
    widget.width() > 1.0 && widget.height() > 1.0
}

fn drawn(value: &str, widget: &Widget) -> Drawn {
    #[expect(clippy::cast_possible_truncation, reason = "sizes of fields are small, and a cast of what is not is bounded")]
    let hundredths = |points: f64| (points * 100.0).round() as i64;
    (value.to_owned(), hundredths(widget.width()), hundredths(widget.height()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::fill;
    use crate::fields::fixture::{form, is_whole};
    use crate::fields::{Appearance, Fault, Field, Line, Seal, Stamp, read};
    use crate::pdf::sample::table;
    use crate::pdf::{File, Object, Update};

    /// Draws nothing but a name for each line, between marks.
    struct Pen;

    impl Stamp for Pen {
        fn unprintable(&self, text: &str) -> Vec<char> {
            text.chars().filter(|c| *c == '漢').collect()
        }

        fn lines(&self, lines: &[Line<'_>]) -> Result<Vec<u8>, String> {
            if let Some(line) = lines.iter().find(|line| line.text.len() > 80) {
                return Err(format!("the text `{}` is too long for its field", line.text));
            }
            let kids: Vec<String> = (0..lines.len()).map(|at| format!("{} 0 R", 4 + 2 * at)).collect();
            let mut objects = vec![
                "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
                format!("<</Type/Pages/Kids[{}]>>", kids.join(" ")),
                "<</Type/Font/Loop 3 0 R/StructParent 1>>".to_owned(),
            ];
            for (at, line) in lines.iter().enumerate() {
                let content = format!("/P <</MCID 0>> BDC ({}) Tj EMC", line.text);
                let resources = "/Resources<</Font<</F 3 0 R>>/Properties<<>>>>";
                objects.push(format!("<</Type/Page/MediaBox[0 0 {} {}]{resources}/Contents {} 0 R>>", line.width, line.height, 5 + 2 * at));
                objects.push(format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()));
            }
            Ok(table(&objects.iter().map(String::as_str).collect::<Vec<_>>()))
        }

        fn seal(&self, _: &Seal<'_>) -> Result<Vec<u8>, String> {
            Err("no seal".to_owned())
        }
    }

    const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 7 0 R]>>>>";
    const SEAL: &str = "<</T(seal)/FT/Sig/Subtype/Widget/Rect[0 0 9 9]>>";

    /// A file with a signature field and a text field that has two places.
    fn file(seal: &str, flags: &str) -> Vec<u8> {
        let field = format!("<</T(name)/FT/Tx/MaxLen 12/Kids[5 0 R 6 0 R]{flags}>>");
        let widget = |rectangle: &str| format!("<</Parent 7 0 R/Subtype/Widget/Rect[{rectangle}]/AP<</N 9 0 R/D 9 0 R>>>>");
        form(CATALOG, &[seal, &widget("0 0 50 12"), &widget("0 20 90 32"), &field])
    }

    fn filled(pdf: &[u8], value: &str) -> Result<Vec<u8>, Fault> {
        fill(&File::open(pdf).unwrap(), &[("name", value)], &Pen)
    }

    fn field(pdf: &[u8]) -> Field {
        read(&File::open(pdf).unwrap()).unwrap().pop().unwrap()
    }

    /// What each place of the text field shows.
    fn shown(pdf: &[u8]) -> Vec<String> {
        let file = File::open(pdf).unwrap();
        let show = |widget: &crate::fields::Widget| {
            let Object::Dictionary(widget) = file.object(widget.reference).unwrap() else { return String::new() };
            let appearance = file.get(&widget, "AP").unwrap();
            let Object::Stream(form) = file.get(appearance.as_dictionary().unwrap(), "N").unwrap() else { return String::new() };
            assert!(form.dictionary.get("Resources").is_some() && appearance.as_dictionary().unwrap().len() == 1);
            String::from_utf8_lossy(&file.data(&form).unwrap()).trim().to_owned()
        };
        field(pdf).widgets.iter().map(show).collect()
    }

    #[test]
    fn a_value_is_seen_in_all_places_and_can_be_changed() {
        let pdf = file(SEAL, "");
        let one = filled(&pdf, "Zoë").unwrap();
        let two = filled(&one, "").unwrap();
        assert!(one.starts_with(&pdf) && two.starts_with(&one) && is_whole(&two));
        assert_eq!(shown(&one), ["(Zoë) Tj", "(Zoë) Tj"]);
        assert_eq!((shown(&two), field(&two).value), (vec![String::new(); 2], Object::String(Vec::new())));
    }

    #[test]
    fn a_value_goes_into_all_places_of_a_field() {
        let text = |name: &str| format!("<</T({name})/FT/Tx/Subtype/Widget/Rect[0 0 50 12]>>");
        let catalog = "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 5 0 R 6 0 R]>>>>";
        let pdf = form(catalog, &[&text("name"), &text("name#2"), &text("other#2")]);
        let filled = filled(&pdf, "Zoë").unwrap();
        let values: Vec<_> = read(&File::open(&filled).unwrap()).unwrap().into_iter().map(|field| field.value != Object::Null).collect();
        assert_eq!(values, [true, true, false]);
        let alone = |name: &str| fill(&File::open(&pdf).unwrap(), &[(name, "x")], &Pen).map(drop);
        assert_eq!(alone("name#2"), Err(Fault::OtherPlace { name: "name#2".to_owned(), first: "name".to_owned() }));
        assert_eq!(alone("other#2"), Ok(()));
    }

    #[test]
    fn what_a_field_cannot_take_is_refused() {
        for (flag, why) in [("/Ff 1", "is read-only"), ("/Ff 4096", "takes several lines"), ("/Ff 16777216", "has a box for each character")] {
            let said = filled(&file(SEAL, flag), "x").unwrap_err().to_string();
            assert!(said.starts_with(&format!("the field `name` {why}")), "{said}");
        }
        let pdf = file(SEAL, "");
        for value in ["more than twelve", "a\u{202e}b", "a\tb", "a\nb", "a\u{e0041}", "\u{200b}"] {
            assert!(matches!(filled(&pdf, value), Err(Fault::Value { .. })), "{value:?}");
        }
        let twice = fill(&File::open(&pdf).unwrap(), &[("name", "a"), ("name", "b")], &Pen);
        assert!(matches!(twice, Err(Fault::Value { .. })));
    }

    #[test]
    fn a_text_that_no_field_shows_is_neither_drawn_nor_told() {
        let pdf = String::from_utf8(file(SEAL, "")).unwrap().replace("/MaxLen 12", "/Maxlen 12").into_bytes();
        let said = |length: usize| filled(&pdf, &"é".repeat(length)).unwrap_err().to_string();
        assert!(said(4097).ends_with("more than 4,096 characters, and no field of one line shows so many"));
        assert_eq!(said(4096), format!("a field cannot be drawn: the text `{}…` is too long for its field", "é".repeat(60)));
    }

    #[test]
    fn what_a_signature_forbids_is_refused() {
        let signed = |method: &str, parameters: &str| {
            let reference = format!("/Reference[<</TransformMethod/{method}/TransformParams<<{parameters}>>>>]");
            filled(&file(&format!("<</T(seal)/FT/Sig/V<</Type/Sig{reference}>>>>"), ""), "x")
        };
        assert_eq!(signed("DocMDP", "/P 1"), Err(Fault::Closed { by: "seal".to_owned() }));
        assert!(signed("DocMDP", "/P 2").is_ok() && signed("FieldMDP", "/Action/Exclude/Fields[(name)]").is_ok());
        assert_eq!(signed("FieldMDP", "/Action/All"), Err(Fault::Locked { name: "name".to_owned(), by: "seal".to_owned() }));
        let unsigned = filled(&file("<</T(seal)/FT/Sig/Lock<</Action/All>>>>", ""), "x");
        assert!(unsigned.is_ok());
    }

    #[test]
    fn what_was_filled_in_when_somebody_signed_stays() {
        let said = Err(Fault::Covered { name: "name".to_owned(), by: "seal".to_owned() });
        assert_eq!(filled(&signed("<</T(name)/FT/Tx/Subtype/Widget/Rect[0 0 9 9]/V(Ada)>>", "null"), "Eve"), said);
        let once = filled(&signed("<</T(name)/FT/Tx/Subtype/Widget/Rect[0 0 9 9]/V()>>", "null"), "Ada").unwrap();
        assert_eq!(shown(&filled(&once, "Eve").unwrap()), ["(Eve) Tj"]);
        let drawing = "<</Subtype/Form/BBox[0 0 9 9]/Length 12>>\nstream\nBT (x) Tj ET\nendstream";
        let field = "<</T(name)/FT/Tx/Subtype/Widget/Rect[0 0 9 9]/AP<</N 9 0 R>>>>";
        assert_eq!(filled(&signed(field, drawing), "Eve"), said);
    }

    #[test]
    fn what_covers_nobody_knows_what_covers_everything() {
        let said = Err(Fault::Covered { name: "name".to_owned(), by: "seal".to_owned() });
        assert_eq!(filled(&file("<</T(seal)/FT/Sig/V<</Type/Sig>>>>", "/V(Ada)"), "Eve"), said);
    }

    /// A file with a field and a drawing, object 9, that a signature covers as it is.
    fn signed(field: &str, drawing: &str) -> Vec<u8> {
        let seal = "<</Type/Sig/ByteRange[0 000000 000000 000000]/Contents<00>>>";
        let pdf = String::from_utf8(form(CATALOG, &["<</T(seal)/FT/Sig/V 8 0 R>>", "null", "null", field, seal, drawing])).unwrap();
        let gap = pdf.find("<00>").unwrap();
        let range = format!("[0 {gap:06} {:06} {:06}]", gap + 4, pdf.len() - gap - 4);
        pdf.replace("[0 000000 000000 000000]", &range).into_bytes()
    }

    proptest! {
        #[test]
        fn damaged_files_are_answered(changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..6)) {
            let mut pdf = file(SEAL, "/TU(Name)");
            for (at, byte) in changes {
                *at.get_mut(&mut pdf) = byte;
            }
            if let Ok(found) = File::open(&pdf) {
                let shown = Appearance::read(&pdf);
                let _ = (read(&found), fill(&found, &[("name", "x")], &Pen), Update::new(&found).map(|mut update| shown.map(|shown| shown.add(&mut update))));
            }
        }
    }
}
