//! `postern failures`.

use clap::Args;
use postern_web::csv;
use postern_web::wire::Failure as Row;

use super::client::Client;
use super::failure::Failure;
use super::list::{Beginning, Extent, Rows};
use super::moment::Moment;
use super::out::Out;
use super::show::{Cell, Column, Paint, Table, Zone, reply, safe};
use super::url::Url;
use super::zone_of;

/// Options of `postern failures`.
#[derive(Debug, Args)]
pub struct Failures {
    /// The site
    #[arg(value_parser = super::name)]
    site: String,
    /// Only this class, like bad-mailbox or refused-as-spam
    #[arg(long)]
    class: Option<String>,
    /// Only mail of this script
    #[arg(long)]
    script: Option<String>,
    /// Only recipients whose address has this in it
    #[arg(long, value_name = "PART")]
    recipient: Option<String>,
    /// Only with this in the recipient's address, the subject or the reply
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// Only since: 2h (ago), 2026-03-29, "2026-03-29 09:00"
    #[arg(long, value_name = "WHEN")]
    since: Option<Moment>,
    /// Only before
    #[arg(long, value_name = "WHEN")]
    until: Option<Moment>,
    #[command(flatten)]
    extent: Extent,
    /// Answer as CSV, for spreadsheets
    #[arg(long, conflicts_with = "json")]
    csv: bool,
}

impl Failures {
    pub async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        let zone = zone_of(client, &self.site).await?;
        let at = |moment: Option<Moment>| moment.map(|moment| moment.at(zone.now(), zone.zone()));
        let url = Url::of(["sites", &self.site, "failures"])
            .with("class", self.class.as_deref())
            .with("script", self.script.as_deref())
            .with("recipient", self.recipient.as_deref())
            .with("search", self.search.as_deref())
            .with("from", at(self.since))
            .with("to", at(self.until));
        if self.csv {
            let csv = Csv { is_shown: out.width.is_some() };
            return self.extent.stream(&url, client, out, csv).await;
        }
        let newest = Beginning { rows: Some(50), what: "newest failures" };
        self.extent
            .answer(&url, newest, client, out, |rows: &[Row]| match rows {
                [] => "no failures\n".into(),
                rows => out.table(&table(rows, &zone)),
            })
            .await
    }
}

fn table(rows: &[Row], zone: &Zone) -> Table {
    let mut table = Table::new([
        Column::left(zone.title("at")),
        Column::left("class"),
        Column::words("recipient"),
        Column::words("script"),
        Column::words("subject").drops(1),
        Column::words("reply"),
    ]);
    for row in rows {
        table.row([
            zone.at(row.at),
            Cell::painted(&row.class, Paint::Red),
            row.recipient.as_str().into(),
            row.script.as_str().into(),
            row.subject.as_str().into(),
            reply(&row.host, row.code, &row.enhanced, &row.reply).into(),
        ]);
    }
    table
}

/// RFC 4180, with times in UTC. A field that a spreadsheet would take for a formula begins with an apostrophe.
struct Csv {
    /// On a terminal, which would obey what strangers wrote.
    is_shown: bool,
}

impl Rows<Row> for Csv {
    fn begin(&self) -> String {
        "at,class,recipient,sender,subject,script,host,code,enhanced,reply,message\r\n".into()
    }

    fn add(&mut self, text: &mut String, row: &Row) -> Result<(), Failure> {
        let fields = [
            row.at.to_string(),
            row.class.clone(),
            row.recipient.clone(),
            row.sender.clone().unwrap_or_default(),
            row.subject.clone(),
            row.script.clone(),
            row.host.clone(),
            row.code.to_string(),
            row.enhanced.clone(),
            row.reply.clone(),
            row.message.to_string(),
        ];
        let field = |field: String| match self.is_shown {
            true => csv::field(&safe(&field)),
            false => csv::field(&field),
        };
        text.push_str(&fields.map(field).join(","));
        text.push_str("\r\n");
        Ok(())
    }

    fn end(&self) -> String {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_shows_both_codes_before_the_remotes_words() {
        let row = |recipient: &str, host: &str, code, enhanced: &str, reply: &str| Row {
            at: "2026-03-29T06:00:00Z".parse().expect("a time"),
            id: 7,
            message: 7,
            recipient: recipient.into(),
            sender: None,
            subject: String::new(),
            script: "order.php".into(),
            class: "bad-mailbox".into(),
            host: host.into(),
            code,
            enhanced: enhanced.into(),
            reply: reply.into(),
        };
        let rows = [
            row("a@example.net", "mx.example.net", 550, "5.1.1", "no such user"),
            row("b@example.net", "mx.example.net", 550, "", ""),
            row("c@example.net", "", 0, "5.1.2", "no such domain"),
        ];
        let expected = "\
AT                      CLASS        RECIPIENT      SCRIPT     SUBJECT  REPLY
29 Mar 08:00 (1 h ago)  bad-mailbox  a@example.net  order.php           mx.example.net: 550 5.1.1 no such user
29 Mar 08:00 (1 h ago)  bad-mailbox  b@example.net  order.php           mx.example.net: 550
29 Mar 08:00 (1 h ago)  bad-mailbox  c@example.net  order.php           5.1.2 no such domain
";
        let zone = Zone::named("Europe/Rome", "2026-03-29T07:00:00Z".parse().expect("a time"));
        assert_eq!(table(&rows, &zone).text(None, false), expected);
    }
}
