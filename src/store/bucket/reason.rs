//! What a server's bad answer means.

use std::error::Error;

use crate::store::fault::Fault;

/// What was asked of the server, for the message.
pub(super) struct Asked {
    /// What was to be done: `write`, `read`.
    pub(super) doing: &'static str,
    /// The object, as people write its address.
    pub(super) object: String,
}

/// What a server's bad answer means.
///
/// Of the client's own message only the answer's code, its words and the system's error are kept: the address that was asked may carry a signature.
pub(super) fn reason(asked: &Asked, error: &object_store::Error) -> Fault {
    let Asked { doing, object } = asked;
    let (doing, object) = (*doing, object.clone());
    let chain = chain(error);
    if chain.iter().any(|link| link.contains("without LOCATION") || link.contains("PermanentRedirect")) {
        return Fault::Region(object);
    }
    let answer = chain.iter().rev().find_map(|link| Answer::read(link));
    if is_about_credentials(&chain) {
        let said = answer.map_or_else(|| last(&chain), |answer| answer.said);
        return Fault::NoCredentials { object, said };
    }
    match answer {
        Some(Answer { code: 404, said }) => Fault::NoBucket { object, said },
        Some(Answer { code: 401 | 403, said }) => Fault::Denied { doing, object, said },
        Some(Answer { code, said }) => Fault::Status { doing, object, code, said },
        None => Fault::Unreachable { doing, object, said: last(&chain) },
    }
}

/// Whether an answer says that the bucket is missing, and not the object.
pub(super) fn is_about_the_bucket(error: &(dyn Error + 'static)) -> bool {
    let text = error.to_string();
    ["NoSuchBucket", "ContainerNotFound", "specified bucket does not exist"].iter().any(|words| text.contains(words))
}

/// An error with what caused it, the cause last.
fn chain(error: &(dyn Error + 'static)) -> Vec<String> {
    let mut chain = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(error) = cause {
        chain.push(error.to_string());
        cause = error.source();
    }
    chain
}

/// The innermost cause, which is the system's own word and names no address.
fn last(chain: &[String]) -> String {
    let said = chain.last().map(String::as_str).unwrap_or_default();
    if said.contains("://") { String::new() } else { said.split(" (os error").next().unwrap_or_default().to_owned() }
}

/// Whether the question for credentials failed, and not the one that they were for: it goes to the machine's own service, or to one that gives tokens.
fn is_about_credentials(chain: &[String]) -> bool {
    let services = ["169.254.169.254", "169.254.170.2", "metadata.google.internal", "Error performing token request", "Error getting credentials"];
    chain.iter().any(|link| services.iter().any(|service| link.contains(service)))
}

/// What a server answered.
struct Answer {
    code: u16,
    said: String,
}

impl Answer {
    /// Reads the client's words for an answer, which name no address.
    fn read(link: &str) -> Option<Self> {
        let rest = link.strip_prefix("Server returned non-2xx status code: ");
        if let Some(rest) = rest {
            let (status, body) = rest.split_once(": ").unwrap_or((rest, ""));
            return Some(Self { code: status.get(..3)?.parse().ok()?, said: said(body) });
        }
        let body = link.strip_prefix("Server returned error response: ")?;
        Some(Self { code: 500, said: said(body) })
    }
}

/// The server's own code and message (Amazon, Google and Azure write them as the same two elements), or the first of its words.
fn said(body: &str) -> String {
    let words = ["Code", "Message"].into_iter().filter_map(|name| element(body, name)).collect::<Vec<_>>().join(": ");
    if words.is_empty() && !body.trim_start().starts_with('<') { body.chars().take(300).collect() } else { words }
}

fn element<'a>(body: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = body.split_once(&format!("<{name}>"))?;
    rest.split_once(&format!("</{name}>")).map(|(text, _)| text)
}
