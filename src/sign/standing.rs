//! What the signatures of a file leave open to those who come after (ISO 32000-2, 12.8.2.2 and 12.8.2.4).

use crate::fields::{Field, Kind, Permission, Restriction, restrictions};
use crate::pdf::{Dictionary, File};

use super::fault::Fault;

/// How the names of fields begin that are kept for document timestamps.
pub const RESERVED: &str = "DocTimeStamp";

/// The signatures that a file has, and what they leave open.
#[derive(Debug)]
pub struct Standing {
    /// The names of the signed fields; document timestamps are not among them.
    pub signed: Vec<String>,
    /// The names of the signature fields that are still empty; those kept for document timestamps are not among them.
    pub open: Vec<String>,
    restrictions: Vec<Restriction>,
}

impl Standing {
    /// Reads what the signature fields of a file say.
    pub fn of(file: &File<'_>, fields: &[Field]) -> Result<Self, Fault> {
        let of_people = |field: &&Field| field.kind == Kind::Signature && !signature(field).is_some_and(is_document_timestamp);
        let (signed, open): (Vec<&Field>, Vec<&Field>) = fields.iter().filter(of_people).partition(|field| field.is_signed());
        let names = |fields: Vec<&Field>| fields.into_iter().map(|field| field.name.clone()).collect();
        let open = open.into_iter().filter(|field| !field.name.starts_with(RESERVED)).collect();
        Ok(Self { signed: names(signed), open: names(open), restrictions: restrictions(file, fields)? })
    }

    /// What may be changed, where a signature says so.
    pub fn permission(&self) -> Option<Permission> {
        self.restrictions.iter().filter_map(|restriction| restriction.permission).min()
    }

    /// Refuses a signature that the earlier ones do not allow.
    pub fn admit(&self, field: &str, certify: Option<Permission>, is_new: bool) -> Result<(), Fault> {
        let permission = self.permission();
        if permission == Some(Permission::Nothing) {
            return Err(Fault::Closed);
        }
        if let Some(restriction) = self.restrictions.iter().find(|restriction| restriction.locked.iter().any(|scope| scope.covers(field))) {
            return Err(Fault::Locked { field: field.to_owned(), by: restriction.by.clone() });
        }
        if is_new && permission.is_some() {
            return Err(Fault::NewField(field.to_owned()));
        }
        match (certify, self.signed.first()) {
            (Some(_), Some(first)) => Err(Fault::CertificationNotFirst(first.clone())),
            (Some(Permission::Nothing), None) => {
                let open: Vec<String> = self.open.iter().filter(|name| *name != field).cloned().collect();
                if open.is_empty() { Ok(()) } else { Err(Fault::OpenFields(open)) }
            }
            _ => Ok(()),
        }
    }
}

/// The signature dictionary that a field holds.
pub fn signature(field: &Field) -> Option<&Dictionary> {
    field.value.as_dictionary().filter(|_| field.kind == Kind::Signature)
}

/// Whether a signature dictionary is a document timestamp (ISO 32000-2, 12.8.5).
pub fn is_document_timestamp(signature: &Dictionary) -> bool {
    signature.get("SubFilter").is_some_and(|filter| filter.is_name("ETSI.RFC3161"))
}
