-- The journal of changes: written before anything is sent, and never deleted. Names are kept as they were.
CREATE TABLE operations (
    team_id        TEXT NOT NULL,
    -- Made by the client, so that a double click is one operation.
    id             TEXT NOT NULL,
    actor_id       TEXT NOT NULL,
    actor_name     TEXT NOT NULL,
    request_id     TEXT NOT NULL,
    credential_id  TEXT NOT NULL,
    location       TEXT NOT NULL,
    server_id      TEXT NOT NULL,
    server_name    TEXT NOT NULL,
    brand          TEXT NOT NULL,
    action         TEXT NOT NULL,
    -- The server's state when it was asked for, as JSON.
    before         TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('intended', 'sent', 'succeeded', 'failed', 'unknown')),
    -- JSON, one object a request.
    steps          TEXT NOT NULL,
    message        TEXT NOT NULL,
    http_status    BIGINT,
    correlation_id TEXT,
    -- 1 when reading cannot settle it and a person has to.
    needs_person   BIGINT NOT NULL DEFAULT 0,
    -- Grows with every change of the row: a writer that read an older one changes nothing.
    version        BIGINT NOT NULL DEFAULT 0,
    created_at     BIGINT NOT NULL,
    ended_at       BIGINT,
    PRIMARY KEY (team_id, id)
);

-- One change of a server at a time.
CREATE UNIQUE INDEX operations_one_open ON operations (credential_id, location, server_id)
    WHERE state IN ('intended', 'sent', 'unknown');
CREATE INDEX operations_by_time ON operations (team_id, created_at);
CREATE INDEX operations_by_server ON operations (team_id, credential_id, location, server_id, created_at);
