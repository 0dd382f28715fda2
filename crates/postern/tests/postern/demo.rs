//! The demo does what the README says: its story adds up, and again in the same folder; a person can send by hand what
//! `demo.env` names; and Ctrl-C ends it without a trace of a process.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::harness::*;

fn demo(folder: &Path) -> Command {
    let mut command = program(env!("CARGO_BIN_EXE_postern"));
    command.arg("demo").arg("--dir").arg(folder).arg("--sendmail").arg(sendmail());
    command
}

/// The line of a site in what `--once` printed, its words in pairs: `accepted 15`.
#[track_caller]
fn figures(said: &str, site: &str) -> Vec<(String, u64)> {
    let line = said
        .lines()
        .rev()
        .find(|line| line.starts_with(site))
        .unwrap_or_else(|| panic!("{site}: {said}"));
    let words: Vec<_> = line.split_whitespace().skip(1).collect();
    let pair = |pair: &[&str]| (pair[0].to_owned(), pair[1].parse().expect("a count"));
    words.chunks_exact(2).map(pair).collect()
}

#[track_caller]
fn count(figures: &[(String, u64)], word: &str) -> u64 {
    figures.iter().find(|(name, _)| name == word).map_or(0, |(_, count)| *count)
}

#[test]
fn the_story_adds_up_and_again_in_the_same_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut before = Vec::new();
    for _ in 0..2 {
        let said = run(demo(folder.path()).arg("--once"), b"").ok().text();
        let sites = ["shop.example.org", "contact.example.org", "broken.example.org"];
        let now: Vec<_> = sites.iter().map(|site| figures(&said, site)).collect();
        for figures in &now {
            let sum: u64 = figures[1..].iter().map(|(_, count)| count).sum();
            assert_eq!(count(figures, "accepted"), sum, "{said}");
            assert!(count(figures, "sent") > 0, "{said}");
        }
        let failed: Vec<_> = now.iter().map(|figures| count(figures, "failed") > 0).collect();
        assert_eq!(failed, [true, true, true], "{said}");
        assert!(count(&now[1], "purged") > 0, "{said}");
        assert_ne!(now, before, "the second story counts on");
        before = now;
    }
}

/// A demo that runs until it is told to end; killed with the test.
pub struct Running {
    child: Child,
    folder: tempfile::TempDir,
    /// What it prints.
    said: tempfile::NamedTempFile,
}

impl Running {
    pub fn start() -> Running {
        let folder = tempfile::tempdir().expect("a folder");
        let said = tempfile::NamedTempFile::new().expect("a file");
        let stdout = said.reopen().expect("a file");
        let child =
            demo(folder.path()).stdin(Stdio::null()).stdout(stdout).spawn().expect("starts");
        let running = Running { child, folder, said };
        until("demo.env is there", || running.path("sites/shop.example.org").exists());
        running
    }

    /// What `demo.env` says now.
    pub fn env(&self, name: &str) -> String {
        let text = std::fs::read_to_string(self.path("demo.env")).expect("it is there");
        let lines = text.lines().filter_map(|line| line.split_once('='));
        let value =
            lines.into_iter().find(|(is, _)| *is == name).map(|(_, value)| value.to_owned());
        value.unwrap_or_else(|| panic!("{name}: {text}"))
    }

    /// What `bin/postern` prints.
    pub fn postern(&self, arguments: &[&str]) -> String {
        run(program(self.path("bin/postern")).args(arguments), b"").ok().text()
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // A demo that has ended is not there to be killed; its daemon ends with a demo that is told to end.
        let _ = interrupt(&self.child);
        let _ = self.child.wait();
    }
}

fn interrupt(child: &Child) -> rustix::io::Result<()> {
    let pid = rustix::process::Pid::from_child(child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT)
}

#[test]
fn a_person_sends_by_hand_what_demo_env_names_and_ctrl_c_ends_it_all() {
    let mut running = Running::start();
    let by_hand = ". ./demo.env; printf 'Subject: hello\\n\\nby hand\\n' | \"$SENDMAIL\" -t -i you@example.net; \
                   printf '%s\\n' \"$CONTROL_SOCKET\" \"$RECEIVED_DIR\" \"$SMTP_PORT\"";
    let mut shell = program("/bin/sh");
    let said = run(shell.args(["-c", by_hand]).current_dir(running.folder.path()), b"").ok().text();
    let [control, received, port] = said.lines().collect::<Vec<_>>()[..] else { panic!("{said}") };
    assert!(Path::new(control).exists());
    port.parse::<u16>().expect("a port");
    let received = Path::new(received).join("shop.example.org");
    until("the mail has arrived", || {
        let files = std::fs::read_dir(&received).into_iter().flatten().flatten();
        files
            .map(|file| file.file_name())
            .any(|name| name.to_string_lossy().ends_with("-you@example.net.eml"))
    });

    let panel = ". ./demo.env; printf '%s\\n' \"$PANEL_URL\" \"$API_URL\" \"$OWNER_LOGIN_URL\" \"$OPERATOR_LOGIN_URL\"";
    let mut shell = program("/bin/sh");
    let said = run(shell.args(["-c", panel]).current_dir(running.folder.path()), b"").ok().text();
    let urls: Vec<_> = said.lines().collect();
    let address = urls[0].strip_prefix("http://").and_then(|url| url.strip_suffix('/'));
    let address = address.and_then(|address| address.parse().ok()).expect("the panel's address");
    assert_eq!(urls[1], format!("{}api/v1", urls[0]));
    for (link, sees) in [(urls[2], "Site owner"), (urls[3], "Runs the hosting")] {
        let path = &link[urls[0].len() - 1..];
        let mut visit = Visit::to(address);
        visit.get(path);
        assert_eq!(visit.submit(path, "").status, 303, "{link}");
        assert!(visit.get("/sites/shop.example.org").body.contains(sees), "{link}");
    }
    let told = std::fs::read_to_string(running.said.path()).expect("text");
    assert!(urls.iter().filter(|url| told.contains(**url)).count() >= 3, "{told}");

    let daemon = run(program(running.path("bin/postern")).args(["status", "--json"]), b"").ok();
    assert!(daemon.text().contains("contact.example.org"), "{}", daemon.text());

    interrupt(&running.child).expect("it runs");
    let status = running.child.wait().expect("it ends");
    assert!(status.success(), "{status}");
    let said = std::fs::read_to_string(running.said.path()).expect("text");
    let root = running.folder.path().display();
    let last =
        format!("Everything is still in {root}; to go on: make run ARGS=\"--dir '{root}'\"\n");
    assert!(said.ends_with(&last), "{said}");
    let away = run(program(running.path("bin/postern")).arg("status"), b"");
    assert_eq!(away.code, Some(1), "{}", away.complaint());
    assert!(away.complaint().contains("the daemon is not running"), "{}", away.complaint());
}

#[test]
fn a_folder_with_somebodys_configuration_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("postern.toml");
    std::fs::write(&config, "hostname = \"mail.example.org\"\n").expect("is written");

    let ran = run(demo(folder.path()).arg("--once"), b"");

    let words = format!(
        "postern: {} is not empty and no demo has lived in it: name a new or an empty folder with --dir\n",
        folder.path().display()
    );
    assert_eq!((ran.code, ran.complaint()), (Some(1), words));
    assert_eq!(std::fs::read(&config).expect("a file"), b"hostname = \"mail.example.org\"\n");
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn a_second_demo_in_the_same_folder_is_refused_and_the_first_is_not_touched() {
    let running = Running::start();
    let config = std::fs::read(running.path("postern.toml")).expect("a file");

    let second = run(demo(running.folder.path()).arg("--once"), b"");

    let words = format!(
        "postern: a demo runs in {} already: end it first, or name another folder with --dir\n",
        running.folder.path().display()
    );
    assert_eq!((second.code, second.complaint()), (Some(1), words));
    assert_eq!(std::fs::read(running.path("postern.toml")).expect("a file"), config);
    run(program(running.path("bin/postern")).arg("status"), b"").ok();
}

#[test]
fn a_story_that_is_interrupted_at_its_start_is_no_success_and_leaves_no_process() {
    let temporary = tempfile::tempdir().expect("a folder");
    let mut command = program(env!("CARGO_BIN_EXE_postern"));
    command.args(["demo", "--once", "--sendmail"]).arg(sendmail());
    command.env("TMPDIR", temporary.path()).stdin(Stdio::null()).stdout(Stdio::null());
    let mut child = command.stderr(Stdio::null()).spawn().expect("starts");
    let begun = || {
        let mut folders = std::fs::read_dir(&temporary).expect("a folder").flatten();
        folders.any(|folder| folder.path().join("daemon.log").exists())
    };
    until("the daemon is started", begun);

    interrupt(&child).expect("it runs");

    assert_eq!(child.wait().expect("it ends").code(), Some(1));
    let folder = temporary.path().to_str().expect("text");
    let is_its_own = |process: &Path| {
        let command = std::fs::read(process.join("cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&command).contains(folder)
    };
    let processes = std::fs::read_dir("/proc").expect("a folder").flatten();
    let left: Vec<_> = processes.map(|one| one.path()).filter(|path| is_its_own(path)).collect();
    assert_eq!(left, Vec::<PathBuf>::new());
}
