//! The socket of the sendmail command, spoken to as the command does, and as nobody should.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use postern_core::limits::Limits;
use postern_sendmail::accept_key::AcceptKey;
use postern_sendmail::frame::{self, BodyDecoder, BodyEvent, Request, Submit, Task, VERSION};
use postern_store::Method;
use proptest::prelude::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;

use super::*;

const MESSAGE: &[u8] = b"Subject: hello\n\nworld\n";

async fn house(
    settings: impl FnOnce(&mut Settings),
    site: impl FnOnce(&mut SiteSettings),
) -> (House, Doors) {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("submit");
    let with = |all: &mut Settings| {
        all.intake.socket = Some(socket);
        settings(all);
    };
    let house = House::within(folder, with, site).await;
    let doors = house.open().await;
    (house, doors)
}

fn socket(house: &House) -> &PathBuf {
    house.settings.intake.socket.as_ref().unwrap()
}

/// Connects and takes the byte the daemon says first.
async fn greeted(house: &House) -> UnixStream {
    let mut stream = UnixStream::connect(socket(house)).await.unwrap();
    assert_eq!(stream.read_u8().await.unwrap(), VERSION);
    stream
}

fn submit(recipients: &[&str]) -> Submit {
    Submit {
        accept_key: AcceptKey::draw(),
        sender: frame::Sender::Given(b"orders".to_vec()),
        full_name: None,
        recipients: recipients.iter().map(|word| word.as_bytes().to_vec()).collect(),
        extract_recipients: false,
        notify: None,
        returns: None,
        envelope_id: None,
    }
}

fn request(site: Option<&str>, task: Task) -> Vec<u8> {
    let origin = frame::Origin {
        cwd: Some(b"/srv/shop".to_vec()),
        arguments: vec![b"sendmail".to_vec(), b"-t".to_vec()],
        script_filename: Some(b"/srv/shop/form.php".to_vec()),
        ..frame::Origin::default()
    };
    let mut bytes = Vec::new();
    Request { site: site.map(|site| site.as_bytes().to_vec()), origin, task }
        .encode(&mut bytes)
        .unwrap();
    bytes
}

/// A whole request to take a mail.
fn mail(site: Option<&str>, submit: Submit, message: &[u8]) -> Vec<u8> {
    let mut bytes = request(site, Task::Submit(submit));
    frame::encode_chunk(message, &mut bytes);
    frame::encode_end(message.len() as u64, &mut bytes);
    bytes
}

/// Sends a request and reads the answer: the code and its words, and what follows them.
async fn ask(house: &House, bytes: &[u8]) -> (u8, String, Vec<u8>) {
    let mut stream = greeted(house).await;
    stream.write_all(bytes).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let (reply, rest) = frame::Reply::decode(&answer).unwrap().expect("an answer");
    (reply.exit.code(), reply.text, rest.to_vec())
}

fn printed(mut body: &[u8]) -> String {
    let mut decoder = BodyDecoder::default();
    let mut text = Vec::new();
    while let Some(event) = decoder.next(&mut body).unwrap() {
        if let BodyEvent::Bytes(bytes) = event {
            text.extend_from_slice(bytes);
        }
    }
    assert!(decoder.has_ended());
    String::from_utf8(text).unwrap()
}

#[tokio::test]
async fn a_mail_is_stored_before_it_is_answered_and_its_origin_is_recorded() {
    let (house, _doors) = house(|_| {}, |_| {}).await;
    let (code, _, _) = ask(&house, &mail(None, submit(&["a@example.org"]), MESSAGE)).await;
    assert_eq!(code, 0);
    let stored = house.stored(house.shop()).await;
    assert_eq!(stored[0].recipients(), ["a@example.org"]);
    assert_eq!(stored[0].claimed[0].message.script_name, "/srv/shop/form.php");
    let origin = house.traces(house.shop()).await.remove(0).origin;
    assert_eq!((origin.method, origin.uid), (Some(Method::Sendmail), Some(own_uid())));
    assert_eq!(origin.pid, Some(std::process::id()));
    assert_eq!(origin.gid, Some(rustix::process::getegid().as_raw()));
    assert!(origin.stated_by_caller.contains(&("argv".into(), "sendmail -t".into())));
    assert!(!origin.stated);
}

#[tokio::test]
async fn everyone_may_connect() {
    let (house, _doors) = house(|_| {}, |_| {}).await;
    assert_eq!(std::fs::metadata(socket(&house)).unwrap().permissions().mode() & 0o777, 0o666);
}

#[tokio::test]
async fn a_mail_that_is_cut_off_is_none() {
    let (house, doors) = house(|_| {}, |_| {}).await;
    let whole = mail(None, submit(&["a@example.org"]), MESSAGE);
    for cut in [1, 20, whole.len() - 30, whole.len() - 1] {
        let mut stream = greeted(&house).await;
        stream.write_all(&whole[..cut]).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        assert!(answer.is_empty(), "{cut}");
    }
    doors.stop().await;
    assert!(house.stored(house.shop()).await.is_empty());
}

#[tokio::test]
async fn a_large_mail_spills_and_arrives_whole() {
    let (house, _doors) = house(|all| all.intake.spill_bytes = 10_000, |_| {}).await;
    let body = "0123456789abcde\n".repeat(20_000);
    let message = format!("Subject: large\n\n{body}");
    let (code, words, _) =
        ask(&house, &mail(None, submit(&["a@example.org"]), message.as_bytes())).await;
    assert_eq!(code, 0, "{words}");
    let stored = house.stored(house.shop()).await;
    assert!(stored[0].text.ends_with(&body.replace('\n', "\r\n")));
}

#[tokio::test]
async fn a_mail_over_the_limit_is_read_to_its_end_and_refused_with_both_figures() {
    let limits = Limits { message_bytes: 100_000, ..Limits::default() };
    let (house, _doors) = house(|_| {}, |site| site.limits = limits).await;
    let (code, words, _) =
        ask(&house, &mail(None, submit(&["a@example.org"]), &[b'x'; 3_000_000])).await;
    assert_eq!(code, 65);
    assert_eq!(words, "the message has 3000000 bytes, the limit of its site is 100000");
}

#[tokio::test]
async fn refusals_have_their_exit_code() {
    let (house, _doors) = house(|_| {}, |_| {}).await;
    let (code, words, _) = ask(&house, &mail(None, submit(&["|sh"]), MESSAGE)).await;
    assert_eq!(code, 65, "{words}");
    let (code, words, _) =
        ask(&house, &mail(Some("other.example"), submit(&["a@example.org"]), MESSAGE)).await;
    assert_eq!((code, words.as_str()), (77, "there is no site other.example"));
    house.store.set_room(0);
    let (code, words, _) = ask(&house, &mail(None, submit(&["a@example.org"]), MESSAGE)).await;
    assert_eq!((code, words.as_str()), (75, "no room on the disk for new mail: try again later"));
}

#[tokio::test]
async fn a_shared_uid_names_its_site_and_may_not_see_its_queue() {
    let (house, _doors) = house(|all| all.shared_uids = vec![own_uid()], |_| {}).await;
    let (code, words, _) = ask(&house, &mail(None, submit(&["a@example.org"]), MESSAGE)).await;
    assert_eq!(code, 77);
    assert!(words.contains("is shared by several sites: name one with --site"), "{words}");
    let (code, _, _) =
        ask(&house, &mail(Some("shop.example"), submit(&["a@example.org"]), MESSAGE)).await;
    assert_eq!(code, 0);
    assert!(house.traces(house.shop()).await[0].origin.stated);
    for task in [Task::QueueList, Task::QueueRun] {
        let (code, words, _) = ask(&house, &request(Some("shop.example"), task)).await;
        // Root is the operator, whatever is shared.
        assert_eq!(code, if own_uid() == 0 { 0 } else { 77 }, "{words}");
    }
}

#[tokio::test]
async fn the_queue_is_listed_in_the_words_monitoring_knows() {
    let (house, _doors) = house(|_| {}, |_| {}).await;
    let (code, _, body) = ask(&house, &request(None, Task::QueueList)).await;
    assert_eq!((code, printed(&body).as_str()), (0, "Mail queue is empty\n"));
    for _ in 0..2 {
        ask(&house, &mail(None, submit(&["a@example.org", "b@example.org"]), MESSAGE)).await;
    }
    let (_, _, body) = ask(&house, &request(None, Task::QueueList)).await;
    let text = printed(&body);
    assert!(text.starts_with("-Queue ID-"), "{text}");
    assert_eq!(text.matches("b@example.org").count(), 2, "{text}");
    assert_eq!(text.matches("(not tried yet)").count(), 4, "{text}");
    assert!(text.ends_with("\n\n-- 1 Kbytes in 2 Requests.\n"), "{text}");
}

#[tokio::test]
async fn the_queue_of_a_blocked_site_says_why_it_waits() {
    use postern_core::site::{Action, Person};
    use postern_engine::act::{Asker, Wish};
    let (house, _doors) = house(|_| {}, |_| {}).await;
    ask(&house, &mail(None, submit(&["a@example.org"]), MESSAGE)).await;
    let asker = Asker { person: Person::Operator, who: "operator:test".into() };
    let reason = "a form is\u{1b}[2J abused".to_owned();
    let wish = Wish { site: house.shop(), action: Action::Block, asker, reason, lock: false };
    house.actions.act(wish).await.unwrap();
    let (_, _, body) = ask(&house, &request(None, Task::QueueList)).await;
    let text = printed(&body);
    assert!(text.contains("(held: the site is blocked: a form is\\u{1b}[2J abused)"), "{text}");
}

#[tokio::test]
async fn a_run_of_the_queue_begins_a_retry_once_a_minute() {
    let (house, _doors) = house(|_| {}, |_| {}).await;
    ask(&house, &mail(None, submit(&["a@example.org"]), MESSAGE)).await;
    for _ in 0..3 {
        assert_eq!(ask(&house, &request(None, Task::QueueRun)).await.0, 0);
    }
    assert_eq!(retries(&house, house.shop()).await, 1);
}

/// How many retries of a site were begun.
async fn retries(house: &House, site: SiteId) -> usize {
    let question = Question::Actions { site: Some(site), before: None, limit: 100 };
    let Reply::Actions(actions) = house.store.view(question).await.unwrap() else {
        panic!("no actions")
    };
    actions.rows.iter().filter(|action| action.what == "retry").count()
}

#[tokio::test]
async fn where_root_names_a_site_that_one_alone_is_meant() {
    // Nobody else may name one that is not its own.
    if own_uid() != 0 {
        return;
    }
    let (house, _doors) = house(|_| {}, |_| {}).await;
    let other = house.add_site("other.example", vec![], |_| {}).await;
    let mut submission = house.submission(&["b@example.org"], "x\n");
    submission.identified.site = other;
    house.accept.submit(submission).await.unwrap();
    ask(&house, &mail(None, submit(&["a@example.org"]), MESSAGE)).await;
    let other_only = |task| request(Some("other.example"), task);
    let (_, _, body) = ask(&house, &other_only(Task::QueueList)).await;
    let text = printed(&body);
    assert!(text.contains("b@example.org") && !text.contains("a@example.org"), "{text}");
    assert_eq!(ask(&house, &other_only(Task::QueueRun)).await.0, 0);
    assert_eq!((retries(&house, other).await, retries(&house, house.shop()).await), (1, 0));
    let (code, words, _) = ask(&house, &request(Some("none.example"), Task::QueueRun)).await;
    assert_eq!((code, words.as_str()), (77, "there is no site none.example"));
}

#[tokio::test]
async fn addresses_are_verified_and_nothing_is_sent() {
    let (house, _doors) = house(|_| {}, |_| {}).await;
    let verify =
        |word: &str| request(None, Task::Verify { recipients: vec![word.as_bytes().to_vec()] });
    assert_eq!(ask(&house, &verify("Anna <a@example.org>")).await.0, 0);
    assert_eq!(ask(&house, &verify("a@@example.org")).await.0, 65);
    for nobody in ["", "(x)", "g:;"] {
        let (code, words, _) = ask(&house, &verify(nobody)).await;
        let told = format!("recipient: bad address \"{nobody}\": it holds no address");
        assert_eq!((code, words), (65, told));
    }
    assert!(house.stored(house.shop()).await.is_empty());
}

#[tokio::test]
async fn an_smtp_session_comes_over_the_socket_with_lf_and_without_auth() {
    let (house, _doors) = house(|_| {}, |_| {}).await;
    let mut stream = greeted(&house).await;
    // The first commands come with the request itself.
    let mut bytes = request(None, Task::Smtp);
    bytes.extend_from_slice(b"EHLO x\nMAIL FROM:<orders>\nRCPT TO:<a@example.org>\nDATA\n");
    bytes.extend_from_slice(b"Subject: one\n\n..dot\n.\nRSET\nNOOP\n");
    bytes.extend_from_slice(
        b"MAIL FROM:<>\nRCPT TO:<b@example.org>\nDATA\nSubject: two\n\nx\n.\nQUIT\n",
    );
    stream.write_all(&bytes).await.unwrap();
    let mut said = String::new();
    stream.read_to_string(&mut said).await.unwrap();
    assert!(said.starts_with("220 host.example.net"), "{said}");
    assert!(!said.contains("AUTH"), "{said}");
    assert!(said.ends_with("221 2.0.0 bye\r\n"), "{said}");
    let stored = house.stored(house.shop()).await;
    assert_eq!((stored[0].sender(), stored[1].sender()), (Some("orders@shop.example"), None));
    assert!(stored[0].text.ends_with("\r\n\r\n.dot\r\n"));
    let origin = house.traces(house.shop()).await.remove(0).origin;
    assert_eq!((origin.method, origin.uid), (Some(Method::Sendmail), Some(own_uid())));
}

#[tokio::test]
async fn an_smtp_session_of_a_caller_without_a_site_is_told_at_mail_which_rule_said_no() {
    let (house, _doors) = house(|all| all.shared_uids = vec![own_uid()], |_| {}).await;
    let mut stream = greeted(&house).await;
    let mut bytes = request(None, Task::Smtp);
    bytes.extend_from_slice(b"EHLO x\nMAIL FROM:<a@shop.example>\nRCPT TO:<a@example.org>\nQUIT\n");
    stream.write_all(&bytes).await.unwrap();
    let mut said = String::new();
    stream.read_to_string(&mut said).await.unwrap();
    let uid = own_uid();
    let told = format!(
        "\r\n550 5.7.1 uid {uid} is shared by several sites: name one with --site\r\n503 5.5.1 "
    );
    assert!(said.contains(&told), "{said}");
}

#[tokio::test]
async fn a_socket_nobody_serves_is_replaced_and_one_somebody_serves_is_not() {
    let (house, doors) = house(|_| {}, |_| {}).await;
    let again = house.try_open().await;
    assert!(matches!(again, Err(StartError::SocketInUse(_))), "{again:?}");
    doors.stop().await;
    assert!(!socket(&house).exists());
    // What a killed daemon leaves behind.
    drop(std::os::unix::net::UnixListener::bind(socket(&house)).unwrap());
    let doors = house.open().await;
    greeted(&house).await;
    doors.stop().await;
    std::fs::write(socket(&house), "something else").unwrap();
    let file = house.try_open().await;
    assert!(matches!(file, Err(StartError::NoSocket(_))), "{file:?}");
}

#[tokio::test]
async fn one_uid_cannot_have_more_sessions_than_its_share() {
    let (house, _doors) = house(|all| all.intake.connections_each = 2, |_| {}).await;
    let (_one, two) = (greeted(&house).await, greeted(&house).await);
    // Without the first byte the command knows that nobody serves it, and keeps its mail itself.
    let mut third = UnixStream::connect(socket(&house)).await.unwrap();
    assert_eq!(third.read(&mut [0]).await.unwrap(), 0);
    drop(two);
    until(async || {
        let mut stream = UnixStream::connect(socket(&house)).await.unwrap();
        stream.read(&mut [0]).await.unwrap() == 1
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_silent_caller_costs_its_slot_for_a_bounded_time() {
    let (house, _doors) = house(|_| {}, |_| {}).await;
    let began = tokio::time::Instant::now();
    let mut stream = greeted(&house).await;
    assert_eq!(stream.read(&mut [0]).await.unwrap(), 0);
    assert!(began.elapsed() >= house.settings.intake.idle);
}

#[tokio::test]
async fn a_mail_that_is_arriving_when_the_doors_close_may_arrive() {
    let (house, doors) = house(|_| {}, |_| {}).await;
    let bytes = mail(None, submit(&["a@example.org"]), MESSAGE);
    let mut stream = greeted(&house).await;
    stream.write_all(&bytes[..bytes.len() / 2]).await.unwrap();
    let stopping = tokio::spawn(doors.stop());
    // The door is closed once nobody can connect any more.
    until(async || UnixStream::connect(socket(&house)).await.is_err()).await;
    stream.write_all(&bytes[bytes.len() / 2..]).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert_eq!(answer[0], 0);
    stopping.await.unwrap();
    assert_eq!(house.stored(house.shop()).await.len(), 1);
}

/// Frames with some bytes changed, cut and doubled: nearer to what an attacker sends than noise.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let whole = prop_oneof![
        Just(mail(None, submit(&["a@example.org"]), MESSAGE)),
        Just(request(None, Task::QueueList)),
        Just(request(None, Task::Smtp)),
        Just(request(None, Task::Verify { recipients: vec![b"a@example.org".to_vec()] })),
    ];
    let damage = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4);
    (whole, damage, any::<prop::sample::Index>(), prop::collection::vec(any::<u8>(), 0..100))
        .prop_map(|(mut whole, damage, cut, tail)| {
            for (at, byte) in damage {
                let at = at.index(whole.len());
                whole[at] = byte;
            }
            whole.truncate(cut.index(whole.len() + 1));
            whole.extend(tail);
            whole
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_comes_over_the_socket_the_door_stays_open(
        garbage in prop_oneof![prop::collection::vec(any::<u8>(), 0..2000), damaged()],
    ) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            let (house, doors) = house(|_| {}, |_| {}).await;
            let mut stream = greeted(&house).await;
            let _ = stream.write_all(&garbage).await;
            let _ = stream.shutdown().await;
            let mut answer = Vec::new();
            let _ = stream.read_to_end(&mut answer).await;
            let (code, words, _) = ask(&house, &mail(None, submit(&["z@example.org"]), MESSAGE)).await;
            assert_eq!(code, 0, "{words}");
            doors.stop().await;
        });
    }
}
