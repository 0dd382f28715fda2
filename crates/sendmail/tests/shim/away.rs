//! A daemon that is away, hangs or dies: the mail goes to the drop directory, once, under one accept key.

use std::fs::{self, Permissions};
use std::io::{Cursor, Read, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::Duration;

use postern_sendmail::command::Settings;
use postern_sendmail::drop::Entry;

use crate::world::{Ended, World, feed, take};

const MAIL: &[u8] = b"Subject: order\n\nthank you\n";
const SOON: Duration = Duration::from_millis(50);

#[test]
fn without_a_daemon_the_mail_is_dropped_and_not_a_word_is_said() {
    let world = World::new();

    assert_eq!(
        world.run(&["--site", "example.org", "-i", "-f", "", "a@example.org"], MAIL),
        Ended::silently()
    );

    let dropped = world.dropped_mail();
    assert_eq!(dropped.body, MAIL);
    assert_eq!(dropped.request.site.as_deref(), Some(&b"example.org"[..]));
    assert_eq!(dropped.submit().recipients, [b"a@example.org"]);
}

#[test]
fn a_socket_nobody_serves_is_noticed() {
    let world = World::new();
    drop(world.listen());
    assert_eq!(world.run(&["-t"], MAIL), Ended::silently());
    assert_eq!(world.dropped_mail().body, MAIL);
}

#[test]
fn a_large_mail_is_dropped_whole() {
    let mail: Vec<u8> = (0..3_000_000_u32).map(|n| (n % 251) as u8).collect();
    let world = World::new();
    assert_eq!(world.run(&["-ti"], &mail), Ended::silently());
    assert!(world.dropped_mail().body == mail);
}

#[test]
fn a_daemon_that_does_not_speak_first_is_away() {
    let world = World::new();
    let listener = world.listen();
    let settings = Settings { first_byte: SOON, ..world.settings() };

    assert_eq!(world.run_with(settings, &["-t"], MAIL), Ended::silently());

    assert_eq!(world.dropped_mail().body, MAIL);
    let mut got = Vec::new();
    listener.accept().unwrap().0.read_to_end(&mut got).unwrap();
    assert!(got.is_empty(), "it gets no byte either");
}

#[test]
fn a_socket_whose_queue_is_full_does_not_hold_the_command() {
    let world = World::new();
    let listener = world.listen();
    rustix::net::listen(&listener, 0).unwrap();
    let _first_in_the_queue = UnixStream::connect(world.socket()).unwrap();
    let settings = Settings { first_byte: SOON, ..world.settings() };

    assert_eq!(world.run_with(settings, &["-t"], MAIL), Ended::silently());

    assert_eq!(world.dropped_mail().body, MAIL);
}

#[test]
fn a_stranger_on_the_socket_gets_no_byte() {
    let world = World::new();
    let stranger = world.daemon(|mut stream| {
        stream.write_all(b"220 mail.example.org\r\n").unwrap();
        let mut got = Vec::new();
        // What was left unread of the greeting may reset the connection.
        let _ = stream.read_to_end(&mut got);
        got
    });

    assert_eq!(world.run(&["-t"], MAIL), Ended::silently());

    assert!(stranger.join().unwrap().is_empty());
    assert_eq!(world.dropped_mail().body, MAIL);
}

#[test]
fn a_daemon_that_never_answers_leaves_the_same_accept_key_in_the_drop_directory() {
    let world = World::new();
    let daemon = world.daemon(|mut stream| {
        let taken = take(&mut stream);
        // Until the command gives up.
        assert_eq!(stream.read(&mut [0]).unwrap(), 0);
        taken
    });
    let settings = Settings { answer: SOON, ..world.settings() };

    assert_eq!(world.run_with(settings, &["-t"], MAIL), Ended::silently());

    assert_eq!(world.dropped_mail(), daemon.join().unwrap());
}

#[test]
fn a_daemon_that_dies_over_the_mail_leaves_the_same_accept_key_in_the_drop_directory() {
    let world = World::new();
    let daemon = world.daemon(|mut stream| take(&mut stream));
    assert_eq!(world.run(&["-t"], MAIL), Ended::silently());
    assert_eq!(world.dropped_mail(), daemon.join().unwrap());
}

#[test]
fn a_daemon_that_stops_reading_is_given_up() {
    let world = World::new();
    let mail = vec![b'x'; 3_000_000];
    let settings = Settings { answer: SOON, ..world.settings() };
    let listener = world.listen();
    let daemon = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(&[postern_sendmail::frame::VERSION]).unwrap();
        stream
    });

    assert_eq!(world.run_with(settings, &["-ti"], Cursor::new(mail.clone())), Ended::silently());

    assert!(world.dropped_mail().body == mail);
    drop(daemon.join().unwrap());
}

#[test]
fn an_answer_that_is_none_is_not_believed() {
    let check = |answer: &'static [u8]| {
        let world = World::new();
        let daemon = world.daemon(move |mut stream| {
            let taken = take(&mut stream);
            stream.write_all(answer).unwrap();
            taken
        });
        assert_eq!(world.run(&["-t"], MAIL), Ended::silently());
        assert_eq!(world.dropped_mail(), daemon.join().unwrap());
    };
    check(b"\x00");
    check(b"\x00\x00\x05ok");
    check(b"\x01\x00\x00");
    check(b"\x41\xff\xff");
}

#[test]
fn two_mails_have_two_accept_keys() {
    let key = || {
        let world = World::new();
        world.run(&["-t"], MAIL);
        world.dropped_mail().submit().accept_key
    };
    let (first, second) = (key(), key());
    assert_ne!(first, second);
    assert!(first.drawn_at_millis() <= second.drawn_at_millis());
}

#[test]
fn with_neither_it_is_later_and_both_reasons_are_named() {
    let check = |break_it: &dyn Fn(&World), why: &str| {
        let world = World::new();
        break_it(&world);
        let line = format!(
            "daemon at {}: No such file or directory (os error 2), and drop directory {}: {why}; try again later",
            world.socket().display(),
            world.drop().display()
        );
        assert_eq!(world.run(&["-t"], MAIL), Ended::with(75, &line));
        assert!(!world.drop().exists() || world.has_nothing_dropped());
    };
    check(&|world| fs::remove_dir(world.drop()).unwrap(), "No such file or directory (os error 2)");
    check(
        &|world| fs::set_permissions(world.drop(), Permissions::from_mode(0o777)).unwrap(),
        "has mode 777, a drop directory has 3733",
    );
}

#[test]
fn whoever_may_only_add_to_the_drop_directory_can_drop() {
    let world = World::new();
    let is_root = fs::metadata("/proc/self").unwrap().uid() == 0;
    // Where the tests run as root another uid shows it; else the owner himself may not list it.
    let mode = if is_root { 0o3733 } else { 0o3333 };
    fs::set_permissions(world.drop(), Permissions::from_mode(mode)).unwrap();
    fs::set_permissions(world.folder.path(), Permissions::from_mode(0o711)).unwrap();
    let copy = world.folder.path().join("sendmail");
    // By another process: one that another test forks off meanwhile would hold our copy open for writing, and nobody may
    // start it then.
    let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_postern-sendmail")).arg(&copy).status();
    assert!(copied.unwrap().success());
    let mut program = Command::new(copy);
    program.args(world.words(&["-t"])).current_dir("/");
    if is_root {
        program.uid(54_321).gid(54_321);
    }

    assert_eq!(feed(&mut program, MAIL), Ended::silently());

    fs::set_permissions(world.drop(), Permissions::from_mode(0o3733)).unwrap();
    let [mail] = &world.dropped(Entry::Mail)[..] else { panic!("one mail") };
    let (file, directory) = (fs::metadata(mail).unwrap(), fs::metadata(world.drop()).unwrap());
    assert_eq!(file.gid(), directory.gid(), "the daemon's group may read it");
    assert_eq!(file.uid() == directory.uid(), !is_root, "its owner is who wrote it");
}
