//! The command line, read as getopt reads it in POSIX order.
//!
//! Short options cluster (`-ti`), an argument is joined or the next word (`-fA`, `-f A`), `--` and the first word that is no
//! option end them: a recipient never turns into an option. Of a repeated option the last counts. What other sendmail
//! commands know is accepted; what nobody knows is a usage error, and nothing is sent.
//!
//! A caller may add words at the end (the fifth parameter of PHP's `mail()`), and through a careless script so may a
//! stranger. Hence no option opens a file it names: `-X`, `-C`, `-D`, `-O`, `-o` swallow their argument. Of `--site` the
//! first counts, which is the operator's. `--socket` and `--drop` have to come before the first short option, so that words
//! behind `-t -i` cannot turn the mail elsewhere; and a place that is no daemon's socket gets no byte, one that is no drop
//! directory no file.

use std::ffi::OsString;
use std::fmt;
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;
use std::slice;

use crate::frame::{MAX_ENVELOPE_ID_BYTES, Notify, Return, Sender};

/// The options of one call.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) mode: Mode,
    pub(crate) site: Option<Vec<u8>>,
    pub(crate) socket: Option<PathBuf>,
    pub(crate) drop: Option<PathBuf>,
    pub(crate) sender: Sender,
    pub(crate) full_name: Option<Vec<u8>>,
    pub(crate) extract_recipients: bool,
    pub(crate) ignore_dots: bool,
    pub(crate) notify: Option<Notify>,
    pub(crate) returns: Option<Return>,
    pub(crate) envelope_id: Option<Vec<u8>>,
    /// The words after the options.
    pub(crate) recipients: Vec<Vec<u8>>,
}

/// What the call is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Submit,
    Smtp,
    QueueList,
    QueueRun,
    Verify,
    /// Rebuild the aliases: there are none.
    Aliases,
    Help,
    Version,
}

/// What is wrong with the command line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct UsageError(String);

impl Options {
    /// Reads a command line, its first word included: `mailq` and `newaliases` there are modes.
    pub(crate) fn parse(arguments: &[Vec<u8>]) -> Result<Options, UsageError> {
        let mut words = arguments.iter();
        let mut options = Options::named(words.next().map_or(b"", Vec::as_slice));
        let mut short_seen = false;
        while let Some(word) = words.next() {
            match word.as_slice() {
                b"--" => break,
                [b'-', b'-', long @ ..] => options.take_long(long, &mut words, short_seen)?,
                [b'-', cluster @ ..] if !cluster.is_empty() => {
                    short_seen = true;
                    options.take_cluster(cluster, &mut words)?;
                }
                _ => {
                    options.recipients.push(word.clone());
                    break;
                }
            }
        }
        options.recipients.extend(words.cloned());
        Ok(options)
    }

    /// No option yet, called as `command`.
    fn named(command: &[u8]) -> Options {
        let mode = match command.rsplit(|&byte| byte == b'/').next() {
            Some(b"mailq") => Mode::QueueList,
            Some(b"newaliases") => Mode::Aliases,
            _ => Mode::Submit,
        };
        Options {
            mode,
            site: None,
            socket: None,
            drop: None,
            sender: Sender::Default,
            full_name: None,
            extract_recipients: false,
            ignore_dots: false,
            notify: None,
            returns: None,
            envelope_id: None,
            recipients: Vec::new(),
        }
    }

    /// The letters of one word.
    fn take_cluster(
        &mut self,
        cluster: &[u8],
        words: &mut slice::Iter<'_, Vec<u8>>,
    ) -> Result<(), UsageError> {
        let mut letters = cluster;
        while let Some((&letter, rest)) = letters.split_first() {
            letters = rest;
            match letter {
                b't' => self.extract_recipients = true,
                b'i' => self.ignore_dots = true,
                b'I' => self.mode = Mode::Aliases,
                b'E' | b'G' | b'U' | b'm' | b'n' | b'v' => {}
                b'q' => {
                    // Its argument (an interval, a selection) is joined or missing; all of the site's mail is meant.
                    self.mode = Mode::QueueRun;
                    return Ok(());
                }
                b'A' | b'B' | b'C' | b'D' | b'F' | b'L' | b'N' | b'O' | b'R' | b'V' | b'X'
                | b'b' | b'e' | b'f' | b'h' | b'o' | b'p' | b'r' => {
                    let next = || words.next().map(Vec::as_slice);
                    let argument = Some(rest).filter(|rest| !rest.is_empty()).or_else(next);
                    let argument = argument.ok_or_else(|| {
                        UsageError(format!("option -{} without its argument", char::from(letter)))
                    })?;
                    return self.take_argument(letter, argument);
                }
                _ => {
                    return Err(UsageError(format!("unknown option -{}", [letter].escape_ascii())));
                }
            }
        }
        Ok(())
    }

    /// A letter that has an argument.
    fn take_argument(&mut self, letter: u8, argument: &[u8]) -> Result<(), UsageError> {
        match letter {
            b'b' => self.mode = mode(argument)?,
            b'f' | b'r' => self.sender = Sender::from_argument(argument),
            b'F' => self.full_name = Some(argument.to_vec()),
            b'o' => self.ignore_dots |= argument.starts_with(b"i"),
            b'N' => self.notify = Some(notify(argument)?),
            b'R' => self.returns = Some(returns(argument)?),
            b'V' => self.envelope_id = Some(envelope_id(argument)?),
            // Settings, files, labels of other sendmails: never looked at.
            _ => {}
        }
        Ok(())
    }

    /// A word that began with two dashes.
    fn take_long(
        &mut self,
        long: &[u8],
        words: &mut slice::Iter<'_, Vec<u8>>,
        short_seen: bool,
    ) -> Result<(), UsageError> {
        let mut halves = long.splitn(2, |&byte| byte == b'=');
        let name = halves.next().unwrap_or_default();
        let mut value = || {
            let value = halves
                .next()
                .or_else(|| words.next().map(Vec::as_slice))
                .filter(|value| !value.is_empty());
            value
                .map(<[u8]>::to_vec)
                .ok_or_else(|| UsageError(format!("option --{} without its value", shown(name))))
        };
        match name {
            b"site" => first(&mut self.site, value()?),
            b"socket" | b"drop" if short_seen => {
                return Err(UsageError(format!(
                    "option --{} after others, it has to come first",
                    shown(name)
                )));
            }
            b"socket" => first(&mut self.socket, PathBuf::from(OsString::from_vec(value()?))),
            b"drop" => first(&mut self.drop, PathBuf::from(OsString::from_vec(value()?))),
            b"help" => self.mode = Mode::Help,
            b"version" => self.mode = Mode::Version,
            _ => return Err(UsageError(format!("unknown option --{}", shown(name)))),
        }
        Ok(())
    }
}

impl fmt::Display for UsageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn first<T>(slot: &mut Option<T>, value: T) {
    slot.get_or_insert(value);
}

fn mode(argument: &[u8]) -> Result<Mode, UsageError> {
    match argument {
        b"m" => Ok(Mode::Submit),
        b"s" => Ok(Mode::Smtp),
        b"p" => Ok(Mode::QueueList),
        b"v" => Ok(Mode::Verify),
        b"i" => Ok(Mode::Aliases),
        b"d" | b"D" | b"l" => Err(UsageError(format!(
            "mode -b{} is not for this command, the daemon is started with postern serve",
            shown(argument)
        ))),
        _ => Err(UsageError(format!("mode -b{} is not for this command", shown(argument)))),
    }
}

fn notify(list: &[u8]) -> Result<Notify, UsageError> {
    if list.eq_ignore_ascii_case(b"never") {
        return Ok(Notify::Never);
    }
    let (mut success, mut failure, mut delay) = (false, false, false);
    for word in list.split(|&byte| byte == b',') {
        match word.trim_ascii().to_ascii_lowercase().as_slice() {
            b"success" => success = true,
            b"failure" => failure = true,
            b"delay" => delay = true,
            _ => {
                let given = shown(list);
                return Err(UsageError(format!(
                    "-N {given} is neither never nor some of success,failure,delay"
                )));
            }
        }
    }
    Ok(Notify::On { success, failure, delay })
}

fn returns(argument: &[u8]) -> Result<Return, UsageError> {
    match argument.to_ascii_lowercase().as_slice() {
        b"full" => Ok(Return::Full),
        b"hdrs" => Ok(Return::Headers),
        _ => Err(UsageError(format!("-R {} is neither full nor hdrs", shown(argument)))),
    }
}

fn envelope_id(argument: &[u8]) -> Result<Vec<u8>, UsageError> {
    const MAX: usize = MAX_ENVELOPE_ID_BYTES;
    let is_printable = argument.iter().all(|byte| matches!(byte, b' '..=b'~'));
    let found = argument.len();
    if !is_printable || !(1..=MAX).contains(&found) {
        return Err(UsageError(format!(
            "-V has {found} bytes, it may have 1 to {MAX}, all of them printable ASCII"
        )));
    }
    match xtext_bytes(argument) {
        ..=MAX => Ok(argument.to_vec()),
        encoded => Err(UsageError(format!(
            "-V has {encoded} bytes as xtext, in which +, = and blanks take three each, the limit is {MAX}"
        ))),
    }
}

/// What printable text takes in the parameter ENVID, which is what its limit is for (RFC 3461 §4.4).
fn xtext_bytes(text: &[u8]) -> usize {
    text.iter().map(|byte| if matches!(byte, b' ' | b'+' | b'=') { 3 } else { 1 }).sum()
}

/// The beginning of a word of the command line, fit for a message.
fn shown(word: &[u8]) -> impl fmt::Display + '_ {
    word[..word.len().min(60)].escape_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Result<Options, UsageError> {
        let command = std::iter::once(&"sendmail").chain(words);
        Options::parse(&command.map(|word| word.as_bytes().to_vec()).collect::<Vec<_>>())
    }

    /// The options that `words` mean, all others at rest.
    fn check(words: &[&str], expected: impl FnOnce(&mut Options)) {
        let mut options = Options::named(b"sendmail");
        expected(&mut options);
        assert_eq!(parse(words), Ok(options), "{words:?}");
    }

    fn refused(words: &[&str], because: &str) {
        assert_eq!(parse(words), Err(UsageError(because.to_owned())), "{words:?}");
    }

    fn given(argument: &str) -> Sender {
        Sender::Given(argument.as_bytes().to_vec())
    }

    fn words(words: &[&str]) -> Vec<Vec<u8>> {
        words.iter().map(|word| word.as_bytes().to_vec()).collect()
    }

    #[test]
    fn callers_are_understood_as_they_call() {
        // PHP, with a fifth parameter.
        check(&["-t", "-i", "-fa@example.org"], |o| {
            (o.extract_recipients, o.ignore_dots, o.sender) = (true, true, given("a@example.org"));
        });
        // PHPMailer's isSendmail.
        check(&["-oi", "-fa@example.org", "-t"], |o| {
            (o.extract_recipients, o.ignore_dots, o.sender) = (true, true, given("a@example.org"));
        });
        // Debian's cron.
        check(&["-i", "-FCronDaemon", "-B8BITMIME", "-oem", "root"], |o| {
            (o.ignore_dots, o.full_name, o.recipients) =
                (true, Some(b"CronDaemon".to_vec()), words(&["root"]));
        });
        // cronie.
        check(&["-FCronDaemon", "-i", "-odi", "-oem", "-oi", "-t", "-f", "root"], |o| {
            (o.ignore_dots, o.extract_recipients) = (true, true);
            (o.full_name, o.sender) = (Some(b"CronDaemon".to_vec()), given("root"));
        });
        // mutt.
        let mutt = [
            "-oem",
            "-oi",
            "-f",
            "a@example.org",
            "-N",
            "failure,delay",
            "-R",
            "hdrs",
            "--",
            "b@example.org",
        ];
        check(&mutt, |o| {
            (o.ignore_dots, o.sender, o.recipients) =
                (true, given("a@example.org"), words(&["b@example.org"]));
            o.notify = Some(Notify::On { success: false, failure: true, delay: true });
            o.returns = Some(Return::Headers);
        });
        // git send-email.
        check(&["-i", "-f", "a@example.org", "b@example.org", "c@example.org"], |o| {
            (o.ignore_dots, o.sender) = (true, given("a@example.org"));
            o.recipients = words(&["b@example.org", "c@example.org"]);
        });
        // Symfony.
        check(&["-bs"], |o| o.mode = Mode::Smtp);
    }

    #[test]
    fn options_cluster_and_a_cluster_may_end_in_an_argument() {
        check(&["-ti"], |o| (o.extract_recipients, o.ignore_dots) = (true, true));
        check(&["-it", "-im", "-vGUEn"], |o| (o.extract_recipients, o.ignore_dots) = (true, true));
        check(&["-ifA"], |o| (o.ignore_dots, o.sender) = (true, given("A")));
        check(&["-if", "A"], |o| (o.ignore_dots, o.sender) = (true, given("A")));
        check(&["-tFi", "-r", "A"], |o| {
            (o.extract_recipients, o.full_name, o.sender) = (true, Some(b"i".to_vec()), given("A"));
        });
    }

    #[test]
    fn an_option_that_is_ignored_still_takes_its_argument() {
        let ignored = ["-h", "-L", "-A", "-p", "-B", "-O", "-o", "-e", "-X", "-C", "-D"];
        for option in ignored {
            check(&[option, "word", "R"], |o| o.recipients = words(&["R"]));
            check(&[&format!("{option}word"), "R"], |o| o.recipients = words(&["R"]));
        }
        check(
            &["-oQ/tmp/q", "-OQueueDirectory=/tmp/q", "-X/srv/www/x.php", "-o7", "-em", "R"],
            |o| {
                o.recipients = words(&["R"]);
            },
        );
    }

    #[test]
    fn a_word_after_the_options_is_never_an_option() {
        check(&["R", "-f", "S"], |o| o.recipients = words(&["R", "-f", "S"]));
        check(&["--", "-x@example.org"], |o| o.recipients = words(&["-x@example.org"]));
        check(&["-i", "--", "--site", "x"], |o| {
            (o.ignore_dots, o.recipients) = (true, words(&["--site", "x"]))
        });
        check(&["-", "-t"], |o| o.recipients = words(&["-", "-t"]));
        check(&["-i", "", "-t"], |o| (o.ignore_dots, o.recipients) = (true, words(&["", "-t"])));
        // escapeshellcmd has taken the quotes of `-f "x y"@d; touch f`.
        check(&["-f", "x y@d;", "touch", "f"], |o| {
            (o.sender, o.recipients) = (given("x y@d;"), words(&["touch", "f"]))
        });
    }

    #[test]
    fn of_a_repeated_option_the_last_counts() {
        check(&["-fA", "-f", "B", "-rC"], |o| o.sender = given("C"));
        check(&["-FA", "-FB"], |o| o.full_name = Some(b"B".to_vec()));
        check(&["-bp", "-bm"], |_| {});
        check(&["-Nnever", "-Nsuccess"], |o| {
            o.notify = Some(Notify::On { success: true, failure: false, delay: false });
        });
    }

    #[test]
    fn the_sender_may_be_none() {
        check(&["-f", ""], |o| o.sender = Sender::Null);
        check(&["-f<>"], |o| o.sender = Sender::Null);
        check(&["-f", "A", "-r", "<>"], |o| o.sender = Sender::Null);
    }

    #[test]
    fn modes_are_told_by_option_and_by_name() {
        check(&["-bm"], |_| {});
        check(&["-b", "p"], |o| o.mode = Mode::QueueList);
        check(&["-bv", "R"], |o| (o.mode, o.recipients) = (Mode::Verify, words(&["R"])));
        check(&["-bi"], |o| o.mode = Mode::Aliases);
        check(&["-I"], |o| o.mode = Mode::Aliases);
        for queue_run in ["-q", "-q15m", "-qf", "-qIid", "-qRexample.org", "-qSexample.org"] {
            check(&[queue_run], |o| o.mode = Mode::QueueRun);
        }
        check(&["-vq", "R"], |o| (o.mode, o.recipients) = (Mode::QueueRun, words(&["R"])));

        let by_name = |name: &str| Options::parse(&words(&[name])).map(|o| o.mode);
        assert_eq!(by_name("/usr/bin/mailq"), Ok(Mode::QueueList));
        assert_eq!(by_name("newaliases"), Ok(Mode::Aliases));
        assert_eq!(by_name("/usr/lib/sendmail"), Ok(Mode::Submit));
        assert_eq!(by_name("mailq/"), Ok(Mode::Submit));
        assert_eq!(Options::parse(&[]).map(|o| o.mode), Ok(Mode::Submit));
        assert_eq!(Options::parse(&words(&["mailq", "-bm"])).map(|o| o.mode), Ok(Mode::Submit));
    }

    #[test]
    fn what_nobody_knows_is_refused() {
        refused(&["-Z"], "unknown option -Z");
        refused(&["-tiZ"], "unknown option -Z");
        refused(&["-\u{e9}"], "unknown option -\\xc3");
        refused(&["--verbose=\n"], "unknown option --verbose");
        refused(&["-f"], "option -f without its argument");
        refused(&["-t", "-h"], "option -h without its argument");
        refused(&["-bt"], "mode -bt is not for this command");
        refused(&["-bsx"], "mode -bsx is not for this command");
        for daemon in ["d", "D", "l"] {
            let because = format!(
                "mode -b{daemon} is not for this command, the daemon is started with postern serve"
            );
            refused(&["-b", daemon], &because);
        }
        for test_mode in ["h", "H", "t"] {
            refused(&["-b", test_mode], &format!("mode -b{test_mode} is not for this command"));
        }
    }

    #[test]
    fn wishes_for_notices_are_checked() {
        check(&["-N", "NEVER"], |o| o.notify = Some(Notify::Never));
        check(&["-N", "Success,delay"], |o| {
            o.notify = Some(Notify::On { success: true, failure: false, delay: true });
        });
        check(&["-RFULL"], |o| o.returns = Some(Return::Full));
        check(&["-V", "list 7+8=15"], |o| o.envelope_id = Some(b"list 7+8=15".to_vec()));
        for nonsense in ["", "always", "never,delay", "success,,delay"] {
            let because =
                format!("-N {nonsense} is neither never nor some of success,failure,delay");
            refused(&["-N", nonsense], &because);
        }
        refused(&["-R", "body"], "-R body is neither full nor hdrs");
        refused(
            &["-V", "a\r\nb"],
            "-V has 4 bytes, it may have 1 to 100, all of them printable ASCII",
        );
        refused(
            &["-V", &"x".repeat(101)],
            "-V has 101 bytes, it may have 1 to 100, all of them printable ASCII",
        );
        let longest = format!("{}{}", "=".repeat(33), "x");
        check(&["-V", &longest], |o| o.envelope_id = Some(longest.clone().into_bytes()));
        refused(
            &["-V", &format!("{longest}+")],
            "-V has 103 bytes as xtext, in which +, = and blanks take three each, the limit is 100",
        );
    }

    #[test]
    fn the_first_site_counts_wherever_it_stands() {
        check(&["--site", "a", "-t", "--site=b"], |o| {
            (o.site, o.extract_recipients) = (Some(b"a".to_vec()), true)
        });
        check(&["-t", "--site=b"], |o| {
            (o.site, o.extract_recipients) = (Some(b"b".to_vec()), true)
        });
        refused(&["--site"], "option --site without its value");
        refused(&["--site="], "option --site without its value");
    }

    #[test]
    fn places_are_named_before_all_else_or_not_at_all() {
        let expected = |o: &mut Options| {
            (o.socket, o.drop, o.site) =
                (Some("/s".into()), Some("/d".into()), Some(b"a".to_vec()));
        };
        check(&["--socket", "/s", "--site", "a", "--drop=/d"], expected);
        check(
            &["--socket", "/s", "--socket", "/t", "--drop", "/d", "--drop=/e", "--site=a"],
            expected,
        );
        refused(&["-t", "--drop", "/srv/www"], "option --drop after others, it has to come first");
        refused(
            &["-fx", "--socket=/run/php.sock"],
            "option --socket after others, it has to come first",
        );
    }
}
