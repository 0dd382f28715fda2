//! What the owner of a site is told of by mail, beside what was asked for.

/// A kind of notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Notice {
    /// Held mail is given up soon.
    HeldMailGoes,
}

impl Notice {
    /// Every kind.
    pub const ALL: [Notice; 1] = [Notice::HeldMailGoes];

    /// The word of the API, the command line and the pages.
    pub fn word(self) -> &'static str {
        match self {
            Notice::HeldMailGoes => "held-mail-goes",
        }
    }

    /// The kind of a word of `Notice::word`.
    pub fn from_word(word: &str) -> Option<Notice> {
        Notice::ALL.into_iter().find(|notice| notice.word() == word)
    }

    /// Its place among the bits that are stored; one that was given never changes.
    const fn bit(self) -> u32 {
        match self {
            Notice::HeldMailGoes => 1 << 0,
        }
    }
}

/// The kinds that are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Notices(u32);

impl Default for Notices {
    /// What a site without a word wants: all that needs somebody to act.
    fn default() -> Notices {
        Notices::of([Notice::HeldMailGoes])
    }
}

impl Notices {
    pub fn of(wanted: impl IntoIterator<Item = Notice>) -> Notices {
        Notices(wanted.into_iter().fold(0, |bits, notice| bits | notice.bit()))
    }

    pub fn has(self, notice: Notice) -> bool {
        self.0 & notice.bit() != 0
    }

    pub fn iter(self) -> impl Iterator<Item = Notice> {
        Notice::ALL.into_iter().filter(move |notice| self.has(*notice))
    }

    /// As it is stored. Kinds that this program does not know are kept.
    pub fn bits(self) -> u32 {
        self.0
    }

    pub fn from_bits(bits: u32) -> Notices {
        Notices(bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wanted_comes_back_as_it_was_stored() {
        for wanted in [vec![], vec![Notice::HeldMailGoes]] {
            let notices = Notices::of(wanted.iter().copied());
            assert_eq!(Notices::from_bits(notices.bits()).iter().collect::<Vec<_>>(), wanted);
        }
        assert_eq!(Notices::default().bits(), 1, "the default of the store's column");
        for notice in Notice::ALL {
            assert_eq!(Notice::from_word(notice.word()), Some(notice));
        }
        assert_eq!(Notice::from_word("all"), None);
    }
}
