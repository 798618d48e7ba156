//! Where a profile's key is, and where its secrets are found.

use crate::diag::{Code, Diagnostic};
use crate::sign::keys::{KeySource, PemSource, Pkcs11Source, Pkcs12Source, TokenKey, hexadecimal};
use crate::sign::secret::SecretSource;
use crate::source::Span;
use crate::yaml::{Node, Value};

use super::profile::{Reader, plain, text};

/// The keys of `key` that go with one of its kinds only.
const GO_WITH: [(&str, &[&str]); 4] =
    [("certificate", &["pem"]), ("alias", &["pkcs12"]), ("chain", &["pem", "pkcs12"]), ("passphrase", &["pem", "pkcs12"])];

impl Reader<'_> {
    /// Where the key is; nothing where something is wrong with that.
    pub(super) fn key(&mut self, node: &Node) -> Option<KeySource> {
        if !matches!(node.value, Value::Map(_)) {
            return None;
        }
        let kinds: Vec<&str> = ["pem", "pkcs12", "pkcs11"].into_iter().filter(|kind| node.get(kind).is_some()).collect();
        match kinds.as_slice() {
            [kind] => {
                self.strangers(node, kind);
                self.key_of(node, kind)
            }
            [] => {
                self.missing("key", node.span, "names no key", "write `pem: FILE`, `pkcs12: FILE` or `pkcs11: {module: …, token: …}`");
                None
            }
            _ => {
                self.wrong("key", node.span, &format!("names several keys: {}", kinds.join(", ")), "keep one of them");
                None
            }
        }
    }

    fn key_of(&mut self, node: &Node, kind: &str) -> Option<KeySource> {
        let path = |key| text(node, key).map(Into::into);
        if kind == "pkcs11" {
            return self.token(node.get("pkcs11")?).map(KeySource::Pkcs11);
        }
        let passphrase = self.secret_of(node, "key", "passphrase")?;
        if kind == "pem" {
            return Some(KeySource::Pem(PemSource { key: path("pem")?, certificate: path("certificate"), chain: path("chain"), passphrase }));
        }
        let alias = node.get("alias").and_then(plain);
        Some(KeySource::Pkcs12(Pkcs12Source { file: path("pkcs12")?, alias, chain: path("chain"), passphrase }))
    }

    /// Keys that say nothing beside this kind of key.
    fn strangers(&mut self, node: &Node, kind: &str) {
        for entry in node.entries() {
            let Some((key, kinds)) = GO_WITH.iter().find(|(key, kinds)| *key == entry.key && !kinds.contains(&kind)) else { continue };
            let message = format!("`{}.key.{key}` goes with {} only", self.place, kinds.join(" and "));
            let hint = match (kind, *key) {
                ("pkcs11", "certificate" | "chain") => format!("write it as `pkcs11: {{{key}: …}}`"),
                ("pkcs11", "alias") => "write it as `pkcs11: {label: …}`".to_owned(),
                ("pkcs11", "passphrase") => "write the PIN as `pkcs11: {pin: …}`".to_owned(),
                _ => format!("take `{key}` away"),
            };
            self.found.push(Diagnostic::new(Code::UnknownKey, message).at(entry.key_span).hint(hint));
        }
    }

    fn token(&mut self, node: &Node) -> Option<Pkcs11Source> {
        let plain = |key| node.get(key).and_then(plain);
        let key = match (plain("label"), plain("id")) {
            (None, None) => TokenKey::Only,
            (Some(label), None) => TokenKey::Label(label),
            (None, Some(digits)) => self.id(node, &digits)?,
            (Some(_), Some(_)) => {
                self.wrong("key.pkcs11", node.span, "names its key by `label` and by `id`", "keep one of the two");
                return None;
            }
        };
        let path = |key| text(node, key).map(Into::into);
        let pin = self.secret_of(node, "key.pkcs11", "pin")?;
        Some(Pkcs11Source { module: path("module")?, token: plain("token")?, key, certificate: path("certificate"), chain: path("chain"), pin })
    }

    fn id(&mut self, node: &Node, digits: &str) -> Option<TokenKey> {
        let id = hexadecimal(digits).filter(|id| !id.is_empty());
        if id.is_none() {
            self.wrong("key.pkcs11.id", node.get("id")?.span, "is no hexadecimal number", "write two digits for each byte, between quotes: \"01\"");
        }
        id.map(TokenKey::Id)
    }

    /// Where the secret under a key is found: `Some(None)` where there is no such key, and `None` where something is wrong with it.
    #[expect(clippy::option_option, reason = "a secret that is not asked for is no fault, and one that is wrong is")]
    pub(super) fn secret_of(&mut self, node: &Node, above: &str, key: &str) -> Option<Option<SecretSource>> {
        let Some(node) = node.get(key).filter(|node| node.value != Value::Null) else { return Some(None) };
        self.secret(node, &format!("{above}.{key}")).map(Some)
    }

    fn secret(&mut self, node: &Node, key: &str) -> Option<SecretSource> {
        if !matches!(node.value, Value::Map(_)) {
            self.written_out(node.span, key);
            return None;
        }
        let prompt = node.get("prompt").is_some_and(|prompt| prompt.value == Value::Bool(true)).then_some(SecretSource::Prompt);
        let file = text(node, "file").map(|path| SecretSource::File(path.into()));
        let environment = text(node, "env").map(SecretSource::Environment);
        let mut sources: Vec<SecretSource> = [environment, file, prompt].into_iter().flatten().collect();
        match (sources.pop(), sources.is_empty()) {
            (Some(SecretSource::Environment(name)), true) if !is_variable(&name) => {
                self.written_out(node.span, key);
                None
            }
            (Some(source), true) => Some(source),
            (Some(_), false) => {
                self.wrong(key, node.span, "is looked for in several places", "keep one of `env`, `file` and `prompt`");
                None
            }
            (None, _) => {
                self.missing(key, node.span, "does not say where the secret is found", "write `{env: NAME}`, `{file: PATH}` or `{prompt: true}`");
                None
            }
        }
    }

    /// The finding for a secret that stands in the file. It names the line and does not point at it, since the line would be shown.
    fn written_out(&mut self, span: Span, key: &str) {
        let line = self.file.position(span.start as usize).line;
        let message = format!("`{}.{key}` on line {line} must say where the secret is found, and must not be the secret itself", self.place);
        let hint = "write `{env: NAME}`, `{file: PATH}` or `{prompt: true}`; if a secret stood here, choose a new one, since it may have been seen";
        self.found.push(Diagnostic::new(Code::WrongType, message).in_file(self.file.path()).hint(hint));
    }
}

/// Whether a text is a name of an environment variable.
fn is_variable(name: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && name.chars().all(is_word)
}
