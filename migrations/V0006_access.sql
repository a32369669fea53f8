-- Isobar's ledger, sixth version: who may ask the service over the network, and
-- what is held at an earlier commit.

-- Tokens, by a hash of what their owners show: nobody can read one here. The name
-- is whom the record names.
CREATE TABLE token (
    id          INTEGER PRIMARY KEY,
    name        INTEGER NOT NULL REFERENCES name (id),
    role        INTEGER NOT NULL REFERENCES name (id),           -- viewer, operator, admin
    hash        BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),  -- SHA-256
    created_by  INTEGER NOT NULL REFERENCES name (id),
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER,                                         -- null: never
    revoked_by  INTEGER REFERENCES name (id),
    revoked_at  INTEGER,
    CHECK ((revoked_by IS NULL) = (revoked_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX token_open ON token (name) WHERE revoked_at IS NULL;

-- Rollbacks: until it is ended, or the branch has another head than `head_id`, the
-- commit holds for the broker, or for one node, in place of the branch's.
CREATE TABLE pin (
    id         INTEGER PRIMARY KEY,
    run_id     INTEGER NOT NULL,                                 -- what was gone back to; it may be pruned
    commit_id  INTEGER NOT NULL REFERENCES "commit" (id),
    node       INTEGER REFERENCES name (id),                     -- null: the whole broker
    head_id    INTEGER NOT NULL REFERENCES "commit" (id),
    actor      INTEGER NOT NULL REFERENCES name (id),
    reason     INTEGER REFERENCES blob (id),
    pinned_at  INTEGER NOT NULL,
    ended_by   INTEGER REFERENCES name (id),
    ended_at   INTEGER,                                          -- null: it holds
    CHECK ((ended_by IS NULL) = (ended_at IS NULL))
) STRICT;
CREATE INDEX pin_open ON pin (id) WHERE ended_at IS NULL;

CREATE TRIGGER token_kept BEFORE DELETE ON token BEGIN SELECT RAISE(ABORT, 'tokens are kept'); END;
CREATE TRIGGER pin_kept BEFORE DELETE ON pin BEGIN SELECT RAISE(ABORT, 'pins are kept'); END;

CREATE TRIGGER token_closed BEFORE UPDATE ON token
WHEN OLD.revoked_at IS NOT NULL
    OR NEW.id IS NOT OLD.id OR NEW.name IS NOT OLD.name OR NEW.role IS NOT OLD.role OR NEW.hash IS NOT OLD.hash
    OR NEW.created_by IS NOT OLD.created_by OR NEW.created_at IS NOT OLD.created_at
    OR NEW.expires_at IS NOT OLD.expires_at
BEGIN SELECT RAISE(ABORT, 'a token changes only by being revoked, once'); END;

CREATE TRIGGER pin_closed BEFORE UPDATE ON pin
WHEN OLD.ended_at IS NOT NULL
    OR NEW.id IS NOT OLD.id OR NEW.run_id IS NOT OLD.run_id OR NEW.commit_id IS NOT OLD.commit_id
    OR NEW.node IS NOT OLD.node OR NEW.head_id IS NOT OLD.head_id OR NEW.actor IS NOT OLD.actor
    OR NEW.reason IS NOT OLD.reason OR NEW.pinned_at IS NOT OLD.pinned_at
BEGIN SELECT RAISE(ABORT, 'a pin changes only by ending, once'); END;
