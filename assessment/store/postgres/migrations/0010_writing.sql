-- Who may write what: the triggers that keep the journals as they are, the functions
-- that do for the application what it may not do by itself, and the rights of its roles.

-- Nobody changes or removes what was recorded, the owner of the tables included.
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

-- The only change to an event is that its salt and its body go.
CREATE TRIGGER events_stay BEFORE UPDATE ON events FOR EACH ROW
WHEN (NEW.salt IS NOT NULL OR NEW.body IS NOT NULL
    OR (NEW.assessment_id, NEW.seq, NEW.uid, NEW.at, NEW.by, NEW.kind, NEW.payload, NEW.hash)
        IS DISTINCT FROM (OLD.assessment_id, OLD.seq, OLD.uid, OLD.at, OLD.by, OLD.kind, OLD.payload, OLD.hash))
EXECUTE FUNCTION append_only();
CREATE TRIGGER rfp_events_stay BEFORE UPDATE ON rfp_events FOR EACH ROW
WHEN (NEW.salt IS NOT NULL OR NEW.body IS NOT NULL
    OR (NEW.rfp_id, NEW.seq, NEW.uid, NEW.at, NEW.by, NEW.kind, NEW.payload, NEW.hash)
        IS DISTINCT FROM (OLD.rfp_id, OLD.seq, OLD.uid, OLD.at, OLD.by, OLD.kind, OLD.payload, OLD.hash))
EXECUTE FUNCTION append_only();
CREATE TRIGGER vendor_events_stay BEFORE UPDATE ON vendor_events FOR EACH ROW
WHEN (NEW.salt IS NOT NULL OR NEW.body IS NOT NULL
    OR (NEW.vendor_id, NEW.seq, NEW.uid, NEW.at, NEW.by, NEW.kind, NEW.payload, NEW.hash)
        IS DISTINCT FROM (OLD.vendor_id, OLD.seq, OLD.uid, OLD.at, OLD.by, OLD.kind, OLD.payload, OLD.hash))
EXECUTE FUNCTION append_only();

-- A body goes only with an event that says who struck it. Both come in one transaction, so
-- that this is looked at before COMMIT.
CREATE FUNCTION strike_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM events e WHERE e.assessment_id = NEW.assessment_id AND e.kind = 'struck'
            AND (e.payload::json ->> 'event') = NEW.uid) THEN
        RAISE EXCEPTION 'no event says who struck event % of %', NEW.seq, NEW.assessment_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER events_told AFTER UPDATE ON events DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN (OLD.body IS NOT NULL AND NEW.body IS NULL) EXECUTE FUNCTION strike_is_told();

CREATE TRIGGER ledger_stays BEFORE UPDATE ON ledger FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER what_ifs_stay BEFORE UPDATE ON what_ifs FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER old_heads_stay BEFORE UPDATE ON old_heads FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER evidence_stays BEFORE UPDATE ON evidence_chunks FOR EACH ROW EXECUTE FUNCTION append_only();

CREATE TRIGGER events_last BEFORE DELETE ON events FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER rfp_events_last BEFORE DELETE ON rfp_events FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER vendor_events_last BEFORE DELETE ON vendor_events FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER ledger_lasts BEFORE DELETE ON ledger FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER what_ifs_last BEFORE DELETE ON what_ifs FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER old_heads_last BEFORE DELETE ON old_heads FOR EACH ROW EXECUTE FUNCTION append_only();

CREATE TRIGGER events_whole BEFORE TRUNCATE ON events EXECUTE FUNCTION append_only();
CREATE TRIGGER rfp_events_whole BEFORE TRUNCATE ON rfp_events EXECUTE FUNCTION append_only();
CREATE TRIGGER vendor_events_whole BEFORE TRUNCATE ON vendor_events EXECUTE FUNCTION append_only();
CREATE TRIGGER ledger_whole BEFORE TRUNCATE ON ledger EXECUTE FUNCTION append_only();
CREATE TRIGGER what_ifs_whole BEFORE TRUNCATE ON what_ifs EXECUTE FUNCTION append_only();
CREATE TRIGGER old_heads_whole BEFORE TRUNCATE ON old_heads EXECUTE FUNCTION append_only();

-- append_ledger writes the row of a transaction as its last act. It takes lock 2, which
-- one transaction holds at a time, and keeps it until COMMIT. beginning is the text of
-- the row up to its number. The hash is SHA-256 over the hash of the row before, 32 zero
-- bytes before the first, and the text.
CREATE FUNCTION append_ledger(at BIGINT, beginning TEXT) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    last_n BIGINT := 0;
    last_hash BYTEA := pg_catalog.decode(pg_catalog.repeat('00', 32), 'hex');
    row_n BIGINT;
    row_hash BYTEA;
    content TEXT;
BEGIN
    PERFORM pg_catalog.pg_advisory_xact_lock(2);
    SELECT l.n, l.hash INTO row_n, row_hash FROM ledger l ORDER BY l.n DESC LIMIT 1;
    IF row_n IS NOT NULL THEN
        last_n := row_n;
        last_hash := row_hash;
    END IF;
    content := beginning || (last_n + 1)::text || '}';
    INSERT INTO ledger (n, at, heads, hash) VALUES (last_n + 1, append_ledger.at, content, pg_catalog.sha256(last_hash || pg_catalog.convert_to(content, 'UTF8')));
    PERFORM pg_catalog.pg_notify('assay_moved', (last_n + 1)::text);
END $$;

-- strike_body removes the salt and the body of one event. journals is the table. The
-- journals of RFPs and vendors know no strike.
CREATE FUNCTION strike_body(journals TEXT, journal TEXT, number BIGINT) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    CASE journals
    WHEN 'events' THEN UPDATE events e SET salt = NULL, body = NULL WHERE e.assessment_id = journal AND e.seq = number;
    END CASE;
END $$;

-- drop_evidence removes a file that no body names, and says whether there was one. It
-- takes lock 1, so that nobody records the name meanwhile.
CREATE FUNCTION drop_evidence(file TEXT) RETURNS BOOLEAN
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    PERFORM pg_catalog.pg_advisory_xact_lock(1);
    IF EXISTS (SELECT FROM events WHERE pg_catalog.strpos(body, file) > 0) THEN
        RAISE EXCEPTION 'the journal names the evidence file %', file USING ERRCODE = 'restrict_violation';
    END IF;
    DELETE FROM evidence_chunks c WHERE c.sha256 = file;
    DELETE FROM evidence_files f WHERE f.sha256 = file;
    RETURN FOUND;
END $$;

-- owner_of_tables is the role that the tables belong to.
CREATE FUNCTION owner_of_tables() RETURNS OID LANGUAGE sql STABLE AS $$ SELECT relowner FROM pg_class WHERE oid = 'events'::regclass $$;

-- our_tables are those of assay. Another program's tables in the schema belong to another
-- role.
CREATE FUNCTION our_tables() RETURNS SETOF TEXT LANGUAGE sql STABLE AS $$
    SELECT format('%I', relname) FROM pg_class
    WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace AND relowner = owner_of_tables()
$$;

-- revoke_all takes from a role what assay gave to it. It refuses a role that may do
-- everything already: to take the rights of the owner away would stop the owner.
CREATE FUNCTION revoke_all(role TEXT) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    thing TEXT;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
        RAISE EXCEPTION 'there is no role %; create it first', role USING ERRCODE = 'undefined_object';
    ELSIF pg_has_role(role, owner_of_tables(), 'MEMBER') THEN
        RAISE EXCEPTION 'the role % may do everything already; name one that is not the owner, no member of it, and no superuser', role
            USING ERRCODE = 'invalid_grant_operation';
    END IF;
    FOR thing IN SELECT our_tables() LOOP
        EXECUTE format('REVOKE ALL ON TABLE %s FROM %I', thing, role);
    END LOOP;
    EXECUTE format('REVOKE ALL ON FUNCTION append_ledger(BIGINT, TEXT), strike_body(TEXT, TEXT, BIGINT), drop_evidence(TEXT), instr(TEXT, TEXT) FROM %I', role);
    DELETE FROM granted g WHERE g.role = revoke_all.role;
END $$;

-- grant_auditor lets a role read everything, and nothing else.
CREATE FUNCTION grant_auditor(role TEXT) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    thing TEXT;
BEGIN
    PERFORM revoke_all(role);
    IF NOT has_schema_privilege(role, current_schema(), 'USAGE') THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), role);
    END IF;
    FOR thing IN SELECT our_tables() LOOP
        EXECUTE format('GRANT SELECT ON TABLE %s TO %I', thing, role);
    END LOOP;
    EXECUTE format('GRANT EXECUTE ON FUNCTION instr(TEXT, TEXT) TO %I', role);
    INSERT INTO granted (role, as_what) VALUES (grant_auditor.role, 'auditor');
END $$;

-- grant_application lets a role add to the journals and write what is made from them.
-- It may not change or remove an event, write the ledger but through append_ledger, or
-- change meta.
CREATE FUNCTION grant_application(role TEXT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM grant_auditor(role);
    EXECUTE format('GRANT INSERT ON events, rfp_events, vendor_events, questionnaires, what_ifs, old_heads, evidence_files, evidence_chunks TO %I', role);
    EXECUTE format('GRANT UPDATE (kept_at) ON evidence_files TO %I', role);
    EXECUTE format('GRANT INSERT, UPDATE ON vendors, rfps, assessments, heads, rfp_heads, vendor_heads TO %I', role);
    EXECUTE format('GRANT INSERT, UPDATE, DELETE ON answers, scores, domain_scores, dues, places TO %I', role);
    EXECUTE format('GRANT EXECUTE ON FUNCTION append_ledger(BIGINT, TEXT), strike_body(TEXT, TEXT, BIGINT), drop_evidence(TEXT) TO %I', role);
    UPDATE granted g SET as_what = 'application' WHERE g.role = grant_application.role;
END $$;

-- The functions that run with the rights of the owner see the tables of this schema and
-- nothing that another role made: names of pg_catalog come first, temporary tables last. They
-- name the schema of each function that they call, since one of the same name that fits its
-- arguments better would win in any schema of the path.
-- All but instr are for those who were granted them.
DO $$
DECLARE
    name TEXT;
BEGIN
    FOREACH name IN ARRAY ARRAY['append_only()', 'strike_is_told()', 'append_ledger(BIGINT, TEXT)', 'strike_body(TEXT, TEXT, BIGINT)', 'drop_evidence(TEXT)',
        'owner_of_tables()', 'our_tables()', 'revoke_all(TEXT)', 'grant_auditor(TEXT)', 'grant_application(TEXT)'] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', name, current_schema());
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', name);
    END LOOP;
END $$;
