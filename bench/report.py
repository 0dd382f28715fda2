"""Writes docs/benchmarks.md: each figure with its sight. What stands below the line of the generated part is kept: it is
written by people (profiles, what was tried)."""

import datetime
import os
import pathlib
import platform
import re
import subprocess

from measures import KB, median

AGAIN = "`make bench` (as root; `BENCH_QUICK=1 make bench` for a look with small numbers)"
PAGES_AGAIN = "`make bench ARGS=pages` measures this part only (`BENCH_QUICK=1` as above)"
# Within this each page is answered, in milliseconds.
PAGE_SIGHT = 50
PAGES, METHOD = "## The pages", "## How it is measured"
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


def write_pages(path, found, sizes, root):
    """Puts the part about the pages into the report and leaves the rest as it is."""
    part = "\n".join([*pages_part(found, sizes, root), ""])
    place = re.compile(f"(?:{PAGES}\n.*?)?(?={METHOD}\n)", re.DOTALL)
    path.write_text(place.sub(lambda _: part + "\n", path.read_text(), count=1))


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
        *pages_part(measured.pages, sizes, root),
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


def pages_part(found, sizes, root):
    rows = [*page_rows(found.panel), *page_rows(found.api)]
    missed = [row for row in rows if not row.is_met()]
    result = f"Missed are {len(missed)} of {len(rows)}." if missed else f"All {len(rows)} were met in this run."
    return [
        PAGES,
        "",
        f"Each page of the panel and each question of the API beside {sizes.sites:,} sites with a year of history, one of them with",
        f"{found.queued:,} queued mails, as an owner of that site and as an operator, in ms. KB are the page without its style",
        f"sheet and scripts. The sight is {PAGE_SIGHT} ms for the slowest of {sizes.asked}, the client's part and the way over loopback included.",
        f"{result}",
        "",
        f"- {build_line(root)}",
        f"- again: {PAGES_AGAIN}",
        "",
        *table(["asked for", "owner, p50", "slowest", "operator, p50", "slowest", "KB", "sight"], [row.cells() for row in rows]),
    ]


class PageRow:
    """A page as each of its visitors got it."""

    def __init__(self, kind, owner, operator):
        self.kind, self.visits = kind, (owner, operator)

    def is_met(self):
        return all(visit is None or visit.status == 200 and max(visit.took_ms) <= PAGE_SIGHT for visit in self.visits)

    def cells(self):
        kb = max(visit.octets for visit in self.visits if visit) / KB
        mark = f"{PAGE_SIGHT} ms: {'met' if self.is_met() else '**missed**'}"
        return [f"`{self.kind}`", *self.figures(self.visits[0]), *self.figures(self.visits[1]), f"{kb:.0f}", mark]

    def figures(self, visit):
        if visit is None:
            return "", ""
        if visit.status != 200:
            return "", f"answered {visit.status}"
        return f"{median(visit.took_ms):.1f}", f"{max(visit.took_ms):.1f}"


def page_rows(found):
    kinds = dict.fromkeys([*found["owner"], *found["operator"]])
    return [PageRow(kind, found["owner"].get(kind), found["operator"].get(kind)) for kind in sorted(kinds)]


def table(head, rows):
    line = lambda cells: "| " + " | ".join(cells) + " |"
    return [line(head), line(["---"] + ["--:"] * (len(head) - 2) + ["---"]), *(line(row) for row in rows)]


def machine(measured, root, postfix_version):
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    memory = next(int(line.split()[1]) for line in open("/proc/meminfo") if line.startswith("MemTotal")) >> 20
    ceilings = ", ".join(f"{rate:,.0f}/s of {size // KB} KB" for size, rate in measured.ceiling.items())
    return [
        f"- {build_line(root)}; Postfix {postfix_version} of {debian()}",
        f"- {os.cpu_count()} cores of {cpu}, {memory} GB, Linux {platform.release()}; 4 KB and its fdatasync take {measured.sync_ms:.2f} ms",
        f"- the load generator straight into the sink: {ceilings}; no server can come above that here",
        f"- again: {AGAIN}",
    ]


def build_line(root):
    run = lambda *words: subprocess.run(words, cwd=root, stdout=subprocess.PIPE, text=True).stdout.strip()
    commit = run("git", "rev-parse", "--short", "HEAD")
    changed = " with changes" if run("git", "status", "--porcelain", "--", "crates") else ""
    return f"{datetime.date.today().isoformat()}; Postern {commit}{changed}, release build by {run('rustc', '--version')}"


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
        METHOD,
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
        f"- the pages: {sizes.sites:,} sites are imported; the daemon stops, and a year is written into its store: each day of each site, a",
        "  month of half-hours and of days of scripts, three months of failures, a month of stories, the audit log, an owner of each",
        f"  site, tokens. `postern check` has to find it right. {sizes.queued:,} mails of 1 KB come in for one blocked site, which has",
        f"  {sizes.stories:,} of the stories and failures and {sizes.scripts} scripts. Two visitors log in and follow each link to a page of a kind they have",
        f"  not seen; each filter is filled in by itself, with what fits no row where one may write. Each page is asked for {sizes.asked} times",
        "  in a row over one connection; the first time counts like the others. The API is asked what needs no more than the site.",
    ]
