-- Isobar's ledger, fourth version: what a step really cost.

-- Whose redundancy is less from intended_at to ended_at: `node CENTRE-ID`,
-- `broker emqx`, `redis redis`, `loadBalancer loadbalancer`; null for a step that
-- takes nothing out.
ALTER TABLE step ADD COLUMN reduces INTEGER REFERENCES name (id);
