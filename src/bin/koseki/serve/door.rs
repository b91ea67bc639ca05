//! Connections: how many, how long they may be silent, TLS, and an orderly end.

use core::net::SocketAddr;
use core::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::spawn_blocking;
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tokio_rustls::TlsAcceptor;

use super::ceilings::{
    BODY, COME_AGAIN, CONNECTION, ENDING, HANDSHAKE, HANDSHAKES, HEAD_OCTETS, HEADER_FIELDS, LOOK, MOST,
};
use super::tls::{Tls, reason};
use super::{House, journal, routes};
use crate::{Exit, Trouble};

/// Takes the address.
pub(super) async fn listen(address: SocketAddr) -> Result<TcpListener, Trouble> {
    TcpListener::bind(address).await.map_err(|error| {
        Trouble::said(
            format!("{address}: このアドレスで受け付けることができません（{error}）"),
            format!("{address}: cannot listen there: {error}"),
        )
    })
}

/// Lets clients in until it is asked to end; then what is at hand is finished.
pub(super) async fn serve(
    listener: TcpListener,
    tls: Option<Tls>,
    house: Arc<House>,
) -> Result<Exit, Trouble> {
    let router = routes::router(Arc::clone(&house));
    let tls = tls.map(Arc::new);
    let most = house.ceilings.max_connections.get().min(MOST);
    let seats = Arc::new(Semaphore::new(most));
    let handshakes = Arc::new(Semaphore::new(HANDSHAKES));
    let (end, ended) = watch::channel(());
    let mut told = Instant::now() - 2 * LOOK;
    let mut asked = pin!(interruption());
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut asked => break,
        };
        // One connection that could not be taken, or no descriptor left for the moment.
        let Ok((stream, _)) = accepted else {
            sleep(core::time::Duration::from_millis(50)).await;
            continue;
        };
        // Over TLS a seat is taken when the client has shown who it is.
        let waiting = if tls.is_some() { &handshakes } else { &seats };
        let Ok(seat) = Arc::clone(waiting).try_acquire_owned() else {
            house.numbers.refuse("too-many-connections");
            // One line a second is enough to know.
            if told.elapsed() > LOOK {
                journal::refused("too-many-connections");
                told = Instant::now();
            }
            if tls.is_none() {
                tokio::spawn(send_away(stream));
            }
            continue;
        };
        let connection = Connection {
            house: Arc::clone(&house),
            router: router.clone(),
            ended: ended.clone(),
            seats: Arc::clone(&seats),
            seat,
        };
        tokio::spawn(connection.begin(stream, tls.clone()));
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
}

impl Connection {
    async fn begin(mut self, stream: TcpStream, tls: Option<Arc<Tls>>) {
        // Answers are written whole; waiting to join small ones gains nothing.
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        // Of reading, hyper and the desk keep the time, because they know what they wait for.
        stream.set_write_timeout(Some(self.house.ceilings.patience()));
        let stream = Box::pin(stream);
        let Some(tls) = tls else { return self.speak(stream).await };
        let configuration = match spawn_blocking(move || tls.current()).await {
            Ok(Ok(configuration)) => configuration,
            Ok(Err(_)) | Err(_) => return self.refuse("tls-files-unusable"),
        };
        match timeout(HANDSHAKE, TlsAcceptor::from(configuration).accept(stream)).await {
            Ok(Ok(stream)) => match Arc::clone(&self.seats).try_acquire_owned() {
                Ok(seat) => {
                    self.seat = seat;
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
        let service = TowerToHyperService::new(self.router.clone());
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.house.ceilings.patience())
            .max_buf_size(HEAD_OCTETS)
            .max_headers(HEADER_FIELDS)
            .serve_connection(TokioIo::new(stream), service);
        let mut connection = pin!(connection);
        let over = tokio::select! {
            // What a client does to its own connection is its own affair.
            _ = connection.as_mut() => true,
            _ = self.ended.changed() => false,
            () = sleep(CONNECTION) => false,
        };
        if !over {
            connection.as_mut().graceful_shutdown();
            // The request at hand may take as long as any.
            let _ = timeout(BODY, connection).await;
        }
        self.house.numbers.connections.dec();
    }
}

/// For whom there is no seat.
async fn send_away(mut stream: TcpStream) {
    let body = "{\"type\":\"urn:koseki:problem:too-many-connections\",\"id\":\"too-many-connections\",\"status\":503,\"title\":\"Too many connections. Come again in a moment.\",\"ja\":\"接続が多すぎます。しばらく待ってから、もう一度接続してください。\",\"en\":\"Too many connections. Come again in a moment.\"}\n";
    let answer = format!(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/problem+json\r\ncontent-length: {}\r\nretry-after: {COME_AGAIN}\r\nconnection: close\r\ncache-control: no-store\r\nx-content-type-options: nosniff\r\n\r\n{body}",
        body.len()
    );
    let sending = async {
        let _ = stream.write_all(answer.as_bytes()).await;
        let _ = stream.shutdown().await;
        // Its request is read, so that it reads the answer and not a broken connection.
        let _ = tokio::io::copy(
            &mut tokio::io::AsyncReadExt::take(&mut stream, 64 * 1024),
            &mut tokio::io::sink(),
        )
        .await;
    };
    let _ = timeout(core::time::Duration::from_secs(1), sending).await;
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
