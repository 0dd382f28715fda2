//! `postern version`: this program's, and the running daemon's.

use std::path::Path;

use clap::Args;
use postern_web::wire::Health;
use serde_json::json;

use super::client::Client;
use super::failure::Failure;
use super::out::Out;
use super::url::Url;

/// Options of `postern version`.
#[derive(Debug, Args)]
pub struct Version {}

impl Version {
    pub async fn run(self, socket: &Path, out: &Out) -> Result<(), Failure> {
        let own = env!("CARGO_PKG_VERSION");
        let daemon = match Client::connect(socket).await {
            Ok(mut client) => {
                client.get::<Health>(&Url::of(["health"])).await.ok().map(|health| health.version)
            }
            Err(_) => None,
        };
        let answer = json!({ "program": own, "daemon": daemon });
        out.answer(&answer, || match daemon {
            Some(daemon) => format!("postern {own}, the running daemon {daemon}\n"),
            None => format!("postern {own}, no daemon answers\n"),
        })
    }
}
