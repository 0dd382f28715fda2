"""Writes docs/benchmarks.md: each figure with its sight. What stands below the line of the generated part is kept: it is
written by people (profiles, what was tried)."""

import datetime
import os
import pathlib
import platform
import subprocess

from measures import KB, median

END = "<!-- Written by bench/run up to here; what follows is written by people and kept. -->"
NOTES = """
## What the profiles show

(Nothing has been written here yet.)
"""


def write(path, *facts):
    kept = NOTES
    if path.exists() and END in (old := path.read_text()):
        kept = old.split(END, 1)[1]
    path.write_text(text(*facts) + END + "\n" + kept.lstrip("\n") if kept is NOTES else text(*facts) + END + kept)


def text(measured, sizes, root, postfix_version):
    rows = [*accept_rows(measured), *delivery_rows(measured), *sendmail_rows(measured), *crowd_rows(measured.crowd)]
    missed = [row for row in rows if row.sight and not row.is_met]
    lines = [
        "# Benchmarks",
        "",
        "Postern and Postfix, measured alternately on one machine, with one load generator and one sink, on one disk, both",
        "with durable queues: every mail is synced before it is acknowledged. A figure is the median of the rounds; a ratio",
        "is the median of the rounds' own ratios. More is better for mails/s, less for ms.",
        "",
        *machine(measured, root, postfix_version),
        "",
        *table(["measured", "Postern", "Postfix", "ratio", "sight"], [row.cells() for row in rows]),
        "",
        *missed_lines(missed),
        "",
        *method(measured, sizes),
        "",
    ]
    return "\n".join(lines) + "\n"


class Row:
    def __init__(self, what, postern, postfix="", ratio="", sight="", is_met=True, missing=""):
        self.what, self.postern, self.postfix, self.ratio = what, postern, postfix, ratio
        self.sight, self.is_met, self.missing = sight, is_met, missing

    def cells(self):
        mark = f"{self.sight}: {'met' if self.is_met else '**missed**'}" if self.sight else ""
        return [self.what, self.postern, self.postfix, self.ratio, mark]


def accept_rows(measured):
    return [faster_row(compared) for compared in measured.accept.values()]


def faster_row(compared, sight=10):
    ratio = compared.ratio()
    missing = f"{ratio:.1f} times instead of {sight}"
    cells = (f"{median(compared.postern):,.0f}/s", f"{median(compared.postfix):,.0f}/s", f"{ratio:.1f}")
    return Row(compared.what, *cells, f"{sight} times Postfix", ratio >= sight, missing)


def delivery_rows(measured):
    rows = []
    for size, compared in measured.end_to_end.items():
        rows.append(faster_row(compared))
        if size == 100 * KB:
            rate = median(compared.postern)
            missing = f"{rate:,.0f}/s instead of 2,000/s"
            rows.append(Row("the same, by itself", f"{rate:,.0f}/s", sight="2,000/s", is_met=rate >= 2000, missing=missing))
    return rows


def sendmail_rows(measured):
    rows = []
    for compared in measured.sendmail.values():
        ratio = compared.ratio()
        missing = f"{ratio:.2f} of Postfix's time instead of {1 / 6:.2f}"
        cells = (f"{median(compared.postern):.2f} ms", f"{median(compared.postfix):.2f} ms", f"{ratio:.2f}")
        rows.append(Row(compared.what + ", p50", *cells, "a sixth of Postfix's time", ratio <= 1 / 6, missing))
    return rows


def crowd_rows(crowd):
    first, last = crowd["fill"][0], crowd["fill"][-1]
    queued = crowd["purged"]
    rows = [
        Row("1 KB accepted, first tenth of the crowd", f"{first:,.0f}/s"),
        bounded("the last tenth, as a share of the first", last / first, "{:.0%}", "at least {:.0%}", 0.8, at_least=True),
    ]
    for action in ("block", "unblock"):
        what = f"{action} with {queued:,} queued, slowest of {len(crowd[action])}"
        rows.append(bounded(what, max(crowd[action]), "{:.1f} ms", "{:.0f} ms", 20))
    rows.append(bounded(f"purge of {queued:,} queued", crowd["purge"], "{:.1f} ms", "{:.0f} ms", 20))
    for how in ("clean", "killed"):
        found = crowd[f"restart {how}"]
        what = f"restart ({how}) with {queued:,} queued: first mail accepted after"
        rows.append(bounded(what, median(took for took, _ in found), "{:.0f} ms", "{:.0f} ms", 50))
    resident = max(resident for how in ("clean", "killed") for _, resident in crowd[f"restart {how}"]) / (1 << 20)
    rows.append(bounded("resident memory at that moment, most", resident, "{:.0f} MB", "{:.0f} MB", 64))
    for when, what in (("other", f"beside {queued:,} held"), ("after purge", "right after the purge")):
        took = median(seconds for _, seconds in crowd[when]) * 1000
        rows.append(Row(f"another site's mail {what}, handed in to delivered, p50", f"{took:.1f} ms"))
    return rows


def bounded(what, value, shown, sight_shown, sight, at_least=False):
    is_met = value >= sight if at_least else value <= sight
    sight_text = sight_shown.format(sight)
    missing = f"{shown.format(value)} instead of {sight_text}"
    return Row(what, shown.format(value), sight=sight_text, is_met=is_met, missing=missing)


def missed_lines(missed):
    if not missed:
        return ["All sights were met in this run."]
    return ["Missed in this run:", "", *(f"- {row.what}: {row.missing}" for row in missed)]


def table(head, rows):
    line = lambda cells: "| " + " | ".join(cells) + " |"
    return [line(head), line(["---"] + ["--:"] * 3 + ["---"]), *(line(row) for row in rows)]


def machine(measured, root, postfix_version):
    run = lambda *words: subprocess.run(words, cwd=root, stdout=subprocess.PIPE, text=True).stdout.strip()
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    memory = next(int(line.split()[1]) for line in open("/proc/meminfo") if line.startswith("MemTotal")) >> 20
    commit = run("git", "rev-parse", "--short", "HEAD")
    changed = " with changes" if run("git", "status", "--porcelain", "--", "crates") else ""
    today = datetime.date.today().isoformat()
    ceilings = ", ".join(f"{rate:,.0f}/s of {size // KB} KB" for size, rate in measured.ceiling.items())
    return [
        f"- {today}; Postern {commit}{changed}, release build by {run('rustc', '--version')}; Postfix {postfix_version} of {debian()}",
        f"- {os.cpu_count()} cores of {cpu}, {memory} GB, Linux {platform.release()}; 4 KB and its fdatasync take {measured.sync_ms:.2f} ms",
        f"- the load generator straight into the sink: {ceilings}; no server can come above that here",
        "- again: `make bench` (as root; `BENCH_QUICK=1 make bench` for a look with small numbers)",
    ]


def debian():
    try:
        values = dict(line.strip().split("=", 1) for line in pathlib.Path("/etc/os-release").open() if "=" in line)
        return values.get("PRETTY_NAME", "Debian").strip('"')
    except OSError:
        return "Debian"


def method(measured, sizes):
    rounds = "one round" if sizes.rounds == 1 else f"{sizes.rounds} rounds"
    mails = ", ".join(f"{one:,}/{other:,} at {count}" for count, (one, other) in sizes.accept.items())
    through = ", ".join(f"{one:,}/{other:,} of {size // KB} KB" for size, (one, other) in sizes.end_to_end.items())
    return [
        "## How it is measured",
        "",
        f"- {rounds.capitalize()}, each server in turn with an empty queue. Load: `smtp-source -d`, which keeps its connections and does not",
        "  pipeline. Sink: `smtp-sink`. Generator, server and sink share the cores.",
        f"- accept (mails for Postern/Postfix: {mails}): from the start of the generator to its end while nothing is delivered:",
        "  Postern's site is blocked, Postfix puts each mail on hold (`static:hold`).",
        f"- end to end ({through}): from the start of the generator until the sink has the last mail.",
        f"- sendmail ({sizes.spawns} calls): `posix_spawn` to exit with a mail of 5 KB on stdin, delivery held likewise. Postern's",
        "  command exits when the daemon has the mail on stable storage; Postfix's when it is in `maildrop`.",
        "- Both have their defaults, but for `in_flow_delay = 0` at Postfix, which would slow its intake, and the cap of queued mails at",
        "  Postern, raised for the crowd. Both write their logs to files on the same disk.",
        f"- the crowd: {sizes.queued:,} mails of 1 KB for one blocked site; then {sizes.restarts} restarts each after SIGTERM and SIGKILL, unblock and block",
        "  in turn over one connection of the control socket while the sink takes what leaves, then the purge.",
    ]
