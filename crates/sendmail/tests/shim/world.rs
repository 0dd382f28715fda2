//! What a call of the command finds around it: a socket with a scripted daemon, a drop directory, an input.

use std::ffi::{OsStr, OsString};
use std::fs::{self, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use postern_sendmail::command::{self, Process, Settings};
use postern_sendmail::drop::{DIRECTORY_MODE, Entry, classify};
use postern_sendmail::exit::Exit;
use postern_sendmail::frame::{Decoder, Event, Reply, Request, Submit, Task, VERSION};

/// A test that waits this long has failed.
const TOO_LONG: Duration = Duration::from_secs(20);

pub(crate) struct World {
    pub(crate) folder: tempfile::TempDir,
}

/// How a call ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ended {
    pub(crate) code: u8,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// What a daemon received.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) request: Request,
    pub(crate) body: Vec<u8>,
}

impl World {
    /// No daemon yet, an empty drop directory.
    pub(crate) fn new() -> World {
        let world = World { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(world.drop()).unwrap();
        fs::set_permissions(world.drop(), Permissions::from_mode(DIRECTORY_MODE)).unwrap();
        world
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.folder.path().join("socket")
    }

    pub(crate) fn drop(&self) -> PathBuf {
        self.folder.path().join("drop")
    }

    /// A socket nobody answers on yet.
    pub(crate) fn listen(&self) -> UnixListener {
        UnixListener::bind(self.socket()).unwrap()
    }

    /// A daemon that does `script` with its first connection.
    pub(crate) fn daemon<T: Send + 'static>(
        &self,
        script: impl FnOnce(UnixStream) -> T + Send + 'static,
    ) -> JoinHandle<T> {
        let listener = self.listen();
        thread::spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            stream.set_read_timeout(Some(TOO_LONG)).unwrap();
            stream.set_write_timeout(Some(TOO_LONG)).unwrap();
            script(stream)
        })
    }

    /// A daemon that takes one request and gives this answer.
    pub(crate) fn daemon_that_answers(&self, exit: Exit, text: &str) -> JoinHandle<Taken> {
        let reply = Reply::new(exit, text);
        self.daemon(move |mut stream| {
            let taken = take(&mut stream);
            answer(&mut stream, &reply);
            taken
        })
    }

    /// The words of a command line that leads here.
    pub(crate) fn words<W: AsRef<OsStr>>(&self, words: &[W]) -> Vec<OsString> {
        let places: [OsString; 4] =
            ["--socket".into(), self.socket().into(), "--drop".into(), self.drop().into()];
        places.into_iter().chain(words.iter().map(|word| word.as_ref().to_owned())).collect()
    }

    /// The real program.
    pub(crate) fn program<W: AsRef<OsStr>>(&self, words: &[W]) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_postern-sendmail"));
        program.args(self.words(words));
        program
    }

    /// Runs the real program on `input`.
    pub(crate) fn run(&self, words: &[impl AsRef<OsStr>], input: &[u8]) -> Ended {
        feed(&mut self.program(words), input)
    }

    /// Times that never pass in a test that goes well, so that a slow machine does not fail it.
    pub(crate) fn settings(&self) -> Settings {
        Settings { first_byte: TOO_LONG, answer: TOO_LONG, ..Settings::default() }
    }

    /// Runs the command inside this process, with other settings than the program's.
    pub(crate) fn run_with(
        &self,
        settings: Settings,
        words: &[&str],
        input: impl Read + Send + 'static,
    ) -> Ended {
        let (stdout, stderr) = (Shared::default(), Shared::default());
        let words = self.words(words);
        let process = Process {
            arguments: [OsStr::new("sendmail")]
                .into_iter()
                .chain(words.iter().map(OsString::as_os_str))
                .map(|word| word.as_bytes().to_vec())
                .collect(),
            stdin: Box::new(input),
            stdout: Box::new(stdout.clone()),
            stderr: Box::new(stderr.clone()),
        };
        let code = command::run(process, settings).code();
        Ended { code, stdout: stdout.text(), stderr: stderr.text() }
    }

    /// Names in the drop directory that are of this kind.
    pub(crate) fn dropped(&self, kind: Entry) -> Vec<PathBuf> {
        let names = fs::read_dir(self.drop()).unwrap().map(|entry| entry.unwrap().file_name());
        names.filter(|name| classify(name) == kind).map(|name| self.drop().join(name)).collect()
    }

    /// The one mail in the drop directory, and nothing else there.
    pub(crate) fn dropped_mail(&self) -> Taken {
        assert_eq!(fs::read_dir(self.drop()).unwrap().count(), 1);
        let [path] = &self.dropped(Entry::Mail)[..] else { panic!("one mail") };
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o7777, 0o640);
        read_frame(&mut &fs::read(path).unwrap()[..])
    }

    pub(crate) fn has_nothing_dropped(&self) -> bool {
        fs::read_dir(self.drop()).unwrap().next().is_none()
    }
}

impl Ended {
    /// Exit 0 and not a word, as PHP needs it.
    pub(crate) fn silently() -> Ended {
        Ended { code: 0, stdout: String::new(), stderr: String::new() }
    }

    /// This code, and one line on stderr.
    pub(crate) fn with(code: u8, line: &str) -> Ended {
        Ended { code, stdout: String::new(), stderr: format!("sendmail: {line}\n") }
    }
}

impl Taken {
    pub(crate) fn submit(&self) -> &Submit {
        match &self.request.task {
            Task::Submit(submit) => submit,
            other => panic!("a submission, not {other:?}"),
        }
    }
}

/// Greets, then takes one request to its end.
pub(crate) fn take(stream: &mut UnixStream) -> Taken {
    stream.write_all(&[VERSION]).unwrap();
    read_frame(stream)
}

/// Reads one frame, behind which only the input of a session may be: its client need not wait.
fn read_frame(from: &mut impl Read) -> Taken {
    let mut decoder = Decoder::default();
    let (mut request, mut body) = (None, Vec::new());
    let mut buffer = [0; 10_000];
    while !decoder.has_ended() {
        let bytes = from.read(&mut buffer).unwrap();
        assert_ne!(bytes, 0, "the frame is whole");
        let mut input = &buffer[..bytes];
        while let Some(event) = decoder.next(&mut input).unwrap() {
            match event {
                Event::Request(head) => request = Some(*head),
                Event::Body(bytes) => body.extend_from_slice(bytes),
                Event::End => {}
            }
        }
        assert!(
            input.is_empty() || request.as_ref().is_some_and(|request| request.task == Task::Smtp)
        );
    }
    Taken { request: request.unwrap(), body }
}

pub(crate) fn answer(stream: &mut UnixStream, reply: &Reply) {
    let mut bytes = Vec::new();
    reply.encode(&mut bytes);
    stream.write_all(&bytes).unwrap();
}

/// Runs `program` on `input`, which it need not read.
pub(crate) fn feed(program: &mut Command, input: &[u8]) -> Ended {
    let mut child = program
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let output = thread::scope(|scope| {
        scope.spawn(move || {
            // It may end without reading: the exit code is what counts.
            let _ = stdin.write_all(input);
        });
        child.wait_with_output().unwrap()
    });
    ended(output)
}

pub(crate) fn ended(output: Output) -> Ended {
    Ended {
        code: output
            .status
            .code()
            .and_then(|code| u8::try_from(code).ok())
            .expect("an exit code, no signal"),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Output that can be looked at afterwards.
#[derive(Clone, Default)]
pub(crate) struct Shared(Arc<Mutex<Vec<u8>>>);

impl Shared {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
