//! Reading profiles. What the form's check says already is not said again.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::Offset;

use crate::brand::{pattern_fault, unknown_brand};
use crate::diag::{Code, Diagnostic, Warned};
use crate::fields::{Permission, Scope};
use crate::sign::keys::RsaScheme;
use crate::sign::profile::{Profile, Shown, Visibility};
use crate::source::{SourceFile, Span};
use crate::yaml::{Entry, Node, Value};

/// The longest name of a form field, in bytes.
const LONGEST_FIELD: usize = 100;

/// What a profile may name.
pub(in crate::project) struct Known<'k> {
    /// The ids of the brands.
    pub(in crate::project) brands: Vec<&'k str>,
    /// The ids of the policies and contracts.
    pub(in crate::project) policies: BTreeSet<&'k str>,
}

/// The profiles under `signing` in a project's file, by name. A profile that cannot be read whole is left out.
pub(in crate::project) fn profiles(node: &Node, file: &SourceFile, known: &Known<'_>) -> Warned<BTreeMap<String, Profile>> {
    let mut found = Vec::new();
    let mut profiles = BTreeMap::new();
    for entry in node.entries() {
        found.extend(name_fault(entry));
        let mut reader = Reader { file, place: format!("signing.{}", entry.key), found: Vec::new() };
        let profile = reader.profile(&entry.node);
        reader.names(&entry.node, known);
        if let Some(profile) = profile.filter(|_| reader.found.is_empty()) {
            profiles.insert(entry.key.clone(), profile);
        }
        found.extend(reader.found);
    }
    Warned { value: profiles, diagnostics: found }
}

fn name_fault(entry: &Entry) -> Option<Diagnostic> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let fits = entry.key.starts_with(|c: char| c.is_ascii_alphanumeric()) && entry.key.chars().all(is_word);
    let message = format!("`{}` is no name that a profile can be called by", entry.key);
    (!fits).then(|| Diagnostic::new(Code::BadName, message).at(entry.key_span).hint("use letters, digits, `-` and `_` only"))
}

/// Reads one profile, and keeps what is wrong with it.
pub(super) struct Reader<'f> {
    /// The project's file.
    pub(super) file: &'f SourceFile,
    /// The path of what is read: `signing.release`.
    pub(super) place: String,
    /// What is wrong.
    pub(super) found: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn profile(&mut self, node: &Node) -> Option<Profile> {
        let key = node.get("key").and_then(|key| self.key(key));
        let level = self.level(node);
        Some(Profile {
            scheme: word(node, "algorithm").map(|word| if word == "rsa-pss" { RsaScheme::Pss } else { RsaScheme::Pkcs1 }),
            field: self.field(node),
            reason: text(node, "reason"),
            location: text(node, "location"),
            contact: text(node, "contact"),
            appearance: self.appearance(node),
            certification: node.get("certify").and_then(plain).and_then(|word| certification(&word)),
            lock: node.get("lock").and_then(|lock| self.lock(lock)),
            trust: text(node, "trust").map(Into::into),
            brands: node.get("brands").map(texts),
            documents: node.get("documents").map(texts),
            key: key?,
            level: level?,
        })
    }

    fn field(&mut self, node: &Node) -> String {
        let Some(field) = node.get("field") else { return Profile::FIELD.to_owned() };
        let name = field.text().unwrap_or_default().to_owned();
        if field.text().is_some() && (name.is_empty() || name.len() > LONGEST_FIELD || name.contains('.')) {
            self.wrong("field", field.span, "is no name of a field", "write it as the signature block in the text has it, such as company-1");
        }
        name
    }

    fn appearance(&mut self, node: &Node) -> Visibility {
        let Some(appearance) = node.get("appearance") else { return Visibility::Visible(Shown::default()) };
        if appearance.text() == Some("invisible") {
            return Visibility::Invisible;
        }
        let shows = |key| !matches!(appearance.get(key).map(|node| &node.value), Some(Value::Bool(false)));
        Visibility::Visible(Shown { mark: shows("mark"), reason: shows("reason"), time: shows("time"), zone: self.zone(appearance) })
    }

    fn zone(&mut self, appearance: &Node) -> Offset {
        let Some((node, text)) = appearance.get("zone").and_then(|node| Some((node, node.text()?))) else { return Offset::UTC };
        offset(text).unwrap_or_else(|| {
            self.wrong("appearance.zone", node.span, "is no offset from UTC", "write \"+02:00\", between quotes, or UTC");
            Offset::UTC
        })
    }

    fn lock(&mut self, node: &Node) -> Option<Scope> {
        match (node.get("include"), node.get("exclude")) {
            _ if node.text() == Some("all") => Some(Scope::All),
            (Some(include), None) => Some(Scope::Include(texts(include))),
            (None, Some(exclude)) => Some(Scope::Exclude(texts(exclude))),
            _ if !matches!(node.value, Value::Map(_)) => None,
            _ => {
                self.wrong("lock", node.span, "must have either `include` or `exclude`", "write `lock: all` for all fields");
                None
            }
        }
    }

    /// Brands and documents that do not exist.
    fn names(&mut self, node: &Node, known: &Known<'_>) {
        let items = |key: &str| node.get(key).map(Node::items).unwrap_or_default();
        let by = format!("{}.brands", self.place);
        let unknown = items("brands").iter().filter_map(|item| Some((item, item.text().filter(|id| !known.brands.contains(id))?)));
        self.found.extend(unknown.map(|(item, id)| unknown_brand(id, &known.brands, &by).at(item.span)));
        self.found.extend(items("documents").iter().filter_map(|item| pattern_fault(item, &known.policies)));
    }

    /// Notes that a value is not what it must be. `key` is its path within the profile.
    pub(super) fn wrong(&mut self, key: &str, span: Span, what: &str, hint: &str) {
        let message = format!("`{}.{key}` {what}", self.place);
        self.found.push(Diagnostic::new(Code::WrongType, message).at(span).hint(hint));
    }

    /// Notes that something is missing.
    pub(super) fn missing(&mut self, key: &str, span: Span, what: &str, hint: &str) {
        let message = format!("`{}.{key}` {what}", self.place);
        self.found.push(Diagnostic::new(Code::MissingKey, message).at(span).hint(hint));
    }
}

fn certification(word: &str) -> Option<Permission> {
    match word {
        "1" | "no-changes" => Some(Permission::Nothing),
        "2" | "form-filling" => Some(Permission::Filling),
        "3" | "annotations" => Some(Permission::Annotating),
        _ => None,
    }
}

/// `UTC`, or hours and minutes with a sign: `+05:30`.
fn offset(text: &str) -> Option<Offset> {
    if text.eq_ignore_ascii_case("utc") {
        return Some(Offset::UTC);
    }
    let sign = match text.get(..1)? {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let number = |text: &str| text.parse::<i32>().ok().filter(|_| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit()));
    let (hours, minutes) = (number(hours)?, number(minutes).filter(|minutes| *minutes < 60)?);
    (hours <= 14).then(|| Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()).flatten()
}

/// The text under a key.
pub(super) fn text(node: &Node, key: &str) -> Option<String> {
    word(node, key).map(str::to_owned)
}

fn word<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    node.get(key).and_then(Node::text)
}

/// A text, or a number as it was written.
pub(super) fn plain(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The texts of a list.
pub(super) fn texts(node: &Node) -> Vec<String> {
    node.items().iter().filter_map(|item| item.text().map(str::to_owned)).collect()
}
