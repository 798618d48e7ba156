//! `build --sign`: the PDFs of a build, signed as a profile says.

use std::fmt;
use std::path::Path;

use super::here;
use super::signer::Signer;
use super::studio::Studio;
use crate::brand::Pattern;
use crate::cache::{Key, KeyHasher};
use crate::compile::{Sealed, Sealer};
use crate::output::failure::Failure;
use crate::sign::Signed;

/// Signs what the profile is for.
pub(super) struct ProfileSealer {
    studio: Studio,
    signer: Signer,
    documents: Option<Vec<Pattern>>,
    /// What signatures follow from, which is asked for with every document.
    key: Key,
}

impl ProfileSealer {
    pub(super) fn new(studio: Studio, signer: Signer) -> Result<Self, Failure> {
        let patterns = signer.profile().documents.as_ref();
        let read = |text: &String| Pattern::read(text, true).map_err(|why| Failure::new(format!("`{text}` in the profile's `documents:`: {why}")));
        let documents = patterns.map(|patterns| patterns.iter().map(read).collect()).transpose()?;
        // What a profile prints of itself names where its secrets are found, and no secret.
        let key = KeyHasher::key("profile", (format!("{:?}", signer.profile()), signer.certificate().der()));
        Ok(Self { studio, signer, documents, key })
    }
}

impl fmt::Debug for ProfileSealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProfileSealer").field("profile", self.signer.profile()).finish_non_exhaustive()
    }
}

impl Sealer for ProfileSealer {
    fn signs(&self, brand: &str, policy: &str) -> bool {
        let brands = self.signer.profile().brands.as_ref();
        let for_brand = brands.is_none_or(|brands| brands.iter().any(|id| id == brand));
        for_brand && self.documents.as_ref().is_none_or(|documents| documents.iter().any(|pattern| pattern.is_match(policy)))
    }

    fn key(&self, _brand: &str) -> Key {
        self.key
    }

    fn seal(&self, brand: &str, body: &[u8]) -> Result<Sealed, Failure> {
        let brand = self.studio.brand_of(brand).ok_or_else(|| Failure::new(format!("there is no brand `{brand}`")))?;
        let Signed { appended, level, moment, short } = self.signer.sign(body, brand, None).map_err(|fault| Failure::new(fault.to_string()))?;
        let certificate = self.signer.certificate();
        let extend_to = short.map(|_| self.signer.profile().level.level().to_string());
        Ok(Sealed {
            appended,
            signer: certificate.called(),
            certificate: certificate.fingerprint(),
            level: level.to_string(),
            time: moment.to_string(),
            extend_to,
        })
    }

    fn shown(&self, place: &Path) -> String {
        here::from_here(place).display().to_string()
    }
}
