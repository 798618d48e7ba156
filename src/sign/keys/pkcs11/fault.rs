//! What a module's answers mean for the person who signs.

use cryptoki::error::{Error, RvError};

use crate::sign::keys::TokenFault;

/// The fault that an answer is. `last_try` says whether the token will lock after one more wrong PIN.
pub(super) fn fault(error: &Error, last_try: bool) -> TokenFault {
    let Error::Pkcs11(answer, _) = error else { return TokenFault::Answer(error.to_string()) };
    match answer {
        RvError::PinIncorrect | RvError::PinInvalid | RvError::PinLenRange => TokenFault::WrongPin { last_try },
        RvError::PinLocked => TokenFault::PinLocked,
        RvError::PinExpired | RvError::UserPinNotInitialized => TokenFault::PinUnusable,
        RvError::DeviceRemoved | RvError::TokenNotPresent | RvError::TokenNotRecognized | RvError::SlotIdInvalid
        // A module that was not looking when the token went knows its sessions and keys no more.
        | RvError::SessionHandleInvalid | RvError::SessionClosed | RvError::KeyHandleInvalid | RvError::ObjectHandleInvalid => TokenFault::Removed,
        other => TokenFault::Answer(constant(&format!("{other:?}"))),
    }
}

/// The name that PKCS#11 gives an answer: `CKR_FUNCTION_FAILED` for `FunctionFailed`.
fn constant(name: &str) -> String {
    let letter = |c: char| if c.is_ascii_uppercase() { format!("_{c}") } else { c.to_ascii_uppercase().to_string() };
    format!("CKR{}", name.chars().map(letter).collect::<String>())
}

#[cfg(test)]
mod tests {
    use cryptoki::context::Function;

    use super::*;

    #[test]
    fn answers_are_put_into_words() {
        let of = |answer| fault(&Error::Pkcs11(answer, Function::Sign), false);
        assert_eq!(of(RvError::DeviceRemoved), TokenFault::Removed);
        assert_eq!(of(RvError::PinLenRange), TokenFault::WrongPin { last_try: false });
        assert_eq!(of(RvError::FunctionFailed).to_string(), "the token answered with CKR_FUNCTION_FAILED");
    }
}
