//! Release, delete, retry: a page that says what will happen to which mails and asks, and what it came to.

use axum::extract::{RawQuery, State};
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use postern_core::ids::DeliveryId;
use postern_engine::act::Begun;
use postern_engine::sites::Entry;
use postern_engine::words::Words;
use postern_store::view::{Question, Reply};
use postern_store::{JobKind, Selection, Started};

use super::{Asked, hours_of, path, refused_key, ruling, word};
use crate::api::{App, Guarded, unexpected};
use crate::error::{Error, Result};
use crate::panel::Panel;
use crate::panel::confirm::Confirm;
use crate::panel::flash;
use crate::panel::form::Form;
use crate::panel::frame::{Frame, Here, Tab, html};
use crate::panel::quoted::Quoted;
use crate::panel::visitor::Visitor;
use crate::standing::Standing;
use crate::wire::Code;

/// The page that asks, and what its form does.
pub(crate) fn of(kind: JobKind) -> MethodRouter<Panel> {
    get(
        async move |State(panel): State<Panel>,
                    visitor: Visitor,
                    Guarded(entry): Guarded,
                    RawQuery(query): RawQuery| {
            let pairs = serde_urlencoded::from_str(&query.unwrap_or_default());
            let pairs: Vec<(String, String)> = pairs.map_err(|error| {
                Error::new(Code::BadRequest, format!("the query cannot be read: {error}"))
            })?;
            ask(&panel, &visitor, &entry, kind, &Meant::of(pairs)?).await
        },
    )
    .post(
        async move |State(panel): State<Panel>,
                    visitor: Visitor,
                    Guarded(entry): Guarded,
                    form: Form<Vec<(String, String)>>| {
            act(&panel, &visitor, &entry, kind, &Meant::of(form.0)?).await
        },
    )
}

/// Which mails: some by their numbers, or all that fit.
#[derive(Debug)]
struct Meant {
    asked: Asked,
    which: Which,
}

#[derive(Debug, PartialEq, Eq)]
enum Which {
    /// Of a page, by hand.
    Ticked(Vec<i64>),
    Fitting,
}

/// Mails are counted up to so many, to say how many are meant.
const COUNTED: usize = 1000;

/// More cannot be ticked: no page shows as many.
const TICKED: usize = 200;

impl Meant {
    fn of(pairs: Vec<(String, String)>) -> Result<Meant> {
        let (mut asked, mut ticked, mut which) = (Asked::default(), Vec::new(), String::new());
        for (name, value) in pairs {
            match name.as_str() {
                "id" if ticked.len() < TICKED => ticked.push(value.parse().map_err(|_| {
                    Error::new(Code::BadRequest, format!("{value:?} is no mail's number"))
                })?),
                "which" => which = value,
                "kind" => asked.kind = value,
                "recipient" => asked.recipient = value,
                "sender" => asked.sender = value,
                "script" => asked.script = value,
                "older" => asked.older = value,
                _ => {}
            }
        }
        let which = if which == "all" { Which::Fitting } else { Which::Ticked(ticked) };
        Ok(Meant { asked, which })
    }

    fn selection(&self, app: &App) -> Result<Selection> {
        match &self.which {
            Which::Ticked(ids) => Ok(Selection { deliveries: ids.clone(), ..Selection::default() }),
            Which::Fitting => self.asked.selection(app.now()),
        }
    }

    /// What the form carries along.
    fn kept(&self) -> Vec<(&'static str, String)> {
        match &self.which {
            Which::Ticked(ids) => ids.iter().map(|id| ("id", id.to_string())).collect(),
            Which::Fitting => {
                let mut kept = self.asked.fields();
                kept.push(("which", "all".into()));
                kept
            }
        }
    }

    /// Which they are, in words: nothing of those that were ticked.
    fn told(&self, words: &Words) -> Vec<String> {
        let Asked { kind, recipient, sender, script, older, after: _ } = &self.asked;
        if matches!(self.which, Which::Ticked(_)) {
            return Vec::new();
        }
        let mut told = Vec::new();
        let mut only = |key: &str, name: &str, value: &str| {
            if !value.is_empty() {
                let value = Quoted::cut(value, 100).text;
                told.push(words.tell(key, &[(name, (&value).into())]));
            }
        };
        let age = older
            .parse()
            .map_or_else(|_| String::new(), |hours: u32| words.span(hours_of(hours.into())));
        only("work-recipient", "recipient", recipient);
        only("work-sender", "sender", sender);
        only("work-script", "script", script);
        only("work-older", "span", &age);
        if !kind.is_empty() {
            let kind = words.say(&format!("queue-tab-{kind}"));
            told.push(words.tell("work-kind", &[("kind", (&kind).into())]));
        }
        told
    }
}

/// Why there is nothing to ask or to do; the page says so on the list.
async fn prevented(
    app: &App,
    visitor: &Visitor,
    entry: &Entry,
    kind: JobKind,
    meant: &Meant,
) -> Result<Option<&'static str>> {
    if meant.which == Which::Ticked(Vec::new()) {
        return Ok(Some("work-none-ticked"));
    }
    let standing = Standing::of(app, entry).await?;
    if let Err(why) = ruling(visitor, &standing, kind) {
        return Ok(Some(refused_key(why)));
    }
    let is_for_nothing = kind == JobKind::Release && !standing.site.state.is_red();
    Ok(is_for_nothing.then_some("work-nothing"))
}

/// How many mails wait of a selection: exact up to some, else that there are more.
pub(crate) async fn count(app: &App, entry: &Entry, selection: Selection) -> Result<(u64, bool)> {
    let (site, after) = (entry.site.id, DeliveryId(0));
    let question = Question::Queue { site, selection, after, limit: COUNTED };
    match app.ask(question).await? {
        Reply::Queue(page) => Ok((page.rows.len() as u64, page.next.is_some())),
        other => Err(unexpected(&other)),
    }
}

async fn ask(
    panel: &Panel,
    visitor: &Visitor,
    entry: &Entry,
    kind: JobKind,
    meant: &Meant,
) -> Result<Response> {
    let (app, words) = (&panel.app, &visitor.words);
    let back = Tab::Queue.link(&visitor.links, &entry.site.name);
    if let Some(key) = prevented(app, visitor, entry, kind, meant).await? {
        return Ok(flash::tell(&back, &words.say(key)));
    }
    let (count, is_more) = count(app, entry, meant.selection(app)?).await?;
    if count == 0 && !is_more {
        return Ok(flash::tell(&back, &words.say("work-none")));
    }
    let key = if is_more { "work-count-least" } else { "work-count" };
    let mut happens = vec![words.tell(key, &[("count", count.into())])];
    happens.extend(meant.told(words));
    happens.push(words.say(&format!("{}-happens", word(kind))));
    match kind {
        JobKind::Release => happens.push(words.say("release-stopped")),
        JobKind::Delete => happens.push(words.say("delete-in-hand")),
        JobKind::Retry => {}
    }
    let question = words.say(&format!("{}-question", word(kind)));
    html(&Confirm {
        said: None,
        happens,
        fields: Vec::new(),
        kept: meant.kept(),
        confirm: words.say(&format!("{}-confirm", word(kind))),
        kind: if kind == JobKind::Delete { "danger" } else { "" },
        here: path(visitor, entry, kind),
        back,
        frame: Frame::of(visitor, Here::Site(entry, Tab::Queue), question.clone()),
        question,
    })
}

async fn act(
    panel: &Panel,
    visitor: &Visitor,
    entry: &Entry,
    kind: JobKind,
    meant: &Meant,
) -> Result<Response> {
    let (app, words) = (&panel.app, &visitor.words);
    let back = Tab::Queue.link(&visitor.links, &entry.site.name);
    if meant.which == Which::Ticked(Vec::new()) {
        // No mail at all would be a selection of all.
        return Ok(flash::tell(&back, &words.say("work-none-ticked")));
    }
    let (site, asker) = (entry.site.id, visitor.caller.asker());
    let begun = app.actions().begin(site, kind, meant.selection(app)?, None, &asker).await?;
    let key = match begun {
        Begun::Yes(Started::Begun(_) | Started::Repeated(_) | Started::KeyReused(_)) => {
            format!("work-begun-{}", word(kind))
        }
        Begun::Nothing => "work-nothing".to_owned(),
        Begun::Refused { why, .. } => refused_key(why).to_owned(),
    };
    Ok(flash::tell(&back, &words.say(&key)))
}
