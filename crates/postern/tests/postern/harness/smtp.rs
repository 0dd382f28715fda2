//! An SMTP client that says what it is told to, right or wrong.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};

use super::wait::PATIENCE;

/// A reply: its code, and the text of all its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub code: u16,
    pub text: String,
}

impl Answer {
    /// The enhanced status code, `5.7.1`; empty when there is none.
    pub fn enhanced(&self) -> &str {
        self.text
            .split(' ')
            .next()
            .filter(|word| word.matches('.').count() == 2)
            .unwrap_or_default()
    }

    /// Code, enhanced code and text, as asserted in tables.
    pub fn line(&self) -> String {
        format!("{} {}", self.code, self.text)
    }
}

/// A conversation.
#[derive(Debug)]
pub struct Smtp {
    stream: BufReader<TcpStream>,
}

impl Smtp {
    /// Connects, and takes the greeting.
    pub fn connect(address: SocketAddr) -> Smtp {
        let (smtp, greeting) = Smtp::greeted(address).expect("the daemon greets");
        assert_eq!(greeting.code, 220, "{greeting:?}");
        smtp
    }

    /// Connects, and gives whatever is said first.
    pub fn greeted(address: SocketAddr) -> std::io::Result<(Smtp, Answer)> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        let mut smtp = Smtp { stream: BufReader::new(stream) };
        let greeting = smtp.answer()?;
        Ok((smtp, greeting))
    }

    /// Connects and logs in.
    pub fn logged_in(address: SocketAddr, login: &str, password: &str) -> std::io::Result<Smtp> {
        let (mut smtp, greeting) = Smtp::greeted(address)?;
        let hello = smtp.try_say("EHLO client.example.org")?;
        let answer =
            smtp.try_say(&format!("AUTH PLAIN {}", base64(&format!("\0{login}\0{password}"))))?;
        match (greeting.code, hello.code, answer.code) {
            (220, 250, 235) => Ok(smtp),
            _ => Err(std::io::Error::other(format!("{greeting:?} {hello:?} {answer:?}"))),
        }
    }

    /// Says a line and hears the answer.
    #[track_caller]
    pub fn say(&mut self, line: &str) -> Answer {
        self.try_say(line).unwrap_or_else(|error| panic!("{line}: {error}"))
    }

    pub fn try_say(&mut self, line: &str) -> std::io::Result<Answer> {
        self.send(format!("{line}\r\n").as_bytes())?;
        self.answer()
    }

    /// Sends bytes as they are.
    pub fn send(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.stream.get_mut().write_all(bytes)
    }

    /// The next reply. An end of the stream is an error.
    pub fn answer(&mut self) -> std::io::Result<Answer> {
        let mut texts = Vec::new();
        loop {
            let mut line = Vec::new();
            if self.stream.read_until(b'\n', &mut line)? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            let line = String::from_utf8_lossy(line.trim_ascii_end()).into_owned();
            let code = line.get(..3).and_then(|code| code.parse().ok());
            let Some(code) = code else {
                return Err(std::io::Error::other(format!("no reply: {line}")));
            };
            texts.push(line.get(4..).unwrap_or_default().to_owned());
            if line.as_bytes().get(3) != Some(&b'-') {
                return Ok(Answer { code, text: texts.join("\n") });
            }
        }
    }

    /// A whole mail, up to the answer to its last dot. `message` has CRLF at each line's end and no line of a dot.
    pub fn submit(
        &mut self,
        sender: &str,
        recipient: &str,
        message: &str,
    ) -> std::io::Result<Answer> {
        for line in
            [format!("MAIL FROM:<{sender}>"), format!("RCPT TO:<{recipient}>"), "DATA".into()]
        {
            let answer = self.try_say(&line)?;
            if answer.code >= 400 {
                return Ok(answer);
            }
        }
        self.send(message.as_bytes())?;
        self.try_say(".")
    }
}

/// Base64 (RFC 4648 §4), for what AUTH carries.
pub fn base64(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::new();
    for three in text.as_bytes().chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte))
            << (8 * (3 - three.len()));
        for nth in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * nth) & 63) as usize];
            encoded.push(if nth <= three.len() { char::from(letter) } else { '=' });
        }
    }
    encoded
}

#[test]
fn base64_is_that_of_rfc_4648() {
    let rows = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
    for (text, expected) in rows {
        assert_eq!(base64(text), expected);
    }
}
