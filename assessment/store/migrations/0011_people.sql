-- The journal of the people of the record, kept and chained as the others. There is one.
CREATE TABLE people_events (
    people_id TEXT    NOT NULL,
    seq       INTEGER NOT NULL,
    uid       TEXT    NOT NULL UNIQUE,
    at        INTEGER NOT NULL,
    by        TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    payload   TEXT    NOT NULL,
    hash      BLOB    NOT NULL,
    salt      BLOB,
    body      TEXT,
    PRIMARY KEY (people_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER people_events_stay BEFORE UPDATE ON people_events
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER people_events_last BEFORE DELETE ON people_events
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TABLE people_heads (
    people_id TEXT    NOT NULL PRIMARY KEY,
    seq       INTEGER NOT NULL,
    hash      BLOB    NOT NULL
) STRICT, WITHOUT ROWID;
