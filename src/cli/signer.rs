//! Signing as a profile says: its key, its authorities, and what a signature shows.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use zeroize::Zeroizing;

use super::secrets::Door;
use super::terminal::Terminal;
use super::{clock, named_file, proxies};
use crate::brand::Brand;
use crate::fields::{self, Seal, Stamp as _, Widget};
use crate::net::{Http, Location, Login, Once, Patience};
use crate::output::failure::Failure;
use crate::pdf::{Reference, Update};
use crate::pki::algorithm::Digest;
use crate::pki::bundle::certificates;
use crate::pki::certificate::Certificate;
use crate::pki::{crl, ocsp};
use crate::render::typst::Engine;
use crate::sign::keys::concern::{Weight, concerns};
use crate::sign::keys::{self, SigningKey, chain};
use crate::sign::profile::{Fallback, Profile, Revocation, RevocationSource, Shown, Target, TimestampAuthority, Visibility};
use crate::sign::secret::Secrets as _;
use crate::sign::{self, Aim, Collector, Intent, Signed, Timestamper, Words};

/// Whoever signs as a profile says. May sign several files at once.
pub(super) struct Signer {
    key: Box<dyn SigningKey>,
    authorities: Authorities,
    drawing: Drawing,
    profile: Profile,
}

impl Signer {
    /// Opens a profile's key. The terminal is told what speaks against it without forbidding it.
    pub(super) fn open(name: &str, profile: Profile, engine: Engine, terminal: &Terminal) -> Result<Self, Failure> {
        let door = Door::new(terminal);
        let key = keys::open(&profile.key, profile.scheme, &door);
        let key = key.map_err(|fault| Failure::new(format!("profile `{name}`: {fault}")))?;
        for concern in concerns(key.certificate(), clock::this_second()) {
            match concern.weight() {
                Weight::Warn => terminal.say(&format!("warning: profile `{name}`: {concern}")),
                Weight::Refuse => return Err(Failure::new(format!("profile `{name}`: {concern}"))),
            }
        }
        let authorities = Authorities::open(name, &profile, &door)?;
        let missing = chain::missing_issuer(key.certificate(), key.chain(), &authorities.roots);
        if let (Some(issuer), true) = (missing, profile.trust.is_some()) {
            let message = format!("profile `{name}`: the certificate of {issuer} is missing between the signer's and the roots in `trust:`");
            return Err(Failure::new(message).hint("add it to a file, and name that file as the key's `chain:`"));
        }
        let drawing = Drawing::new(engine, key.certificate().clone(), Some(profile.clone()));
        Ok(Self { key, authorities, drawing, profile })
    }

    /// The profile it signs by.
    pub(super) fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The key it signs with.
    pub(super) fn key(&self) -> &dyn SigningKey {
        self.key.as_ref()
    }

    /// The signer's certificate.
    pub(super) fn certificate(&self) -> &Certificate {
        self.key.certificate()
    }

    /// Signs a file for a brand; `field` is the field to sign in place of the profile's own.
    pub(super) fn sign(&self, bytes: &[u8], brand: &Brand, field: Option<&str>) -> Result<Signed, sign::Fault> {
        let moment = clock::this_second();
        let field = field.unwrap_or(&self.profile.field);
        let intent = self.drawing.intent(field, moment);
        let may_fall_short = self.profile.level.timestamper().is_some_and(|timestamper| timestamper.fallback == Fallback::Basic);
        let aim = self.authorities.aim(&self.profile.level, moment);
        let draw = &mut |update: &mut Update<'_, '_>, widget: &Widget| self.drawing.draw(brand, field, moment, update, widget);
        sign::sign(bytes, self.key.as_ref(), &intent, aim, may_fall_short, draw)
    }
}

/// What a signature says and shows.
pub(super) struct Drawing {
    engine: Engine,
    certificate: Certificate,
    /// The profile it is made by, where it is made by one.
    profile: Option<Profile>,
    drawn: Mutex<Drawn>,
}

/// What was drawn in the current second, by what it was drawn for: the brand, whether with its mark, and the field's size.
#[derive(Default)]
struct Drawn {
    moment: Timestamp,
    seals: BTreeMap<String, Arc<fields::Appearance>>,
}

impl Drawing {
    /// What the signature of a certificate's holder shows.
    pub(super) fn new(engine: Engine, certificate: Certificate, profile: Option<Profile>) -> Self {
        Self { engine, certificate, profile, drawn: Mutex::default() }
    }

    /// What a signature in a field says.
    pub(super) fn intent(&self, field: &str, moment: Timestamp) -> Intent {
        let plain = Intent {
            field: field.to_owned(),
            add_field: true,
            words: Words { name: self.certificate.called(), ..Words::default() },
            moment,
            ..Intent::default()
        };
        let Some(profile) = &self.profile else { return plain };
        let (reason, location, contact) = (profile.reason.clone(), profile.location.clone(), profile.contact.clone());
        let words = Words { reason, location, contact, ..plain.words };
        Intent { words, certify: profile.certification, lock: profile.lock.clone(), ..plain }
    }

    /// Draws a signature of this second into an update, in the size of a field's widget. The brand's mark stands for the company: whoever signs in a field
    /// for the customer is not the company.
    pub(super) fn draw(
        &self,
        brand: &Brand,
        field: &str,
        moment: Timestamp,
        update: &mut Update<'_, '_>,
        widget: &Widget,
    ) -> Result<Option<Reference>, sign::Fault> {
        let appearance = self.profile.as_ref().map_or_else(|| Visibility::Visible(Shown::default()), |profile| profile.appearance.clone());
        let Visibility::Visible(shown) = appearance else { return Ok(None) };
        let seal = self.seal(brand, Shown { mark: shown.mark && !field.starts_with("customer"), ..shown }, moment, widget)?;
        Ok(seal.add(update)?.first().copied())
    }

    fn seal(&self, brand: &Brand, shown: Shown, moment: Timestamp, widget: &Widget) -> Result<Arc<fields::Appearance>, sign::Fault> {
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        if drawn.moment != moment {
            *drawn = Drawn { moment, seals: BTreeMap::new() };
        }
        let key = format!("{} {} {:.2} {:.2}", brand.key(), shown.mark, widget.width(), widget.height());
        if let Some(known) = drawn.seals.get(&key) {
            return Ok(Arc::clone(known));
        }
        let (name, organization) = (self.certificate.called(), self.certificate.organization());
        let profile = self.profile.as_ref();
        let time = moment.to_zoned(TimeZone::fixed(shown.zone));
        let seal = Seal {
            signer: &name,
            organization: organization.as_deref(),
            time: Some(&time).filter(|_| shown.time),
            reason: profile.and_then(|profile| profile.reason.as_deref()).filter(|_| shown.reason),
            location: profile.and_then(|profile| profile.location.as_deref()),
            marked: shown.mark,
            width: widget.width(),
            height: widget.height(),
        };
        let page = self.engine.stamper(&brand.theme, &brand.locale).seal(&seal).map_err(sign::Fault::Drawing)?;
        let read = Arc::new(fields::Appearance::read(&page)?);
        drawn.seals.insert(key, Arc::clone(&read));
        Ok(read)
    }
}

/// The authorities a profile names, and how they are reached.
pub(super) struct Authorities {
    web: Once<Http>,
    /// Where the signer's chain must end.
    roots: Vec<Certificate>,
    /// Where the timestamp authority's chain must end.
    timestamp_roots: Vec<Certificate>,
    /// What is at hand of OCSP responses and lists of revoked certificates.
    at_hand: Vec<Vec<u8>>,
    url: String,
}

impl Authorities {
    /// Prepares what asking takes; nobody is asked yet.
    pub(super) fn open(name: &str, profile: &Profile, door: &Door<'_>) -> Result<Self, Failure> {
        let timestamper = profile.level.timestamper();
        let mut http = Http::new(timestamper.map_or_else(Patience::default, patience), proxies::of_the_environment());
        if let Some(login) = timestamper.and_then(|timestamper| login(timestamper, door)) {
            http = http.with_login(login.map_err(|why| Failure::new(format!("profile `{name}`: {why}")))?);
        }
        let roots = profile.trust.as_deref().map(trusted).transpose()?.unwrap_or_default();
        let timestamp_roots = timestamper.and_then(|timestamper| timestamper.trust.as_deref()).map(trusted).transpose()?;
        let files = profile.level.revocation().map(|revocation| revocation.files.as_slice()).unwrap_or_default();
        Ok(Self {
            web: Once::new(http),
            timestamp_roots: timestamp_roots.unwrap_or_else(|| roots.clone()),
            roots,
            at_hand: files.iter().map(|file| evidence(file)).collect::<Result<_, _>>()?,
            url: timestamper.map_or_else(String::new, |timestamper| timestamper.url.clone()),
        })
    }

    /// A profile's level, with whom it takes to reach it.
    pub(super) fn aim(&self, level: &Target, moment: Timestamp) -> Aim<'_> {
        let timestamper = Timestamper { web: &self.web, url: &self.url, digest: Digest::Sha256, roots: &self.timestamp_roots };
        let collector = |revocation: &Revocation| Collector {
            web: &self.web,
            known: &self.roots,
            lists_first: revocation.prefer == RevocationSource::Crl,
            at_hand: &self.at_hand,
            now: moment,
        };
        match level {
            Target::Basic => Aim::Basic,
            Target::Timestamped(_) => Aim::Timestamped(timestamper),
            Target::LongTerm(_, revocation) => Aim::LongTerm(timestamper, collector(revocation)),
            Target::Archival(_, revocation) => Aim::Archival(timestamper, collector(revocation)),
        }
    }
}

/// The name and password for a timestamp authority that wants them.
fn login(timestamper: &TimestampAuthority, door: &Door<'_>) -> Option<Result<Login, String>> {
    let credentials = timestamper.credentials.as_ref()?;
    let password = door.secret(&credentials.password, "the password for the timestamp authority").map_err(|fault| fault.to_string());
    Some(password.and_then(|password| {
        let password = Zeroizing::new(password.expose().to_owned());
        let login = Location::parse(&timestamper.url).and_then(|location| Login::new(&location, &credentials.user, &password));
        login.map_err(|cause| format!("the timestamp authority at {} {cause}", timestamper.url))
    }))
}

/// An OCSP response or a list of revoked certificates, as DER.
fn evidence(file: &Path) -> Result<Vec<u8>, Failure> {
    let bytes = named_file::read(file)?;
    let is_evidence = |der: &[u8]| crl::List::read(der).is_ok() || ocsp::Response::read(der).is_ok();
    let der = match pem::parse(&bytes) {
        Ok(block) => block.into_contents(),
        Err(_) => bytes,
    };
    let unfit = || Failure::new(format!("{} is neither an OCSP response nor a list of revoked certificates", file.display()));
    if is_evidence(&der) { Ok(der) } else { Err(unfit()) }
}

fn patience(timestamper: &TimestampAuthority) -> Patience {
    let tries = timestamper.retries.saturating_add(1);
    let total = timestamper.timeout.saturating_mul(tries).saturating_add(Duration::from_secs(u64::from(tries) * 4));
    Patience { tries, timeout: timestamper.timeout, total, ..Patience::default() }
}

/// The certificates in a file, or those of authorities in the files of a folder, where keys and signers' own certificates may stand beside them.
pub(super) fn trusted(path: &Path) -> Result<Vec<Certificate>, Failure> {
    if !named_file::is_folder(path) {
        let found = certificates(&named_file::read(path)?);
        return found.map_err(|fault| Failure::new(format!("{}: {fault}", path.display())));
    }
    let mut roots = Vec::new();
    for file in named_file::list(path)? {
        let found = certificates(&named_file::read(&file)?).unwrap_or_default();
        roots.extend(found.into_iter().filter(Certificate::is_authority));
    }
    let empty =
        || Failure::new(format!("there is no authority's certificate in {}", path.display())).hint("name a file with the certificate to trust");
    if roots.is_empty() { Err(empty()) } else { Ok(roots) }
}
