//! The exit codes of sysexits.h, which are also the codes of the daemon's answers.

/// How the command ends. Anything but `Ok` comes with one line on stderr.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Exit {
    /// 0: stored durably, by the daemon or in the drop directory; or there was nothing to store.
    Ok,
    /// 64: unknown option or mode, option without its argument, no recipient.
    Usage,
    /// 65: malformed address, over-size, too many recipients, `-t` without any recipient.
    DataErr,
    /// 66: the input cannot be opened.
    NoInput,
    /// 67: a user does not exist.
    NoUser,
    /// 68: a host does not exist.
    NoHost,
    /// 69: a needed service is missing for good.
    Unavailable,
    /// 70: our own fault.
    Software,
    /// 71: the operating system refused something it should not.
    OsErr,
    /// 72: a system file is missing.
    OsFile,
    /// 73: an output file cannot be created.
    CantCreat,
    /// 74: reading or writing failed.
    IoErr,
    /// 75: later.
    TempFail,
    /// 76: the other side spoke nonsense.
    Protocol,
    /// 77: identity unknown, site not allowed, sender refused.
    NoPerm,
    /// 78: configuration unreadable.
    Config,
}

impl Exit {
    const ALL: [Exit; 16] = [
        Exit::Ok,
        Exit::Usage,
        Exit::DataErr,
        Exit::NoInput,
        Exit::NoUser,
        Exit::NoHost,
        Exit::Unavailable,
        Exit::Software,
        Exit::OsErr,
        Exit::OsFile,
        Exit::CantCreat,
        Exit::IoErr,
        Exit::TempFail,
        Exit::Protocol,
        Exit::NoPerm,
        Exit::Config,
    ];

    /// The number, 0 or 64 to 78.
    pub fn code(self) -> u8 {
        match self {
            Exit::Ok => 0,
            Exit::Usage => 64,
            Exit::DataErr => 65,
            Exit::NoInput => 66,
            Exit::NoUser => 67,
            Exit::NoHost => 68,
            Exit::Unavailable => 69,
            Exit::Software => 70,
            Exit::OsErr => 71,
            Exit::OsFile => 72,
            Exit::CantCreat => 73,
            Exit::IoErr => 74,
            Exit::TempFail => 75,
            Exit::Protocol => 76,
            Exit::NoPerm => 77,
            Exit::Config => 78,
        }
    }

    /// The exit with this number; none for a number that sysexits.h does not know.
    pub fn from_code(code: u8) -> Option<Exit> {
        Exit::ALL.into_iter().find(|exit| exit.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_sysexits_is_known_and_no_other() {
        for code in 0..=255_u8 {
            let known = code == 0 || (64..=78).contains(&code);
            assert_eq!(Exit::from_code(code).map(Exit::code), known.then_some(code));
        }
    }
}
