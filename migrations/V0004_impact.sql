-- Isobar's ledger, fourth version: what a step really cost.

-- Whose redundancy a step reduces: `node CENTRE-ID`, `broker emqx`, `redis redis`,
-- `loadBalancer loadbalancer`; null for a step that takes nothing out.
ALTER TABLE step ADD COLUMN reduces INTEGER REFERENCES name (id);

-- For how long, in microseconds, until the member was seen to be well; null while
-- that is not known, and for ever when it was never seen.
ALTER TABLE step ADD COLUMN away_us INTEGER CHECK (away_us >= 0);
