//! Any bytes as a signed PDF, verified without and with trusted roots.

#![no_main]

use std::sync::LazyLock;

use counterpart::pki::bundle;
use counterpart::verify::{Options, Trust, verify};
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;

/// Whom the seeds were signed under, and what was known of revocation then.
static TRUST: LazyLock<Trust> = LazyLock::new(|| {
    let roots = bundle::certificates(include_bytes!("../certificates.pem")).expect("certificates");
    let lists = vec![include_bytes!("../corpus/revocation/list").to_vec(), include_bytes!("../corpus/revocation/list-of-root").to_vec()];
    Trust { roots: roots.into_iter().take(1).collect(), lists, ..Trust::default() }
});

fuzz_target!(|data: &[u8]| {
    let options = Options { now: Timestamp::from_second(1_795_600_000).expect("a time") };
    let blind = verify(data, &Trust::default(), &options);
    let knowing = verify(data, &TRUST, &options);
    assert!(!blind.holds(false), "nobody is trusted without a root");
    assert!(!knowing.holds(false) || knowing.signatures.iter().all(|signature| !signature.is_violated()));
    assert_eq!(blind.signatures.len(), knowing.signatures.len());
});
