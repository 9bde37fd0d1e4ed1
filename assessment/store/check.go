package store

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"assay/assessment"
)

// Health is the result of Check. A healthy database has no findings.
type Health struct {
	Assessments int
	Events      int
	Struck      int // events whose body was destroyed
	Findings    []Finding
	Server      string // the version of the database server, as it names itself; empty for a file
}

// Finding is one defect, or something that somebody may want to know.
type Finding struct {
	Severity Severity
	Check    string // file, server, keys, questionnaire, journal, decision, award, vendor, answers, scores, dues, ledger, anchor, clock, evidence or permissions
	Text     string // lower case, no full stop

	// Case and About tell an interface how to go on, as in [assessment.Error].
	Case  assessment.Case
	About []string
}

// Severity is the weight of a finding.
type Severity string

// The severities of findings.
const (
	ErrorFinding   Severity = "error"
	WarningFinding Severity = "warning"
	NoteFinding    Severity = "note" // no defect
)

// Sound reports whether no finding is an error.
func (h Health) Sound() bool {
	for _, f := range h.Findings {
		if f.Severity == ErrorFinding {
			return false
		}
	}
	return true
}

// wrong is about the records themselves.
func wrong(check, text string) Finding {
	return Finding{Severity: ErrorFinding, Check: check, Text: text, Case: assessment.RecordDamaged}
}

// outdated is about a table that can be rebuilt from the journal.
func outdated(check, text string) Finding {
	return Finding{Severity: ErrorFinding, Check: check, Text: text, Case: assessment.TableOutdated}
}

// noted is about what somebody may want to know and nobody has to mend.
func noted(check, text string) Finding {
	return Finding{Severity: NoteFinding, Check: check, Text: text}
}

func doubtful(check, text string) Finding {
	return Finding{Severity: WarningFinding, Check: check, Text: text}
}

// Check examines the whole database: the file, or the server; every journal;
// the snapshots that decisions and awards name; the tables computed from the
// journals; ledger, anchor, evidence files and permissions. It reads
// everything and may take a while. Damage is a finding. An error means that
// the check itself failed.
func (s *Store) Check(ctx context.Context) (Health, error) {
	// It asks for evidence while it reads, so many checks at once would wait for connections
	// that they hold.
	s.checking.Lock()
	defer s.checking.Unlock()
	s.anchor.catchUp(ctx)
	health := Health{Findings: s.checkPermissions()}
	var err error
	if s.server != nil {
		health.Server, err = fetch(ctx, s, func(t tx) (version string, err error) {
			err = t.row(ctx, "SELECT 'PostgreSQL ' || current_setting('server_version')").Scan(&version)
			return version, err
		})
	}
	if err != nil {
		return health, err
	}
	err = s.checkAll(ctx, &health, s.checkDatabase, s.checkKeys, checkQuestionnaires, s.checkAssessments(&health), s.checkVendors, s.checkRFPs, checkPeople, checkLedger)
	if err == nil {
		// Others record meanwhile and write it into the anchor. So the anchor is read first,
		// and then compared with a later state of the database.
		err = s.checkAll(ctx, &health, s.anchor.check)
	}
	if err == nil {
		err = s.checkAll(ctx, &health, s.checkLeftovers)
	}
	return health, err
}

// checkAll runs checks on one state of the database. It is the state at the first statement
// of the first check.
func (s *Store) checkAll(ctx context.Context, health *Health, checks ...func(context.Context, tx) ([]Finding, error)) error {
	return s.look(ctx, func(t tx) error {
		for _, examine := range checks {
			findings, err := examine(ctx, t)
			if damaged := fault(err); assessment.CodeOf(damaged) == assessment.Damaged {
				findings, err = append(findings, wrong("file", damaged.Error())), nil
			}
			if err != nil {
				return err
			}
			health.Findings = append(health.Findings, findings...)
		}
		return nil
	})
}

func (s *Store) checkDatabase(ctx context.Context, t tx) ([]Finding, error) {
	if s.server != nil {
		return s.server.checkServer(ctx, t)
	}
	lines, err := collect(ctx, t, scanText, "PRAGMA quick_check")
	var findings []Finding
	for _, line := range lines {
		if line != "ok" {
			findings = append(findings, wrong("file", line))
		}
	}
	return findings, err
}

func (s *Store) checkKeys(ctx context.Context, t tx) ([]Finding, error) {
	if s.server != nil {
		return checkReferences(ctx, t)
	}
	return collect(ctx, t, func(scan func(...any) error) (Finding, error) {
		var table, parent string
		err := scan(&table, new(any), &parent, new(any))
		return wrong("keys", fmt.Sprintf("a row of %s names a missing row of %s", table, parent)), err
	}, "PRAGMA foreign_key_check")
}

func checkQuestionnaires(ctx context.Context, t tx) ([]Finding, error) {
	hashes, err := collect(ctx, t, scanText, "SELECT hash FROM questionnaires ORDER BY hash")
	var findings []Finding
	for _, hash := range hashes {
		if _, err := readQuestionnaire(ctx, t, hash); err != nil {
			findings = append(findings, wrong("questionnaire", err.Error()))
		}
	}
	return findings, err
}

// checkAssessments checks and counts all assessments.
func (s *Store) checkAssessments(health *Health) func(context.Context, tx) ([]Finding, error) {
	return func(ctx context.Context, t tx) ([]Finding, error) {
		ids, err := collect(ctx, t, scanText, "SELECT id FROM assessments ORDER BY id")
		if err != nil {
			return nil, err
		}
		health.Assessments = len(ids)
		all, err := spread(ctx, s, t, ids, func(t tx, id string) (c checkedJournal, err error) {
			c, c.findings, err = s.checkAssessment(ctx, t, id)
			return c, err
		})
		var findings []Finding
		for _, checked := range all {
			health.Events += checked.events
			health.Struck += checked.struck
			findings = append(findings, checked.findings...)
		}
		return findings, err
	}
}

// checkedJournal is what was checked of one journal, and what was found.
type checkedJournal struct {
	events, struck int
	findings       []Finding
}

// checkAssessment verifies a journal and, if it is sound, everything
// computed from it.
func (s *Store) checkAssessment(ctx context.Context, t tx, id string) (checked checkedJournal, findings []Finding, err error) {
	links, err := ofAssessments.links(ctx, t, id)
	if err != nil {
		return checkedJournal{}, nil, err
	}
	checked.events = len(links)
	end, err := ofAssessments.headOf(ctx, t, id)
	if err != nil && assessment.CodeOf(err) != assessment.Damaged {
		return checked, nil, err
	}
	struck, why := ofAssessments.verify(id, links, end)
	if why != "" {
		return checked, []Finding{wrong("journal", fmt.Sprintf("the journal of %s %s", id, why))}, nil
	}
	checked.struck = struck
	events, err := eventsOf(id, links)
	var snapshot assessment.Snapshot
	if err == nil {
		snapshot, err = s.foldEvents(ctx, t, id, events)
	}
	if assessment.CodeOf(err) == assessment.Damaged {
		return checked, []Finding{wrong("journal", err.Error())}, nil
	}
	if err != nil {
		return checked, nil, err
	}
	findings, err = s.checkDecisions(ctx, t, snapshot, events)
	if err != nil {
		return checked, findings, err
	}
	projected, err := checkProjections(ctx, t, snapshot, links[len(links)-1].at)
	return checked, slices.Concat(findings, projected, s.checkEvidence(snapshot, events), timesOf("the journal of "+id, links),
		suspectsIn(snapshot.Opened.Title()+" ("+id+")", id, links)), err
}

// checkProjections compares the tables about an assessment with its journal.
func checkProjections(ctx context.Context, t tx, snapshot assessment.Snapshot, updated int64) ([]Finding, error) {
	var findings []Finding
	differs := func(check, what string) {
		findings = append(findings, outdated(check, fmt.Sprintf("%s of %s differ from its journal", what, snapshot.Assessment)))
	}
	id := snapshot.Assessment
	if end, err := headOf(ctx, t, id); err != nil || end != (head{snapshot.Seq, snapshot.Head}) {
		differs("journal", "the stored event number and head")
	}
	stands, err := readAssessment(ctx, t, id)
	if err != nil {
		return findings, err
	}
	if stands != (assessmentRow{snapshot.Pin().Hash, previousOf(snapshot), snapshot.Withdrawn != nil}) {
		differs("journal", "the stored questionnaire, earlier assessment and withdrawal")
	}
	rows, err := collect(ctx, t, scanRow, selectRows+" WHERE a.id = ?", id)
	if err != nil {
		return findings, err
	}
	answers, err := readAnswerRows(ctx, t, id)
	if err != nil {
		return findings, err
	}
	if !maps.Equal(answers, answerRows(snapshot)) {
		differs("answers", "the answers")
	}
	domains, err := readDomains(ctx, t, id)
	if err != nil {
		return findings, err
	}
	if len(rows) != 1 {
		differs("scores", "the scores")
		return findings, nil
	}
	stored := rows[0]
	if !stored.NextChange.IsZero() && stored.NextChange <= stored.AsOf {
		return findings, nil // the row is judged again before anybody sees it
	}
	stored.Domains = domains
	fits := stored.fits() && stored.domainsFit()
	stored.digest, stored.domainSum, stored.head = "", "", nil
	by, err := followerOf(ctx, t, id)
	if err != nil {
		return findings, err
	}
	if stored.dues, err = readDues(ctx, t, id); err != nil {
		return findings, err
	}
	expected := judged(snapshot, stored.AsOf, by)
	expected.UpdatedAt, expected.Questionnaire = updated, snapshot.Pin()
	expected.Summary = describe(expected.Summary, snapshot.Opened, stored.Summary)
	if !slices.Equal(stored.dues, expected.dues) {
		differs("dues", "the things due")
	}
	stored.dues, expected.dues = nil, nil
	if !fits || !reflect.DeepEqual(stored, expected) {
		differs("scores", "the scores")
	}
	return findings, nil
}

// assessmentRow is what the row of an assessment tells of its journal.
type assessmentRow struct {
	questionnaire string // hash
	previous      string // the assessment that it follows, or empty
	withdrawn     bool
}

func readAssessment(ctx context.Context, t tx, id string) (r assessmentRow, err error) {
	err = t.row(ctx, "SELECT questionnaire, COALESCE(previous_id, ''), withdrawn FROM assessments WHERE id = ?", id).Scan(&r.questionnaire, &r.previous, &r.withdrawn)
	return r, err
}

// describe adds the facts of the opening event to a judged row. The names of
// vendor and RFP come from elsewhere, because people may have corrected
// them.
func describe(row Summary, opened assessment.Opened, names Summary) Summary {
	row.VendorID, row.Vendor, row.Subject = opened.Vendor.ID, names.Vendor, opened.Subject
	if opened.RFP != nil {
		row.RFPID, row.RFP, row.RFPReference = opened.RFP.ID, names.RFP, names.RFPReference
	}
	return row
}

// checkEvidence checks the kept files of answers, replies and closed actions, of the present
// ones and of those that were replaced or taken back. A file about named people is
// never kept here.
func (s *Store) checkEvidence(snapshot assessment.Snapshot, events []assessment.Event) []Finding {
	personal := personalFiles(snapshot, events)
	var findings []Finding
	seen := map[string]bool{}
	look := func(about string, records []assessment.Evidence) {
		for _, record := range records {
			if record.SHA256 == "" || record.Reference != "" || personal[record.SHA256] || seen[record.SHA256] {
				continue
			}
			seen[record.SHA256] = true
			if why := s.checkFile(record.SHA256); why != "" {
				findings = append(findings, wrong("evidence", fmt.Sprintf("the file %s of %s %s", record.File, about, why)))
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(snapshot.Answers)) {
		look(id, snapshot.Answers[id].Evidence)
	}
	for _, action := range snapshot.Actions {
		if action.Closed != nil {
			look("the action "+action.ID, action.Closed.Evidence)
		}
	}
	for _, e := range events {
		about, records := evidenceOf(e.Change)
		look(about, records)
	}
	return findings
}

// evidenceOf lists the kept files of a change, and names the owner of them.
func evidenceOf(change assessment.Change) (owner string, records []assessment.Evidence) {
	switch c := change.(type) {
	case assessment.Answered:
		return "an earlier answer of " + c.Answer.Item, c.Answer.Evidence
	case assessment.ActionClosed:
		return "the action " + c.Action, c.Evidence
	case assessment.Received:
		if c.Kept != nil {
			return "the vendor's replies", []assessment.Evidence{{File: c.Name, SHA256: c.Kept.SHA256, Size: c.Kept.Size}}
		}
	}
	return "", nil
}

// personalFiles lists the hashes of files that any answer or closed action, also an
// earlier one, names as evidence about named people.
func personalFiles(snapshot assessment.Snapshot, events []assessment.Event) map[string]bool {
	files := map[string]bool{}
	look := func(records []assessment.Evidence) {
		for _, record := range records {
			for id := range record.Kinds() {
				if kind := snapshot.Questionnaire.EvidenceKind(id); kind != nil && kind.Personal {
					files[record.SHA256] = true
				}
			}
		}
	}
	for _, answer := range snapshot.Answers {
		look(answer.Evidence)
	}
	for _, action := range snapshot.Actions {
		if action.Closed != nil {
			look(action.Closed.Evidence)
		}
	}
	for _, e := range events {
		_, records := evidenceOf(e.Change)
		look(records)
	}
	return files
}
