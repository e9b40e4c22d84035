//! The admin server: probes, metrics and status over HTTP/1.
//!
//! [`routes`] says what is served, [`connections`] how: with limits on time and number, so that no client can hold the
//! process up. More routes (a page, authenticated commands) merge into the same router.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;

use crate::error::{Error, Result};
use crate::metrics::Metrics;
use crate::status::Status;

mod connections;
mod routes;
#[cfg(test)]
mod tests;

/// Opens the admin server's port.
///
/// # Errors
/// When the address cannot be listened on; the text names it and says what to do.
pub async fn bind(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|e| {
        let remedy = match e.kind() {
            std::io::ErrorKind::AddrInUse => "stop the process that listens there, or choose another port",
            std::io::ErrorKind::PermissionDenied => "choose a port above 1023",
            _ => "choose an address of this host",
        };
        Error::environment(format!("listen on {address} for the admin server: {e}; {remedy} (admin.listen)"))
    })
}

/// Serves until `shutdown` completes, then finishes the requests under way, for two seconds at most.
pub async fn serve(
    listener: TcpListener,
    metrics: Arc<Metrics>,
    status: Arc<Status>,
    shutdown: impl Future<Output = ()>,
) {
    let routes = routes::routes(metrics, status);
    connections::serve(listener, routes, connections::Limits::default(), shutdown).await;
}
