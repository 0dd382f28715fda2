//! A field of a form: what it asks for, what was typed before, and what is wrong with it, told beside it.

use super::filter::Choice;

/// A field; `field.html` draws it.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) kind: Kind,
    pub(crate) hint: Option<String>,
    pub(crate) fault: Option<String>,
    /// Whether nothing at all is no answer.
    pub(crate) needed: bool,
}

/// How a field is drawn.
#[derive(Debug)]
pub(crate) enum Kind {
    /// A line; the type of its input.
    Line(&'static str),
    /// Several lines.
    Lines,
    /// One of these.
    Choice(Vec<Choice>),
    /// A box to tick.
    Tick,
}

impl Field {
    fn of(kind: Kind, name: &'static str, label: String, value: &str) -> Field {
        let value = value.to_owned();
        Field { name, label, value, kind, hint: None, fault: None, needed: false }
    }

    pub(crate) fn line(name: &'static str, label: String, value: &str) -> Field {
        Field::of(Kind::Line("text"), name, label, value)
    }

    pub(crate) fn lines(name: &'static str, label: String, value: &str) -> Field {
        Field::of(Kind::Lines, name, label, value)
    }

    /// What was typed is not shown again.
    pub(crate) fn password(name: &'static str, label: String) -> Field {
        Field::of(Kind::Line("password"), name, label, "")
    }

    pub(crate) fn choice(
        name: &'static str,
        label: String,
        value: &str,
        choices: Vec<Choice>,
    ) -> Field {
        Field::of(Kind::Choice(choices), name, label, value)
    }

    pub(crate) fn tick(name: &'static str, label: String, ticked: bool) -> Field {
        Field::of(Kind::Tick, name, label, if ticked { "on" } else { "" })
    }

    #[must_use]
    pub(crate) fn hint(self, hint: String) -> Field {
        Field { hint: Some(hint), ..self }
    }

    /// The ids of what tells more of it.
    pub(crate) fn described_by(&self) -> String {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.name));
        let fault = self.fault.as_ref().map(|_| format!("{}-fault", self.name));
        hint.into_iter().chain(fault).collect::<Vec<_>>().join(" ")
    }

    /// What a browser may fill in by itself.
    pub(crate) fn autocomplete(&self) -> &'static str {
        match self.kind {
            Kind::Line("password") => "new-password",
            _ => "off",
        }
    }

    #[must_use]
    pub(crate) fn needed(self) -> Field {
        Field { needed: true, ..self }
    }
}

/// What is wrong with a form: the field, and the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) field: &'static str,
    pub(crate) words: String,
}

impl Fault {
    pub(crate) fn of(field: &'static str, words: String) -> Fault {
        Fault { field, words }
    }
}

/// Puts what is wrong beside its field; beside the first one what is wrong with none of them.
pub(crate) fn tell(fields: &mut [Field], faults: Vec<Fault>) {
    for fault in faults {
        let at = fields.iter().position(|field| field.name == fault.field).unwrap_or(0);
        if let Some(field) = fields.get_mut(at) {
            field.fault.get_or_insert(fault.words);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_stands_beside_its_field_and_the_first_fault_is_told() {
        let mut fields = [Field::line("a", "A".into(), ""), Field::line("b", "B".into(), "")];
        let fault = |field, words: &str| Fault::of(field, words.to_owned());
        tell(&mut fields, vec![fault("b", "one"), fault("b", "two"), fault("c", "three")]);
        assert_eq!(fields[0].fault.as_deref(), Some("three"));
        assert_eq!(fields[1].fault.as_deref(), Some("one"));
        tell(&mut [], vec![fault("a", "nowhere")]);
    }
}
