//! One host: its folders, its configuration, its daemon, and the ways to talk to that.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Write};
use std::net::SocketAddr;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use super::program::{Ran, program, run};
use super::receiver::Receiver;
use super::smtp::Smtp;
use super::users::{DAEMON_UID, as_user, is_root, shop_uid};
use super::wait::{PATIENCE, until, until_some};

/// The site most stories are about, and its login.
pub const SHOP: &str = "shop.example.org";
pub const SHOP_LOGIN: &str = "shop";
pub const SHOP_PASSWORD: &str = "correct horse";

/// A host with Postern on it.
#[derive(Debug)]
pub struct Host {
    /// Everything below it is gone with this value.
    folder: tempfile::TempDir,
    settings: BTreeMap<String, String>,
    environment: Vec<(String, String)>,
    daemon: Option<Child>,
    smtp: Option<SocketAddr>,
    web: Option<SocketAddr>,
}

impl Host {
    /// A host whose daemon is not started yet. All its mail goes to the receiver; what is deferred is tried again
    /// after a second or two.
    pub fn new(receiver: &Receiver) -> Host {
        let folder = tempfile::Builder::new().prefix("postern-").tempdir().expect("a folder");
        let mut host = Host {
            folder,
            settings: BTreeMap::new(),
            environment: Vec::new(),
            daemon: None,
            smtp: None,
            web: None,
        };
        for folder in ["", "bin", "postern", "www"] {
            let path = host.folder.path().join(folder);
            std::fs::create_dir_all(&path).expect("a folder");
            std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755))
                .expect("its own folder");
        }
        give(&host.root(), DAEMON_UID);
        for (name, path) in
            [("postern", Path::new(env!("CARGO_BIN_EXE_postern"))), ("sendmail", sendmail())]
        {
            // Other users may not be able to reach the folder it was built in.
            let to = host.folder.path().join("bin").join(name);
            std::fs::hard_link(path, &to)
                .or_else(|_| std::fs::copy(path, &to).map(drop))
                .expect("a copy");
        }
        for name in ["mailq", "newaliases"] {
            std::os::unix::fs::symlink("sendmail", host.folder.path().join("bin").join(name))
                .expect("a name");
        }
        let port = receiver.port().to_string();
        let settings = [
            ("hostname", "\"mail.example.org\""),
            ("operator_address", "\"operator@example.net\""),
            ("smtp.listen", "[\"127.0.0.1:0\"]"),
            ("web.listen", "[\"127.0.0.1:0\"]"),
            ("delivery.route", "[\"receiver\"]"),
            ("smarthost.receiver.host", "\"127.0.0.1\""),
            ("smarthost.receiver.port", &port),
            ("smarthost.receiver.tls", "\"off\""),
            ("retry.first", "\"1 s\""),
            ("retry.longest", "\"2 s\""),
            ("hop.first_pause", "\"1 s\""),
            ("hop.longest_pause", "\"1 s\""),
        ];
        for (key, value) in settings {
            host = host.with(key, value);
        }
        host
    }

    /// Sets one setting, as it would be written in the file.
    pub fn with(mut self, key: &str, value: &str) -> Host {
        self.settings.insert(key.to_owned(), value.to_owned());
        self
    }

    /// Sets a variable of the daemon's environment.
    pub fn with_environment(mut self, name: &str, value: &str) -> Host {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Starts the daemon, with the shop on it.
    pub fn with_shop(receiver: &Receiver) -> Host {
        let mut host = Host::new(receiver);
        host.start();
        host.add_shop();
        host
    }

    pub fn add_shop(&self) {
        self.add_site(SHOP, &[shop_uid()]);
        self.operate_with(
            &["login", "add", SHOP, SHOP_LOGIN],
            format!("{SHOP_PASSWORD}\n").as_bytes(),
        )
        .ok();
    }

    pub fn add_site(&self, site: &str, uids: &[u32]) {
        let mut arguments = vec!["site".to_owned(), "add".into(), site.into()];
        arguments.extend(uids.iter().flat_map(|uid| ["--uid".to_owned(), uid.to_string()]));
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        self.operate(&arguments).ok();
    }

    // --- folders ---

    /// The folder that `--root` names.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("postern")
    }

    /// A folder of a user, below the web server's.
    pub fn home(&self, name: &str, uid: u32) -> PathBuf {
        let path = self.folder.path().join("www").join(name);
        std::fs::create_dir_all(&path).expect("a folder");
        give(&path, uid);
        path
    }

    pub fn bin(&self, name: &str) -> PathBuf {
        self.folder.path().join("bin").join(name)
    }

    pub fn drop_directory(&self) -> PathBuf {
        self.root().join("spool/drop")
    }

    /// The finished files that wait in the drop directory.
    pub fn dropped(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.drop_directory()).expect("the drop directory");
        let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
        let mut mails: Vec<_> =
            paths.filter(|path| path.extension().is_some_and(|end| end == "mail")).collect();
        mails.sort();
        mails
    }

    // --- the daemon ---

    pub fn write_config(&self) {
        let lines: Vec<_> =
            self.settings.iter().map(|(key, value)| format!("{key} = {value}\n")).collect();
        self.write_config_text(&lines.concat());
    }

    pub fn write_config_text(&self, text: &str) {
        std::fs::write(self.root().join("postern.toml"), text).expect("a file");
    }

    /// `postern serve` as its own user, not started.
    pub fn serve(&self) -> Command {
        let mut command = self.postern(&["serve"]);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        if is_root() {
            as_user(&mut command, DAEMON_UID);
        }
        command
    }

    /// Starts the daemon and waits until it takes mail.
    #[track_caller]
    pub fn start(&mut self) {
        self.write_config();
        let serve = self.serve();
        self.start_as(serve);
    }

    /// Starts the daemon by a command of one's own.
    #[track_caller]
    pub fn start_as(&mut self, mut command: Command) {
        assert!(self.daemon.is_none(), "one daemon at a time");
        let log = File::options().create(true).append(true).open(self.log_file()).expect("a log");
        let also = log.try_clone().expect("a log");
        command.stdin(Stdio::null()).stdout(log).stderr(also);
        self.daemon = Some(command.spawn().expect("the daemon starts"));
        let health = until_some("the daemon takes mail", || {
            let ended = self.daemon.as_mut().and_then(|daemon| daemon.try_wait().ok().flatten());
            assert_eq!(ended, None, "the daemon ended");
            let health = self.try_api("GET", "/health", None)?;
            (health.0 == 200).then_some(health.1)
        });
        let address = |list: &str| health[list][0].as_str()?.parse().ok();
        (self.smtp, self.web) = (address("smtp"), address("web"));
    }

    pub fn pid(&self) -> Pid {
        Pid::from_child(self.daemon.as_ref().expect("the daemon runs"))
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).expect("the daemon is there");
    }

    /// Ends the daemon as a power cut of its process.
    pub fn kill(&mut self) {
        self.signal(Signal::KILL);
        self.ended();
    }

    /// Ends the daemon in order.
    #[track_caller]
    pub fn stop(&mut self) {
        self.signal(Signal::TERM);
        assert!(self.ended().success(), "the daemon ends well");
    }

    /// Waits until the daemon has ended.
    #[track_caller]
    pub fn ended(&mut self) -> ExitStatus {
        let mut daemon = self.daemon.take().expect("the daemon runs");
        until_some("the daemon ends", || daemon.try_wait().ok().flatten())
    }

    fn log_file(&self) -> PathBuf {
        self.folder.path().join("daemon.log")
    }

    /// What the daemon said so far.
    pub fn log(&self) -> String {
        std::fs::read(self.log_file())
            .map(|log| String::from_utf8_lossy(&log).into_owned())
            .unwrap_or_default()
    }

    // --- the operator ---

    /// The command `postern`, not started.
    pub fn postern(&self, arguments: &[&str]) -> Command {
        let mut command = program(self.bin("postern"));
        command.arg("--root").arg(self.root()).args(arguments).current_dir("/");
        command
    }

    /// Runs `postern`, as an operator at a shell.
    #[track_caller]
    pub fn operate(&self, arguments: &[&str]) -> Ran {
        self.operate_with(arguments, b"")
    }

    #[track_caller]
    pub fn operate_with(&self, arguments: &[&str], stdin: &[u8]) -> Ran {
        run(&mut self.postern(arguments), stdin)
    }

    /// Runs `postern … --json` and reads what it says.
    #[track_caller]
    pub fn ask(&self, arguments: &[&str]) -> Value {
        let ran = self.operate(&[arguments, &["--json"]].concat()).ok();
        serde_json::from_slice(&ran.stdout)
            .unwrap_or_else(|error| panic!("{arguments:?}: {error}: {}", ran.text()))
    }

    /// Asks the API, for what is looked at often.
    #[track_caller]
    pub fn api(&self, path: &str) -> Value {
        let (status, body) = self.try_api("GET", path, None).expect("the daemon answers");
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// Asks the API; `None` when nobody answers. A body that is no text is a message.
    pub fn try_api(
        &self,
        method: &str,
        path: &str,
        body: Option<(&str, &[u8])>,
    ) -> Option<(u16, Value)> {
        let mut stream = UnixStream::connect(self.root().join("run/control.sock")).ok()?;
        stream.set_read_timeout(Some(PATIENCE)).ok()?;
        let (head, body) = body.unwrap_or(("Content-Type: application/json", b""));
        let length = body.len();
        let request = format!(
            "{method} /api/v1{path} HTTP/1.1\r\nHost: postern\r\nConnection: close\r\n{head}\r\nContent-Length: {length}\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).and_then(|()| stream.write_all(body)).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        let (head, body) = answer.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some((status, serde_json::from_str(body).unwrap_or(Value::Null)))
    }

    /// Asks the API and is gone at once, without waiting for the answer.
    pub fn abandon(&self, path: &str, head: &str, body: &[u8]) {
        let mut stream =
            UnixStream::connect(self.root().join("run/control.sock")).expect("the daemon answers");
        let length = body.len();
        let request = format!(
            "POST /api/v1{path} HTTP/1.1\r\nHost: postern\r\n{head}\r\nContent-Length: {length}\r\n\r\n"
        );
        stream.write_all(&[request.as_bytes(), body].concat()).expect("it is written");
    }

    /// A site's counter, by its name in the API.
    #[track_caller]
    pub fn counter(&self, site: &str, name: &str) -> u64 {
        self.api(&format!("/sites/{site}"))["counters"][name].as_u64().expect("a counter")
    }

    /// Waits until a site's counter has this value.
    #[track_caller]
    pub fn wait_for_counter(&self, site: &str, name: &str, value: u64) {
        let deadline = format!("{name} of {site} is {value}");
        until(&deadline, || self.counter(site, name) == value);
    }

    /// Verifies and recounts everything.
    #[track_caller]
    pub fn check(&self) {
        let checked = self.ask(&["check"]);
        assert_eq!(checked["faults"], Value::Array(Vec::new()), "{checked}");
    }

    /// The story of the one mail of a site to this recipient.
    #[track_caller]
    pub fn trace(&self, site: &str, recipient: &str) -> Value {
        let traced = self.ask(&["trace", site, "--recipient", recipient]);
        let one = traced.as_array().filter(|list| list.len() == 1).and_then(|list| list.first());
        one.unwrap_or_else(|| panic!("one mail to {recipient}: {traced}")).clone()
    }

    // --- the ways in ---

    /// Where SMTP is taken.
    pub fn smtp_address(&self) -> SocketAddr {
        self.smtp.expect("the daemon runs")
    }

    /// Where HTTP is taken.
    pub fn web_address(&self) -> SocketAddr {
        self.web.expect("the daemon runs and listens")
    }

    pub fn smtp(&self) -> Smtp {
        Smtp::connect(self.smtp_address())
    }

    /// A session of the shop.
    pub fn shop_smtp(&self) -> Smtp {
        Smtp::logged_in(self.smtp_address(), SHOP_LOGIN, SHOP_PASSWORD).expect("the shop logs in")
    }

    /// A mail of the shop, by SMTP.
    #[track_caller]
    pub fn shop_sends(&self, recipient: &str) {
        let message = format!("Subject: to {recipient}\r\n\r\nHello.\r\n");
        let answer = self
            .shop_smtp()
            .submit(&format!("orders@{SHOP}"), recipient, &message)
            .expect("an answer");
        assert_eq!(answer.code, 250, "{answer:?}");
    }

    /// The words that name `sendmail` and its places on this host.
    pub fn sendmail_words(&self) -> Vec<String> {
        let path = |path: PathBuf| path.to_str().expect("text").to_owned();
        let socket = path(self.root().join("run/submission.sock"));
        vec![
            path(self.bin("sendmail")),
            "--socket".into(),
            socket,
            "--drop".into(),
            path(self.drop_directory()),
        ]
    }

    /// `sendmail` as a user runs it, not started.
    pub fn sendmail(&self, uid: u32, arguments: &[&str]) -> Command {
        self.called("sendmail", uid, arguments)
    }

    /// The same under another of its names.
    pub fn called(&self, name: &str, uid: u32, arguments: &[&str]) -> Command {
        let mut command = program(self.bin(name));
        command
            .args(&self.sendmail_words()[1..])
            .args(arguments)
            .current_dir(self.home("cron", uid));
        as_user(&mut command, uid);
        command
    }

    /// `sendmail` as a user runs it, to its end.
    #[track_caller]
    pub fn send(&self, uid: u32, arguments: &[&str], message: &[u8]) -> Ran {
        run(&mut self.sendmail(uid, arguments), message)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        if let Some(mut daemon) = self.daemon.take() {
            let _ = daemon.kill();
            let _ = daemon.wait();
        }
        if std::thread::panicking() {
            let log = self.log();
            let from = log.len().saturating_sub(8000);
            let from = (from..log.len()).find(|at| log.is_char_boundary(*at)).unwrap_or(0);
            eprintln!("--- the end of the daemon's log ---\n{}", &log[from..]);
        }
    }
}

/// Makes a folder a user's own.
fn give(path: &Path, uid: u32) {
    if is_root() {
        chown(path, Some(uid), Some(uid)).expect("root may");
    }
}

/// The sendmail command as packages ship it: named by the environment, or built here.
pub fn sendmail() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        if let Some(path) = std::env::var_os("POSTERN_SENDMAIL") {
            return path.into();
        }
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/build-shim");
        let built =
            Command::new(&script).stdin(Stdio::null()).output().expect("scripts/build-shim runs");
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        let printed = String::from_utf8(built.stdout).expect("a path");
        printed.lines().last().expect("a path").into()
    })
}
