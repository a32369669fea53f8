-- Isobar's ledger, first version.
--
-- Rules that hold for every table, now and later (docs/decisions/0003-ledger.md):
-- * names are interned once and referred to by integer; hashes are binary;
-- * times are microseconds since 1970, for people; order is by sequence;
-- * rows are never deleted and never changed, except that an open end is
--   closed once; triggers enforce it;
-- * large texts live in `blob`, once, compressed;
-- * no secret is in any column.

-- Names: hosts, resources, actors, verbs, codes.
CREATE TABLE name (
    id    INTEGER PRIMARY KEY,
    text  TEXT NOT NULL UNIQUE
) STRICT;

-- Content-addressed texts: plans, diffs, records, messages.
CREATE TABLE blob (
    id        INTEGER PRIMARY KEY,
    digest    BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    size      INTEGER NOT NULL CHECK (size >= 0),
    encoding  INTEGER NOT NULL CHECK (encoding IN (0, 1)),   -- 0 as it is, 1 zlib (RFC 1950)
    content   BLOB NOT NULL
) STRICT;

CREATE TABLE "commit" (
    id           INTEGER PRIMARY KEY,
    hash         BLOB NOT NULL UNIQUE CHECK (length(hash) IN (20, 32)),
    author       INTEGER NOT NULL REFERENCES name (id),
    authored_at  INTEGER NOT NULL,
    summary      TEXT NOT NULL
) STRICT;

CREATE TABLE plan (
    id           INTEGER PRIMARY KEY,
    digest       BLOB NOT NULL CHECK (length(digest) = 32),
    commit_id    INTEGER REFERENCES "commit" (id),
    observed_at  INTEGER NOT NULL,
    body         INTEGER NOT NULL REFERENCES blob (id)       -- the plan as JSON, format of the contract
) STRICT;
CREATE INDEX plan_digest ON plan (digest);

CREATE TABLE run (
    id          INTEGER PRIMARY KEY,
    started_at  INTEGER NOT NULL,
    actor       INTEGER NOT NULL REFERENCES name (id),
    command     INTEGER NOT NULL REFERENCES name (id),
    commit_id   INTEGER REFERENCES "commit" (id),
    plan_id     INTEGER NOT NULL REFERENCES plan (id),
    ended_at    INTEGER,
    outcome     INTEGER REFERENCES name (id),               -- succeeded, failed, incomplete, interrupted, rolled-back
    CHECK ((ended_at IS NULL) = (outcome IS NULL))
) STRICT;
CREATE INDEX run_open ON run (id) WHERE ended_at IS NULL;

CREATE TABLE step (
    id           INTEGER PRIMARY KEY,
    run_id       INTEGER NOT NULL REFERENCES run (id),
    step         INTEGER NOT NULL REFERENCES name (id),
    resource     INTEGER NOT NULL REFERENCES name (id),
    action       INTEGER NOT NULL REFERENCES name (id),
    cause        INTEGER NOT NULL REFERENCES name (id),
    intended_at  INTEGER,                                    -- null: never begun
    changes      INTEGER REFERENCES blob (id),
    ended_at     INTEGER,
    outcome      INTEGER REFERENCES name (id),               -- succeeded, failed, skipped, unknown
    code         INTEGER REFERENCES name (id),               -- the failure's code
    detail       INTEGER REFERENCES blob (id),               -- the failure's text or the output's end
    UNIQUE (run_id, step),
    CHECK ((ended_at IS NULL) = (outcome IS NULL))
) STRICT;
CREATE INDEX step_resource ON step (resource, id);
CREATE INDEX step_open ON step (run_id) WHERE ended_at IS NULL;

-- What was observed, with validity: one row for as long as it stayed the same.
CREATE TABLE observation (
    id          INTEGER PRIMARY KEY,
    resource    INTEGER NOT NULL REFERENCES name (id),
    host        INTEGER NOT NULL REFERENCES name (id),
    valid_from  INTEGER NOT NULL,
    digest      BLOB NOT NULL CHECK (length(digest) = 32),   -- keyed where it covers a secret
    owned       INTEGER NOT NULL CHECK (owned IN (0, 1)),
    record      INTEGER NOT NULL REFERENCES blob (id),       -- property to printable text, JSON
    valid_to    INTEGER                                      -- null: as of the last look
) STRICT;
CREATE UNIQUE INDEX observation_current ON observation (resource) WHERE valid_to IS NULL;
CREATE INDEX observation_host ON observation (host, valid_from);
CREATE INDEX observation_history ON observation (resource, valid_from);

-- When each host was looked at. Between two looks that both reached it, the
-- observations hold; where there is none, nothing is known.
CREATE TABLE coverage (
    id         INTEGER PRIMARY KEY,
    host       INTEGER NOT NULL REFERENCES name (id),
    looked_at  INTEGER NOT NULL,
    failure    INTEGER REFERENCES name (id),                 -- null: seen whole; else the failure's code
    detail     INTEGER REFERENCES blob (id)
) STRICT;
CREATE INDEX coverage_host ON coverage (host, looked_at);

-- What was applied, with validity: tells drift from pending change.
CREATE TABLE applied (
    id          INTEGER PRIMARY KEY,
    resource    INTEGER NOT NULL REFERENCES name (id),
    digest      BLOB NOT NULL CHECK (length(digest) = 32),   -- of the specification, keyed
    run_id      INTEGER NOT NULL REFERENCES run (id),
    ended_by    INTEGER REFERENCES run (id)
) STRICT;
CREATE UNIQUE INDEX applied_current ON applied (resource) WHERE ended_by IS NULL;
CREATE INDEX applied_history ON applied (resource, id);

-- The audit chain. `hash` covers the previous hash and the values of this row
-- in a canonical encoding (version in `encoding`), not the integers that stand
-- for names here.
CREATE TABLE audit (
    sequence  INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    actor     INTEGER NOT NULL REFERENCES name (id),
    action    INTEGER NOT NULL REFERENCES name (id),
    subject   INTEGER NOT NULL REFERENCES name (id),
    run_id    INTEGER REFERENCES run (id),
    commit_id INTEGER REFERENCES "commit" (id),
    outcome   INTEGER NOT NULL REFERENCES name (id),
    detail    INTEGER REFERENCES blob (id),
    encoding  INTEGER NOT NULL,
    hash      BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX audit_subject ON audit (subject, sequence);
CREATE INDEX audit_run ON audit (run_id, sequence) WHERE run_id IS NOT NULL;

-- Never deleted.
CREATE TRIGGER name_kept BEFORE DELETE ON name BEGIN SELECT RAISE(ABORT, 'names are kept'); END;
CREATE TRIGGER blob_kept BEFORE DELETE ON blob BEGIN SELECT RAISE(ABORT, 'blobs are kept'); END;
CREATE TRIGGER commit_kept BEFORE DELETE ON "commit" BEGIN SELECT RAISE(ABORT, 'commits are kept'); END;
CREATE TRIGGER plan_kept BEFORE DELETE ON plan BEGIN SELECT RAISE(ABORT, 'plans are kept'); END;
CREATE TRIGGER run_kept BEFORE DELETE ON run BEGIN SELECT RAISE(ABORT, 'runs are kept'); END;
CREATE TRIGGER step_kept BEFORE DELETE ON step BEGIN SELECT RAISE(ABORT, 'steps are kept'); END;
CREATE TRIGGER observation_kept BEFORE DELETE ON observation BEGIN SELECT RAISE(ABORT, 'observations are kept'); END;
CREATE TRIGGER coverage_kept BEFORE DELETE ON coverage BEGIN SELECT RAISE(ABORT, 'coverage is kept'); END;
CREATE TRIGGER applied_kept BEFORE DELETE ON applied BEGIN SELECT RAISE(ABORT, 'applied states are kept'); END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit records are kept'); END;

-- Never changed.
CREATE TRIGGER name_fixed BEFORE UPDATE ON name BEGIN SELECT RAISE(ABORT, 'names are fixed'); END;
CREATE TRIGGER blob_fixed BEFORE UPDATE ON blob BEGIN SELECT RAISE(ABORT, 'blobs are fixed'); END;
CREATE TRIGGER commit_fixed BEFORE UPDATE ON "commit" BEGIN SELECT RAISE(ABORT, 'commits are fixed'); END;
CREATE TRIGGER plan_fixed BEFORE UPDATE ON plan BEGIN SELECT RAISE(ABORT, 'plans are fixed'); END;
CREATE TRIGGER coverage_fixed BEFORE UPDATE ON coverage BEGIN SELECT RAISE(ABORT, 'coverage is fixed'); END;
CREATE TRIGGER audit_fixed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit records are fixed'); END;

-- Changed once: an open end is closed.
CREATE TRIGGER run_closed BEFORE UPDATE ON run
WHEN OLD.ended_at IS NOT NULL
    OR NEW.id IS NOT OLD.id OR NEW.started_at IS NOT OLD.started_at OR NEW.actor IS NOT OLD.actor
    OR NEW.command IS NOT OLD.command OR NEW.commit_id IS NOT OLD.commit_id OR NEW.plan_id IS NOT OLD.plan_id
BEGIN SELECT RAISE(ABORT, 'a run changes only by ending, once'); END;

CREATE TRIGGER step_closed BEFORE UPDATE ON step
WHEN OLD.ended_at IS NOT NULL
    OR NEW.id IS NOT OLD.id OR NEW.run_id IS NOT OLD.run_id OR NEW.step IS NOT OLD.step
    OR NEW.resource IS NOT OLD.resource OR NEW.action IS NOT OLD.action OR NEW.cause IS NOT OLD.cause
    OR NEW.intended_at IS NOT OLD.intended_at OR NEW.changes IS NOT OLD.changes
BEGIN SELECT RAISE(ABORT, 'a step changes only by ending, once'); END;

CREATE TRIGGER observation_closed BEFORE UPDATE ON observation
WHEN OLD.valid_to IS NOT NULL
    OR NEW.id IS NOT OLD.id OR NEW.resource IS NOT OLD.resource OR NEW.host IS NOT OLD.host
    OR NEW.valid_from IS NOT OLD.valid_from OR NEW.digest IS NOT OLD.digest OR NEW.owned IS NOT OLD.owned
    OR NEW.record IS NOT OLD.record
BEGIN SELECT RAISE(ABORT, 'an observation changes only by ending, once'); END;

CREATE TRIGGER applied_closed BEFORE UPDATE ON applied
WHEN OLD.ended_by IS NOT NULL
    OR NEW.id IS NOT OLD.id OR NEW.resource IS NOT OLD.resource OR NEW.digest IS NOT OLD.digest
    OR NEW.run_id IS NOT OLD.run_id
BEGIN SELECT RAISE(ABORT, 'an applied state changes only by ending, once'); END;
