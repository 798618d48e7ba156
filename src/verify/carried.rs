//! The certificates that a file carries, for whoever asks their issuers about them.

use crate::fields;
use crate::pdf::{File, Object};
use crate::pki::certificate::Certificate;
use crate::pki::cms::{Message, without_padding};
use crate::pki::timestamp::Token;
use crate::sign::ValidationData;

/// How many certificates are looked at.
const MOST: usize = 256;

/// The certificates in a file's signatures, in their timestamps, and in its store of validation data, each once. What cannot be read carries none.
pub fn certificates(bytes: &[u8]) -> Vec<Certificate> {
    let Ok(file) = File::open(bytes) else { return Vec::new() };
    let mut found = Vec::new();
    for field in fields::read(&file).unwrap_or_default() {
        let contents = field.value.as_dictionary().and_then(|signature| signature.get("Contents")).and_then(Object::as_string);
        if let Some(Ok(message)) = contents.and_then(|contents| without_padding(contents).ok()).map(Message::read) {
            found.extend_from_slice(message.certificates());
            let tokens = message.timestamps().iter().filter_map(|token| Token::read(token).ok());
            found.extend(tokens.flat_map(|token| token.certificates().to_vec()));
        }
    }
    let stored = ValidationData::read(&file).unwrap_or_default().certificates;
    found.extend(stored.iter().filter_map(|der| Certificate::from_der(der).ok()));
    let mut unique: Vec<Certificate> = Vec::new();
    for certificate in found {
        if unique.len() < MOST && !unique.contains(&certificate) {
            unique.push(certificate);
        }
    }
    unique
}
