-- Isobar's ledger, fifth version: indexes for what ran where at a past moment,
-- views for people who ask in SQL, and what was exported and pruned
-- (docs/history.md).

-- What was there at a moment: the resources of a host, and of each the row that
-- was current. What is open is found without what was.
DROP INDEX observation_host;
CREATE INDEX observation_at ON observation (host, resource, valid_from);
CREATE INDEX observation_open ON observation (host) WHERE valid_to IS NULL;

-- When a host was seen, without a visit to the rows.
DROP INDEX coverage_host;
CREATE INDEX coverage_at ON coverage (host, looked_at, failure);

-- The last step on a resource, and the steps of a time.
CREATE INDEX step_ended ON step (resource, ended_at);

-- How steps ended: of a resource, of a run, of what was done.
CREATE INDEX step_result ON step (resource, outcome);
CREATE INDEX step_run_result ON step (run_id, outcome);
CREATE INDEX step_action_result ON step (outcome, action);

-- The records of a run, by what they are about: each step is held against its own.
DROP INDEX audit_run;
CREATE INDEX audit_run ON audit (run_id, subject) WHERE run_id IS NOT NULL;

-- What counts as applied by a run: the record of its end covers it.
CREATE INDEX applied_run ON applied (run_id);
CREATE INDEX applied_ended ON applied (ended_by) WHERE ended_by IS NOT NULL;

-- The beginning of the chain that stands in an export alone: the last record of
-- it and its hash, and up to where what belonged to it was removed.
CREATE TABLE segment (
    last              INTEGER PRIMARY KEY,
    hash              BLOB NOT NULL CHECK (length(hash) = 32),
    last_run          INTEGER NOT NULL,
    last_look         INTEGER NOT NULL,
    last_observation  INTEGER NOT NULL,
    pruned_at         INTEGER                                -- null: it is being removed
) STRICT;
CREATE TRIGGER segment_kept BEFORE DELETE ON segment BEGIN SELECT RAISE(ABORT, 'segments are kept'); END;
CREATE TRIGGER segment_fixed BEFORE UPDATE ON segment
WHEN OLD.pruned_at IS NOT NULL OR NEW.last IS NOT OLD.last OR NEW.hash IS NOT OLD.hash
    OR NEW.last_run IS NOT OLD.last_run OR NEW.last_look IS NOT OLD.last_look
    OR NEW.last_observation IS NOT OLD.last_observation
BEGIN SELECT RAISE(ABORT, 'a segment changes only by being pruned, once'); END;

-- Rows go only with the segment they belong to.
DROP TRIGGER audit_kept;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit
WHEN NOT EXISTS (SELECT 1 FROM segment WHERE pruned_at IS NULL AND last >= OLD.sequence)
BEGIN SELECT RAISE(ABORT, 'audit records are kept'); END;
DROP TRIGGER run_kept;
CREATE TRIGGER run_kept BEFORE DELETE ON run
WHEN NOT EXISTS (SELECT 1 FROM segment WHERE pruned_at IS NULL AND last_run >= OLD.id)
BEGIN SELECT RAISE(ABORT, 'runs are kept'); END;
DROP TRIGGER step_kept;
CREATE TRIGGER step_kept BEFORE DELETE ON step
WHEN NOT EXISTS (SELECT 1 FROM segment WHERE pruned_at IS NULL AND last_run >= OLD.run_id)
BEGIN SELECT RAISE(ABORT, 'steps are kept'); END;
DROP TRIGGER applied_kept;
CREATE TRIGGER applied_kept BEFORE DELETE ON applied
WHEN NOT EXISTS (SELECT 1 FROM segment WHERE pruned_at IS NULL AND last_run >= OLD.ended_by)
BEGIN SELECT RAISE(ABORT, 'applied states are kept'); END;
DROP TRIGGER coverage_kept;
CREATE TRIGGER coverage_kept BEFORE DELETE ON coverage
WHEN NOT EXISTS (SELECT 1 FROM segment WHERE pruned_at IS NULL AND last_look >= OLD.id)
BEGIN SELECT RAISE(ABORT, 'coverage is kept'); END;
DROP TRIGGER observation_kept;
CREATE TRIGGER observation_kept BEFORE DELETE ON observation
WHEN OLD.valid_to IS NULL
    OR NOT EXISTS (SELECT 1 FROM segment WHERE pruned_at IS NULL AND last_observation >= OLD.id)
BEGIN SELECT RAISE(ABORT, 'observations are kept'); END;
DROP TRIGGER plan_kept;
CREATE TRIGGER plan_kept BEFORE DELETE ON plan
WHEN NOT EXISTS (SELECT 1 FROM segment WHERE pruned_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'plans are kept'); END;
DROP TRIGGER blob_kept;
CREATE TRIGGER blob_kept BEFORE DELETE ON blob
WHEN NOT EXISTS (SELECT 1 FROM segment WHERE pruned_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'blobs are kept'); END;

-- Views: their names and columns stay, whatever happens to the tables. Times are
-- RFC 3339 in UTC, hashes hexadecimal digits.
CREATE VIEW commits AS
SELECT lower(hex("commit".hash)) AS "commit", author.text AS author,
    strftime('%Y-%m-%dT%H:%M:%fZ', "commit".authored_at / 1000000.0, 'unixepoch') AS authored_at,
    "commit".summary AS summary
FROM "commit" JOIN name author ON author.id = "commit".author;

CREATE VIEW runs AS
SELECT run.id AS run,
    strftime('%Y-%m-%dT%H:%M:%fZ', run.started_at / 1000000.0, 'unixepoch') AS started_at,
    strftime('%Y-%m-%dT%H:%M:%fZ', run.ended_at / 1000000.0, 'unixepoch') AS ended_at,
    (run.ended_at - run.started_at) / 1000000.0 AS seconds,
    actor.text AS actor, command.text AS command, outcome.text AS outcome,
    lower(hex("commit".hash)) AS "commit", author.text AS author, "commit".summary AS commit_summary,
    lower(hex(plan.digest)) AS plan
FROM run
JOIN name actor ON actor.id = run.actor
JOIN name command ON command.id = run.command
JOIN plan ON plan.id = run.plan_id
LEFT JOIN name outcome ON outcome.id = run.outcome
LEFT JOIN "commit" ON "commit".id = run.commit_id
LEFT JOIN name author ON author.id = "commit".author;

CREATE VIEW steps AS
SELECT step.run_id AS run, step_name.text AS step, resource.text AS resource,
    substr(resource.text, 1, instr(resource.text, '/') - 1) AS host,
    action.text AS action, cause.text AS cause,
    strftime('%Y-%m-%dT%H:%M:%fZ', step.intended_at / 1000000.0, 'unixepoch') AS intended_at,
    strftime('%Y-%m-%dT%H:%M:%fZ', step.ended_at / 1000000.0, 'unixepoch') AS ended_at,
    (step.ended_at - step.intended_at) / 1000000.0 AS seconds,
    outcome.text AS outcome, code.text AS code, reduces.text AS reduces, actor.text AS actor,
    lower(hex("commit".hash)) AS "commit"
FROM step
JOIN run ON run.id = step.run_id
JOIN name actor ON actor.id = run.actor
JOIN name step_name ON step_name.id = step.step
JOIN name resource ON resource.id = step.resource
JOIN name action ON action.id = step.action
JOIN name cause ON cause.id = step.cause
LEFT JOIN name outcome ON outcome.id = step.outcome
LEFT JOIN name code ON code.id = step.code
LEFT JOIN name reduces ON reduces.id = step.reduces
LEFT JOIN "commit" ON "commit".id = run.commit_id;

CREATE VIEW observations AS
SELECT resource.text AS resource, host.text AS host,
    strftime('%Y-%m-%dT%H:%M:%fZ', observation.valid_from / 1000000.0, 'unixepoch') AS seen_from,
    strftime('%Y-%m-%dT%H:%M:%fZ', observation.valid_to / 1000000.0, 'unixepoch') AS seen_until,
    observation.owned AS owned, lower(hex(observation.digest)) AS digest
FROM observation
JOIN name resource ON resource.id = observation.resource
JOIN name host ON host.id = observation.host;

CREATE VIEW looks AS
SELECT host.text AS host, strftime('%Y-%m-%dT%H:%M:%fZ', coverage.looked_at / 1000000.0, 'unixepoch') AS looked_at,
    failure.text AS failure
FROM coverage
JOIN name host ON host.id = coverage.host
LEFT JOIN name failure ON failure.id = coverage.failure;

CREATE VIEW audit_log AS
SELECT audit.sequence AS sequence,
    strftime('%Y-%m-%dT%H:%M:%fZ', audit.at / 1000000.0, 'unixepoch') AS at,
    actor.text AS actor, action.text AS action, subject.text AS subject, outcome.text AS outcome,
    audit.run_id AS run, lower(hex("commit".hash)) AS "commit", lower(hex(audit.hash)) AS hash
FROM audit
JOIN name actor ON actor.id = audit.actor
JOIN name action ON action.id = audit.action
JOIN name subject ON subject.id = audit.subject
JOIN name outcome ON outcome.id = audit.outcome
LEFT JOIN "commit" ON "commit".id = audit.commit_id;

CREATE VIEW decisions AS
SELECT lower(hex(decision.plan_digest)) AS plan, lower(hex("commit".hash)) AS "commit",
    verdict.text AS verdict, actor.text AS actor, decision.allowed_deletes AS allowed_deletes,
    strftime('%Y-%m-%dT%H:%M:%fZ', decision.decided_at / 1000000.0, 'unixepoch') AS decided_at,
    decision.run_id AS run,
    strftime('%Y-%m-%dT%H:%M:%fZ', decision.voided_at / 1000000.0, 'unixepoch') AS voided_at
FROM decision
JOIN "commit" ON "commit".id = decision.commit_id
JOIN name verdict ON verdict.id = decision.verdict
JOIN name actor ON actor.id = decision.actor;

CREATE VIEW pauses AS
SELECT scope.text AS scope, actor.text AS actor,
    strftime('%Y-%m-%dT%H:%M:%fZ', pause.begun_at / 1000000.0, 'unixepoch') AS begun_at,
    strftime('%Y-%m-%dT%H:%M:%fZ', pause.until / 1000000.0, 'unixepoch') AS until,
    ended_by.text AS ended_by,
    strftime('%Y-%m-%dT%H:%M:%fZ', pause.ended_at / 1000000.0, 'unixepoch') AS ended_at
FROM pause
JOIN name scope ON scope.id = pause.scope
JOIN name actor ON actor.id = pause.actor
LEFT JOIN name ended_by ON ended_by.id = pause.ended_by;
