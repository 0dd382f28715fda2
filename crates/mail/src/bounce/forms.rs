//! The forms of systems whose reports follow no standard, or follow it in name only.
//!
//! A row is tried after those above it: what is only delayed stands before what has failed, the particular before the
//! general. A new system is a row here, and a mail in `tests/bounces` with what is expected of it.

use super::Kind::{Challenge, Complaint, Delayed, Failed};
use super::marks::Mark::{self, Field, From, Subject, Text};
use super::*;

/// What the reports of one system have in common.
pub(super) struct Form {
    pub(super) system: &'static str,
    pub(super) kind: Kind,
    /// A report of this form has all of them.
    marks: &'static [Mark],
    /// In the text, the recipients stand after this; lower case, within one line. Empty if they stand anywhere.
    pub(super) begins: &'static str,
    pub(super) order: Order,
}

impl Form {
    pub(super) fn fits(&self, letter: &Letter) -> bool {
        self.marks.iter().all(|mark| letter.has(mark))
    }
}

const fn form(
    system: &'static str,
    kind: Kind,
    marks: &'static [Mark],
    begins: &'static str,
) -> Form {
    Form { system, kind, marks, begins, order: Order::RecipientFirst }
}

const fn reason_first(form: Form) -> Form {
    Form { order: Order::ReasonFirst, ..form }
}

#[rustfmt::skip]
pub(super) static FORMS: &[Form] = &[
    // Delayed: nothing is lost yet.
    form("Gmail", Delayed, &[From("mailer-daemon@"), Text("delivery to the following recipient has been delayed")], "has been delayed"),
    form("Gmail", Delayed, &[From("mailer-daemon@"), Text("there was a temporary problem delivering your message")], "delivering your message to"),
    form("Exim", Delayed, &[Text("has not yet been delivered to one or more of its recipients after")], "has not yet been delivered"),
    form("Exim", Delayed, &[Text("the message has not yet been delivered"), Text("no action is required on your part")], "not yet been delivered"),
    form("MDaemon", Delayed, &[Text("had transient non-fatal delivery errors")], ""),
    form("Sendmail", Delayed, &[Text("this is a warning message only"), Text("you do not need to resend your message")], "transient non-fatal errors"),
    form("Postfix", Delayed, &[Text("this is a warning only. you do not need to resend your message")], "delivery of the mail"),
    form("GMX", Delayed, &[Text("dieser empfänger konnte bislang nicht erreicht werden")], "bislang nicht erreicht werden"),
    form("Kundenserver", Delayed, &[Text("konnte noch nicht zugestellt werden"), Text("weitere zustellversuche")], "noch nicht zugestellt werden"),
    form("Yahoo", Delayed, &[Text("we have not been able to deliver your message yet")], "able to deliver your message yet"),
    form("Exchange", Delayed, &[Text("delivery to the following recipients has been delayed")], "has been delayed"),
    form("Exchange", Delayed, &[Text("delivery is delayed to these recipients or groups")], "delivery is delayed"),
    form("hMailServer", Delayed, &[Text("your message could not be delivered yet"), Text("hmailserver")], ""),

    // Someone wants to know who we are.
    form("BoxTrapper", Challenge, &[Text("requires that you verify that you are a real live human being")], ""),
    form("Spam Arrest", Challenge, &[Text("spamarrest.com")], ""),
    form("TMDA", Challenge, &[Field("X-Delivery-Agent", "tmda"), Subject("confirm")], ""),
    form("TMDA", Challenge, &[Text("this message was created automatically by tmda")], ""),
    form("UOL", Challenge, &[Text("anti-spam uol")], ""),
    form("UOL", Challenge, &[Text("antispam uol")], ""),
    form("Mailinblack", Challenge, &[Text("mailinblack"), Text("authenti")], ""),
    form("challenge", Challenge, &[Text("to complete this verification, simply reply to this message")], ""),
    form("challenge", Challenge, &[Text("click the link below to have your message delivered")], ""),
    form("challenge", Challenge, &[Text("one-time request"), Text("approve")], ""),

    // Complaints that follow no standard.
    form("Outlook.com JMRP", Complaint, &[From("staff@hotmail.com"), Subject("complaint about message from")], ""),

    // Failed. Large mailbox providers.
    form("Gmail", Failed, &[From("mailer-daemon@"), Text("delivery to the following recipient failed permanently")], "failed permanently"),
    form("Gmail", Failed, &[From("mailer-daemon@"), Text("your message wasn't delivered to")], ""),
    form("Google Groups", Failed, &[Text("we're writing to let you know that the group you tried to contact")], ""),
    form("Yahoo", Failed, &[Text("sorry, we were unable to deliver your message to the following address")], "following address"),
    form("Yahoo", Failed, &[Text("unable to deliver message to the following address(es)")], "following address"),
    form("GMX", Failed, &[Text("this is a permanent error. the following address failed:")], "address"),
    form("GMX", Failed, &[Text("the following address failed"), Text("the header of the original message is following")], "address failed"),
    form("GMX", Failed, &[Text("folgende adresse"), Text("konnte nicht zugestellt werden")], ""),
    form("1&1", Failed, &[Text("for the following reason:"), Text("this e-mail is generated automatically"), Text("1&1")], "reason"),
    form("AOL", Failed, &[Text("the mail you sent to the following recipients could not be delivered")], "could not be delivered"),
    form("Zoho", Failed, &[Text("error_code :")], "permanent error."),
    form("Mail.ru", Failed, &[Text("Это письмо создано автоматически"), Text("не может быть доставлено")], "не может быть доставлено"),
    form("Yandex", Failed, &[Text("Это письмо отправлено почтовым сервером"), Text("не может быть отправлено")], ""),
    form("NetEase", Failed, &[Text("抱歉，您的邮件被退回来了")], ""),
    form("QQ", Failed, &[Text("退信原因")], ""),

    // The words of Exim, Postfix and qmail, as providers have them translated.
    form("in Italian", Failed, &[Text("non è stato possibile recapitare il messaggio")], "recapitare il messaggio"),
    form("in Italian", Failed, &[Text("il messaggio non è stato consegnato")], "consegnato"),
    form("in French", Failed, &[Text("votre message n'a pas pu être"), Text("destinataire")], ""),
    form("in German", Failed, &[Text("ihre nachricht konnte"), Text("nicht zugestellt werden")], ""),
    form("in German", Failed, &[Text("ihre e-mail konnte"), Text("nicht zugestellt werden")], ""),
    form("in Spanish", Failed, &[Text("no se ha podido entregar"), Text("mensaje")], ""),
    form("in Polish", Failed, &[Text("nie została dostarczona")], ""),
    form("in Polish", Failed, &[Text("nie mogła zostać dostarczona")], ""),
    form("in Polish", Failed, &[Text("nie udało się dostarczyć")], ""),
    form("in Portuguese", Failed, &[Text("mensagem não pôde ser entregue")], ""),
    form("in Portuguese", Failed, &[Text("mensagem não foi entregue")], ""),
    form("in Dutch", Failed, &[Text("uw bericht kon niet worden afgeleverd")], ""),

    // Programs.
    form("James", Failed, &[Text("hi. this is the james mail server")], "failed recipient(s)"),
    form("qmail", Failed, &[Text("hi. this is the"), Text("wasn't able to deliver your message")], "able to deliver your message"),
    form("qmail", Failed, &[Text("--- below this line is a copy of the message.")], ""),
    form("Exim", Failed, &[Text("a message that you sent could not be delivered to one or more of its recipients")], "address(es) failed"),
    form("Exim", Failed, &[Text("a message that you sent contained one or more recipient addresses that were")], "incorrectly constructed"),
    form("Exim", Failed, &[Text("a message sent by"), Text("could not be delivered to one or more of its recipients")], "address(es) failed"),
    form("Exim", Failed, &[Field("X-Failed-Recipients", "@")], ""),
    form("Postfix", Failed, &[Text("your message could not be delivered to one or more recipients. it's attached below")], "mail system"),
    form("Sendmail", Failed, &[Text("the following addresses had permanent fatal errors")], "fatal errors"),
    form("Sendmail", Failed, &[Text("the following addresses had permanent delivery errors")], "delivery errors"),
    form("Sendmail", Failed, &[Text("the following addresses had delivery errors")], "delivery errors"),
    form("Sendmail", Failed, &[Text("the following addresses had delivery problems")], "delivery problems"),
    form("Sendmail", Failed, &[Text("----- transcript of session follows -----")], "session follows"),
    form("Exchange 5.5", Failed, &[Text("did not reach the following recipient(s):")], "following recipient(s)"),
    form("hMailServer", Failed, &[Text("your message did not reach some or all of the intended recipients"), Text("hmailserver")], "recipient(s)"),
    form("Exchange 2003", Failed, &[Text("the following recipient(s) could not be reached:"), Text("your message did not reach some or all")], "could not be reached"),
    form("Exchange 2003", Failed, &[Text("delivery to the following recipients failed")], "recipients failed"),
    form("Exchange", Failed, &[Text("delivery has failed to these recipients or")], "has failed to these recipients"),
    form("Microsoft 365", Failed, &[Text("wasn't found at"), Text("office 365")], ""),
    form("Microsoft 365", Failed, &[Text("your message to"), Text("couldn't be delivered")], ""),
    form("Exchange", Failed, &[Text("fehler bei der nachrichtenzustellung an folgende empfänger oder gruppen")], "empfänger oder gruppen"),
    form("Exchange", Failed, &[Text("échec de la remise aux destinataires")], "destinataires"),
    form("Exchange", Failed, &[Text("impossibile recapitare il messaggio ai seguenti destinatari")], "destinatari"),
    form("Exchange", Failed, &[Text("no se pudo entregar el mensaje a estos destinatarios")], "destinatarios"),
    form("Domino", Failed, &[Text("your message"), Text("was not delivered to:"), Text("because:")], "not delivered to:"),
    reason_first(form("Notes", Failed, &[Text("------- failure reasons")], "failure reasons")),
    form("GroupWise", Failed, &[Text("the message that you sent was undeliverable to the following")], "undeliverable to the following"),
    form("IMail", Failed, &[Subject("undeliverable mail"), Text("original message follows.")], ""),
    form("MDaemon", Failed, &[Text("had permanent fatal delivery errors")], ""),
    form("SurgeMail", Failed, &[Text("failed to deliver to '")], ""),
    form("Kerio", Failed, &[Text("your message was not delivered to the following recipient"), Text("kerio")], "recipient"),
    form("James", Failed, &[Text("error message below:"), Text("message details:")], ""),
    form("Courier", Failed, &[Text("your message to the following recipients cannot be delivered")], "cannot be delivered"),
    form("OpenSMTPD", Failed, &[Text("an error has occurred while attempting to deliver a message for the following list of recipients")], "recipients"),
    form("DragonFly", Failed, &[Text("this is the dragonfly mail agent")], "following"),
    form("PowerMTA", Failed, &[Text("unfortunately, it could not be delivered to one or more recipients. for further assistance")], "could not be delivered"),
    form("Messaging Server", Failed, &[Text("your message cannot be delivered to the following recipients")], "following recipients"),
    form("Post.Office", Failed, &[Text("your message was not delivered to the following recipients")], "following recipients"),
    reason_first(form("Post.Office", Failed, &[Text("this message was undeliverable due to the following reason")], "following reason")),
    form("Smail", Failed, &[Text("failed addresses follow:")], "failed addresses follow:"),
    form("unnamed", Failed, &[Text("we had trouble delivering your message. full details follow")], "error(s)"),
    form("Mailman", Failed, &[Subject("your message to"), Text("has been rejected")], ""),
    form("Zimbra", Failed, &[Text("this is the mail system at host"), Text("could not be delivered")], "mail system"),

    // Filters in front of a mailbox.
    form("Mimecast", Failed, &[Text("an email that you attempted to send to the following address could not be delivered")], "could not be delivered"),
    form("Barracuda", Failed, &[Text("was blocked by our spam firewall")], ""),
    form("Proofpoint", Failed, &[Text("proofpoint"), Text("could not be delivered")], ""),
    form("Symantec", Failed, &[Text("this is the symantec"), Text("could not be delivered")], ""),
    form("MailFoundry", Failed, &[Text("unable to deliver message to:"), Text("delivery failed for the following reason")], ""),
    form("MailMarshal", Failed, &[Text("your message:"), Text("could not be delivered because of")], ""),
    form("InterScan", Failed, &[Text("could not be delivered to the recipient"), Text("interscan")], ""),
    form("m-FILTER", Failed, &[Text("-------server message")], ""),
    form("Trend Micro", Failed, &[Text("sent <<< rcpt to:")], ""),
    form("Amavis", Failed, &[Text("our internal reference code for your message is"), Text("not be delivered")], ""),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_lower_case_with_one_blank_between_words() {
        for form in FORMS {
            for mark in form.marks {
                let (Text(phrase) | Subject(phrase) | From(phrase) | Field(_, phrase)) = mark;
                assert_eq!(*phrase, phrase.to_ascii_lowercase(), "{}", form.system);
                assert_eq!(phrase.split_whitespace().collect::<Vec<_>>().join(" "), *phrase);
            }
            assert_eq!(form.begins, form.begins.to_ascii_lowercase(), "{}", form.system);
            assert!(!form.marks.is_empty(), "{}", form.system);
        }
    }

    #[test]
    fn what_has_failed_stands_behind_what_is_only_delayed() {
        let last_delayed = FORMS.iter().rposition(|form| form.kind == Delayed);
        let first_failed = FORMS.iter().position(|form| form.kind == Failed);
        assert!(last_delayed < first_failed);
    }
}
