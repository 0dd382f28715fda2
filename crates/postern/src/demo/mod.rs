//! `postern demo`: Postern with everything around it, in one folder, to look at and to play with.
//!
//! What happens, in this order: the receiver listens · folder, configuration and scripts are written · the real daemon is
//! started on free ports · the example sites are added · they live, and each thing that happens is a line · at the end
//! daemon and receiver stop, in this order, and each site's figures are told.
//!
//! It promises that no mail leaves the machine: the daemon's only way out is the receiver on the loopback address. It
//! needs no rights and touches nothing outside its folder. With `--once` the story has an end and everything is
//! recounted: the exit code says whether it added up.

mod control;
mod daemon;
mod folder;
mod follow;
mod hints;
mod interpreter;
mod life;
mod log;
mod login;
mod people;
mod receiver;
mod site;
mod stage;
mod story;
mod tally;

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use postern_mail::sasl::Credentials;
use postern_web::wire;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;

use crate::cli::failure::Failure;
use crate::cli::secret;
use control::Control;
use daemon::{Daemon, Ready};
use folder::{Folder, Programs};
use interpreter::Interpreter;
use log::print;
use login::Login;
use people::People;
use receiver::Receiver;
use site::{SHOP_LOGIN, Site};
use stage::Stage;
use story::Story;

/// Events of the receiver that wait to be told.
const EVENTS: usize = 1000;

/// What `postern demo` takes.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    /// The folder everything goes into: a new, an empty or an earlier demo's; without it a new one among the temporary files.
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// Live the story to its end, check that all adds up, and exit.
    #[arg(long)]
    pub once: bool,
    /// The sendmail command the sites' scripts call; without it the one beside this program.
    #[arg(long, value_name = "PATH")]
    pub sendmail: Option<PathBuf>,
}

/// A file that cannot be had.
fn cannot(verb: &str, path: &Path, error: &io::Error) -> Failure {
    Failure::failed(format!("cannot {verb} {}: {error}", path.display()))
}

/// Runs the demo until it has ended or is told to end.
///
/// # Errors
/// What could not be done, or what does not add up.
pub async fn run(options: &Options) -> Result<(), Failure> {
    let mut ends = Ends::listen()
        .map_err(|error| Failure::failed(format!("signals cannot be listened for: {error}")))?;
    let programs = programs(options)?;
    let folder = Folder::open(options.dir.as_deref())?;
    let ended = run_in(&folder, &programs, options, &mut ends).await;
    // A story that went well, or was never begun, leaves nothing to look at.
    let is_over = match &ended {
        Ok(()) => options.once,
        Err(Broken::BeforeItBegan(_)) => true,
        Err(Broken::Off(_)) => false,
    };
    match is_over && folder.is_temporary() {
        true => folder.remove(),
        false => {
            let root = folder.root().display();
            print(format_args!(
                "Everything is still in {root}; to go on: make run ARGS=\"--dir '{root}'\""
            ));
        }
    }
    match ended {
        Err(Broken::BeforeItBegan(None)) if !options.once => Ok(()),
        Err(Broken::BeforeItBegan(None)) => Err(not_lived()),
        Err(Broken::BeforeItBegan(Some(failure)) | Broken::Off(failure)) => Err(failure),
        Ok(()) => Ok(()),
    }
}

/// Why a demo did not come to its end.
#[derive(Debug)]
enum Broken {
    /// There is nothing in its folder to look at; without a failure somebody asked for the end.
    BeforeItBegan(Option<Failure>),
    Off(Failure),
}

/// Whoever wanted the story to its end must not believe that it came there.
fn not_lived() -> Failure {
    Failure::failed("the story was not lived to its end")
}

async fn run_in(
    folder: &Folder,
    programs: &Programs,
    options: &Options,
    ends: &mut Ends,
) -> Result<(), Broken> {
    let before = |failure| Broken::BeforeItBegan(Some(failure));
    let (events, told) = mpsc::channel(EVENTS);
    let receiver = Receiver::start(&folder.received(), events).await.map_err(|error| {
        before(Failure::failed(format!("the receiver cannot be started: {error}")))
    })?;
    let telling = tokio::spawn(follow::receiver(told));
    folder.write_config(receiver.address()).map_err(before)?;
    let control = Control::new(folder.place().control_socket());
    let mut daemon = Daemon::start(folder, programs).map_err(before)?;

    let ready = tokio::select! {
        ready = daemon.ready(&control) => ready.map_err(Broken::Off),
        () = ends.asked() => Err(Broken::BeforeItBegan(None)),
    };
    let lived = match ready {
        Err(broken) => Err(broken),
        Ok(Ready { smtp, web }) => {
            let doors = Doors { pid: daemon.pid(), smtp, web, receiver: receiver.address() };
            let lived = tokio::select! {
                lived = live(options, folder, programs, &control, &doors) => lived,
                problem = daemon.wait() => Err(problem),
                () = ends.asked() => {
                    print("\nThe demo ends.");
                    if options.once { Err(not_lived()) } else { Ok(()) }
                }
            };
            let summed = summary(&control).await;
            lived.and(summed).map_err(Broken::Off)
        }
    };
    let stopped = daemon.stop().await.map_err(Broken::Off);
    receiver.stop().await;
    let _ = telling.await;
    // The first thing that went wrong is the one that explains the others.
    lived.and(stopped)
}

/// The daemon's process, its doors, and where mail goes.
#[derive(Clone, Copy, Debug)]
struct Doors {
    pid: Option<u32>,
    smtp: SocketAddr,
    web: SocketAddr,
    receiver: SocketAddr,
}

/// Sets the stage, then lives: the story to its end, or for ever.
async fn live(
    options: &Options,
    folder: &Folder,
    programs: &Programs,
    control: &Control,
    doors: &Doors,
) -> Result<(), Failure> {
    for site in Site::ALL {
        control.add_site(site.name()).await?;
    }
    let password = secret::draw()?;
    control.set_password(Site::Shop.name(), SHOP_LOGIN, &password).await?;
    let people = People::add(control).await?;
    let links = people.links(control).await?;
    folder.write_bin(programs)?;
    folder.write_env(programs, doors, &password, &people, &links)?;
    folder.write_sites(programs)?;

    let credentials = Credentials::new(SHOP_LOGIN.into(), password)
        .map_err(|error| Failure::failed(error.to_string()))?;
    let mut stage =
        Stage::new(folder.clone(), programs.clone(), Login { server: doors.smtp, credentials });
    if options.once {
        return Story::begin(stage, control.clone(), &folder.received()).await?.live().await;
    }
    print(hints::hints(folder, programs, doors, &people, &links));
    tokio::join!(
        life::live(&mut stage),
        follow::sites(control),
        people::keep_links(folder, control, &people)
    );
    Ok(())
}

/// A line for each site: how many mails came to what.
async fn summary(control: &Control) -> Result<(), Failure> {
    // Site `host` is nobody's here, unless somebody sends as root.
    let had_mail = |site: &wire::Site| site.name != "host" || site.counters.accepted > 0;
    for site in control.sites().await?.into_iter().filter(had_mail) {
        let c = site.counters;
        let mut line = format!(
            "{:<20} accepted {:<5} sent {:<5} failed {:<5} queued {:<5}",
            site.name, c.accepted, c.sent, c.failed, c.queued
        );
        for (word, count) in [("purged", c.purged), ("deleted", c.deleted)] {
            if count > 0 {
                line.push_str(&format!(" {word} {count}"));
            }
        }
        print(line.trim_end());
        if let Some(imbalance) = tally::imbalance(&c) {
            return Err(Failure::failed(format!("{}: {imbalance}", site.name)));
        }
    }
    Ok(())
}

fn programs(options: &Options) -> Result<Programs, Failure> {
    let postern = std::env::current_exe()
        .map_err(|error| Failure::failed(format!("this program cannot find itself: {error}")))?;
    let sendmail =
        options.sendmail.clone().unwrap_or_else(|| postern.with_file_name("postern-sendmail"));
    let sendmail = sendmail.canonicalize().map_err(|error| {
        let hint = "build it with scripts/build-shim, or name it with --sendmail";
        Failure::failed(format!("no sendmail command at {} ({error}): {hint}", sendmail.display()))
    })?;
    Ok(Programs { postern, sendmail, interpreter: Interpreter::find() })
}

/// The signals that end a demo.
struct Ends {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

impl Ends {
    fn listen() -> io::Result<Ends> {
        Ok(Ends {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Waits until somebody asks for the end.
    async fn asked(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
