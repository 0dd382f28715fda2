//! What runs the example sites' scripts: PHP where it is installed, else the shell. They are real programs that call the
//! real sendmail command.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;

use super::site::Script;

/// A script that takes longer is ended.
const PATIENCE: Duration = Duration::from_secs(60);

/// What runs scripts.
#[derive(Clone, Debug)]
pub enum Interpreter {
    /// PHP's command line program.
    Php(PathBuf),
    Shell,
}

/// How a script ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ran {
    /// It was told that the mail is in safe hands.
    Accepted,
    /// It was told that the mail was not taken; in the sendmail command's words.
    Refused(String),
}

impl Interpreter {
    /// PHP if it is on the path.
    pub fn find() -> Interpreter {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let php = std::env::split_paths(&path)
            .map(|folder| folder.join("php"))
            .find(|file| file.is_file());
        php.map_or(Interpreter::Shell, Interpreter::Php)
    }

    /// The file of a script in its site's folder.
    pub fn script(&self, folder: &Path, script: &Script) -> PathBuf {
        folder.join(self.file(script))
    }

    /// A script's file name.
    pub fn file(&self, script: &Script) -> String {
        match self {
            Interpreter::Php(_) => format!("{}.php", script.name),
            Interpreter::Shell => format!("{}.sh", script.name),
        }
    }

    /// What a script says.
    pub fn text(&self, script: &Script) -> &'static str {
        match self {
            Interpreter::Php(_) => script.php,
            Interpreter::Shell => script.shell,
        }
    }

    /// The command to run a script of a site's folder, for people who stand beside that folder.
    pub fn command(&self, folder: &str, script: &Script) -> String {
        let file = self.file(script);
        match self {
            Interpreter::Php(_) => format!("php -c {folder}/php.ini {folder}/{file}"),
            Interpreter::Shell => format!("sh {folder}/{file}"),
        }
    }

    /// Runs a script of the site in `folder` for a recipient, as the web request of a visitor from `visitor`.
    pub async fn run(
        &self,
        folder: &Path,
        script: &Script,
        recipient: &str,
        number: u32,
        visitor: &str,
    ) -> Ran {
        let file = self.script(folder, script);
        let mut command = match self {
            Interpreter::Php(php) => {
                let mut command = Command::new(php);
                command.arg("-c").arg(folder.join("php.ini"));
                command
            }
            Interpreter::Shell => Command::new("sh"),
        };
        command
            .arg(&file)
            .args([recipient, &number.to_string()])
            .current_dir(folder)
            .env("REMOTE_ADDR", visitor)
            .env("REQUEST_URI", format!("/{}", script.name))
            .stdin(Stdio::null())
            .kill_on_drop(true);
        match tokio::time::timeout(PATIENCE, command.output()).await {
            Err(_) => Ran::Refused(format!("not ended after {} seconds", PATIENCE.as_secs())),
            Ok(Err(error)) => Ran::Refused(format!("cannot be run: {error}")),
            Ok(Ok(output)) if output.status.success() => Ran::Accepted,
            Ok(Ok(output)) => {
                let said = String::from_utf8_lossy(&output.stderr);
                Ran::Refused(
                    said.lines().next().map_or_else(|| output.status.to_string(), str::to_owned),
                )
            }
        }
    }
}
