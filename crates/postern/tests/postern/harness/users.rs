//! Who runs what: uids that no host gives to anyone, and the one that every Debian has.

use std::os::unix::process::CommandExt;
use std::process::Command;

/// The daemon's own user.
pub const DAEMON_UID: u32 = 61_000;
/// The user of site `shop.example.org`.
pub const SHOP_UID: u32 = 61_001;
/// The user of site `blog.example.org`.
pub const BLOG_UID: u32 = 61_002;
/// A user no site lists.
pub const STRANGER_UID: u32 = 61_999;
/// Debian's `www-data`: a system user that has a name, for programs that cannot live without one.
pub const WWW_DATA_UID: u32 = 33;

/// Whether the tests may take any user's part.
pub fn is_root() -> bool {
    rustix::process::getuid().is_root()
}

/// Fails a story that cannot be told by one user alone.
#[track_caller]
pub fn need_root() {
    assert!(is_root(), "this story has several users: run it as root");
}

/// The uid the shop's scripts run as.
pub fn shop_uid() -> u32 {
    if is_root() { SHOP_UID } else { rustix::process::getuid().as_raw() }
}

/// Has a command run as a user, in no other group than its own.
pub fn as_user(command: &mut Command, uid: u32) -> &mut Command {
    if is_root() {
        return command.uid(uid).gid(uid);
    }
    assert_eq!(
        uid,
        rustix::process::getuid().as_raw(),
        "this story has several users: run it as root"
    );
    command
}
