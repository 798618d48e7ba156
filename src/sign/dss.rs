//! The document security store: what proves, years later, that the certificates were good (ISO 32000-2, 12.8.4.3; ETSI EN 319 142-1, 5.4).

use std::collections::BTreeSet;

use crate::pdf::{Dictionary, File, Object, Update, deflate, edited, write_object};

use super::fault::Fault;

/// How many certificates, lists or responses a store may hold.
const MOST: usize = 1024;

/// Certificates, OCSP responses and lists of revoked certificates, each as DER.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ValidationData {
    /// Certificates (RFC 5280).
    pub certificates: BTreeSet<Vec<u8>>,
    /// OCSP responses (RFC 6960).
    pub responses: BTreeSet<Vec<u8>>,
    /// Lists of revoked certificates (RFC 5280, 5).
    pub lists: BTreeSet<Vec<u8>>,
}

impl ValidationData {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.certificates.is_empty() && self.responses.is_empty() && self.lists.is_empty()
    }

    /// Whether another has all that this one has.
    pub fn is_within(&self, other: &Self) -> bool {
        let parts = [(&self.certificates, &other.certificates), (&self.responses, &other.responses), (&self.lists, &other.lists)];
        parts.into_iter().all(|(own, others)| own.is_subset(others))
    }

    /// Adds what another has.
    pub fn extend(&mut self, other: Self) {
        self.certificates.extend(other.certificates);
        self.responses.extend(other.responses);
        self.lists.extend(other.lists);
    }

    /// What the store of a file holds; empty where it has none.
    pub fn read(file: &File<'_>) -> Result<Self, Fault> {
        let (_, catalog) = file.catalog()?;
        let store = file.get(&catalog, "DSS")?;
        let Some(store) = store.as_dictionary() else { return Ok(Self::default()) };
        let all = |key| -> Result<BTreeSet<Vec<u8>>, Fault> {
            let mut found = BTreeSet::new();
            for stream in file.get(store, key)?.as_array().unwrap_or_default().iter().take(MOST) {
                if let Object::Stream(stream) = file.resolve(stream)? {
                    found.insert(file.data(&stream)?.into_owned());
                }
            }
            Ok(found)
        };
        Ok(Self { certificates: all("Certs")?, responses: all("OCSPs")?, lists: all("CRLs")? })
    }

    /// Puts what the file's store lacks into it; what is there stays.
    pub(super) fn write(&self, update: &mut Update<'_, '_>) -> Result<(), Fault> {
        let known = Self::read(update.file())?;
        let (catalog, dictionary) = update.file().catalog()?;
        let own = dictionary.get("DSS").and_then(Object::as_reference);
        let mut store = update.file().get(&dictionary, "DSS")?.as_dictionary().cloned().unwrap_or_default();
        store.set("Type", Object::Name(b"DSS".to_vec()));
        for (key, wanted, known) in
            [("Certs", &self.certificates, &known.certificates), ("OCSPs", &self.responses, &known.responses), ("CRLs", &self.lists, &known.lists)]
        {
            add(update, &mut store, key, wanted.difference(known))?;
        }
        let mut bytes = Vec::new();
        write_object(&Object::Dictionary(store), &mut bytes);
        if let Some(own) = own {
            update.set(own, bytes);
            return Ok(());
        }
        let own = update.allocate()?;
        update.set(own, bytes);
        let changed = edited(&update.raw(catalog)?, &[("DSS", Some(own.to_string().into_bytes()))])?;
        update.set(catalog, changed);
        Ok(())
    }
}

/// Appends streams to one of the store's arrays.
fn add<'d>(update: &mut Update<'_, '_>, store: &mut Dictionary, key: &str, new: impl Iterator<Item = &'d Vec<u8>>) -> Result<(), Fault> {
    let mut array = match update.file().get(store, key)? {
        Object::Array(array) => array,
        _ => Vec::new(),
    };
    let before = array.len();
    for data in new {
        let reference = update.allocate()?;
        let mut dictionary = Dictionary::default();
        dictionary.set("Filter", Object::Name(b"FlateDecode".to_vec()));
        update.set_stream(reference, &dictionary, &deflate(data));
        array.push(Object::Reference(reference));
    }
    if array.len() > before {
        store.set(key, Object::Array(array));
    }
    Ok(())
}
