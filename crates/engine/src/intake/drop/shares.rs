//! Whose files are taken in a turn: of each uid the oldest, up to its share.
//!
//! The directory is read to its end however full it is, and the bounds hold meanwhile: whoever puts in a million files
//! hides nobody's behind them, and takes no more memory than a share does.

use std::collections::{BTreeMap, HashMap};
use std::ffi::{OsStr, OsString};

use super::Waiting;

/// Files as they are found.
#[derive(Debug)]
pub(super) struct Shares {
    /// What one uid may have: files, and bytes.
    may_have: usize,
    bytes: u64,
    /// What of its files is kept.
    files: usize,
    /// Files of all uids; where they are more, the shares become smaller.
    all: usize,
    found: usize,
    kept: usize,
    of: HashMap<u32, Share>,
}

/// The oldest files of a uid. Their names are in the order of their time.
#[derive(Debug, Default)]
struct Share {
    oldest: BTreeMap<OsString, u64>,
    /// All it has.
    files: usize,
    bytes: u64,
}

/// What is taken in a turn.
#[derive(Debug)]
pub(super) struct Taken {
    /// In the order of their names.
    pub(super) mails: Vec<Waiting>,
    /// Some are left for later turns.
    pub(super) more: bool,
    /// Uids with more than one may have.
    pub(super) over: Vec<u32>,
}

impl Shares {
    pub(super) fn new(files: u64, bytes: u64, all: usize) -> Shares {
        let files = usize::try_from(files).unwrap_or(usize::MAX);
        Shares { may_have: files, bytes, files, all, found: 0, kept: 0, of: HashMap::new() }
    }

    pub(super) fn add(&mut self, uid: u32, name: &OsStr, bytes: u64) {
        self.found += 1;
        let share = self.of.entry(uid).or_default();
        share.files += 1;
        share.bytes += bytes;
        if share.oldest.len() >= self.files {
            if share.oldest.last_key_value().is_some_and(|(newest, _)| **newest < *name) {
                return;
            }
            share.oldest.pop_last();
            self.kept -= 1;
        }
        share.oldest.insert(name.to_owned(), bytes);
        self.kept += 1;
        if self.kept > self.all && self.files > 1 {
            self.files /= 2;
            self.of.values_mut().for_each(|share| share.cut(self.files));
            self.kept = self.of.values().map(|share| share.oldest.len()).sum();
        }
    }

    pub(super) fn end(self) -> Taken {
        let mut mails = Vec::new();
        let mut over = Vec::new();
        for (uid, share) in self.of {
            let mut left = self.bytes;
            if share.files > self.may_have || share.bytes > self.bytes {
                over.push(uid);
            }
            for (nth, (name, bytes)) in share.oldest.into_iter().enumerate() {
                // The first one always goes, else a large one would never.
                if nth > 0 && bytes > left {
                    break;
                }
                left = left.saturating_sub(bytes);
                mails.push(Waiting { name, uid, bytes });
            }
        }
        mails.sort_unstable_by(|one, other| one.name.cmp(&other.name));
        over.sort_unstable();
        Taken { more: mails.len() < self.found, mails, over }
    }
}

impl Share {
    fn cut(&mut self, files: usize) {
        while self.oldest.len() > files {
            self.oldest.pop_last();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Adds files `uid, name` of ten bytes each; what is taken, as `uid:name`.
    fn take(mut shares: Shares, files: &[(u32, u32)]) -> (Vec<String>, bool, Vec<u32>) {
        for (uid, name) in files {
            shares.add(*uid, format!("{name:06}").as_ref(), 10);
        }
        let taken = shares.end();
        let names = taken.mails.iter().map(|mail| {
            let name: u32 = mail.name.to_str().unwrap().parse().unwrap();
            format!("{}:{name}", mail.uid)
        });
        (names.collect(), taken.more, taken.over)
    }

    #[test]
    fn all_are_taken_in_the_order_of_their_names() {
        let files = [(1, 3), (2, 2), (1, 1), (2, 4)];
        let taken = take(Shares::new(9, 1000, 100), &files);
        assert_eq!(
            taken,
            (vec!["1:1".into(), "2:2".into(), "1:3".into(), "2:4".into()], false, vec![])
        );
    }

    #[test]
    fn of_a_uid_over_its_share_the_oldest_are_taken_and_nobody_is_hidden_behind_the_rest() {
        let mut files: Vec<(u32, u32)> = (0..5000).rev().map(|name| (1, name)).collect();
        files.push((2, 9000));
        let (names, more, over) = take(Shares::new(3, 1000, 100), &files);
        assert_eq!(names, ["1:0", "1:1", "1:2", "2:9000"]);
        assert_eq!((more, over), (true, vec![1]));
    }

    #[test]
    fn the_bytes_of_a_uid_have_their_share_too_and_its_first_file_always_goes() {
        let files = [(1, 1), (1, 2), (1, 3), (2, 4)];
        let (names, more, over) = take(Shares::new(9, 25, 100), &files);
        assert_eq!(
            (names, more, over),
            (vec!["1:1".into(), "1:2".into(), "2:4".into()], true, vec![1])
        );
        let (names, _, _) = take(Shares::new(9, 5, 100), &files);
        assert_eq!(names, ["1:1", "2:4"]);
    }

    #[test]
    fn where_all_are_too_many_the_shares_become_smaller_and_nobody_is_over_for_it() {
        let files: Vec<(u32, u32)> = (0..400).map(|n| (n % 4, n)).collect();
        let (names, more, over) = take(Shares::new(1000, 100_000, 40), &files);
        assert!((16..=40).contains(&names.len()), "{names:?}");
        for uid in 0..4 {
            assert!(names.contains(&format!("{uid}:{uid}")), "the oldest of each is taken");
        }
        assert!(
            more && names.is_sorted_by_key(|name| name
                .split_once(':')
                .unwrap()
                .1
                .parse::<u32>()
                .unwrap())
        );
        assert_eq!(over, Vec::<u32>::new());
    }
}
