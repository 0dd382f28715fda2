//! One call of the command, from its words to its exit code.
//!
//! A submission: read the options · draw the accept key · read the mail to its end · hand it to the daemon and wait ·
//! without an answer write it into the drop directory, under the same key. The other modes ask the daemon one thing; without
//! it they end with 75.
//!
//! Nothing is printed when all is well, because PHP shows what its children print to visitors. Else it is one line on
//! stderr: `sendmail: what happened, with figures, and what to do`.

use std::fmt;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::time::Duration;

use crate::accept_key::AcceptKey;
use crate::daemon;
use crate::exit::Exit;
use crate::frame::{FrameError, Origin, Reply, Request, Submit, Task};
use crate::input;
use crate::options::{Mode, Options};
use crate::origin;
use crate::relay;
use crate::spool::Spool;

/// What the process was given.
pub struct Process {
    /// The command line, its first word included.
    pub arguments: Vec<Vec<u8>>,
    pub stdin: Box<dyn Read + Send>,
    pub stdout: Box<dyn Write>,
    pub stderr: Box<dyn Write>,
}

/// Places, times and bounds. The command uses the default.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The daemon's submission socket; `--socket` names another.
    pub socket: PathBuf,
    /// The drop directory; `--drop` names another.
    pub drop: PathBuf,
    /// How long the daemon may take to speak after the first step of connecting to it.
    pub first_byte: Duration,
    /// How long the daemon may take to answer after the last byte of the request, and to take each part of it.
    pub answer: Duration,
    /// Bytes of a mail that are kept in memory; more goes to a file.
    pub memory_bytes: usize,
    /// Bytes read beyond the largest mail, so that its writer sees the exit code rather than a broken pipe.
    pub read_on_bytes: u64,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            socket: PathBuf::from("/run/postern/submission.sock"),
            drop: PathBuf::from("/var/spool/postern/drop"),
            first_byte: Duration::from_secs(2),
            answer: Duration::from_secs(30),
            memory_bytes: 256 * 1024,
            read_on_bytes: 256 * 1024 * 1024,
        }
    }
}

const HELP: &str = "\
Usage: sendmail [option ...] [recipient ...]    send the mail on standard input
       mailq                                    list the mail that waits
       newaliases                               do nothing

  -t            take recipients from To, Cc and Bcc as well
  -i, -oi       a line with only a dot does not end the mail
  -f, -r ADDR   envelope sender; '' or '<>' for none
  -F NAME       full name, for a mail without From
  -N LIST       notices: never, or some of success,failure,delay
  -R full|hdrs  what a notice returns
  -V ID         envelope id
  -bs           speak SMTP on standard input and output
  -bp           list the mail that waits
  -bv           only check the recipients
  -q            retry the deferred mail of this site
  --site NAME   the site, where one uid serves several (the first counts)
  --socket PATH, --drop DIR
                the daemon's socket and the drop directory (before all other options)
  --help, --version

Further options of other sendmail commands are accepted and ignored.
";

/// Does what the arguments say, and tells how it ended.
pub fn run(process: Process, settings: Settings) -> Exit {
    let Process { arguments, stdin, mut stdout, mut stderr } = process;
    let reply = match Options::parse(&arguments) {
        Ok(options) => perform(options, &arguments, settings, stdin, &mut stdout),
        Err(usage) => {
            Reply::new(Exit::Usage, format!("{usage}; see sendmail --help; nothing was sent"))
        }
    };
    if reply.exit != Exit::Ok {
        // Where stderr is closed the code has to do.
        let _ = writeln!(stderr, "sendmail: {}", OneLine(&reply.text));
    }
    reply.exit
}

fn perform(
    options: Options,
    arguments: &[Vec<u8>],
    mut settings: Settings,
    stdin: Box<dyn Read + Send>,
    stdout: &mut dyn Write,
) -> Reply {
    settings.socket = options.socket.clone().unwrap_or(settings.socket);
    settings.drop = options.drop.clone().unwrap_or(settings.drop);
    let request = |site, task| Request { site, origin: origin::collect(arguments), task };

    match options.mode {
        Mode::Help => print(stdout, HELP),
        Mode::Version => {
            print(stdout, concat!("postern-sendmail ", env!("CARGO_PKG_VERSION"), "\n"))
        }
        Mode::Aliases => Reply::new(Exit::Ok, ""),
        Mode::Submit | Mode::Verify
            if options.recipients.is_empty() && !options.extract_recipients =>
        {
            Reply::new(
                Exit::Usage,
                "no recipient: name one, or use -t to take those of the header; nothing was sent",
            )
        }
        Mode::Submit => submit(options, origin::collect(arguments), stdin, &settings),
        Mode::Verify => ask(
            &request(options.site, Task::Verify { recipients: options.recipients }),
            stdout,
            &settings,
        ),
        Mode::QueueList => ask(&request(options.site, Task::QueueList), stdout, &settings),
        Mode::QueueRun => ask(&request(options.site, Task::QueueRun), stdout, &settings),
        Mode::Smtp => relay::relay(&request(options.site, Task::Smtp), stdin, stdout, &settings),
    }
}

fn submit(
    options: Options,
    origin: Origin,
    stdin: Box<dyn Read + Send>,
    settings: &Settings,
) -> Reply {
    let accept_key = AcceptKey::draw();
    let task = Task::Submit(Submit {
        accept_key,
        sender: options.sender,
        full_name: options.full_name,
        recipients: options.recipients,
        extract_recipients: options.extract_recipients,
        notify: options.notify,
        returns: options.returns,
        envelope_id: options.envelope_id,
    });
    let mut head = Vec::new();
    if let Err(error) = (Request { site: options.site, origin, task }).encode(&mut head) {
        return too_much(error);
    }

    let spool = Spool::new(head, accept_key, &settings.drop, settings.memory_bytes);
    let mut mail =
        match input::read_mail(stdin, !options.ignore_dots, spool, settings.read_on_bytes) {
            Ok(mail) => mail,
            Err(error) => return error.reply(),
        };
    let away = match daemon::connect(settings)
        .and_then(|mut daemon| daemon.ask(|stream| mail.send(stream)))
    {
        Ok(reply) => return reply,
        Err(away) => away,
    };
    match mail.keep() {
        Ok(()) => Reply::new(Exit::Ok, ""),
        Err(error) => Reply::new(
            Exit::TempFail,
            format!(
                "{away}, and drop directory {}: {error}; try again later",
                settings.drop.display()
            ),
        ),
    }
}

/// Asks the daemon something that needs no mail; what it lists goes to `stdout`.
fn ask(request: &Request, stdout: &mut dyn Write, settings: &Settings) -> Reply {
    let mut bytes = Vec::new();
    if let Err(error) = request.encode(&mut bytes) {
        return too_much(error);
    }
    let answer = daemon::connect(settings).and_then(|mut daemon| {
        let reply = daemon.ask(|stream| stream.write_all(&bytes))?;
        match (&request.task, reply.exit) {
            (Task::QueueList, Exit::Ok) => daemon.print_list(stdout).map(printed),
            _ => Ok(reply),
        }
    });
    answer.unwrap_or_else(|away| Reply::new(Exit::TempFail, format!("{away}; try again later")))
}

fn print(stdout: &mut dyn Write, text: &str) -> Reply {
    printed(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()))
}

fn printed(done: io::Result<()>) -> Reply {
    match done {
        Ok(()) => Reply::new(Exit::Ok, ""),
        Err(error) => Reply::new(Exit::IoErr, format!("cannot print: {error}")),
    }
}

fn too_much(error: FrameError) -> Reply {
    Reply::new(Exit::DataErr, format!("{error}; nothing was sent"))
}

impl fmt::Debug for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Process").field("arguments", &self.arguments).finish_non_exhaustive()
    }
}

/// Text on one line, with everything escaped that would steer a terminal or turn the words around: the daemon may quote
/// what strangers wrote.
struct OneLine<'a>(&'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| match c {
            '\u{200E}'
            | '\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
            | '\u{061C}' => {
                write!(f, "{}", c.escape_unicode())
            }
            _ if c.is_control() => write!(f, "{}", c.escape_default()),
            _ => write!(f, "{c}"),
        })
    }
}
