"""A hosting provider's year: thousands of sites with what they did, written straight into the store of a stopped daemon.

The rows are such as the daemon writes them, and add up: `postern check` has to find nothing. Amounts are made of the
numbers of sites and days, so that each run has the same ones.
"""

import datetime
import sqlite3
import time

DAY = 86_400_000
YEAR = 365
# Days that a store keeps by default: stories, failures, half-hours. A little less, so that none goes while it is measured.
STORIES, FAILURES, HALF_HOURS = 29, 89, 30
KINDS_OF_SITES = ("shop", "club", "school", "studio", "hotel")
# Mails of a site that is not the crowded one, and its scripts.
MAILS, SCRIPTS = 30, 3
# How a third of the mails ended: class, code, enhanced code, words.
ENDS = (
    ("bad-mailbox", 550, "5.1.1", "<reader@example.net>: Recipient address rejected: User unknown in virtual mailbox table"),
    ("mailbox-full", 552, "5.2.2", "The email account that you tried to reach is over quota and inactive"),
    ("refused-as-spam", 554, "5.7.1", "Message rejected: its content looks like spam, see https://mail.example.net/why"),
    ("refused-by-policy", 550, "5.7.26", "This message does not pass authentication checks (SPF and DKIM both do not pass)"),
    ("network", 0, "", "connection timed out"),
)
ACTIONS = (("block", "the contact form is under attack"), ("unblock", ""), ("site change", ""), ("unblock", "captcha is on"))


def write_csv(path, sites):
    """Sites as `postern site import` takes them."""
    with open(path, "w") as file:
        file.write("name,uids,zone,report_address\n")
        for nth in range(sites):
            name = f"{KINDS_OF_SITES[nth % len(KINDS_OF_SITES)]}-{nth:05}.example.org"
            file.write(f"{name},{100_000 + nth},Europe/Rome,postmaster@{name}\n")


def write(path, crowded, sizes):
    """A year of all sites in the store; the site `crowded` has the most of everything."""
    db = sqlite3.connect(path, isolation_level=None)
    try:
        for setting in ("synchronous = OFF", "temp_store = MEMORY", "cache_size = -262144"):
            db.execute(f"PRAGMA {setting}")
        db.execute("BEGIN IMMEDIATE")
        Year(db, crowded, sizes).write()
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        db.close()


class Year:
    def __init__(self, db, crowded, sizes):
        self.db = db
        self.now = int(time.time() * 1000)
        self.facts = {
            "now": self.now,
            "crowded": self.one("SELECT id FROM site WHERE name = ?", [crowded]),
            "crowded_mails": sizes.stories,
            "crowded_scripts": sizes.scripts,
            "mails": MAILS,
            "scripts": SCRIPTS,
        }

    def write(self):
        self.prepare()
        self.days()
        self.counters()
        self.scripts()
        self.mails()
        self.actions()
        self.people()

    def run(self, sql, **facts):
        self.db.execute(sql, self.facts | facts)

    def one(self, sql, facts=()):
        return self.db.execute(sql, facts).fetchone()[0]

    def take_ids(self, count):
        """The first of so many new ids."""
        last = self.one("UPDATE head SET last_id = last_id + ? RETURNING last_id", [count])
        return last - count + 1

    def fill(self, table, columns, rows):
        """A table for this connection only."""
        self.db.execute(f"CREATE TEMP TABLE {table} ({columns})")
        places = ", ".join("?" * (columns.count(",") + 1))
        self.db.executemany(f"INSERT INTO {table} VALUES ({places})", rows)

    def prepare(self):
        """What the rest is made of: sites with how much they have, days, addresses, ends."""
        self.fill("s", "id INTEGER PRIMARY KEY, nth, name, mails, scripts, first_script", ())
        self.run(
            """INSERT INTO s SELECT id, row_number() OVER (ORDER BY id), name, iif(id = :crowded, :crowded_mails, :mails),
                   iif(id = :crowded, :crowded_scripts, :scripts), NULL FROM site WHERE removed_at IS NULL"""
        )
        begun = datetime.datetime.fromtimestamp(self.now // DAY * DAY / 1000, datetime.timezone.utc)
        begun = [begun - datetime.timedelta(days=back) for back in range(YEAR)]
        days = [(back, int(f"{day:%Y%m%d}"), int(day.timestamp()) * 1000) for back, day in enumerate(begun)]
        self.fill("d", "back INTEGER PRIMARY KEY, day, begins", days)
        addresses = [f"reader-{nth}@{'example.net' if nth % 3 else 'mail.example.com'}" for nth in range(1000)]
        rows = [(nth, text, crc32c(text.encode())) for nth, text in enumerate(addresses)]
        self.fill("address", "nth INTEGER PRIMARY KEY, text, hash", rows)
        self.fill("kind", "nth INTEGER PRIMARY KEY, class, code, enhanced, text", [(nth, *end) for nth, end in enumerate(ENDS)])
        self.fill("act", "nth INTEGER PRIMARY KEY, what, reason", [(nth, *act) for nth, act in enumerate(ACTIONS)])
        numbers = [(nth,) for nth in range(max(self.facts["crowded_mails"], self.facts["crowded_scripts"], MAILS))]
        self.fill("n", "nth INTEGER PRIMARY KEY", numbers)

    def days(self):
        """Most sites send little, and fail now and then. Three fail so much that others suffer from it."""
        self.run(
            """INSERT INTO day (day, site, sent, failed, failed_late, held, expired, purged, complaints)
               SELECT d.day, s.id, iif(s.id = :crowded, 3000, 2 + (s.nth * 31 + d.back * 17) % 40),
                   iif(s.id = :crowded OR s.nth IN (101, 102, 103), 300 + (s.nth + d.back) % 90, (s.nth + d.back) % 9 = 0),
                   0, 0, 0, 0, 0
               FROM d CROSS JOIN s"""
        )
        # Eight half-hours of each day that is over, not the same ones for each site.
        self.run(
            """INSERT INTO half_hour (at, site, sent, failed, failed_late, held, expired, purged, complaints)
               SELECT d.begins + (s.nth * 7 + n.nth * 6) % 48 * 1800000, s.id, (y.sent + n.nth) / 8, (y.failed + n.nth) / 8,
                   0, 0, 0, 0, 0
               FROM d CROSS JOIN n CROSS JOIN s CROSS JOIN day y ON y.day = d.day AND y.site = s.id
               WHERE d.back BETWEEN 1 AND :days AND n.nth < 8""",
            days=HALF_HOURS,
        )

    def counters(self):
        """What the days add up to; and every hundredth site is stopped."""
        self.fill("total", "site INTEGER PRIMARY KEY, sent, failed", ())
        self.run("INSERT INTO total SELECT site, sum(sent), sum(failed) FROM day GROUP BY site")
        self.run(
            """UPDATE counter SET accepted = total.sent + total.failed, sent = total.sent, failed = total.failed,
                   last_accepted_at = :now - 3600000
               FROM total WHERE total.site = counter.site"""
        )
        self.run(
            """UPDATE site SET state = 'blocked', since = :now - 7200000, red_since = :now - 7200000,
                   changed_by = 'operator:anna', reason = 'the contact form is under attack', epoch = epoch + 1
               WHERE id IN (SELECT id FROM s WHERE nth % 100 = 0) AND state = 'ok'"""
        )

    def scripts(self):
        """Each script has its part of what its site counts, in all and on each day."""
        part = "(({} + s.scripts - 1 - n.nth) / s.scripts)"
        first = self.take_ids(self.one("SELECT sum(scripts) FROM s"))
        self.run(
            """UPDATE s SET first_script = :first + before FROM
                   (SELECT id, sum(scripts) OVER (ORDER BY nth) - scripts AS before FROM s) AS b WHERE b.id = s.id""",
            first=first,
        )
        sent, failed = part.format("total.sent"), part.format("total.failed")
        self.run(
            f"""INSERT INTO script (id, site, name, turn, first_at, last_at, accepted, sent, failed)
                SELECT s.first_script + n.nth, s.id, '/srv/www/' || s.name || '/form-' || n.nth || '.php', min(n.nth, 15),
                    :now - :year, :now - 3600000, {sent} + {failed}, {sent}, {failed}
                FROM s CROSS JOIN n CROSS JOIN total ON total.site = s.id WHERE n.nth < s.scripts""",
            year=YEAR * DAY,
        )
        sent, failed = part.format("y.sent"), part.format("y.failed")
        self.run(
            f"""INSERT INTO script_day (script, day, accepted, sent, failed)
                SELECT s.first_script + n.nth, d.day, {sent} + {failed}, {sent}, {failed}
                FROM s CROSS JOIN n CROSS JOIN d CROSS JOIN day y ON y.day = d.day AND y.site = s.id
                WHERE n.nth < s.scripts AND d.back < :days""",
            days=HALF_HOURS,
        )

    def mails(self):
        """Mails that have ended, a third of them in error. Of older ones only the failure is still known."""
        self.fill("mail", "nth INTEGER PRIMARY KEY, site, at, script, address, failed, kind", ())
        self.run(
            """INSERT INTO mail SELECT row_number() OVER (ORDER BY at, site) - 1, * FROM
                   (SELECT s.id AS site, :now - :oldest + n.nth * (:oldest - :newest) / s.mails + s.nth * 997 % :newest AS at,
                        s.first_script + n.nth % s.scripts, (s.nth * 7 + n.nth * 13) % 1000, n.nth % 3 = 0,
                        (s.nth + n.nth / 3) % :kinds
                    FROM s CROSS JOIN n WHERE n.nth < s.mails)""",
            oldest=FAILURES * DAY,
            newest=DAY,
            kinds=len(ENDS),
        )
        # Each is a message and a delivery, with ids that follow one another.
        first = self.take_ids(2 * self.one("SELECT count(*) FROM mail"))
        kept = {"first": first, "since": self.now - STORIES * DAY}
        self.run(
            """INSERT INTO message (id, site, previous, accepted_at, held_base, first, mails, script, flags, segment, place,
                   size, sender, subject, message_id, origin)
               SELECT :first + 2 * mail.nth, mail.site,
                   coalesce(:first + 2 * lag(mail.nth) OVER (PARTITION BY mail.site ORDER BY mail.nth), 0), mail.at, 0,
                   :first + 2 * mail.nth + 1, 1, mail.script, 0, 0, 0, 1500 + mail.nth % 9000, 'www@' || s.name,
                   'Your order ' || mail.nth, '<' || mail.nth || '@' || s.name || '>',
                   '["sendmail",' || (100000 + s.nth) || ',' || (1000 + mail.nth % 30000) || ',null,null,false,[],33]'
               FROM mail JOIN s ON s.id = mail.site WHERE mail.at >= :since""",
            **kept,
        )
        self.run(
            """INSERT INTO ended (delivery, message, site, recipient_hash, recipient, state, at, class, host, code, enhanced, text)
               SELECT :first + 2 * mail.nth + 1, :first + 2 * mail.nth, mail.site, address.hash, address.text,
                   iif(mail.failed, 'failed', 'sent'), mail.at + 1500, iif(mail.failed, kind.class, NULL),
                   'mx.example.net', iif(mail.failed, kind.code, 250), iif(mail.failed, kind.enhanced, '2.0.0'),
                   iif(mail.failed, kind.text, 'Ok: queued as ' || mail.nth)
               FROM mail JOIN address ON address.nth = mail.address JOIN kind ON kind.nth = mail.kind
               WHERE mail.at >= :since""",
            **kept,
        )
        failures = self.take_ids(self.one("SELECT count(*) FROM mail WHERE failed"))
        self.run(
            """INSERT INTO failure (id, site, at, message, delivery, recipient, sender, subject, script, class, host, code,
                   enhanced, text)
               SELECT :failures + row_number() OVER (ORDER BY mail.nth) - 1, mail.site, mail.at + 1500, :first + 2 * mail.nth,
                   :first + 2 * mail.nth + 1, address.text, 'www@' || s.name, 'Your order ' || mail.nth, script.name,
                   kind.class, 'mx.example.net', kind.code, kind.enhanced, kind.text
               FROM mail JOIN s ON s.id = mail.site JOIN address ON address.nth = mail.address
               JOIN kind ON kind.nth = mail.kind JOIN script ON script.id = mail.script WHERE mail.failed""",
            first=first,
            failures=failures,
        )
        self.run(
            """UPDATE counter SET last_message = newest.id
               FROM (SELECT site, max(id) AS id FROM message GROUP BY site) AS newest WHERE newest.site = counter.site"""
        )

    def actions(self):
        """Twenty of each site, and many of the crowded one."""
        count = "n.nth < iif(s.id = :crowded, 2000, 20)"
        first = self.take_ids(self.db.execute(f"SELECT count(*) FROM s CROSS JOIN n WHERE {count}", self.facts).fetchone()[0])
        self.run(
            f"""INSERT INTO action (id, at, site, site_name, who, what, reason)
                SELECT :first + row_number() OVER (ORDER BY at, site) - 1, at, site, name, who, what, reason FROM
                    (SELECT s.id AS site, s.name, :now - :year + n.nth * :year / iif(s.id = :crowded, 2000, 20) AS at,
                         iif(n.nth % 2, 'operator:anna', 'owner:owner-' || s.nth) AS who, act.what, act.reason
                     FROM s CROSS JOIN n JOIN act ON act.nth = (s.nth + n.nth) % :acts WHERE {count})""",
            first=first,
            year=YEAR * DAY,
            acts=len(ACTIONS),
        )

    def people(self):
        """An owner of each site, who comes in by login links, and a token for every twentieth."""
        users = self.take_ids(self.one("SELECT count(*) FROM s"))
        self.run(
            """INSERT INTO user (id, name, role, all_sites, language, factor_step, created_at, last_login_at)
               SELECT :users + s.nth - 1, 'owner-' || s.nth, 'owner', 0, '', 0, :now - :year, :now - s.nth * 60000 FROM s""",
            users=users,
            year=YEAR * DAY,
        )
        self.run("INSERT INTO user_site (user, site) SELECT :users + s.nth - 1, s.id FROM s", users=users)
        tokens = self.take_ids(self.one("SELECT count(*) FROM s"))
        self.run(
            """INSERT INTO token (id, hash, name, role, all_sites, made_at, made_by, last_address)
               SELECT :tokens + s.nth - 1, randomblob(32), 'web shop ' || s.nth, 'owner', 0, :now - :year, 'operator:anna', ''
               FROM s WHERE s.nth % 20 = 0""",
            tokens=tokens,
            year=YEAR * DAY,
        )
        self.run("INSERT INTO token_site (token, site) SELECT :tokens + s.nth - 1, s.id FROM s WHERE s.nth % 20 = 0", tokens=tokens)


def crc32c(octets):
    """By which the store finds an address."""
    crc = 0xFFFFFFFF
    for octet in octets:
        crc ^= octet
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF
