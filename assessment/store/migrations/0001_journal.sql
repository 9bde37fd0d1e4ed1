-- Times are microseconds UTC. Dates are days since 1970-01-01, 0 for none.
-- Scores are tenths, -1 for none. Truth is 0 or 1. Hashes in TEXT are
-- lower-case hexadecimal; hashes in BLOB are 32 bytes.

CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE vendors (
    id         TEXT    NOT NULL PRIMARY KEY,
    name       TEXT    NOT NULL,
    legal_name TEXT    NOT NULL,
    country    TEXT    NOT NULL,
    contact    TEXT    NOT NULL,
    note       TEXT    NOT NULL,
    added_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The canonical text of every questionnaire that was ever opened, by its hash.
CREATE TABLE questionnaires (
    hash      TEXT NOT NULL PRIMARY KEY,
    id        TEXT NOT NULL,
    version   TEXT NOT NULL,
    title     TEXT NOT NULL,
    canonical TEXT NOT NULL
) STRICT;

CREATE TABLE rfps (
    id            TEXT    NOT NULL PRIMARY KEY,
    title         TEXT    NOT NULL,
    reference     TEXT    NOT NULL,
    due           INTEGER NOT NULL,
    questionnaire TEXT    NOT NULL REFERENCES questionnaires (hash),
    milestone     TEXT    NOT NULL,
    added_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE assessments (
    id            TEXT NOT NULL PRIMARY KEY,
    vendor_id     TEXT NOT NULL REFERENCES vendors (id),
    rfp_id        TEXT REFERENCES rfps (id),
    questionnaire TEXT NOT NULL REFERENCES questionnaires (hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX assessments_vendor ON assessments (vendor_id);
CREATE INDEX assessments_rfp ON assessments (rfp_id);
CREATE INDEX assessments_questionnaire ON assessments (questionnaire);
CREATE INDEX rfps_questionnaire ON rfps (questionnaire);

-- The journal. payload is the event as RFC 8785 JSON; hash is SHA-256 over the
-- hash of the event before (32 zero bytes before the first) and payload. The
-- other columns repeat what payload says, so that it can be searched.
CREATE TABLE events (
    assessment_id TEXT    NOT NULL REFERENCES assessments (id),
    seq           INTEGER NOT NULL,
    uid           TEXT    NOT NULL UNIQUE,
    at            INTEGER NOT NULL,
    by            TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    payload       TEXT    NOT NULL,
    hash          BLOB    NOT NULL,
    PRIMARY KEY (assessment_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER events_stay BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER events_last BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

-- Where each journal ends. ledgered is the seq that the ledger has seen.
CREATE TABLE heads (
    assessment_id TEXT    NOT NULL PRIMARY KEY REFERENCES assessments (id),
    seq           INTEGER NOT NULL,
    hash          BLOB    NOT NULL,
    ledgered      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The ledger ties the journals together. Each row lists the heads that moved
-- since the row before: [[assessment, seq, hash], ...]. hash is SHA-256 over
-- the hash of the row before and heads.
CREATE TABLE ledger (
    n     INTEGER NOT NULL PRIMARY KEY,
    at    INTEGER NOT NULL,
    heads TEXT    NOT NULL,
    hash  BLOB    NOT NULL
) STRICT;

CREATE TRIGGER ledger_stays BEFORE UPDATE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_lasts BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

-- What follows is made from the journals and can be made again.

CREATE TABLE answers (
    assessment_id  TEXT    NOT NULL REFERENCES assessments (id),
    item_id        TEXT    NOT NULL,
    value          TEXT    NOT NULL,
    assurance      TEXT    NOT NULL,
    not_applicable INTEGER NOT NULL,
    evidence       INTEGER NOT NULL, -- how many records
    answered_by    TEXT    NOT NULL,
    answered_at    INTEGER NOT NULL,
    PRIMARY KEY (assessment_id, item_id)
) STRICT, WITHOUT ROWID;

-- The judgement of each assessment on the day as_of. next_change is the first
-- day on which the same answers may be judged differently.
CREATE TABLE scores (
    assessment_id        TEXT    NOT NULL PRIMARY KEY REFERENCES assessments (id),
    milestone            TEXT    NOT NULL,
    verdict              TEXT    NOT NULL,
    claimed              INTEGER NOT NULL,
    shown                INTEGER NOT NULL,
    low                  INTEGER NOT NULL,
    high                 INTEGER NOT NULL,
    reachable            INTEGER NOT NULL,
    coverage             INTEGER NOT NULL, -- millionths
    gates_closed         INTEGER NOT NULL,
    gates_failed         INTEGER NOT NULL,
    gates_not_shown      INTEGER NOT NULL,
    gates_not_asked      INTEGER NOT NULL,
    gates_waived         INTEGER NOT NULL,
    gates_waiver_expired INTEGER NOT NULL,
    stops                INTEGER NOT NULL,
    warnings             INTEGER NOT NULL,
    risk_tier            TEXT    NOT NULL,
    answered             INTEGER NOT NULL,
    asked                INTEGER NOT NULL,
    opened_at            INTEGER NOT NULL,
    updated_at           INTEGER NOT NULL,
    as_of                INTEGER NOT NULL,
    next_change          INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE domain_scores (
    assessment_id TEXT    NOT NULL REFERENCES assessments (id),
    position      INTEGER NOT NULL,
    domain_id     TEXT    NOT NULL,
    claimed       INTEGER NOT NULL,
    shown         INTEGER NOT NULL,
    PRIMARY KEY (assessment_id, position)
) STRICT, WITHOUT ROWID;

-- Small state of a client, as where an evaluator left an interview.
CREATE TABLE places (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
