//! Connections with limits. `axum::serve` has none to offer, so this drives hyper itself.
//!
//! A newcomer beyond the limit takes the place of the oldest connection: whoever only holds connections open, however many,
//! holds up himself, and a probe that asks and reads is answered.

use std::collections::VecDeque;
use std::future::Future;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{sleep, timeout};

/// What a client may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Connections at one time; one more, and the oldest is cut.
    pub connections: usize,
    /// From connecting to the end of the request's headers.
    pub headers: Duration,
    /// From connecting to the end of the response: each connection carries one request.
    pub whole: Duration,
    /// For requests under way when the server stops.
    pub shutdown: Duration,
}

/// What a connection buffers of a request: its line and headers must fit.
const REQUEST_BYTES_MAX: usize = 16 << 10;

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 64,
            headers: Duration::from_secs(5),
            whole: Duration::from_secs(20),
            shutdown: Duration::from_secs(2),
        }
    }
}

/// Serves `routes` until `shutdown` completes.
pub(super) async fn serve(listener: TcpListener, routes: Router, limits: Limits, shutdown: impl Future<Output = ()>) {
    let mut open = JoinSet::new();
    let mut oldest_first: VecDeque<AbortHandle> = VecDeque::new();
    tokio::pin!(shutdown);
    loop {
        let stream = tokio::select! {
            () = &mut shutdown => break,
            Some(_) = open.join_next() => continue,
            stream = accept(&listener) => stream,
        };
        oldest_first.retain(|connection| !connection.is_finished());
        if oldest_first.len() >= limits.connections
            && let Some(oldest) = oldest_first.pop_front()
        {
            tracing::debug!("admin server: {} connections are open, the oldest was cut", limits.connections);
            oldest.abort();
        }
        oldest_first.push_back(open.spawn(answer(stream, routes.clone(), limits)));
    }
    drop(listener);
    // Those that overstay are cut when `open` is dropped.
    let _ = timeout(limits.shutdown, async { while open.join_next().await.is_some() {} }).await;
}

async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(e) => {
                // Out of file descriptors, or a client that left at once: both pass.
                tracing::warn!("admin server: accept a connection: {e}");
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

async fn answer(stream: TcpStream, routes: Router, limits: Limits) {
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.headers)
        .max_buf_size(REQUEST_BYTES_MAX)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(routes));
    match timeout(limits.whole, connection).await {
        Ok(Ok(())) => {}
        Ok(Err(e)) => tracing::debug!("admin server: {e}"),
        Err(_) => tracing::debug!("admin server: a client took longer than {} s and was cut", limits.whole.as_secs()),
    }
}
