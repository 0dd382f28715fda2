"""All measurements, in order: the rounds of both servers alternate, so that what disturbs the machine disturbs both."""

import dataclasses
import os
import signal
import tempfile
import time

import measures
import pages
from measures import KB, median, percentile
from postern import OTHER, PASSWORD, SITE, ask


@dataclasses.dataclass
class Compared:
    """A measurement of both servers, a value for each round."""

    what: str
    unit: str
    postern: list
    postfix: list

    def ratio(self):
        """The median of the rounds' ratios."""
        return median(one / other for one, other in zip(self.postern, self.postfix))


@dataclasses.dataclass
class Measured:
    ceiling: dict
    sync_ms: float
    accept: dict
    end_to_end: dict
    sendmail: dict
    crowd: dict
    pages: "Pages"


@dataclasses.dataclass
class Pages:
    """What was asked for, by its kind, as whom: `owner` of the crowded site, or `operator`."""

    queued: int
    panel: dict
    api: dict


def measure(postern, postfix, sink, tools, sizes):
    ceiling = {size: through_nothing(sink, tools, sizes, size) for size in (5 * KB, 100 * KB)}
    both = (postern, postfix)
    accept, end_to_end, sendmail = {}, {}, {}
    for connections, mails in sizes.accept.items():
        what = f"accept 5 KB, {connections} connection{'s' if connections > 1 else ''}"
        each = lambda server, count: measures.accept(server, tools, count, connections)
        accept[connections] = alternate(what, "mails/s", both, sizes.rounds, mails, each)
    for size, mails in sizes.end_to_end.items():
        what = f"end to end {size // KB} KB, 16 connections"
        each = lambda server, count: measures.end_to_end(server, sink, tools, count, size)
        end_to_end[size] = alternate(what, "mails/s", both, sizes.rounds, mails, each)
    for parallel in (1, 8):
        what = f"sendmail, start to exit, {parallel} at a time"
        each = lambda server, count: measures.sendmail(server, count, parallel)
        sendmail[parallel] = alternate(what, "ms", both, sizes.rounds, (sizes.spawns, sizes.spawns), each)
    parts = (accept, end_to_end, sendmail, crowd(postern, tools, sizes), measure_pages(postern, tools, sizes))
    return Measured(ceiling, sync_ms(postern.home.parent), *parts)


def alternate(what, unit, servers, rounds, counts, measure_one):
    values = ([], [])
    for _ in range(rounds):
        for server, count, found in zip(servers, counts, values):
            found.append(measure_one(server, count))
            shown = found[-1] if isinstance(found[-1], float) else median(found[-1])
            print(f"bench: {what}: {server.name} {shown:,.1f} {unit}", flush=True)
    if isinstance(values[0][0], list):
        values = [[median(each) for each in found] for found in values]
    return Compared(what, unit, *values)


def through_nothing(sink, tools, sizes, size):
    """Mails a second of the load generator straight into the sink: what the tools can do at most."""
    mails = sizes.accept[16][0] // (1 if size < 50 * KB else 8)
    return mails / tools.source(sink.port, mails, 16, size)


def sync_ms(folder):
    """A small write and its fdatasync on this disk: the median, in milliseconds."""
    took = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(200):
            os.write(file.fileno(), bytes(4096))
            begun = time.perf_counter()
            os.fdatasync(file.fileno())
            took.append((time.perf_counter() - begun) * 1000)
    return median(took)


def crowd(postern, tools, sizes):
    """What a site with very many queued mails costs: filled, restarted, unblocked and blocked, purged."""
    found = {}
    postern.start()
    try:
        postern.hold()
        found["fill"] = fill(postern, tools, sizes.queued)
        found["restart clean"] = restarts(postern, sizes.restarts, signal.SIGTERM)
        found["restart killed"] = restarts(postern, sizes.restarts, signal.SIGKILL)
        found["resident"] = postern.resident()
        found["other"] = [postern.other_mail() for _ in range(20)]
        connection = postern.connect()
        found["unblock"], found["block"] = [], []
        for _ in range(10):
            for action in ("unblock", "block"):
                found[action].append(timed(connection, f"sites/{SITE}/{action}"))
        found["purged"] = postern.counters()["queued"]
        found["purge"] = timed(connection, f"sites/{SITE}/purge")
        connection.close()
        found["after purge"] = [postern.other_mail() for _ in range(20)]
        found["queued after purge"] = postern.counters()["queued"]
        for name in ("unblock", "block", "purge"):
            print(f"bench: {name} with {found['purged']:,} queued: {worst(found[name]):.1f} ms at most", flush=True)
    finally:
        postern.stop()
    return found


def measure_pages(postern, tools, sizes):
    """The panel and the API beside a year of many sites, one of which has a crowd of queued mails."""
    postern.start()
    try:
        postern.write_year(sizes)
        postern.hold()
        fill(postern, tools, sizes.queued)
        found = Pages(postern.counters()["queued"], {}, {})
        for role, sites in (("owner", [SITE, OTHER]), ("operator", None)):
            person = {"name": f"bench-{role}", "role": role, "sites": sites}
            postern.call("POST", "users", person | {"password": PASSWORD})
            visitor = pages.Visitor(postern.web).log_in(person["name"], PASSWORD)
            # Where a form leads that is more than a filter.
            more = ["/operate/bulk?which=all&action=block"] if role == "operator" else []
            found.panel[role] = pages.of_panel(visitor, SITE, more, sizes.asked)
            token = postern.call("POST", "tokens", person)["secret"]
            found.api[role] = pages.of_api(pages.Visitor(postern.web).take(token), SITE, sizes.asked)
            print(f"bench: as {role}: {len(found.panel[role])} pages, {len(found.api[role])} questions of the API", flush=True)
        return found
    finally:
        postern.stop()


def worst(value):
    return max(value) if isinstance(value, list) else value


def fill(postern, tools, queued):
    """Ten parts; the rate of each."""
    rates = []
    for _ in range(10):
        rates.append(queued // 10 / tools.source(postern.port, queued // 10, 16, KB))
        print(f"bench: queue of {postern.counters()['queued']:,}: {rates[-1]:,.0f} mails/s", flush=True)
    return rates


def restarts(postern, times, how):
    """Each: milliseconds from the start of the process to the first mail accepted, and resident bytes then."""
    found = []
    for _ in range(times):
        postern.end(how)
        begun = time.perf_counter()
        postern.spawn()
        found.append(((postern.first_accept() - begun) * 1000, postern.resident()))
        print(f"bench: restart ({how.name}): first mail after {found[-1][0]:.1f} ms, {found[-1][1] >> 20} MB", flush=True)
        postern.wait()
    return found


def timed(connection, path):
    begun = time.perf_counter()
    ask(connection, "POST", path, {"reason": "benchmark"})
    return (time.perf_counter() - begun) * 1000
