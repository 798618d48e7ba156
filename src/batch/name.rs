//! The names of documents: a template over the row, made safe for every file system.

use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;

use super::row::Row;
use crate::brand::Brand;
use crate::diag::did_you_mean;
use crate::project::Policy;

/// How many bytes a file's or folder's name may have, without its ending. File systems take 255.
const LONGEST_STEP: usize = 200;
/// How many bytes a whole name may have. Object stores take 1,024, Windows less with its folders.
const LONGEST_NAME: usize = 900;
/// What a document is called where nobody says otherwise.
pub const DEFAULT: &str = "{{policy.slug}}-{{row.id}}";

/// A template of names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NameTemplate {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Value(Fact),
}

/// What a name can hold.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fact {
    RowId,
    RowNumber,
    PolicyId,
    PolicySlug,
    PolicyVersion,
    PolicyNumber,
    BrandId,
    Locale,
    /// A field of the customer.
    Customer(String),
    /// The customer's name, as a part of an address.
    CustomerSlug,
}

const FACTS: [(&str, Fact); 8] = [
    ("row.id", Fact::RowId),
    ("row.number", Fact::RowNumber),
    ("policy.id", Fact::PolicyId),
    ("policy.slug", Fact::PolicySlug),
    ("policy.version", Fact::PolicyVersion),
    ("policy.number", Fact::PolicyNumber),
    ("brand.id", Fact::BrandId),
    ("locale", Fact::Locale),
];

impl NameTemplate {
    /// Reads a template: text, and values between double braces. `fields` are the names that the contracts declare.
    pub(super) fn read(text: &str, fields: &[&str]) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let (tag, behind) = after.split_once("}}").ok_or_else(|| format!("`{text}` opens a value with {{{{ and does not close it"))?;
            parts.extend((!before.is_empty()).then(|| Part::Text(before.to_owned())));
            parts.push(Part::Value(fact(tag.trim(), fields)?));
            rest = behind;
        }
        parts.extend((!rest.is_empty()).then(|| Part::Text(rest.to_owned())));
        let template = Self { parts };
        template.refuse_what_would_change().map_err(|why| format!("`{text}` {why}"))?;
        if template.parts.iter().any(|part| matches!(part, Part::Value(_))) {
            Ok(template)
        } else {
            Err(format!("`{text}` gives every document the same name: add {{{{row.id}}}}"))
        }
    }

    /// Refuses a text in the template that would come out as another one: what is made safe is what a row holds.
    fn refuse_what_would_change(&self) -> Result<(), String> {
        let of_part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Value(_) => "x".to_owned(),
        };
        let name: String = self.parts.iter().map(of_part).collect();
        for step in name.split('/') {
            if step.is_empty() {
                return Err(
                    "begins or ends with a slash, or has two together: a slash stands between a folder below --out and what is in it".to_owned()
                );
            }
            if step.starts_with('.') {
                return Err(
                    "has a name in it that begins with a dot, which hides a file or leads to another folder: begin it with a letter".to_owned()
                );
            }
            if safe(step) != step {
                return Err("has a name in it that some file systems do not take: write letters, digits and hyphens around the values".to_owned());
            }
        }
        Ok(())
    }

    /// The name of a row's document, without an ending: a path with forward slashes. What a value holds never makes a folder.
    pub(super) fn name(&self, row: &Row, policy: &Policy, brand: &Brand) -> Result<String, String> {
        let mut name = String::with_capacity(64);
        for part in &self.parts {
            match part {
                Part::Text(text) => name.push_str(text),
                Part::Value(fact) => push_value(&mut name, &value(fact, row, policy, brand)?),
            }
        }
        let name = name.split('/').filter(|step| !step.is_empty()).map(safe).collect::<Vec<_>>().join("/");
        if name.len() > LONGEST_NAME {
            Err(format!("the document's name would be {} bytes long; {LONGEST_NAME} are possible", name.len()))
        } else {
            Ok(name)
        }
    }
}

fn fact(tag: &str, fields: &[&str]) -> Result<Fact, String> {
    if let Some((_, fact)) = FACTS.iter().find(|(name, _)| *name == tag) {
        return Ok(fact.clone());
    }
    match tag.strip_prefix("customer.") {
        Some(field) if fields.contains(&field) => Ok(Fact::Customer(field.to_owned())),
        Some("slug") if fields.contains(&"name") => Ok(Fact::CustomerSlug),
        _ => {
            let customer: Vec<String> = fields.iter().map(|field| format!("customer.{field}")).chain(["customer.slug".to_owned()]).collect();
            let known = FACTS.iter().map(|(name, _)| *name).chain(customer.iter().map(String::as_str));
            let near = did_you_mean(tag, known).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            Err(format!("a document's name cannot hold `{tag}`{near}"))
        }
    }
}

fn value(fact: &Fact, row: &Row, policy: &Policy, brand: &Brand) -> Result<String, String> {
    let given = |field: &str| row.given.get(field).map(plain).filter(|text| !text.is_empty());
    let needs = |what: &str| format!("the document's name needs {what}, which is not given");
    match fact {
        Fact::RowId => Ok(row.id.clone()),
        Fact::RowNumber => Ok(row.number.to_string()),
        Fact::PolicyId => Ok(policy.id.replace('/', "-")),
        Fact::PolicySlug => Ok(policy.id.rsplit('/').next().unwrap_or_default().to_owned()),
        Fact::PolicyVersion => policy.front.version.clone().ok_or_else(|| needs("the contract's version")),
        Fact::PolicyNumber => policy.front.number.clone().ok_or_else(|| needs("the contract's number")),
        Fact::BrandId => Ok(brand.id.clone()),
        Fact::Locale => Ok(brand.locale.to_string()),
        Fact::Customer(field) => given(field).ok_or_else(|| needs(&format!("`{field}`"))),
        Fact::CustomerSlug => given("name").map(|name| slug(&name)).filter(|slug| !slug.is_empty()).ok_or_else(|| needs("the customer's `name`")),
    }
}

/// A field's value in a name.
fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Object(parts) => parts.values().map(plain).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

/// Letters and digits of any script in lower case, with hyphens between them.
fn slug(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

fn push_value(name: &mut String, value: &str) {
    name.extend(value.chars().map(|c| if c == '/' { '-' } else { c }));
}

/// A file's or folder's name that every file system takes, also Windows' and those that know ASCII letters only in one case.
fn safe(step: &str) -> String {
    const FORBIDDEN: [char; 9] = ['\\', ':', '*', '?', '"', '<', '>', '|', '/'];
    let step: String = step.nfc().map(|c| if c.is_control() || FORBIDDEN.contains(&c) { '-' } else { c }).collect();
    let step = step.trim_matches(|c: char| c.is_whitespace()).trim_end_matches(['.', ' ']);
    let step = step.strip_prefix('.').map_or_else(|| step.to_owned(), |rest| format!("_{rest}"));
    let step = if step.is_empty() || is_device(&step) { format!("{step}_") } else { step };
    if step.len() > LONGEST_STEP { shortened(&step) } else { step }
}

/// A name that Windows keeps for a device, whatever ending it has.
fn is_device(step: &str) -> bool {
    let bare = step.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let is_numbered = |rest: &str| matches!(rest, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³");
    matches!(bare.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || bare.strip_prefix("COM").or_else(|| bare.strip_prefix("LPT")).is_some_and(is_numbered)
}

/// The beginning of a name that is too long, with a part of its digest: two such names stay two.
fn shortened(step: &str) -> String {
    let digest: String = Sha256::digest(step.as_bytes()).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    let end = (0..=LONGEST_STEP - 13).rev().find(|at| step.is_char_boundary(*at)).unwrap_or_default();
    format!("{}-{digest}", step.get(..end).unwrap_or_default())
}

/// What tells a name from all others on file systems that do not tell upper case from lower, nor composed letters from decomposed ones.
pub fn key(name: &str) -> [u8; 12] {
    let folded: String = if name.is_ascii() { name.to_ascii_lowercase() } else { name.nfc().flat_map(char::to_lowercase).nfc().collect() };
    let digest = Sha256::digest(folded.as_bytes());
    let mut key = [0; 12];
    key.iter_mut().zip(digest.iter()).for_each(|(to, from)| *to = *from);
    key
}

#[cfg(test)]
mod tests {
    use super::NameTemplate;

    #[test]
    fn a_template_comes_out_as_it_is_written() {
        let read = |text: &str| NameTemplate::read(text, &["name"]).map(drop);
        for text in ["{{policy.slug}}-{{row.id}}", "deals/{{customer.slug}}/{{row.id}}.v2", "Vertrag {{row.id}}", "{{row.id}}/{{customer.name}}"] {
            assert_eq!(read(text), Ok(()), "{text}");
        }
        for (text, part) in [
            ("/{{row.id}}", "begins or ends with a slash"),
            ("{{row.id}}/", "begins or ends with a slash"),
            ("a//{{row.id}}", "two together"),
            (".{{row.id}}", "begins with a dot"),
            ("../{{row.id}}", "begins with a dot"),
            ("a/./{{row.id}}", "begins with a dot"),
            ("a:{{row.id}}", "some file systems"),
            ("NUL/{{row.id}}", "some file systems"),
            ("{{row.id}}. ", "some file systems"),
        ] {
            let why = read(text).err().unwrap_or_default();
            assert!(why.starts_with(&format!("`{text}` ")) && why.contains(part), "{text}: {why}");
        }
    }
}
