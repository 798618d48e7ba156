//! What a client may not do, and how it is told.

/// What a client did that ends its connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Offence {
    /// A request's head is too long.
    TooLarge,
    /// A request's head took too long to arrive.
    TooSlow,
    /// It speaks another version of HTTP.
    OtherVersion,
}

impl Offence {
    /// The answer to it, which hyper has no part in.
    pub(super) fn answer(self) -> Vec<u8> {
        let (status, words) = match self {
            Self::TooLarge => ("431 Request Header Fields Too Large", "the request's headers are too long"),
            Self::TooSlow => ("408 Request Timeout", "the request took too long"),
            Self::OtherVersion => ("505 HTTP Version Not Supported", "this server speaks HTTP/1.1 only"),
        };
        let length = words.len();
        format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-type: text/plain\r\ncontent-length: {length}\r\n\r\n{words}").into_bytes()
    }
}
