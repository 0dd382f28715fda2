//! Tells the service manager how far the daemon is (sd_notify): one datagram, if anyone asked for it.

use std::os::linux::net::SocketAddrExt;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};

/// Mail is accepted.
pub fn ready() {
    tell("READY=1");
}

/// The daemon ends.
pub fn stopping() {
    tell("STOPPING=1");
}

/// That nobody listens is no reason not to run.
fn tell(state: &str) {
    let Some(name) = std::env::var_os("NOTIFY_SOCKET") else { return };
    let address = match name.as_bytes() {
        [b'@', name @ ..] => SocketAddr::from_abstract_name(name),
        _ => SocketAddr::from_pathname(&name),
    };
    let sent = address
        .and_then(|address| UnixDatagram::unbound()?.send_to_addr(state.as_bytes(), &address));
    if let Err(error) = sent {
        tracing::warn!(event = "service_manager_not_told", state, %error);
    }
}
