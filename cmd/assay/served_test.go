package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/input"
	"assay/assessment/store"
	"assay/tui"
)

// serverHome is the account of a server, whose record is the demo and knows three people.
type serverHome struct {
	*app
	t    *testing.T
	home string
}

func newServerHome(t *testing.T) *serverHome {
	t.Helper()
	s := &serverHome{t: t, home: filepath.Join(t.TempDir(), "telltale")}
	must(t, os.MkdirAll(s.home, 0o700))
	demo := filepath.Join(s.home, "demo.db")
	assay(t, s.home, "demo", "--load-only", "--db", demo)
	for key, value := range homeOf(s.home) {
		t.Setenv(key, value)
	}
	t.Chdir(s.home)
	s.app = newApp(world{getenv: os.Getenv, now: time.Now, stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr})
	s.flags.db, s.running = demo, &cobra.Command{}
	kept, err := s.existing(t.Context())
	must(t, err)
	t.Cleanup(func() { must(t, kept.Close()) })
	for _, person := range []store.NewPerson{
		{Name: "Dana Whitfield", Roles: []assessment.Role{assessment.Evaluator}},
		{Name: "Ruth Adeyemi", Roles: []assessment.Role{assessment.Reviewer}},
	} {
		_, err := kept.AddPerson(t.Context(), person, "Dana Whitfield")
		must(t, err)
	}
	return s
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// bench is the workbench of a person on the server.
func (s *serverHome) bench(name string) tui.Bench {
	s.t.Helper()
	people, err := s.work.Store.People(s.t.Context())
	must(s.t, err)
	b, err := s.servedBench(*people.Named(name))
	must(s.t, err)
	return b
}

// signsAtHome fetches a file of a person's folder and signs it on another computer, with a
// key that the server trusts if it may. It returns the signed file.
func (s *serverHome) signsAtHome(file []byte, name, role string, trusted bool) []byte {
	s.t.Helper()
	home := filepath.Join(filepath.Dir(s.home), "of "+name)
	if _, err := os.Stat(home); err != nil {
		must(s.t, os.MkdirAll(home, 0o700))
		identityOf(s.t, home, name, "correct horse battery")
	}
	if trusted {
		for _, path := range globbed(s.t, filepath.Join(home, "config", "assay", "anchors", "*")) {
			content, err := os.ReadFile(path)
			must(s.t, err)
			write(s.t, filepath.Join(s.folders.trusted, filepath.Base(path)), string(content))
		}
	}
	for _, path := range globbed(s.t, filepath.Join(s.folders.trusted, "*")) { // they trust each other
		content, err := os.ReadFile(path)
		must(s.t, err)
		write(s.t, filepath.Join(home, "config", "assay", "anchors", filepath.Base(path)), string(content))
	}
	fetched := filepath.Join(home, "fetched")
	write(s.t, fetched, string(file))
	cmd := exec.Command("sh", "-c", `assay sign fetched --role "$0" --passphrase-fd 3 3<passphrase`, role)
	cmd.Dir, cmd.Env = home, environ(home)
	if out, err := cmd.CombinedOutput(); err != nil {
		s.t.Fatalf("%v: %s", err, out)
	}
	if out, code := assay(s.t, home, "verify", fetched); trusted && code != 0 {
		s.t.Errorf("it is not proven at home: %s", out)
	}
	signed, err := os.ReadFile(fetched)
	must(s.t, err)
	return signed
}

func globbed(t testing.TB, pattern string) []string {
	t.Helper()
	all, err := filepath.Glob(pattern)
	must(t, err)
	return all
}

// fetched is a file in the folder of a person.
func fetched(t testing.TB, b tui.Bench, name string) []byte {
	t.Helper()
	file, err := b.Exchange.Open(name, input.Report)
	must(t, err)
	defer file.Close()
	content, err := io.ReadAll(file)
	must(t, err)
	return content
}

// A person over SSH writes a report into their own folder, signs it at home, and takes it in.
// The journal then records each signature once, in the name of its signer.
func TestAReportIsSignedAtHomeAndTakenIn(t *testing.T) {
	s, ctx := newServerHome(t), t.Context()
	dana, ruth := s.bench("Dana Whitfield"), s.bench("Ruth Adeyemi")
	id, err := s.work.Store.FindAssessment(ctx, "ellsmarch")
	must(t, err)
	offer, err := dana.Documents.Offer(ctx, tui.Subject{Assessment: id})
	must(t, err)
	name := offer.Kinds[0].Path
	if len(offer.Signers) > 0 || offer.Folder != "" || name != filepath.Base(name) {
		t.Errorf("offered %+v", offer)
	}
	order := tui.Order{Subject: tui.Subject{Assessment: id}, Kind: "full", By: dana.Evaluator, Path: name}
	signing := order
	signing.Role = "assessor"
	if _, err := dana.Documents.Write(ctx, signing); assessment.CodeOf(err) != assessment.Refused {
		t.Errorf("the server signs: %v", err)
	}
	written, err := dana.Documents.Write(ctx, order)
	must(t, err)
	if written.Path != name {
		t.Errorf("written to %s, want %s", written.Path, name)
	}
	if _, err := dana.Documents.Write(ctx, order); assessment.CaseOf(err) != assessment.FileExists {
		t.Errorf("written over: %v", err)
	}
	if again, err := dana.Documents.Offer(ctx, order.Subject); err != nil || again.Kinds[0].Path == name {
		t.Errorf("offered %+v, %v", again, err)
	}
	if theirs, err := ruth.Exchange.List(); err != nil || len(theirs) > 0 {
		t.Errorf("in Ruth's folder: %v, %v", theirs, err)
	}

	takes := func(b tui.Bench, file []byte) (tui.TakenIn, error) {
		t.Helper()
		_, err := b.Exchange.Write("signed.pdf", file, true)
		must(t, err)
		return b.TakeIn(ctx, tui.SignedReport{By: b.Evaluator, Path: "signed.pdf"})
	}
	ours := fetched(t, dana, name)
	assessed := s.signsAtHome(ours, "Dana Whitfield", "assessor", true)
	got, err := takes(dana, assessed)
	must(t, err)
	if len(got.Recorded) != 1 || !strings.HasPrefix(got.Recorded[0], "assessor by Dana Whitfield") || !strings.HasPrefix(got.Title, "report of Ellsmarch") {
		t.Errorf("taken in: %+v", got)
	}
	if _, err := dana.Exchange.Stat("signed.pdf"); assessment.CodeOf(err) != assessment.NotFound {
		t.Errorf("the file is still there: %v", err)
	}
	if got, err = takes(dana, assessed); err != nil || len(got.Recorded) > 0 || len(got.Known) != 1 {
		t.Errorf("taken in twice: %+v, %v", got, err)
	}

	both := s.signsAtHome(assessed, "Ruth Adeyemi", "reviewer", true)
	if _, err = takes(dana, both); assessment.CodeOf(err) != assessment.Refused || !strings.Contains(err.Error(), "no new signature of yours") {
		t.Errorf("Dana records for Ruth: %v", err)
	}
	if got, err = takes(ruth, both); err != nil || !slices.Equal(got.Recorded, []string{"reviewer by Ruth Adeyemi"}) || len(got.Known) != 1 {
		t.Errorf("taken in: %+v, %v", got, err)
	}
	snapshot, err := s.work.Store.Snapshot(ctx, id)
	must(t, err)
	var recorded [][2]string
	for _, signing := range snapshot.Signed {
		recorded = append(recorded, [2]string{signing.Role, signing.By})
	}
	if diff := cmp.Diff([][2]string{{"assessor", "Dana Whitfield"}, {"reviewer", "Ruth Adeyemi"}}, recorded); diff != "" {
		t.Error(diff)
	}

	for what, test := range map[string]struct {
		file []byte
		want string
		c    assessment.Case
	}{
		"unsigned":     {ours, "not proven", ""},
		"no report":    {[]byte("%PDF-1.7"), "not proven", ""},
		"altered":      {append(slices.Clone(both), "x"...), "not proven", ""},
		"a stranger":   {s.signsAtHome(ours, "Mallory", "approver", false), "not proven", assessment.SignerUnknown},
		"not the role": {s.signsAtHome(ours, "Ruth Adeyemi", "approver", true), "Ruth Adeyemi may not sign a report as approver", assessment.NotAllowed},
	} {
		if _, err := takes(ruth, test.file); err == nil || !strings.Contains(err.Error(), test.want) || assessment.CaseOf(err) != test.c {
			t.Errorf("%s: %v, the case is %q", what, err, assessment.CaseOf(err))
		}
	}
	if _, err := ruth.TakeIn(ctx, tui.SignedReport{By: ruth.Evaluator, Path: "../" + name}); assessment.CodeOf(err) != assessment.Refused {
		t.Errorf("a path: %v", err)
	}
}

// A form for the vendor goes into the folder of the person, and is recorded in their name.
func TestAFormOfTheServerGoesIntoTheFolder(t *testing.T) {
	s, ctx := newServerHome(t), t.Context()
	dana, ruth := s.bench("Dana Whitfield"), s.bench("Ruth Adeyemi")
	id, err := s.work.Store.FindAssessment(ctx, "ellsmarch")
	must(t, err)
	order := tui.FormOrder{Assessment: id, By: dana.Evaluator, Format: "html", Path: "ask"}
	form, err := dana.AskVendor(ctx, order)
	must(t, err)
	if form.Path != "ask.html" {
		t.Errorf("the form is at %s", form.Path)
	}
	if _, err := dana.AskVendor(ctx, order); assessment.CaseOf(err) != assessment.FileExists {
		t.Errorf("written over: %v", err)
	}
	order.By = ruth.Evaluator
	if _, err := ruth.AskVendor(ctx, order); assessment.CaseOf(err) != assessment.NotAllowed {
		t.Errorf("a reviewer asks: %v", err)
	}
	if left, err := ruth.Exchange.List(); err != nil || len(left) > 0 {
		t.Errorf("in Ruth's folder: %v, %v", left, err)
	}
}

// A receipt goes into the folder of a person as a PDF or a page, and nobody signs it.
func TestAReceiptIsWrittenOverSSH(t *testing.T) {
	s, ctx := newServerHome(t), t.Context()
	ruth := s.bench("Ruth Adeyemi")
	id, err := s.work.Store.FindAssessment(ctx, "ellsmarch")
	must(t, err)
	snapshot, err := s.work.Store.Snapshot(ctx, id)
	must(t, err)
	about := tui.Subject{Assessment: id}
	offer, err := ruth.Documents.Offer(ctx, about)
	must(t, err)
	at := slices.IndexFunc(offer.Kinds, func(k tui.Kind) bool { return k.Key == receiptKind })
	if at < 0 || !offer.Kinds[at].Unsigned {
		t.Fatalf("offered %+v", offer.Kinds)
	}
	order := tui.Order{Subject: about, Kind: receiptKind, By: ruth.Evaluator}
	for _, test := range []struct{ path, name, begins string }{
		{offer.Kinds[at].Path, offer.Kinds[at].Path, "%PDF-1.7"},
		{"page.html", "page.html", "<!DOCTYPE html>"},
	} {
		order.Path = test.path
		w, err := ruth.Documents.Write(ctx, order)
		must(t, err)
		if w.Path != test.name || !strings.Contains(w.Proof, snapshot.Code().String()) || !strings.HasPrefix(w.Title, "receipt of Ellsmarch") {
			t.Errorf("written: %+v", w)
		}
		if file := fetched(t, ruth, w.Path); !strings.HasPrefix(string(file), test.begins) {
			t.Errorf("%s begins with %.20q", w.Path, file)
		}
	}
	if page := string(fetched(t, ruth, "page.html")); !strings.Contains(page, snapshot.Code().String()) || !strings.Contains(page, "Write to Ruth Adeyemi") {
		t.Errorf("the page has no code, or no contact: %s", page)
	}

	// Once more, as it is refused: with another ending, with a signer, and without an answer.
	order.Path = "receipt.docx"
	if _, err := ruth.Documents.Write(ctx, order); err == nil || !strings.Contains(err.Error(), "a receipt is an HTML page or a PDF") {
		t.Errorf("another ending: %v", err)
	}
	order.Path, order.Role = "signed.pdf", "reviewer"
	if _, err := ruth.Documents.Write(ctx, order); assessment.CodeOf(err) != assessment.Refused || !strings.Contains(err.Error(), "nobody signs a receipt") {
		t.Errorf("with a signer: %v", err)
	}
	assay(t, s.home, "vendor", "add", "Lagoon", "--db", s.flags.db, "--evaluator", "Dana Whitfield")
	assay(t, s.home, "assess", "new", "--vendor", "lagoon", "--db", s.flags.db, "--evaluator", "Dana Whitfield")
	empty, err := s.work.Store.FindAssessment(ctx, "lagoon")
	must(t, err)
	order = tui.Order{Subject: tui.Subject{Assessment: empty}, Kind: receiptKind, By: ruth.Evaluator, Path: "empty.pdf"}
	if _, err := ruth.Documents.Write(ctx, order); assessment.CodeOf(err) != assessment.Refused || !strings.Contains(err.Error(), "there is nothing to read back to Lagoon yet") {
		t.Errorf("without an answer: %v", err)
	}
	if left, err := ruth.Exchange.List(); err != nil || len(left) != 2 {
		t.Errorf("in the folder: %v, %v", left, err)
	}
}

// A package goes into the folder of a person, and nobody has signed it. Signed at home, it is
// proven like any other.
func TestAPackageIsSignedAtHome(t *testing.T) {
	s, ctx := newServerHome(t), t.Context()
	dana := s.bench("Dana Whitfield")
	id, err := s.work.Store.FindAssessment(ctx, "ellsmarch")
	must(t, err)
	rfp, err := s.work.Store.FindRFP(ctx, "RFP-2026-14")
	must(t, err)
	about := tui.Subject{Assessment: id, RFP: rfp.ID}
	offer, err := dana.Documents.Offer(ctx, about)
	must(t, err)
	opened, err := s.work.Store.Snapshot(ctx, id)
	must(t, err)
	signatures := len(opened.Signed)
	for _, kind := range []string{packageKind, bidderKind} {
		at := slices.IndexFunc(offer.Kinds, func(k tui.Kind) bool { return k.Key == kind })
		if at < 0 || filepath.Ext(offer.Kinds[at].Path) != ".zip" || !offer.Kinds[at].Unsigned {
			t.Fatalf("offered %+v", offer.Kinds)
		}
		w, err := dana.Documents.Write(ctx, tui.Order{Subject: about, Kind: kind, By: dana.Evaluator, Path: offer.Kinds[at].Path})
		must(t, err)
		if !strings.HasPrefix(w.Proof, "Nobody has signed it") {
			t.Errorf("written: %+v", w)
		}
		made := fetched(t, dana, w.Path)
		write(t, filepath.Join(s.home, w.Path), string(made))
		if out, code := assay(t, s.home, "verify", w.Path); code == 0 || !strings.Contains(out, "nobody has signed it yet") {
			t.Errorf("the prepared package: %s", out)
		}
		signed := s.signsAtHome(made, "Dana Whitfield", "assessor", true)
		write(t, filepath.Join(s.home, w.Path), string(signed))
		takes := func(b tui.Bench, file []byte) (tui.TakenIn, error) {
			t.Helper()
			_, err := b.Exchange.Write(w.Path, file, true)
			must(t, err)
			return b.TakeIn(ctx, tui.SignedReport{By: b.Evaluator, Path: w.Path})
		}
		if _, err := takes(dana, made); assessment.CodeOf(err) != assessment.Unproven || !strings.Contains(err.Error(), "nobody has signed it yet") {
			t.Errorf("the prepared package is taken in: %v", err)
		}
		if _, err := takes(s.bench("Ruth Adeyemi"), signed); assessment.CodeOf(err) != assessment.Refused || !strings.Contains(err.Error(), "no new signature of yours") {
			t.Errorf("Ruth records for Dana: %v", err)
		}
		got, err := takes(dana, signed)
		others := func(s string) bool { return !strings.HasPrefix(s, "assessor by Dana Whitfield") }
		if err != nil || len(got.Recorded) == 0 || slices.ContainsFunc(got.Recorded, others) || len(got.Known) > 0 || got.Title != "package of RFP-2026-14" {
			t.Errorf("taken in: %+v, %v", got, err)
		}
		if again, err := takes(dana, signed); err != nil || len(again.Recorded) > 0 || !slices.Equal(again.Known, got.Recorded) {
			t.Errorf("taken in twice: %+v, %v", again, err)
		}
		snapshot, err := s.work.Store.Snapshot(ctx, id)
		must(t, err)
		before := signatures
		if signatures = len(snapshot.Signed); signatures-before != map[string]int{packageKind: 2, bidderKind: 1}[kind] {
			t.Errorf("after the %s the journal has %d signatures, and %d before", kind, signatures, before)
		}
		out, code := assay(t, s.home, "verify", w.Path, "--db", s.flags.db, "--expect", "filer=Dana Whitfield")
		wanted := []string{w.Path + ": proven", "comparison.pdf: proven", "ellsmarch-clinical-engineering-inc.pdf: proven", "kestrelhythe-delivery-inc.pdf: proven"}
		if kind == bidderKind {
			wanted = []string{w.Path + ": proven", "debrief.pdf: excerpt proven"}
		}
		for _, want := range wanted {
			if code != 0 || !strings.Contains(out, want) {
				t.Errorf("%s lacks %q: %s", kind, want, out)
			}
		}
		for _, other := range []string{"Kestrelhythe", "Oakhollin"} {
			if kind == bidderKind && strings.Contains(string(signed), other) {
				t.Errorf("the package for Ellsmarch names %s", other)
			}
		}
	}
}

// Several people work at once, and nothing of one shows in the files of another.
func TestPeopleOverSSHShareNothing(t *testing.T) {
	s, ctx := newServerHome(t), t.Context()
	ids := map[string]string{"Dana Whitfield": "ellsmarch", "Ruth Adeyemi": "kestrelhythe"}
	var all sync.WaitGroup
	for name, vendor := range ids {
		b := s.bench(name)
		all.Go(func() {
			id, err := s.work.Store.FindAssessment(ctx, vendor)
			if err != nil {
				t.Error(err)
				return
			}
			offer, err := b.Documents.Offer(ctx, tui.Subject{Assessment: id})
			if err != nil {
				t.Error(err)
				return
			}
			for _, kind := range offer.Kinds {
				w, err := b.Documents.Write(ctx, tui.Order{Subject: tui.Subject{Assessment: id}, Kind: kind.Key, By: b.Evaluator, Path: kind.Path})
				if err != nil || !strings.HasPrefix(w.Path, vendor) {
					t.Errorf("%s wrote %+v, %v", name, w, err)
				}
			}
			if theirs, err := b.Exchange.List(); err != nil || len(theirs) != len(offer.Kinds) {
				t.Errorf("in the folder of %s: %v, %v", name, theirs, err)
			}
		})
	}
	all.Wait()
}

// A bench over SSH has nothing of the server's account.
func TestAServedBenchHasNothingOfTheAccount(t *testing.T) {
	s := newServerHome(t)
	dana, ruth := s.bench("Dana Whitfield"), s.bench("Ruth Adeyemi")
	if dana.Editor != nil || dana.Open != nil || dana.SaveEvaluator != nil || dana.Lent.Path != "" {
		t.Errorf("the bench has an editor, a desktop or a configuration: %+v", dana)
	}
	if dana.Exchange.Path == ruth.Exchange.Path || dana.Drafts.Path == ruth.Drafts.Path || dana.Evaluator == ruth.Evaluator {
		t.Error("two people share something")
	}
	for _, id := range []string{"", "..", "a/b", "/etc"} {
		if _, err := s.servedBench(assessment.Account{ID: id, Name: "Dana Whitfield"}); err == nil {
			t.Errorf("the id %q names a folder", id)
		}
	}
	if s.work.Evaluator != "" && s.work.Evaluator == dana.Evaluator {
		t.Error("the program itself became Dana")
	}
	var covered []string
	for _, p := range dana.Places {
		covered = append(covered, p.Path)
	}
	for _, p := range append(s.places(), place{"the database", s.work.Store.Path()}, place{"evidence", s.work.Store.EvidenceFolder()}, place{"crashes", s.folders.crashes}) {
		if !slices.Contains(covered, p.Path) {
			t.Errorf("nothing stands for %s, %s", p.What, p.Path)
		}
	}
}
