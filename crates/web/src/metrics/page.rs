//! Writes families: a name, a sentence of help, and a value for each set of labels.

use std::fmt::Result;

use postern_core::histogram::Counted;
use prometheus_client::encoding::{DescriptorEncoder, EncodeLabelSet, MetricEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::Unit;

/// A label's name and its value.
pub(super) type Label<'a> = (&'static str, &'a str);

/// A page of figures that is being written.
pub(super) struct Page<'a>(pub(super) DescriptorEncoder<'a>);

/// What a figure of the moment is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum In {
    Numbers,
    Bytes,
    Seconds,
}

impl In {
    fn unit(self) -> Option<Unit> {
        match self {
            In::Numbers => None,
            In::Bytes => Some(Unit::Bytes),
            In::Seconds => Some(Unit::Seconds),
        }
    }
}

impl Page<'_> {
    /// What the program is.
    pub(super) fn info(&mut self, name: &str, help: &str, labels: &[Label<'_>]) -> Result {
        self.0.encode_descriptor(name, help, None, MetricType::Info)?.encode_info(&labels)
    }

    /// What only rises. `_total` is appended.
    pub(super) fn counter(&mut self, name: &str, help: &str, value: u64) -> Result {
        let mut metric = self.0.encode_descriptor(name, help, None, MetricType::Counter)?;
        rise(&mut metric, value)
    }

    /// The same by labels.
    pub(super) fn counters<S: EncodeLabelSet>(
        &mut self,
        name: &str,
        help: &str,
        rows: impl IntoIterator<Item = (S, u64)>,
    ) -> Result {
        let mut metric = self.0.encode_descriptor(name, help, None, MetricType::Counter)?;
        rows.into_iter()
            .try_for_each(|(labels, value)| rise(&mut metric.encode_family(&labels)?, value))
    }

    /// A figure of the moment. Its unit is appended to its name.
    pub(super) fn gauge(&mut self, name: &str, unit: In, help: &str, value: f64) -> Result {
        let unit = unit.unit();
        let metric = self.0.encode_descriptor(name, help, unit.as_ref(), MetricType::Gauge);
        metric?.encode_gauge(&value)
    }

    /// The same by labels.
    pub(super) fn gauges<S: EncodeLabelSet>(
        &mut self,
        name: &str,
        unit: In,
        help: &str,
        rows: impl IntoIterator<Item = (S, u64)>,
    ) -> Result {
        let unit = unit.unit();
        let mut metric = self.0.encode_descriptor(name, help, unit.as_ref(), MetricType::Gauge)?;
        rows.into_iter()
            .try_for_each(|(labels, value)| metric.encode_family(&labels)?.encode_gauge(&value))
    }

    /// How long things took, counted in microseconds, told in seconds.
    pub(super) fn spans(&mut self, name: &str, help: &str, counted: &Counted) -> Result {
        let unit = Unit::Seconds;
        let mut metric =
            self.0.encode_descriptor(name, help, Some(&unit), MetricType::Histogram)?;
        spread(&mut metric, counted, 1e6)
    }

    /// The same by one label.
    pub(super) fn spans_by<'l>(
        &mut self,
        name: &str,
        help: &str,
        rows: impl IntoIterator<Item = (Label<'l>, Counted)>,
    ) -> Result {
        let unit = Unit::Seconds;
        let mut metric =
            self.0.encode_descriptor(name, help, Some(&unit), MetricType::Histogram)?;
        rows.into_iter().try_for_each(|(label, counted)| {
            spread(&mut metric.encode_family(&[label])?, &counted, 1e6)
        })
    }

    /// How large things were.
    pub(super) fn sizes(&mut self, name: &str, help: &str, counted: &Counted) -> Result {
        let mut metric = self.0.encode_descriptor(name, help, None, MetricType::Histogram)?;
        spread(&mut metric, counted, 1.0)
    }
}

fn rise(metric: &mut MetricEncoder<'_>, value: u64) -> Result {
    metric.encode_counter::<NoLabelSet, u64, f64>(&value, None)
}

/// Writes a histogram; so many of what was counted are one of what is told.
fn spread(metric: &mut MetricEncoder<'_>, counted: &Counted, per: f64) -> Result {
    let bounds = counted.up_to.iter().map(|(bound, count)| (*bound as f64 / per, *count));
    let buckets: Vec<(f64, u64)> = bounds.chain([(f64::INFINITY, counted.over)]).collect();
    let sum = counted.sum as f64 / per;
    metric.encode_histogram::<NoLabelSet>(sum, counted.count(), &buckets, None)
}
