//! What the program says of itself: help, manual pages, completions, and the pages about its configuration. All of it
//! comes from one place each, and is kept to be read in the diff.

use std::process::Command;

use crate::golden;
use crate::harness::*;

fn postern(arguments: &[&str]) -> String {
    let mut command = program(env!("CARGO_BIN_EXE_postern"));
    run(command.args(arguments), b"").ok().text()
}

/// A command's help with that of its verbs, whatever verbs it says it has.
fn help(words: &[&str], out: &mut String) {
    let text = postern(&[words, &["--help"]].concat());
    out.push_str(
        &format!("$ postern {} --help\n{text}\n", words.join(" ")).replace("postern  ", "postern "),
    );
    let verbs = text.split_once("Commands:\n").map_or("", |(_, rest)| rest);
    for line in verbs.lines().take_while(|line| !line.is_empty()) {
        // A verb begins two blanks in; what is further in goes on with the line before.
        let verb = line.strip_prefix("  ").filter(|line| !line.starts_with(' '));
        if let Some(verb) =
            verb.and_then(|verb| verb.split(' ').next()).filter(|verb| *verb != "help")
        {
            help(&[words, &[verb]].concat(), out);
        }
    }
}

#[test]
fn the_help_of_every_verb_is_as_kept() {
    let mut text = String::new();
    help(&[], &mut text);
    golden::check("crates/postern/tests/golden/help.txt", &text);
}

#[test]
fn the_pages_about_the_configuration_are_those_of_its_table() {
    golden::check("docs/reference/config.md", &postern(&["config", "reference"]));
    golden::check("docs/reference/postern.example.toml", &postern(&["config", "example"]));
}

#[test]
fn a_setting_is_explained_and_a_slip_is_led_to_it() {
    let text = postern(&["config", "explain", "hold.max_age"]);
    let expected = "hold.max_age\n\n  Held mail is given up so long after the later of its acceptance and its site's block.\n\n  \
                    is       span of time, 1 min to 30 d\n  default  \"72 h\"\n  example  max_age = \"48 h\"\n";
    assert_eq!(text, expected);
    let ran =
        run(program(env!("CARGO_BIN_EXE_postern")).args(["config", "explain", "hold.maxage"]), b"");
    let complaint = "postern: there is no setting hold.maxage: did you mean hold.max_age?\n";
    assert_eq!((ran.code, ran.complaint().as_str()), (Some(2), complaint));
}

#[test]
fn each_verb_has_a_manual_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_str().expect("text");
    postern(&["man", "--out", path]);
    for page in
        ["postern", "postern-site-import", "postern-queue-release", "postern-config-explain"]
    {
        let text = std::fs::read_to_string(folder.path().join(format!("{page}.1"))).expect(page);
        assert!(text.contains(".SH NAME") && text.contains(".SH SYNOPSIS"), "{page}: {text}");
    }
    let first = std::fs::read_to_string(folder.path().join("postern.1")).expect("a page");
    assert!(first.contains("Exit codes"), "{first}");
    let purge = std::fs::read_to_string(folder.path().join("postern-purge.1")).expect("a page");
    let heading = |name: &str| purge.find(name).unwrap_or_else(|| panic!("{name}: {purge}"));
    assert!(heading("\\-\\-reason") < heading(".SH \"OPTIONS OF ALL COMMANDS\""), "{purge}");
    assert!(heading(".SH \"OPTIONS OF ALL COMMANDS\"") < heading("\\-\\-root"), "{purge}");
}

#[test]
fn completions_are_scripts_their_shell_can_read() {
    let script = postern(&["completions", "bash"]);
    let ran = run(Command::new("bash").arg("-n"), script.as_bytes());
    assert_eq!((ran.code, ran.complaint().as_str()), (Some(0), ""));
    for shell in ["bash", "zsh", "fish"] {
        assert!(postern(&["completions", shell]).contains("test-mail"), "{shell}");
    }
}

#[test]
fn a_failure_is_an_object_for_programs_and_json_is_refused_where_it_means_nothing() {
    let said = |arguments: &[&str]| {
        let mut command = program(env!("CARGO_BIN_EXE_postern"));
        let ran = run(command.args(arguments), b"");
        (ran.code, ran.text(), ran.complaint())
    };
    let (code, text, complaint) = said(&["--root", "/nowhere", "status", "--json"]);
    let problem: serde_json::Value = serde_json::from_str(&complaint).expect(&complaint);
    assert_eq!((code, text.as_str()), (Some(1), ""));
    assert_eq!((&problem["code"], &problem["exit"]), (&"no-daemon".into(), &1.into()), "{problem}");
    assert!(
        problem["detail"]
            .as_str()
            .is_some_and(|detail| detail.contains("/nowhere/run/control.sock"))
    );

    for verb in [
        &["serve"][..],
        &["demo"],
        &["completions", "bash"],
        &["config", "example"],
        &["config", "reference"],
    ] {
        let (code, _, complaint) = said(&[verb, &["--json"]].concat());
        assert_eq!(code, Some(2), "{verb:?}");
        assert!(complaint.contains("--json means nothing here: "), "{complaint}");
    }
    let (code, _, complaint) = said(&["demo", "--root", "/nowhere"]);
    let words = "postern: the demo has a folder of its own: name it with --dir, --root means nothing here\n";
    assert_eq!((code, complaint.as_str()), (Some(2), words));
}

#[test]
fn what_a_message_repeats_of_strangers_cannot_command_a_terminal() {
    let mut command = program(env!("CARGO_BIN_EXE_postern"));
    let ran = run(command.args(["config", "explain", "\u{1b}[2J\u{202e}"]), b"");
    assert!(
        ran.complaint().starts_with("postern: there is no setting \\u{1b}[2J\\u{202e}"),
        "{}",
        ran.complaint()
    );
}
