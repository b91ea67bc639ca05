//! Connections: how many, how long they may be silent, TLS, and an orderly end.

use core::net::SocketAddr;
use core::pin::pin;
use std::io::ErrorKind;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use axum::Router;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::spawn_blocking;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

use super::ceilings::{
    BEGINNING, BODY, CONNECTION, ENDING, HANDSHAKE, HANDSHAKES, HANDSHAKES_OF_ONE, HEAD_OCTETS,
    HEADER_FIELDS, LAST_WORDS, LOOK, MOST,
};
use super::problem::Kind;
use super::share::{Share, Shares};
use super::tls::reason;
use super::wire::{Turn, Wire};
use super::{House, guard, journal, routes};
use crate::{Exit, Trouble};

/// Takes the address.
pub(super) async fn listen(address: SocketAddr) -> Result<TcpListener, Trouble> {
    TcpListener::bind(address).await.map_err(|error| {
        let why = match error.kind() {
            ErrorKind::AddrInUse => "ほかのプログラムが使っています",
            ErrorKind::AddrNotAvailable => "この計算機のアドレスではありません",
            ErrorKind::PermissionDenied => "このポートを使う権限がありません",
            _ => &error.to_string(),
        };
        Trouble::said(
            format!("{address}: このアドレスで受け付けることができません（{why}）"),
            format!("{address}: cannot listen there: {error}"),
        )
    })
}

/// Lets clients in until it is asked to end; then what is at hand is finished.
pub(super) async fn serve(listener: TcpListener, house: Arc<House>) -> Result<Exit, Trouble> {
    let router = routes::router(Arc::clone(&house));
    let most = house.ceilings.max_connections.get().min(MOST);
    let seats = Arc::new(Semaphore::new(most));
    let handshakes = Arc::new(Semaphore::new(HANDSHAKES));
    let shares = Shares::new(HANDSHAKES_OF_ONE);
    let (end, ended) = watch::channel(());
    let mut told = Instant::now() - 2 * LOOK;
    let mut asked = pin!(interruption());
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut asked => break,
        };
        // One connection that could not be taken, or no descriptor left for the moment.
        let Ok((stream, peer)) = accepted else {
            sleep(core::time::Duration::from_millis(50)).await;
            continue;
        };
        // Over TLS a seat is taken when the client has shown who it is.
        let waiting = if house.tls.is_some() { &handshakes } else { &seats };
        let taken = Arc::clone(waiting).try_acquire_owned().map_err(|_| "too-many-connections");
        let taken = taken.and_then(|seat| match &house.tls {
            None => Ok((seat, None)),
            Some(_) => match shares.take(peer.ip()) {
                Some(share) => Ok((seat, Some(share))),
                None => Err("too-many-from-one-address"),
            },
        });
        let (seat, share) = match taken {
            Ok(taken) => taken,
            Err(reason) => {
                house.numbers.refuse(reason);
                // One line a second is enough to know.
                if told.elapsed() > LOOK {
                    journal::refused(reason);
                    told = Instant::now();
                }
                if house.tls.is_none() {
                    let (_, octets) = guard::last_words(Kind::TooManyConnections, house.language);
                    tokio::spawn(say(stream, octets));
                }
                continue;
            }
        };
        let connection = Connection {
            house: Arc::clone(&house),
            router: router.clone(),
            ended: ended.clone(),
            seats: Arc::clone(&seats),
            seat,
            share,
        };
        tokio::spawn(connection.begin(stream));
    }
    drop(listener);
    house.ending.store(true, Ordering::Relaxed);
    journal::ending();
    let _ = end.send(());
    let all = u32::try_from(most).unwrap_or(u32::MAX);
    tokio::select! {
        // Who was cut off was not served.
        rest = timeout(ENDING, seats.acquire_many(all)) => Ok(rest.map_or(Exit::CouldNotWork, |_| Exit::Passed)),
        () = interruption() => Ok(Exit::CouldNotWork),
    }
}

/// A client that is let in.
struct Connection {
    house: Arc<House>,
    router: Router,
    ended: watch::Receiver<()>,
    seats: Arc<Semaphore>,
    seat: OwnedSemaphorePermit,
    /// Of the handshakes that its address may have.
    share: Option<Share>,
}

impl Connection {
    async fn begin(mut self, stream: TcpStream) {
        // Answers are written whole; waiting to join small ones gains nothing.
        let _ = stream.set_nodelay(true);
        if self.house.tls.is_none() {
            return self.speak(stream).await;
        }
        let house = Arc::clone(&self.house);
        let configuration = match spawn_blocking(move || house.tls.as_ref()?.current().ok()).await {
            Ok(Some(configuration)) => configuration,
            Ok(None) | Err(_) => return self.refuse("tls-files-unusable"),
        };
        match timeout(HANDSHAKE, TlsAcceptor::from(configuration).accept(stream)).await {
            Ok(Ok(stream)) => match Arc::clone(&self.seats).try_acquire_owned() {
                Ok(seat) => {
                    self.seat = seat;
                    self.share = None;
                    self.speak(stream).await;
                }
                Err(_) => self.refuse("too-many-connections"),
            },
            Ok(Err(error)) => self.refuse(reason(&error)),
            Err(_) => self.refuse("handshake-slow"),
        }
    }

    fn refuse(&self, reason: &str) {
        self.house.numbers.refuse(reason);
        journal::refused(reason);
    }

    async fn speak(mut self, stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static) {
        self.house.numbers.connections.inc();
        let turn = Turn::default();
        let mut wire = Wire::new(stream, turn.clone(), self.house.ceilings.patience());
        if let Err(error) = self.converse(&mut wire, &turn).await
            && let Some(heard) = turn.heard()
            && let Some(kind) = refusal(&error)
        {
            let (id, octets) = guard::last_words(kind, self.house.language);
            guard::count(&self.house, &id, kind, heard.elapsed());
            say(wire.into_inner(), octets).await;
        }
        self.house.numbers.connections.dec();
    }

    /// Requests and answers, until one of both has enough.
    async fn converse(
        &mut self,
        wire: &mut Wire<impl AsyncRead + AsyncWrite + Send + Unpin + 'static>,
        turn: &Turn,
    ) -> hyper::Result<()> {
        let router = TowerToHyperService::new(self.router.clone());
        let service = service_fn(|request: Request<Incoming>| {
            turn.begin();
            let (turn, answer) = (turn.clone(), router.call(request));
            async move { answer.await.map(|answer| answer.map(|body| turn.answer(body))) }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.house.ceilings.patience())
            .max_buf_size(HEAD_OCTETS)
            .max_headers(HEADER_FIELDS)
            .serve_connection(TokioIo::new(wire), service);
        let mut connection = pin!(connection);
        tokio::select! {
            // What a client does to its own connection is its own affair.
            over = connection.as_mut() => return over,
            _ = self.ended.changed() => {}
            () = sleep(CONNECTION) => {}
        }
        connection.as_mut().graceful_shutdown();
        // Half a head is owed nothing.
        if let Ok(over) = timeout(BEGINNING, connection.as_mut()).await {
            return over;
        }
        if turn.is_owed() {
            // The request at hand may take as long as any.
            let _ = timeout(BODY, connection).await;
        }
        Ok(())
    }
}

/// What a client is told whose octets hyper took for no request.
fn refusal(error: &hyper::Error) -> Option<Kind> {
    match error {
        slow if slow.is_timeout() => Some(Kind::SlowClient),
        large if large.is_parse_too_large() => Some(Kind::HeadTooLarge),
        other if other.is_parse() => Some(Kind::NotHttp),
        _ => None,
    }
}

/// Writes an answer to what did not become a request. What the client still sends is read, so that it reads the answer and not a
/// broken connection.
async fn say(mut stream: impl AsyncRead + AsyncWrite + Unpin, octets: Vec<u8>) {
    const MOST: u64 = 256 * 1024;
    let saying = async {
        stream.write_all(&octets).await?;
        stream.shutdown().await?;
        tokio::io::copy(&mut stream.take(MOST), &mut tokio::io::sink()).await
    };
    let _ = timeout(LAST_WORDS, saying).await;
}

/// Ctrl-C, or what a service manager sends.
#[cfg(unix)]
async fn interruption() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut terminated), Ok(mut interrupted), Ok(mut hung_up)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()), signal(SignalKind::hangup()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminated.recv() => {}
        _ = interrupted.recv() => {}
        _ = hung_up.recv() => {}
    }
}

#[cfg(not(unix))]
async fn interruption() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
