//! What is not the sending of one mail: `-bs`, the queue, aliases, addresses.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use postern_sendmail::command::Settings;
use postern_sendmail::exit::Exit;
use postern_sendmail::frame::{
    MAX_BODY_BYTES, MAX_CHUNK_BYTES, Reply, Request, Task, encode_chunk, encode_end,
};

use crate::world::{Ended, World, answer, ended, feed, take};

const AWAY: &str = "421 4.3.0 Service not available, try again later\r\n";

/// The daemon's side of a session: what it says, then the line it waits for, and so on.
fn speak(stream: &mut UnixStream, script: &[(&str, &str)]) -> Request {
    let request = take(stream).request;
    let mut lines = BufReader::new(stream.try_clone().unwrap());
    for (say, hear) in script {
        stream.write_all(say.as_bytes()).unwrap();
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        assert_eq!(line, *hear);
    }
    request
}

fn say(stdin: &mut ChildStdin, line: &str) {
    stdin.write_all(line.as_bytes()).unwrap();
}

fn hear(stdout: &mut BufReader<ChildStdout>, line: &str) {
    let mut heard = String::new();
    stdout.read_line(&mut heard).unwrap();
    assert_eq!(heard, line);
}

#[test]
fn each_reply_of_a_session_is_passed_on_at_once() {
    let world = World::new();
    let daemon = world.daemon(|mut stream| {
        let script = [
            ("220 ready\r\n", "EHLO example.org\r\n"),
            ("250-hello\r\n250 SIZE\r\n", "RSET\r\n"),
            ("250 ok\r\n", "QUIT\r\n"),
        ];
        let request = speak(&mut stream, &script);
        stream.write_all(b"221 bye\r\n").unwrap();
        request
    });
    let mut program = world.program(&["--site", "example.org", "-bs"]);
    let mut child = program.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());

    hear(&mut stdout, "220 ready\r\n");
    say(&mut stdin, "EHLO example.org\r\n");
    hear(&mut stdout, "250-hello\r\n");
    hear(&mut stdout, "250 SIZE\r\n");
    say(&mut stdin, "RSET\r\n");
    hear(&mut stdout, "250 ok\r\n");
    say(&mut stdin, "QUIT\r\n");
    hear(&mut stdout, "221 bye\r\n");

    // The client has not closed its side.
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let request = daemon.join().unwrap();
    assert_eq!((request.task, request.site.as_deref()), (Task::Smtp, Some(&b"example.org"[..])));
}

#[test]
fn how_a_session_ends_is_told_by_its_last_reply() {
    let check = |input: &str, replies: &'static str, code: u8, line: &str| {
        let world = World::new();
        let waits_for_the_end = input.is_empty() || replies.ends_with("354 go\r\n");
        let daemon = world.daemon(move |mut stream| {
            take(&mut stream);
            stream.write_all(replies.as_bytes()).unwrap();
            if waits_for_the_end {
                io::copy(&mut stream, &mut io::sink()).unwrap();
            }
        });
        let ended = if waits_for_the_end {
            world.run(&["-bs"], input.as_bytes())
        } else {
            // The client still holds its side open.
            let program = &mut world.program(&["-bs"]);
            let program =
                program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
            let mut child = program.spawn().unwrap();
            let stdin = child.stdin.take().unwrap();
            let ended = ended(child.wait_with_output().unwrap());
            drop(stdin);
            ended
        };
        daemon.join().unwrap();
        let stderr = if line.is_empty() { String::new() } else { format!("sendmail: {line}\n") };
        let away = if line.contains("went away") { AWAY } else { "" };
        assert_eq!(ended, Ended { code, stdout: format!("{replies}{away}"), stderr });
    };
    check("", "220 ready\r\n", 0, "");
    check("", "220 ready\r\n250 ok\r\n550 no such user\r\n", 0, "");
    check(
        "x\r\n",
        "220 ready\r\n250 ok\r\n354 go\r\n",
        65,
        "the input ended inside a mail; that one was not sent",
    );
    check("x", "220 ready\r\n221 bye\r\n", 0, "");
    check("x", "421 4.3.2 closing\r\n", 75, "the daemon ended the session: 421 4.3.2 closing");
    check(
        "x",
        "554 5.7.1 uid 7 has no site\r\n",
        77,
        "the daemon ended the session: 554 5.7.1 uid 7 has no site",
    );
    check("x", "220 ready\r\n", 75, "the daemon went away during the session; try again later");
}

#[test]
fn a_daemon_that_does_not_answer_for_a_mail_leaves_it_for_later_and_not_unsent() {
    let world = World::new();
    let daemon = world.daemon(|mut stream| {
        take(&mut stream);
        stream.write_all(b"220 ready\r\n354 go\r\n").unwrap();
        io::copy(&mut stream, &mut io::sink()).unwrap();
        // Still open: the store is slow.
        stream
    });
    let settings = Settings { answer: Duration::from_millis(50), ..world.settings() };
    let ended = world.run_with(settings, &["-bs"], &b"DATA\r\nx\r\n.\r\n"[..]);
    drop(daemon.join().unwrap());
    let line = "sendmail: the daemon gave no answer within 50ms; try again later\n".to_owned();
    let stdout = format!("220 ready\r\n354 go\r\n{AWAY}");
    assert_eq!(ended, Ended { code: 75, stdout, stderr: line });
}

#[test]
fn a_session_without_a_daemon_is_refused_and_nothing_is_dropped() {
    let world = World::new();
    let line = format!(
        "sendmail: daemon at {}: No such file or directory (os error 2); try again later\n",
        world.socket().display()
    );
    let ended = world.run(&["-bs"], b"EHLO example.org\r\n");
    assert_eq!(ended, Ended { code: 75, stdout: AWAY.to_owned(), stderr: line });
    assert!(world.has_nothing_dropped());
}

/// A daemon that lists `pieces`, and ends the list if `whole`.
fn list(world: &World, pieces: &'static [&str], whole: bool) -> std::thread::JoinHandle<Request> {
    world.daemon(move |mut stream| {
        let request = take(&mut stream).request;
        answer(&mut stream, &Reply::new(Exit::Ok, ""));
        let (mut bytes, mut total) = (Vec::new(), 0);
        for piece in pieces {
            encode_chunk(piece.as_bytes(), &mut bytes);
            total += piece.len() as u64;
        }
        if whole {
            encode_end(total, &mut bytes);
        }
        // In two halves, so that a length or a total comes apart.
        let (first, second) = bytes.split_at(bytes.len() / 2);
        stream.write_all(first).unwrap();
        stream.write_all(second).unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        request
    })
}

#[test]
fn mailq_prints_what_the_daemon_lists() {
    for by_name in [true, false] {
        let world = World::new();
        let daemon = list(
            &world,
            &["-Queue ID-\n", "7A  m\u{fc}ller@example.org\n", "-- 1 Kbytes in 1 Request.\n"],
            true,
        );
        let mut program = if by_name { world.program(&["-v"]) } else { world.program(&["-bp"]) };
        if by_name {
            program.arg0("/usr/bin/mailq");
        }

        let ended = feed(&mut program, b"");

        let stdout =
            "-Queue ID-\n7A  m\u{fc}ller@example.org\n-- 1 Kbytes in 1 Request.\n".to_owned();
        assert_eq!(ended, Ended { code: 0, stdout, stderr: String::new() });
        assert_eq!(daemon.join().unwrap().task, Task::QueueList);
    }
}

#[test]
fn a_list_may_be_larger_than_any_mail() {
    let world = World::new();
    let daemon = world.daemon(|mut stream| {
        take(&mut stream);
        answer(&mut stream, &Reply::new(Exit::Ok, ""));
        let mut bytes = Vec::new();
        encode_chunk("x".repeat(MAX_CHUNK_BYTES).as_bytes(), &mut bytes);
        let pieces = MAX_BODY_BYTES / MAX_CHUNK_BYTES as u64 + 1;
        (0..pieces).for_each(|_| stream.write_all(&bytes).unwrap());
        let mut end = Vec::new();
        encode_chunk(b"\nthe total\n", &mut end);
        encode_end(pieces * MAX_CHUNK_BYTES as u64 + 11, &mut end);
        stream.write_all(&end).unwrap();
    });
    let ended = world.run(&["-bp"], b"");
    daemon.join().unwrap();
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    assert!(ended.stdout.len() as u64 > MAX_BODY_BYTES && ended.stdout.ends_with("\nthe total\n"));
}

#[test]
fn a_list_that_is_cut_off_is_not_a_whole_one() {
    let world = World::new();
    let daemon = list(&world, &["-Queue ID-\n"], false);
    let ended = world.run(&["-bp"], b"");
    daemon.join().unwrap();
    let line = format!(
        "sendmail: daemon at {}: closed the connection without an answer; try again later\n",
        world.socket().display()
    );
    assert_eq!(ended, Ended { code: 75, stdout: "-Queue ID-\n".to_owned(), stderr: line });
}

#[test]
fn a_list_that_is_refused_is_not_printed() {
    let world = World::new();
    let daemon =
        world.daemon_that_answers(Exit::NoPerm, "uid 33 is shared, its queue is not listed");
    let ended = world.run(&["-bp"], b"");
    daemon.join().unwrap();
    assert_eq!(ended, Ended::with(77, "uid 33 is shared, its queue is not listed"));
}

#[test]
fn what_needs_the_daemon_and_has_no_mail_is_later_without_it() {
    for words in [&["-bp"][..], &["-q"], &["-bv", "a@example.org"]] {
        let world = World::new();
        let ended = world.run(words, b"");
        assert_eq!((ended.code, ended.stdout.as_str()), (75, ""), "{words:?}");
        assert!(ended.stderr.ends_with("; try again later\n"), "{}", ended.stderr);
        assert!(world.has_nothing_dropped());
    }
}

#[test]
fn the_queue_is_run_and_addresses_are_verified_without_reading_a_mail() {
    let check = |words: &[&str], exit: Exit, task: Task| {
        let world = World::new();
        let daemon = world.daemon_that_answers(exit, "no@@address is no address");
        let mut child =
            world.program(words).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // Nothing comes on its input, and no end of it.
        let stdin = child.stdin.take().unwrap();
        let output = child.wait_with_output().unwrap();
        drop(stdin);
        assert_eq!(output.status.code(), Some(i32::from(exit.code())));
        let expected = if exit == Exit::Ok { "" } else { "sendmail: no@@address is no address\n" };
        assert_eq!(String::from_utf8(output.stderr).unwrap(), expected);
        assert_eq!(daemon.join().unwrap().request.task, task);
    };
    let verify = |recipients: &[&str]| Task::Verify {
        recipients: recipients.iter().map(|recipient| recipient.as_bytes().to_vec()).collect(),
    };
    check(&["-q15m"], Exit::Ok, Task::QueueRun);
    check(&["-bv", "a@example.org", "b"], Exit::Ok, verify(&["a@example.org", "b"]));
    check(&["-bv", "no@@address"], Exit::DataErr, verify(&["no@@address"]));
}

#[test]
fn aliases_are_rebuilt_by_doing_nothing() {
    let check = |program: &mut Command| {
        let mut child = program
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdin = child.stdin.take().unwrap();
        assert_eq!(ended(child.wait_with_output().unwrap()), Ended::silently());
        drop(stdin);
    };
    let world = World::new();
    check(&mut world.program(&["-bi"]));
    check(&mut world.program(&["-I"]));
    check(world.program::<&str>(&[]).arg0("newaliases"));
}

#[test]
fn help_and_version_are_printed() {
    let world = World::new();
    let help = world.run(&["--help"], b"");
    assert_eq!((help.code, help.stderr.as_str()), (0, ""));
    for option in [
        "-t ", "-i,", "-f,", "-F ", "-N ", "-R ", "-V ", "-bs", "-bp", "-bv", "-q ", "--site",
        "--socket",
    ] {
        assert!(help.stdout.contains(&format!("\n  {option}")), "{option}");
    }
    let version = format!("postern-sendmail {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(
        world.run(&["--version"], b""),
        Ended { code: 0, stdout: version, stderr: String::new() }
    );
}

#[test]
fn an_endless_reply_does_not_fill_the_memory() {
    let world = World::new();
    let daemon = world.daemon(|mut stream| {
        take(&mut stream);
        stream.write_all(b"\x41\xff\xff").unwrap();
        // Refused by its length already: the rest is not waited for.
        let _ = stream.read(&mut [0]);
    });
    let ended = world.run(&["-q"], b"");
    daemon.join().unwrap();
    assert_eq!(ended.code, 75);
    assert!(ended.stderr.contains("65535 bytes of reply, the limit is 4096"), "{}", ended.stderr);
}
