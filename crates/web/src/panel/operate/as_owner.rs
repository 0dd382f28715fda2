//! `POST /sites/{site}/as-owner`: an operator sees a site as its owner does, until they go back to their own view.

use axum::extract::State;
use axum::response::Response;

use crate::api::Guarded;
use crate::error::{Error, Result};
use crate::panel::form::{Form, Pressed};
use crate::panel::visitor::Visitor;
use crate::panel::{Panel, flash};
use crate::wire::Code;

pub(crate) async fn begin(
    State(panel): State<Panel>,
    visitor: Visitor,
    Guarded(entry): Guarded,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let no_session = || Error::new(Code::NotAllowed, "only a session can see a site so");
    let session = visitor.caller.session.ok_or_else(no_session)?;
    let by = panel.app.by(&visitor.caller);
    panel.app.people().show_as_owner(session, Some(entry.site.id), by).await?;
    let told = visitor.words.tell("site-as-owner-begun", &[("site", (&entry.site.name).into())]);
    Ok(flash::tell(&visitor.links.site(&entry.site.name), &told))
}
