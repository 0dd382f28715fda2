-- Who may ask by the provider's API.

CREATE TABLE ovh_application (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    -- Sealed: it signs, so it has to be read again.
    secret BLOB NOT NULL,
    name TEXT NOT NULL,
    -- Whose it is, and with whom it goes; NULL: made by the operator of the machine.
    user INTEGER,
    -- Else those of `ovh_application_site`.
    all_sites INTEGER NOT NULL,
    -- A line each.
    rules TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    -- NULL: never.
    ends_at INTEGER
) STRICT;
CREATE UNIQUE INDEX ovh_application_key ON ovh_application (key);
CREATE INDEX ovh_application_user ON ovh_application (user);

CREATE TABLE ovh_application_site (
    application INTEGER NOT NULL,
    site INTEGER NOT NULL,
    PRIMARY KEY (application, site)
) STRICT, WITHOUT ROWID;
CREATE INDEX ovh_application_site_site ON ovh_application_site (site);

CREATE TABLE ovh_consumer (
    id INTEGER PRIMARY KEY,
    application INTEGER NOT NULL,
    hash BLOB NOT NULL,
    -- What the page of its approval is found by, hashed.
    door BLOB,
    user INTEGER,
    all_sites INTEGER NOT NULL,
    rules TEXT NOT NULL,
    state TEXT NOT NULL,
    -- A range a line; empty: from everywhere.
    addresses TEXT NOT NULL,
    redirection TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    ends_at INTEGER,
    last_at INTEGER,
    last_address TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX ovh_consumer_hash ON ovh_consumer (hash);
CREATE UNIQUE INDEX ovh_consumer_door ON ovh_consumer (door) WHERE door IS NOT NULL;
CREATE INDEX ovh_consumer_application ON ovh_consumer (application, state);
CREATE INDEX ovh_consumer_user ON ovh_consumer (user);
CREATE INDEX ovh_consumer_ends ON ovh_consumer (ends_at) WHERE state <> 'validated';

CREATE TABLE ovh_consumer_site (
    consumer INTEGER NOT NULL,
    site INTEGER NOT NULL,
    PRIMARY KEY (consumer, site)
) STRICT, WITHOUT ROWID;
CREATE INDEX ovh_consumer_site_site ON ovh_consumer_site (site);
