//! Names, answered from a zone written as text, with faults that come and go.
//!
//! A line is `NAME TYPE VALUE`: `example.org MX 10 mx.example.org`, `mx.example.org A 192.0.2.1`, `AAAA`, `CNAME`. A name with
//! any line exists; every other name does not.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::Mutex;

use postern_engine::seam::{Dns, DnsError, Later, Mx};

/// A name server without a network.
#[derive(Debug, Default)]
pub struct SimDns {
    zone: BTreeMap<String, Vec<Record>>,
    /// Names that get no answer for now.
    silent: Mutex<BTreeSet<String>>,
}

#[derive(Clone, Debug)]
enum Record {
    Mx(Mx),
    Address(IpAddr),
    Alias(String),
}

impl SimDns {
    /// Reads a zone. Panics at a line that is none: zones are part of the simulation.
    pub fn of(zone: &str) -> SimDns {
        let mut dns = SimDns::default();
        for line in zone.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let record = match words[1..] {
                ["MX", preference, host] => Record::Mx(Mx {
                    preference: preference.parse().expect("a preference"),
                    host: host.trim_end_matches('.').to_owned(),
                }),
                ["A" | "AAAA", address] => Record::Address(address.parse().expect("an address")),
                ["CNAME", name] => Record::Alias(name.to_owned()),
                _ => panic!("no zone line: {line}"),
            };
            dns.zone.entry(words[0].to_owned()).or_default().push(record);
        }
        dns
    }

    /// Makes a name unanswered, or answered again.
    pub fn silence(&self, name: &str, silent: bool) {
        let mut names = self.silent.lock().expect("no panic under the lock");
        if silent {
            names.insert(name.to_owned())
        } else {
            names.remove(name)
        };
    }

    /// The records of a name, aliases followed.
    fn look_up(&self, name: &str) -> Result<Vec<Record>, DnsError> {
        let mut name = name.to_ascii_lowercase();
        for _ in 0..8 {
            if self.silent.lock().expect("no panic under the lock").contains(&name) {
                return Err(DnsError::Later("no answer from any name server".into()));
            }
            let records = self.zone.get(&name).ok_or(DnsError::NoName)?;
            match records.first() {
                Some(Record::Alias(other)) => name = other.clone(),
                _ => return Ok(records.clone()),
            }
        }
        Err(DnsError::Later("too many aliases".into()))
    }
}

impl Dns for SimDns {
    fn mx<'a>(&'a self, domain: &'a str) -> Later<'a, Result<Vec<Mx>, DnsError>> {
        let found = self.look_up(domain).map(|records| {
            records
                .into_iter()
                .filter_map(|record| if let Record::Mx(mx) = record { Some(mx) } else { None })
                .collect()
        });
        Box::pin(async { found })
    }

    fn addresses<'a>(&'a self, host: &'a str) -> Later<'a, Result<Vec<IpAddr>, DnsError>> {
        let found = self.look_up(host).map(|records| {
            records
                .into_iter()
                .filter_map(|record| if let Record::Address(at) = record { Some(at) } else { None })
                .collect()
        });
        Box::pin(async { found })
    }
}
