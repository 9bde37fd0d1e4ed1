package tui_test

import (
	"archive/zip"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/form"
	"assay/assessment/workspace/draft"
)

// wrote is an answer in a reply.
type wrote struct {
	Item    string   `json:"item"`
	Asked   string   `json:"asked"`
	Offered []string `json:"offered"`
	Choices []string `json:"choices"`
	Words   string   `json:"words"`
}

// sent is a document in a reply.
type sent struct {
	Kind  string           `json:"kind"`
	Note  string           `json:"note"`
	None  bool             `json:"none"`
	Files []map[string]any `json:"files"`
}

// reply writes the file of a vendor that answers a form of an assessment, and returns
// its path. An answer without a question gets the present one.
func (b *workbench) reply(id, name string, answers []wrote, files map[string]string) string {
	b.t.Helper()
	s := b.snapshot(id)
	form := form.Form{
		ID: strings.Repeat("0a", 16), Assessment: id, Vendor: s.Opened.Vendor.Name, Questionnaire: s.Questionnaire.ID, Version: s.Questionnaire.Version,
		Hash: s.Questionnaire.Hash(), Milestone: s.Milestone, Made: assessment.DateOf(testStart, testStart.Location()) - 9,
	}
	for n := range answers {
		a := &answers[n]
		if item := s.Questionnaire.Item(a.Item); a.Asked == "" && item != nil {
			a.Asked = item.AskAt(s.Milestone)
		}
		if a.Offered == nil {
			a.Offered = []string{}
		}
		if a.Choices == nil {
			a.Choices = []string{}
		}
	}
	documents := []sent{}
	path := filepath.Join(b.t.TempDir(), name)
	file, err := os.Create(path)
	check(b.t, err)
	out := zip.NewWriter(file)
	for _, kind := range []string{"EV-01", "EV-20", "EV-24"} {
		content, has := files[kind]
		if has {
			documents = append(documents, sent{Kind: kind, Files: []map[string]any{{"name": kind + ".pdf", "path": "files/01-" + kind + ".pdf", "size": len(content)}}})
		}
	}
	text, err := json.Marshal(map[string]any{
		"format": "assay-reply/1", "identity": form.String(), "finished": true, "saved": "2026-11-20T12:00:00Z",
		"stated":  map[string]string{"company": "Acme", "name": "Rosa Cruz", "role": "CISO", "reach": "rosa@acme.example", "date": "2026-11-20"},
		"answers": answers, "documents": documents,
	})
	check(b.t, err)
	w, err := out.Create("answers.json")
	check(b.t, err)
	_, err = w.Write(text)
	check(b.t, err)
	for _, d := range documents {
		w, err := out.Create(d.Files[0]["path"].(string))
		check(b.t, err)
		_, err = w.Write([]byte(files[d.Kind]))
		check(b.t, err)
	}
	check(b.t, out.Close())
	check(b.t, file.Close())
	return path
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// someReply is a reply with a line of every sort.
func (b *workbench) someReply(id string) string {
	b.t.Helper()
	return b.reply(id, "reply.zip", []wrote{
		{Item: "BAA-01", Choices: []string{"yes"}, Words: "Signed in March."},
		{Item: "BAA-02", Words: "Within a day, from our privacy officer."},
		{Item: "TEC-01", Words: "The patient with MRN 12345678 was blocked."},
		{Item: "TEC-03", Asked: "Does each person have a login?", Choices: []string{"yes"}},
		{Item: "XX-99", Asked: "What else?", Words: "Nothing."},
	}, map[string]string{"EV-01": "the agreement"})
}

func (b *workbench) asked() string {
	b.t.Helper()
	return b.vendor(assessment.Vendor{Name: "Acme Health Staffing"}, nil, answer("BAA-01", assessment.Unmet, assessment.Claimed))
}

// A person goes through the reply of a vendor line by line; what was taken is recorded
// at once, in one step.
func TestAReplyIsTakenLineByLine(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.desk()
		id := b.asked()
		b.record(id, assessment.Decided{Decision: assessment.Decision{Outcome: assessment.DecideDecline, By: "Carla Ruiz", Role: "CISO", Reason: "no agreement"}})
		path := b.someReply(id)
		ui := b.start(t, 120, 40)
		ui.Press("enter", "V").See("╭─ Reply of the vendor", "Nothing is recorded yet").Type(path).Press("enter").wait(1)
		ui.See("› reply", "6 lines · ● saved", "the whole file", "reply.zip", "1 new, 1 differs, 2 in words, 2 held back", "▸        BAA-01   differs", "not met, claimed", "Yes: Signed in March.")
		seq := b.snapshot(id).Seq

		// One line after another: taken, edited, looked at, held back.
		ui.Press("t").See("take   BAA-01", "▸        BAA-02   in words", "answer      none: only the words are recorded", "1 taken, 0 left of 6")
		ui.Press("e").See("╭─ Edit BAA-02", "They wrote: “Within a day", "[words alone]").Type("3").See("[3 of 4]").Press("enter").See("edit   BAA-02", "answer      you: 3")
		ui.Press("j").See("▸ !      TEC-01", "! it looks like a medical record number")
		ui.Press("t").See("╭─ This looks like patient data", "takes it all the same").Press("esc").Press("l").See("leave  TEC-01")
		ui.Press("t").See("TEC-03 is held back: the file asks it in other words", "asked then  Does each person have a login?")
		ui.Press("j", "j").See("▸ –      XX-99", "no such question").Press("e").See("XX-99 is held back").Press("i").See("about no item")
		ui.Press("a").See("1 line taken; nothing is recorded before s", "take   EV-01/1")
		if got := b.snapshot(id).Seq; got != seq {
			t.Errorf("%d events were recorded before the person said so", got-seq)
		}

		// What was chosen comes back, also after the screen was left.
		ui.Press("esc").See("D decide").Press("V").See(path).Press("enter").wait(1).See("3 taken, 1 left of 6", "edit   BAA-02")
		ui.Press("g").See("from        name as stated in the form: Rosa Cruz, CISO, Acme, 2026-11-20", "left empty").Press("enter").See("╭─ The reply reply.zip").Press("esc")
		ui.Press("s").See("╭─ Record this of reply.zip", "taken      BAA-01, BAA-02 and EV-01", "left       TEC-01", "held back  TEC-03 and XX-99", "1 recorded answer is replaced", "BAA-01 was not met, claimed, now met",
			"! This voids the decision of Carla Ruiz", "The file is not kept", "1 attached file becomes evidence", "records it")
		ui.Press("y").wait(1).See("3 taken, 1 left, 2 held back", "1 attached file received, not read", "V  reply received on 2026-11-22: 3 taken, 1 left, 2 held back", "D decide", "E  1 evidence record received, not read yet")
		now := b.snapshot(id)
		if a := now.Answers["BAA-01"]; a.Value != assessment.Met || a.Assurance != assessment.Claimed || len(a.Quotes) != 1 || a.Quotes[0].Who != "Rosa Cruz" || len(a.Evidence) != 1 || !a.Evidence[0].Unread {
			t.Errorf("BAA-01 is %+v", a)
		}
		if a := now.Answers["BAA-02"]; a.Value != "3" || a.Quotes[0].Text != "Within a day, from our privacy officer." {
			t.Errorf("BAA-02 is %+v", a)
		}
		if a := now.Answers["TEC-01"]; !a.Empty() {
			t.Errorf("TEC-01 is %+v", a)
		}
		if len(now.Received) != 1 || now.Received[0].Kept != nil {
			t.Errorf("received is %+v", now.Received)
		}

		// The same file again has nothing new but what was left.
		ui.Press("V", "enter").wait(1).See("recorded already").Press("esc")
		ui.Press("E").See("▸ ? BAA-01/1  sound").Press("esc", "esc").Leave()
	})
}

// Somebody else answers while the reply is gone through: the file is compared anew, and
// the choices stay.
func TestAReplyBesideANewRecord(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.asked()
		ui := b.start(t, 80, 24)
		ui.Press("enter", "V").Type(b.someReply(id)).Press("enter").wait(1).Press("t").See("take   BAA-01")
		b.record(id, answer("BAA-01", assessment.Met, assessment.Claimed))
		ui.wait(3).See("the record has changed meanwhile", "take   BAA-01", "same answer")
		ui.Press("s").See("taken      BAA-01").Miss("is replaced").Press("y").wait(1).See("1 taken, 3 left, 2 held back").Leave()
	})
}

// The choices are a draft: they come back after the program was killed, and go once they
// are recorded.
func TestTheChoicesAboutAReplyAreADraft(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.Drafts = draft.Folder{Path: filepath.Join(t.TempDir(), "drafts"), Now: b.Now}
		path := b.someReply(b.asked())
		ui := b.start(t, 100, 30)
		ui.Press("enter", "V").Type(path).Press("enter").wait(1)
		ui.Press("t", "e").Type("3").Press("tab").Type("they were vague").Press("enter").See("2 taken").wait(1)
		b.keeps(": take")
		ui.killed()

		again := b.start(t, 100, 30)
		again.Press("V").Type(path).Press("enter").wait(1).See("2 taken, 0 left", "▸ !      TEC-01").Press("k").See("note        they were vague")
		again.Press("s", "y").wait(1).See("2 taken, 2 left").wait(1)
		b.keeps()
		again.Leave()
	})
}

// A file of another vendor, of another kind, or of nobody is refused, and says why.
func TestAnotherFileIsRefused(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		other := b.vendor(assessment.Vendor{Name: "Quayside"}, nil)
		path := b.someReply(other)
		b.asked()
		plain := filepath.Join(t.TempDir(), "notes.txt")
		check(t, os.WriteFile(plain, []byte("some notes"), 0o600))
		ui := b.start(t, 100, 30)
		ui.Press("/").Type("Acme").Press("enter", "enter", "V").Type(path).Press("enter").wait(1).See("╭─ Reply of the vendor", "Quayside")
		for range path {
			ui.Press("backspace")
		}
		ui.Type(plain).Press("enter").wait(1).See("╭─ Reply of the vendor", "notes.txt").Press("esc").Leave()
	})
}

// The screen of a reply at the sizes that matter, with a dialog of each sort.
func TestGoldenReply(t *testing.T) {
	for name, press := range map[string][]string{
		"reply": {"t", "l"}, "reply-file": {"g"}, "reply-edit": {"j", "e"}, "reply-patient-data": {"j", "j", "t"}, "reply-record": {"a", "s"},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, b *workbench) {
				path := b.someReply(b.asked())
				ui := b.start(t, 80, 24).Press("enter", "V").Type(path).Press("enter").wait(1).Press(press...)
				for _, size := range sizes {
					ui.At(size[0], size[1])
					compareGolden(t, sized(name, size), ui.Text()+"\n")
				}
				ui.Leave()
			})
		})
	}
}
