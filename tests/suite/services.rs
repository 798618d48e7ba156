//! The services of the network, as they are and as they can be wrong: a real authority on this machine, asked through the program's own door.

use std::time::Duration;

use counterpart::net::{Cause, Clock, Http, Once, Patience, Proxies, Service, Web};
use counterpart::pki::algorithm::Digest;
use counterpart::pki::timestamp::{Fault, Request};
use libtest_mimic::{Failed, Trial};

use crate::authority::Authority;

const NONCE: [u8; 8] = [1, 2, 3, 4, 5, 6, 7, 8];

/// The trials of this module.
pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("services::a_timestamp_is_given_also_after_two_failures", timestamps),
        Trial::test("services::a_wrong_timestamp_is_named", wrong_timestamps),
        Trial::test("services::an_authority_that_fails_is_named", failing_authorities),
        Trial::test("services::ten_thousand_files_fetch_a_list_once", a_list_is_fetched_once),
    ]
}

/// A clock that does not wait.
struct Hasty;

impl Clock for Hasty {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn pause(&self, _: Duration) {}

    fn chance(&self) -> u8 {
        0
    }
}

fn hasty() -> Http {
    Http::with_clock(Patience { timeout: Duration::from_secs(1), ..Patience::default() }, Proxies::default(), Box::new(Hasty))
}

fn request() -> Result<Request, Failed> {
    Ok(Request::new(Digest::Sha256, &Digest::Sha256.of(b"a document"), NONCE)?)
}

fn timestamps() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let authority = Authority::start(folder.path())?;
    let request = request()?;
    for path in ["/tsa", "/tsa/500-twice"] {
        let answer = hasty().post(Service::Timestamp, &format!("{}{path}", authority.url()), request.der())?;
        let (_, checked) = request.answer(&answer)?;
        assert_eq!(checked.signer.called(), "Counterpart TEST Timestamps");
    }
    assert_eq!(authority.asked("/tsa/500-twice"), 3);
    Ok(())
}

fn wrong_timestamps() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let authority = Authority::start(folder.path())?;
    let request = request()?;
    let fault = |way: &str| {
        let answer = hasty().post(Service::Timestamp, &format!("{}/tsa/{way}", authority.url()), request.der());
        request.answer(&answer.expect("an answer")).map(|_| ()).expect_err("a wrong timestamp")
    };
    assert!(matches!(fault("wrong-digest"), Fault::OtherImprint));
    assert!(matches!(fault("wrong-nonce"), Fault::OtherNonce));
    assert!(matches!(fault("garbage"), Fault::NotAResponse(_)));
    assert!(fault("rejects").to_string().contains("the clock of this TEST authority stands still"));
    Ok(())
}

fn failing_authorities() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let authority = Authority::start(folder.path())?;
    let ask = |path: &str| hasty().post(Service::Timestamp, &format!("{}{path}", authority.url()), b"").expect_err("no answer");
    assert!(matches!(ask("/tsa/down").cause, Cause::Status { code: 500, .. }));
    assert_eq!(authority.asked("/tsa/down"), 3);
    assert!(matches!(ask("/tsa/huge").cause, Cause::TooLarge(_)));
    assert!(matches!(ask("/tsa/slow").cause, Cause::TooSlow(_)));
    assert!(matches!(ask("/nothing").cause, Cause::Status { code: 404, .. }));
    assert_eq!(authority.asked("/nothing"), 1);
    Ok(())
}

fn a_list_is_fetched_once() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let authority = Authority::start(folder.path())?;
    let web = Once::new(hasty());
    for _ in 0..10_000 {
        web.get(Service::RevocationList, &format!("{}/ca.crl", authority.url()))?;
    }
    assert_eq!(authority.asked("/ca.crl"), 1);
    Ok(())
}
