//! A mail on standard input, with a daemon that answers.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::process::Stdio;

use postern_sendmail::command::Settings;
use postern_sendmail::drop::Entry;
use postern_sendmail::exit::Exit;
use postern_sendmail::frame::{MAX_BODY_BYTES, Notify, Reply, Return, Sender};

use crate::world::{Ended, World, answer, ended, feed, take};

const MAIL: &[u8] = b"Subject: order\r\n\r\nthank you\r\n";

#[test]
fn a_mail_is_handed_over_whole_and_not_a_word_is_said() {
    let world = World::new();
    let daemon = world.daemon_that_answers(Exit::Ok, "words that are not printed");
    let words = [
        "-ti",
        "-f",
        "shop@example.org",
        "-FShop",
        "-Nfailure",
        "-Rhdrs",
        "-V",
        "id 7",
        "a@example.org",
        "b,c",
    ];

    assert_eq!(world.run(&words, MAIL), Ended::silently());

    let taken = daemon.join().unwrap();
    assert_eq!(taken.body, MAIL);
    let submit = taken.submit();
    assert_eq!(submit.sender, Sender::Given(b"shop@example.org".to_vec()));
    assert_eq!(submit.full_name.as_deref(), Some(&b"Shop"[..]));
    assert_eq!(submit.recipients, [&b"a@example.org"[..], b"b,c"]);
    assert!(submit.extract_recipients);
    assert_eq!(submit.notify, Some(Notify::On { success: false, failure: true, delay: false }));
    assert_eq!(submit.returns, Some(Return::Headers));
    assert_eq!(submit.envelope_id.as_deref(), Some(&b"id 7"[..]));
    assert!(world.has_nothing_dropped());
}

#[test]
fn a_mail_tells_where_it_comes_from() {
    let world = World::new();
    let daemon = world.daemon_that_answers(Exit::Ok, "");
    let mut program = world.program(&["--site", "example.org", "-t"]);
    program.env_clear().current_dir(world.folder.path());
    program.env("SCRIPT_FILENAME", "/srv/www/contact.php").env("SCRIPT_NAME", "/contact.php");
    program
        .env("REQUEST_URI", OsStr::from_bytes(b"/contact.php?name=\xff"))
        .env("REMOTE_ADDR", "192.0.2.7");
    program.env("HTTP_HOST", "x".repeat(5000)).env("SERVER_NAME", "www.example.org").env("PWD", "");
    let child = program.stdin(Stdio::null()).spawn().unwrap();
    let pid = child.id();

    assert!(child.wait_with_output().unwrap().status.success());

    let request = daemon.join().unwrap().request;
    assert_eq!(request.site.as_deref(), Some(&b"example.org"[..]));
    let origin = request.origin;
    let text =
        |value: &Option<Vec<u8>>| value.clone().map(|value| value.escape_ascii().to_string());
    let same = |value: &Option<Vec<u8>>, expected: &str| {
        assert_eq!(text(value).as_deref(), Some(expected))
    };
    assert_eq!(origin.pid, pid);
    same(&origin.cwd, fs::canonicalize(world.folder.path()).unwrap().to_str().unwrap());
    same(&origin.script_filename, "/srv/www/contact.php");
    same(&origin.script_name, "/contact.php");
    same(&origin.request_uri, "/contact.php?name=\\xff");
    same(&origin.remote_addr, "192.0.2.7");
    same(&origin.http_host, &"x".repeat(4096));
    same(&origin.server_name, "www.example.org");
    same(&origin.pwd, "");
    assert_eq!(origin.arguments.last().map(Vec::as_slice), Some(&b"-t"[..]));
}

#[test]
fn bytes_that_are_no_text_are_passed_as_they_are() {
    let world = World::new();
    let daemon = world.daemon_that_answers(Exit::Ok, "");
    let everything: Vec<u8> = (0..=255).cycle().take(3000).collect();
    let address = b"m\xfcller@example.org";

    assert_eq!(
        world.run(&[OsStr::new("-i"), OsStr::from_bytes(address)], &everything),
        Ended::silently()
    );

    let taken = daemon.join().unwrap();
    assert_eq!(taken.submit().recipients, [address]);
    assert_eq!(taken.body, everything);
}

#[test]
fn a_lone_dot_ends_the_mail_unless_i_is_given() {
    let check = |words: &[&str], body: &[u8]| {
        let world = World::new();
        let daemon = world.daemon_that_answers(Exit::Ok, "");
        assert_eq!(world.run(words, b"a\n..\n.\nb\n."), Ended::silently());
        assert_eq!(daemon.join().unwrap().body, body, "{words:?}");
    };
    check(&["-t"], b"a\n..\n");
    check(&["-ti"], b"a\n..\n.\nb\n.");
    check(&["-t", "-oi"], b"a\n..\n.\nb\n.");
}

#[test]
fn after_a_lone_dot_the_input_need_not_end() {
    let world = World::new();
    let daemon = world.daemon_that_answers(Exit::Ok, "");
    let mut child =
        world.program(&["-t"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut terminal = child.stdin.take().unwrap();
    terminal.write_all(b"a\n.\n").unwrap();

    assert!(child.wait().unwrap().success());

    assert_eq!(daemon.join().unwrap().body, b"a\n");
}

#[test]
fn the_answer_of_the_daemon_is_how_the_command_ends() {
    let check = |exit: Exit, text: &str, line: &str| {
        let world = World::new();
        let daemon = world.daemon_that_answers(exit, text);
        assert_eq!(world.run(&["-t"], MAIL), Ended::with(exit.code(), line));
        daemon.join().unwrap();
        assert!(world.has_nothing_dropped(), "a refusal is no reason to drop");
    };
    let too_large = "the mail has 11000000 bytes, the limit of example.org is 10485760";
    check(Exit::DataErr, too_large, too_large);
    check(
        Exit::TempFail,
        "example.org has 100000 mails queued",
        "example.org has 100000 mails queued",
    );
    check(Exit::NoPerm, "uid 1000 belongs to no site", "uid 1000 belongs to no site");
    check(Exit::Config, "", "");
    let strange = "Subject \"a\nb\u{1b}[31m \u{202e}x \u{e9}\"";
    check(Exit::DataErr, strange, "Subject \"a\\nb\\u{1b}[31m \\u{202e}x \u{e9}\"");
}

#[test]
fn a_large_mail_arrives_whole_and_leaves_no_file() {
    let mail: Vec<u8> = (0..3_000_000_u32).map(|n| (n % 251) as u8).collect();
    let check = |world: World| {
        let daemon = world.daemon_that_answers(Exit::Ok, "");
        assert_eq!(world.run(&["-ti"], &mail), Ended::silently());
        assert!(daemon.join().unwrap().body == mail);
        world
    };
    assert!(check(World::new()).has_nothing_dropped());

    let without_drop_directory = World::new();
    fs::remove_dir(without_drop_directory.drop()).unwrap();
    check(without_drop_directory);
}

#[test]
fn a_daemon_that_refuses_before_the_end_is_heard() {
    let world = World::new();
    let daemon = world.daemon(|mut stream| {
        stream.write_all(&[postern_sendmail::frame::VERSION]).unwrap();
        stream.read_exact(&mut [0; 100]).unwrap();
        answer(
            &mut stream,
            &Reply::new(Exit::DataErr, "too large: 3000000 bytes, the limit is 100"),
        );
    });

    let ended = world.run(&["-ti"], &vec![b'x'; 3_000_000]);

    daemon.join().unwrap();
    assert_eq!(ended, Ended::with(65, "too large: 3000000 bytes, the limit is 100"));
    assert!(world.has_nothing_dropped());
}

#[test]
fn a_command_that_is_killed_sends_nothing() {
    let world = World::new();
    let listener = world.listen();
    let mut child = world.program(&["-ti"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // More than a pipe and the memory hold: when it is written, most of it was read.
    stdin.write_all(&vec![b'x'; 1_000_000]).unwrap();

    child.kill().unwrap();
    child.wait().unwrap();

    listener.set_nonblocking(true).unwrap();
    assert_eq!(listener.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
    assert!(world.dropped(Entry::Mail).is_empty());
}

#[test]
fn a_mail_over_the_largest_is_refused_with_both_figures() {
    let check = |input: Box<dyn Read + Send>, read_on_bytes: u64, line: &str| {
        let world = World::new();
        let settings = Settings { read_on_bytes, ..world.settings() };
        assert_eq!(world.run_with(settings, &["-ti"], input), Ended::with(65, line));
        assert!(world.has_nothing_dropped());
    };
    let bytes = |count: u64| Box::new(io::repeat(b'x').take(count));
    check(
        bytes(MAX_BODY_BYTES + 70_000),
        1_000_000,
        "the mail has 67178864 bytes, the limit is 67108864; nothing was sent",
    );
    check(
        Box::new(io::repeat(b'x')),
        1_000_000,
        "the mail has more than 68157440 bytes, the limit is 67108864; nothing was sent",
    );
}

#[test]
fn an_input_that_cannot_be_read_is_no_mail() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is on fire"))
        }
    }
    let world = World::new();
    let ended =
        world.run_with(world.settings(), &["-t"], io::Cursor::new(b"Subject: x\n").chain(Broken));
    assert_eq!(
        ended,
        Ended::with(74, "cannot read the mail: the disk is on fire; nothing was sent")
    );
    assert!(world.has_nothing_dropped());
}

#[test]
fn a_usage_error_sends_nothing_and_makes_no_file() {
    let check = |words: &[&str], line: &str| {
        let world = World::new();
        assert_eq!(
            world.run(words, MAIL),
            Ended::with(64, &format!("{line}; nothing was sent")),
            "{words:?}"
        );
        assert!(world.has_nothing_dropped());
    };
    check(&["-Z", "a@example.org"], "unknown option -Z; see sendmail --help");
    check(
        &["-bd"],
        "mode -bd is not for this command, the daemon is started with postern serve; see sendmail --help",
    );
    check(&["-t", "-f"], "option -f without its argument; see sendmail --help");
    check(&[], "no recipient: name one, or use -t to take those of the header");
    check(&["-bv"], "no recipient: name one, or use -t to take those of the header");
    let many: Vec<String> = (0..10_001).map(|n| format!("{n}@example.org")).collect();
    let world = World::new();
    let line = "10001 recipients on the command line, the limit is 10000; nothing was sent";
    assert_eq!(world.run(&many, MAIL), Ended::with(65, line));
}

#[test]
fn files_that_options_name_are_not_touched() {
    for option in ["-X", "-C", "-D", "-O", "-oQ", "-OQueueDirectory="] {
        let world = World::new();
        let daemon = world.daemon_that_answers(Exit::Ok, "");
        let file = world.folder.path().join("x.php");
        let word = format!("{option}{}", file.display());

        assert_eq!(world.run(&["-t", &word], MAIL), Ended::silently());

        assert!(daemon.join().unwrap().submit().recipients.is_empty());
        assert!(!file.exists(), "{option}");
    }
}

#[test]
fn what_a_caller_appends_leads_nowhere_else() {
    let world = World::new();
    let pages = world.folder.path().join("pages");
    fs::create_dir(&pages).unwrap();
    let appended = ["-t", "-fx@example.org", "--drop", pages.to_str().unwrap()];
    assert_eq!(world.run(&appended, MAIL).code, 64);

    // Even where the operator names no place and nothing stands before it.
    let mut bare = std::process::Command::new(env!("CARGO_BIN_EXE_postern-sendmail"));
    bare.arg("--socket").arg(world.socket()).arg("--drop").arg(&pages).arg("-t");
    assert_eq!(feed(&mut bare, MAIL).code, 75);
    assert!(fs::read_dir(&pages).unwrap().next().is_none());
}

#[test]
fn it_works_in_any_surroundings() {
    let check = |setting: &str, words: &[&str], code: u8| {
        let world = World::new();
        let daemon = (code == 0).then(|| world.daemon_that_answers(Exit::Ok, ""));
        let gone = world.folder.path().join("gone");
        fs::create_dir(&gone).unwrap();
        let program = world.program(words);
        let mut shell = std::process::Command::new("/bin/sh");
        shell.env_clear().env("GONE", &gone).current_dir(&gone).arg("-c").arg(setting).arg("sh");
        shell.arg(program.get_program()).args(program.get_args());
        let output = shell.stdin(Stdio::null()).output().unwrap();
        assert_eq!(ended(output).code, code, "{setting}");
        if let Some(daemon) = daemon {
            let taken = daemon.join().unwrap();
            assert_eq!(taken.body, b"");
            assert_eq!(taken.request.origin.cwd.is_none(), setting.contains("rmdir"));
        }
    };
    check("exec \"$@\"", &["-t"], 0);
    check("exec \"$@\" <&-", &["-t"], 0);
    check("exec \"$@\" <&- >&- 2>&-", &["-t"], 0);
    check("exec \"$@\" >&- 2>&-", &["-Z"], 64);
    check("exec \"$@\" 2>/dev/full", &["-Z"], 64);
    check("exec \"$@\" >/dev/full", &["--help"], 74);
    check("rmdir \"$GONE\"; exec \"$@\"", &["-t"], 0);
    check("export TMPDIR=/nowhere HOME=/nowhere; exec \"$@\"", &["-t"], 0);
    check("trap '' PIPE; exec \"$@\"", &["-t"], 0);
}

#[test]
fn a_mail_without_a_byte_is_still_a_mail() {
    let world = World::new();
    let daemon = world.daemon(|mut stream| {
        let taken = take(&mut stream);
        answer(&mut stream, &Reply::new(Exit::Ok, ""));
        taken
    });
    assert_eq!(world.run(&["root"], b""), Ended::silently());
    assert_eq!(daemon.join().unwrap().body, b"");
}
