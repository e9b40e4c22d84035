//! Connections with limits. `axum::serve` has none to offer, so this drives hyper itself.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// What a client may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Connections at one time; more wait in the kernel's queue.
    pub connections: usize,
    /// From connecting to the end of the request's headers.
    pub headers: Duration,
    /// From connecting to the end of the response: each connection carries one request.
    pub whole: Duration,
    /// For requests under way when the server stops.
    pub shutdown: Duration,
}

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
    let slots = Arc::new(Semaphore::new(limits.connections));
    let mut open = JoinSet::new();
    tokio::pin!(shutdown);
    loop {
        let (stream, slot) = tokio::select! {
            () = &mut shutdown => break,
            Some(_) = open.join_next() => continue,
            accepted = accept(&listener, &slots) => accepted,
        };
        open.spawn(answer(stream, routes.clone(), limits, slot));
    }
    drop(listener);
    // Those that overstay are cut when `open` is dropped.
    let _ = timeout(limits.shutdown, async { while open.join_next().await.is_some() {} }).await;
}

/// The next connection, once there is a slot for it.
async fn accept(listener: &TcpListener, slots: &Arc<Semaphore>) -> (TcpStream, OwnedSemaphorePermit) {
    let slot = slots.clone().acquire_owned().await.expect("the semaphore is never closed");
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return (stream, slot),
            Err(e) => {
                // Out of file descriptors, or a client that left at once: both pass.
                tracing::warn!("admin server: accept a connection: {e}");
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

async fn answer(stream: TcpStream, routes: Router, limits: Limits, _slot: OwnedSemaphorePermit) {
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.headers)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(routes));
    match timeout(limits.whole, connection).await {
        Ok(Ok(())) => {}
        Ok(Err(e)) => tracing::debug!("admin server: {e}"),
        Err(_) => tracing::debug!("admin server: a client took longer than {} s and was cut", limits.whole.as_secs()),
    }
}
