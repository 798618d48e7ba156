//! Why an answer is not taken.

use std::time::Duration;

use axum::http::StatusCode;

use crate::locale::{Replies, Words};

/// How long a reader is asked to wait where the server cannot say when it will be better.
const LATER: Duration = Duration::from_mins(1);

/// Why an answer is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// No site of this server was asked for.
    NoSite,
    /// A page of another site sent it.
    FromElsewhere,
    /// The sender has answered too often, and may again after this time.
    TooOften(Duration),
    /// It is longer than anything that a page sends.
    TooLong,
    /// It is no form.
    NoForm,
    /// The form does not say yes or no, once, about a page.
    NoAnswer,
    /// The site has no such page.
    NoPage,
    /// The brand has got as many answers as it may today.
    Enough,
    /// The server cannot keep it now: a full disk, a file that another program holds.
    NotKept,
}

impl Refusal {
    /// The HTTP status that says so.
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::NoSite => StatusCode::MISDIRECTED_REQUEST,
            Self::FromElsewhere => StatusCode::FORBIDDEN,
            Self::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NoForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::NoAnswer => StatusCode::BAD_REQUEST,
            Self::NoPage => StatusCode::NOT_FOUND,
            Self::Enough | Self::NotKept => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// What it is called to a program.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::NoSite => "no-site",
            Self::FromElsewhere => "from-elsewhere",
            Self::TooOften(_) => "too-often",
            Self::TooLong => "too-long",
            Self::NoForm => "no-form",
            Self::NoAnswer => "no-answer",
            Self::NoPage => "no-page",
            Self::Enough => "enough-today",
            Self::NotKept => "not-kept",
        }
    }

    /// After what time it is worth trying again, in whole seconds.
    pub(super) fn wait(self) -> Option<u64> {
        match self {
            Self::TooOften(wait) => Some(wait.as_secs() + 1),
            Self::NotKept => Some(LATER.as_secs()),
            _ => None,
        }
    }

    /// What a reader is told.
    pub(super) fn words(self, language: &str) -> &'static str {
        let replies: &Replies = &Words::of_tag(language).replies;
        match self {
            Self::TooOften(_) => replies.too_often,
            Self::Enough | Self::NotKept => replies.not_kept,
            _ => replies.not_taken,
        }
    }
}
