"""What both servers are measured with: Postfix's own load generator and sink, and the processes that run."""

import os
import pathlib
import re
import signal
import subprocess
import threading
import time

# The package and the libraries it needs beyond a bare system's.
PACKAGES = ["postfix", "libdb5.3", "libicu72", "libnsl2", "libtirpc3", "libsasl2-2"]
SENDER = "script@bench.example.org"
RECIPIENT = "reader@example.net"


class Processes:
    """All processes the benchmark starts; each is ended by its id, also when something goes wrong."""

    def __init__(self):
        self.running = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in reversed(self.running):
            stop(process)

    def start(self, words, **options):
        process = subprocess.Popen([str(word) for word in words], **options)
        self.running.append(process)
        return process

    def stop(self, process, signal=signal.SIGTERM):
        stop(process, signal)
        self.running.remove(process)


def stop(process, how=signal.SIGTERM):
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Tools:
    """Debian's postfix package, unpacked into a private root."""

    def __init__(self, root):
        self.root = root
        libraries = sorted({str(path.parent) for path in root.glob("usr/lib/**/*.so*")})
        self.environment = {**os.environ, "LD_LIBRARY_PATH": ":".join(libraries)}
        self.daemons = root / "usr/lib/postfix/sbin"
        self.commands = root / "usr/sbin"

    @classmethod
    def unpacked(cls, folder):
        archives, root = folder / "packages", folder / "postfix-root"
        archives.mkdir()
        # apt-get drops its rights for a download and then wants to write here.
        archives.chmod(0o777)
        subprocess.run(["apt-get", "download", "-qq", *PACKAGES], cwd=archives, check=True)
        for archive in archives.glob("*.deb"):
            subprocess.run(["dpkg", "-x", archive, root], check=True)
        return cls(root)

    def source(self, port, mails, connections, size):
        """Hands in mails; returns when the last one was answered. The seconds it took."""
        words = [self.commands / "smtp-source", "-d", "-s", connections, "-m", mails, "-l", size]
        words += ["-f", SENDER, "-t", RECIPIENT, f"127.0.0.1:{port}"]
        begun = time.perf_counter()
        subprocess.run([str(word) for word in words], env=self.environment, check=True)
        return time.perf_counter() - begun


class Sink:
    """smtp-sink, which takes all mail and forgets it, and counts."""

    def __init__(self, tools, processes):
        self.port = free_port()
        self.count = 0
        self.changed = threading.Condition()
        words = [tools.commands / "smtp-sink", "-c", "-u", "nobody", f"127.0.0.1:{self.port}", "1000"]
        process = processes.start(words, env=tools.environment, stdout=subprocess.PIPE)
        threading.Thread(target=self.follow, args=(process.stdout.fileno(),), daemon=True).start()
        wait_for_port(self.port)

    def follow(self, output):
        """Reads the running counter; only its newest state matters."""
        rest = b""
        while piece := os.read(output, 65536):
            rest = (rest + piece)[-1000:]
            if found := re.findall(rb"mesg=(\d+)[ \r\n]", rest):
                with self.changed:
                    self.count = int(found[-1])
                    self.changed.notify_all()

    def wait(self, count, seconds=600):
        """Until so many mails have come in all."""
        with self.changed:
            if not self.changed.wait_for(lambda: self.count >= count, seconds):
                raise TimeoutError(f"the sink has {self.count} mails, {count} were to come")


def free_port():
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for_port(port, seconds=30):
    import socket

    until = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)


def owned(path, owner=None, group=None, mode=0o755):
    """A folder with an owner."""
    import shutil

    path.mkdir(parents=True, exist_ok=True)
    if owner or group:
        shutil.chown(path, owner, group)
    path.chmod(mode)
    return path


def write(path, text, mode=0o644):
    pathlib.Path(path).write_text(text)
    pathlib.Path(path).chmod(mode)
