//! A program of the shop that sends by SMTP with a login, as PHPMailer and the like do.

use std::net::SocketAddr;
use std::time::Duration;

use postern_mail::address::Mailbox;
use postern_mail::reply::{Reply, ReplyParser, Severity};
use postern_mail::sasl::Credentials;
use postern_mail::smtp::client::{AuthStep, Authentication, Capabilities, Command, HelloName};
use postern_mail::smtp::dots::Stuffer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Longest wait for a connection or a reply.
const PATIENCE: Duration = Duration::from_secs(60);

/// A door for SMTP and a login for it.
#[derive(Clone, Debug)]
pub struct Login {
    pub server: SocketAddr,
    pub credentials: Credentials,
}

impl Login {
    /// Sends one message; the error is one sentence.
    ///
    /// # Errors
    /// When the server says no, or cannot be spoken to.
    pub async fn send(
        &self,
        sender: &Mailbox,
        recipients: &[Mailbox],
        content: &[u8],
    ) -> Result<(), String> {
        let stream = within(TcpStream::connect(self.server)).await?;
        let mut talk = Talk { stream, replies: ReplyParser::new(), unread: Vec::new() };
        talk.reply().await?;
        let name = HelloName::parse("shop.example.org").map_err(|error| error.to_string())?;
        let offers = Capabilities::parse(&talk.say(&Command::Ehlo(&name)).await?);
        self.log_in(&mut talk, &offers).await?;
        let eight_bit = !content.is_ascii();
        talk.say(&Command::mail(Some(sender), content.len() as u64, eight_bit, false, &offers))
            .await?;
        for recipient in recipients {
            talk.say(&Command::Rcpt(recipient)).await?;
        }
        talk.say(&Command::Data).await?;
        talk.content(content).await?;
        // The mail is taken; how the goodbye goes does not matter.
        let _ = talk.say(&Command::Quit).await;
        Ok(())
    }

    async fn log_in(&self, talk: &mut Talk, offers: &Capabilities) -> Result<(), String> {
        let mut line = Vec::new();
        let mut begun = Authentication::begin(self.credentials.clone(), offers, &mut line)
            .ok_or("the server offers no AUTH")?;
        loop {
            talk.write(&line).await?;
            line.clear();
            begun = match begun.advance(talk.any_reply().await?, &mut line) {
                AuthStep::Continue(next) => next,
                AuthStep::Accepted => return Ok(()),
                AuthStep::Refused(reply) => return Err(said(&reply)),
            };
        }
    }
}

struct Talk {
    stream: TcpStream,
    replies: ReplyParser,
    unread: Vec<u8>,
}

impl Talk {
    async fn say(&mut self, command: &Command<'_>) -> Result<Reply, String> {
        let mut line = Vec::new();
        command.write_to(&mut line);
        self.write(&line).await?;
        self.reply().await
    }

    async fn content(&mut self, content: &[u8]) -> Result<Reply, String> {
        let mut stuffer = Stuffer::new();
        let mut wire = Vec::with_capacity(content.len() + 16);
        for piece in stuffer.stuff(content) {
            wire.extend_from_slice(piece);
        }
        wire.extend_from_slice(stuffer.end());
        self.write(&wire).await?;
        self.reply().await
    }

    /// The next reply, which has to be one that says yes.
    async fn reply(&mut self) -> Result<Reply, String> {
        let reply = self.any_reply().await?;
        match reply.severity() {
            Severity::Done | Severity::Continue => Ok(reply),
            _ => Err(said(&reply)),
        }
    }

    async fn any_reply(&mut self) -> Result<Reply, String> {
        loop {
            let mut input = self.unread.as_slice();
            let found = self.replies.feed(&mut input).map_err(|error| error.to_string())?;
            let used = self.unread.len() - input.len();
            self.unread.drain(..used);
            if let Some(reply) = found {
                return Ok(reply);
            }
            let mut piece = [0; 4096];
            match within(self.stream.read(&mut piece)).await? {
                0 => return Err("the server hung up".into()),
                read => self.unread.extend_from_slice(&piece[..read]),
            }
        }
    }

    async fn write(&mut self, bytes: &[u8]) -> Result<(), String> {
        within(self.stream.write_all(bytes)).await
    }
}

async fn within<T>(step: impl Future<Output = std::io::Result<T>>) -> Result<T, String> {
    match tokio::time::timeout(PATIENCE, step).await {
        Ok(done) => done.map_err(|error| error.to_string()),
        Err(_) => Err(format!("no answer within {} seconds", PATIENCE.as_secs())),
    }
}

fn said(reply: &Reply) -> String {
    reply.to_bytes().escape_ascii().to_string().trim_end_matches("\\r\\n").to_owned()
}
