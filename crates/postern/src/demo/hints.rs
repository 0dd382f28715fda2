//! What to try next: where everything is, and commands to copy.

use std::fmt::Write;

use super::Doors;
use super::folder::{Folder, Programs};
use super::receiver::RULES;
use super::site::{ORDER, SHOP_LOGIN, Site};

/// The text that is shown when the demo has started.
pub fn hints(folder: &Folder, programs: &Programs, doors: &Doors) -> String {
    let root = folder.root().display();
    let script = programs.interpreter.command("sites/shop.example.org", &ORDER);
    let mut text = format!("\nPostern's demo lives in {root}\n");
    let pid = doors.pid.map_or_else(String::new, |pid| format!("process {pid}, "));
    let _ = writeln!(
        text,
        "  the daemon:    {pid}SMTP on {} (login {SHOP_LOGIN}, password in demo.env), log in daemon.log",
        doors.smtp
    );
    let _ = writeln!(
        text,
        "  the receiver:  SMTP on {}, keeps what it takes in received/",
        doors.receiver
    );
    text.push_str("  No mail leaves this machine: the daemon's only way out is the receiver.\n");
    text.push_str("  The receiver decides by what a recipient begins with; everyone else's mail is taken:\n   ");
    for rule in RULES {
        let _ = write!(text, " {}… {};", rule.begins, rule.meaning);
    }
    text.pop();
    let (contact, broken, shop) = (Site::Contact.name(), Site::Broken.name(), Site::Shop.name());
    let _ = write!(
        text,
        "\n\nIn another terminal:\n\
         \n  cd '{root}'\
         \n  bin/postern status                                  # who sends, what failed\
         \n  bin/postern block {contact} --reason bots   # stop the form; its mail is held from now on\
         \n  bin/postern queue list {contact}            # again in a moment: it grows\
         \n  bin/postern unblock {contact}               # it leaves\
         \n  bin/postern block {contact}\
         \n  bin/postern purge {contact} --yes           # or it is deleted, all at once\
         \n  bin/postern failures {broken}           # why mails did not arrive\
         \n  bin/postern trace {shop}                  # the story of each mail\
         \n  bin/postern top scripts                             # which script sends most\
         \n  {script} you@example.net 1\
         \n  printf 'Subject: hello\\n\\nby hand\\n' | bin/sendmail --site {shop} you@example.net\
         \n  ls -t received/{shop} | head\
         \n\nCtrl-C ends the demo.\n"
    );
    text
}
