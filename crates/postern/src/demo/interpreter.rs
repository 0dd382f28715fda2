//! What runs the example sites' scripts: PHP where it is installed, else the shell. They are real programs that call the
//! real sendmail command.

use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
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
    /// It did not come to that, or not to its end; in its own last words.
    Failed(String),
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
            Err(_) => Ran::Failed(format!("not ended after {} seconds", PATIENCE.as_secs())),
            Ok(Err(error)) => Ran::Failed(format!("cannot be run: {error}")),
            Ok(Ok(output)) if output.status.success() => Ran::Accepted,
            Ok(Ok(output)) => unsent(&output),
        }
    }
}

/// Why a script has not sent: the sendmail command tells a refusal under its name, all else is the script's own doing.
fn unsent(output: &Output) -> Ran {
    let errors = String::from_utf8_lossy(&output.stderr);
    if let Some(refusal) = errors.lines().find(|line| line.starts_with("sendmail: ")) {
        return Ran::Refused(refusal.to_owned());
    }
    // PHP prints its errors, each behind an empty line and with its stack after it.
    let printed = String::from_utf8_lossy(&output.stdout);
    let said = if errors.trim().is_empty() { printed.trim() } else { errors.trim() };
    let last = said.rsplit("\n\n").next().and_then(|last| last.lines().next());
    Ran::Failed(match last {
        Some(last) => format!("{last} ({})", output.status),
        None => output.status.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::site::ORDER;

    async fn ran(script: &str) -> Ran {
        let folder = tempfile::tempdir().expect("a folder");
        let shell = Interpreter::Shell;
        std::fs::write(shell.script(folder.path(), &ORDER), script).expect("is written");
        shell.run(folder.path(), &ORDER, "anna@example.net", 1, "192.0.2.1").await
    }

    #[tokio::test]
    async fn a_script_that_dies_is_told_from_a_mail_that_is_refused() {
        assert_eq!(ran("exit 0").await, Ran::Accepted);
        let refused = "echo 'sendmail: no such site' >&2; exit 67";
        assert_eq!(ran(refused).await, Ran::Refused("sendmail: no such site".into()));
        let as_php = "printf '\nWarning: odd\n\nFatal error: nosuch() is undefined\nStack trace:\n#0\n'; exit 255";
        let words = "Fatal error: nosuch() is undefined (exit status: 255)";
        assert_eq!(ran(as_php).await, Ran::Failed(words.into()));
        assert_eq!(ran("exit 1").await, Ran::Failed("exit status: 1".into()));
    }
}
