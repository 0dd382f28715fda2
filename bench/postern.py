"""Postern in a folder of its own, asked over its control socket."""

import http.client
import json
import shutil
import socket
import subprocess
import time

import history
from tools import SENDER, RECIPIENT, free_port, wait_for_port, write

SITE, OTHER = "bench.example.org", "other.example.org"
# The store, below the folder of a daemon.
DATABASE = "state/postern.db"
PASSWORD = "a password for the benchmark"

# Defaults where nothing is said. The load generator runs as root, whose uid is given to the site.
CONFIG = """
hostname = "mail.example.org"

[smtp]
listen = ["127.0.0.1:{port}"]

[web]
listen = ["127.0.0.1:{web}"]

[delivery]
route = ["sink"]

[smarthost.sink]
host = "127.0.0.1"
port = {sink}
tls = "off"

[new_site]
queued = 2_000_000
queued_bytes = "100 GB"
"""


class Postern:
    name = "Postern"

    def __init__(self, binaries, folder, sink, tools, processes):
        self.binaries, self.sink, self.tools, self.processes = binaries, sink, tools, processes
        self.home = folder / "postern"
        self.port, self.web = free_port(), free_port()
        self.daemon = None

    def start(self):
        """With an empty store."""
        self.home.mkdir()
        write(self.home / "postern.toml", CONFIG.format(port=self.port, web=self.web, sink=self.sink.port))
        self.spawn()
        self.wait()
        self.call("PUT", f"sites/{SITE}", {"uids": [0]})
        self.call("PUT", f"sites/{OTHER}", {})
        self.call("PUT", f"sites/{OTHER}/logins/other", {"password": PASSWORD})

    def spawn(self):
        words = [self.binaries["postern"], "--root", self.home, "serve"]
        with open(self.home / "daemon.log", "ab") as output:
            self.daemon = self.processes.start(words, stdout=output, stderr=output, stdin=subprocess.DEVNULL)

    def wait(self):
        wait_for_port(self.port)
        until = time.monotonic() + 30
        while True:
            try:
                self.call("GET", "health")
                return
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.01)

    def end(self, how):
        self.processes.stop(self.daemon, how)

    def stop(self):
        self.processes.stop(self.daemon)
        shutil.rmtree(self.home)

    def run(self, *words):
        """A command of the program; what it says is said where it fails only."""
        words = [self.binaries["postern"], "--root", self.home, *words]
        done = subprocess.run([str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(str(word) for word in words[3:])}: {done.stdout[-2000:]}")

    def write_year(self, sizes):
        """Sites, imported, and their year, written while nothing runs; `postern check` finds it as it should be."""
        history.write_csv(self.home / "sites.csv", sizes.sites)
        self.run("site", "import", self.home / "sites.csv")
        self.processes.stop(self.daemon)
        history.write(self.home / DATABASE, SITE, sizes)
        self.run("check")
        self.spawn()
        self.wait()

    def hold(self):
        self.act("block")
        return self.port

    def release(self):
        self.act("unblock")
        return self.port

    def act(self, action, site=SITE):
        return self.call("POST", f"sites/{site}/{action}", {"reason": "benchmark"})

    def counters(self, site=SITE):
        return self.call("GET", f"sites/{site}")["counters"]

    def sendmail(self):
        words = [self.binaries["sendmail"], "--socket", self.home / "run/submission.sock"]
        words += ["--drop", self.home / "spool/drop", "-t", "-i"]
        return [str(word) for word in words], None

    def resident(self):
        """Resident memory, in bytes."""
        with open(f"/proc/{self.daemon.pid}/status") as status:
            line = next(line for line in status if line.startswith("VmRSS:"))
        return int(line.split()[1]) * 1024

    def call(self, method, path, body=None):
        connection = self.connect()
        try:
            return ask(connection, method, path, body)
        finally:
            connection.close()

    def connect(self):
        return Control(self.home / "run/control.sock")

    def other_mail(self):
        """Hands in a mail of the other site; the seconds until it was accepted, and until the sink had it."""
        import smtplib

        before = self.sink.count
        with smtplib.SMTP("127.0.0.1", self.port) as smtp:
            smtp.login("other", PASSWORD)
            begun = time.perf_counter()
            smtp.sendmail(f"a@{OTHER}", RECIPIENT, "Subject: reset\r\n\r\nhello\r\n")
            accepted = time.perf_counter() - begun
            self.sink.wait(before + 1, 30)
            return accepted, time.perf_counter() - begun

    def first_accept(self):
        """Hands in a mail as soon as the port answers; when it was accepted."""
        lines = [b"EHLO bench.example.org", f"MAIL FROM:<{SENDER}>".encode(), f"RCPT TO:<{RECIPIENT}>".encode(), b"DATA"]
        until = time.monotonic() + 120
        while True:
            try:
                stream = socket.create_connection(("127.0.0.1", self.port), 120)
                break
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.0005)
        with stream, stream.makefile("rb") as replies:
            expect(replies, b"220")
            for line in lines:
                stream.sendall(line + b"\r\n")
                expect(replies, b"354" if line == b"DATA" else b"250")
            stream.sendall(b"Subject: first\r\n\r\nhello\r\n.\r\n")
            expect(replies, b"250")
            return time.perf_counter()


class Control(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path):
        super().__init__("postern")
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


def ask(connection, method, path, body=None):
    headers = {"Content-Type": "application/json"}
    connection.request(method, "/api/v1/" + path, None if body is None else json.dumps(body), headers)
    response = connection.getresponse()
    text = response.read()
    if response.status >= 300:
        raise RuntimeError(f"{method} {path}: {response.status} {text.decode()}")
    return json.loads(text) if text else None


def expect(replies, code):
    while True:
        line = replies.readline()
        if not line.startswith(code):
            raise RuntimeError(f"expected {code.decode()}, got {line!r}")
        if line[3:4] == b" ":
            return
