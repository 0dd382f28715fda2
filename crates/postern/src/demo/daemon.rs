//! The demo's Postern: this very program as `postern --root DIR serve`, a process of its own as in real life. What it
//! says goes to `DIR/daemon.log`.

use std::fs::File;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal};
use tokio::process::{Child, Command};

use super::cannot;
use super::control::Control;
use super::folder::{Folder, Programs};
use crate::cli::failure::Failure;

/// How long a start may take, and an end.
const START: Duration = Duration::from_secs(60);
const END: Duration = Duration::from_secs(20);
/// How often a start is looked at.
const LOOK: Duration = Duration::from_millis(20);
/// Lines of the daemon's log that are shown when it ends by itself.
const LAST_LINES: usize = 10;

/// Where a daemon that is ready takes mail and serves its panel.
#[derive(Clone, Copy, Debug)]
pub struct Ready {
    pub smtp: SocketAddr,
    pub web: SocketAddr,
}

/// A daemon that runs; it ends with this value.
#[derive(Debug)]
pub struct Daemon {
    child: Child,
    log: PathBuf,
}

impl Daemon {
    /// Starts the daemon in a folder.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(folder: &Folder, programs: &Programs) -> Result<Daemon, Failure> {
        let log = folder.daemon_log();
        let file = File::create(&log).map_err(|error| cannot("write", &log, &error))?;
        let also = file.try_clone().map_err(|error| cannot("write", &log, &error))?;
        let child = Command::new(&programs.postern)
            .arg("--root")
            .arg(folder.root())
            .arg("serve")
            .current_dir(folder.root())
            .stdin(Stdio::null())
            .stdout(file)
            .stderr(also)
            // Ctrl-C in the terminal is for the demo, which ends the daemon when its own work has ended.
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| cannot("run", &programs.postern, &error))?;
        Ok(Daemon { child, log })
    }

    /// Waits until the daemon accepts mail.
    ///
    /// # Errors
    /// When it ends, in its own words, or takes too long.
    pub async fn ready(&mut self, control: &Control) -> Result<Ready, Failure> {
        let accepts = tokio::select! {
            status = self.child.wait() => return Err(self.ended(status.ok())),
            accepts = tokio::time::timeout(START, accepts(control)) => accepts,
        };
        match accepts {
            Ok(Some(ready)) => Ok(ready),
            Ok(None) => Err(Failure::failed("the daemon takes no SMTP, or has no panel")),
            Err(_) => {
                let seconds = START.as_secs();
                Err(Failure::failed(format!(
                    "the daemon does not accept mail after {seconds} seconds"
                )))
            }
        }
    }

    pub fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// Waits until the daemon ends by itself, which it should not.
    pub async fn wait(&mut self) -> Failure {
        let status = self.child.wait().await;
        self.ended(status.ok())
    }

    /// Ends the daemon in order.
    ///
    /// # Errors
    /// When it does not end, or not well.
    pub async fn stop(mut self) -> Result<(), Failure> {
        let pid = self.child.id().and_then(|pid| i32::try_from(pid).ok()).and_then(Pid::from_raw);
        if let Some(pid) = pid {
            // An error means that it has ended already; then it is waited for below.
            let _ = rustix::process::kill_process(pid, Signal::TERM);
        }
        match tokio::time::timeout(END, self.child.wait()).await {
            Ok(Ok(status)) if status.success() => Ok(()),
            Ok(status) => Err(self.ended(status.ok())),
            Err(_) => Err(Failure::failed(format!(
                "the daemon does not end within {} seconds and was killed",
                END.as_secs()
            ))),
        }
    }

    fn ended(&self, status: Option<ExitStatus>) -> Failure {
        let said = std::fs::read(&self.log).unwrap_or_default();
        let said = String::from_utf8_lossy(&said);
        let lines: Vec<_> = said.lines().collect();
        let last = lines[lines.len().saturating_sub(LAST_LINES)..].join("\n  ");
        let status =
            status.map_or_else(|| "in a way nobody knows".to_owned(), |status| status.to_string());
        Failure::failed(format!(
            "the daemon ended ({status}); the end of {}:\n  {last}",
            self.log.display()
        ))
    }
}

/// Waits until the daemon accepts mail.
async fn accepts(control: &Control) -> Option<Ready> {
    loop {
        match control.health().await {
            Ok(health) if health.accepts => {
                let (smtp, web) = (health.smtp.first(), health.web.first());
                return Some(Ready { smtp: *smtp?, web: *web? });
            }
            // The socket is not there yet, or the store is still being read.
            _ => tokio::time::sleep(LOOK).await,
        }
    }
}
