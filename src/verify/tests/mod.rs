//! Attacks on signed files: each must be caught, and named in words.

mod attacks;
mod damage;
mod fixture;
mod honest;
mod repairs;
mod trusting;
