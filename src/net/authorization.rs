//! A user and a password for one service (RFC 7617).

use std::fmt;

use zeroize::Zeroizing;

use super::fault::Cause;
use super::location::Location;

/// A user and a password, and who they are for: nobody else gets them, wherever a redirect leads.
#[derive(Clone)]
pub struct Login {
    origin: String,
    header: Zeroizing<String>,
}

impl Login {
    /// For the service at an address. Over `http` everyone on the way could read the password, so that it is refused, but for one on this machine.
    pub fn new(location: &Location, user: &str, password: &Zeroizing<String>) -> Result<Self, Cause> {
        let host = location.uri().host().unwrap_or_default();
        if !location.is_secure() && !matches!(host, "localhost" | "127.0.0.1" | "[::1]") {
            return Err(Cause::PasswordInTheClear);
        }
        let pair = Zeroizing::new(format!("{user}:{}", password.as_str()));
        Ok(Self { origin: location.origin(), header: Zeroizing::new(format!("Basic {}", base64(pair.as_bytes()).as_str())) })
    }

    /// What to send to an address, if anything.
    pub(super) fn header_for(&self, location: &Location) -> Option<&str> {
        (location.origin() == self.origin).then_some(self.header.as_str())
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Login for {}", self.origin)
    }
}

/// Base64 (RFC 4648, 4), into memory that is wiped.
fn base64(bytes: &[u8]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(bytes.len().div_ceil(3) * 4));
    for group in bytes.chunks(3) {
        let bits = (0..3).fold(0_u32, |bits, at| bits << 8 | group.get(at).map_or(0, |byte| u32::from(*byte)));
        (0..4).for_each(|at| text.push(if at <= group.len() { letter(bits >> (18 - 6 * at) & 63) } else { '=' }));
    }
    text
}

fn letter(value: u32) -> char {
    let code = match value {
        0..=25 => u32::from(b'A') + value,
        26..=51 => u32::from(b'a') + value - 26,
        52..=61 => u32::from(b'0') + value - 52,
        62 => u32::from(b'+'),
        _ => u32::from(b'/'),
    };
    char::from_u32(code).unwrap_or('=')
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::{Cause, Location, Login, base64};

    #[test]
    fn base64_as_its_standard_shows_it() {
        for (plain, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy"), ("\u{ff}\u{3ff}?>~", "w7/Pvz8+fg==")]
        {
            assert_eq!(base64(plain.as_bytes()).as_str(), coded);
        }
    }

    #[test]
    fn a_password_goes_to_its_own_service_alone_and_is_never_shown() -> Result<(), Cause> {
        let password = Zeroizing::new("hunter2".to_owned());
        let home = Location::parse("https://tsa.example/a")?;
        let login = Login::new(&home, "us", &password)?;
        assert_eq!(login.header_for(&Location::parse("https://TSA.example:443/b")?), Some("Basic dXM6aHVudGVyMg=="));
        for other in ["http://tsa.example/a", "https://tsa.example:8443/a", "https://evil.example/a"] {
            assert_eq!(login.header_for(&Location::parse(other)?), None);
        }
        assert_eq!(format!("{login:?}"), "Login for https://tsa.example:443");
        assert!(matches!(Login::new(&Location::parse("http://tsa.example/")?, "us", &password), Err(Cause::PasswordInTheClear)));
        Ok(())
    }
}
