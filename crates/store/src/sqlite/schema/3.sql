-- Who may ask: users, their sessions, tokens and login links. Of what lets somebody in only a hash is kept.

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    -- Else those of `user_site`.
    all_sites INTEGER NOT NULL,
    -- Empty: the browser's.
    language TEXT NOT NULL,
    -- NULL: comes in by login links only.
    password_hash TEXT,
    -- The secret of the second factor, sealed; NULL: there is none.
    factor BLOB,
    -- The last time step a code was taken of: a code works once.
    factor_step INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    last_login_at INTEGER
) STRICT;
CREATE UNIQUE INDEX user_name ON user (name);

CREATE TABLE user_site (
    user INTEGER NOT NULL,
    site INTEGER NOT NULL,
    PRIMARY KEY (user, site)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_site_site ON user_site (site);

CREATE TABLE recovery_code (
    user INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (user, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL,
    user INTEGER NOT NULL,
    -- 0: the second factor is still asked for.
    whole INTEGER NOT NULL,
    -- Held to this site; NULL: the user's sites.
    site INTEGER,
    -- The site that is shown as its owner sees it.
    as_owner INTEGER,
    began_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    address TEXT NOT NULL,
    agent TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX session_hash ON session (hash);
CREATE INDEX session_user ON session (user);
CREATE INDEX session_ends ON session (ends_at);

CREATE TABLE token (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL,
    name TEXT NOT NULL,
    -- Whose it is, and with whom it goes; NULL: made by the operator of the machine.
    user INTEGER,
    role TEXT NOT NULL,
    all_sites INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    -- NULL: never.
    ends_at INTEGER,
    last_at INTEGER,
    last_address TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX token_hash ON token (hash);
CREATE INDEX token_user ON token (user);

CREATE TABLE token_site (
    token INTEGER NOT NULL,
    site INTEGER NOT NULL,
    PRIMARY KEY (token, site)
) STRICT, WITHOUT ROWID;
CREATE INDEX token_site_site ON token_site (site);

CREATE TABLE login_link (
    hash BLOB PRIMARY KEY,
    user INTEGER NOT NULL,
    site INTEGER,
    ends_at INTEGER NOT NULL,
    made_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX login_link_user ON login_link (user);
CREATE INDEX login_link_ends ON login_link (ends_at);

-- What a script did on each day of its site's calendar.
CREATE TABLE script_day (
    script INTEGER NOT NULL,
    day INTEGER NOT NULL,
    accepted INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    PRIMARY KEY (script, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX script_day_day ON script_day (day);

-- What a site's owner wants to be told of: bits, as `postern_core::notice` numbers them.
ALTER TABLE site ADD COLUMN notices INTEGER NOT NULL DEFAULT 1;
