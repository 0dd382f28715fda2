-- What is measured and outlives its sites: a counter that falls when a site is removed would tell of mail that never was.
CREATE TABLE gone (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    accepted INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    failed_late INTEGER NOT NULL,
    purged INTEGER NOT NULL,
    deleted INTEGER NOT NULL
) STRICT;
INSERT INTO gone VALUES (1, 0, 0, 0, 0, 0, 0);

-- Failures ever, by class; of those from before, the ones that are still kept.
CREATE TABLE failed (
    class TEXT PRIMARY KEY,
    failures INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO failed SELECT class, count(*) FROM failure GROUP BY class;
