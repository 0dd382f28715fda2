"""How much is measured, and the single measurements."""

import dataclasses
import multiprocessing
import os
import signal
import statistics
import time

from tools import RECIPIENT, SENDER

KB = 1024


@dataclasses.dataclass
class Sizes:
    """Numbers of mails, by how fast a server takes them."""

    is_quick: bool
    rounds: int
    # Mails of one measurement, for Postern and for Postfix: each takes some seconds.
    accept: dict
    end_to_end: dict
    spawns: int
    queued: int
    restarts: int
    # For the pages: sites, what the one that is looked at has in its year, and how often each page is asked for.
    sites: int
    stories: int
    scripts: int
    asked: int

    @classmethod
    def full(cls):
        return cls(
            is_quick=False,
            rounds=3,
            accept={1: (3000, 1000), 16: (40000, 5000), 64: (40000, 5000)},
            end_to_end={5 * KB: (20000, 3000), 100 * KB: (5000, 1500)},
            spawns=500,
            queued=1_000_000,
            restarts=3,
            sites=10_000,
            stories=60_000,
            scripts=990,
            # Of one token the API takes 600 requests a minute.
            asked=20,
        )

    @classmethod
    def quick(cls):
        return cls(
            is_quick=True,
            rounds=1,
            accept={1: (300, 200), 16: (3000, 1000), 64: (3000, 1000)},
            end_to_end={5 * KB: (2000, 500), 100 * KB: (500, 200)},
            spawns=50,
            queued=20_000,
            restarts=1,
            sites=300,
            stories=3_000,
            scripts=100,
            asked=3,
        )


def accept(server, tools, mails, connections):
    """Mails a second that a server takes while none is delivered."""
    server.start()
    try:
        return mails / tools.source(server.hold(), mails, connections, 5 * KB)
    finally:
        server.stop()


def end_to_end(server, sink, tools, mails, size):
    """Mails a second from the load generator through the server to the sink."""
    server.start()
    try:
        port = server.release()
        before = sink.count
        begun = time.perf_counter()
        tools.source(port, mails, 16, size)
        sink.wait(before + mails)
        return mails / (time.perf_counter() - begun)
    finally:
        server.stop()


def sendmail(server, spawns, parallel):
    """Milliseconds from the start of a sendmail command to its end, each; `parallel` at a time."""
    server.start()
    try:
        server.hold()
        words, environment = server.sendmail()
        mail = f"From: {SENDER}\nTo: {RECIPIENT}\nSubject: bench\n\n" + ("x" * 71 + "\n") * 70
        # What ends the benchmark in order is not for those who measure: they are ended by this signal.
        default = (signal.SIGTERM, signal.SIG_DFL)
        with multiprocessing.Pool(parallel, signal.signal, default) as pool:
            work = [(words, environment, mail, spawns // parallel)] * parallel
            return [each for part in pool.starmap(spawn_all, work, chunksize=1) for each in part]
    finally:
        server.stop()


def spawn_all(words, environment, mail, spawns):
    """Runs in a process of its own."""
    file = os.memfd_create("mail")
    os.write(file, mail.encode())
    environment = environment or dict(os.environ)
    took = []
    for _ in range(spawns):
        os.lseek(file, 0, os.SEEK_SET)
        begun = time.perf_counter()
        pid = os.posix_spawn(words[0], words, environment, file_actions=[(os.POSIX_SPAWN_DUP2, file, 0)])
        _, status = os.waitpid(pid, 0)
        took.append((time.perf_counter() - begun) * 1000)
        if status != 0:
            raise RuntimeError(f"{words[0]} ended with {os.waitstatus_to_exitcode(status)}")
    return took


def median(values):
    return statistics.median(values)


def percentile(values, percent):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]
