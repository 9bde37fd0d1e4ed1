-- The journal of the people of the record, kept and chained as the others. There is one.
CREATE TABLE people_events (
    people_id TEXT COLLATE "C"    NOT NULL,
    seq       BIGINT NOT NULL,
    uid       TEXT COLLATE "C"    NOT NULL UNIQUE,
    at        BIGINT NOT NULL,
    by        TEXT COLLATE "C"    NOT NULL,
    kind      TEXT COLLATE "C"    NOT NULL,
    payload   TEXT COLLATE "C"    NOT NULL,
    hash      BYTEA    NOT NULL,
    salt      BYTEA,
    body      TEXT COLLATE "C",
    PRIMARY KEY (people_id, seq)
);

CREATE TABLE people_heads (
    people_id TEXT COLLATE "C"    NOT NULL PRIMARY KEY,
    seq       BIGINT NOT NULL,
    hash      BYTEA    NOT NULL
);

CREATE TRIGGER people_events_stay BEFORE UPDATE ON people_events FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER people_events_last BEFORE DELETE ON people_events FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER people_events_whole BEFORE TRUNCATE ON people_events EXECUTE FUNCTION append_only();

-- The application also adds to the journal of the people.
CREATE OR REPLACE FUNCTION grant_application(role TEXT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM grant_auditor(role);
    EXECUTE format('GRANT INSERT ON events, rfp_events, vendor_events, people_events, questionnaires, what_ifs, old_heads, evidence_files, evidence_chunks TO %I', role);
    EXECUTE format('GRANT UPDATE (kept_at) ON evidence_files TO %I', role);
    EXECUTE format('GRANT INSERT, UPDATE ON vendors, rfps, assessments, heads, rfp_heads, vendor_heads, people_heads TO %I', role);
    EXECUTE format('GRANT INSERT, UPDATE, DELETE ON answers, scores, domain_scores, dues, places TO %I', role);
    EXECUTE format('GRANT EXECUTE ON FUNCTION append_ledger(BIGINT, TEXT), strike_body(TEXT, TEXT, BIGINT), drop_evidence(TEXT) TO %I', role);
    UPDATE granted g SET as_what = 'application' WHERE g.role = grant_application.role;
END $$;

-- The roles that have rights get theirs on the new tables.
DO $$
DECLARE
    was RECORD;
BEGIN
    EXECUTE format('ALTER FUNCTION grant_application(TEXT) SET search_path = %I, pg_temp', current_schema());
    FOR was IN SELECT * FROM (SELECT g.role, g.as_what FROM granted g ORDER BY g.role) AS before LOOP
        IF was.as_what = 'application' THEN
            PERFORM grant_application(was.role);
        ELSE
            PERFORM grant_auditor(was.role);
        END IF;
    END LOOP;
END $$;
