-- An event is a header in clear and a body that can be struck. payload is the
-- header as RFC 8785 JSON; hash is SHA-256 over the hash of the event before (32
-- zero bytes before the first) and payload. The header names SHA-256 over salt
-- (32 random bytes) and body (the change as RFC 8785 JSON). Both are NULL once
-- the body was struck. The other columns repeat what the header says.
--
-- The program copies the events from the tables *_before, because the salts are
-- random, and then drops these tables.
DROP TRIGGER IF EXISTS events_stay;
DROP TRIGGER IF EXISTS events_last;
DROP TRIGGER IF EXISTS rfp_events_stay;
DROP TRIGGER IF EXISTS rfp_events_last;
ALTER TABLE events RENAME TO events_before;
ALTER TABLE rfp_events RENAME TO rfp_events_before;

CREATE TABLE events (
    assessment_id TEXT    NOT NULL REFERENCES assessments (id),
    seq           INTEGER NOT NULL,
    uid           TEXT    NOT NULL UNIQUE,
    at            INTEGER NOT NULL,
    by            TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    payload       TEXT    NOT NULL,
    hash          BLOB    NOT NULL,
    salt          BLOB,
    body          TEXT,
    PRIMARY KEY (assessment_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER events_stay BEFORE UPDATE ON events
WHEN NEW.salt IS NOT NULL OR NEW.body IS NOT NULL
    OR NEW.assessment_id IS NOT OLD.assessment_id OR NEW.seq IS NOT OLD.seq OR NEW.uid IS NOT OLD.uid OR NEW.at IS NOT OLD.at
    OR NEW.by IS NOT OLD.by OR NEW.kind IS NOT OLD.kind OR NEW.payload IS NOT OLD.payload OR NEW.hash IS NOT OLD.hash
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER events_last BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TABLE rfp_events (
    rfp_id  TEXT    NOT NULL REFERENCES rfps (id),
    seq     INTEGER NOT NULL,
    uid     TEXT    NOT NULL UNIQUE,
    at      INTEGER NOT NULL,
    by      TEXT    NOT NULL,
    kind    TEXT    NOT NULL,
    payload TEXT    NOT NULL,
    hash    BLOB    NOT NULL,
    salt    BLOB,
    body    TEXT,
    PRIMARY KEY (rfp_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER rfp_events_stay BEFORE UPDATE ON rfp_events
WHEN NEW.salt IS NOT NULL OR NEW.body IS NOT NULL
    OR NEW.rfp_id IS NOT OLD.rfp_id OR NEW.seq IS NOT OLD.seq OR NEW.uid IS NOT OLD.uid OR NEW.at IS NOT OLD.at
    OR NEW.by IS NOT OLD.by OR NEW.kind IS NOT OLD.kind OR NEW.payload IS NOT OLD.payload OR NEW.hash IS NOT OLD.hash
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER rfp_events_last BEFORE DELETE ON rfp_events
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

-- The journal of a vendor, kept and chained as the others.
CREATE TABLE vendor_events (
    vendor_id TEXT    NOT NULL REFERENCES vendors (id),
    seq       INTEGER NOT NULL,
    uid       TEXT    NOT NULL UNIQUE,
    at        INTEGER NOT NULL,
    by        TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    payload   TEXT    NOT NULL,
    hash      BLOB    NOT NULL,
    salt      BLOB,
    body      TEXT,
    PRIMARY KEY (vendor_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER vendor_events_stay BEFORE UPDATE ON vendor_events
WHEN NEW.salt IS NOT NULL OR NEW.body IS NOT NULL
    OR NEW.vendor_id IS NOT OLD.vendor_id OR NEW.seq IS NOT OLD.seq OR NEW.uid IS NOT OLD.uid OR NEW.at IS NOT OLD.at
    OR NEW.by IS NOT OLD.by OR NEW.kind IS NOT OLD.kind OR NEW.payload IS NOT OLD.payload OR NEW.hash IS NOT OLD.hash
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER vendor_events_last BEFORE DELETE ON vendor_events
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TABLE vendor_heads (
    vendor_id TEXT    NOT NULL PRIMARY KEY REFERENCES vendors (id),
    seq       INTEGER NOT NULL,
    hash      BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

-- The heads that the journals had in an earlier form. Reports, decisions, the
-- ledger and the anchors name them.
CREATE TABLE old_heads (
    journal_id TEXT    NOT NULL,
    seq        INTEGER NOT NULL,
    hash       BLOB    NOT NULL,
    PRIMARY KEY (journal_id, seq, hash)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER old_heads_stay BEFORE UPDATE ON old_heads
BEGIN SELECT RAISE(ABORT, 'old heads are append-only'); END;
CREATE TRIGGER old_heads_last BEFORE DELETE ON old_heads
BEGIN SELECT RAISE(ABORT, 'old heads are append-only'); END;
