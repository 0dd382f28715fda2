//! The configuration: from a file to settings that cannot be wrong.
//!
//! A setting exists once, in `table`. Two stages: `read` takes what was written, each value checked alone; `settings`
//! puts it together. Faults of both come together, each with file and line. Without a file everything has its default.

mod fault;
mod kind;
mod nearest;
mod page;
mod place;
mod read;
mod settings;
mod table;
mod warning;

use std::io::ErrorKind;

pub use fault::{Fault, Faults};
pub use nearest::nearest;
pub use page::{example, explain, reference};
pub use place::Place;
use settings::Machine;
pub use settings::{Log, Reserve, Settings};
pub use table::{Setting, TABLE, find, section, sections, settings_of};

/// Loads the configuration of a place. No file at all is a valid one.
///
/// # Errors
/// Every fault of the file.
pub fn load(place: &Place) -> Result<Settings, Faults> {
    let faulty = |faults| Faults { file: place.config.clone(), faults };
    let text = match std::fs::read(&place.config) {
        Ok(bytes) => String::from_utf8(bytes).map_err(|_| {
            faulty(vec![Fault { line: None, message: "the file is not UTF-8 text".into() }])
        })?,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => {
            return Err(faulty(vec![Fault {
                line: None,
                message: format!("cannot be read: {error}"),
            }]));
        }
    };
    let (written, mut faults) = read::read(&text);
    match settings::settings(&written, place, &machine()) {
        Ok(settings) if faults.is_empty() => return Ok(settings),
        Ok(_) => {}
        Err(more) => faults.extend(more),
    }
    faults.sort_by_key(|fault| fault.line);
    Err(faulty(faults))
}

/// What is no fault of a valid configuration, and yet to be put right.
pub fn warnings(place: &Place) -> Vec<Fault> {
    let text = std::fs::read_to_string(&place.config).unwrap_or_default();
    let (written, _) = read::read(&text);
    let settings = settings::settings(&written, place, &machine()).ok();
    warning::warnings(&written, settings.as_ref(), place, jiff::Timestamp::now())
}

/// The machine this runs on.
fn machine() -> Machine {
    let name = rustix::system::uname().nodename().to_string_lossy().into_owned();
    Machine { name, is_local: postern_engine::seam::real::is_local }
}
