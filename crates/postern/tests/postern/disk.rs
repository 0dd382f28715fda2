//! The disk fills up, down to its reserve and down to nothing, and a sync fails.
//!
//! A small file system of its own is mounted below the daemon's state, in a mount namespace that ends with the daemon,
//! and made larger and smaller. Writes and syncs are made to fail by a library that stands between the daemon and the
//! C library while a file says so; what fails there is what fails on a broken disk.

use std::path::PathBuf;
use std::process::Command;

use crate::harness::*;

#[test]
fn at_the_reserve_mail_waits_outside_and_actions_still_work() {
    need_root();
    let receiver = Receiver::start();
    let mut host = Host::new(&receiver);
    host.write_config();
    let state = host.root().join("state");
    std::fs::create_dir(&state).expect("a folder");
    let mount = format!(
        "mount -t tmpfs -o size=1300m,mode=0700,uid={DAEMON_UID},gid={DAEMON_UID} none \"$0\" && exec setpriv --reuid={DAEMON_UID} --regid={DAEMON_UID} --clear-groups \"$@\""
    );
    let serve = host.postern(&["serve"]);
    let mut small = tool("unshare", "util-linux");
    small.args(["--mount", "--propagation", "private", "sh", "-c", &mount]).arg(&state);
    small.arg(serve.get_program()).args(serve.get_args()).current_dir("/");
    host.start_as(small);
    host.add_shop();
    host.shop_sends("before@example.net");
    receiver.mail_to("before@example.net");
    host.wait_for_counter(SHOP, "sent", 1);
    host.operate(&["block", SHOP]).ok();
    host.shop_sends("held@example.net");

    resize(&host, "1000m");
    until("the daemon sees the reserve reached", || host.api("/health")["accepts"] == false);
    let sentence = "no room on the disk for new mail: try again later";
    let ran = host.send(shop_uid(), &["after@example.net"], b"\nx\n");
    assert_eq!((ran.code, ran.complaint()), (Some(75), format!("sendmail: {sentence}\n")));
    let answer = host.shop_smtp().say(&format!("MAIL FROM:<a@{SHOP}>"));
    assert_eq!(answer.line(), format!("452 4.3.1 {sentence}"));
    assert!(host.operate(&["status"]).ok().text().contains("accepts no mail"));

    host.operate(&["unblock", SHOP]).ok();
    receiver.mail_to("held@example.net");
    host.wait_for_counter(SHOP, "sent", 2);
    host.operate(&["block", SHOP]).ok();
    host.operate(&["purge", SHOP, "--yes"]).ok();

    resize(&host, "1300m");
    until("the daemon sees the room", || host.api("/health")["accepts"] == true);
    host.shop_sends("after@example.net");
    receiver.mail_to("after@example.net");
    host.check();
}

/// Makes the file system below the daemon's state larger or smaller.
fn resize(host: &Host, size: &str) {
    let mut remount = tool("nsenter", "util-linux");
    remount.arg(format!("--mount=/proc/{}/ns/mnt", host.pid().as_raw_nonzero()));
    remount.args(["mount", "-o", &format!("remount,size={size}")]).arg(host.root().join("state"));
    run(&mut remount, b"").ok();
}

#[test]
fn a_full_disk_refuses_for_the_time_being_and_recovers_by_itself() {
    let receiver = Receiver::start();
    let faults = Faults::new();
    let mut host = faults.below(Host::new(&receiver));
    host.start();
    host.add_shop();
    host.shop_sends("before@example.net");
    receiver.mail_to("before@example.net");
    host.wait_for_counter(SHOP, "sent", 1);

    faults.begin("full");
    let ran = host.send(shop_uid(), &["refused@example.net"], b"Subject: x\n\nx\n");
    assert_eq!(ran.code, Some(75), "{}", ran.complaint());
    assert!(ran.complaint().contains("no room on the disk"), "{}", ran.complaint());
    let answer = host
        .shop_smtp()
        .submit("a@shop.example.org", "refused@example.net", "\r\nx\r\n")
        .expect("an answer");
    assert_eq!((answer.code, answer.enhanced()), (452, "4.3.1"), "{answer:?}");
    // Not even the reserve is left: an action that cannot be written is not said to be done.
    let block = host.operate(&["block", SHOP]);
    assert_eq!(block.code, Some(1), "{}", block.text());
    assert!(block.complaint().contains("no room on the disk"), "{}", block.complaint());
    faults.end("full");

    until("it recovers by itself", || {
        host.send(shop_uid(), &["after@example.net"], b"\nx\n").code == Some(0)
    });
    receiver.mail_to("after@example.net");
    host.wait_for_counter(SHOP, "queued", 0);
    host.check();
    assert!(!receiver.times().contains_key("refused@example.net"), "nothing half written");
    host.kill();
    host.start();
    host.check();
    assert_eq!(host.counter(SHOP, "accepted"), host.counter(SHOP, "sent"));
}

#[test]
fn what_was_delivered_while_the_disk_was_full_is_written_down_later_and_nothing_else_is_delivered_meanwhile()
 {
    let receiver = Receiver::start();
    let faults = Faults::new();
    let mut host = faults.below(Host::new(&receiver)).with("delivery.attempts", "2");
    host.start();
    host.add_shop();
    receiver.pause();
    for n in 0..40 {
        host.shop_sends(&format!("reader{n}@example.net"));
    }
    receiver.wait_for_waiting(2);

    faults.begin("full");
    receiver.resume();
    let failed = |times| move |host: &Host| host.log().matches("settle_failed").count() >= times;
    until("what was sent cannot be written", || failed(1)(&host));
    let sent = receiver.count();
    until("it is tried again", || failed(sent + 10)(&host));
    assert!(receiver.count() <= sent + 2, "more than what was in flight: {sent}");
    faults.end("full");

    host.wait_for_counter(SHOP, "sent", 40);
    host.check();
    host.kill();
    host.start();
    host.wait_for_counter(SHOP, "queued", 0);
    assert!(receiver.times().values().all(|times| *times == 1), "{:?}", receiver.times());
}

#[test]
fn after_a_failed_sync_nothing_more_is_accepted_and_nothing_acknowledged_is_lost() {
    let receiver = Receiver::start();
    let faults = Faults::new();
    let mut host = faults.below(Host::new(&receiver));
    host.start();
    host.add_shop();
    host.operate(&["block", SHOP]).ok();
    host.shop_sends("acknowledged@example.net");

    faults.begin("unsynced");
    let ran = host.send(shop_uid(), &["refused@example.net"], b"\nx\n");
    assert_eq!(ran.code, Some(75), "{}", ran.complaint());
    assert!(
        ran.complaint().contains("no mail is taken until the daemon was started anew"),
        "{}",
        ran.complaint()
    );
    let status = host.ended();

    assert!(!status.success(), "it goes down for a clean restart: {status}");
    assert!(
        host.log().lines().last().is_some_and(|line| line.starts_with("postern: ")),
        "{}",
        host.log()
    );
    faults.end("unsynced");
    host.start();
    host.check();
    assert_eq!(host.counter(SHOP, "queued"), host.counter(SHOP, "accepted"));
    host.operate(&["unblock", SHOP]).ok();
    receiver.mail_to("acknowledged@example.net");
}

/// What goes wrong below the daemon's state, while it is asked for.
struct Faults {
    folder: tempfile::TempDir,
}

impl Faults {
    fn new() -> Faults {
        let folder =
            tempfile::Builder::new().prefix("postern-faults-").tempdir().expect("a folder");
        std::fs::set_permissions(
            folder.path(),
            std::os::unix::fs::PermissionsExt::from_mode(0o755),
        )
        .expect("its own");
        let source = folder.path().join("faults.c");
        std::fs::write(&source, LIBRARY).expect("a file");
        let mut cc: Command = tool("cc", "build-essential");
        cc.args(["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o"])
            .arg(folder.path().join("faults.so"))
            .arg(&source);
        run(cc.arg("-ldl"), b"").ok();
        Faults { folder }
    }

    /// A host whose daemon has these faults below its state.
    fn below(&self, host: Host) -> Host {
        let path = |path: PathBuf| path.to_str().expect("text").to_owned();
        let state = std::fs::canonicalize(host.root()).expect("a folder").join("state");
        host.with_environment("LD_PRELOAD", &path(self.folder.path().join("faults.so")))
            .with_environment("FAULTS_BELOW", &path(state))
            .with_environment("FAULTS", &path(self.folder.path().to_path_buf()))
    }

    fn begin(&self, fault: &str) {
        std::fs::write(self.folder.path().join(fault), "").expect("a file");
    }

    fn end(&self, fault: &str) {
        std::fs::remove_file(self.folder.path().join(fault)).expect("the file");
    }
}

/// Writes below `$FAULTS_BELOW` fail while `$FAULTS/full` is there, syncs while `$FAULTS/unsynced` is.
const LIBRARY: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static int fails(int fd, const char *fault) {
    char path[4096], name[64];
    const char *faults = getenv("FAULTS"), *below = getenv("FAULTS_BELOW");
    int before = errno;
    snprintf(path, sizeof path, "%s/%s", faults ? faults : "", fault);
    if (!below || access(path, F_OK) != 0) {
        errno = before;
        return 0;
    }
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(name, path, sizeof path - 1);
    errno = before;
    return length > 0 && (path[length] = 0, strncmp(path, below, strlen(below)) == 0);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define WRITES(name, type, arguments, words) \
    type name arguments { if (fails(fd, "full")) { errno = ENOSPC; return -1; } return REAL(name) words; }
#define SYNCS(name) int name(int fd) { if (fails(fd, "unsynced")) { errno = EIO; return -1; } return REAL(name)(fd); }

int fallocate(int, int, off_t, off_t);
int fallocate64(int, int, off64_t, off64_t);

WRITES(write, ssize_t, (int fd, const void *bytes, size_t length), (fd, bytes, length))
WRITES(pwrite, ssize_t, (int fd, const void *bytes, size_t length, off_t at), (fd, bytes, length, at))
WRITES(pwrite64, ssize_t, (int fd, const void *bytes, size_t length, off64_t at), (fd, bytes, length, at))
WRITES(writev, ssize_t, (int fd, const struct iovec *parts, int count), (fd, parts, count))
WRITES(fallocate, int, (int fd, int mode, off_t at, off_t length), (fd, mode, at, length))
WRITES(fallocate64, int, (int fd, int mode, off64_t at, off64_t length), (fd, mode, at, length))
SYNCS(fsync)
SYNCS(fdatasync)
"#;
