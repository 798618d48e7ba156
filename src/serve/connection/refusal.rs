//! How a connection is ended with a word why.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Instant;

use super::offence::Offence;
use super::timer::Timer;

/// How much of what a refused client still sends is read, so that it sees why it was refused.
const LINGER: usize = 2 * 1024 * 1024;
/// How long that goes on.
pub(super) const LINGER_TIME: Duration = Duration::from_secs(2);

/// A connection that is being ended, with a word why.
#[derive(Debug)]
pub(super) struct Refusal {
    words: Vec<u8>,
    /// How much of that was written.
    written: usize,
    /// How much of what the client still sends is read.
    left: usize,
    /// How long it is read.
    until: Instant,
    timer: Timer,
}

impl Refusal {
    /// The end of a connection on which something was done.
    pub(super) fn of(offence: Offence) -> Self {
        Self { words: offence.answer(), written: 0, left: LINGER, until: Instant::now() + LINGER_TIME, timer: Timer::default() }
    }

    /// Says why the connection ends, and reads on for a while: a connection that is closed with something unread loses what was said on it.
    pub(super) fn poll<S: AsyncRead + AsyncWrite + Unpin>(&mut self, stream: &mut S, context: &mut Context<'_>) -> Poll<()> {
        if !ready!(self.poll_words(stream, context)) {
            return Poll::Ready(());
        }
        // What cannot be closed is closed already.
        let _ = Pin::new(&mut *stream).poll_shutdown(context);
        self.poll_rest(stream, context)
    }

    /// Writes the words; gives whether the client took them in.
    fn poll_words<S: AsyncWrite + Unpin>(&mut self, stream: &mut S, context: &mut Context<'_>) -> Poll<bool> {
        while let Some(rest @ [_, ..]) = self.words.get(self.written..) {
            match ready!(Pin::new(&mut *stream).poll_write(context, rest)) {
                Ok(written @ 1..) => self.written += written,
                _ => return Poll::Ready(false),
            }
        }
        Poll::Ready(true)
    }

    /// Reads what the client still sends, until that is enough or has taken long enough.
    fn poll_rest<S: AsyncRead + Unpin>(&mut self, stream: &mut S, context: &mut Context<'_>) -> Poll<()> {
        let mut scratch = [0; 4096];
        while self.left > 0 {
            let mut buffer = ReadBuf::new(&mut scratch);
            match Pin::new(&mut *stream).poll_read(context, &mut buffer) {
                Poll::Ready(Ok(())) if !buffer.filled().is_empty() => self.left = self.left.saturating_sub(buffer.filled().len()),
                Poll::Ready(_) => break,
                Poll::Pending if self.until <= Instant::now() => break,
                Poll::Pending => ready!(self.timer.poll_until(self.until, context)),
            }
        }
        Poll::Ready(())
    }
}
