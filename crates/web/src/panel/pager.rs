//! The way through a long list: on from its last row, and back to its beginning. A list is never counted.

use super::filter::Link;

/// The links below a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pager {
    /// Back to its beginning, where this is not it.
    pub(crate) first: Option<String>,
    /// Where it goes on.
    pub(crate) next: Option<String>,
}

impl Pager {
    /// Of a list whose query names under `name` where it goes on; this page began at `from` (nothing: the beginning),
    /// the next does at `next`.
    pub(crate) fn of(list: &Link, name: &'static str, from: &str, next: Option<&str>) -> Pager {
        Pager {
            first: (!from.is_empty()).then(|| list.to_string()),
            next: next.map(|next| list.with(name, next).to_string()),
        }
    }
}

/// Leaves one page of rows, of which one more than that was asked for; where the next page goes on, by its last row.
pub(crate) fn one_page<T>(
    rows: &mut Vec<T>,
    page: usize,
    name: impl Fn(&T) -> String,
) -> Option<String> {
    let goes_on = rows.len() > page;
    rows.truncate(page);
    rows.last().filter(|_| goes_on).map(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_goes_on_with_its_filters_and_begins_without_a_cursor() {
        let list = Link::to("/sites/a/errors".into()).with("class", "network");
        let pager = |from, next| Pager::of(&list, "from", from, next);
        assert_eq!(pager("", None), Pager::default());
        let middle = pager("7-8", Some("5-6"));
        assert_eq!(middle.first.as_deref(), Some("/sites/a/errors?class=network"));
        assert_eq!(middle.next.as_deref(), Some("/sites/a/errors?class=network&from=5-6"));
    }
}
