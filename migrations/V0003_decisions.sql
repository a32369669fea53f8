-- Isobar's ledger, third version: what the service has to remember between two
-- starts, and who decided it.

-- Heads of the branch, as the service met them: the newest row is where it was
-- last.
CREATE TABLE sighting (
    id         INTEGER PRIMARY KEY,
    commit_id  INTEGER NOT NULL REFERENCES "commit" (id),
    seen_at    INTEGER NOT NULL
) STRICT;

-- What people decided on plans that waited. An approval is spent by the run it
-- was given for; it is void when the plan is another one by then, and so is every
-- open decision when the branch has a new head.
CREATE TABLE decision (
    id               INTEGER PRIMARY KEY,
    plan_digest      BLOB NOT NULL CHECK (length(plan_digest) = 32),
    commit_id        INTEGER NOT NULL REFERENCES "commit" (id),
    verdict          INTEGER NOT NULL REFERENCES name (id),   -- approved, rejected
    actor            INTEGER NOT NULL REFERENCES name (id),
    reason           INTEGER REFERENCES blob (id),
    allowed_deletes  INTEGER CHECK (allowed_deletes >= 0),
    decided_at       INTEGER NOT NULL,
    run_id           INTEGER REFERENCES run (id),
    voided_at        INTEGER,
    CHECK (run_id IS NULL OR voided_at IS NULL)
) STRICT;
CREATE INDEX decision_open ON decision (commit_id) WHERE run_id IS NULL AND voided_at IS NULL;

-- Parts of the broker nobody touches for some time.
CREATE TABLE pause (
    id        INTEGER PRIMARY KEY,
    scope     INTEGER NOT NULL REFERENCES name (id),          -- all, host/waloop01, node/ca-eccc-msc, kind/haproxy
    actor     INTEGER NOT NULL REFERENCES name (id),
    reason    INTEGER NOT NULL REFERENCES blob (id),
    begun_at  INTEGER NOT NULL,
    until     INTEGER NOT NULL,                               -- when it ends by itself
    ended_by  INTEGER REFERENCES name (id),
    ended_at  INTEGER,                                        -- null: nobody ended it before
    CHECK ((ended_by IS NULL) = (ended_at IS NULL))
) STRICT;
CREATE INDEX pause_open ON pause (scope) WHERE ended_at IS NULL;

CREATE TRIGGER sighting_kept BEFORE DELETE ON sighting BEGIN SELECT RAISE(ABORT, 'sightings are kept'); END;
CREATE TRIGGER decision_kept BEFORE DELETE ON decision BEGIN SELECT RAISE(ABORT, 'decisions are kept'); END;
CREATE TRIGGER pause_kept BEFORE DELETE ON pause BEGIN SELECT RAISE(ABORT, 'pauses are kept'); END;
CREATE TRIGGER sighting_fixed BEFORE UPDATE ON sighting BEGIN SELECT RAISE(ABORT, 'sightings are fixed'); END;

CREATE TRIGGER decision_spent BEFORE UPDATE ON decision
WHEN OLD.run_id IS NOT NULL OR OLD.voided_at IS NOT NULL
    OR NEW.id IS NOT OLD.id OR NEW.plan_digest IS NOT OLD.plan_digest OR NEW.commit_id IS NOT OLD.commit_id
    OR NEW.verdict IS NOT OLD.verdict OR NEW.actor IS NOT OLD.actor OR NEW.reason IS NOT OLD.reason
    OR NEW.allowed_deletes IS NOT OLD.allowed_deletes OR NEW.decided_at IS NOT OLD.decided_at
BEGIN SELECT RAISE(ABORT, 'a decision changes only by being carried out or void, once'); END;

CREATE TRIGGER pause_closed BEFORE UPDATE ON pause
WHEN OLD.ended_at IS NOT NULL
    OR NEW.id IS NOT OLD.id OR NEW.scope IS NOT OLD.scope OR NEW.actor IS NOT OLD.actor
    OR NEW.reason IS NOT OLD.reason OR NEW.begun_at IS NOT OLD.begun_at OR NEW.until IS NOT OLD.until
BEGIN SELECT RAISE(ABORT, 'a pause changes only by ending, once'); END;
