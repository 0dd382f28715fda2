"""Postfix in a private root: its own configuration, queue and data, on ports of its own."""

import grp
import pwd
import shutil
import subprocess

from tools import free_port, owned, wait_for_port, write

QUEUE = ["active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved", "trace"]

# Debian's defaults where nothing is said. in_flow_delay is off in Postfix's favour: it would slow its intake down when
# mail comes faster than it goes.
MAIN = """
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
command_directory = {tools.commands}
daemon_directory = {tools.daemons}
shlib_directory = no
mail_owner = {owner}
setgid_group = {group}
import_environment = MAIL_CONFIG LANG=C LD_LIBRARY_PATH={libraries}
export_environment = MAIL_CONFIG LANG=C LD_LIBRARY_PATH={libraries}
maillog_file = {home}/log
maillog_file_prefixes = {home}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.example.org
mydestination =
local_recipient_maps =
alias_maps =
mynetworks = 127.0.0.0/8
relayhost = [127.0.0.1]:{sink}
in_flow_delay = 0
message_size_limit = 10485760
"""

# A second door puts mail on hold, as a blocked site does at Postern; so does what the sendmail command hands in.
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
127.0.0.1:{held} inet n - n - - smtpd
    -o smtpd_client_restrictions=static:hold
postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
    -o cleanup_service_name=cleanuphold
cleanup unix n - n - 0 cleanup
cleanuphold unix n - n - 0 cleanup
    -o header_checks=regexp:{home}/etc/hold
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
"""


class Postfix:
    name = "Postfix"

    def __init__(self, tools, folder, sink, processes):
        self.tools, self.sink, self.processes = tools, sink, processes
        self.home = folder / "postfix"
        self.port, self.held = free_port(), free_port()
        self.owner, self.group = accounts()
        etc = owned(self.home / "etc")
        values = {"home": self.home, "tools": tools, "sink": sink.port, "port": self.port, "held": self.held}
        values |= {"owner": self.owner, "group": self.group, "libraries": tools.environment["LD_LIBRARY_PATH"]}
        write(etc / "main.cf", MAIN.format(**values))
        write(etc / "master.cf", MASTER.format(**values))
        write(etc / "hold", "/^/ HOLD\n")
        self.version = self.run("postconf", "-c", etc, "-h", "mail_version").strip()
        self.master = None

    def run(self, command, *words):
        words = [str(word) for word in (self.tools.commands / command, *words)]
        return subprocess.run(words, env=self.tools.environment, check=True, stdout=subprocess.PIPE, text=True).stdout

    def start(self):
        """With an empty queue."""
        queue = owned(self.home / "queue")
        for name in QUEUE:
            owned(queue / name, self.owner, mode=0o700)
        owned(queue / "maildrop", self.owner, self.group, 0o1730)
        owned(queue / "public", self.owner, self.group, 0o710)
        owned(queue / "pid")
        owned(self.home / "data", self.owner, mode=0o700)
        words = [self.tools.daemons / "master", "-c", self.home / "etc", "-d"]
        with open(self.home / "master.out", "ab") as output:
            options = {"env": self.tools.environment, "stdout": output, "stderr": output}
            self.master = self.processes.start(words, **options)
        wait_for_port(self.port)
        wait_for_port(self.held)

    def stop(self):
        self.processes.stop(self.master)
        shutil.rmtree(self.home / "queue")

    def hold(self):
        return self.held

    def release(self):
        return self.port

    def sendmail(self):
        """The command, and its environment."""
        words = [self.tools.commands / "sendmail", "-C", self.home / "etc", "-t", "-i"]
        return [str(word) for word in words], self.tools.environment


def accounts():
    """The package's own user and group where they stand, else two of the system's: Postfix wants two that differ."""
    try:
        return pwd.getpwnam("postfix").pw_name, grp.getgrnam("postdrop").gr_name
    except KeyError:
        return pwd.getpwnam("mail").pw_name, grp.getgrnam("games").gr_name
