//! `dev-cert`: a test authority with two signers, so that signing can be tried at once.

use std::path::{Path, PathBuf};

use super::arguments::{Common, DevCert, KeyKind};
use super::secrets::{Door, source};
use super::terminal::Terminal;
use super::{Outcome, clock, here, project_folder};
use crate::output::failure::Failure;
use crate::output::folder::{Folder, real_place};
use crate::sign::dev_cert::{DevAlgorithm, Wishes, make};
use crate::sign::secret::{Secret, SecretSource, Secrets as _};

/// The folder where none is named, in the project where there is one.
const FOLDER: &str = "dev-cert";
/// Nothing of it goes to a repository: a key that others have signs for everybody.
const GITIGNORE: &str = "*\n";

/// Makes the keys and certificates, and says what to write into the project's file.
pub(super) fn run(common: &Common, options: &DevCert, terminal: &Terminal) -> Result<Outcome, Failure> {
    let root = project_folder::around(common)?;
    let place = options.out.clone().unwrap_or_else(|| root.as_deref().unwrap_or(Path::new(".")).join(FOLDER));
    let folder = Folder::new(&place);
    let passphrase = options.passphrase.as_deref().map(source).transpose()?;
    let names = ["authority.pem", "authority.crl", "company.key.pem", "company.pem", "customer.key.pem", "customer.pem", ".gitignore"];
    if let Some(name) = names.iter().find(|name| !options.force && folder.occupied(name)) {
        let message = format!("{} is already there; nothing was written", here::from_here(&folder.place(name)).display());
        return Err(Failure::new(message).hint("name another folder with --out, or replace it with --force"));
    }
    let secret = passphrase.as_ref().map(|source| ask(source, terminal)).transpose()?;
    let made = make(&wishes(options), clock::now(), secret.as_ref()).map_err(failure)?;
    folder.replace(".gitignore", GITIGNORE.as_bytes())?;
    folder.replace("authority.pem", made.authority.as_bytes())?;
    folder.replace("authority.crl", &made.revoked)?;
    for (name, signer) in [("company", &made.company), ("customer", &made.customer)] {
        folder.replace_private(&format!("{name}.key.pem"), signer.key.as_bytes())?;
        folder.replace(&format!("{name}.pem"), signer.certificate.as_bytes())?;
    }
    tell(terminal, options, root.as_deref(), &place, passphrase.as_ref());
    Ok(Outcome::Clean)
}

/// The passphrase. One that a person thinks up is typed twice.
fn ask(source: &SecretSource, terminal: &Terminal) -> Result<Secret, Failure> {
    let door = Door::new(terminal);
    let secret = |purpose| door.secret(source, purpose).map_err(failure);
    let first = secret("a passphrase for the test keys")?;
    if *source == SecretSource::Prompt && secret("the same passphrase again")? != first {
        return Err(Failure::new("the two passphrases differ; nothing was written"));
    }
    Ok(first)
}

fn failure(fault: impl std::error::Error) -> Failure {
    Failure::new(fault.to_string())
}

fn wishes(options: &DevCert) -> Wishes {
    let algorithm = match options.algorithm {
        KeyKind::P256 => DevAlgorithm::P256,
        KeyKind::P384 => DevAlgorithm::P384,
        KeyKind::Rsa3072 => DevAlgorithm::Rsa3072,
        KeyKind::Ed25519 => DevAlgorithm::Ed25519,
    };
    Wishes { name: options.name.clone(), organization: options.organization.clone(), days: options.days, algorithm }
}

/// Prints the lines for the project's file, and says what to type next.
fn tell(terminal: &Terminal, options: &DevCert, root: Option<&Path>, place: &Path, passphrase: Option<&SecretSource>) {
    terminal.say(&format!(
        "a test authority, a company's signer and a customer's, in {}; the authority's own key is not kept",
        here::from_here(place).display()
    ));
    terminal.say(&format!(
        "they are valid for {}; who reads a document signed with them sees that it is a test",
        super::report::count(options.days as usize, "day")
    ));
    terminal.say("write into counterpart.yaml:");
    let passphrase = passphrase.map(|source| match source {
        SecretSource::File(path) => SecretSource::File(from_root(root, path)),
        other => other.clone(),
    });
    terminal.result(&profiles(&from_root(root, place).display().to_string().replace('\\', "/"), passphrase.as_ref()));
    terminal.say("next: counterpart build --sign company");
}

/// A path as the project's file names it: from the project's root, or whole where it leads elsewhere.
fn from_root(root: Option<&Path>, path: &Path) -> PathBuf {
    let real = real_place(path);
    root.and_then(|root| real.strip_prefix(real_place(root)).ok()).map_or_else(|| real.clone(), Path::to_path_buf)
}

/// The lines of a project's file that sign with what was made.
fn profiles(folder: &str, passphrase: Option<&SecretSource>) -> String {
    let file = |name: &str| yaml(&format!("{folder}/{name}"));
    let secret = passphrase.map(|source| match source {
        SecretSource::Environment(name) => format!(", passphrase: {{env: {}}}", yaml(name)),
        SecretSource::File(path) => format!(", passphrase: {{file: {}}}", yaml(&path.display().to_string())),
        SecretSource::Prompt => ", passphrase: {prompt: true}".to_owned(),
    });
    let secret = secret.unwrap_or_default();
    let profile = |name: &str, more: &str| {
        let key = format!("{{pem: {}, certificate: {}{secret}}}", file(&format!("{name}.key.pem")), file(&format!("{name}.pem")));
        format!("  {name}:\n    key: {key}\n    field: {name}-1\n{more}    trust: {}\n", file("authority.pem"))
    };
    format!("signing:\n{}{}", profile("company", "    certify: form-filling\n"), profile("customer", ""))
}

/// A text as a YAML value, between quotes where it would not be read as it stands.
fn yaml(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_');
    let fits = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') && text.chars().all(is_plain);
    if fits { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::load;
    use crate::world::Memory;

    #[test]
    fn the_lines_that_are_printed_are_profiles() {
        for (folder, passphrase) in
            [("dev-cert", None), ("/a \"b\"/c", Some(SecretSource::Environment("PASS".to_owned()))), ("x", Some(SecretSource::Prompt))]
        {
            let world = Memory::from([("brands/acme.yaml", "name: Acme\n"), ("sources/terms.md", "---\ntitle: Terms\n---\nText.\n")]);
            let loaded = load(&world.with("counterpart.yaml", profiles(folder, passphrase.as_ref())));
            assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
            let profile = &loaded.value.signing["customer"];
            assert_eq!(profile.field, "customer-1");
            assert_eq!(profile.trust.as_deref(), Some(Path::new(folder).join("authority.pem").as_path()));
        }
    }
}
