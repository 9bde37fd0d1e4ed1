package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
)

// applicationRights are the rights that the function grant_application of the tables gives
// for each table, beside SELECT. grant_auditor gives SELECT alone.
var applicationRights = map[string]string{
	"events": "INSERT", "rfp_events": "INSERT", "vendor_events": "INSERT", "people_events": "INSERT", "questionnaires": "INSERT", "what_ifs": "INSERT",
	"old_heads": "INSERT", "evidence_files": "INSERT UPDATE(kept_at)", "evidence_chunks": "INSERT",
	"vendors": "INSERT UPDATE", "rfps": "INSERT UPDATE", "assessments": "INSERT UPDATE",
	"heads": "INSERT UPDATE", "rfp_heads": "INSERT UPDATE", "vendor_heads": "INSERT UPDATE", "people_heads": "INSERT UPDATE",
	"answers": "INSERT UPDATE DELETE", "scores": "INSERT UPDATE DELETE", "domain_scores": "INSERT UPDATE DELETE",
	"dues": "INSERT UPDATE DELETE", "places": "INSERT UPDATE DELETE",
}

// grant is one right that a role holds which does not own the thing.
type grant struct {
	role, kind string
	right      string // of one column alone, with its name in brackets
	table      string
}

// selectGrants lists the rights to tables and to their columns, with the kind under which
// the role was granted: application, auditor or nothing. The role that everybody has is
// public.
const selectGrants = `SELECT DISTINCT CASE WHEN x.grantee = 0 THEN 'public' ELSE CAST(pg_get_userbyid(x.grantee) AS TEXT) END AS role,
		COALESCE(g.as_what, ''), x.privilege_type, CAST(c.relname AS TEXT)
	FROM pg_class c CROSS JOIN LATERAL (
		SELECT grantee, privilege_type FROM aclexplode(c.relacl)
		UNION ALL SELECT e.grantee, e.privilege_type || '(' || quote_ident(a.attname) || ')' FROM pg_attribute a, aclexplode(a.attacl) e WHERE a.attrelid = c.oid
	) x LEFT JOIN granted g ON x.grantee <> 0 AND g.role = pg_get_userbyid(x.grantee)
	WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND x.grantee <> c.relowner
		AND c.relowner = (SELECT relowner FROM pg_class WHERE oid = 'events'::regclass)
	ORDER BY 1, 3, 4`

func scanGrant(scan func(...any) error) (g grant, err error) {
	err = scan(&g.role, &g.kind, &g.right, &g.table)
	return g, err
}

// tooWide reports whether nothing of assay gives a role this right.
func (g grant) tooWide() bool {
	switch {
	case g.right == "SELECT", strings.HasPrefix(g.right, "SELECT("):
		return g.role == "public"
	case g.kind == "application":
		return !slices.Contains(strings.Fields(applicationRights[g.table]), g.right)
	}
	return true
}

// checkGrants looks for roles that may do more than the application and the auditor, who
// cannot change a journal. Each finding names one right and all tables of it.
func checkGrants(ctx context.Context, t tx) ([]Finding, error) {
	all, err := collect(ctx, t, scanGrant, selectGrants)
	if err != nil {
		return nil, err
	}
	type may struct{ role, right string }
	tables := map[may][]string{}
	var order []may
	for _, g := range all {
		if !g.tooWide() {
			continue
		}
		m := may{g.role, g.right}
		if tables[m] == nil {
			order = append(order, m)
		}
		tables[m] = append(tables[m], g.table)
	}
	var findings []Finding
	for _, m := range order {
		who := "the role " + m.role
		if m.role == "public" {
			who = "everybody who can log in"
		}
		f := wrong("permissions", fmt.Sprintf("%s has the right %s for %s, which neither the application nor an auditor needs", who, m.right, strings.Join(tables[m], ", ")))
		f.Case, f.About = assessment.GrantTooWide, []string{fmt.Sprintf("REVOKE %s ON %s FROM %s", m.right, strings.Join(tables[m], ", "), quotedRole(m.role))}
		findings = append(findings, f)
	}
	return findings, nil
}

// quotedRole is a role as it stands in a statement.
func quotedRole(role string) string {
	if role == "public" || strings.Trim(role, "abcdefghijklmnopqrstuvwxyz0123456789_") == "" {
		return role
	}
	return `"` + strings.ReplaceAll(role, `"`, `""`) + `"`
}

// checkReach looks for other ways to the journals: roles that may act as the owner of the
// tables, functions with the rights of the owner that were given to others than the
// application, and a schema in which others may put functions of their own.
func checkReach(ctx context.Context, t tx) ([]Finding, error) {
	type way struct{ text, revoke string }
	ways, err := collect(ctx, t, func(scan func(...any) error) (w way, err error) {
		err = scan(&w.text, &w.revoke)
		return w, err
	}, `WITH owner AS (SELECT relowner AS id FROM pg_class WHERE oid = 'events'::regclass)
		SELECT 'the role ' || m.rolname || ' is a member of ' || pg_get_userbyid(o.id) || ', which owns the tables and can change them',
			'REVOKE ' || quote_ident(pg_get_userbyid(o.id)) || ' FROM ' || quote_ident(m.rolname)
		FROM owner o, pg_auth_members a JOIN pg_roles m ON m.oid = a.member WHERE a.roleid = o.id AND NOT m.rolsuper
		UNION ALL
		SELECT CASE WHEN x.grantee = 0 THEN 'everybody who can log in' ELSE 'the role ' || pg_get_userbyid(x.grantee) END
				|| ' may run ' || p.proname || ' with the rights of the owner',
			'REVOKE ALL ON FUNCTION ' || CAST(p.oid::regprocedure AS TEXT) || ' FROM ' || CASE WHEN x.grantee = 0 THEN 'public' ELSE quote_ident(pg_get_userbyid(x.grantee)) END
		FROM owner o, pg_proc p CROSS JOIN LATERAL aclexplode(COALESCE(p.proacl, acldefault('f', p.proowner))) x
		WHERE p.pronamespace = current_schema()::regnamespace AND p.prosecdef AND p.proowner = o.id AND x.grantee <> o.id
			AND NOT EXISTS (SELECT FROM granted g WHERE x.grantee <> 0 AND g.as_what = 'application' AND g.role = pg_get_userbyid(x.grantee))
		UNION ALL
		SELECT CASE WHEN x.grantee = 0 THEN 'everybody who can log in' ELSE 'the role ' || pg_get_userbyid(x.grantee) END || ' may make tables and functions in the schema ' || n.nspname,
			'REVOKE CREATE ON SCHEMA ' || quote_ident(n.nspname) || ' FROM ' || CASE WHEN x.grantee = 0 THEN 'public' ELSE quote_ident(pg_get_userbyid(x.grantee)) END
		FROM owner o, pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) x
		WHERE n.oid = current_schema()::regnamespace AND x.grantee NOT IN (n.nspowner, o.id) AND x.privilege_type = 'CREATE'
		ORDER BY 1`)
	var findings []Finding
	for _, w := range ways {
		f := wrong("permissions", w.text)
		f.Case, f.About = assessment.GrantTooWide, []string{w.revoke}
		findings = append(findings, f)
	}
	return findings, err
}
