-- Operations carry any change, not power alone: the act by its slug, with everything that goes with it.
ALTER TABLE operations RENAME COLUMN action TO act;
UPDATE operations SET act = 'server.' || REPLACE(act, '-', '_');

-- The batch that it belongs to, where several were asked for at once.
ALTER TABLE operations ADD COLUMN batch_id TEXT;
-- What changes, in a line.
ALTER TABLE operations ADD COLUMN summary TEXT NOT NULL DEFAULT '';
-- JSON: what Skydeck does itself once all requests have succeeded.
ALTER TABLE operations ADD COLUMN afterwards TEXT NOT NULL DEFAULT '{}';
-- The provider's id of what it made.
ALTER TABLE operations ADD COLUMN made_id TEXT;

CREATE INDEX operations_by_batch ON operations (team_id, batch_id) WHERE batch_id IS NOT NULL;
