//! The daemon under a service manager: it says when it takes mail and when it ends, and its log can be read by programs.

use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixDatagram;
use std::time::Duration;

use serde_json::Value;

use crate::harness::*;

#[test]
fn the_service_manager_is_told_when_mail_is_taken_and_when_the_end_begins() {
    let receiver = Receiver::start();
    let host = Host::new(&receiver);
    let path = host.root().join("notify.sock");
    let manager = UnixDatagram::bind(&path).expect("a socket");
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o777)).expect("is opened");
    manager.set_read_timeout(Some(Duration::from_secs(30))).expect("a deadline");
    let told = || {
        let mut state = [0; 64];
        let length = manager.recv(&mut state).expect("is told");
        String::from_utf8_lossy(&state[..length]).into_owned()
    };
    let mut host = host.with_environment("NOTIFY_SOCKET", path.to_str().expect("text"));

    host.start();
    assert_eq!(told(), "READY=1");
    host.stop();
    assert_eq!(told(), "STOPPING=1");
}

#[test]
fn a_log_for_programs_is_an_object_a_line_with_its_event() {
    let receiver = Receiver::start();
    let mut host = Host::new(&receiver).with("log.format", "\"json\"");
    host.start();
    host.add_shop();
    host.operate(&["block", SHOP, "--reason", "two\nlines"]).ok();
    host.stop();

    let read = |line: &str| {
        serde_json::from_str::<Value>(line).unwrap_or_else(|error| panic!("{line}: {error}"))
    };
    let lines: Vec<_> = host.log().lines().map(read).collect();
    for event in ["started", "action", "stopping", "stopped"] {
        assert!(lines.iter().any(|line| line["event"] == event), "{event}: {lines:?}");
    }
}

#[test]
fn the_drop_directory_is_part_of_the_health() {
    let receiver = Receiver::start();
    let mut host = Host::with_shop(&receiver);
    let empty = host.api("/health")["drop"].clone();
    assert_eq!((&empty["files"], &empty["aside"]), (&Value::from(0), &Value::from(0)));
    host.stop();
    std::fs::write(host.drop_directory().join(format!("{:032x}.mail", 7)), "no frame")
        .expect("a file");

    host.start();

    until("what cannot be read is set aside", || host.api("/health")["drop"]["aside"] == 1);
    let said = host.operate(&["status"]).ok().text();
    assert!(said.contains("1 file was set aside there: nobody's, or unreadable"), "{said}");
}
