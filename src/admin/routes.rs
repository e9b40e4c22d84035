//! What the admin server answers.

use std::sync::Arc;

use axum::Router;
use axum::body::HttpBody as _;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::Value;

use crate::metrics::Metrics;
use crate::status::Status;

const INDEX: &str = "\
mubatch admin server

/livez    200 while every worker's loop moves; 503 says which one does not (restart it)
/readyz   200 while the job keeps up; 503 says what it waits for
/metrics  metrics in Prometheus' text format
/status   workers, partitions, offsets, lag and windows, as JSON
/version  versions of the program and of the job, as JSON
";

/// The read-only routes.
pub(super) fn routes(metrics: Arc<Metrics>, status: Arc<Status>) -> Router {
    let (live, ready, version) = (status.clone(), status.clone(), status.clone());
    Router::new()
        .route("/", get(|| async { INDEX }))
        .route("/livez", get(|| async move { probe(live.live()) }))
        .route("/readyz", get(|| async move { probe(ready.ready()) }))
        .route("/metrics", get(|| async move { text("text/plain; version=0.0.4; charset=utf-8", metrics.render()) }))
        .route("/status", get(|| async move { json(&status.json()) }))
        .route("/version", get(|| async move { json(&version.version_json()) }))
        .route_layer(from_fn(refuse_body))
        .fallback(|| async { (StatusCode::NOT_FOUND, "not found; / lists what there is\n") })
        .layer(map_response(never_cached))
}

fn probe(outcome: Result<(), String>) -> Response {
    match outcome {
        Ok(()) => "ok\n".into_response(),
        Err(why) => (StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n")).into_response(),
    }
}

fn json(value: &Value) -> Response {
    text("application/json", format!("{value:#}\n"))
}

fn text(content_type: &'static str, body: String) -> Response {
    ([(header::CONTENT_TYPE, content_type)], body).into_response()
}

/// These routes take no body: one that comes is refused unread.
async fn refuse_body(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        next.run(request).await
    } else {
        (StatusCode::PAYLOAD_TOO_LARGE, "this address takes no request body\n").into_response()
    }
}

async fn never_cached(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
