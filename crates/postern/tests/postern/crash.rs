//! The daemon is killed twenty times while 32 clients send: half of them over SMTP, half through `sendmail`, which turns
//! to the drop directory while nobody answers.
//!
//! Whatever was acknowledged (250, exit 0) arrives. After each start everything stored is whole and recounts equal. In
//! the end each mail that was accepted was counted once; what arrived twice stays within the bound: what was in flight
//! at a kill, plus one commit group.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::harness::*;

const CLIENTS: usize = 32;
const KILLS: usize = 20;
/// Mails acknowledged between a start and the next kill at least.
const BETWEEN: usize = 60;
/// Attempts at once.
const SLOTS: usize = 8;

#[test]
fn what_was_acknowledged_survives_twenty_kills_under_load() {
    let receiver = Receiver::start();
    let mut host = Host::new(&receiver)
        .with("hop.first_slots", &SLOTS.to_string())
        .with("hop.most_slots", &SLOTS.to_string());
    host.start();
    host.add_shop();
    let load = Load::new(&host);

    thread::scope(|scope| {
        let _stop = StopAtEnd(&load.stop);
        for client in 0..CLIENTS {
            let load = &load;
            scope.spawn(move || {
                if client % 2 == 0 { load.by_smtp(client) } else { load.by_sendmail(client) }
            });
        }
        for _ in 0..KILLS {
            let before = load.count.load(Ordering::Relaxed);
            until("more mails are acknowledged", || {
                load.count.load(Ordering::Relaxed) >= before + BETWEEN
            });
            host.kill();
            host.start();
            load.turn_to(host.smtp_address());
            host.check();
            adds_up(&host);
        }
    });

    until("the drop directory is empty", || host.dropped().is_empty());
    host.wait_for_counter(SHOP, "queued", 0);
    host.check();
    adds_up(&host);
    let acknowledged = load.acknowledged();
    let arrived = receiver.times();
    let lost: Vec<_> =
        acknowledged.iter().filter(|recipient| !arrived.contains_key(*recipient)).collect();
    assert!(
        lost.is_empty(),
        "{} of {} acknowledged mails are lost: {lost:?}",
        lost.len(),
        acknowledged.len()
    );
    let counted = |name| host.counter(SHOP, name) as usize;
    assert_eq!(
        (counted("accepted"), counted("sent")),
        (arrived.len(), arrived.len()),
        "each mail is counted once"
    );
    let repeated: usize = arrived.values().map(|times| times - 1).sum();
    // A commit group holds what the clients can hand in meanwhile: one mail each.
    let bound = KILLS * (SLOTS + CLIENTS);
    assert!(repeated <= bound, "{repeated} repeats, at most {bound} are explained");
    assert_eq!(load.strange(), Vec::<String>::new());
    println!("{} acknowledged, {} arrived, {repeated} twice", acknowledged.len(), arrived.len());
}

/// accepted = sent + failed + purged + deleted + queued, in one answer.
fn adds_up(host: &Host) {
    let counters = host.api(&format!("/sites/{SHOP}"))["counters"].clone();
    let of = |name: &str| counters[name].as_u64().expect("a counter");
    assert_eq!(
        of("accepted"),
        of("sent") + of("failed") + of("purged") + of("deleted") + of("queued"),
        "{counters}"
    );
}

/// What all clients share.
struct Load {
    stop: AtomicBool,
    count: AtomicUsize,
    acknowledged: Mutex<Vec<String>>,
    /// Answers nobody should get.
    strange: Mutex<Vec<String>>,
    smtp: Mutex<SocketAddr>,
    sendmail: Vec<String>,
    home: PathBuf,
}

impl Load {
    fn new(host: &Host) -> Load {
        Load {
            stop: AtomicBool::new(false),
            count: AtomicUsize::new(0),
            acknowledged: Mutex::default(),
            strange: Mutex::default(),
            smtp: Mutex::new(host.smtp_address()),
            sendmail: host.sendmail_words(),
            home: host.home("shop", shop_uid()),
        }
    }

    fn turn_to(&self, address: SocketAddr) {
        *self.smtp.lock().unwrap_or_else(PoisonError::into_inner) = address;
    }

    fn by_sendmail(&self, client: usize) {
        let mut number = 0;
        while !self.stop.load(Ordering::Relaxed) {
            number += 1;
            let recipient = format!("c{client}-{number}@example.net");
            let mut command = program(&self.sendmail[0]);
            command.args(&self.sendmail[1..]).args(["-i", &recipient]).current_dir(&self.home);
            as_user(&mut command, shop_uid());
            let ran = run(&mut command, b"Subject: by sendmail\n\nHello.\n");
            match ran.code {
                Some(0) => self.acknowledge(recipient),
                _ => self.report(format!("sendmail: {ran:?}")),
            }
        }
    }

    fn by_smtp(&self, client: usize) {
        let mut number = 0;
        while !self.stop.load(Ordering::Relaxed) {
            let address = *self.smtp.lock().unwrap_or_else(PoisonError::into_inner);
            let Ok(mut session) = Smtp::logged_in(address, SHOP_LOGIN, SHOP_PASSWORD) else {
                // The daemon is away for a moment.
                thread::sleep(Duration::from_millis(5));
                continue;
            };
            for _ in 0..10 {
                number += 1;
                let recipient = format!("c{client}-{number}@example.net");
                match session.submit(
                    "orders@shop.example.org",
                    &recipient,
                    "Subject: by SMTP\r\n\r\nHello.\r\n",
                ) {
                    Ok(answer) if answer.code == 250 => self.acknowledge(recipient),
                    Ok(answer) => self.report(answer.line()),
                    Err(_) => break,
                }
            }
        }
    }

    fn acknowledge(&self, recipient: String) {
        self.acknowledged.lock().unwrap_or_else(PoisonError::into_inner).push(recipient);
        self.count.fetch_add(1, Ordering::Relaxed);
    }

    fn report(&self, strange: String) {
        self.strange.lock().unwrap_or_else(PoisonError::into_inner).push(strange);
    }

    fn acknowledged(&self) -> HashSet<String> {
        self.acknowledged.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    fn strange(&self) -> Vec<String> {
        self.strange.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Ends the clients also when the story fails.
struct StopAtEnd<'a>(&'a AtomicBool);

impl Drop for StopAtEnd<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
