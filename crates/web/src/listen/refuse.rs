//! A connection that is sent away before it can ask: one answer, and the end.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

use crate::wire::Problem;

/// Time for the answer to be taken, and for the other side to close.
const WITHIN: Duration = Duration::from_secs(2);

/// Answers whatever is asked with a problem, and closes.
pub(super) async fn refuse(mut stream: impl AsyncRead + AsyncWrite + Unpin, problem: &Problem) {
    let answer = answer(problem);
    let said = async {
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await?;
        // Closed over bytes that were not read, the connection would be reset and the answer lost.
        let mut forgotten = [0; 1024];
        while stream.read(&mut forgotten).await? > 0 {}
        std::io::Result::Ok(())
    };
    // Whether it is heard is the other side's matter.
    let _ = timeout(WITHIN, said).await;
}

fn answer(problem: &Problem) -> String {
    // A problem is texts and a number, which are always JSON.
    let body = serde_json::to_string(problem).unwrap_or_default();
    let (status, title, bytes) = (problem.status, &problem.title, body.len());
    let later = if status == 503 { "Retry-After: 2\r\n" } else { "" };
    format!(
        "HTTP/1.1 {status} {title}\r\nContent-Type: application/problem+json\r\nContent-Length: {bytes}\r\n\
         Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n{later}Connection: close\r\n\r\n{body}"
    )
}
