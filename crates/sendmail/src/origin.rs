//! Where a call comes from, as far as the process itself can know.
//!
//! Under CGI the environment names the script; under php-fpm and mod_php it holds nothing of the request, and the working
//! directory is what remains. All of it is the caller's word, recorded to help a person search.

use std::env;
use std::os::unix::ffi::OsStringExt;
use std::process;

use crate::frame::{MAX_ARGUMENTS_BYTES, MAX_FIELD_BYTES, Origin};

/// The origin of this process, called with `arguments`.
pub(crate) fn collect(arguments: &[Vec<u8>]) -> Origin {
    Origin {
        pid: process::id(),
        cwd: env::current_dir().ok().map(|cwd| cut(cwd.into_os_string().into_vec())),
        arguments: beginning(arguments),
        script_filename: variable("SCRIPT_FILENAME"),
        script_name: variable("SCRIPT_NAME"),
        request_uri: variable("REQUEST_URI"),
        remote_addr: variable("REMOTE_ADDR"),
        http_host: variable("HTTP_HOST"),
        server_name: variable("SERVER_NAME"),
        pwd: variable("PWD"),
    }
}

fn variable(name: &str) -> Option<Vec<u8>> {
    env::var_os(name).map(|value| cut(value.into_vec()))
}

fn cut(mut value: Vec<u8>) -> Vec<u8> {
    value.truncate(MAX_FIELD_BYTES);
    value
}

/// As many of the arguments as a frame takes, each counted with one byte more; the last of them may be cut.
fn beginning(arguments: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut room = MAX_ARGUMENTS_BYTES;
    let mut kept = Vec::new();
    for argument in arguments {
        let Some(left) = room.checked_sub(1) else { break };
        let argument = &argument[..argument.len().min(left)];
        room = left - argument.len();
        kept.push(argument.to_vec());
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{Request, Task};

    #[test]
    fn a_command_line_of_any_length_fits_into_a_frame() {
        let check = |arguments: &[Vec<u8>], kept: usize| {
            let origin = Origin { arguments: beginning(arguments), ..Origin::default() };
            assert_eq!(origin.arguments.len(), kept);
            let request = Request { site: None, origin, task: Task::QueueRun };
            assert_eq!(request.encode(&mut Vec::new()), Ok(()));
        };
        check(&[b"sendmail".to_vec(), b"-t".to_vec()], 2);
        check(&vec![Vec::new(); 10_000], 4096);
        check(&[vec![b'x'; 5000], b"-t".to_vec()], 1);
        check(&vec![vec![b'x'; 1000]; 10], 5);
    }
}
