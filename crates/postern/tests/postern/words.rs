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
    golden::check("docs/reference/openapi.json", postern_web::document());
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
fn a_section_is_explained_by_its_settings_and_all_settings_stand_in_one_table() {
    let keys = |arguments: &[&str]| -> Vec<String> {
        let text = postern(&[&["config", "explain", "--json"], arguments].concat());
        let rows: Vec<serde_json::Value> = serde_json::from_str(&text).expect("a list");
        rows.iter().map(|row| row["key"].as_str().expect("a key").to_owned()).collect()
    };
    assert_eq!(keys(&["smtp"]), ["smtp.listen"]);
    assert!(keys(&["delivery"]).contains(&"delivery.route".to_owned()));
    assert_eq!(keys(&["smarthost"]), keys(&["smarthost.main"]));
    assert!(keys(&["smarthost.NAME"]).contains(&"smarthost.NAME.host".to_owned()));

    let text = postern(&["config", "explain", "smtp"]);
    assert!(text.starts_with("[smtp]  The door for SMTP.\n\nSETTING "), "{text}");
    let all = postern(&["config", "explain"]);
    assert_eq!(all.lines().filter(|line| line.starts_with("SETTING ")).count(), 1, "{all}");
    let ran = run(program(env!("CARGO_BIN_EXE_postern")).args(["config", "explain", "smpt"]), b"");
    assert!(ran.complaint().ends_with("did you mean smtp?\n"), "{}", ran.complaint());
}

#[test]
fn a_password_every_user_can_read_is_a_warning_and_no_fault() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("is written");
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o644);
        std::fs::set_permissions(&path, open).expect("is set");
        path.display().to_string()
    };
    let password = file("secret", "x\n");
    let config = file(
        "postern.toml",
        "[smarthost.main]\nhost = \"192.0.2.1\"\nuser = \"postern\"\npassword_file = \"secret\"\n",
    );
    let root = folder.path().to_str().expect("text");
    let expected = format!(
        "{config}: no faults\n{config}:4: warning: smarthost.main.password_file: every user can read {password} \
         (mode 0644): chmod 640 {password}; chown root:postern {password}\n"
    );
    assert_eq!(postern(&["--root", root, "config", "check"]), expected);
    let answer = postern(&["--root", root, "config", "check", "--json"]);
    let answer: serde_json::Value = serde_json::from_str(&answer).expect("an answer");
    assert_eq!(
        (&answer["faults"], &answer["warnings"][0]["line"]),
        (&[0; 0][..].into(), &4.into())
    );
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
    let [own, all, global] =
        [".TP\n\\fB\\-\\-yes", ".SH \"OPTIONS OF ALL COMMANDS\"", ".TP\n\\fB\\-\\-root"]
            .map(heading);
    assert!(own < all && all < global, "{purge}");
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

    let usage = [
        (&["frobnicate"][..], "unrecognized subcommand 'frobnicate'"),
        (&["sttus"], "unrecognized subcommand 'sttus'; tip: a similar subcommand exists: 'status'"),
        (
            &["top"],
            "'postern top' requires a subcommand but one was not provided [subcommands: sites, scripts, help]",
        ),
        (&["block"], "the following required arguments were not provided: <SITE>"),
        (
            &["failures", "a", "--limit", "0"],
            "invalid value '0' for '--limit <N>': use a whole number, 1 or more",
        ),
    ];
    for (words, detail) in usage {
        let (code, text, complaint) = said(&[words, &["--json"]].concat());
        let problem: serde_json::Value = serde_json::from_str(&complaint).expect(&complaint);
        let expected = serde_json::json!({"code": "bad-request", "detail": detail, "exit": 2});
        assert_eq!((code, text.as_str(), problem), (Some(2), "", expected));
    }
    // Behind -- it is a name, and help is no failure.
    let (code, _, complaint) = said(&["trace", "--", "a", "--json"]);
    assert!(code == Some(2) && complaint.starts_with("error: "), "{complaint}");
    let (code, text, _) = said(&["status", "--help", "--json"]);
    assert!(code == Some(0) && text.contains("Usage: "), "{text}");

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
