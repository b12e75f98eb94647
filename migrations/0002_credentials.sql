-- Providers' API keys. `sealed_key` is an envelope that only the master key opens, bound to this row, team, brand and origin.

CREATE TABLE credentials (
    id TEXT NOT NULL PRIMARY KEY,
    team_id TEXT NOT NULL REFERENCES teams (id),
    brand TEXT NOT NULL,
    label TEXT NOT NULL,
    base_url TEXT NOT NULL,
    scheme TEXT NOT NULL,
    sealed_key BLOB NOT NULL,
    key_version BIGINT NOT NULL,
    fingerprint TEXT NOT NULL,
    last_four TEXT NOT NULL,
    account TEXT,
    health TEXT NOT NULL,
    health_message TEXT NOT NULL,
    health_at BIGINT NOT NULL,
    added_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    key_since BIGINT NOT NULL,
    UNIQUE (team_id, label)
);
