//! The path of a request, each part escaped, so that a login `a/b` or a script `?x` stays one part.

use postern_engine::url::escaped;

/// A path under `/api/v1`, with a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url(String);

impl Url {
    /// The path of these parts.
    pub fn of<const N: usize>(parts: [&str; N]) -> Url {
        let mut path = String::from("/api/v1");
        for part in parts {
            path.push('/');
            path.push_str(&escaped(part));
        }
        Url(path)
    }

    /// The same with a field of the query, if it has a value.
    pub fn with(mut self, field: &str, value: Option<impl ToString>) -> Url {
        if let Some(value) = value {
            self.0.push(if self.0.contains('?') { '&' } else { '?' });
            self.0.push_str(field);
            self.0.push('=');
            self.0.push_str(&escaped(&value.to_string()));
        }
        self
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_stays_one_part_whatever_it_contains() {
        let url = Url::of(["sites", "a/b", "queue"])
            .with("script", Some("/srv/x.php?y&z"))
            .with("sender", None::<&str>);
        assert_eq!(
            url.with("limit", Some(5)).as_str(),
            "/api/v1/sites/a%2Fb/queue?script=%2Fsrv%2Fx.php%3Fy%26z&limit=5"
        );
    }
}
