-- A server that several keys list is found by its own name, whichever key something was kept by.
CREATE INDEX marks_by_server ON marks (server_id, location);
