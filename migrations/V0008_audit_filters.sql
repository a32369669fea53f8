-- Isobar's ledger, eighth version: what audit log is asked for is found without a
-- walk through the chain, however rare it is (docs/history.md, Pages).

-- Who did what and how it ended: of all records, and of what they are about. There
-- are few such kinds. Within each the records lie in their order.
CREATE INDEX audit_kind ON audit (outcome, action, actor);
CREATE INDEX audit_subject_kind ON audit (subject, outcome, action, actor);

-- Records that name a commit themselves; those of runs are found by their run.
CREATE INDEX audit_commit ON audit (commit_id) WHERE commit_id IS NOT NULL;
