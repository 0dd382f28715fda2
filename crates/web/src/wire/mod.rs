//! What travels: the bodies of `/api/v1`, apart from the rules' own types, so that those can change and these cannot.
//!
//! Names are the product's words. Times are RFC 3339 in UTC with milliseconds; sizes are bytes and end in `_bytes`.
//! Requests refuse fields they do not know; answers may gain fields. The command line reads the same types.

mod action;
mod audit;
mod event;
mod failure;
mod health;
mod history;
mod hop;
mod message;
mod object;
mod ovh_key;
mod page;
mod people;
mod problem;
mod queue;
mod site;
mod status;
mod stop;
mod top;
mod trace;
mod webhook;
mod when;

pub use action::{ActionAnswer, ActionWish};
pub use audit::AuditEntry;
pub use event::{Event, StateEvent};
pub use failure::{Failure, FailureClass, FailureClasses};
pub use health::{Checked, Commits, DropDirectory, Health};
pub use history::{Bucket, Figures, History, Step};
pub use hop::{Hop, Hops};
pub use message::{Attachment, Mail, Submitted, TestMail};
pub use ovh_key::{MadeOvhKey, NewOvhKey, OvhConsumer, OvhKey};
pub use page::Page;
pub use people::{
    LinkWish, MadeLink, MadeToken, Me, NewPassword, NewToken, NewUser, Role, Session, Token, User,
    UserChange,
};
pub use problem::{Code, Problem};
pub use queue::{Job, JobKind, JobWish, QueueKind, Queued, Selection};
pub use site::{
    Changed, Counters, Import, Imported, Limits, LimitsWish, NewSite, Outcome, OwnSettings,
    Password, Settings, SettingsWish, Site, SiteChange, SiteWish, is_red,
};
pub use status::{QueueKinds, Status};
pub use stop::{Stop, StopAnswer, StopWish};
pub use top::{Ranked, RankedScript, RankedSite};
pub use trace::{Attempt, Origin, Traced, TracedDelivery};
pub use webhook::{
    MadeWebhook, NewWebhook, Webhook, WebhookAnswer, WebhookChange, WebhookEvent,
    WebhookEventState, WebhookKind,
};
pub use when::When;
