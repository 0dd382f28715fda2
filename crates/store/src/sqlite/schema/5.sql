-- Webhooks: who is told, what waits to be told, what was answered.

CREATE TABLE webhook (
    id INTEGER PRIMARY KEY,
    -- NULL: of all sites.
    site INTEGER,
    url TEXT NOT NULL,
    -- Bits, as `postern_core::hook` numbers them.
    kinds INTEGER NOT NULL,
    -- Secrets are sealed; the old one signs too until its end.
    secret BLOB NOT NULL,
    old_secret BLOB,
    old_until INTEGER,
    allow_private INTEGER NOT NULL,
    -- 0: it is off.
    active INTEGER NOT NULL,
    note TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    dropped INTEGER NOT NULL,
    -- What its maker calls it by, and what was asked with it.
    key BLOB,
    digest BLOB
) STRICT;
CREATE INDEX webhook_site ON webhook (site);

-- `state`: 0 waiting, 1 taken, 2 given up. `lane` is the site, or minus the event's own id where it waits for no other;
-- of a lane only the first that waits has a `next_at`.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    hook INTEGER NOT NULL,
    lane INTEGER NOT NULL,
    state INTEGER NOT NULL,
    site INTEGER,
    -- JSON.
    facts TEXT NOT NULL,
    at INTEGER NOT NULL,
    since INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_at INTEGER
) STRICT;
CREATE INDEX outbox_lane ON outbox (hook, state, lane);
CREATE INDEX outbox_due ON outbox (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE hook_answer (
    id INTEGER PRIMARY KEY,
    hook INTEGER NOT NULL,
    event INTEGER NOT NULL,
    at INTEGER NOT NULL,
    millis INTEGER NOT NULL,
    status INTEGER,
    trouble TEXT NOT NULL,
    detail TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX hook_answer_hook ON hook_answer (hook);
