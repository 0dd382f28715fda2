//! Running programs: what goes in, what comes out, and no longer than a deadline.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::wait::PATIENCE;

/// Where programs are looked for: the system's folders and nobody's own.
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/git-core";

/// What a program came to.
#[derive(Debug)]
pub struct Ran {
    /// The exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
}

impl Ran {
    /// What it printed.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    /// What it complained about.
    pub fn complaint(&self) -> String {
        String::from_utf8_lossy(&self.stderr).into_owned()
    }

    /// It ended well.
    #[track_caller]
    pub fn ok(self) -> Ran {
        assert_eq!(self.code, Some(0), "{}\n{}", self.text(), self.complaint());
        self
    }

    /// It ended well, and said nothing, as callers of `sendmail` expect.
    #[track_caller]
    pub fn ok_and_silent(self) {
        let ran = self.ok();
        assert_eq!((ran.text().as_str(), ran.complaint().as_str()), ("", ""));
    }
}

/// A program of this system with a clean environment. The package is named when it is missing.
#[track_caller]
pub fn tool(name: &str, package: &str) -> Command {
    let found =
        PATH.split(':').map(|folder| PathBuf::from(folder).join(name)).find(|path| path.is_file());
    let path = found.unwrap_or_else(|| panic!("{name} is missing: apt-get install {package}"));
    program(path)
}

/// A program by its path, with a clean environment.
pub fn program(path: impl Into<PathBuf>) -> Command {
    let mut command = Command::new(path.into());
    command.env_clear().env("PATH", PATH).env("LC_ALL", "C.UTF-8").env("TZ", "UTC");
    command
}

/// Runs a program to its end.
#[track_caller]
pub fn run(command: &mut Command, stdin: &[u8]) -> Ran {
    run_within(command, stdin, PATIENCE * 2)
}

/// The same of a program that may take longer.
#[track_caller]
pub fn run_within(command: &mut Command, stdin: &[u8], within: Duration) -> Ran {
    let shown = format!("{command:?}");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{shown}: {error}"));
    let mut input = child.stdin.take().expect("stdin is a pipe");
    let (stdout, stderr) =
        (child.stdout.take().expect("a pipe"), child.stderr.take().expect("a pipe"));
    let (deadline, status, stdout, stderr) = thread::scope(|scope| {
        // A program need not read all of its input.
        scope.spawn(move || drop(input.write_all(stdin)));
        let (stdout, stderr) = (scope.spawn(move || all(stdout)), scope.spawn(move || all(stderr)));
        let deadline = Instant::now() + within;
        let status = loop {
            match child.try_wait().expect("a child can be waited for") {
                Some(status) => break Some(status),
                None if Instant::now() > deadline => {
                    child.kill().expect("a child can be killed");
                    let _ = child.wait();
                    break None;
                }
                None => thread::sleep(Duration::from_millis(1)),
            }
        };
        let outputs = (stdout.join().expect("reads"), stderr.join().expect("reads"));
        (within, status, outputs.0, outputs.1)
    });
    let ran = Ran { code: status.and_then(|status| status.code()), stdout, stderr };
    assert!(
        status.is_some(),
        "{shown} did not end within {deadline:?}\n{}\n{}",
        ran.text(),
        ran.complaint()
    );
    ran
}

fn all(mut stream: impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    bytes
}
