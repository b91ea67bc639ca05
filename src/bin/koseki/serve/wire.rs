//! A connection's octets, between the socket and hyper: whether somebody is waited for, how long an answer may take to be read, and
//! the answers that hyper would give by itself, which have no body, no identifier and no line in the log.

use core::future::Future as _;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::io::{self, IoSlice};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

use super::ceilings::{BODY, SLOWEST};

/// How far a connection is, as its stream and its requests know it together.
#[derive(Clone, Default)]
pub(super) struct Turn(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// Between the head of a request and the last piece of its answer.
    is_at_work: bool,
    /// Answers that were begun.
    answers: u64,
    /// When the first octet of a head came that is not whole yet.
    heard: Option<Instant>,
    /// The client does not take what is written.
    is_stuck: bool,
    /// hyper has refused a head by itself; what it wrote was kept back.
    is_refused: bool,
}

impl Turn {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The head of a request is whole.
    pub(super) fn begin(&self) {
        let mut state = self.state();
        state.is_at_work = true;
        state.heard = None;
    }

    /// Its answer begins, and is over when its body is gone.
    pub(super) fn answer(&self, body: Body) -> Body {
        self.state().answers += 1;
        Body::new(Answer { body, turn: self.clone() })
    }

    /// Whether something is at hand that the client is owed.
    pub(super) fn is_owed(&self) -> bool {
        let state = self.state();
        state.is_at_work || state.is_stuck
    }

    /// Since when a head has been arriving that did not become a request.
    pub(super) fn heard(&self) -> Option<Instant> {
        let state = self.state();
        // One that was refused may have come along with the request before it.
        let refused = state.is_refused.then(Instant::now);
        state.heard.or(refused).filter(|_| !state.is_at_work && !state.is_stuck)
    }
}

struct Answer {
    body: Body,
    turn: Turn,
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        self.turn.state().is_at_work = false;
    }
}

/// The stream that hyper reads from and writes to.
pub(super) struct Wire<S> {
    stream: S,
    turn: Turn,
    patience: Duration,
    /// Which answer is being written, since when, and how much of it went.
    answer: (u64, Instant, u64),
    /// When octets went last.
    went: Instant,
    waiting: Option<Pin<Box<Sleep>>>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Wire<S> {
    pub(super) fn new(stream: S, turn: Turn, patience: Duration) -> Self {
        let now = Instant::now();
        Self { stream, turn, patience, answer: (0, now, 0), went: now, waiting: None }
    }

    /// The stream itself, when hyper is done with it.
    pub(super) fn into_inner(self) -> S {
        self.stream
    }

    /// Keeps the time of writing: silence ends the connection after the patience, and so does an answer that is read more slowly
    /// than a slow line would bring it.
    fn timed<T>(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<T>>,
        octets: impl FnOnce(&T) -> usize,
    ) -> Poll<io::Result<T>> {
        let now = Instant::now();
        if self.waiting.is_none() {
            self.went = now;
        }
        let answers = {
            let mut state = self.turn.state();
            state.is_stuck = written.is_pending();
            state.answers
        };
        if answers != self.answer.0 {
            self.answer = (answers, now, 0);
        }
        if let Poll::Ready(result) = written {
            self.waiting = None;
            if let Ok(done) = &result {
                self.answer.2 = self.answer.2.saturating_add(u64::try_from(octets(done)).unwrap_or(u64::MAX));
            }
            return Poll::Ready(result);
        }
        let (_, begun, gone) = self.answer;
        let steady = begun + self.patience * 2 + Duration::from_secs(gone / SLOWEST);
        let until = steady.min(begun + BODY).min(self.went + self.patience);
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep_until(until)));
        waiting.as_mut().poll(context).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }

    /// Whether hyper is about to write an answer of its own.
    fn is_of_hyper(&self, piece: &[u8]) -> bool {
        // Every answer of ours has an identifier, and none has a body that ends as a head does.
        !self.turn.state().is_at_work
            && piece.starts_with(b"HTTP/1.1 4")
            && piece.ends_with(b"\r\n\r\n")
            && !piece.windows(14).any(|part| part == b"\r\nx-request-id")
    }

    fn keep_back<T>(&self, all: T) -> Poll<io::Result<T>> {
        self.turn.state().is_refused = true;
        Poll::Ready(Ok(all))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for Wire<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        let mut state = self.turn.state();
        if buffer.filled().len() > before && !state.is_at_work && state.heard.is_none() {
            state.heard = Some(Instant::now());
        }
        read
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Wire<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.is_of_hyper(octets) {
            return self.keep_back(octets.len());
        }
        let written = Pin::new(&mut self.stream).poll_write(context, octets);
        self.timed(context, written, |count| *count)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if let [one] = pieces
            && self.is_of_hyper(one)
        {
            return self.keep_back(one.len());
        }
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.timed(context, written, |count| *count)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.timed(context, flushed, |()| 0)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        // Something is still to be said.
        if self.turn.state().is_refused {
            return Poll::Ready(Ok(()));
        }
        let shut = Pin::new(&mut self.stream).poll_shutdown(context);
        self.timed(context, shut, |()| 0)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{ErrorKind, Result};
    use std::time::{Duration, Instant};

    use axum::body::Body;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};
    use tokio::time::sleep;

    use super::{Turn, Wire};

    /// Writes an answer to somebody who reads so many octets each fifty milliseconds.
    fn answered(octets: usize, read: usize) -> (Result<()>, Duration) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (ours, mut theirs) = duplex(16 * 1024);
            let turn = Turn::default();
            let mut wire = Wire::new(ours, turn.clone(), Duration::from_secs(1));
            turn.begin();
            drop(turn.answer(Body::empty()));
            let reading = async move {
                let mut piece = vec![0; read];
                while theirs.read_exact(&mut piece).await.is_ok() {
                    sleep(Duration::from_millis(50)).await;
                }
            };
            let begun = Instant::now();
            let answer = vec![b'x'; octets];
            tokio::select! {
                written = wire.write_all(&answer) => (written, begun.elapsed()),
                () = reading => panic!("the reader reads on"),
            }
        })
    }

    #[test]
    fn an_answer_that_is_read_in_drops_is_given_up_and_a_slow_line_is_not() {
        // 80 KiB a second.
        let (written, took) = answered(320 * 1024, 4096);
        assert!(written.is_ok() && took > Duration::from_secs(3), "{written:?} {took:?}");
        // 20 KiB a second, never silent.
        let (written, took) = answered(320 * 1024, 1024);
        assert_eq!(written.unwrap_err().kind(), ErrorKind::TimedOut);
        assert!((2..6).contains(&took.as_secs()), "{took:?}");
    }

    #[test]
    fn what_hyper_says_by_itself_is_kept_back_and_nothing_else() {
        let turn = Turn::default();
        let wire = Wire::new(duplex(1).0, turn.clone(), Duration::from_secs(1));
        let own = b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n";
        assert!(wire.is_of_hyper(own));
        let ours = b"HTTP/1.1 404 Not Found\r\nx-request-id: 1\r\ncontent-length: 0\r\n\r\n";
        for other in
            [&ours[..], &own[1..], &own[..own.len() - 1], b"HTTP/1.1 200 OK\r\n\r\n", b"\r\n\r\n", b""]
        {
            assert!(!wire.is_of_hyper(other));
        }
        turn.begin();
        assert!(!wire.is_of_hyper(own), "an answer is being written");
    }
}
