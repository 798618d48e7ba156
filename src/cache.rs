//! The cache: what need not be made again, and why something must.
