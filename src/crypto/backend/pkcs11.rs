//! Keys in an HSM or token that speaks PKCS #11 (OASIS PKCS #11 2.40 and 3.x).
//!
//! The private key never leaves the token: a key that could (CKA_EXTRACTABLE) is refused. Each thread that signs has a
//! session of its own; sessions are kept for the next signature. When the token loses them (a reset, a pulled card, a
//! restarted service), the next signature opens them anew and logs in again, a few times: a token that stays away fails that
//! document, and a PIN that was refused is never tried a second time, because a few refusals lock a card for good.

use core::fmt;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::Slot;
use cryptoki::types::AuthPin;
use zeroize::Zeroizing;

use super::pkcs11_uri::{Pkcs11Uri, TokenNames};
use crate::crypto::{Digest, DigestAlgorithm, SignatureAlgorithm, Signer, SigningError};

/// An RSA key in a token. It signs RSA PKCS#1 v1.5 with SHA-256 (CKM_RSA_PKCS over the DigestInfo).
pub struct Pkcs11Signer {
    context: Pkcs11,
    key: Pkcs11Uri,
    pin: AuthPin,
    sessions: Mutex<Sessions>,
}

/// Sessions that nobody uses at the moment.
struct Sessions {
    idle: Vec<Opened>,
    /// Counts the losses: a session of an earlier count is void, whatever its handle.
    generation: u64,
    /// The token refused the PIN. It is not tried again.
    pin_refused: bool,
}

/// A session, logged in, with the key found.
struct Opened {
    session: Session,
    key: ObjectHandle,
    generation: u64,
}

/// DER of DigestInfo up to the digest of SHA-256 (RFC 8017, 9.2, note 1).
const SHA256_DIGEST_INFO: [u8; 19] = [
    0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00,
    0x04, 0x20,
];

/// Octets of the shortest modulus that may sign: 2048 bits.
const MODULUS_OCTETS: usize = 256;

/// Sessions tried for one signature. Another program may log out again before the new session has signed.
const ATTEMPTS: u8 = 4;

impl Pkcs11Signer {
    /// Loads the module, finds the token and the key, logs in, and checks that the key is fit for signing.
    ///
    /// `module` is the absolute path of the token maker's library. It runs inside this process with all its rights: load
    /// none that you would not run.
    ///
    /// # Errors
    /// [`SigningError::Unavailable`] when module, token or login fail; [`SigningError::KeyRejected`] when not exactly one key
    /// has the name, or it is no RSA key of 2048 bits or more, may not sign, may leave the token, or wants its PIN for
    /// every signature (CKA_ALWAYS_AUTHENTICATE).
    pub fn open(module: &Path, key: Pkcs11Uri, pin: &Zeroizing<String>) -> Result<Self, SigningError> {
        let context = Pkcs11::new(module).map_err(|error| unavailable(&error))?;
        initialize(&context).map_err(|error| unavailable(&error))?;
        let pin = AuthPin::new(pin.as_str().into());
        let sessions = Mutex::new(Sessions { idle: Vec::new(), generation: 0, pin_refused: false });
        let signer = Self { context, key, pin, sessions };
        let opened = signer.session(0)?;
        signer.inspect(&opened)?;
        signer.put_back(opened);
        Ok(signer)
    }

    /// Whether the token that a URI names is there. Nobody logs in, and no PIN is needed.
    pub fn token_presence(module: &Path, key: &Pkcs11Uri) -> TokenPresence {
        let context = match Pkcs11::new(module) {
            Ok(context) => context,
            Err(error) => return TokenPresence::ModuleUnusable(unavailable(&error)),
        };
        if let Err(error) = initialize(&context) {
            return TokenPresence::ModuleUnusable(unavailable(&error));
        }
        match slot(&context, key) {
            Ok(_) => TokenPresence::Present,
            Err(Failure::Key(reason)) => TokenPresence::NotFound(SigningError::KeyRejected(reason)),
            Err(Failure::Token(error)) => TokenPresence::NotFound(unavailable(&error)),
        }
    }

    /// What a key must be to sign here (PKCS #11, 4.9).
    fn inspect(&self, opened: &Opened) -> Result<(), SigningError> {
        let wanted = [
            AttributeType::Sign,
            AttributeType::Extractable,
            AttributeType::Sensitive,
            AttributeType::AlwaysAuthenticate,
            AttributeType::Modulus,
        ];
        let found =
            opened.session.get_attributes(opened.key, &wanted).map_err(|error| unavailable(&error))?;
        let rejected = |reason: &str| Err(SigningError::KeyRejected(reason.to_owned()));
        let is = |attribute: &Attribute| found.contains(attribute);
        if !is(&Attribute::Sign(true)) {
            return rejected("the token does not let this key sign (CKA_SIGN)");
        }
        if !is(&Attribute::Extractable(false)) || !is(&Attribute::Sensitive(true)) {
            return rejected("this key may leave the token (CKA_EXTRACTABLE, CKA_SENSITIVE)");
        }
        if is(&Attribute::AlwaysAuthenticate(true)) {
            return rejected("this key wants its PIN for every signature (CKA_ALWAYS_AUTHENTICATE)");
        }
        let long_enough = |one: &Attribute| {
            matches!(one, Attribute::Modulus(modulus)
                if modulus.iter().skip_while(|octet| **octet == 0).count() >= MODULUS_OCTETS)
        };
        if found.iter().any(long_enough) { Ok(()) } else { rejected("RSA key under 2048 bits") }
    }

    /// A session nobody else uses: one that is idle, or a new one.
    fn session(&self, attempt: u8) -> Result<Opened, SigningError> {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(opened) = sessions.idle.pop() {
            return Ok(opened);
        }
        if sessions.pin_refused {
            return Err(SigningError::Unavailable("the token refused the PIN; it is not tried again".into()));
        }
        // Opened under the lock: when all sessions are lost, the threads log in one after the other, not at once.
        match self.open_session(sessions.generation) {
            Ok(opened) => Ok(opened),
            Err(Failure::Key(reason)) => Err(SigningError::KeyRejected(reason)),
            Err(Failure::Token(error)) => {
                sessions.pin_refused = is_refused_pin(&error);
                if attempt == 0 && is_loss(&error) && initialize(&self.context).is_ok() {
                    drop(sessions);
                    return self.session(1);
                }
                Err(unavailable(&error))
            }
        }
    }

    fn open_session(&self, generation: u64) -> Result<Opened, Failure> {
        let slot = slot(&self.context, &self.key)?;
        // Closed by hand: a handle of a lost session may meanwhile be the number of another one.
        let session = self.context.open_ro_session_no_drop(slot)?;
        match session.login(UserType::User, Some(&self.pin)) {
            // Login is the application's, not the session's (PKCS #11, 5.6): the second session finds it done.
            Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => {}
            Err(error) => {
                let _ = session.close();
                return Err(error.into());
            }
        }
        match self.find(&session) {
            Ok(key) => Ok(Opened { session, key, generation }),
            Err(failure) => {
                let _ = session.close();
                Err(failure)
            }
        }
    }

    /// The one private RSA key the URI names.
    fn find(&self, session: &Session) -> Result<ObjectHandle, Failure> {
        let mut template = vec![
            Attribute::Class(ObjectClass::PRIVATE_KEY),
            Attribute::KeyType(KeyType::RSA),
            Attribute::Token(true),
        ];
        template.extend(self.key.object().map(|label| Attribute::Label(label.as_bytes().to_vec())));
        template.extend(self.key.id().map(|id| Attribute::Id(id.to_vec())));
        match session.find_objects(&template)?.as_slice() {
            [key] => Ok(*key),
            [] => Err(Failure::Key("the token has no private RSA key of this name".into())),
            _ => Err(Failure::Key("several keys of the token have this name; add id=".into())),
        }
    }

    fn put_back(&self, opened: Opened) {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if opened.generation == sessions.generation {
            sessions.idle.push(opened);
        }
    }

    /// The token lost its sessions: those that are idle are void too.
    fn lose(&self, generation: u64) {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if sessions.generation == generation {
            sessions.generation = generation.saturating_add(1);
            sessions.idle.clear();
        }
    }
}

impl Signer for Pkcs11Signer {
    fn algorithm(&self) -> SignatureAlgorithm {
        SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256)
    }

    fn sign(&self, digest: &Digest) -> Result<Vec<u8>, SigningError> {
        if digest.algorithm() != DigestAlgorithm::Sha256 {
            return Err(SigningError::DigestAlgorithm);
        }
        let digest_info = [&SHA256_DIGEST_INFO, digest.as_bytes()].concat();
        let mut left = ATTEMPTS;
        loop {
            left = left.saturating_sub(1);
            let opened = self.session(0)?;
            let error = match opened.session.sign(&Mechanism::RsaPkcs, opened.key, &digest_info) {
                Ok(value) => {
                    self.put_back(opened);
                    return Ok(value);
                }
                Err(error) => error,
            };
            let is_lost = is_loss(&error);
            if is_lost {
                self.lose(opened.generation);
            } else {
                // It may hold an operation that was begun.
                let _ = opened.session.close();
            }
            if !is_lost || left == 0 {
                return Err(unavailable(&error));
            }
        }
    }
}

impl Drop for Pkcs11Signer {
    fn drop(&mut self) {
        let sessions = self.sessions.get_mut().unwrap_or_else(PoisonError::into_inner);
        for opened in sessions.idle.drain(..) {
            let _ = opened.session.close();
        }
    }
}

impl fmt::Debug for Pkcs11Signer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pkcs11Signer").field("key", &self.key).finish_non_exhaustive()
    }
}

/// Whether a token is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenPresence {
    /// The maker's module could not be loaded or made ready.
    ModuleUnusable(SigningError),
    /// No token, or more than one, is the one named.
    NotFound(SigningError),
    /// It is there.
    Present,
}

enum Failure {
    Key(String),
    Token(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Token(error)
    }
}

/// The one slot whose token the URI names.
fn slot(context: &Pkcs11, key: &Pkcs11Uri) -> Result<Slot, Failure> {
    let mut found = None;
    for slot in context.get_slots_with_initialized_token()? {
        let token = context.get_token_info(slot)?;
        let names = TokenNames {
            label: token.label(),
            serial: token.serial_number(),
            manufacturer: token.manufacturer_id(),
            model: token.model(),
        };
        if key.names(slot.id(), &names) && found.replace(slot).is_some() {
            return Err(Failure::Key("several tokens match the URI; add token= or serial=".into()));
        }
    }
    found.ok_or_else(|| {
        Error::Pkcs11(RvError::TokenNotPresent, cryptoki::context::Function::GetSlotList).into()
    })
}

/// The module belongs to the whole process; another user of it may have made it ready before.
fn initialize(context: &Pkcs11) -> Result<(), Error> {
    match context.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// The session, or what it rests on, is gone; a new one may work.
const fn is_loss(error: &Error) -> bool {
    matches!(
        error,
        Error::Pkcs11(
            RvError::CryptokiNotInitialized
                | RvError::DeviceError
                | RvError::DeviceRemoved
                | RvError::KeyHandleInvalid
                | RvError::ObjectHandleInvalid
                | RvError::SessionClosed
                | RvError::SessionHandleInvalid
                | RvError::SlotIdInvalid
                | RvError::TokenNotPresent
                | RvError::UserNotLoggedIn,
            _
        )
    )
}

const fn is_refused_pin(error: &Error) -> bool {
    matches!(
        error,
        Error::Pkcs11(
            RvError::PinExpired
                | RvError::PinIncorrect
                | RvError::PinInvalid
                | RvError::PinLenRange
                | RvError::PinLocked,
            _
        )
    )
}

fn unavailable(error: &Error) -> SigningError {
    SigningError::Unavailable(match error {
        Error::LibraryLoading(_) | Error::MissingSymbol(_) => {
            "the PKCS #11 module could not be loaded".into()
        }
        Error::Pkcs11(RvError::PinIncorrect, _) => "the token refused the PIN".into(),
        Error::Pkcs11(RvError::PinLocked, _) => "the PIN of the token is locked".into(),
        Error::Pkcs11(RvError::TokenNotPresent, _) => "no token matches the URI".into(),
        Error::Pkcs11(value, function) => format!("the token answered {value:?} to {function:?}"),
        other => other.to_string(),
    })
}
