-- The same tables as in a file of this version; see assessment/store/migrations. Text is
-- compared byte by byte, as SQLite does it.

CREATE TABLE meta (
    name  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value TEXT COLLATE "C" NOT NULL
);

CREATE TABLE vendors (
    id         TEXT COLLATE "C"    NOT NULL PRIMARY KEY,
    name       TEXT COLLATE "C"    NOT NULL,
    legal_name TEXT COLLATE "C"    NOT NULL,
    country    TEXT COLLATE "C"    NOT NULL,
    contact    TEXT COLLATE "C"    NOT NULL,
    note       TEXT COLLATE "C"    NOT NULL,
    added_at   BIGINT NOT NULL
, archived BIGINT NOT NULL DEFAULT 0, latin_name TEXT COLLATE "C" NOT NULL DEFAULT '');

CREATE TABLE questionnaires (
    hash      TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    id        TEXT COLLATE "C" NOT NULL,
    version   TEXT COLLATE "C" NOT NULL,
    title     TEXT COLLATE "C" NOT NULL,
    canonical TEXT COLLATE "C" NOT NULL
);

CREATE TABLE rfps (
    id            TEXT COLLATE "C"    NOT NULL PRIMARY KEY,
    title         TEXT COLLATE "C"    NOT NULL,
    reference     TEXT COLLATE "C"    NOT NULL,
    due           BIGINT NOT NULL,
    questionnaire TEXT COLLATE "C"    NOT NULL REFERENCES questionnaires (hash),
    milestone     TEXT COLLATE "C"    NOT NULL,
    added_at      BIGINT NOT NULL
, reserve TEXT COLLATE "C" NOT NULL DEFAULT '');

CREATE TABLE assessments (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    vendor_id     TEXT COLLATE "C" NOT NULL REFERENCES vendors (id),
    rfp_id        TEXT COLLATE "C" REFERENCES rfps (id),
    questionnaire TEXT COLLATE "C" NOT NULL REFERENCES questionnaires (hash)
, subject TEXT COLLATE "C" NOT NULL DEFAULT '', previous_id TEXT COLLATE "C" REFERENCES assessments (id), withdrawn BIGINT NOT NULL DEFAULT 0);

CREATE INDEX assessments_vendor ON assessments (vendor_id);

CREATE INDEX assessments_rfp ON assessments (rfp_id);

CREATE INDEX assessments_questionnaire ON assessments (questionnaire);

CREATE INDEX rfps_questionnaire ON rfps (questionnaire);

CREATE TABLE heads (
    assessment_id TEXT COLLATE "C"    NOT NULL PRIMARY KEY REFERENCES assessments (id),
    seq           BIGINT NOT NULL,
    hash          BYTEA    NOT NULL);

CREATE TABLE ledger (
    n     BIGINT NOT NULL PRIMARY KEY,
    at    BIGINT NOT NULL,
    heads TEXT COLLATE "C"    NOT NULL,
    hash  BYTEA    NOT NULL
);

CREATE TABLE answers (
    assessment_id  TEXT COLLATE "C"    NOT NULL REFERENCES assessments (id),
    item_id        TEXT COLLATE "C"    NOT NULL,
    value          TEXT COLLATE "C"    NOT NULL,
    assurance      TEXT COLLATE "C"    NOT NULL,
    not_applicable BIGINT NOT NULL,
    evidence       BIGINT NOT NULL, -- how many records
    answered_by    TEXT COLLATE "C"    NOT NULL,
    answered_at    BIGINT NOT NULL,
    PRIMARY KEY (assessment_id, item_id)
);

CREATE TABLE scores (
    assessment_id        TEXT COLLATE "C"    NOT NULL PRIMARY KEY REFERENCES assessments (id),
    milestone            TEXT COLLATE "C"    NOT NULL,
    verdict              TEXT COLLATE "C"    NOT NULL,
    claimed              BIGINT NOT NULL,
    shown                BIGINT NOT NULL,
    low                  BIGINT NOT NULL,
    high                 BIGINT NOT NULL,
    reachable            BIGINT NOT NULL,
    coverage             BIGINT NOT NULL, -- millionths
    gates_closed         BIGINT NOT NULL,
    gates_failed         BIGINT NOT NULL,
    gates_not_shown      BIGINT NOT NULL,
    gates_not_asked      BIGINT NOT NULL,
    gates_waived         BIGINT NOT NULL,
    gates_waiver_expired BIGINT NOT NULL,
    stops                BIGINT NOT NULL,
    warnings             BIGINT NOT NULL,
    risk_tier            TEXT COLLATE "C"    NOT NULL,
    answered             BIGINT NOT NULL,
    asked                BIGINT NOT NULL,
    opened_at            BIGINT NOT NULL,
    updated_at           BIGINT NOT NULL,
    as_of                BIGINT NOT NULL,
    next_change          BIGINT NOT NULL
, decision TEXT COLLATE "C" NOT NULL DEFAULT '', decision_void BIGINT NOT NULL DEFAULT 0, decided_by TEXT COLLATE "C" NOT NULL DEFAULT '', decided_on BIGINT NOT NULL DEFAULT 0, review_due BIGINT NOT NULL DEFAULT 0, next_due BIGINT NOT NULL DEFAULT 0, actions BIGINT NOT NULL DEFAULT 0, reverify BIGINT NOT NULL DEFAULT 0, rule_changes BIGINT NOT NULL DEFAULT 0, zone TEXT COLLATE "C" NOT NULL DEFAULT '', rank_key BIGINT NOT NULL DEFAULT 0, digest TEXT COLLATE "C" NOT NULL DEFAULT '', domain_sum TEXT COLLATE "C" NOT NULL DEFAULT '');

CREATE TABLE domain_scores (
    assessment_id TEXT COLLATE "C"    NOT NULL REFERENCES assessments (id),
    position      BIGINT NOT NULL,
    domain_id     TEXT COLLATE "C"    NOT NULL,
    claimed       BIGINT NOT NULL,
    shown         BIGINT NOT NULL,
    PRIMARY KEY (assessment_id, position)
);

CREATE TABLE places (
    name  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value TEXT COLLATE "C" NOT NULL
);

CREATE INDEX scores_update ON scores (updated_at DESC, assessment_id);

CREATE INDEX scores_rank ON scores (rank_key, assessment_id);

CREATE INDEX scores_change ON scores (zone, next_change) WHERE next_change > 0;

CREATE INDEX scores_day ON scores (zone, as_of);

CREATE TABLE dues (
    assessment_id TEXT COLLATE "C"    NOT NULL REFERENCES assessments (id),
    position      BIGINT NOT NULL,
    kind          TEXT COLLATE "C"    NOT NULL,
    on_day        BIGINT NOT NULL, -- the last one on which it is in time
    text          TEXT COLLATE "C"    NOT NULL,
    owner         TEXT COLLATE "C"    NOT NULL,
    item_id       TEXT COLLATE "C"    NOT NULL,
    action_id     TEXT COLLATE "C"    NOT NULL,
    PRIMARY KEY (assessment_id, position)
);

CREATE INDEX dues_day ON dues (on_day, assessment_id, position);

CREATE INDEX assessments_previous ON assessments (previous_id);

CREATE INDEX vendors_name ON vendors (lower(name));

CREATE INDEX assessments_subject ON assessments (lower(subject)) WHERE subject <> '';

CREATE TABLE rfp_heads (
    rfp_id   TEXT COLLATE "C"    NOT NULL PRIMARY KEY REFERENCES rfps (id),
    seq      BIGINT NOT NULL,
    hash     BYTEA    NOT NULL);

CREATE TABLE what_ifs (
    id      TEXT COLLATE "C"    NOT NULL PRIMARY KEY,
    rfp_id  TEXT COLLATE "C"    REFERENCES rfps (id),
    name    TEXT COLLATE "C"    NOT NULL,
    by      TEXT COLLATE "C"    NOT NULL,
    at      BIGINT NOT NULL,
    payload TEXT COLLATE "C"    NOT NULL
);

CREATE INDEX what_ifs_at ON what_ifs (at);

CREATE INDEX what_ifs_rfp ON what_ifs (rfp_id, at);

CREATE TABLE events (
    assessment_id TEXT COLLATE "C"    NOT NULL REFERENCES assessments (id),
    seq           BIGINT NOT NULL,
    uid           TEXT COLLATE "C"    NOT NULL UNIQUE,
    at            BIGINT NOT NULL,
    by            TEXT COLLATE "C"    NOT NULL,
    kind          TEXT COLLATE "C"    NOT NULL,
    payload       TEXT COLLATE "C"    NOT NULL,
    hash          BYTEA    NOT NULL,
    salt          BYTEA,
    body          TEXT COLLATE "C",
    PRIMARY KEY (assessment_id, seq)
);

CREATE TABLE rfp_events (
    rfp_id  TEXT COLLATE "C"    NOT NULL REFERENCES rfps (id),
    seq     BIGINT NOT NULL,
    uid     TEXT COLLATE "C"    NOT NULL UNIQUE,
    at      BIGINT NOT NULL,
    by      TEXT COLLATE "C"    NOT NULL,
    kind    TEXT COLLATE "C"    NOT NULL,
    payload TEXT COLLATE "C"    NOT NULL,
    hash    BYTEA    NOT NULL,
    salt    BYTEA,
    body    TEXT COLLATE "C",
    PRIMARY KEY (rfp_id, seq)
);

CREATE TABLE vendor_events (
    vendor_id TEXT COLLATE "C"    NOT NULL REFERENCES vendors (id),
    seq       BIGINT NOT NULL,
    uid       TEXT COLLATE "C"    NOT NULL UNIQUE,
    at        BIGINT NOT NULL,
    by        TEXT COLLATE "C"    NOT NULL,
    kind      TEXT COLLATE "C"    NOT NULL,
    payload   TEXT COLLATE "C"    NOT NULL,
    hash      BYTEA    NOT NULL,
    salt      BYTEA,
    body      TEXT COLLATE "C",
    PRIMARY KEY (vendor_id, seq)
);

CREATE TABLE vendor_heads (
    vendor_id TEXT COLLATE "C"    NOT NULL PRIMARY KEY REFERENCES vendors (id),
    seq       BIGINT NOT NULL,
    hash      BYTEA    NOT NULL
);

CREATE TABLE old_heads (
    journal_id TEXT COLLATE "C"    NOT NULL,
    seq        BIGINT NOT NULL,
    hash       BYTEA    NOT NULL,
    PRIMARY KEY (journal_id, seq, hash)
);

CREATE INDEX vendors_listed ON vendors (lower(name), id) WHERE archived = 0;

-- The bytes of an evidence file are in pieces of a mebibyte, numbered from 0. A piece behind
-- the size in the row of the file is no part of it.
CREATE TABLE evidence_files (
    sha256  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    size    BIGINT NOT NULL,
    kept_at BIGINT NOT NULL
);

CREATE TABLE evidence_chunks (
    sha256 TEXT COLLATE "C" NOT NULL REFERENCES evidence_files (sha256) DEFERRABLE INITIALLY DEFERRED,
    n      BIGINT NOT NULL,
    bytes  BYTEA NOT NULL,
    PRIMARY KEY (sha256, n)
);
ALTER TABLE evidence_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- The logins that grant_application and grant_auditor gave rights to, so that a later
-- version can give them rights on its new tables.
CREATE TABLE granted (
    role    TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    as_what TEXT COLLATE "C" NOT NULL CHECK (as_what IN ('application', 'auditor'))
);

CREATE FUNCTION instr(whole TEXT, part TEXT) RETURNS BIGINT
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT strpos(whole, part)::bigint $$;

-- The planner samples the values of columns and keeps the samples. A body that was struck
-- must not live on among them.
ALTER TABLE events ALTER COLUMN body SET STATISTICS 0;
ALTER TABLE rfp_events ALTER COLUMN body SET STATISTICS 0;
ALTER TABLE vendor_events ALTER COLUMN body SET STATISTICS 0;
ALTER TABLE dues ALTER COLUMN text SET STATISTICS 0;
