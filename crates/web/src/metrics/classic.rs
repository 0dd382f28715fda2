//! The older text format of Prometheus, for what does not read OpenMetrics, `promtool check metrics` among it.
//!
//! It differs in what stands above a family: a counter is called there as its series are, there is no unit, an info is a
//! gauge, and no line says that this is the end.

pub(super) const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The same figures in the older format.
pub(super) fn of(open_metrics: &str) -> String {
    let mut classic = String::with_capacity(open_metrics.len() + 4096);
    // A family's help stands before its kind, which tells what it is called.
    let mut help = "";
    for line in open_metrics.lines() {
        if line.starts_with("# HELP ") {
            help = line;
        } else if let Some((name, kind)) =
            line.strip_prefix("# TYPE ").and_then(|rest| rest.split_once(' '))
        {
            let (suffix, kind) = match kind {
                "counter" => ("_total", "counter"),
                "info" => ("_info", "gauge"),
                "unknown" => ("", "untyped"),
                kind => ("", kind),
            };
            let words = help.splitn(4, ' ').nth(3).unwrap_or_default();
            for part in ["# HELP ", name, suffix, " ", words, "\n# TYPE ", name, suffix, " ", kind]
            {
                classic.push_str(part);
            }
            classic.push('\n');
        } else if !line.starts_with('#') {
            classic.push_str(line);
            classic.push('\n');
        }
    }
    classic
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_what_stands_above_a_family_differs() {
        let open_metrics = "# HELP a_sent Sent, all of it.\n# TYPE a_sent counter\na_sent_total 3\n\
             # HELP a_room_bytes Room.\n# TYPE a_room_bytes gauge\n# UNIT a_room_bytes bytes\na_room_bytes{b=\"# x\"} 4\n\
             # HELP a_build What.\n# TYPE a_build info\na_build_info{version=\"1\"} 1\n# EOF\n";
        let classic = "# HELP a_sent_total Sent, all of it.\n# TYPE a_sent_total counter\na_sent_total 3\n\
             # HELP a_room_bytes Room.\n# TYPE a_room_bytes gauge\na_room_bytes{b=\"# x\"} 4\n\
             # HELP a_build_info What.\n# TYPE a_build_info gauge\na_build_info{version=\"1\"} 1\n";
        assert_eq!(super::of(open_metrics), classic);
    }
}
