//! `postern-sendmail`, installed as `sendmail`, `mailq` and `newaliases`.
//!
//! Binds [`postern_sendmail::command`] to this process. The runtime of the standard library has by now opened `/dev/null`
//! in the place of a closed stdin, stdout or stderr, and ignores SIGPIPE, whatever the caller left behind.

use std::env;
use std::io;
use std::os::unix::ffi::OsStringExt;
use std::process::ExitCode;

use postern_sendmail::command::{self, Process, Settings};

fn main() -> ExitCode {
    let process = Process {
        arguments: env::args_os().map(OsStringExt::into_vec).collect(),
        stdin: Box::new(io::stdin()),
        stdout: Box::new(io::stdout()),
        stderr: Box::new(io::stderr()),
    };
    ExitCode::from(command::run(process, Settings::default()).code())
}
