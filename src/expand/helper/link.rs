//! Links whose text or address is a value.

use super::{Arguments, Complaint, Helper};
use crate::address::{is_let_through, is_mail};
use crate::diag::{Code, unfit_character};
use crate::expand::shield::{BLANK_CLOSE, BLANK_OPEN, shield};
use crate::expand::value::Val;

pub(super) fn link<'a>(given: &Arguments<'_, 'a>) -> Result<Val<'a>, Complaint> {
    if let blank @ Val::Blank(_) = given.first() {
        return Ok(blank.clone());
    }
    let address = given.first().text().ok_or_else(|| Complaint::kind(Helper::Link, 0, "an address", given.first()))?;
    let shown = check_address(&address)?;
    let label = label(Helper::Link, given, shown)?;
    Ok(Val::Markdown(format!("[{label}]({})", shield(&address))))
}

pub(super) fn mailto<'a>(given: &Arguments<'_, 'a>) -> Result<Val<'a>, Complaint> {
    if let blank @ Val::Blank(_) = given.first() {
        return Ok(blank.clone());
    }
    let address = given.first().text().ok_or_else(|| Complaint::kind(Helper::Mailto, 0, "a mail address", given.first()))?;
    if !is_mail(&address) {
        return Err(Complaint::argument(0, format!("`{address}` is not a mail address"), "a mail address looks like `name@example.com`"));
    }
    let label = label(Helper::Mailto, given, &address)?;
    Ok(Val::Markdown(format!("[{label}](mailto:{})", shield(&address))))
}

/// The words of a link, shielded.
fn label(helper: Helper, given: &Arguments<'_, '_>, address: &str) -> Result<String, Complaint> {
    let (at, text) = match given.second() {
        None => (0, address.into()),
        Some(Val::Blank(name)) => return Ok(format!("{BLANK_OPEN}{}{BLANK_CLOSE}", shield(name))),
        Some(label) => (1, label.text().ok_or_else(|| Complaint::kind(helper, 1, "a text", label))?),
    };
    if let Some((_, fault)) = unfit_character(&text) {
        let hint = fault.hint.unwrap_or_default();
        return Err(Complaint { code: fault.code, ..Complaint::argument(at, fault.message, hint) });
    }
    Ok(shield(&text))
}

/// Checks a link's address and gives it as a reader wants it: without its scheme and the slash at its end.
fn check_address(address: &str) -> Result<&str, Complaint> {
    let not_one = |hint: &str| Complaint::argument(0, format!("`{address}` is not a web address"), hint);
    let Some((scheme, rest)) = address.split_once(':') else {
        let hint = if is_mail(address) { "a mail address is linked by `mailto`" } else { "a web address starts with `https://`" };
        return Err(not_one(hint));
    };
    if !is_let_through(scheme) {
        let complaint =
            Complaint::argument(0, format!("addresses with `{scheme}:` are not let through"), "link to `https:`, `http:`, `mailto:` or `tel:`");
        return Err(Complaint { code: Code::BadScheme, ..complaint });
    }
    if address.contains(|c: char| c.is_whitespace()) || unfit_character(address).is_some() {
        return Err(not_one("an address holds no spaces"));
    }
    if !scheme.to_ascii_lowercase().starts_with("http") {
        return if rest.is_empty() { Err(not_one("the address is cut off")) } else { Ok(rest) };
    }
    let host = rest.strip_prefix("//").filter(|host| host.starts_with(|c: char| c.is_alphanumeric() || c == '['));
    host.map(|host| host.strip_suffix('/').unwrap_or(host)).ok_or_else(|| not_one("a web address starts with `https://` and a name"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_scheme() {
        assert_eq!(check_address("https://heavymelon.com/").unwrap(), "heavymelon.com");
        assert_eq!(check_address("HTTP://example.com/a/b").unwrap(), "example.com/a/b");
        assert_eq!(check_address("tel:+302310").unwrap(), "+302310");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        assert_eq!(check_address("javascript:alert(1)").unwrap_err().code, Code::BadScheme);
        for address in ["heavymelon.com", "https:", "https:///a", "https://a b", "support@heavymelon.com", "mailto:"] {
            assert_eq!(check_address(address).unwrap_err().code, Code::HelperArgument, "{address}");
        }
    }
}
