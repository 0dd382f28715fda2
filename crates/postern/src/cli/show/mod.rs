//! How answers look on a terminal.

mod bars;
mod figure;
mod paint;
mod reply;
mod stop;
mod table;
mod width;
mod zone;

pub use bars::bar;
pub use figure::{bytes, count, plural};
pub use paint::{Paint, state_paint};
pub use postern_web::escape::{safe, safe_json, safe_lines};
pub use reply::reply;
pub use stop::{stopped, stopped_since};
pub use table::{Cell, Column, Table};
pub use zone::{Zone, relative};
