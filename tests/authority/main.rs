//! Runs the tests' authority by itself, for the checks by outside programs: `cargo run --example authority -- FOLDER`.
//!
//! It writes its certificates and keys to the folder and its address to `FOLDER/url`, prints the address, and answers for an hour at most. `GET /revoke/NAME`
//! withdraws a signer's certificate.

#![allow(clippy::print_stdout, reason = "a program that is started by a script says where it is")]

#[path = "mod.rs"]
mod authority;

use std::error::Error;
use std::path::PathBuf;
use std::time::Duration;

use authority::Authority;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from).ok_or("usage: authority FOLDER, an empty folder for its certificates and keys")?;
    let authority = Authority::start(&folder)?;
    println!("{}", authority.url());
    std::thread::sleep(Duration::from_hours(1));
    Ok(())
}
