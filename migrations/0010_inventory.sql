-- The last good content of every source, so that a restart shows the last known state at once.
CREATE TABLE snapshots (
    credential_id TEXT NOT NULL,
    family        TEXT NOT NULL,
    location      TEXT NOT NULL,
    -- Milliseconds since 1970.
    taken_at      BIGINT NOT NULL,
    -- JSON; its form belongs to the family.
    body          TEXT NOT NULL,
    -- JSON of why reading it anew fails; NULL while nothing does.
    problem       TEXT,
    PRIMARY KEY (credential_id, family, location)
);
