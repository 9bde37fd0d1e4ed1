package store_test

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
)

// recording is a change that a person tries to record, with the act of the table that it
// is. change prepares an assessment for it.
type recording struct {
	act    assessment.Act
	change func(s *staff, id, by string) assessment.Change
}

// plain is a change that needs no preparation.
func plain(c assessment.Change) func(*staff, string, string) assessment.Change {
	return func(*staff, string, string) assessment.Change { return c }
}

// nobodys is the act of a change that is never recorded as an entry.
const nobodys assessment.Act = "nobody's"

var digits = strings.Repeat("ab", 32)

// recordings has every kind of change. A name is the kind, and after a comma a variant.
var recordings = map[string]recording{
	"opened":       {nobodys, plain(assessment.Opened{})},
	"carried_over": {nobodys, plain(assessment.CarriedOver{})},
	"rolled_back":  {nobodys, plain(assessment.RolledBack{From: 2, To: 3, Reason: "none"})},
	"struck":       {nobodys, plain(assessment.Struck{Reason: "none"})},
	"rules_changed": {nobodys, func(s *staff, id, _ string) assessment.Change {
		change, err := s.whole(id).ChangeRules(small(), "fewer gates")
		if err != nil {
			s.tb.Fatal(err)
		}
		return change
	}},

	"answered": {assessment.ActAnswer, plain(assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", Value: "2", Assurance: assessment.Claimed}})},
	"answered, reconciling": {assessment.ActReconcile, func(s *staff, id, _ string) assessment.Change {
		s.graded(id)
		return s.reconciling(id)
	}},
	"answered, taking a reconciliation back": {assessment.ActReconcile, func(s *staff, id, _ string) assessment.Change {
		s.graded(id)
		s.did(id, evaluator, s.reconciling(id))
		return assessment.Answered{Answer: s.whole(id).Answers["TEC-03"].Amended(func(a *assessment.Answer) { a.Reconciled, a.Reconciling = "", nil })}
	}},
	"graded":                        {assessment.ActAnswer, func(_ *staff, _, by string) assessment.Change { return grade(by, 3) }},
	"graded, for another evaluator": {assessment.ActAnswer, func(*staff, string, string) assessment.Change { return grade(secondEvaluator, 3) }},
	"flag_raised":                   {assessment.ActAnswer, plain(assessment.FlagRaised{Severity: questionnaire.Warning, Text: "they hesitated"})},
	"flag_resolved": {assessment.ActAnswer, func(s *staff, id, _ string) assessment.Change {
		flag := s.did(id, evaluator, assessment.FlagRaised{Severity: questionnaire.Warning, Text: "they hesitated"})
		return assessment.FlagResolved{Flag: flag, Reason: "they showed it"}
	}},
	"session_started": {assessment.ActAnswer, plain(assessment.SessionStarted{Start: 1})},
	"session_ended": {assessment.ActAnswer, func(s *staff, id, _ string) assessment.Change {
		s.did(id, evaluator, assessment.SessionStarted{Start: 1})
		return assessment.SessionEnded{End: 2}
	}},
	"link_set": {assessment.ActAnswer, plain(assessment.LinkSet{Link: assessment.Link{Entity: "Cove", Country: "US"}})},
	"link_removed": {assessment.ActAnswer, func(s *staff, id, _ string) assessment.Change {
		return assessment.LinkRemoved{Link: s.did(id, evaluator, assessment.LinkSet{Link: assessment.Link{Entity: "Cove", Country: "US"}}), Reason: "gone"}
	}},
	"asked":    {assessment.ActAnswer, plain(assessment.Asked{Form: digits[:32], Format: "html", File: digits, Milestone: questionnaire.Award})},
	"received": {assessment.ActAnswer, plain(assessment.Received{Name: "reply.html", SHA256: digits, Size: 1, Format: "html"})},
	"confirmed": {assessment.ActAnswer, func(s *staff, id, _ string) assessment.Change {
		now := s.whole(id)
		return assessment.Confirmed{By: "Rosa Cruz", Head: now.Head, Seq: now.Seq}
	}},
	"summarized": {assessment.ActAnswer, plain(assessment.Summarized{Text: "a careful vendor"})},

	"undone": {assessment.ActUndo, func(s *staff, id, by string) assessment.Change {
		switch by {
		case staffNames[assessment.Evaluator]:
			return assessment.Undone{Event: s.did(id, by, assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", Value: "2"}})}
		case staffNames[assessment.Reviewer]:
			s.graded(id)
			return assessment.Undone{Event: s.did(id, by, s.reconciling(id))}
		}
		return assessment.Undone{Event: s.did(id, evaluator, assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", Value: "2"}})}
	}},

	"action_opened": {assessment.ActCondition, func(s *staff, _, _ string) assessment.Change {
		return assessment.ActionOpened{Action: assessment.Action{What: "sign it", Owner: "Rosa Cruz", Due: s.Today() + 30}}
	}},
	"action_closed": {assessment.ActCondition, func(s *staff, id, _ string) assessment.Change {
		action := s.did(id, evaluator, assessment.ActionOpened{Action: assessment.Action{What: "sign it", Owner: "Rosa Cruz", Due: s.Today() + 30}})
		return assessment.ActionClosed{Action: action, How: "signed"}
	}},

	"moved":     {assessment.ActPrepare, plain(assessment.Moved{Milestone: questionnaire.Access})},
	"withdrawn": {assessment.ActPrepare, plain(assessment.Withdrawn{Reason: "they left"})},
	"reinstated": {assessment.ActPrepare, func(s *staff, id, _ string) assessment.Change {
		s.did(id, evaluator, assessment.Withdrawn{Reason: "they left"})
		return assessment.Reinstated{Reason: "they came back"}
	}},
	"spelled": {assessment.ActPrepare, plain(assessment.Spelled{Name: "Ολγα", Latin: "Olga"})},

	"graders_named": {assessment.ActPanel, plain(assessment.GradersNamed{Names: []string{evaluator, secondEvaluator}})},
	"panel_opened": {assessment.ActPanel, func(s *staff, id, _ string) assessment.Change {
		s.did(id, evaluator, assessment.GradersNamed{Names: []string{evaluator, secondEvaluator}}, grade(evaluator, 1))
		return assessment.PanelOpened{Item: "TEC-03", Reason: "one of them is ill"}
	}},
	"signed_off": {assessment.ActSignOff, plain(assessment.SignedOff{Role: "security officer", Statement: "the meeting ended early"})},

	"signed, as assessor": {assessment.ActSignAssessor, signing("assessor")},
	"signed, as reviewer": {assessment.ActSignReviewer, signing("reviewer")},
	"signed, as approver": {assessment.ActSignApprover, signing("approver")},

	"decided": {assessment.ActDecide, func(_ *staff, _, by string) assessment.Change {
		return assessment.Decided{Decision: assessment.Decision{Outcome: assessment.DecideDecline, By: by, Reason: "no contract"}}
	}},
	"waiver_granted": {assessment.ActWaive, func(s *staff, _, by string) assessment.Change { return s.waiver(by) }},
}

func signing(role string) func(*staff, string, string) assessment.Change {
	return func(_ *staff, _, by string) assessment.Change {
		return assessment.Signed{Role: role, Signer: by, Certificate: digits, File: digits}
	}
}

func (s *staff) waiver(by string) assessment.Change {
	return assessment.WaiverGranted{Waiver: assessment.Waiver{
		Item: "BAA-04", Approver: by, Reason: "they hire", Control: "a call center", Owner: "Rosa Cruz", Granted: s.Today(), Expires: s.Today() + 30,
	}}
}

// may reports whether the table lets a role do an act.
func may(role assessment.Role, act assessment.Act) bool {
	return slices.ContainsFunc(assessment.Permissions(), func(p assessment.Permission) bool { return p.Act == act && slices.Contains(p.Roles, role) })
}

// walk lets each role alone try something, and compares what happens with the table. try
// returns the attempt, after it prepared it.
func (s *staff) walk(t *testing.T, act assessment.Act, try func(by string) (attempt func(view *store.Store) error)) {
	t.Helper()
	for _, role := range assessment.Roles() {
		by := staffNames[role]
		attempt := try(by)
		if may(role, act) {
			if err := attempt(s.As(by)); err != nil {
				t.Errorf("the %s is refused: %v", role, err)
			}
			continue
		}
		before := s.print()
		for _, through := range []*store.Store{s.Store, s.As(by)} {
			err := attempt(through)
			if assessment.CodeOf(err) != assessment.Refused || act != nobodys && assessment.CaseOf(err) != assessment.NotAllowed {
				t.Errorf("the %s is not refused: %v", role, err)
			}
		}
		if err := attempt(s.As("Mallory")); assessment.CodeOf(err) != assessment.Refused {
			t.Errorf("the view of a stranger records for the %s: %v", role, err)
		}
		if after := s.print(); after != before {
			t.Errorf("the attempt of the %s left a trace:\n%s\nbefore it was\n%s", role, after, before)
		}
	}
}

func TestEveryChangeIsAllowedAsTheTableSays(t *testing.T) {
	s := newStaff(t)
	for _, name := range slices.Sorted(maps.Keys(recordings)) {
		t.Run(name, func(t *testing.T) {
			r := recordings[name]
			s.walk(t, r.act, func(by string) func(*store.Store) error {
				id := s.prepared()
				change := r.change(s, id, by)
				if kind, _, _ := strings.Cut(name, ","); assessment.KindOf(change) != kind {
					t.Fatalf("the change is of the kind %s", assessment.KindOf(change))
				}
				return func(through *store.Store) error {
					_, err := through.Record(context.Background(), id, s.by(by, change))
					return err
				}
			})
		})
	}
	s.sound()
}

// Every kind of change that the journal knows is in the table of this test.
func TestNoKindOfChangeIsForgotten(t *testing.T) {
	kinds := 0
	for _, d := range parsed(t, "..", "event.go") {
		f, is := d.(*ast.FuncDecl)
		if !is || f.Name.Name != "parseChange" {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			made, is := n.(*ast.CompositeLit)
			if !is {
				return true
			}
			kinds++
			name := made.Type.(*ast.Ident).Name
			if !slices.ContainsFunc(slices.Collect(maps.Keys(recordings)), func(key string) bool {
				kind, _, _ := strings.Cut(key, ",")
				return strings.ReplaceAll(kind, "_", "") == strings.ToLower(name)
			}) {
				t.Errorf("no role tries to record %s", name)
			}
			return true
		})
	}
	if kinds < len(assessment.Permissions()) {
		t.Errorf("the journal knows %d kinds", kinds)
	}
}

// writing is a method of the store that records something, with the act of the table that
// it is. try prepares an attempt of one person.
type writing struct {
	act assessment.Act
	try func(s *staff, by string) (attempt func(through *store.Store) error)
}

// writings has every method of the store that records, by its name. After a comma comes a
// variant. [TestEveryChangeIsAllowedAsTheTableSays] is about Record, and
// [TestALossIsAcceptedAsTheTableSays] about the other kinds of Accept.
var writings = map[string]writing{
	"AddVendor": {assessment.ActPrepare, func(_ *staff, by string) func(*store.Store) error {
		return func(through *store.Store) error {
			_, err := through.AddVendor(context.Background(), assessment.Vendor{Name: "Harbor " + newID()}, by)
			return err
		}
	}},
	"AddNamesake": {assessment.ActPrepare, func(_ *staff, by string) func(*store.Store) error {
		return func(through *store.Store) error {
			_, err := through.AddNamesake(context.Background(), assessment.Vendor{Name: "Harbor"}, by)
			return err
		}
	}},
	"EditVendor": {assessment.ActPrepare, func(s *staff, by string) func(*store.Store) error {
		v := s.vendor("Meridian Talent")
		return func(through *store.Store) error {
			note := "by " + by
			_, err := through.EditVendor(context.Background(), v.ID, by, store.VendorEdit{Note: &note})
			return err
		}
	}},
	"ArchiveVendor": {assessment.ActPrepare, func(s *staff, by string) func(*store.Store) error {
		v := s.vendor("Meridian Talent")
		return func(through *store.Store) error { return through.ArchiveVendor(context.Background(), v.ID, by, "gone") }
	}},
	"UnarchiveVendor": {assessment.ActPrepare, func(s *staff, by string) func(*store.Store) error {
		v := s.vendor("Meridian Talent")
		if err := s.ArchiveVendor(context.Background(), v.ID, evaluator, "gone"); err != nil {
			s.tb.Fatal(err)
		}
		return func(through *store.Store) error { return through.UnarchiveVendor(context.Background(), v.ID, by) }
	}},
	"AddRFP": {assessment.ActPrepare, func(_ *staff, by string) func(*store.Store) error {
		return func(through *store.Store) error {
			_, err := through.AddRFP(context.Background(), assessment.RFP{Title: "Night desk", Milestone: questionnaire.Award}, small(), by)
			return err
		}
	}},
	"OpenAssessment": {assessment.ActPrepare, func(s *staff, by string) func(*store.Store) error {
		o := store.Opening{Vendor: s.vendor("Meridian Talent"), Questionnaire: small(), Milestone: questionnaire.Award, By: by}
		return func(through *store.Store) error {
			_, err := through.OpenAssessment(context.Background(), o)
			return err
		}
	}},
	"OpenAssessment, again": {assessment.ActPrepare, func(s *staff, by string) func(*store.Store) error {
		earlier := s.whole(s.prepared())
		o := store.Opening{Vendor: earlier.Opened.Vendor, Questionnaire: waivable(), Milestone: questionnaire.Review, By: by, From: earlier.Assessment}
		return func(through *store.Store) error {
			_, err := through.OpenAssessment(context.Background(), o)
			return err
		}
	}},
	"ChangeRules": {assessment.ActQuestionnaires, func(s *staff, by string) func(*store.Store) error {
		id := s.prepared()
		return func(through *store.Store) error {
			_, _, err := through.ChangeRules(context.Background(), id, small(), by, "fewer gates")
			return err
		}
	}},
	"RepinRFP": {assessment.ActQuestionnaires, func(s *staff, by string) func(*store.Store) error {
		rfp := s.rfp("Night desk 2027")
		s.contend(rfp, "Harbor Staffing")
		return func(through *store.Store) error {
			_, err := through.RepinRFP(context.Background(), rfp.ID, waivable(), by, "one more gate")
			return err
		}
	}},
	"RecordWhatIf": {assessment.ActWhatIf, func(s *staff, by string) func(*store.Store) error {
		w := assessment.WhatIf{Name: "no technique", Weights: map[string]int{"TEC": 0}, By: by}
		for n, id := range []string{s.prepared(), s.prepared()} {
			w.Lines = append(w.Lines, assessment.WhatIfLine{Assessment: id, Vendor: "Meridian Talent", Head: s.whole(id).Head, Rank: n + 1})
		}
		return func(through *store.Store) error {
			_, err := through.RecordWhatIf(context.Background(), w)
			return err
		}
	}},
	"RecordAward": {assessment.ActAward, func(s *staff, by string) func(*store.Store) error {
		rfp, ids := contest(s.bench)
		a := s.award(rfp, ids)
		a.By, a.RecordedBy = by, by
		return func(through *store.Store) error {
			_, err := through.RecordAward(context.Background(), a)
			return err
		}
	}},
	"RecordAward, known": {assessment.ActAward, func(s *staff, by string) func(*store.Store) error {
		rfp, ids := contest(s.bench)
		a := s.award(rfp, ids)
		a.By, a.RecordedBy = staffNames[assessment.Approver], staffNames[assessment.Approver]
		if _, err := s.RecordAward(context.Background(), a); err != nil {
			s.tb.Fatal(err)
		}
		a.By, a.RecordedBy = by, by
		return func(through *store.Store) error {
			_, err := through.RecordAward(context.Background(), a)
			return err
		}
	}},
	"AddPerson": {assessment.ActPeople, func(_ *staff, by string) func(*store.Store) error {
		return func(through *store.Store) error {
			_, err := through.AddPerson(context.Background(), store.NewPerson{Name: "Person " + newID(), Roles: []assessment.Role{assessment.Administrator}}, by)
			return err
		}
	}},
	"ChangePerson": {assessment.ActPeople, func(s *staff, by string) func(*store.Store) error {
		return func(through *store.Store) error {
			login := "login_" + newID()[:8]
			_, err := through.ChangePerson(context.Background(), s.ids[secondEvaluator], store.PersonEdit{Login: &login}, by)
			return err
		}
	}},
	"RemovePerson": {assessment.ActPeople, func(s *staff, by string) func(*store.Store) error {
		name := "Person " + newID()
		s.add(name, assessment.Auditor)
		return func(through *store.Store) error {
			_, err := through.RemovePerson(context.Background(), s.ids[name], by, "left")
			return err
		}
	}},
	"Tighten": {assessment.ActPeople, func(_ *staff, by string) func(*store.Store) error {
		return func(through *store.Store) error {
			return through.Tighten(context.Background(), assessment.ReviewerNeverGraded, by, "the board wants it")
		}
	}},
	"Strike": {assessment.ActStrike, func(s *staff, by string) func(*store.Store) error {
		id := s.prepared()
		gone := s.did(id, evaluator, assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", Note: "a name"}})
		s.did(id, evaluator, assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", Note: "no name"}})
		return func(through *store.Store) error {
			_, err := through.Strike(context.Background(), id, []string{gone}, by, "a patient's name")
			return err
		}
	}},
	"Unpack": {assessment.ActMerge, func(s *staff, by string) func(*store.Store) error {
		there := newBench(s.tb)
		p, err := there.Pack(context.Background(), there.assess("Cove "+newID()))
		if err != nil {
			s.tb.Fatal(err)
		}
		return func(through *store.Store) error {
			_, err := through.Unpack(context.Background(), p, false, by)
			return err
		}
	}},
	"Accept": {assessment.ActRestore, func(_ *staff, by string) func(*store.Store) error {
		return func(through *store.Store) error {
			_, err := through.Accept(context.Background(), store.ActRestored, by, "the disk failed")
			return err
		}
	}},
}

// beside are the methods that write nothing that a role is about, each with the reason.
var beside = map[string]string{
	"Remember": "it keeps where a person is on the screen, and no journal", "NoteCopy": "it keeps where a copy lies, and no journal",
	"PutFile": "a file counts nothing until an event names it; TestAViewKeepsFilesForWhoeverRecords is about it",
	"Sweep":   "for whoever runs the computer: TestAViewDoesNothingOfTheComputer", "Rebuild": "as Sweep", "WriteAnchor": "as Sweep", "MoveTo": "as Sweep",
	"CopyTo": "as Sweep", "Overwrite": "as Sweep; package backup asks the people before",
	"AcceptRestored": "other people decide than those of the record; package backup tests it",
	"List":           "it judges rows again that a new day made old", "Each": "as List", "Due": "as List", "EachDue": "as List", "Lines": "as List",
	"Check": "it writes the anchor, and nothing of the record", "Close": "as Check", "Standing": "it reads the anchor", "Vouch": "as Standing",
}

func TestEveryMethodIsAllowedAsTheTableSays(t *testing.T) {
	s := newStaff(t)
	names := slices.Sorted(maps.Keys(writings))
	for _, name := range append(slices.DeleteFunc(names, func(name string) bool { return name == "Tighten" }), "Tighten") { // it binds the others
		t.Run(name, func(t *testing.T) {
			s.walk(t, writings[name].act, func(by string) func(*store.Store) error { return writings[name].try(s, by) })
		})
	}
	if found := s.findings(); strings.Contains(found, "error ") {
		t.Errorf("the check found:\n%s", found)
	}
}

// Every exported method of the store that can write is in the table of this test, or among
// the exceptions.
func TestNoWriterIsForgotten(t *testing.T) {
	calls, writes := map[string][]string{}, map[string]bool{}
	for _, d := range parsed(t, ".") {
		f, is := d.(*ast.FuncDecl)
		if !is || f.Body == nil {
			continue
		}
		self := nodeOf(f)
		ast.Inspect(f.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				of, plain := n.X.(*ast.Ident)
				through, _ := n.X.(*ast.SelectorExpr)
				switch {
				case slices.Contains([]string{"writer", "begin"}, n.Sel.Name), through != nil && through.Sel.Name == "shelf" && slices.Contains([]string{"put", "destroy"}, n.Sel.Name):
					writes[self] = writes[self] || n.Sel.Name != "begin" || self != "Store.look"
				case plain && receiver(f) == of.Name:
					calls[self] = append(calls[self], typeOf(f)+"."+n.Sel.Name)
				case through != nil && receiver(f) != "" && through.Sel.Name == "anchor":
					calls[self] = append(calls[self], "anchor."+n.Sel.Name)
				case through != nil && through.Sel.Name == "store":
					calls[self] = append(calls[self], "Store."+n.Sel.Name)
				}
			case *ast.CallExpr:
				if called, is := n.Fun.(*ast.Ident); is {
					calls[self] = append(calls[self], called.Name)
				}
			}
			return true
		})
	}
	for grown := true; grown; {
		grown = false
		for caller, all := range calls {
			if !writes[caller] && slices.ContainsFunc(all, func(called string) bool { return writes[called] }) {
				writes[caller], grown = true, true
			}
		}
	}
	tried := map[string]bool{"Record": true}
	for name := range writings {
		method, _, _ := strings.Cut(name, ",")
		tried[method] = true
	}
	for node := range writes {
		method, is := strings.CutPrefix(node, "Store.")
		if is && writes[node] && ast.IsExported(method) && !tried[method] && beside[method] == "" {
			t.Errorf("no role tries the method %s, which writes", method)
		}
	}
	for method := range tried {
		if !writes["Store."+method] {
			t.Errorf("the test of writers does not see that %s writes", method)
		}
	}
	if !writes["Store.Sweep"] || !writes["Store.PutFile"] || writes["Store.Snapshot"] || writes["Store.Journal"] {
		t.Errorf("the test of writers takes readers for writers, or the other way round")
	}
}

// nodeOf names a function, or a method with its type.
func nodeOf(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return f.Name.Name
	}
	return typeOf(f) + "." + f.Name.Name
}

func typeOf(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	of := f.Recv.List[0].Type
	if star, is := of.(*ast.StarExpr); is {
		of = star.X
	}
	name, _ := of.(*ast.Ident)
	return name.Name
}

func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List[0].Names) == 0 {
		return ""
	}
	return f.Recv.List[0].Names[0].Name
}

// parsed are the declarations of the files in a folder whose names end in one of some ways.
func parsed(t *testing.T, folder string, ends ...string) (all []ast.Decl) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		name := filepath.Base(path)
		if strings.HasSuffix(name, "_test.go") || len(ends) > 0 && !slices.Contains(ends, name) {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, f.Decls...)
	}
	if len(all) == 0 {
		t.Fatal(fmt.Errorf("there is nothing in %s", folder))
	}
	return all
}
