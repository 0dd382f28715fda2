//! The command line: a verb is a file.
//!
//! All verbs but `serve`, `demo`, `config`, `completions`, `man` and `version` ask the running daemon the same questions
//! the API answers, over its control socket; only `check` opens the store, where no daemon runs. Text is for people (a
//! table that fits the terminal, colour only on one), `--json` for programs: the API's own answer, of lists all rows
//! asked for.

mod audit;
mod block;
mod check;
pub(crate) mod client;
mod completions;
mod config;
mod confirm;
mod ending;
pub(crate) mod failure;
mod failures;
mod grant;
mod held;
mod history;
mod hops;
mod job;
mod list;
mod login;
mod man;
mod moment;
mod only;
mod out;
mod ovh_key;
mod purge;
mod queue;
pub(crate) mod secret;
mod serve;
pub(crate) mod show;
mod site;
mod site_import;
mod status;
mod test_mail;
mod token;
mod top;
mod trace;
mod unblock;
pub(crate) mod url;
mod user;
mod version;
mod webhook;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand};
use postern_web::wire;

use crate::config::Place;
use crate::demo;
use client::Client;
use failure::Failure;
use out::{Color, Out};
use show::Zone;
use url::Url;

/// The gate through which the automatic mail of web sites leaves a hosting provider.
///
/// Takes each mail from the script that sends it, stores it durably, delivers it, and shows and controls all of it per
/// site.
#[derive(Debug, Parser)]
#[command(name = "postern", version, max_term_width = 100, after_long_help = AFTER_HELP)]
pub struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    verb: Verb,
}

const AFTER_HELP: &str = "\
Exit codes:
  0  done
  1  it could not be done
  2  it was asked in a way that cannot be
  3  a rule said no

Examples:
  postern site add shop.example.org --uid 1001
  postern status shop.example.org
  postern block shop.example.org --reason 'contact form under attack'
  postern queue list shop.example.org --sender form@shop.example.org
  postern history shop.example.org --days 30";

/// Options of all verbs.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options of all commands")]
struct Global {
    /// Have everything below this folder: configuration, state, sockets, drop directory
    #[arg(long, global = true, value_name = "DIR", env = "POSTERN_ROOT")]
    root: Option<PathBuf>,
    /// Answer as JSON, for programs
    #[arg(long, global = true)]
    json: bool,
    /// When to use colour
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true
    )]
    color: Color,
}

#[derive(Debug, Subcommand)]
#[expect(clippy::large_enum_variant, reason = "there is one of it in a run")]
enum Verb {
    /// Run the daemon
    Serve(serve::Serve),
    /// Run a whole Postern with a receiver and three example sites in one folder
    Demo(demo::Options),
    #[command(flatten)]
    Ask(Ask),
    /// Verify everything stored and recount every figure; works without the daemon too
    Check(check::Check),
    /// Check the configuration, read about a setting
    #[command(subcommand)]
    Config(config::Config),
    /// The versions of this program and of the running daemon
    Version(version::Version),
    /// Print completions for a shell
    Completions(completions::Completions),
    /// Write the manual pages
    Man(man::Man),
}

/// Verbs that ask the running daemon.
#[derive(Debug, Subcommand)]
enum Ask {
    /// Add, list, show, change, remove and import sites
    #[command(subcommand)]
    Site(site::Site),
    /// Add, change and remove the SMTP logins of a site
    #[command(subcommand)]
    Login(login::Login),
    /// Add, list, show, change and remove the users of the panel
    #[command(subcommand)]
    User(user::Verb),
    /// Make, list and remove tokens of the API
    #[command(subcommand)]
    Token(token::Verb),
    /// Add, change and remove webhooks: programs that are told what happens here
    #[command(subcommand)]
    Webhook(webhook::Verb),
    /// Make a link that logs a user in to the panel, once and within a minute
    LoginLink(token::LoginLink),
    /// Make, list and remove keys of the provider's API
    #[command(subcommand)]
    OvhKey(ovh_key::Verb),
    /// How a site stands, or all of them
    Status(status::Status),
    /// Hold the mail of a site, of one of its scripts, or of one sender
    Block(block::Block),
    /// Let a site, a script or a sender send again; held mail leaves
    Unblock(unblock::Unblock),
    /// Delete every queued mail of a site; lifts its block, even a locked one
    ///
    /// `postern queue delete SITE --all` deletes as well and keeps the block.
    Purge(purge::Purge),
    /// List, release, delete and retry queued mail
    #[command(subcommand)]
    Queue(queue::Queue),
    /// Mails that ended in error, newest first
    Failures(failures::Failures),
    /// The story of messages: accepted, each attempt, the end
    Trace(trace::Trace),
    /// What was sent and failed, as a chart
    History(history::History),
    /// Who sends most, who fails most
    #[command(subcommand)]
    Top(top::Top),
    /// Who did what, newest first
    Audit(audit::Audit),
    /// Next hops in use: what waits, what they take, what they last said
    Hops(hops::Hops),
    /// Send a test mail as a site and follow it
    ///
    /// Ends with 0 when it was sent, or put off and is tried again by itself, or when the time is over; with 1 when it failed, or
    /// is held because the site, its script or its sender is blocked.
    TestMail(test_mail::TestMail),
}

impl Cli {
    /// Whether programs read what is said.
    pub fn json(&self) -> bool {
        self.global.json
    }

    /// Refuses options of all verbs where they mean nothing.
    fn check(&self) -> Result<(), Failure> {
        let what = match &self.verb {
            Verb::Serve(_) => Some("the daemon's log is JSON with log.format = \"json\""),
            Verb::Demo(_) => Some("the demo is told for people; DIR/demo.env is for programs"),
            Verb::Completions(_) => Some("completions are a script"),
            Verb::Config(config::Config::Example) => Some("the example is TOML"),
            Verb::Config(config::Config::Reference) => {
                Some("the reference is a page; config explain --json has all of it")
            }
            _ => None,
        };
        if let (true, Some(what)) = (self.global.json, what) {
            return Err(Failure::usage(format!("--json means nothing here: {what}")));
        }
        // The variable may well be set for the other verbs.
        let by_option = self.global.root.as_deref().filter(|root| {
            std::env::var_os("POSTERN_ROOT").is_none_or(|set| set != root.as_os_str())
        });
        match (&self.verb, by_option) {
            (Verb::Demo(_), Some(_)) => Err(Failure::usage(
                "the demo has a folder of its own: name it with --dir, --root means nothing here",
            )),
            _ => Ok(()),
        }
    }
}

/// Reads a command line. One that cannot be is told here, with its help, and ends the program; to programs it is a
/// failure as any other.
pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Cli, Failure> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    // What was not understood says nothing of its options: they are looked for by hand.
    let json = arguments.iter().take_while(|word| *word != "--").any(|word| word == "--json");
    Cli::try_parse_from(arguments).or_else(|error| match json && error.use_stderr() {
        true => Err(Failure::usage(usage_words(&error))),
        false => error.exit(),
    })
}

/// What is wrong with a command line, in one line, without the help around it.
fn usage_words(error: &clap::Error) -> String {
    let text = error.to_string();
    let (said, _) = text.split_once("\n\nUsage:").unwrap_or((&text, ""));
    let (said, _) = said.split_once("\n\nFor more information").unwrap_or((said, ""));
    let said = said.strip_prefix("error: ").unwrap_or(said).trim();
    let parts =
        said.split("\n\n").map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    parts.collect::<Vec<_>>().join("; ")
}

/// Runs a command line.
pub fn run(cli: Cli) -> Result<(), Failure> {
    cli.check()?;
    let place = Place::of(cli.global.root.as_deref());
    let out = Out::new(cli.global.json, cli.global.color);
    let asked = match cli.verb {
        Verb::Serve(verb) => return verb.run(&place),
        Verb::Demo(options) => return wait(demo::run(&options)),
        Verb::Config(verb) => return verb.run(&place, &out),
        Verb::Completions(verb) => return verb.run(&mut command(), &out),
        Verb::Man(verb) => return verb.run(command(), &out),
        Verb::Check(verb) => return wait(verb.run(&place, &out)),
        Verb::Version(verb) => return wait(verb.run(&place.control_socket(), &out)),
        Verb::Ask(verb) => verb,
    };
    wait(async {
        let mut client = Client::connect(&place.control_socket()).await?;
        ask(asked, &mut client, &out).await
    })
}

/// Runs a conversation with the daemon to its end.
fn wait(work: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| Failure::failed(format!("cannot start: {error}")))?.block_on(work)
}

/// The whole command, for help, completions and manual pages.
pub fn command() -> clap::Command {
    Cli::command()
}

async fn ask(verb: Ask, client: &mut Client, out: &Out) -> Result<(), Failure> {
    match verb {
        Ask::Site(verb) => verb.run(client, out).await,
        Ask::Login(verb) => verb.run(client, out).await,
        Ask::User(verb) => verb.run(client, out).await,
        Ask::Token(verb) => verb.run(client, out).await,
        Ask::Webhook(verb) => verb.run(client, out).await,
        Ask::OvhKey(verb) => verb.run(client, out).await,
        Ask::LoginLink(verb) => verb.run(client, out).await,
        Ask::Status(verb) => verb.run(client, out).await,
        Ask::Block(verb) => verb.run(client, out).await,
        Ask::Unblock(verb) => verb.run(client, out).await,
        Ask::Purge(verb) => verb.run(client, out).await,
        Ask::Queue(verb) => verb.run(client, out).await,
        Ask::Failures(verb) => verb.run(client, out).await,
        Ask::Trace(verb) => verb.run(client, out).await,
        Ask::History(verb) => verb.run(client, out).await,
        Ask::Top(verb) => verb.run(client, out).await,
        Ask::Audit(verb) => verb.run(client, out).await,
        Ask::Hops(verb) => verb.run(client, out).await,
        Ask::TestMail(verb) => verb.run(client, out).await,
    }
}

/// A site or login as it is named on the command line: an empty one would ask for another path of the API.
fn name(text: &str) -> Result<String, &'static str> {
    if text.is_empty() { Err("a name cannot be empty") } else { Ok(text.to_owned()) }
}

/// A site's clock.
async fn zone_of(client: &mut Client, site: &str) -> Result<Zone, Failure> {
    let site: wire::Site = client.get(&Url::of(["sites", site])).await?;
    Ok(Zone::named(&site.settings.zone, now()))
}

/// This machine's clock: the daemon runs on the same.
fn now() -> wire::When {
    wire::When(jiff::Timestamp::now())
}
