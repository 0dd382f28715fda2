//! The outside as it is: the system's clock and sockets, and a resolver.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::time::{Duration, SystemTime};

use hickory_resolver::TokioResolver;
use hickory_resolver::config::ResolveHosts;
use hickory_resolver::net::NetError;
use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::{RData, RecordType};
use postern_core::time::Time;
use tokio::net::TcpSocket;

use super::{Clock, Dns, DnsError, Later, Mx, Net, Stream};

/// The system's clock.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Time {
        match SystemTime::now().duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => Time(0) + since,
            // A clock before 1970 is no clock; nothing is due then.
            Err(_) => Time(0),
        }
    }
}

/// TCP.
#[derive(Clone, Copy, Debug)]
pub struct Tcp;

impl Net for Tcp {
    fn connect(
        &self,
        to: SocketAddr,
        from: Option<IpAddr>,
    ) -> Later<'_, io::Result<Box<dyn Stream>>> {
        Box::pin(async move {
            let socket = if to.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
            if let Some(from) = from {
                socket.bind(SocketAddr::new(from, 0))?;
            }
            let stream = socket.connect(to).await?;
            stream.set_nodelay(true)?;
            Ok(Box::new(stream) as Box<dyn Stream>)
        })
    }

    fn is_local(&self, address: IpAddr) -> bool {
        is_local(address)
    }
}

/// Whether an address is one of this machine's: then the way to it begins at itself. Asks the kernel's routes and sends
/// nothing. To bind to the address would say less: where `ip_nonlocal_bind` is set, that always succeeds.
pub fn is_local(address: IpAddr) -> bool {
    // Connecting takes "any" for the loopback address, and all of 127/8 begins at 127.0.0.1.
    if address.is_unspecified() || address.is_loopback() {
        return true;
    }
    let any: IpAddr = match address {
        IpAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    let begins_at = || {
        let socket = UdpSocket::bind((any, 0))?;
        socket.connect((address, DISCARD))?;
        Ok::<_, io::Error>(socket.local_addr()?.ip())
    };
    begins_at().is_ok_and(|from| from == address)
}

/// A port to name (RFC 863); nothing is sent to it.
const DISCARD: u16 = 9;

/// A caching resolver over the system's name servers.
#[derive(Clone)]
pub struct Resolver(Result<TokioResolver, String>);

impl std::fmt::Debug for Resolver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Resolver").field(&self.0.as_ref().map(|_| ())).finish()
    }
}

impl Resolver {
    /// Reads `/etc/resolv.conf`. Where that cannot be used, every look-up fails for now and says why: mail to smarthosts
    /// that are addresses needs none.
    pub fn system() -> Resolver {
        let build = || {
            let mut builder = TokioResolver::builder_tokio()?;
            let options = builder.options_mut();
            options.timeout = Duration::from_secs(5);
            options.attempts = 3;
            // Where mail goes is a matter of the DNS alone.
            options.use_hosts_file = ResolveHosts::Never;
            builder.build()
        };
        Resolver(build().map_err(|error| format!("no resolver: {error}")))
    }

    /// The records of a type; none when the name exists without.
    async fn records(&self, name: &str, kind: RecordType) -> Result<Vec<RData>, DnsError> {
        let resolver = self.0.as_ref().map_err(|why| DnsError::Later(why.clone()))?;
        // The last dot keeps search domains out.
        match resolver.lookup(format!("{name}."), kind).await {
            Ok(found) => {
                let records = found.answers().iter().filter(|record| record.record_type() == kind);
                Ok(records.map(|record| record.data.clone()).collect())
            }
            Err(error) if error.is_nx_domain() => Err(DnsError::NoName),
            Err(NetError::Dns(hickory_resolver::net::DnsError::NoRecordsFound(none)))
                if none.response_code == ResponseCode::NoError =>
            {
                Ok(Vec::new())
            }
            Err(error) => Err(DnsError::Later(error.to_string())),
        }
    }
}

impl Dns for Resolver {
    fn mx<'a>(&'a self, domain: &'a str) -> Later<'a, Result<Vec<Mx>, DnsError>> {
        Box::pin(async move {
            let records = self.records(domain, RecordType::MX).await?;
            let exchanger = |data| match data {
                RData::MX(mx) => {
                    let host = mx.exchange.to_ascii().trim_end_matches('.').to_ascii_lowercase();
                    Some(Mx { preference: mx.preference, host })
                }
                _ => None,
            };
            Ok(records.into_iter().filter_map(exchanger).collect())
        })
    }

    fn addresses<'a>(&'a self, host: &'a str) -> Later<'a, Result<Vec<IpAddr>, DnsError>> {
        Box::pin(async move {
            if host.eq_ignore_ascii_case("localhost") {
                // Never asked of the DNS (RFC 6761 §6.3).
                return Ok(vec![Ipv6Addr::LOCALHOST.into(), Ipv4Addr::LOCALHOST.into()]);
            }
            let six = self.records(host, RecordType::AAAA);
            let four = self.records(host, RecordType::A);
            let address = |data| match data {
                RData::A(address) => Some(IpAddr::V4(address.0)),
                RData::AAAA(address) => Some(IpAddr::V6(address.0)),
                _ => None,
            };
            let (six, four) = tokio::join!(six, four);
            let found = match (six, four) {
                // One family that cannot be looked up now is no reason to leave the other unused.
                (Ok(six), Ok(four)) => six.into_iter().chain(four).collect(),
                (Ok(found), Err(_)) | (Err(_), Ok(found)) if !found.is_empty() => found,
                (Err(DnsError::NoName), Err(DnsError::NoName)) => return Err(DnsError::NoName),
                (Err(later @ DnsError::Later(_)), _) | (_, Err(later)) | (Err(later), _) => {
                    return Err(later);
                }
            };
            let found: Vec<RData> = found;
            Ok(found.into_iter().filter_map(address).collect())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_this_machine_is_known_as_such() {
        for (address, expected) in
            [("127.0.0.1", true), ("127.9.9.9", true), ("0.0.0.0", true), ("192.0.2.1", false)]
        {
            assert_eq!(is_local(address.parse().unwrap()), expected, "{address}");
        }
    }
}
