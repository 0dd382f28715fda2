//! Who holds the other end of a TCP connection over loopback: the uid of the client's socket.
//!
//! The kernel is asked through `sock_diag` (netlink) for the one socket whose local end is the client's address; where
//! netlink is not permitted, `/proc/net/tcp` says the same, more slowly. Both are asked right after the connection was
//! accepted, while the client must still have its socket open.
//!
//! A socket that its process has closed already belongs to nobody and is reported with uid 0. Such an answer is told
//! by its inode, which is 0 too, and counts as no answer: or a client that sends everything at once and closes would
//! pass for root.

use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use rustix::net::{AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, netlink};

/// The uid whose process opened the socket at `client`, connected to ours at `server`. `None`: the kernel does not
/// know it, or it is closed.
pub(crate) fn uid(client: SocketAddr, server: SocketAddr) -> io::Result<Option<u32>> {
    let (client, server) = (plain(client), plain(server));
    match by_netlink(client, server) {
        Ok(uid) => Ok(uid),
        Err(_) => by_proc(client, server),
    }
}

/// An IPv4 address that arrived at an IPv6 listener, as IPv4.
pub(crate) fn plain(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}

/// `struct nlmsghdr` and `struct inet_diag_req_v2` (linux/netlink.h, linux/inet_diag.h) and their answer.
fn by_netlink(client: SocketAddr, server: SocketAddr) -> io::Result<Option<u32>> {
    let socket = rustix::net::socket_with(
        AddressFamily::NETLINK,
        SocketType::DGRAM,
        SocketFlags::CLOEXEC,
        Some(netlink::SOCK_DIAG),
    )?;
    let kernel = netlink::SocketAddrNetlink::new(0, 0);
    rustix::net::sendto(&socket, &request(client, server), SendFlags::empty(), &kernel)?;
    // The kernel answers within the call that asks: there is nothing to wait for.
    let mut answer = [0_u8; 512];
    let (_, length) = rustix::net::recv(&socket, &mut answer, RecvFlags::DONTWAIT)?;
    owner(&answer[..length.min(answer.len())])
}

const SOCK_DIAG_BY_FAMILY: u16 = 20;
const NLMSG_ERROR: u16 = 2;
const NLM_F_REQUEST: u16 = 1;
const ENOENT: i32 = 2;
const HEADER: usize = 16;

fn request(client: SocketAddr, server: SocketAddr) -> Vec<u8> {
    let family = if client.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
    let mut request = Vec::with_capacity(72);
    request.extend(72_u32.to_ne_bytes());
    request.extend(SOCK_DIAG_BY_FAMILY.to_ne_bytes());
    request.extend(NLM_F_REQUEST.to_ne_bytes());
    request.extend([0; 8]); // sequence and port of the asker
    request.extend([family.as_raw() as u8, 6 /* TCP */, 0, 0]);
    request.extend(u32::MAX.to_ne_bytes()); // in any state
    request.extend(client.port().to_be_bytes());
    request.extend(server.port().to_be_bytes());
    request.extend(sixteen(client.ip()));
    request.extend(sixteen(server.ip()));
    request.extend(0_u32.to_ne_bytes()); // through any interface
    request.extend([0xFF; 8]); // without a cookie
    request
}

fn sixteen(address: IpAddr) -> [u8; 16] {
    match address {
        IpAddr::V6(six) => six.octets(),
        IpAddr::V4(four) => {
            let mut octets = [0; 16];
            octets[..4].copy_from_slice(&four.octets());
            octets
        }
    }
}

/// Reads `struct inet_diag_msg`: uid at 64, inode at 68.
fn owner(answer: &[u8]) -> io::Result<Option<u32>> {
    let short = || io::Error::new(io::ErrorKind::UnexpectedEof, "a short answer of sock_diag");
    let word = |at: usize| -> io::Result<u32> {
        let octets =
            answer.get(at..at + 4).and_then(|four| four.try_into().ok()).ok_or_else(short)?;
        Ok(u32::from_ne_bytes(octets))
    };
    let kind = answer
        .get(4..6)
        .and_then(|two| two.try_into().ok())
        .map(u16::from_ne_bytes)
        .ok_or_else(short)?;
    match kind {
        SOCK_DIAG_BY_FAMILY => {
            let (uid, inode) = (word(HEADER + 64)?, word(HEADER + 68)?);
            Ok((inode != 0).then_some(uid))
        }
        NLMSG_ERROR => match (word(HEADER)? as i32).saturating_neg() {
            ENOENT => Ok(None),
            errno => Err(io::Error::from_raw_os_error(errno)),
        },
        _ => Err(io::Error::new(io::ErrorKind::InvalidData, "an unknown answer of sock_diag")),
    }
}

fn by_proc(client: SocketAddr, server: SocketAddr) -> io::Result<Option<u32>> {
    // A socket of family IPv6 can be connected by IPv4: then it stands in the other table, mapped.
    for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
        let six = table.ends_with('6');
        if client.is_ipv6() && !six {
            continue;
        }
        let text = match std::fs::read_to_string(table) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && six => continue,
            text => text?,
        };
        if let Some(uid) = in_table(&text, &hex(client, six), &hex(server, six)) {
            return Ok(Some(uid));
        }
    }
    Ok(None)
}

/// Columns: slot, local, remote, state, queues, timer, retransmissions, uid, timeout, inode.
fn in_table(table: &str, local: &str, remote: &str) -> Option<u32> {
    table.lines().skip(1).find_map(|line| {
        let mut columns = line.split_ascii_whitespace().skip(1);
        if columns.next()? != local || columns.next()? != remote {
            return None;
        }
        let uid = columns.nth(4)?;
        let inode = columns.nth(1)?;
        if inode == "0" { None } else { uid.parse().ok() }
    })
}

/// An end of a socket as the table writes it: words in the machine's byte order, then the port.
fn hex(address: SocketAddr, six: bool) -> String {
    use std::fmt::Write;
    let octets: Vec<u8> = match (address.ip(), six) {
        (IpAddr::V4(four), false) => four.octets().to_vec(),
        (IpAddr::V4(four), true) => four.to_ipv6_mapped().octets().to_vec(),
        (IpAddr::V6(six), _) => Ipv6Addr::octets(&six).to_vec(),
    };
    let mut text = String::with_capacity(37);
    for word in octets.chunks_exact(4) {
        let word = word.try_into().map_or(0, u32::from_ne_bytes);
        let _ = write!(text, "{word:08X}");
    }
    let _ = write!(text, ":{:04X}", address.port());
    text
}

#[cfg(test)]
mod tests {
    use std::net::{TcpListener, TcpStream};

    use super::*;

    fn connected(listen: &str) -> (TcpStream, TcpStream) {
        let listener = TcpListener::bind(listen).unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        (client, listener.accept().unwrap().0)
    }

    fn ends(server: &TcpStream) -> (SocketAddr, SocketAddr) {
        (plain(server.peer_addr().unwrap()), plain(server.local_addr().unwrap()))
    }

    fn own_uid() -> u32 {
        rustix::process::getuid().as_raw()
    }

    #[test]
    fn a_client_on_loopback_is_known_by_its_uid() {
        let (_client, server) = connected("127.0.0.1:0");
        let (from, to) = ends(&server);
        assert_eq!(uid(from, to).unwrap(), Some(own_uid()));
        assert_eq!(by_proc(from, to).unwrap(), Some(own_uid()));
    }

    #[test]
    fn so_is_one_over_ipv6_where_there_is_ipv6() {
        if TcpListener::bind("[::1]:0").is_err() {
            return;
        }
        let (_client, server) = connected("[::1]:0");
        let (from, to) = ends(&server);
        assert_eq!(uid(from, to).unwrap(), Some(own_uid()));
        assert_eq!(by_proc(from, to).unwrap(), Some(own_uid()));
    }

    #[test]
    fn a_client_that_has_closed_its_socket_is_nobody_and_never_root() {
        let (client, server) = connected("127.0.0.1:0");
        let (from, to) = ends(&server);
        drop(client);
        assert_eq!(uid(from, to).unwrap(), None);
        assert_eq!(by_proc(from, to).unwrap(), None);
    }

    #[test]
    fn a_socket_that_is_not_there_is_nobody() {
        let (_client, server) = connected("127.0.0.1:0");
        let (from, mut to) = ends(&server);
        to.set_port(1);
        assert_eq!(uid(from, to).unwrap(), None);
    }

    #[test]
    fn a_closed_socket_in_the_table_has_no_inode() {
        let table = "  sl  local rem st tx:rx tr tm retrnsmt uid timeout inode\n\
             0: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000  33 0 4711 1\n\
             1: 0100007F:1F91 0100007F:C350 04 00000000:00000000 00:00000000 00000000   0 0 0 1\n";
        assert_eq!(in_table(table, "0100007F:1F90", "0100007F:C350"), Some(33));
        assert_eq!(in_table(table, "0100007F:1F91", "0100007F:C350"), None);
        assert_eq!(in_table(table, "0100007F:1F92", "0100007F:C350"), None);
    }

    #[test]
    fn a_short_or_strange_answer_is_an_error() {
        for length in 0..HEADER + 72 {
            let mut answer = vec![0; length];
            if length > 5 {
                answer[4..6].copy_from_slice(&SOCK_DIAG_BY_FAMILY.to_ne_bytes());
            }
            assert!(owner(&answer).is_err(), "{length}");
        }
    }
}
