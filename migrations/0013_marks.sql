-- What Skydeck keeps beside servers, and what teams and people keep for themselves.

-- Goes with the key through which the server is seen.
CREATE TABLE marks (
    credential_id TEXT NOT NULL REFERENCES credentials (id) ON DELETE CASCADE,
    location      TEXT NOT NULL,
    server_id     TEXT NOT NULL,
    team_id       TEXT NOT NULL REFERENCES teams (id),
    -- JSON list, in its order.
    tags          TEXT NOT NULL,
    note          TEXT NOT NULL,
    -- The person's name; NULL while the server is not locked.
    locked_by     TEXT,
    locked_at     BIGINT,
    lock_reason   TEXT,
    PRIMARY KEY (credential_id, location, server_id)
);
CREATE INDEX marks_by_team ON marks (team_id);

-- What a person has chosen for themselves, by name.
CREATE TABLE preferences (
    user_id TEXT NOT NULL REFERENCES users (id),
    name    TEXT NOT NULL,
    value   TEXT NOT NULL,
    PRIMARY KEY (user_id, name)
);

-- Searches with a name.
CREATE TABLE views (
    id         TEXT NOT NULL PRIMARY KEY,
    team_id    TEXT NOT NULL REFERENCES teams (id),
    -- The person's id; empty for a view that the whole team sees.
    owner      TEXT NOT NULL,
    name       TEXT NOT NULL,
    search     TEXT NOT NULL,
    sort       TEXT NOT NULL,
    grouped_by TEXT NOT NULL,
    made_by    TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (team_id, owner, name)
);

-- Public keys that new servers can be given.
CREATE TABLE ssh_keys (
    id          TEXT NOT NULL PRIMARY KEY,
    team_id     TEXT NOT NULL REFERENCES teams (id),
    name        TEXT NOT NULL,
    public_key  TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    added_by    TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    UNIQUE (team_id, name),
    UNIQUE (team_id, fingerprint)
);

-- Cloud-init for new servers. `sealed_body` is an envelope that only the master key opens, bound to this row and team: scripts may
-- hold passwords.
CREATE TABLE scripts (
    id          TEXT NOT NULL PRIMARY KEY,
    team_id     TEXT NOT NULL REFERENCES teams (id),
    name        TEXT NOT NULL,
    sealed_body BLOB NOT NULL,
    -- Counts replacements of the body.
    version     BIGINT NOT NULL,
    bytes       BIGINT NOT NULL,
    saved_by    TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    saved_at    BIGINT NOT NULL,
    UNIQUE (team_id, name)
);
