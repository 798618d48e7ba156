//! The levels of a signature, and the way to each (ETSI EN 319 142-1, 6).

use std::fmt;

use crate::fields;
use crate::pdf::{File, Update};
use crate::pki::certificate::Certificate;
use crate::pki::cms::{Message, TIMESTAMP_ALLOWANCE, embed_timestamp};
use crate::pki::timestamp::Checked;

use super::collect::Collector;
use super::dss::ValidationData;
use super::fault::Fault;
use super::keys::SigningKey;
use super::message::{Identity, message};
use super::prepare::{Draw, Intent, prepare, prepare_timestamp};
use super::timestamper::{TimestampFault, Timestamper};

/// A level of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// B-B: signed, with the certificate bound to it.
    Basic,
    /// B-T: a timestamp proves when it was there.
    Timestamped,
    /// B-LT: what proves that no certificate was revoked is in the file.
    LongTerm,
    /// B-LTA: a document timestamp covers all of it, so that it outlasts its certificates.
    Archival,
}

impl Level {
    /// The level of a name, as `B-LT`.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Basic, Self::Timestamped, Self::LongTerm, Self::Archival].into_iter().find(|level| level.to_string() == name)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Basic => "B-B",
            Self::Timestamped => "B-T",
            Self::LongTerm => "B-LT",
            Self::Archival => "B-LTA",
        })
    }
}

/// A level to be reached, with whom it takes to reach it.
#[derive(Clone, Copy)]
pub enum Aim<'w> {
    /// [`Level::Basic`].
    Basic,
    /// [`Level::Timestamped`].
    Timestamped(Timestamper<'w>),
    /// [`Level::LongTerm`].
    LongTerm(Timestamper<'w>, Collector<'w>),
    /// [`Level::Archival`].
    Archival(Timestamper<'w>, Collector<'w>),
}

impl<'w> Aim<'w> {
    /// The level.
    pub fn level(self) -> Level {
        match self {
            Self::Basic => Level::Basic,
            Self::Timestamped(_) => Level::Timestamped,
            Self::LongTerm(..) => Level::LongTerm,
            Self::Archival(..) => Level::Archival,
        }
    }

    fn timestamper(self) -> Option<Timestamper<'w>> {
        match self {
            Self::Basic => None,
            Self::Timestamped(timestamper) | Self::LongTerm(timestamper, _) | Self::Archival(timestamper, _) => Some(timestamper),
        }
    }
}

/// A signed file.
#[derive(Debug)]
pub struct Signed {
    /// The bytes that follow those of the file.
    pub appended: Vec<u8>,
    /// The level that was reached.
    pub level: Level,
    /// When it was signed, by the signer's clock.
    pub moment: jiff::Timestamp,
    /// Why it is not the level that was aimed at: the timestamp authority did not answer.
    pub short: Option<String>,
}

/// Signs a file.
///
/// `may_fall_short` says that a signature without a timestamp is better than none where the timestamp authority does not answer; [`Signed::short`] says so then.
pub fn sign(bytes: &[u8], key: &dyn SigningKey, intent: &Intent, aim: Aim<'_>, may_fall_short: bool, draw: &mut Draw<'_>) -> Result<Signed, Fault> {
    let file = File::open(bytes)?;
    let fields = fields::read(&file)?;
    let room = Identity::of(key).room(aim.timestamper().is_some())?;
    let prepared = prepare(&file, &fields, intent, room, draw)?;
    let basic = message(key, &prepared.digest(key.algorithm().digest()))?;
    let Some(timestamper) = aim.timestamper() else {
        return Ok(Signed { appended: prepared.embed(&basic)?, level: Level::Basic, moment: intent.moment, short: None });
    };
    let (stamped, token) = match timestamped(&basic, timestamper) {
        Ok(stamped) => stamped,
        Err(Unstamped::Silent(why)) if may_fall_short => {
            return Ok(Signed { appended: prepared.embed(&basic)?, level: Level::Basic, moment: intent.moment, short: Some(why) });
        }
        Err(Unstamped::Silent(why)) => return Err(Fault::Timestamp(why)),
        Err(Unstamped::Fault(fault)) => return Err(fault),
    };
    let mut appended = prepared.embed(&stamped)?;
    let collector = match aim {
        Aim::Basic | Aim::Timestamped(_) => return Ok(Signed { appended, level: Level::Timestamped, moment: intent.moment, short: None }),
        Aim::LongTerm(_, collector) | Aim::Archival(_, collector) => collector,
    };
    let data = of_signature(collector, key.certificate(), key.chain(), &token)?;
    let whole = [bytes, &appended].concat();
    appended.extend_from_slice(&store(&whole, &data)?);
    if let Aim::Archival(timestamper, _) = aim {
        let whole = [bytes, &appended].concat();
        appended.extend_from_slice(&archive(&whole, timestamper)?.0);
    }
    Ok(Signed { appended, level: aim.level(), moment: intent.moment, short: None })
}

/// Why a signature has no timestamp.
pub(super) enum Unstamped {
    Silent(String),
    Fault(Fault),
}

/// A message with a timestamp over its signature, and the timestamp.
pub(super) fn timestamped(message: &[u8], timestamper: Timestamper<'_>) -> Result<(Vec<u8>, Checked), Unstamped> {
    let unreadable = |fault: crate::pki::cms::Fault| Unstamped::Fault(Fault::Message(fault.to_string()));
    let read = Message::read(message).map_err(unreadable)?;
    let stamped = timestamper.stamp(&timestamper.digest.of(read.signature()));
    let (token, checked) = stamped.map_err(|fault| match fault {
        TimestampFault::Silent(fault) => Unstamped::Silent(fault.to_string()),
        other => Unstamped::Fault(other.into()),
    })?;
    Ok((embed_timestamp(message, token.der()).map_err(unreadable)?, checked))
}

/// What proves that neither the signer's certificate nor the timestamp authority's was revoked.
pub(super) fn of_signature(collector: Collector<'_>, signer: &Certificate, chain: &[Certificate], token: &Checked) -> Result<ValidationData, Fault> {
    let mut data = collector.collect(signer, chain)?;
    data.extend(of_token(collector, token)?);
    Ok(data)
}

/// What proves that a timestamp authority's certificate was not revoked.
pub(super) fn of_token(collector: Collector<'_>, token: &Checked) -> Result<ValidationData, Fault> {
    collector.collect(&token.signer, &token.others)
}

/// An update that puts validation data into a file's store; empty where the store has it all.
pub(super) fn store(bytes: &[u8], data: &ValidationData) -> Result<Vec<u8>, Fault> {
    let file = File::open(bytes)?;
    let mut update = Update::new(&file)?;
    data.write(&mut update)?;
    Ok(update.finish().bytes)
}

/// An update that covers a file with a document timestamp; also the name of the field it fills.
pub(super) fn archive(bytes: &[u8], timestamper: Timestamper<'_>) -> Result<(Vec<u8>, String), Fault> {
    let file = File::open(bytes)?;
    let fields = fields::read(&file)?;
    let (prepared, name) = prepare_timestamp(&file, &fields, TIMESTAMP_ALLOWANCE)?;
    let (token, _) = timestamper.stamp(&prepared.digest(timestamper.digest))?;
    Ok((prepared.embed(token.der())?, name))
}
