//! Colour, where there is a terminal to show it.

use postern_web::wire::is_red;

/// How a text is painted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paint {
    #[default]
    Plain,
    Bold,
    Dim,
    Green,
    Red,
    Yellow,
}

impl Paint {
    /// The text in this paint, if there is colour at all.
    pub fn on(self, text: &str, color: bool) -> String {
        let code = match self {
            Paint::Plain => return text.to_owned(),
            Paint::Bold => 1,
            Paint::Dim => 2,
            Paint::Green => 32,
            Paint::Red => 31,
            Paint::Yellow => 33,
        };
        if color && !text.is_empty() {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

/// The badge's colour of a site's state.
pub fn state_paint(state: &str) -> Paint {
    if is_red(state) { Paint::Red } else { Paint::Green }
}
