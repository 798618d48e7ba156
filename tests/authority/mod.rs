//! The authority that the tests start for themselves: a root, certificates below it, timestamps, OCSP responses and lists of revoked certificates, on this
//! machine's own interface and a port that was free. Every key is made when it starts and lives in a folder that the caller throws away.
//!
//! [`holder`] makes keys and certificates, [`register`] says who has which, [`server`] speaks HTTP, and [`route`] answers, also in the ways in which a
//! service can be wrong.

#![allow(dead_code, reason = "the program that runs it alone uses less of it than the tests do")]
#![expect(clippy::disallowed_methods, reason = "an authority knows the time, and writes its keys where it is told to")]

mod holder;
mod register;
mod route;
mod server;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use self::register::Register;
use self::server::Server;

/// An authority that answers until it is dropped.
pub(crate) struct Authority {
    register: Arc<Register>,
    server: Server,
}

impl Authority {
    /// Makes all keys and certificates, writes them to a folder as `NAME.pem` and `NAME.key.pem`, and begins to answer.
    pub(crate) fn start(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let listener = Server::listen()?;
        let url = format!("http://{}", listener.local_addr()?);
        let register = Arc::new(Register::new(&url, jiff::Timestamp::now())?);
        register.write(folder)?;
        fs::write(folder.join("url"), &url)?;
        let answering = Arc::clone(&register);
        let server = Server::start(listener, Arc::new(move |request| route::answer(&answering, request, jiff::Timestamp::now())))?;
        Ok(Self { register, server })
    }

    /// Where it answers: `http://127.0.0.1:` and the port. Below it lie `/tsa`, `/ocsp`, `/ca.crl`, `/root.crl`, `/ca.crt` and what [`route`] names.
    pub(crate) fn url(&self) -> &str {
        self.register.url()
    }

    /// Withdraws a signer's certificate from now on.
    pub(crate) fn revoke(&self, name: &str) -> bool {
        // Lists and responses tell whole seconds. The next one is after all that was signed before, also a moment ago.
        let next = jiff::Timestamp::from_second(jiff::Timestamp::now().as_second() + 1);
        next.is_ok_and(|next| self.register.revoke(name, next))
    }

    /// Has it say nothing about what was revoked, or speak again.
    pub(crate) fn be_silent(&self, silent: bool) {
        self.register.be_silent(silent);
    }

    /// How often it was asked under a path.
    pub(crate) fn asked(&self, path: &str) -> usize {
        self.server.asked(path)
    }
}
