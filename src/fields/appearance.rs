//! Appearances (ISO 32000-2, 12.5.5): the pages of one PDF as forms that others can draw.

use std::collections::BTreeMap;

use crate::pdf::{Dictionary, File, Object, Reference, Stream, Update, deflate, write_name, write_object};

use super::content::unmarked;
use super::fault::Fault;
use super::pages::pages;

/// How deep the objects of a page may lie in one another.
const DEEPEST: usize = 48;
/// How many objects the pages may bring along.
const MOST: usize = 10_000;

/// The pages of a PDF, each as a form (8.10) of the page's size, with the fonts, colours and images they need: read once, for as many files as show them.
#[derive(Debug, Clone)]
pub struct Appearance {
    /// The forms, and what they need.
    objects: Vec<Body>,
    /// Which of the objects are the forms, in the order of the pages.
    forms: Vec<usize>,
}

impl Appearance {
    /// Reads the pages of a PDF.
    ///
    /// What marks parts of a page for its own document's structure is left out: in another file it would lead nowhere.
    pub fn read(pdf: &[u8]) -> Result<Self, Fault> {
        let source = File::open(pdf)?;
        let mut copy = Copy { source: &source, objects: Vec::new(), known: BTreeMap::new(), depth: 0 };
        let forms = pages(&source)?.into_iter().map(|page| copy.page(page.reference)).collect::<Result<_, _>>()?;
        Ok(Self { objects: copy.objects, forms })
    }

    /// Adds the forms to an update; gives their names, in the order of the pages.
    pub fn add(&self, update: &mut Update<'_, '_>) -> Result<Vec<Reference>, Fault> {
        let names = self.objects.iter().map(|_| update.allocate()).collect::<Result<Vec<_>, _>>()?;
        for (object, name) in self.objects.iter().zip(&names) {
            let (bytes, value) = object.named(&names);
            update.set_whole(*name, bytes, value);
        }
        Ok(self.forms.iter().filter_map(|at| names.get(*at).copied()).collect())
    }
}

/// An object without the names of those that it refers to, which are other ones in every file.
#[derive(Debug, Clone, Default)]
struct Body {
    bytes: Vec<u8>,
    /// How many of the bytes are the value, before a stream's data.
    value: usize,
    /// Where names are left out, in their order, and of which objects.
    holes: Vec<(usize, usize)>,
}

impl Body {
    /// The object's bytes with names filled in, and how many of them are the value.
    fn named(&self, names: &[Reference]) -> (Vec<u8>, usize) {
        let mut out = Vec::with_capacity(self.bytes.len() + 16 * self.holes.len());
        let mut done = 0;
        for (at, object) in &self.holes {
            out.extend_from_slice(self.bytes.get(done..*at).unwrap_or_default());
            done = *at;
            if let Some(name) = names.get(*object) {
                out.extend_from_slice(name.to_string().as_bytes());
            }
        }
        let value = out.len() + self.value.saturating_sub(done);
        out.extend_from_slice(self.bytes.get(done..).unwrap_or_default());
        (out, value)
    }
}

struct Copy<'s, 'b> {
    source: &'s File<'b>,
    objects: Vec<Body>,
    /// Where among the objects those stand that were copied.
    known: BTreeMap<Reference, usize>,
    depth: usize,
}

impl Copy<'_, '_> {
    fn page(&mut self, page: Reference) -> Result<usize, Fault> {
        let object = self.source.object(page)?;
        let page = object.as_dictionary().ok_or(Fault::Tangled("pages"))?;
        let mut form = Dictionary::default();
        form.set("Type", Object::Name(b"XObject".to_vec()));
        form.set("Subtype", Object::Name(b"Form".to_vec()));
        form.set("BBox", self.source.get(page, "MediaBox")?);
        let mut resources = self.source.get(page, "Resources")?.as_dictionary().cloned().unwrap_or_default();
        resources.remove("Properties");
        form.set("Resources", Object::Dictionary(resources));
        if let Some(group) = page.get("Group") {
            form.set("Group", group.clone());
        }
        form.set("Filter", Object::Name(b"FlateDecode".to_vec()));
        let content = unmarked(&self.content(page)?)?;
        let body = self.stream_body(form, &deflate(&content))?;
        self.objects.push(body);
        Ok(self.objects.len() - 1)
    }

    /// What a page's content streams come to together (7.8.2).
    fn content(&self, page: &Dictionary) -> Result<Vec<u8>, Fault> {
        let contents = match self.source.get(page, "Contents")? {
            Object::Array(contents) => contents,
            one => vec![one],
        };
        let mut content = Vec::new();
        for part in contents {
            if let Object::Stream(stream) = self.source.resolve(&part)? {
                content.extend_from_slice(&self.source.data(&stream)?);
                content.push(b'\n');
            }
        }
        Ok(content)
    }

    /// Where among the objects one stands; it is copied when it is first asked for.
    fn reference(&mut self, reference: Reference) -> Result<usize, Fault> {
        if let Some(known) = self.known.get(&reference) {
            return Ok(*known);
        }
        if self.depth == DEEPEST || self.known.len() == MOST {
            return Err(Fault::Tangled("objects"));
        }
        let at = self.objects.len();
        self.objects.push(Body::default());
        self.known.insert(reference, at);
        self.depth += 1;
        let copied = match self.source.object(reference)? {
            Object::Stream(stream) => self.stream(&stream)?,
            other => {
                let mut body = Body::default();
                self.write(&other, &mut body)?;
                Body { value: body.bytes.len(), ..body }
            }
        };
        self.depth -= 1;
        if let Some(body) = self.objects.get_mut(at) {
            *body = copied;
        }
        Ok(at)
    }

    /// Copies a stream: that of a form without marks, every other byte for byte.
    fn stream(&mut self, stream: &Stream) -> Result<Body, Fault> {
        let mut dictionary = stream.dictionary.clone();
        if dictionary.get("Subtype").is_some_and(|kind| kind.is_name("Form")) {
            let content = unmarked(&self.source.data(stream)?)?;
            dictionary.remove("DecodeParms");
            dictionary.set("Filter", Object::Name(b"FlateDecode".to_vec()));
            return self.stream_body(dictionary, &deflate(&content));
        }
        let data = self.source.bytes().get(stream.data.clone()).unwrap_or_default();
        self.stream_body(dictionary, data)
    }

    fn stream_body(&mut self, mut dictionary: Dictionary, data: &[u8]) -> Result<Body, Fault> {
        dictionary.set("Length", Object::Integer(i64::try_from(data.len()).unwrap_or(i64::MAX)));
        let mut body = Body::default();
        self.write(&Object::Dictionary(dictionary), &mut body)?;
        body.value = body.bytes.len();
        for part in [b"\nstream\n".as_slice(), data, b"\nendstream"] {
            body.bytes.extend_from_slice(part);
        }
        Ok(body)
    }

    /// Appends a value with holes for the names of what it refers to, all of which is copied.
    fn write(&mut self, value: &Object, body: &mut Body) -> Result<(), Fault> {
        match value {
            Object::Reference(reference) => {
                let hole = (body.bytes.len(), self.reference(*reference)?);
                body.holes.push(hole);
            }
            Object::Array(array) => {
                body.bytes.push(b'[');
                for value in array {
                    self.write(value, body)?;
                    body.bytes.push(b' ');
                }
                body.bytes.push(b']');
            }
            Object::Dictionary(dictionary) => {
                body.bytes.extend_from_slice(b"<<");
                for (key, value) in dictionary.iter().filter(|(key, _)| !matches!(*key, b"StructParent" | b"StructParents")) {
                    write_name(key, &mut body.bytes);
                    body.bytes.push(b' ');
                    self.write(value, body)?;
                }
                body.bytes.extend_from_slice(b">>");
            }
            plain => write_object(plain, &mut body.bytes),
        }
        Ok(())
    }
}
