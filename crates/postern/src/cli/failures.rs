//! `postern failures`.

use clap::Args;
use postern_web::wire::Failure as Row;

use super::client::Client;
use super::failure::Failure;
use super::moment::Moment;
use super::out::Out;
use super::show::{Cell, Column, Paint, Table, count};
use super::url::Url;
use super::zone_of;

/// Options of `postern failures`.
#[derive(Debug, Args)]
pub struct Failures {
    /// The site
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
    /// Only since: 2h (ago), 2026-03-29, "2026-03-29 09:00"
    #[arg(long, value_name = "WHEN")]
    since: Option<Moment>,
    /// Only before
    #[arg(long, value_name = "WHEN")]
    until: Option<Moment>,
    /// Most failures to list
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
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
            .with("from", at(self.since))
            .with("to", at(self.until));
        let rows: Vec<Row> = client.rows(&url, self.limit).await?;
        if self.csv {
            return out.print(&csv(&rows));
        }
        out.answer(&rows, || {
            if rows.is_empty() {
                return "no failures\n".into();
            }
            let mut table = Table::new([
                Column::left("at"),
                Column::left("class"),
                Column::words("recipient"),
                Column::words("script"),
                Column::words("subject"),
                Column::words("reply"),
            ]);
            for row in &rows {
                let reply = match row.host.as_str() {
                    "" => row.reply.clone(),
                    host => format!("{host}: {}", row.reply),
                };
                table.row([
                    zone.short(row.at).into(),
                    Cell::painted(&row.class, Paint::Red),
                    row.recipient.as_str().into(),
                    row.script.as_str().into(),
                    row.subject.as_str().into(),
                    reply.into(),
                ]);
            }
            let more = match rows.len() == self.limit {
                true => format!("the newest {}; --limit shows more\n", count(self.limit as u64)),
                false => String::new(),
            };
            out.table(&table) + &more
        })
    }
}

/// RFC 4180, with times in UTC. A field that a spreadsheet would take for a formula begins with an apostrophe.
fn csv(rows: &[Row]) -> String {
    let mut text = String::from(
        "at,class,recipient,sender,subject,script,host,code,enhanced,reply,message\r\n",
    );
    for row in rows {
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
        text.push_str(&fields.map(|field| csv_field(&field)).join(","));
        text.push_str("\r\n");
    }
    text
}

fn csv_field(field: &str) -> String {
    let harmless = if field.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{field}")
    } else {
        field.to_owned()
    };
    if harmless.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", harmless.replace('"', "\"\""))
    } else {
        harmless
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_csv_can_be_no_formula_and_keeps_its_commas_and_quotes() {
        let rows = [
            ("plain", "plain"),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@a", "'@a"),
            ("\tx", "'\tx"),
            ("a,b", "\"a,b\""),
            ("two\nlines", "\"two\nlines\""),
        ];
        for (field, written) in rows {
            assert_eq!(csv_field(field), written);
        }
    }
}
