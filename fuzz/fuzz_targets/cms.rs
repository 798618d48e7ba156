//! Any bytes as a signed message: reading and checking it, and a timestamp put into it, after which it must still be the same message.

#![no_main]

use counterpart::pki::cms::{Message, certificates_only, embed_timestamp, without_padding};
use libfuzzer_sys::fuzz_target;

/// What the seeds sign.
const CONTENT: &[u8] = b"hello\n";

fuzz_target!(|data: &[u8]| {
    let _ = certificates_only(data);
    let Ok(bytes) = without_padding(data) else { return };
    let Ok(message) = Message::read(bytes) else { return };
    let (kind, _) = message.content();
    let _ = message.check(&message.digest().of_parts(&[CONTENT])).map_err(|fault| fault.to_string());
    let _ = message.check_inside(kind, &[]).map_err(|fault| fault.to_string());
    let _ = message.signer().map(|signer| signer.called());
    if let Ok(longer) = embed_timestamp(bytes, &[0x30, 0x00]) {
        let again = Message::read(&longer).expect("a message with a timestamp is one");
        assert_eq!(again.signature(), message.signature());
        assert_eq!(again.certificates(), message.certificates());
    }
});
