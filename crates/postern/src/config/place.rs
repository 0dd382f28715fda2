//! Where everything is: the folders and sockets of one Postern, all of them movable with one option.

use std::path::{Path, PathBuf};

/// The places of one Postern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The configuration file.
    pub config: PathBuf,
    /// What is known durably; the daemon's alone.
    pub state: PathBuf,
    /// Sockets.
    pub run: PathBuf,
    /// Where the sendmail command leaves mail while the daemon is away.
    pub drop: PathBuf,
}

impl Place {
    /// The places of a system's Postern, or those below a folder.
    pub fn of(root: Option<&Path>) -> Place {
        match root {
            None => Place {
                config: "/etc/postern/postern.toml".into(),
                state: "/var/lib/postern".into(),
                run: "/run/postern".into(),
                drop: "/var/spool/postern/drop".into(),
            },
            Some(root) => Place {
                config: root.join("postern.toml"),
                state: root.join("state"),
                run: root.join("run"),
                drop: root.join("spool/drop"),
            },
        }
    }

    /// A file named in the configuration: a relative path begins at its folder.
    pub fn beside(&self, file: &str) -> PathBuf {
        self.config.parent().unwrap_or(Path::new(".")).join(file)
    }

    /// The key of secrets that are stored sealed: beside the store, and not to be saved with it.
    pub fn seal_key(&self) -> PathBuf {
        self.state.join("secret.key")
    }

    /// The socket of the API and the command line.
    pub fn control_socket(&self) -> PathBuf {
        self.run.join("control.sock")
    }

    /// The socket of the sendmail command.
    pub fn submission_socket(&self) -> PathBuf {
        self.run.join("submission.sock")
    }

    /// Where bodies are while they arrive.
    pub fn spill(&self) -> PathBuf {
        self.state.join("arriving")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sendmail_command_of_a_system_turns_to_the_daemon_of_that_system() {
        let (place, command) = (Place::of(None), postern_sendmail::command::Settings::default());
        assert_eq!(place.submission_socket(), command.socket);
        assert_eq!(place.drop, command.drop);
    }
}
