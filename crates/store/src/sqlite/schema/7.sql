-- What the people of a site were told by mail, of each topic: up to where (a day, an action), and when the last mail of it
-- was accepted (NULL: there was nobody to tell).
CREATE TABLE told (
    site INTEGER NOT NULL,
    topic TEXT NOT NULL,
    upto INTEGER NOT NULL,
    mailed_at INTEGER,
    PRIMARY KEY (site, topic)
) STRICT, WITHOUT ROWID;
-- It was remembered apart before.
DELETE FROM setting WHERE name LIKE 'warned-held:%';
-- Who wants to hear of held mail wants to hear of what holds it.
UPDATE site SET notices = notices | 2 WHERE notices & 1;
