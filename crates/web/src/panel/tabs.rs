//! A few views of one page, of which one is shown: spans of a chart, parts of a queue.

/// The choice.
#[derive(Debug, Default)]
pub(crate) struct Tabs {
    /// What is chosen, for those who do not see it.
    pub(crate) label: String,
    pub(crate) all: Vec<Tab>,
}

/// One view.
#[derive(Debug)]
pub(crate) struct Tab {
    pub(crate) label: String,
    /// How much there is to see in it.
    pub(crate) count: Option<String>,
    pub(crate) href: String,
    pub(crate) current: bool,
}

impl Tabs {
    pub(crate) fn is_counted(&self) -> bool {
        self.all.iter().any(|tab| tab.count.is_some())
    }
}
