-- Isobar's ledger, seventh version: which properties a step changed, so that who
-- asks why a resource is as it is reads the newest steps of each kind, however
-- many there are (docs/history.md, Why).

-- What was done and the names of the properties it changed, each on a line. Null
-- for steps that an earlier version recorded: of those, all are read.
ALTER TABLE step ADD COLUMN kind INTEGER REFERENCES name (id);
CREATE INDEX step_kind ON step (resource, kind);

DROP TRIGGER step_closed;
CREATE TRIGGER step_closed BEFORE UPDATE ON step
WHEN OLD.ended_at IS NOT NULL
    OR NEW.id IS NOT OLD.id OR NEW.run_id IS NOT OLD.run_id OR NEW.step IS NOT OLD.step
    OR NEW.resource IS NOT OLD.resource OR NEW.action IS NOT OLD.action OR NEW.cause IS NOT OLD.cause
    OR NEW.intended_at IS NOT OLD.intended_at OR NEW.changes IS NOT OLD.changes OR NEW.kind IS NOT OLD.kind
BEGIN SELECT RAISE(ABORT, 'a step changes only by ending, once'); END;
