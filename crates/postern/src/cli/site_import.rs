//! `postern site import`: many sites from a file of the operator's own records.
//!
//! CSV with a line of titles, or one JSON object a line. Each line is a site as it shall be: it is added when it is
//! missing, changed where it differs, left alone otherwise, so a file can be imported again and again. A field that is
//! missing, or an empty cell of CSV, stays as it is; `-` in a cell is none.

use std::collections::HashMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use postern_core::identity::{Identities, Identity};
use postern_core::ids::SiteId;
use postern_web::wire::{
    Code, Import, Imported, LimitsWish, NewSite, Outcome, SettingsWish, SiteWish,
};
use serde::Deserialize;

use super::client::Client;
use super::confirm::{ask, can_ask};
use super::failure::Failure;
use super::out::Out;
use super::show::{plural, safe};
use super::url::Url;

/// Options of `postern site import`.
#[derive(Debug, Args)]
#[command(after_long_help = FORMAT)]
pub struct SiteImport {
    /// A CSV or NDJSON file; - for standard input
    file: PathBuf,
    /// Say what would happen, change nothing
    #[arg(long)]
    dry_run: bool,
    /// Take uids and ranges from the sites that have them now
    #[arg(long = "move")]
    moves: bool,
}

const FORMAT: &str = "\
Fields: name, uids, ranges, zone, language, report_address, sender_domains, smarthosts,
source_address, message_bytes, recipients, queued, queued_bytes.

In CSV the first line names them, and lists are separated by blanks. An empty cell leaves
what is set as it is; - is none (no uid, no address, no domain):

  name,uids,zone,report_address
  shop.example.org,1001,Europe/Rome,anna@example.org
  club.example.org,1002 1003,,-

In NDJSON each line is an object; a field that is missing stays as it is, [] and \"\" are none:

  {\"name\": \"shop.example.org\", \"uids\": [1001], \"zone\": \"Europe/Rome\"}";

/// Sites of one request.
const AT_ONCE: usize = 500;

/// Refused lines that are told one by one.
const TOLD: usize = 20;

impl SiteImport {
    pub async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        let text = read(&self.file)?;
        let lines = parse(&text)
            .map_err(|why| Failure::usage(format!("{}: {why}", self.file.display())))?;
        let mut imported = self.send(&lines, self.moves, client).await?;
        let taken: Vec<usize> = (0..lines.len()).filter(|&nth| is_taken(&imported[nth])).collect();
        if !taken.is_empty()
            && !self.moves
            && !self.dry_run
            && can_ask()
            && may_move(&taken, &imported)?
        {
            let again: Vec<Line> = taken.iter().map(|&nth| lines[nth].clone()).collect();
            for (nth, result) in taken.into_iter().zip(self.send(&again, true, client).await?) {
                imported[nth] = result;
            }
        }
        out.answer(&imported, || self.summary(&lines, &imported))?;
        match imported.iter().filter(|one| one.outcome == Outcome::Refused).count() {
            0 => Ok(()),
            refused => {
                let hint = if imported.iter().any(is_taken) {
                    " (--move takes uids and ranges from other sites)"
                } else {
                    ""
                };
                let message =
                    format!("{} refused{hint}", plural(refused as u64, "site was", "sites were"));
                Err(Failure::refused(message))
            }
        }
    }

    async fn send(
        &self,
        lines: &[Line],
        moves: bool,
        client: &mut Client,
    ) -> Result<Vec<Imported>, Failure> {
        let mut imported = Vec::with_capacity(lines.len());
        for lines in lines.chunks(AT_ONCE) {
            let site = |line: &Line| {
                let mut new = line.site.clone();
                new.site.moves = moves;
                new
            };
            let import = Import { sites: lines.iter().map(site).collect(), dry_run: self.dry_run };
            let results: Vec<Imported> = client.post(&Url::of(["imports"]), &import).await?;
            if results.len() != lines.len() {
                return Err(Failure::failed(
                    "the daemon answered for another number of sites than it was asked for",
                ));
            }
            imported.extend(results);
        }
        Ok(imported)
    }

    fn summary(&self, lines: &[Line], imported: &[Imported]) -> String {
        let mut text = String::new();
        let refused = lines
            .iter()
            .zip(imported)
            .filter_map(|(line, one)| Some((line, one, one.problem.as_ref()?)));
        for (line, one, problem) in refused.clone().take(TOLD) {
            let (file, name) = (self.file.display(), safe(&one.name));
            let _ = writeln!(text, "{file}:{}: {name}: {}", line.number, safe(&problem.detail));
        }
        let untold = refused.count().saturating_sub(TOLD);
        if untold > 0 {
            let _ = writeln!(text, "… and {untold} more; --json lists all");
        }
        let of = |outcome| imported.iter().filter(|one| one.outcome == outcome).count();
        let would = if self.dry_run { "would be " } else { "" };
        let _ = writeln!(
            text,
            "{}: {would}added {}, changed {}, unchanged {}, refused {}",
            plural(imported.len() as u64, "site", "sites"),
            of(Outcome::Added),
            of(Outcome::Changed),
            of(Outcome::Unchanged),
            of(Outcome::Refused),
        );
        text
    }
}

fn is_taken(imported: &Imported) -> bool {
    imported.problem.as_ref().is_some_and(|problem| problem.code == Code::IdentityTaken)
}

fn may_move(taken: &[usize], imported: &[Imported]) -> Result<bool, Failure> {
    let told = taken.iter().filter_map(|&nth| imported[nth].problem.as_ref()).take(5);
    for problem in told {
        super::out::tell(&format!("  {}", problem.detail));
    }
    let sites = plural(taken.len() as u64, "site names", "sites name");
    ask(&format!("{sites} a uid or range that belongs to another site. Take them from there?"))
}

fn read(file: &Path) -> Result<String, Failure> {
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes).map(|_| bytes)
    } else {
        std::fs::read(file)
    };
    let bytes = bytes.map_err(|error| Failure::failed(format!("{}: {error}", file.display())))?;
    String::from_utf8(bytes)
        .map_err(|_| Failure::usage(format!("{}: not UTF-8 text", file.display())))
}

/// A site and the line it stands on.
#[derive(Clone, Debug)]
struct Line {
    number: usize,
    site: NewSite,
}

/// A site as its line says it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    uids: Option<Vec<u32>>,
    ranges: Option<Vec<String>>,
    zone: Option<String>,
    language: Option<String>,
    report_address: Option<String>,
    sender_domains: Option<Vec<String>>,
    smarthosts: Option<Vec<String>>,
    source_address: Option<String>,
    message_bytes: Option<u64>,
    recipients: Option<u32>,
    queued: Option<u64>,
    queued_bytes: Option<u64>,
}

impl From<Written> for NewSite {
    fn from(written: Written) -> NewSite {
        NewSite {
            name: written.name,
            site: SiteWish {
                settings: SettingsWish {
                    zone: written.zone,
                    language: written.language,
                    report_address: written.report_address,
                    sender_domains: written.sender_domains,
                    smarthosts: written.smarthosts,
                    source_address: written.source_address,
                    limits: LimitsWish {
                        message_bytes: written.message_bytes,
                        recipients: written.recipients,
                        queued: written.queued,
                        queued_bytes: written.queued_bytes,
                    },
                },
                uids: written.uids,
                ranges: written.ranges,
                moves: false,
            },
        }
    }
}

/// Reads a file of either form. Nothing is sent of a file with a line that cannot be read, or that contradicts another.
fn parse(text: &str) -> Result<Vec<Line>, String> {
    let text = text.trim_start_matches('\u{feff}');
    let lines = if text.trim_start().starts_with('{') { ndjson(text)? } else { csv(text)? };
    check(&lines)?;
    Ok(lines)
}

/// No name twice, and no uid or address in two sites: which line would be meant?
fn check(lines: &[Line]) -> Result<(), String> {
    let mut names: HashMap<String, usize> = HashMap::new();
    let mut uids: HashMap<u32, usize> = HashMap::new();
    let mut ranges = Ranges::default();
    for Line { number, site } in lines {
        if let Some(first) = names.insert(site.name.to_ascii_lowercase(), *number) {
            return Err(format!("lines {first} and {number} are both site {}", site.name));
        }
        for uid in site.site.uids.iter().flatten() {
            match uids.insert(*uid, *number) {
                Some(first) if first != *number => {
                    return Err(format!("lines {first} and {number} both have uid {uid}"));
                }
                _ => {}
            }
        }
        for range in site.site.ranges.iter().flatten() {
            ranges.add(*number, range)?;
        }
    }
    Ok(())
}

/// The ranges so far, each with the line it stands on in place of its site.
struct Ranges(Identities);

impl Default for Ranges {
    fn default() -> Ranges {
        Ranges(Identities::new(SiteId(0), 0, []))
    }
}

impl Ranges {
    /// Adds a range of a line. What is none, or none a site can have, is for the daemon to refuse.
    fn add(&mut self, number: usize, range: &str) -> Result<(), String> {
        let Ok(parsed) = range.parse() else { return Ok(()) };
        let (identity, line) = (Identity::Range(parsed), SiteId(number as i64));
        if let Some(SiteId(first)) = self.0.conflict(&identity, Some(line)) {
            return Err(format!(
                "lines {first} and {number} have ranges that overlap: {range} of line {number}"
            ));
        }
        let _ = self.0.add(line, identity);
        Ok(())
    }
}

fn ndjson(text: &str) -> Result<Vec<Line>, String> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let read = |(nth, line): (usize, &str)| {
        let written: Written =
            serde_json::from_str(line).map_err(|error| format!("line {}: {error}", nth + 1))?;
        Ok(Line { number: nth + 1, site: written.into() })
    };
    lines.map(read).collect()
}

fn csv(text: &str) -> Result<Vec<Line>, String> {
    let mut records = records(text)?.into_iter();
    let Some((number, titles)) = records.next() else { return Ok(Vec::new()) };
    let titles: Vec<String> = titles.into_iter().map(|title| title.trim().to_owned()).collect();
    check_titles(&titles).map_err(|why| format!("line {number}: {why}"))?;
    records.map(|(number, record)| csv_line(number, &titles, record)).collect()
}

/// The titles of CSV: the fields of `Written`.
const FIELDS: [&str; 13] = [
    "name",
    "uids",
    "ranges",
    "zone",
    "language",
    "report_address",
    "sender_domains",
    "smarthosts",
    "source_address",
    "message_bytes",
    "recipients",
    "queued",
    "queued_bytes",
];

/// A title that is unknown or stands twice is a slip: which cell would be meant?
fn check_titles(titles: &[String]) -> Result<(), String> {
    for (nth, title) in titles.iter().enumerate() {
        if !FIELDS.contains(&title.as_str()) {
            return Err(format!("there is no field {title:?}: there are {}", FIELDS.join(", ")));
        }
        if titles[..nth].contains(title) {
            return Err(format!("title {title} stands twice: keep one"));
        }
    }
    match titles.iter().any(|title| title == "name") {
        true => Ok(()),
        false => Err("the titles have no name; they look like name,uids,zone".into()),
    }
}

/// What a site may be without.
const CAN_BE_NONE: [&str; 6] =
    ["uids", "ranges", "report_address", "sender_domains", "smarthosts", "source_address"];

fn csv_line(number: usize, titles: &[String], record: Vec<String>) -> Result<Line, String> {
    if record.len() != titles.len() {
        return Err(format!(
            "line {number}: {} fields, the titles are {}",
            record.len(),
            titles.len()
        ));
    }
    let mut object = serde_json::Map::new();
    for (title, field) in titles.iter().zip(record) {
        // An empty cell says nothing of the field. What is none is said, because a list that is emptied is a site unknown.
        let field = match field.trim() {
            "" => continue,
            "-" if CAN_BE_NONE.contains(&title.as_str()) => "",
            field => field,
        };
        let words = || field.split_ascii_whitespace();
        let number_of = |word: &str| {
            word.parse::<u64>()
                .map(serde_json::Value::from)
                .map_err(|_| format!("line {number}: {title}: {word:?} is no number"))
        };
        let value = match title.as_str() {
            "uids" => words().map(number_of).collect::<Result<Vec<_>, _>>()?.into(),
            "ranges" | "sender_domains" | "smarthosts" => words().collect::<Vec<_>>().into(),
            "message_bytes" | "recipients" | "queued" | "queued_bytes" => number_of(field)?,
            _ => field.into(),
        };
        object.insert(title.clone(), value);
    }
    let written: Written =
        serde_json::from_value(object.into()).map_err(|error| format!("line {number}: {error}"))?;
    Ok(Line { number, site: written.into() })
}

/// The records of RFC 4180 with the line each begins on; LF ends a line as well as CRLF.
fn records(text: &str) -> Result<Vec<(usize, Vec<String>)>, String> {
    let mut records = Vec::new();
    let (mut record, mut field) = (Vec::new(), String::new());
    let (mut line, mut begun) = (1, 1);
    let mut quoted = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        line += usize::from(c == '\n');
        match c {
            '"' if quoted.is_some() && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' if quoted.is_some() => quoted = None,
            c if quoted.is_some() => field.push(c),
            '"' if field.is_empty() => quoted = Some(line),
            ',' => record.push(std::mem::take(&mut field)),
            '\n' => {
                end_record(&mut records, &mut record, &mut field, begun);
                begun = line;
            }
            '\r' if chars.peek() == Some(&'\n') => {}
            c => field.push(c),
        }
    }
    if let Some(line) = quoted {
        return Err(format!("line {line}: a quote is opened and never closed"));
    }
    end_record(&mut records, &mut record, &mut field, begun);
    Ok(records)
}

/// Ends a record; an empty line is none.
fn end_record(
    records: &mut Vec<(usize, Vec<String>)>,
    record: &mut Vec<String>,
    field: &mut String,
    begun: usize,
) {
    if record.is_empty() && field.is_empty() {
        return;
    }
    record.push(std::mem::take(field));
    records.push((begun, std::mem::take(record)));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each line's number, name, uids and zone.
    fn rows(text: &str) -> Vec<String> {
        let lines = parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
        let row = |Line { number, site }: Line| {
            let (uids, zone) = (site.site.uids, site.site.settings.zone);
            format!("{number} {} {uids:?} {zone:?}", site.name)
        };
        lines.into_iter().map(row).collect()
    }

    #[test]
    fn both_forms_say_the_same() {
        let expected = [
            "2 shop.example.org Some([1001, 1002]) Some(\"Europe/Rome\")",
            "4 club.example.org Some([]) None",
        ];
        let csv =
            "name,uids,zone\r\nshop.example.org,1001 1002,Europe/Rome\n\n\"club.example.org\",-,\n";
        assert_eq!(rows(csv), expected);
        let ndjson = "\n{\"name\": \"shop.example.org\", \"uids\": [1001, 1002], \"zone\": \"Europe/Rome\"}\n\n\
                      {\"name\": \"club.example.org\", \"uids\": []}\n";
        assert_eq!(rows(ndjson), expected);
    }

    #[test]
    fn an_empty_cell_says_nothing_and_a_dash_says_none() {
        let titles =
            "name,uids,ranges,zone,report_address,sender_domains,smarthosts,source_address,queued";
        let wish = |cells: &str| {
            parse(&format!("{titles}\na,{cells}\n")).map(|lines| lines[0].site.site.clone())
        };
        assert_eq!(wish(",, ,,,,,"), Ok(SiteWish::default()));

        let none = wish("-,-,,-,-,-,-,").expect("a line");
        let settings = SettingsWish {
            report_address: Some(String::new()),
            sender_domains: Some(Vec::new()),
            smarthosts: Some(Vec::new()),
            source_address: Some(String::new()),
            ..SettingsWish::default()
        };
        let expected =
            SiteWish { settings, uids: Some(Vec::new()), ranges: Some(Vec::new()), moves: false };
        assert_eq!(none, expected);
        assert_eq!(wish(",,,,,,,-").unwrap_err(), "line 2: queued: \"-\" is no number");
    }

    #[test]
    fn a_quoted_field_may_have_commas_quotes_and_line_ends() {
        let read = records("a,\"b,\"\"c\"\"\nd\",e\nf").expect("three records");
        assert_eq!(
            read,
            [(1, vec!["a".into(), "b,\"c\"\nd".into(), "e".into()]), (3, vec!["f".into()])]
        );
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named_and_nothing_is_sent() {
        let rows = [
            ("uids\n1001\n", "line 1: the titles have no name; they look like name,uids,zone"),
            ("name,uids,uids\na,1,2\n", "line 1: title uids stands twice: keep one"),
            (
                "\nname,uid\na,1\n",
                "line 2: there is no field \"uid\": there are name, uids, ranges, zone, language, report_address, \
                 sender_domains, smarthosts, source_address, message_bytes, recipients, queued, queued_bytes",
            ),
            ("name,uids\na,1,2\n", "line 2: 3 fields, the titles are 2"),
            ("name,uids\na,x\n", "line 2: uids: \"x\" is no number"),
            ("name\n\"a\n", "line 2: a quote is opened and never closed"),
            ("name\na\nA\n", "lines 2 and 3 are both site A"),
            ("name,uids\na,1001\nb,1001\n", "lines 2 and 3 both have uid 1001"),
            (
                "name,ranges\na,192.0.2.0/24\nb,198.51.100.7 192.0.2.9\n",
                "lines 2 and 3 have ranges that overlap: 192.0.2.9 of line 3",
            ),
        ];
        for (text, why) in rows {
            assert_eq!(parse(text).map(|_| ()), Err(why.to_owned()), "{text}");
        }
        let unknown = parse("{\"name\": \"a\", \"uid\": 1}\n").expect_err("an unknown field");
        // The titles are these fields, all of them.
        let fields =
            format!("line 1: unknown field `uid`, expected one of `{}`", FIELDS.join("`, `"));
        assert!(unknown.starts_with(&fields), "{unknown}");
        let broken = parse("{\"name\":1}\n").expect_err("a name that is a number");
        assert!(
            broken.starts_with("line 1: invalid type: integer `1`, expected a string"),
            "{broken}"
        );
    }
}
