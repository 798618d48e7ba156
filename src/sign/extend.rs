//! Raising the level of a signed file, or renewing its archive timestamp years later (ETSI EN 319 142-1, 5.5).

use crate::fields::{self, ByteRange, Field, Kind};
use crate::pdf::File;
use crate::pki::certificate::Certificate;
use crate::pki::cms::{Message, TIMESTAMP_ALLOWANCE, without_padding};
use crate::pki::timestamp::{self, Token};

use super::collect::Collector;
use super::dss::ValidationData;
use super::fault::Fault;
use super::level::{Aim, Level, Unstamped, archive, of_token, store, timestamped};
use super::standing::{is_document_timestamp, signature};
use super::timestamper::Timestamper;
use super::waiting::{covered, write};

/// A file whose signatures were brought to a level.
#[derive(Debug)]
pub struct Extended {
    /// The file's bytes. They begin with those it had, but for the room in a signature that a timestamp was put into.
    pub bytes: Vec<u8>,
    /// The names of the fields of new document timestamps.
    pub timestamps: Vec<String>,
}

/// Brings the signatures of a file to a level. A file that has the level gets another document timestamp with [`Aim::Archival`], and nothing with the others.
///
/// Every signature must still match what it covers; whether its signer is to be trusted is not asked.
pub fn extend(bytes: Vec<u8>, aim: Aim<'_>) -> Result<Extended, Fault> {
    let found = Found::read(&bytes)?;
    let (timestamper, collector) = match aim {
        Aim::Basic => return Ok(Extended { bytes, timestamps: Vec::new() }),
        Aim::Timestamped(timestamper) => (timestamper, None),
        Aim::LongTerm(timestamper, collector) | Aim::Archival(timestamper, collector) => (timestamper, Some(collector)),
    };
    let mut extended = Extended { bytes, timestamps: Vec::new() };
    // The timestamp that archives proves the time as well: fields that wait for timestamps are few.
    let can_wait = aim.level() == Level::Archival && !found.can_be_stamped_inside(&extended.bytes);
    if !found.all_timestamped() && !can_wait {
        extended.timestamp(&found, timestamper)?;
    }
    let Some(collector) = collector else { return Ok(extended) };
    let data = Found::read(&extended.bytes)?.validation_data(collector)?;
    if !data.is_within(&ValidationData::read(&File::open(&extended.bytes)?)?) {
        extended.bytes.extend_from_slice(&store(&extended.bytes, &data)?);
    }
    if aim.level() == Level::Archival {
        extended.archive(timestamper)?;
    }
    Ok(extended)
}

impl Extended {
    /// Proves the time of the newest signature: by a timestamp in it where nothing covers it yet and there is room, by a document timestamp otherwise.
    fn timestamp(&mut self, found: &Found, timestamper: Timestamper<'_>) -> Result<(), Fault> {
        if let Some(Signature { covered, message, .. }) = found.newest(&self.bytes) {
            let stamped = match timestamped(message, timestamper) {
                Ok((stamped, _)) => stamped,
                Err(Unstamped::Silent(why)) => return Err(Fault::Timestamp(why)),
                Err(Unstamped::Fault(fault)) => return Err(fault),
            };
            if stamped.len() <= covered.room() {
                return write(&mut self.bytes, covered, &stamped);
            }
        }
        self.archive(timestamper)
    }

    fn archive(&mut self, timestamper: Timestamper<'_>) -> Result<(), Fault> {
        let (appended, name) = archive(&self.bytes, timestamper)?;
        self.bytes.extend_from_slice(&appended);
        self.timestamps.push(name);
        Ok(())
    }
}

/// The signatures and document timestamps of a file, all of which match what they cover.
struct Found {
    signatures: Vec<Signature>,
    timestamps: Vec<timestamp::Checked>,
    /// How far the document timestamps reach.
    reach: usize,
}

struct Signature {
    covered: ByteRange,
    message: Vec<u8>,
    signer: Certificate,
    others: Vec<Certificate>,
    tokens: Vec<timestamp::Checked>,
    is_timestamped: bool,
}

impl Found {
    fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let file = File::open(bytes)?;
        let fields = fields::read(&file)?;
        let mut found = Self { signatures: Vec::new(), timestamps: Vec::new(), reach: 0 };
        for field in fields.iter().filter(|field| field.kind == Kind::Signature && field.is_signed()) {
            found.add(&file, field)?;
        }
        found.signatures.sort_by_key(|signature| signature.covered.end());
        if found.signatures.is_empty() && found.timestamps.is_empty() { Err(Fault::NoSignature) } else { Ok(found) }
    }

    fn add(&mut self, file: &File<'_>, field: &Field) -> Result<(), Fault> {
        let broken = |why: String| Fault::Broken { field: field.name.clone(), why };
        let dictionary = signature(field).ok_or_else(|| broken("it is not a signature".to_owned()))?;
        let covered = covered(file, field).ok_or_else(|| broken("what it covers cannot be made out".to_owned()))?;
        let contents = covered.value(file.bytes());
        let der = without_padding(&contents).map_err(|fault| broken(fault.to_string()))?;
        if is_document_timestamp(dictionary) {
            let token = Token::read(der).map_err(|fault| broken(fault.to_string()))?;
            let checked = token.check(&token.digest().of_parts(&covered.parts(file.bytes())), &[]).map_err(|fault| broken(fault.to_string()))?;
            self.timestamps.push(checked);
            self.reach = self.reach.max(covered.end());
            return Ok(());
        }
        let message = Message::read(der).map_err(|fault| broken(fault.to_string()))?;
        let digest = message.digest().of_parts(&covered.parts(file.bytes()));
        let checked = message.check(&digest).map_err(|fault| broken(fault.to_string()))?;
        let tokens = tokens(&message, &checked.timestamps).map_err(|fault| broken(fault.to_string()))?;
        let is_timestamped = !tokens.is_empty();
        let (signer, others) = (checked.signer, checked.others);
        self.signatures.push(Signature { covered, message: der.to_vec(), signer, others, tokens, is_timestamped });
        Ok(())
    }

    /// The newest signature, where a timestamp can be put into it: nothing covers it, and no earlier one lacks a timestamp.
    fn newest(&self, bytes: &[u8]) -> Option<&Signature> {
        let (last, earlier) = self.signatures.split_last()?;
        let is_open = self.timestamps.is_empty() && earlier.iter().all(|signature| signature.is_timestamped) && last.covered.is_whole(bytes.len());
        (is_open && !last.is_timestamped).then_some(last)
    }

    /// Whether the newest signature has room for a timestamp.
    fn can_be_stamped_inside(&self, bytes: &[u8]) -> bool {
        self.newest(bytes).is_some_and(|signature| signature.covered.room() >= signature.message.len() + TIMESTAMP_ALLOWANCE / 2)
    }

    fn all_timestamped(&self) -> bool {
        self.signatures.iter().all(|signature| signature.is_timestamped || self.reach >= signature.covered.end())
    }

    fn validation_data(&self, collector: Collector<'_>) -> Result<ValidationData, Fault> {
        let mut data = ValidationData::default();
        for signature in &self.signatures {
            data.extend(collector.collect(&signature.signer, &signature.others)?);
        }
        for token in self.signatures.iter().flat_map(|signature| &signature.tokens).chain(&self.timestamps) {
            data.extend(of_token(collector, token)?);
        }
        Ok(data)
    }
}

/// The timestamps over a signature, checked.
fn tokens(message: &Message, ders: &[Vec<u8>]) -> Result<Vec<timestamp::Checked>, timestamp::Fault> {
    let check = |der: &Vec<u8>| {
        let token = Token::read(der)?;
        token.check(&token.digest().of_parts(&[message.signature()]), message.certificates())
    };
    ders.iter().map(check).collect()
}
