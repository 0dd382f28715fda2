//! `/api/v1`: the routes, and what bounds a request. A handler asks the engine or the store one question.

pub(crate) mod action;
mod app;
mod audit;
mod failure;
mod health;
mod history;
mod import;
mod login;
mod message;
mod queue;
pub(crate) mod request;
mod site;
mod status;
mod stop;
mod top;
mod trace;

use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::Uri;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post, put};

use crate::error::Error;
use crate::wire::Code;

pub use app::App;
pub(crate) use app::unexpected;

/// Time for a request, its body included.
pub(crate) const REQUEST: Duration = Duration::from_secs(60);

/// The same for requests that do much: a whole message, or many sites.
pub(crate) const LONG_REQUEST: Duration = Duration::from_secs(600);

/// All routes.
pub fn router(app: App) -> Router {
    let quick = Router::new()
        .route("/health", get(health::show))
        .route("/audit", get(audit::list))
        .route("/top/sites", get(top::sites))
        .route("/top/scripts", get(top::scripts))
        .route("/jobs/{job}", get(queue::show_job))
        .route("/sites", get(site::list).post(site::add))
        .route(
            "/sites/{site}",
            get(site::show).put(site::put).patch(site::change).delete(site::remove),
        )
        .route("/sites/{site}/logins/{login}", put(login::set).delete(login::remove))
        .route("/sites/{site}/status", get(status::show))
        .route("/sites/{site}/block", post(action::block))
        .route("/sites/{site}/unblock", post(action::unblock))
        .route("/sites/{site}/purge", post(action::purge))
        .route("/sites/{site}/stops", get(stop::list).post(stop::add))
        .route("/sites/{site}/stops/{stop}", delete(stop::remove))
        .route("/sites/{site}/queue", get(queue::list))
        .route("/sites/{site}/jobs", post(queue::begin))
        .route("/sites/{site}/failures", get(failure::list))
        .route("/sites/{site}/trace", get(trace::list))
        .route("/sites/{site}/history", get(history::show))
        .route("/sites/{site}/test-mail", post(message::test))
        .layer(middleware::from_fn(|request, next| within(REQUEST, request, next)));
    let long = Router::new()
        .route("/imports", post(import::import))
        .route("/sites/{site}/messages", post(message::submit))
        .layer(middleware::from_fn(|request, next| within(LONG_REQUEST, request, next)));
    // A check reads everything there is; its caller decides how long to wait.
    let unbounded = Router::new().route("/check", post(health::check));
    let api = quick
        .merge(long)
        .merge(unbounded)
        .method_not_allowed_fallback(no_such_method)
        .with_state(app);
    Router::new().nest("/api/v1", api).fallback(no_such_path)
}

/// Runs a request in a task of its own and waits for it so long. A caller that is gone, or was told that it took too long,
/// ends the waiting only: what is durable by then still has to reach the gate, the scheduler and the directory of sites.
async fn within(limit: Duration, request: Request, next: Next) -> Response {
    let work = tokio::spawn(next.run(request));
    let problem = match tokio::time::timeout(limit, work).await {
        Ok(Ok(response)) => return response,
        Ok(Err(error)) => Error::new(Code::Failed, format!("the request broke off: {error}")),
        Err(_) => Error::new(
            Code::TooSlow,
            format!("the request took longer than {} s; what it began goes on", limit.as_secs()),
        ),
    };
    problem.into_response()
}

async fn no_such_path(uri: Uri) -> Error {
    Error::new(Code::NoSuchPath, format!("there is nothing at {}", uri.path()))
}

async fn no_such_method(uri: Uri) -> Error {
    Error::new(Code::NoSuchMethod, format!("{} does not take this method", uri.path()))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::body::Body;
    use hyper::service::Service;
    use hyper_util::service::TowerToHyperService;
    use tokio::sync::{Notify, mpsc};

    use super::*;

    #[tokio::test]
    async fn a_request_whose_caller_is_gone_is_worked_to_its_end() {
        let goes_on = Arc::new(Notify::new());
        let (tell, mut told) = mpsc::unbounded_channel();
        let gate = Arc::clone(&goes_on);
        let work = async move || {
            tell.send("durable").expect("the test listens");
            gate.notified().await;
            tell.send("told").expect("the test listens");
        };
        let router = Router::new()
            .route("/", post(work))
            .layer(middleware::from_fn(|request, next| within(REQUEST, request, next)));
        let request = axum::http::Request::post("/").body(Body::empty()).expect("a request");
        let asked = tokio::spawn(TowerToHyperService::new(router).call(request));
        assert_eq!(told.recv().await, Some("durable"));

        asked.abort();
        assert!(asked.await.is_err_and(|error| error.is_cancelled()));
        goes_on.notify_one();

        assert_eq!(told.recv().await, Some("told"));
    }
}
