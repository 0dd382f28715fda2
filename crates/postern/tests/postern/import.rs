//! A hoster moves in with all its sites: one file, imported as often as it takes, and nothing taken from anybody unasked.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::harness::*;

/// How many sites had each outcome.
fn outcomes(imported: &Value) -> [usize; 4] {
    let of = |word: &str| {
        imported.as_array().expect("a list").iter().filter(|one| one["outcome"] == word).count()
    };
    [of("added"), of("changed"), of("unchanged"), of("refused")]
}

fn import(host: &Host, text: &str, arguments: &[&str]) -> (Option<i32>, Value, String) {
    let words = [&["site", "import", "-", "--json"], arguments].concat();
    let ran = host.operate_with(&words, text.as_bytes());
    let answer = serde_json::from_slice(&ran.stdout).unwrap_or(Value::Null);
    (ran.code, answer, ran.complaint())
}

fn started(receiver: &Receiver) -> Host {
    let mut host = Host::new(receiver);
    host.start();
    host
}

#[test]
fn ten_thousand_sites_are_imported_quickly_and_again_without_a_change() {
    let receiver = Receiver::start();
    let host = started(&receiver);
    let line = |nth: u32| format!("site-{nth}.example.org,{},Europe/Rome\n", 100_000 + nth);
    let file = String::from("name,uids,zone\n") + &(0..10_000).map(line).collect::<String>();

    let begun = Instant::now();
    let (code, imported, complaint) = import(&host, &file, &[]);
    assert_eq!((code, outcomes(&imported)), (Some(0), [10_000, 0, 0, 0]), "{complaint}");
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(60), "{took:?}");

    let (code, imported, _) = import(&host, &file, &[]);
    assert_eq!((code, outcomes(&imported)), (Some(0), [0, 0, 10_000, 0]));
    let site = host.api("/sites/site-4711.example.org");
    assert_eq!(
        (&site["uids"], &site["settings"]["zone"]),
        (&json!([104_711]), &json!("Europe/Rome"))
    );
    let listed = host.ask(&["site", "list", "--limit", "20000"]);
    assert_eq!(listed.as_array().expect("a list").len(), 10_001, "every page, and host");
    let unbounded = host.ask(&["site", "list"]);
    assert_eq!(unbounded.as_array().expect("a list").len(), 10_001, "nobody said to stop");
    let (table, few) =
        (host.operate(&["site", "list"]).ok(), host.operate(&["site", "list", "--limit", "3"]));
    assert_eq!((table.text().lines().count(), table.complaint()), (10_002, String::new()));
    assert_eq!(few.text().lines().count(), 4);
    assert_eq!(few.complaint(), "the 3 first sites; --limit shows more\n");
}

#[test]
fn a_dry_run_says_what_would_happen_and_changes_nothing() {
    let receiver = Receiver::start();
    let host = started(&receiver);
    host.add_site("old.example.org", &[71_001]);
    let file = "{\"name\": \"old.example.org\", \"uids\": [71001, 71002]}\n\
                {\"name\": \"new.example.org\", \"uids\": [71003]}\n\
                {\"name\": \"thief.example.org\", \"uids\": [71001]}\n\
                {\"name\": \"no/name\"}\n";
    let contradicted = import(&host, file, &["--dry-run"]);
    assert_eq!(contradicted.0, Some(2), "two lines with one uid: {}", contradicted.2);
    assert!(contradicted.2.contains("lines 1 and 3 both have uid 71001"), "{}", contradicted.2);

    let file = file.replace("[71001, 71002]", "[71002]");
    let file = file.replace("\"old.example.org\"", "\"other.example.org\"");
    let (code, imported, _) = import(&host, &file, &["--dry-run"]);
    assert_eq!((code, outcomes(&imported)), (Some(3), [2, 0, 0, 2]), "{imported}");
    assert_eq!(imported[2]["problem"]["code"], "identity-taken");
    assert_eq!(imported[3]["problem"]["code"], "invalid");
    assert_eq!(host.ask(&["site", "list"]).as_array().expect("a list").len(), 2);
}

#[test]
fn a_uid_of_another_site_is_taken_only_when_that_is_said() {
    let receiver = Receiver::start();
    let host = started(&receiver);
    host.add_site("old.example.org", &[71_001, 71_002]);
    let file = "name,uids\nnew.example.org,71001\n";

    let (code, imported, complaint) = import(&host, file, &[]);
    assert_eq!((code, outcomes(&imported)), (Some(3), [0, 0, 0, 1]));
    let complaint: Value = serde_json::from_str(&complaint).expect("an object, as the answer is");
    let words = "1 site was refused (--move takes uids and ranges from other sites)";
    assert_eq!(complaint, json!({"code": "refused", "detail": words, "exit": 3}));
    assert_eq!(host.api("/sites/old.example.org")["uids"], json!([71_001, 71_002]));

    let (code, imported, _) = import(&host, file, &["--move"]);
    assert_eq!((code, outcomes(&imported)), (Some(0), [1, 0, 0, 0]), "{imported}");
    assert_eq!(host.api("/sites/old.example.org")["uids"], json!([71_002]));
    assert_eq!(host.api("/sites/new.example.org")["uids"], json!([71_001]));
}

#[test]
fn an_import_says_all_of_a_sites_uids_and_leaves_what_it_does_not_name() {
    let receiver = Receiver::start();
    let host = started(&receiver);
    let set = ["site", "add", "shop.example.org", "--uid", "71001", "--zone", "Europe/Rome"];
    host.operate(&set).ok();
    let (_, imported, _) =
        import(&host, "name,uids,recipients\nshop.example.org,71002 71003,7\n", &[]);
    assert_eq!(outcomes(&imported), [0, 1, 0, 0], "{imported}");
    let site = host.api("/sites/shop.example.org");
    assert_eq!(site["uids"], json!([71_002, 71_003]));
    assert_eq!(site["settings"]["limits"]["recipients"], json!(7));
    assert_eq!(site["settings"]["zone"], json!("Europe/Rome"));

    let empty = import(&host, "name,uids,zone\nshop.example.org,,\n", &[]);
    assert_eq!(outcomes(&empty.1), [0, 0, 1, 0], "an empty cell says nothing");
    let none = import(&host, "name,uids\nshop.example.org,-\n", &[]);
    assert_eq!(outcomes(&none.1), [0, 1, 0, 0]);
    assert_eq!(host.api("/sites/shop.example.org")["uids"], json!([]));
}

#[test]
fn a_range_is_one_in_every_spelling_and_moves_only_whole() {
    let receiver = Receiver::start();
    let host = started(&receiver);
    let (old, new) = ("old.example.org", "new.example.org");
    host.add_site(old, &[]);
    host.add_site(new, &[]);
    let ranges = |site: &str| host.api(&format!("/sites/{site}"))["ranges"].clone();
    let set = ["site", "set", old, "--range", "192.0.2.1", "--range", "2001:DB8:0::/48"];
    host.operate(&set).ok();
    assert_eq!(ranges(old), json!(["192.0.2.1/32", "2001:db8::/48"]));

    host.operate(&["site", "set", new, "--range", "::ffff:192.0.2.1", "--move"]).ok();
    assert_eq!((ranges(old), ranges(new)), (json!(["2001:db8::/48"]), json!(["192.0.2.1/32"])));
    host.operate(&["site", "set", new, "--remove-range", "192.0.2.1"]).ok();
    assert_eq!(ranges(new), json!([]));

    let ran = host.operate(&["site", "set", new, "--range", "2001:db8::/32", "--move"]);
    let words = "postern: range 2001:db8::/32 overlaps 2001:db8::/48 of site old.example.org and is another: take \
                 2001:db8::/48 from there first (postern site set old.example.org --remove-range 2001:db8::/48)\n";
    assert_eq!((ran.code, ran.complaint().as_str()), (Some(3), words));
    assert_eq!((ranges(old), ranges(new)), (json!(["2001:db8::/48"]), json!([])));
    host.operate(&["site", "set", old, "--remove-range", "2001:DB8::/48"]).ok();
    host.operate(&["site", "set", new, "--range", "2001:db8::/32"]).ok();
}

#[test]
fn of_ranges_that_overlap_one_site_gets_its_own_however_many_are_imported_at_once() {
    let receiver = Receiver::start();
    let host = started(&receiver);
    let line = |nth: u32| {
        format!("{{\"name\": \"s{nth}.example\", \"ranges\": [\"10.0.0.0/{}\"]}}\n", 8 + nth)
    };
    let file: String = (0..20).map(line).collect();
    let contradicted = import(&host, &file, &["--dry-run"]);
    assert_eq!(contradicted.0, Some(2));
    let words = "lines 1 and 2 have ranges that overlap: 10.0.0.0/9 of line 2";
    assert!(contradicted.2.contains(words), "{}", contradicted.2);

    let sites: Vec<Value> =
        file.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let site = |one: &Value| json!({"name": one["name"], "site": {"ranges": one["ranges"]}});
    let body = json!({"sites": sites.iter().map(site).collect::<Vec<_>>()}).to_string();
    let json = ("Content-Type: application/json", body.as_bytes());
    let (status, imported) = host.try_api("POST", "/imports", Some(json)).expect("an answer");
    assert_eq!((status, outcomes(&imported)), (200, [1, 0, 0, 19]), "{imported}");
}
