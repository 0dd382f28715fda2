//! What to try next: where everything is, and commands to copy.

use std::fmt::Write;

use super::Doors;
use super::folder::{Folder, Programs};
use super::people::{Links, People, panel_url};
use super::receiver::RULES;
use super::site::{ORDER, SHOP_LOGIN, Site};

/// The text that is shown when the demo has started.
pub fn hints(
    folder: &Folder,
    programs: &Programs,
    doors: &Doors,
    people: &People,
    links: &Links,
) -> String {
    let root = folder.root().display();
    let pid = doors.pid.map_or_else(String::new, |pid| format!("process {pid}, "));
    let (smtp, receiver) = (doors.smtp, doors.receiver);
    let mut text = format!(
        "\nPostern's demo lives in {root}\n\
         \n  the daemon    {pid}SMTP on {smtp} (login {SHOP_LOGIN}, password in demo.env), log in daemon.log\
         \n  the receiver  SMTP on {receiver}, keeps what it takes in received/\n\
         \nNo mail leaves this machine: the daemon's only way out is the receiver, which takes everything but mail to\n",
    );
    for rule in RULES {
        let _ = writeln!(text, "  {:<8} {}", format!("{}…", rule.begins), rule.meaning);
    }
    let _ = writeln!(text, "\nIn another terminal:\n\n  cd '{root}'");
    let commands = commands(programs);
    let width = commands
        .iter()
        .map(|(command, _)| command.len())
        .filter(|width| *width < 60)
        .max()
        .unwrap_or(0);
    for (command, comment) in &commands {
        let line = match comment.is_empty() {
            true => command.clone(),
            false => format!("{command:<width$}  # {comment}"),
        };
        let _ = writeln!(text, "  {line}");
    }
    let _ = write!(
        text,
        "\nThe panel, in a browser: {}\n\
         \n  as {:<10} {}  who has these three sites\
         \n  as {:<10} {}  who runs the hosting\n\
         \nA link logs in once, within a minute; demo.env always has new ones, and the passwords of both.\n\
         \nCtrl-C ends the demo.\n",
        panel_url(doors.web),
        people.owner.name,
        links.owner,
        people.operator.name,
        links.operator,
    );
    text
}

/// Commands to copy, each with what it is for.
fn commands(programs: &Programs) -> Vec<(String, &'static str)> {
    let [shop, contact, broken] = Site::ALL.map(Site::name);
    let script = programs.interpreter.command(&format!("sites/{shop}"), &ORDER);
    vec![
        ("bin/postern status".into(), "who sends (host: the machine's own mail)"),
        (format!("bin/postern failures {broken}"), "why mails did not arrive"),
        ("bin/postern top scripts --by failed".into(), "which script is at fault"),
        (format!("bin/postern block {contact} --reason bots"), "its mail is held from now on"),
        (format!("bin/postern queue list {contact}"), "again in a moment: it grows"),
        (format!("bin/postern unblock {contact}"), "what was held leaves"),
        (format!("bin/postern block {contact}"), "once more, and then"),
        (
            format!("bin/postern queue delete {contact} --all --yes"),
            "delete what is held, keep the block",
        ),
        (format!("bin/postern purge {contact} --yes"), "or delete it and let the site send again"),
        (format!("bin/postern trace {shop}"), "the story of each mail"),
        (format!("bin/postern history {shop}"), "as a chart"),
        (format!("{script} you@example.net 1"), ""),
        (
            format!(
                "printf 'Subject: hello\\n\\nby hand\\n' | bin/sendmail --site {shop} you@example.net"
            ),
            "",
        ),
        (format!("ls -t received/{shop} | head"), "what has arrived"),
    ]
}
