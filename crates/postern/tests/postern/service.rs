//! The daemon under a service manager: it says when it takes mail and when it ends, and its log can be read by programs.

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::net::UnixDatagram;
use std::path::Path;
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
fn a_host_name_of_another_script_is_greeted_with_by_its_a_labels() {
    let receiver = Receiver::start();
    let mut host = Host::new(&receiver).with("hostname", "\"ü.example\"");
    host.start();
    let (mut session, greeting) = Smtp::greeted(host.smtp_address()).expect("greets");
    let hello = session.say("EHLO client.example.org");
    for said in [greeting, hello] {
        assert!(said.text.starts_with("xn--tda.example"), "{said:?}");
    }
}

#[test]
fn a_log_for_programs_is_an_object_a_line_with_its_event() {
    let receiver = Receiver::start();
    let mut host = Host::new(&receiver).with("log.format", "\"json\"");
    host.start();
    host.add_shop();
    host.shop_sends("a@example.net");
    let unknown = host.send(shop_uid(), &["a@@example.net"], b"\nx\n");
    assert_eq!(unknown.code, Some(65), "{}", unknown.complaint());
    host.operate(&["block", SHOP, "--reason", "two\nlines"]).ok();
    host.stop();

    let read = |line: &str| {
        serde_json::from_str::<Value>(line).unwrap_or_else(|error| panic!("{line}: {error}"))
    };
    let lines: Vec<_> = host.log().lines().map(read).collect();
    // Those the reference says of level `info`, and the end.
    for event in ["started", "action", "accepted", "mail_refused", "stopping", "stopped"] {
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
    let words = "\n1 file was set aside in .aside of the drop directory: nobody's, or unreadable\n";
    assert!(said.contains(words), "{said}");
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).mode()
        & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).expect("its mode is set");
}

#[test]
fn state_that_was_open_to_other_users_is_closed_at_the_start() {
    let receiver = Receiver::start();
    let mut host = Host::with_shop(&receiver);
    host.stop();
    let state = host.root().join("state");
    let files = ["postern.db", "lock"].map(|name| state.join(name));
    assert!(files.iter().all(|file| mode(file) == 0o600), "made for the daemon alone");
    // As adduser makes a home.
    set_mode(&state, 0o755);
    files.iter().for_each(|file| set_mode(file, 0o644));

    host.start();
    host.add_site("blog.example.org", &[]);

    assert_eq!(mode(&state), 0o700);
    let names = ["postern.db", "postern.db-wal", "postern.db-shm", "lock"];
    assert!(names.iter().all(|name| mode(&state.join(name)) == 0o600));
    assert!(host.log().contains("closed_to_others"), "{}", host.log());
}

#[test]
fn state_that_is_open_and_not_the_daemons_own_is_refused_with_what_to_do() {
    need_root();
    let receiver = Receiver::start();
    let host = Host::new(&receiver);
    host.write_config();
    let state = host.root().join("state");
    std::fs::create_dir(&state).expect("a folder of root's");
    set_mode(&state, 0o755);

    let ran = run(&mut host.serve(), b"");

    assert_eq!(ran.code, Some(1), "{}", ran.complaint());
    let words = "is open to other users (mode 0755) and belongs to uid 0: give it to the daemon's own user and chmod 0700";
    assert!(ran.complaint().contains(words), "{}", ran.complaint());
}

#[test]
fn what_leads_to_sockets_and_drop_directory_is_passable_for_all_whatever_the_umask() {
    let receiver = Receiver::start();
    let mut host = Host::new(&receiver);
    host.write_config();
    let root = host.root();
    let mut command = program("/bin/sh");
    let (postern, folder) = (host.bin("postern"), root.display());
    let words = format!("umask 077; exec {} --root {folder} serve", postern.display());
    command.args(["-c", &words]);
    if is_root() {
        as_user(&mut command, DAEMON_UID);
    }

    host.start_as(command);

    let modes = ["run", "spool", "spool/drop", "state"].map(|path| mode(&root.join(path)));
    assert_eq!(modes, [0o755, 0o755, 0o3733, 0o700]);
}

#[test]
fn what_is_stored_can_be_checked_while_no_daemon_runs_and_by_its_own_user_only() {
    let receiver = Receiver::start();
    let mut host = Host::with_shop(&receiver);
    host.operate(&["block", SHOP]).ok();
    host.shop_sends("held@example.net");
    host.stop();
    let mut command = host.postern(&["check"]);
    if is_root() {
        let ran = host.operate(&["check"]);
        assert_eq!(ran.code, Some(1));
        let words = format!("belongs to uid {DAEMON_UID}: check it as that user");
        assert!(ran.complaint().contains(&words), "{}", ran.complaint());
        as_user(&mut command, DAEMON_UID);
    }

    let ran = run(&mut command, b"").ok();

    let words = "checked 2 sites, 1 message, 1 queued mail, ";
    assert!(
        ran.text().starts_with(words) && ran.text().contains("everything adds up"),
        "{}",
        ran.text()
    );
    host.start();
    assert_eq!(host.counter(SHOP, "queued"), 1);

    // As a daemon that hangs, or has only begun to start.
    std::fs::remove_file(host.root().join("run/control.sock")).expect("it is there");
    let ran = run(&mut command, b"");
    assert_eq!(ran.code, Some(1));
    assert!(ran.complaint().contains("a daemon has the state in "), "{}", ran.complaint());
}
