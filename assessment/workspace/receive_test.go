package workspace_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/assessment/form"
	"assay/assessment/store"
	"assay/assessment/workspace"
	"assay/assessment/written"
	"assay/questionnaire"
)

// came is a ZIP file that came back. Its answers are a reply in plain JSON: to read the
// true form is for package handback.
type came struct {
	reply written.Reply
	files *zip.Reader
}

func (c came) Reply() written.Reply                    { return c.reply }
func (c came) Open(path string) (io.ReadCloser, error) { return c.files.Open(path) }

func readCame(_ string, r io.ReaderAt, size int64) (workspace.Handback, error) {
	files, err := zip.NewReader(r, size)
	if err != nil {
		return nil, err
	}
	answers, err := files.Open("answers.json")
	if err != nil {
		return nil, err
	}
	c := came{files: files}
	err = json.NewDecoder(answers).Decode(&c.reply)
	c.reply.Answered = "answers.json"
	return c, err
}

// packed is the file of a reply. Each document gets the files that content names with its
// kind, such as EV-31/plan.txt.
func packed(t *testing.T, reply written.Reply, contents ...[2]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, c := range contents {
		kind, name, _ := strings.Cut(c[0], "/")
		digest := sha256.Sum256([]byte(c[1]))
		reply.Documents = append(reply.Documents, written.Document{Kind: kind, Files: []written.File{{Name: name, Path: "files/" + name, Size: int64(len(c[1])), SHA256: hex.EncodeToString(digest[:])}}})
	}
	text := must(json.Marshal(reply))
	for _, entry := range append([][2]string{{"answers.json", string(text)}, {"stray.txt", "stray"}}, contents...) {
		name := entry[0]
		if _, file, is := strings.Cut(name, "/"); is {
			name = "files/" + file
		}
		if _, err := must(w.Create(name)).Write([]byte(entry[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// harbor is an assessment of Harbor, and the form that was made for it.
func harbor(t *testing.T, b *bench) (assessment.Snapshot, form.Form) {
	t.Helper()
	q := b.asked("name: Draft, freshness_days: 90", "name: Draft, freshness_days: 90, personal: true}\n  - {id: EV-77, name: Cases, freshness_days: 90", "gate_at: {access: 3}", "gate_at: {access: 3}, shown_by: {award: [EV-77]}")
	vendor := must(b.Store.AddVendor(context.Background(), assessment.Vendor{Name: "Harbor"}, b.Evaluator))
	s := must(b.Store.OpenAssessment(context.Background(), store.Opening{Vendor: vendor, Questionnaire: q, Milestone: questionnaire.Award, By: b.Evaluator}))
	form := form.Form{ID: strings.Repeat("0a", 16), Assessment: s.Assessment, Vendor: "Harbor", Questionnaire: q.ID, Version: q.Version, Hash: q.Hash(), Milestone: questionnaire.Award}
	b.record(s.Assessment, assessment.Asked{Form: form.ID, Format: "html", File: strings.Repeat("ab", 32), Milestone: questionnaire.Award})
	return must(b.Store.Snapshot(context.Background(), s.Assessment)), form
}

func (b *bench) incoming(s assessment.Snapshot, file []byte) (*workspace.Incoming, error) {
	return b.Incoming(context.Background(), s, "harbor.zip", bytes.NewReader(file), int64(len(file)), readCame)
}

func TestAReplyIsKeptAndItsAnswersAreTaken(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	s, form := harbor(t, b)
	reply := written.Reply{Form: form, Format: written.HTML, Finished: true, Stated: written.Stated{Name: "R. Cruz"}, Answers: []written.Answer{{Item: "TEC-02", Asked: "Is MFA on?", Choices: []string{"yes"}}}}
	file := packed(t, reply, [2]string{"EV-31/plan.txt", "Our plan."}, [2]string{"EV-58/roster.txt", "Named people."}, [2]string{"EV-77/cases.txt", "Maria Lopez, DOB 04/12/1961"})
	in := must(b.incoming(s, file))
	s, taken, err := b.Receive(ctx, in, in.All())
	if err != nil {
		t.Fatal(err)
	}
	got := s.Received[0]
	if diff := cmp.Diff([][]string{{"TEC-02", "EV-31", "EV-58"}, {"EV-77"}, {"stray.txt", "roster.txt", "cases.txt"}}, [][]string{got.Taken, got.Left, got.LeftOut}); diff != "" {
		t.Errorf("the journal tells (-want +got):\n%s", diff)
	}
	var held []string
	kept := must(b.Store.OpenFile(got.Kept.SHA256))
	text := must(io.ReadAll(kept))
	for _, entry := range must(zip.NewReader(bytes.NewReader(text), int64(len(text)))).File {
		held = append(held, entry.Name)
	}
	if diff := cmp.Diff([]string{"answers.json", "files/plan.txt"}, held); diff != "" {
		t.Errorf("the kept file holds (-want +got):\n%s", diff)
	}
	for _, record := range s.Answers["BAA-02"].Evidence {
		if err := b.Store.CheckFile(ctx, record); err != nil {
			t.Errorf("%s: %v", record.File, err)
		}
	}
	if s.Answers["TEC-02"].Value != "met" || len(taken.Keep) != 1 {
		t.Errorf("the answer is %+v, and %d files were kept", s.Answers["TEC-02"], len(taken.Keep))
	}
	for _, finding := range must(b.Store.Check(ctx)).Findings {
		if finding.Check == "evidence" {
			t.Errorf("doctor finds %+v", finding)
		}
	}

	again := must(b.incoming(s, file))
	if after, _, err := b.Receive(ctx, again, again.All()); err != nil || after.Seq != s.Seq {
		t.Errorf("the same file again makes %d events, %v", after.Seq-s.Seq, err)
	}
	reply.Answers[0].Words = "With tokens."
	second := must(b.incoming(s, packed(t, reply)))
	if l := second.Lines[0]; l.Before != "Yes" || !l.Changed || l.State != written.Same {
		t.Errorf("beside the reply before, the line is %+v", l)
	}
}

// What looks like patient data in the words of a reply is in its file too.
func TestAFileWithPatientDataIsNotKept(t *testing.T) {
	b := newBench(t)
	s, form := harbor(t, b)
	reply := written.Reply{Form: form, Format: written.HTML, Finished: true, Stated: written.Stated{Name: "SSN 219-09-9999"}, Answers: []written.Answer{
		{Item: "TEC-02", Asked: "Is MFA on?", Choices: []string{"yes"}, Words: "MRN 4471902"}, {Item: "TEC-01", Asked: "How fast?", Words: "In 14 days"},
	}}
	in := must(b.incoming(s, packed(t, reply)))
	s, _, err := b.Receive(context.Background(), in, in.All())
	if err != nil {
		t.Fatal(err)
	}
	if files := must(b.Store.Files()); len(files) > 0 {
		t.Errorf("%d files are kept", len(files))
	}
	if got := s.Received[0]; got.Kept != nil || got.Stated.Name != "" || got.SHA256 != in.SHA256 {
		t.Errorf("the journal tells %+v", got)
	}
	if text := string(must(json.Marshal(s.State))); strings.Contains(text, "4471902") || strings.Contains(text, "219-09") {
		t.Errorf("the record has the number: %s", text)
	}
	second := must(b.incoming(s, packed(t, reply, [2]string{"EV-31/plan.txt", "x"})))
	if !strings.Contains(strings.Join(second.Warnings, "\n"), "the file of the reply before was not kept") {
		t.Errorf("the next reply warns only of %q", second.Warnings)
	}
}

func TestAReplyIsRefused(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	s, form := harbor(t, b)
	other := must(b.Store.OpenAssessment(ctx, store.Opening{Vendor: s.Opened.Vendor, Questionnaire: s.Questionnaire, Milestone: questionnaire.Award, By: b.Evaluator}))
	answer := []written.Answer{{Item: "TEC-01", Asked: "How fast?", Words: "In 14 days"}}

	form.Assessment = ""
	if _, err := b.incoming(must(b.Store.Snapshot(ctx, other.Assessment)), packed(t, written.Reply{Form: form, Format: written.HTML})); assessment.CaseOf(err) != assessment.AnotherAssessment {
		t.Errorf("a form whose id another assessment knows gives %v", err)
	}
	in := must(b.incoming(s, packed(t, written.Reply{Form: form, Format: written.HTML, Answers: answer})))
	b.record(s.Assessment, claim("TEC-01", "2"))
	if _, _, err := b.Receive(ctx, in, in.All()); assessment.CodeOf(err) != assessment.Conflict {
		t.Errorf("an answer that somebody changed meanwhile gives %v", err)
	}
	if now := must(b.Store.Snapshot(ctx, s.Assessment)); len(now.Received) > 0 {
		t.Errorf("the journal tells of a reply: %+v", now.Received)
	}
}

// A reply that the journal could not take is refused, or cut, before a person goes
// through it.
func TestAReplyIsNotRefusedAtItsEnd(t *testing.T) {
	b := newBench(t)
	s, form := harbor(t, b)
	long := strings.Repeat("x", 900)
	reply := written.Reply{
		Form: form, Format: written.HTML, Finished: true, Stated: written.Stated{Name: long, Role: long, Company: long, Reach: long},
		Answers: []written.Answer{{Item: "TEC-02", Asked: "Is MFA on?", Choices: []string{"yes"}}, {Item: long, Asked: "?", Words: "yes"}},
	}
	in := must(b.incoming(s, packed(t, reply)))
	if after, _, err := b.Receive(context.Background(), in, in.All()); err != nil || len(after.Received) != 1 {
		t.Errorf("a reply with long names is recorded as %+v, %v", after.Received, err)
	}
	for n := range assessment.LongestReply {
		reply.Answers = append(reply.Answers, written.Answer{Item: fmt.Sprint("XX-", n), Asked: "?", Words: "yes"})
	}
	if _, err := b.incoming(s, packed(t, reply)); assessment.CaseOf(err) != assessment.TooLarge {
		t.Errorf("a reply with %d answers gives %v", len(reply.Answers), err)
	}
}
