//! What lies under which path, right and wrong.

use std::time::Duration;

use counterpart::pki::ocsp::{self, Status, Times};
use counterpart::pki::{crl, timestamp};
use der::asn1::ObjectIdentifier;
use jiff::{SignedDuration, Timestamp};

use super::holder::Holder;
use super::register::Register;
use super::server::{Request, Response};

/// The policy timestamps are given under: one that means nothing, from the arc for examples (RFC 5612).
const POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.1");
/// How long a list or a response holds.
const HOLDS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Answers a request.
pub(super) fn answer(register: &Register, request: &Request, now: Timestamp) -> Response {
    let path = request.path.as_str();
    match (request.method.as_str(), path) {
        _ if register.is_silent() && (path.starts_with("/ocsp") || ["/ca.crl", "/root.crl"].contains(&path)) => wrong(),
        ("POST", "/ocsp") => about(register, &request.body, now),
        ("GET", "/ca.crl") => list(register, &register.issuing, now),
        ("GET", "/root.crl") => list(register, &register.root, now),
        ("GET", "/ca.crt") => found("application/pkix-cert", register.issuing.certificate.der().to_vec()),
        ("GET", "/root.crt") => found("application/pkix-cert", register.root.certificate.der().to_vec()),
        ("POST", _) if path.starts_with("/tsa") => stamp(register, request, now),
        ("GET", _) => get(register, path, now),
        _ => nothing(),
    }
}

/// `GET /ocsp/` with the request in Base64 (RFC 6960, A.1), `GET /revoke/NAME`, and `GET /silence` and `GET /speech` about what was revoked.
fn get(register: &Register, path: &str, now: Timestamp) -> Response {
    if let Some(request) = path.strip_prefix("/ocsp/").and_then(decode) {
        return about(register, &request, now);
    }
    if let "/silence" | "/speech" = path {
        register.be_silent(path == "/silence");
        return found("text/plain", b"as you wish\n".to_vec());
    }
    match path.strip_prefix("/revoke/").map(|name| register.revoke(name, now)) {
        Some(true) => found("text/plain", b"revoked\n".to_vec()),
        _ => nothing(),
    }
}

/// A timestamp, or what comes instead of one.
fn stamp(register: &Register, request: &Request, now: Timestamp) -> Response {
    let grant = |body: &[u8], holder: &Holder| {
        let granted = holder.issuing(|issuer| timestamp::issue(body, issuer, register.next(), now, POLICY));
        granted.map_or_else(|_| wrong(), |granted| found("application/timestamp-reply", granted))
    };
    let body = request.body.as_slice();
    match request.path.as_str() {
        "/tsa/wrong-digest" => grant(&with_other_digest(body), &register.timestamps),
        "/tsa/wrong-nonce" => grant(&with_other_nonce(body), &register.timestamps),
        "/tsa/expired-cert" => grant(body, &register.old_timestamps),
        "/tsa/500-twice" if request.before % 3 < 2 => wrong(),
        "/tsa" | "/tsa/500-twice" => grant(body, &register.timestamps),
        "/tsa/down" => wrong(),
        "/tsa/rejects" => timestamp::refuse("the clock of this TEST authority stands still", 14)
            .map_or_else(|_| wrong(), |refusal| found("application/timestamp-reply", refusal)),
        "/tsa/garbage" => found("application/timestamp-reply", b"<html>This is no timestamp.</html>".to_vec()),
        "/tsa/huge" => found("application/timestamp-reply", vec![0x30; 8 * 1024 * 1024]),
        "/tsa/slow" => {
            std::thread::sleep(Duration::from_secs(30));
            grant(body, &register.timestamps)
        }
        _ => nothing(),
    }
}

fn about(register: &Register, request: &[u8], now: Timestamp) -> Response {
    let revoked = register.revoked();
    let status = |serial: &[u8]| match revoked.iter().find(|(withdrawn, _)| withdrawn == serial) {
        Some((_, revoked)) => Status::Revoked(*revoked),
        None if register.knows(serial) => Status::Good,
        None => Status::Unknown,
    };
    let times = Times { produced_at: now, this_update: now, next_update: now.checked_add(HOLDS).ok() };
    let answer = register.responder.issuing(|issuer| ocsp::issue(request, issuer, &status, times));
    answer.map_or_else(|_| wrong(), |answer| found("application/ocsp-response", answer))
}

/// What an issuer withdrew. The root withdraws nothing.
fn list(register: &Register, by: &Holder, now: Timestamp) -> Response {
    let revoked = if by.name == register.root.name { Vec::new() } else { register.revoked() };
    let list = by.issuing(|issuer| crl::issue(issuer, &revoked, now, now.checked_add(HOLDS).ok(), register.next()));
    list.map_or_else(|_| wrong(), |list| found("application/pkix-crl", list))
}

fn found(kind: &'static str, body: Vec<u8>) -> Response {
    Response { status: "200 OK", kind, body }
}

fn nothing() -> Response {
    Response { status: "404 Not Found", kind: "text/plain", body: b"nothing here\n".to_vec() }
}

fn wrong() -> Response {
    Response { status: "500 Internal Server Error", kind: "text/plain", body: b"out of order\n".to_vec() }
}

/// The request as if it were for another digest: the first octet string of a digest's length is changed.
fn with_other_digest(request: &[u8]) -> Vec<u8> {
    let mut request = request.to_vec();
    let digest = request.windows(2).position(|head| matches!(head, [4, 32 | 48 | 64])).unwrap_or_default() + 2;
    request.iter_mut().skip(digest).take(1).for_each(|byte| *byte ^= 1);
    request
}

/// The request as if it bore another nonce, whose last byte stands before the three of `certReq`.
fn with_other_nonce(request: &[u8]) -> Vec<u8> {
    let mut request = request.to_vec();
    request.iter_mut().rev().skip(3).take(1).for_each(|byte| *byte ^= 1);
    request
}

/// Base64 as it stands in an address.
fn decode(text: &str) -> Option<Vec<u8>> {
    let plain = text.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=").replace("%2b", "+").replace("%2f", "/").replace("%3d", "=");
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let value = |c: u8| letters.iter().position(|letter| *letter == c).and_then(|at| u32::try_from(at).ok());
    let mut bytes = Vec::new();
    for group in plain.trim_end_matches('=').as_bytes().chunks(4) {
        let bits = group.iter().try_fold(0_u32, |bits, c| value(*c).map(|value| bits << 6 | value))? << (6 * (4 - group.len()));
        bytes.extend(bits.to_be_bytes().into_iter().skip(1).take(group.len() - 1));
    }
    Some(bytes)
}
