//! A site's scripts: who sends, how much, and how much of it fails.

use postern_engine::sites::Entry;
use postern_engine::words::Words;
use postern_store::view::{Order, Question, Reply, Script};

use super::filter::Choice;
use super::quoted::Quoted;
use crate::api::{App, unexpected};
use crate::error::Result;

/// Scripts that a form offers, those with most failures first.
const OFFERED: usize = 20;

/// The script of a mail, as a list shows it.
pub(crate) fn name(words: &Words, script: &str) -> Quoted {
    match script {
        "" => Quoted::cut(&words.say("script-unknown"), 60),
        script => Quoted::script(script),
    }
}

/// The scripts to choose from in a form, the one that is chosen among them.
pub(crate) async fn choices(app: &App, entry: &Entry, chosen: &str) -> Result<Vec<Choice>> {
    let scripts = of_site(app, entry, Order::Failed, OFFERED).await?;
    let mut names: Vec<String> = scripts.into_iter().map(|script| script.name).collect();
    names.retain(|name| is_plain(name) && name != chosen);
    names.extend((!chosen.is_empty()).then(|| chosen.to_owned()));
    names.sort();
    let choice = |name: String| Choice { label: Quoted::script(&name).text, value: name };
    Ok(names.into_iter().map(choice).collect())
}

/// Whether a form can offer a name as it is. Others are reached by their links.
fn is_plain(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !b"<>&\"'".contains(&byte);
    (1..=120).contains(&name.len()) && name.bytes().all(is_plain)
}

/// The scripts of a site by what they sent or failed.
async fn of_site(app: &App, entry: &Entry, by: Order, limit: usize) -> Result<Vec<Script>> {
    match app.ask(Question::Scripts { site: Some(entry.site.id), by, limit }).await? {
        Reply::Scripts(scripts) => Ok(scripts),
        other => Err(unexpected(&other)),
    }
}
