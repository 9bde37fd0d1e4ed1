-- What a row says beside the judgement: the latest decision for its milestone,
-- when a review and the first of all dues are due, and what waits. zone is the
-- IANA name of the assessment's zone. rank_key orders by rank, the least first:
-- what is shown, negated, and 10000 more for what is blocked.
ALTER TABLE scores ADD COLUMN decision TEXT NOT NULL DEFAULT '';
ALTER TABLE scores ADD COLUMN decision_void INTEGER NOT NULL DEFAULT 0;
ALTER TABLE scores ADD COLUMN decided_by TEXT NOT NULL DEFAULT '';
ALTER TABLE scores ADD COLUMN decided_on INTEGER NOT NULL DEFAULT 0;
ALTER TABLE scores ADD COLUMN review_due INTEGER NOT NULL DEFAULT 0;
ALTER TABLE scores ADD COLUMN next_due INTEGER NOT NULL DEFAULT 0;
ALTER TABLE scores ADD COLUMN actions INTEGER NOT NULL DEFAULT 0;
ALTER TABLE scores ADD COLUMN reverify INTEGER NOT NULL DEFAULT 0;
ALTER TABLE scores ADD COLUMN rule_changes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE scores ADD COLUMN zone TEXT NOT NULL DEFAULT '';
ALTER TABLE scores ADD COLUMN rank_key INTEGER NOT NULL DEFAULT 0;

-- A list reads one page from its index, and what is due is found by the zone
-- whose day it is.
CREATE INDEX scores_update ON scores (updated_at DESC, assessment_id);
CREATE INDEX scores_rank ON scores (rank_key, assessment_id);
CREATE INDEX scores_change ON scores (zone, next_change) WHERE next_change > 0;
CREATE INDEX scores_day ON scores (zone, as_of);

-- What somebody must do for an assessment, made from its journal.
CREATE TABLE dues (
    assessment_id TEXT    NOT NULL REFERENCES assessments (id),
    position      INTEGER NOT NULL,
    kind          TEXT    NOT NULL,
    on_day        INTEGER NOT NULL, -- the last one on which it is in time
    text          TEXT    NOT NULL,
    owner         TEXT    NOT NULL,
    item_id       TEXT    NOT NULL,
    action_id     TEXT    NOT NULL,
    PRIMARY KEY (assessment_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX dues_day ON dues (on_day, assessment_id, position);

-- The assessment whose answers were carried over, made from the journal.
ALTER TABLE assessments ADD COLUMN previous_id TEXT REFERENCES assessments (id);
CREATE INDEX assessments_previous ON assessments (previous_id);

-- People refer to an assessment by the beginning of a name.
CREATE INDEX vendors_name ON vendors (name COLLATE NOCASE);
CREATE INDEX assessments_subject ON assessments (subject COLLATE NOCASE) WHERE subject <> '';

-- The journal of an RFP, kept and chained as that of an assessment: the rules
-- that were changed, and the awards.
CREATE TABLE rfp_events (
    rfp_id  TEXT    NOT NULL REFERENCES rfps (id),
    seq     INTEGER NOT NULL,
    uid     TEXT    NOT NULL UNIQUE,
    at      INTEGER NOT NULL,
    by      TEXT    NOT NULL,
    kind    TEXT    NOT NULL,
    payload TEXT    NOT NULL,
    hash    BLOB    NOT NULL,
    PRIMARY KEY (rfp_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER rfp_events_stay BEFORE UPDATE ON rfp_events
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER rfp_events_last BEFORE DELETE ON rfp_events
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TABLE rfp_heads (
    rfp_id   TEXT    NOT NULL PRIMARY KEY REFERENCES rfps (id),
    seq      INTEGER NOT NULL,
    hash     BLOB    NOT NULL,
    ledgered INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Orders of vendors under other weights that somebody wanted to keep. payload
-- is the what-if as RFC 8785 JSON.
CREATE TABLE what_ifs (
    id      TEXT    NOT NULL PRIMARY KEY,
    rfp_id  TEXT    REFERENCES rfps (id),
    name    TEXT    NOT NULL,
    by      TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    payload TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX what_ifs_at ON what_ifs (at);
CREATE INDEX what_ifs_rfp ON what_ifs (rfp_id, at);

CREATE TRIGGER what_ifs_stay BEFORE UPDATE ON what_ifs
BEGIN SELECT RAISE(ABORT, 'what-ifs are append-only'); END;
CREATE TRIGGER what_ifs_last BEFORE DELETE ON what_ifs
BEGIN SELECT RAISE(ABORT, 'what-ifs are append-only'); END;

-- Rows lack what they now say, so that every one is due to be judged again.
UPDATE scores SET next_change = 1;
