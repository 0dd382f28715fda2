-- The one row of what the store knows of itself.
CREATE TABLE head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    -- The last id given to anything; it only rises.
    last_id INTEGER NOT NULL,
    -- The segment written last, and up to where it was on stable storage before the last group.
    segment INTEGER NOT NULL,
    synced INTEGER NOT NULL
) STRICT;
INSERT INTO head VALUES (1, 0, 0, 0);

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE site (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    zone TEXT NOT NULL,
    language TEXT NOT NULL,
    report_address TEXT NOT NULL,
    message_bytes INTEGER NOT NULL,
    recipients INTEGER NOT NULL,
    queued_most INTEGER NOT NULL,
    queued_bytes_most INTEGER NOT NULL,
    -- Lists, as JSON.
    sender_domains TEXT NOT NULL,
    smarthosts TEXT NOT NULL,
    source_address TEXT NOT NULL,
    state TEXT NOT NULL,
    locked INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    -- Raised by a purge: what was accepted under an older one is purged.
    generation INTEGER NOT NULL,
    since INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    -- The site's held clock (core::hold), in milliseconds.
    held_before INTEGER NOT NULL,
    red_since INTEGER,
    removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX site_name ON site (name) WHERE removed_at IS NULL;

-- What moves with every mail of a site; apart from `site`, so that a group of many sites' mail writes few pages.
CREATE TABLE counter (
    site INTEGER PRIMARY KEY,
    accepted INTEGER NOT NULL DEFAULT 0,
    sent INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    failed_late INTEGER NOT NULL DEFAULT 0,
    purged INTEGER NOT NULL DEFAULT 0,
    deleted INTEGER NOT NULL DEFAULT 0,
    queued INTEGER NOT NULL DEFAULT 0,
    queued_bytes INTEGER NOT NULL DEFAULT 0,
    deferred INTEGER NOT NULL DEFAULT 0,
    -- Of the queued: parked, parked with an attempt, released under the site's epoch.
    parked INTEGER NOT NULL DEFAULT 0,
    parked_deferred INTEGER NOT NULL DEFAULT 0,
    released INTEGER NOT NULL DEFAULT 0,
    last_accepted_at INTEGER,
    -- The site's newest message: where the chain of `message.previous` begins.
    last_message INTEGER NOT NULL DEFAULT 0
) STRICT;

-- `number` keeps the order in which a site got them.
CREATE TABLE identity (
    number INTEGER PRIMARY KEY,
    site INTEGER NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX identity_value ON identity (kind, value);
CREATE INDEX identity_site ON identity (site);

CREATE TABLE login (
    login TEXT PRIMARY KEY,
    site INTEGER NOT NULL,
    password_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE script (
    id INTEGER PRIMARY KEY,
    site INTEGER NOT NULL,
    name TEXT NOT NULL,
    turn INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    accepted INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    failed INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX script_name ON script (site, name);

-- A message, kept for its trace after its deliveries have ended. Its deliveries have the ids from `first`, `mails` of
-- them. `previous` is the message its site accepted before: a site's messages are read newest first without an index
-- that every accept would have to write somewhere in the middle.
CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    site INTEGER NOT NULL,
    previous INTEGER NOT NULL,
    accepted_at INTEGER NOT NULL,
    -- What the site's held clock showed then, in milliseconds.
    held_base INTEGER NOT NULL,
    first INTEGER NOT NULL,
    mails INTEGER NOT NULL,
    script INTEGER NOT NULL,
    -- Bits: 1 eight-bit, 2 SMTPUTF8, 4 accepted while the site was red, 8 forgotten (only the chain needs it).
    flags INTEGER NOT NULL,
    segment INTEGER NOT NULL,
    place INTEGER NOT NULL,
    size INTEGER NOT NULL,
    sender TEXT,
    subject TEXT NOT NULL,
    message_id TEXT NOT NULL,
    -- JSON list.
    origin TEXT NOT NULL,
    envelope_id TEXT,
    dsn_return TEXT
) STRICT;

-- An unfinished delivery. `state`: 0 queued, 1 parked by a stop, 2 and 3 in hand and ending as purged or deleted, 4 a
-- notice, which passes a block, 16 + epoch released under that epoch of its site. One of an older generation than its
-- site's, and not ending, is purged and waits for its row to go.
CREATE TABLE delivery (
    id INTEGER PRIMARY KEY,
    message INTEGER NOT NULL,
    site INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    state INTEGER NOT NULL,
    lane INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    recipient TEXT NOT NULL,
    -- NULL where it is the recipient's, in lower case.
    domain TEXT,
    notify TEXT,
    -- Milliseconds parked while its site was green; since when it is parked, and what the site's held clock showed then.
    parked_for INTEGER NOT NULL,
    parked_at INTEGER NOT NULL,
    parked_clock INTEGER NOT NULL
) STRICT;
CREATE INDEX queue ON delivery (site, generation, state, lane, next_at);

-- Deliveries in hand that were purged or deleted: how they end unless their attempt ends them, even after a crash.
CREATE TABLE ending (
    delivery INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    -- Its state before.
    was INTEGER NOT NULL
) STRICT;

-- A delivery that has ended, with its last attempt, if an attempt ended it. `recipient_hash` finds an address.
CREATE TABLE ended (
    delivery INTEGER PRIMARY KEY,
    message INTEGER NOT NULL,
    site INTEGER NOT NULL,
    recipient_hash INTEGER NOT NULL,
    recipient TEXT NOT NULL,
    state TEXT NOT NULL,
    -- NULL where no attempt ended it.
    at INTEGER,
    class TEXT,
    host TEXT,
    code INTEGER,
    enhanced TEXT,
    text TEXT
) STRICT;
CREATE INDEX ended_recipient ON ended (site, recipient_hash);

-- An attempt that did not end its delivery. `id` is 4096 times the delivery's and the attempt's number (the last place
-- is shared), so that a delivery's attempts are a range.
CREATE TABLE attempt (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    host TEXT NOT NULL,
    code INTEGER NOT NULL,
    enhanced TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;

CREATE TABLE failure (
    id INTEGER PRIMARY KEY,
    site INTEGER NOT NULL,
    at INTEGER NOT NULL,
    message INTEGER NOT NULL,
    delivery INTEGER NOT NULL,
    recipient TEXT NOT NULL,
    sender TEXT,
    subject TEXT NOT NULL,
    script TEXT NOT NULL,
    class TEXT NOT NULL,
    host TEXT NOT NULL,
    code INTEGER NOT NULL,
    enhanced TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX failure_at ON failure (site, at);

-- By time first: what is counted now, of whichever site, stands together.
CREATE TABLE half_hour (
    at INTEGER NOT NULL,
    site INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    failed_late INTEGER NOT NULL,
    held INTEGER NOT NULL,
    expired INTEGER NOT NULL,
    purged INTEGER NOT NULL,
    complaints INTEGER NOT NULL,
    PRIMARY KEY (at, site)
) STRICT, WITHOUT ROWID;

CREATE TABLE day (
    day INTEGER NOT NULL,
    site INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    failed_late INTEGER NOT NULL,
    held INTEGER NOT NULL,
    expired INTEGER NOT NULL,
    purged INTEGER NOT NULL,
    complaints INTEGER NOT NULL,
    PRIMARY KEY (day, site)
) STRICT, WITHOUT ROWID;

-- `live` bodies, of `live_bytes`, are still needed; `punched_live` is how many were when holes were made last.
CREATE TABLE segment (
    id INTEGER PRIMARY KEY,
    first_message INTEGER NOT NULL,
    last_message INTEGER NOT NULL,
    records INTEGER NOT NULL,
    live INTEGER NOT NULL,
    live_bytes INTEGER NOT NULL,
    punched_live INTEGER NOT NULL
) STRICT;

CREATE TABLE action (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    site INTEGER,
    site_name TEXT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX action_site ON action (site);

CREATE TABLE stop (
    id INTEGER PRIMARY KEY,
    site INTEGER NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    who TEXT NOT NULL,
    at INTEGER NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX stop_site ON stop (site);

CREATE TABLE job (
    id INTEGER PRIMARY KEY,
    site INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    kind TEXT NOT NULL,
    selection TEXT NOT NULL,
    who TEXT NOT NULL,
    at INTEGER NOT NULL,
    after INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    ended_at INTEGER,
    taken_back INTEGER NOT NULL
) STRICT;
CREATE INDEX job_unfinished ON job (id) WHERE ended_at IS NULL;
CREATE INDEX job_site ON job (site);

CREATE TABLE accept_key (
    message INTEGER PRIMARY KEY,
    site INTEGER NOT NULL,
    key BLOB NOT NULL,
    digest BLOB NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX accept_key_key ON accept_key (key, site);

-- Work that waits for `sweep`.

-- Rows of generations below this one go.
CREATE TABLE reclaim (
    site INTEGER PRIMARY KEY,
    generation INTEGER NOT NULL,
    waiting INTEGER NOT NULL
) STRICT;

-- The queue of this site is looked through for mail to park or to free, from this delivery on.
CREATE TABLE restop (
    site INTEGER PRIMARY KEY,
    after INTEGER NOT NULL
) STRICT;

-- The same for single deliveries, which were in hand when their turn came.
CREATE TABLE recheck (
    delivery INTEGER PRIMARY KEY,
    site INTEGER NOT NULL
) STRICT;
