//! Names inside certificates, in words (RFC 5280, 4.1.2.4; RFC 4514).

use der::asn1::{Any, BmpString, ObjectIdentifier, TeletexStringRef};
use der::{Encode, Tag, Tagged};
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::name::{Name, RelativeDistinguishedName};

use super::oid;
use crate::plain::harmless;

/// The most bytes that are shown of a value that is no text; nobody reads on.
const LONGEST_VALUE: usize = 128;

/// The most values of one name that are shown.
const MOST_VALUES: usize = 32;

/// A name in the manner of RFC 4514, the most telling part first: `CN=Ada, O=Example`.
pub fn display(name: &Name) -> String {
    let parts: Vec<&RelativeDistinguishedName> = name.iter_rdn().take(MOST_VALUES).collect();
    let shown: Vec<String> =
        parts.into_iter().rev().map(|part| part.iter().take(MOST_VALUES).map(display_value).collect::<Vec<_>>().join(" + ")).collect();
    shown.join(", ")
}

/// One part of a name.
fn display_value(part: &AttributeTypeAndValue) -> String {
    let key = short_name(part.oid).map_or_else(|| part.oid.to_string(), str::to_owned);
    let value = text(&part.value).unwrap_or_else(|| hexadecimal(part.value.value()));
    let mut escaped = String::new();
    for c in harmless(&value).chars() {
        if matches!(c, ',' | '+' | '"' | '\\' | '<' | '>' | ';' | '=') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    format!("{key}={escaped}")
}

/// The bytes of what is not a text.
fn hexadecimal(bytes: &[u8]) -> String {
    format!("#{}", bytes.iter().take(LONGEST_VALUE).map(|byte| format!("{byte:02x}")).collect::<String>())
}

/// The letters RFC 4514, 3 and custom give to a kind of value.
fn short_name(oid: ObjectIdentifier) -> Option<&'static str> {
    use const_oid::db::{rfc3280, rfc4519};
    const NAMES: [(ObjectIdentifier, &str); 14] = [
        (rfc4519::COMMON_NAME, "CN"),
        (rfc4519::ORGANIZATION_NAME, "O"),
        (rfc4519::ORGANIZATIONAL_UNIT_NAME, "OU"),
        (rfc4519::COUNTRY_NAME, "C"),
        (rfc4519::LOCALITY_NAME, "L"),
        (rfc4519::ST, "ST"),
        (rfc4519::STREET, "STREET"),
        (rfc4519::SURNAME, "SN"),
        (rfc4519::GIVEN_NAME, "GN"),
        (rfc4519::SERIAL_NUMBER, "serialNumber"),
        (rfc4519::TITLE, "title"),
        (rfc4519::DOMAIN_COMPONENT, "DC"),
        (rfc3280::EMAIL_ADDRESS, "emailAddress"),
        (oid::ORGANIZATION_IDENTIFIER, "organizationIdentifier"),
    ];
    NAMES.into_iter().find(|(known, _)| *known == oid).map(|(_, name)| name)
}

/// The first value of a kind in a name, as it stands.
pub fn value(name: &Name, oid: ObjectIdentifier) -> Option<String> {
    name.iter().find(|part| part.oid == oid).and_then(|part| text(&part.value))
}

/// A value as text; `None` for what is not one.
fn text(value: &Any) -> Option<String> {
    match value.tag() {
        Tag::Utf8String | Tag::PrintableString | Tag::Ia5String => std::str::from_utf8(value.value()).ok().map(str::to_owned),
        Tag::TeletexString => {
            value.decode_as::<TeletexStringRef<'_>>().ok().map(|text| text.as_str().to_owned()).or_else(|| Some(latin1(value.value())))
        }
        Tag::BmpString => value.decode_as::<BmpString>().ok().map(|text| text.to_string()),
        _ => None,
    }
}

/// Bytes as Latin-1, which is what the world writes where the standard says Teletex.
fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// Whether two names are the same (RFC 5280, 7.1): letter case and the amount of space do not count.
///
/// A name only suggests an issuer; the signature decides.
pub fn same(one: &Name, other: &Name) -> bool {
    one == other || (one.len() == other.len() && one.iter_rdn().zip(other.iter_rdn()).all(|(one, other)| same_part(one, other)))
}

/// Whether a name lies below another, as name constraints understand it: it begins with all of the other's parts.
pub fn is_within(name: &Name, base: &Name) -> bool {
    name.len() >= base.len() && name.iter_rdn().zip(base.iter_rdn()).all(|(one, other)| same_part(one, other))
}

/// Whether two parts of names are the same.
fn same_part(one: &RelativeDistinguishedName, other: &RelativeDistinguishedName) -> bool {
    one.len() == other.len() && one.iter().zip(other.iter()).all(|(one, other)| one.oid == other.oid && folded(&one.value) == folded(&other.value))
}

/// A value for comparing.
fn folded(value: &Any) -> Result<String, Vec<u8>> {
    let text = text(value).ok_or_else(|| value.to_der().unwrap_or_default())?;
    Ok(text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase())
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use x509_cert::name::Name;

    use super::{display, is_within, same};

    #[test]
    fn names_read_from_the_most_telling_part() {
        let name = Name::from_str("CN=Ada\\, Countess,O=Example,C=DE").expect("a name");
        assert_eq!(display(&name), "CN=Ada\\, Countess, O=Example, C=DE");
    }

    #[test]
    fn names_are_compared_without_case_and_space() {
        let name = |text: &str| Name::from_str(text).expect("a name");
        assert!(same(&name("CN=Ada  King,O=Example"), &name("CN=ada king,O=EXAMPLE")));
        assert!(!same(&name("CN=Ada,O=Example"), &name("CN=Ada")));
        assert!(is_within(&name("CN=Ada,O=Example"), &name("O=Example")));
        assert!(!is_within(&name("O=Example"), &name("CN=Ada,O=Example")));
    }
}
