//! A stream that is held to the limits on what a client may send and how long it may take.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::limits::Limits;
use super::line::Line;
use super::reading::Reading;
use super::refusal::Refusal;
use super::seats::Seat;
use super::writing::Writing;

/// A stream that is held to the limits.
#[derive(Debug)]
pub(in crate::serve) struct Guarded<S> {
    stream: S,
    limits: Arc<Limits>,
    line: Arc<Line>,
    _seat: Seat,
    reading: Reading,
    writing: Writing,
    refusal: Option<Refusal>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Guarded<S> {
    /// A stream of which nothing was read or written yet. Its seat is free again once it is dropped.
    pub(super) fn new(stream: S, limits: Arc<Limits>, line: Arc<Line>, seat: Seat) -> Self {
        Self { stream, limits, line, _seat: seat, reading: Reading::new(), writing: Writing::default(), refusal: None }
    }

    /// What the connection and the requests on it know of one another.
    pub(super) fn line(&self) -> &Arc<Line> {
        &self.line
    }

    /// Ends the connection with a word why. A reader then sees the end of the stream.
    fn poll_refusal(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.refusal.as_mut().map_or(Poll::Ready(()), |refusal| refusal.poll(&mut self.stream, context)).map(Ok)
    }

    /// Notes how much the client took in, or holds it to its pace.
    fn wrote(&mut self, outcome: Poll<io::Result<usize>>, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        self.writing.follow(self.line.begun());
        self.line.sends(outcome.is_pending());
        match outcome {
            Poll::Ready(Ok(written)) => {
                self.reading.is_active();
                self.writing.took(written);
                Poll::Ready(Ok(written))
            }
            Poll::Ready(error) => Poll::Ready(error),
            Poll::Pending => self.writing.poll_pace(&self.limits, context).map(Err),
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for Guarded<S> {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.refusal.is_some() {
            return this.poll_refusal(context);
        }
        let before = buffer.filled().len();
        let offence = match Pin::new(&mut this.stream).poll_read(context, buffer) {
            Poll::Ready(Ok(())) => this.reading.took_in(&buffer.filled()[before..], &this.line, &this.limits),
            Poll::Ready(error) => return Poll::Ready(error),
            Poll::Pending => ready!(this.reading.poll_patience(&this.line, &this.limits, context)),
        };
        // What came in stands in the buffer; nothing in it is the end of the stream, as hyper sees it.
        let Some(offence) = offence else { return Poll::Ready(Ok(())) };
        buffer.set_filled(before);
        this.refusal = Some(Refusal::of(offence));
        this.poll_refusal(context)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Guarded<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.refusal.is_some() {
            return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
        }
        let outcome = Pin::new(&mut this.stream).poll_write(context, bytes);
        this.wrote(outcome, context)
    }

    fn poll_write_vectored(self: Pin<&mut Self>, context: &mut Context<'_>, slices: &[IoSlice<'_>]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.refusal.is_some() {
            return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
        }
        let outcome = Pin::new(&mut this.stream).poll_write_vectored(context, slices);
        this.wrote(outcome, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};
    use std::sync::Arc;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};
    use tokio::time::{Instant, sleep};

    use super::{Guarded, Limits, Line};
    use crate::feedback::Proxies;
    use crate::serve::connection::refusal::LINGER_TIME;
    use crate::serve::connection::seats::Seats;

    const PEER: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    const HALF_A_HEAD: &[u8] = b"GET / HTTP/1.1\r\nX-A: ";

    fn one_seat() -> Arc<Seats> {
        Arc::new(Seats::new(1, 1, Proxies::default(), Arc::default()))
    }

    /// A connection on which so many bytes may be under way, and the client's end of it.
    async fn connection(seats: &Arc<Seats>, under_way: usize) -> (Guarded<DuplexStream>, DuplexStream) {
        let (near, far) = duplex(under_way);
        let line = Arc::<Line>::default();
        let seat = seats.take(PEER, &line).await.unwrap();
        (Guarded::new(near, Arc::new(Limits::default()), line, seat), far)
    }

    #[tokio::test(start_paused = true)]
    async fn a_head_that_never_ends_is_refused_with_a_word() {
        let (mut server, mut client) = connection(&one_seat(), 1024).await;
        client.write_all(HALF_A_HEAD).await.unwrap();
        let (start, mut taken) = (Instant::now(), Vec::new());
        assert_eq!(server.read_to_end(&mut taken).await.unwrap(), HALF_A_HEAD.len());
        assert_eq!(start.elapsed().as_secs(), (Limits::default().head_time + LINGER_TIME).as_secs());
        drop(server);
        let mut said = String::new();
        client.read_to_string(&mut said).await.unwrap();
        assert!(said.starts_with("HTTP/1.1 408"), "{said}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_asks_nothing_is_let_go_without_a_word() {
        let (mut server, mut client) = connection(&one_seat(), 1024).await;
        let start = Instant::now();
        assert_eq!(server.read(&mut [0; 8]).await.unwrap(), 0);
        assert_eq!(start.elapsed().as_secs(), Limits::default().idle_time.as_secs());
        drop(server);
        assert_eq!(client.read(&mut [0; 8]).await.unwrap(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_takes_nothing_is_cut_off_and_one_that_is_slow_is_not() {
        let Limits { progress, write_time, .. } = Limits::default();
        let answer = vec![b'a'; progress * 4];
        let (mut server, client) = connection(&one_seat(), 1024).await;
        let start = Instant::now();
        assert_eq!(server.write_all(&answer).await.unwrap_err().kind(), std::io::ErrorKind::TimedOut);
        assert_eq!(start.elapsed().as_secs(), write_time.as_secs());
        drop(client);
        let (mut server, mut client) = connection(&one_seat(), 1024).await;
        let taking = tokio::spawn(async move {
            let mut taken = vec![0; progress];
            for _ in 0..4 {
                sleep(write_time / 10 * 9).await;
                client.read_exact(&mut taken).await.unwrap();
            }
        });
        server.write_all(&answer).await.unwrap();
        taking.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn the_next_client_gets_the_place_of_one_that_only_rests() {
        let seats = one_seat();
        let (mut server, mut client) = connection(&seats, 1024).await;
        client.write_all(HALF_A_HEAD).await.unwrap();
        tokio::spawn(async move { server.read_to_end(&mut Vec::new()).await });
        let other = Arc::<Line>::default();
        assert!(seats.take(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), &other).await.is_some());
        let mut said = String::new();
        client.read_to_string(&mut said).await.unwrap();
        assert_eq!(said, "", "it is let go as if it had gone away itself");
    }
}
