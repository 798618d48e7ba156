//! A token, logged in to, with the sessions that signatures are made in.

use std::path::Path;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::MechanismType;
use cryptoki::session::{Session, UserType};
use cryptoki::slot::Slot;
use cryptoki::types::AuthPin;

use super::fault::fault;
use crate::sign::keys::TokenFault;
use crate::sign::secret::Secret;

/// A token. Its sessions are kept and used again; a thread that finds none opens one more.
pub(super) struct Token {
    module: Pkcs11,
    slot: Slot,
    sessions: Mutex<Sessions>,
    returned: Condvar,
}

#[derive(Default)]
struct Sessions {
    idle: Vec<Session>,
    /// How many there are, idle or not.
    open: usize,
}

impl Token {
    /// Finds a token by its label, or else by its serial number.
    pub(super) fn find(module: &Path, name: &str) -> Result<Self, TokenFault> {
        let module = load(module)?;
        let answered = |error| fault(&error, false);
        let slots = module.get_slots_with_initialized_token().map_err(answered)?;
        let tokens: Vec<_> = slots.into_iter().filter_map(|slot| Some((slot, module.get_token_info(slot).ok()?))).collect();
        let labelled: Vec<Slot> = tokens.iter().filter(|(_, token)| token.label().trim_end() == name).map(|(slot, _)| *slot).collect();
        let numbered = tokens.iter().find(|(_, token)| token.serial_number().trim_end() == name).map(|(slot, _)| *slot);
        let slot = match (labelled.as_slice(), numbered) {
            ([slot], _) => *slot,
            ([], Some(slot)) => slot,
            ([], None) => {
                return Err(TokenFault::NoToken(name.to_owned(), tokens.iter().map(|(_, token)| token.label().trim_end().to_owned()).collect()));
            }
            _ => return Err(TokenFault::SeveralTokens(name.to_owned())),
        };
        Ok(Self { module, slot, sessions: Mutex::default(), returned: Condvar::new() })
    }

    /// Whether a PIN is to be given by this program.
    pub(super) fn wants_pin(&self) -> Result<bool, TokenFault> {
        let token = self.module.get_token_info(self.slot).map_err(|error| fault(&error, false))?;
        Ok(token.login_required() && !token.protected_authentication_path())
    }

    /// Logs in, once for all sessions. Without a PIN it is typed at the token's own keys.
    pub(super) fn log_in(&self, pin: Option<&AuthPin>) -> Result<(), TokenFault> {
        let token = self.module.get_token_info(self.slot).map_err(|error| fault(&error, false))?;
        if token.user_pin_locked() {
            return Err(TokenFault::PinLocked);
        }
        if !token.login_required() {
            return Ok(());
        }
        self.with_session(|session| match session.login(UserType::User, pin) {
            Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(()),
            other => other,
        })
    }

    /// What the token can do.
    pub(super) fn mechanisms(&self) -> Result<Vec<MechanismType>, TokenFault> {
        self.module.get_mechanism_list(self.slot).map_err(|error| fault(&error, false))
    }

    /// Does something in a session that nobody else uses meanwhile. A session in which something failed is closed.
    pub(super) fn with_session<T>(&self, work: impl FnOnce(&Session) -> Result<T, Error>) -> Result<T, TokenFault> {
        let session = self.take().map_err(|error| self.fault(&error))?;
        let done = work(&session);
        let kept = done.is_ok().then_some(session);
        let mut sessions = self.lock();
        match kept {
            Some(session) => sessions.idle.push(session),
            None => sessions.open -= 1,
        }
        drop(sessions);
        self.returned.notify_one();
        done.map_err(|error| self.fault(&error))
    }

    fn take(&self) -> Result<Session, Error> {
        let mut sessions = self.lock();
        loop {
            if let Some(session) = sessions.idle.pop() {
                return Ok(session);
            }
            match self.module.open_ro_session(self.slot) {
                Ok(session) => {
                    sessions.open += 1;
                    return Ok(session);
                }
                // The token has no more of them: one that is in use comes back.
                Err(Error::Pkcs11(RvError::SessionCount, _)) if sessions.open > 0 => {
                    sessions = self.returned.wait(sessions).unwrap_or_else(PoisonError::into_inner);
                }
                Err(error) => return Err(error),
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Sessions> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fault(&self, error: &Error) -> TokenFault {
        let last_try = self.module.get_token_info(self.slot).is_ok_and(|token| token.user_pin_final_try());
        fault(error, last_try)
    }
}

/// A PIN as the module takes it.
pub(super) fn pin(secret: &Secret) -> AuthPin {
    AuthPin::from(secret.expose().to_owned())
}

/// Loads a module and starts it. Another profile may have started it before: it runs once in a process.
fn load(path: &Path) -> Result<Pkcs11, TokenFault> {
    let module = Pkcs11::new(path).map_err(|error| match error {
        Error::LibraryLoading(why) => TokenFault::Module(path.to_path_buf(), why.to_string()),
        Error::MissingSymbol(_) => TokenFault::Module(path.to_path_buf(), "it is a library, and no PKCS#11 module".to_owned()),
        other => TokenFault::Module(path.to_path_buf(), other.to_string()),
    })?;
    match module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => Ok(module),
        Err(error) => Err(TokenFault::Module(path.to_path_buf(), fault(&error, false).to_string())),
    }
}
