//! Fonts: what can be printed, and which characters cannot.
