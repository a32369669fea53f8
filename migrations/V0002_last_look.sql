-- Isobar's ledger, second version: what plans without a look and the history
-- need (docs/decisions/0011-last-look.md).

-- The last whole look at each host, as it is needed to plan from it. Not a
-- record but a copy of what the newest observations say, with the properties
-- they leave out; it is replaced at every look. No secret is in it: values that
-- may be secret are keyed codes.
CREATE TABLE last_look (
    host       INTEGER PRIMARY KEY REFERENCES name (id),
    looked_at  INTEGER NOT NULL,
    format     INTEGER NOT NULL,
    size       INTEGER NOT NULL CHECK (size >= 0),
    encoding   INTEGER NOT NULL CHECK (encoding IN (0, 1)),  -- 0 as it is, 1 zlib (RFC 1950)
    content    BLOB NOT NULL
) STRICT;

-- Questions about the past, by who, what and when.
CREATE INDEX run_started ON run (started_at);
CREATE INDEX run_actor ON run (actor);
CREATE INDEX run_commit ON run (commit_id);
CREATE INDEX run_outcome ON run (outcome);
CREATE INDEX step_action ON step (action);
