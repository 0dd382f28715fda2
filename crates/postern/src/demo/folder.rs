//! The demo's folder: a whole Postern below one directory, beside the example sites and what the receiver took.
//!
//! ```text
//! DIR/postern.toml        the configuration              DIR/sites/NAME/   scripts, php.ini
//! DIR/state run spool     the daemon's own               DIR/received/     what the receiver took
//! DIR/demo.env            where everything is            DIR/bin/          postern and sendmail for this folder
//! DIR/daemon.log          what the daemon says
//! ```
//!
//! Configuration, `demo.env`, `php.ini` and `bin` are written anew at each start, because ports change; the login links in
//! `demo.env` also later, because they do not last. Scripts stay as
//! they are once they are there: they are for changing. `demo.env` is also the mark of a demo's folder: one that holds
//! something else is refused and left as it is.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use super::interpreter::Interpreter;
use super::people::{Links, People, panel_url};
use super::site::{SHOP_LOGIN, Site};
use super::{Doors, cannot};
use crate::cli::failure::Failure;
use crate::config::Place;

/// Where everything is, for shells; by it a demo knows a folder of its own.
const ENV: &str = "demo.env";

/// Its lines that change while the demo runs.
const OWNER_LOGIN_URL: &str = "OWNER_LOGIN_URL";
const OPERATOR_LOGIN_URL: &str = "OPERATOR_LOGIN_URL";

/// Longest path of the folder, in bytes: a socket's path below it has to fit into 107.
const MAX_PATH: usize = 85;

/// The folder of a demo.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
    /// Made by this demo under a name of its own.
    is_temporary: bool,
}

/// The programs a demo runs.
#[derive(Clone, Debug)]
pub struct Programs {
    /// This program.
    pub postern: PathBuf,
    /// The sendmail command.
    pub sendmail: PathBuf,
    pub interpreter: Interpreter,
}

impl Folder {
    /// The folder that was named, or a new one among the temporary files.
    ///
    /// # Errors
    /// When it cannot be made, holds something else, or its path cannot be used.
    pub fn open(named: Option<&Path>) -> Result<Folder, Failure> {
        let make = |path: &Path| fs::DirBuilder::new().mode(0o700).create(path);
        let (root, is_temporary) = match named {
            Some(named) => {
                let parent = named.parent().filter(|parent| !parent.as_os_str().is_empty());
                let made = parent.map_or(Ok(()), fs::create_dir_all).and_then(|()| make(named));
                match made {
                    Err(error) if !named.is_dir() => return Err(cannot("make", named, &error)),
                    _ => (named.to_owned(), false),
                }
            }
            None => loop {
                let path = std::env::temp_dir().join(format!("postern-demo-{}", suffix()));
                match make(&path) {
                    Ok(()) => break (path, true),
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                    Err(error) => return Err(cannot("make", &path, &error)),
                }
            },
        };
        let root = root.canonicalize().map_err(|error| cannot("find", &root, &error))?;
        let folder = Folder { root, is_temporary };
        folder.check()?;
        folder.expect_own()?;
        folder.expect_free()?;
        folder.mark()?;
        Ok(folder)
    }

    /// Paths go into a shell's words, a php.ini and a TOML file; a path that means something there is none for a demo.
    fn check(&self) -> Result<(), Failure> {
        let shown = self.root.display();
        let Some(text) = self.root.to_str() else {
            return Err(Failure::failed(format!(
                "{shown}: the demo's folder needs a name in UTF-8"
            )));
        };
        if let Some(c) = text.chars().find(|c| c.is_control() || "'\"\\$`".contains(*c)) {
            return Err(Failure::failed(format!(
                "{shown}: the demo's folder cannot have {c:?} in its name"
            )));
        }
        if text.len() > MAX_PATH {
            let length = text.len();
            let message = format!(
                "{shown}: {length} bytes are too long for the demo's folder, {MAX_PATH} are possible"
            );
            return Err(Failure::failed(message));
        }
        Ok(())
    }

    /// What is in a folder that is no demo's belongs to somebody: a real `postern.toml` may stand there.
    fn expect_own(&self) -> Result<(), Failure> {
        let mut entries =
            fs::read_dir(&self.root).map_err(|error| cannot("read", &self.root, &error))?;
        if entries.next().is_none() || self.root.join(ENV).exists() {
            return Ok(());
        }
        Err(Failure::failed(format!(
            "{} is not empty and no demo has lived in it: name a new or an empty folder with --dir",
            self.root.display()
        )))
    }

    /// Marks the folder as a demo's before anything is written, so that one that breaks off can be gone on with.
    fn mark(&self) -> Result<(), Failure> {
        let path = self.root.join(ENV);
        if path.exists() { Ok(()) } else { self.write(&path, "# A demo begins.\n", 0o600) }
    }

    /// A demo that runs here would lose its ports and its daemon's settings to a second one.
    fn expect_free(&self) -> Result<(), Failure> {
        match UnixStream::connect(self.place().control_socket()) {
            Err(_) => Ok(()),
            Ok(_) => Err(Failure::failed(format!(
                "a demo runs in {} already: end it first, or name another folder with --dir",
                self.root.display()
            ))),
        }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn place(&self) -> Place {
        Place::of(Some(&self.root))
    }

    pub fn received(&self) -> PathBuf {
        self.root.join("received")
    }

    pub fn daemon_log(&self) -> PathBuf {
        self.root.join("daemon.log")
    }

    pub fn site(&self, site: Site) -> PathBuf {
        self.root.join("sites").join(site.name())
    }

    /// Whether the demo made it under a name of its own.
    pub fn is_temporary(&self) -> bool {
        self.is_temporary
    }

    /// Removes the folder with all that is in it.
    pub fn remove(self) {
        // What cannot be removed is some files among the temporary ones.
        let _ = fs::remove_dir_all(&self.root);
    }

    /// Writes the configuration: everything goes to the receiver, on whatever ports are free.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write_config(&self, receiver: SocketAddr) -> Result<(), Failure> {
        let uid = rustix::process::getuid().as_raw();
        let (host, port) = (receiver.ip(), receiver.port());
        let text = format!(
            "# Written by postern demo at each start.\n\
             hostname = \"mail.example.org\"\n\
             operator_address = \"operator@example.org\"\n\
             # All scripts of the demo run as this user, so they say which site they are (--site).\n\
             shared_uids = [{uid}]\n\
             \n\
             [smtp]\n\
             listen = [\"127.0.0.1:0\"]\n\
             \n\
             [web]\n\
             listen = [\"127.0.0.1:0\"]\n\
             \n\
             # The only way out is the demo's own receiver: no mail can leave this machine.\n\
             [delivery]\n\
             route = [\"receiver\"]\n\
             \n\
             [smarthost.receiver]\n\
             host = \"{host}\"\n\
             port = {port}\n\
             tls = \"off\"\n\
             \n\
             # Short, so that there is something to see.\n\
             [retry]\n\
             first = \"2 s\"\n\
             longest = \"1 min\"\n",
        );
        self.write(&self.place().config, &text, 0o600)
    }

    /// Writes the scripts that are not there yet, and each site's php.ini.
    ///
    /// # Errors
    /// When one cannot be written.
    pub fn write_sites(&self, programs: &Programs) -> Result<(), Failure> {
        for site in Site::ALL {
            let folder = self.site(site);
            fs::create_dir_all(&folder).map_err(|error| cannot("make", &folder, &error))?;
            for script in site.scripts() {
                let path = programs.interpreter.script(&folder, script);
                if !path.exists() {
                    self.write(&path, programs.interpreter.text(script), 0o700)?;
                }
            }
            if matches!(programs.interpreter, Interpreter::Php(_)) {
                let words = self.sendmail(&programs.sendmail);
                let name = site.name();
                let text = format!(
                    "; Written by postern demo at each start. This is all that a virtual host needs.\n\
                     sendmail_path = \"{words} --site {name} -t -i\"\n\
                     mail.add_x_header = On\n",
                );
                self.write(&folder.join("php.ini"), &text, 0o600)?;
            }
        }
        Ok(())
    }

    /// Writes `bin`: this program and the sendmail command, told where this folder's Postern is.
    ///
    /// # Errors
    /// When one cannot be written.
    pub fn write_bin(&self, programs: &Programs) -> Result<(), Failure> {
        let bin = self.root.join("bin");
        fs::create_dir_all(&bin).map_err(|error| cannot("make", &bin, &error))?;
        let (postern, root) = (word(&programs.postern), word(&self.root));
        let text = format!(
            "#!/bin/sh\n# postern, for the demo in this folder.\nexec {postern} --root {root} \"$@\"\n"
        );
        self.write(&bin.join("postern"), &text, 0o700)?;
        let words = self.sendmail(&programs.sendmail);
        let shop = Site::Shop.name();
        let text = format!(
            "#!/bin/sh\n\
             # sendmail, for the demo in this folder. Of several --site the first counts; without any it is the shop.\n\
             case \" $* \" in\n\
             *\" --site \"*) exec {words} \"$@\" ;;\n\
             *) exec {words} --site {shop} \"$@\" ;;\n\
             esac\n",
        );
        self.write(&bin.join("sendmail"), &text, 0o700)
    }

    /// Writes `demo.env`, for shells and tests.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write_env(
        &self,
        programs: &Programs,
        doors: &Doors,
        password: &str,
        people: &People,
        links: &Links,
    ) -> Result<(), Failure> {
        let place = self.place();
        let (smtp, panel) = (doors.smtp, panel_url(doors.web));
        let lines = [
            ("POSTERN", word(&programs.postern)),
            ("POSTERN_SENDMAIL", word(&programs.sendmail)),
            ("ROOT", word(&self.root)),
            ("CONFIG", word(&place.config)),
            ("CONTROL_SOCKET", word(&place.control_socket())),
            ("SUBMISSION_SOCKET", word(&place.submission_socket())),
            ("DROP_DIR", word(&place.drop)),
            ("SENDMAIL", word(&self.root.join("bin/sendmail"))),
            ("SMTP_HOST", smtp.ip().to_string()),
            ("SMTP_PORT", smtp.port().to_string()),
            ("SMTP_USER", SHOP_LOGIN.to_owned()),
            ("SMTP_PASSWORD", password.to_owned()),
            ("RECEIVER", doors.receiver.to_string()),
            ("RECEIVED_DIR", word(&self.received())),
            ("API_URL", format!("{panel}api/v1")),
            ("PANEL_URL", panel),
            ("OWNER_USER", people.owner.name.to_owned()),
            ("OWNER_PASSWORD", people.owner.password.clone()),
            (OWNER_LOGIN_URL, links.owner.clone()),
            ("OPERATOR_USER", people.operator.name.to_owned()),
            ("OPERATOR_PASSWORD", people.operator.password.clone()),
            (OPERATOR_LOGIN_URL, links.operator.clone()),
        ];
        let mut text =
            String::from("# Written by postern demo at each start; read it with `. ./demo.env`.\n");
        for (name, value) in lines {
            let _ = writeln!(text, "{name}={value}");
        }
        self.write(&self.root.join(ENV), &text, 0o600)
    }

    /// Puts new login links into `demo.env`.
    ///
    /// # Errors
    /// When it cannot be read or written.
    pub fn renew_links(&self, links: &Links) -> Result<(), Failure> {
        let path = self.root.join(ENV);
        let old = fs::read_to_string(&path).map_err(|error| cannot("read", &path, &error))?;
        let text: String = old
            .lines()
            .map(|line| match line.split_once('=') {
                Some((OWNER_LOGIN_URL, _)) => format!("{OWNER_LOGIN_URL}={}\n", links.owner),
                Some((OPERATOR_LOGIN_URL, _)) => {
                    format!("{OPERATOR_LOGIN_URL}={}\n", links.operator)
                }
                _ => format!("{line}\n"),
            })
            .collect();
        self.write(&path, &text, 0o600)
    }

    /// The sendmail command as a shell's words, with this folder's places.
    fn sendmail(&self, sendmail: &Path) -> String {
        let place = self.place();
        format!(
            "{} --socket {} --drop {}",
            word(sendmail),
            word(&place.submission_socket()),
            word(&place.drop)
        )
    }

    /// Writes a file whole: whoever reads it meanwhile sees the old one or the new one.
    fn write(&self, path: &Path, text: &str, mode: u32) -> Result<(), Failure> {
        let new = path.with_extension("new");
        let written = fs::write(&new, text)
            .and_then(|()| fs::set_permissions(&new, fs::Permissions::from_mode(mode)))
            .and_then(|()| fs::rename(&new, path));
        written.map_err(|error| cannot("write", path, &error))
    }
}

/// A path as one word of a shell.
fn word(path: &Path) -> String {
    format!("'{}'", path.display())
}

/// Eight letters and digits.
fn suffix() -> String {
    std::iter::repeat_with(fastrand::alphanumeric).take(8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(name: &str) -> String {
        let parent = tempfile::tempdir().expect("a folder");
        match Folder::open(Some(&parent.path().join(name))) {
            Ok(_) => String::new(),
            Err(Failure { message, .. }) => {
                message.rsplit_once(": ").map_or(message.clone(), |(_, why)| why.to_owned())
            }
        }
    }

    #[test]
    fn a_folder_whose_name_would_mean_something_elsewhere_is_refused() {
        assert_eq!(problem("with space"), "");
        assert_eq!(problem("it's"), "the demo's folder cannot have '\\'' in its name");
        assert_eq!(problem("$HOME"), "the demo's folder cannot have '$' in its name");
        assert!(
            problem(&"x".repeat(100))
                .ends_with("bytes are too long for the demo's folder, 85 are possible")
        );
    }

    #[test]
    fn a_folder_that_holds_something_else_is_refused_and_left_as_it_is() {
        let parent = tempfile::tempdir().expect("a folder");
        let config = parent.path().join("postern.toml");
        fs::write(&config, "hostname = \"mail.example.org\"\n").expect("is written");

        let refused = Folder::open(Some(parent.path())).expect_err("it is somebody's");

        assert!(refused.message.ends_with(
            " is not empty and no demo has lived in it: name a new or an empty folder with --dir"
        ));
        let left: Vec<_> = fs::read_dir(parent.path()).expect("a folder").flatten().collect();
        assert_eq!(left.iter().map(fs::DirEntry::path).collect::<Vec<_>>(), [config]);
    }

    #[test]
    fn a_demo_that_broke_off_at_its_start_goes_on_in_its_folder() {
        let parent = tempfile::tempdir().expect("a folder");
        let folder = Folder::open(Some(parent.path())).expect("opens");
        folder.write_config(([127, 0, 0, 1], 25).into()).expect("is written");
        Folder::open(Some(parent.path())).expect("opens again");
    }

    #[test]
    fn a_folder_without_a_name_is_new_and_goes_with_all_that_is_in_it() {
        let (one, other) = (Folder::open(None).expect("opens"), Folder::open(None).expect("opens"));
        assert!(one.is_temporary());
        let roots = [one.root().to_owned(), other.root().to_owned()];
        assert_ne!(roots[0], roots[1]);
        fs::write(roots[0].join("file"), "x").expect("is written");
        one.remove();
        other.remove();
        assert_eq!(roots.map(|root| root.exists()), [false, false]);
    }

    #[test]
    fn a_script_that_was_changed_stays_changed() {
        let parent = tempfile::tempdir().expect("a folder");
        let folder = Folder::open(Some(parent.path())).expect("opens");
        let programs = Programs {
            postern: "/usr/bin/postern".into(),
            sendmail: "/usr/sbin/sendmail".into(),
            interpreter: Interpreter::Shell,
        };
        folder.write_sites(&programs).expect("is written");
        let script = folder.site(Site::Shop).join("order.sh");
        fs::write(&script, "exit 0\n").expect("is changed");
        folder.write_sites(&programs).expect("is written");
        assert_eq!(fs::read_to_string(&script).expect("is there"), "exit 0\n");
        assert!(folder.site(Site::Broken).join("newsletter.sh").exists());
    }
}
