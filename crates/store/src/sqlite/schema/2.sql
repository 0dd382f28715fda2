-- Of the released: those with an attempt.
ALTER TABLE counter ADD COLUMN released_deferred INTEGER NOT NULL DEFAULT 0;
UPDATE counter SET released_deferred = (
    SELECT count(*) FROM delivery d JOIN site s ON s.id = d.site
    WHERE s.id = counter.site AND d.generation = s.generation AND d.state = 16 + s.epoch AND d.attempts > 0
) WHERE released > 0;
