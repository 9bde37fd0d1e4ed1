package written_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/assessment/form"
	"assay/assessment/written"
	"assay/questionnaire"
)

const today assessment.Date = 20800

var fileHash = strings.Repeat("ab", 32)

// desk is an assessment on the small questionnaire, whose facts the vendor answers in
// writing.
func desk(t testing.TB, changes ...assessment.Change) assessment.Snapshot {
	t.Helper()
	text, err := os.ReadFile("../testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	asked := strings.NewReplacer(
		"kind: fact,", "kind: fact, asked_of: vendor,",
		"ask: How fast?,", "ask: How fast?, was: [OLD-01],",
		"{id: EV-58, name: Draft, freshness_days: 90}", "{id: EV-58, name: Draft, freshness_days: 90}\n  - {id: EV-70, name: Roster, freshness_days: 90, personal: true}\n  - {id: EV-99, name: Poem, freshness_days: 90}",
		"evidence: [EV-01], shown_by: {award: [EV-58]", "evidence: [EV-01, EV-70], shown_by: {award: [EV-58, EV-70]",
	).Replace(string(text))
	q, err := questionnaire.Parse(strings.NewReader(asked))
	if err != nil {
		t.Fatal(err)
	}
	s := assessment.Snapshot{Assessment: "a1", Questionnaire: q}
	opened := assessment.Opened{Vendor: assessment.Vendor{Name: "Harbor"}, Questionnaire: assessment.PinOf(q), Milestone: questionnaire.Award, TimeZone: "UTC"}
	return after(t, s, append([]assessment.Change{opened}, changes...)...)
}

// after is a snapshot after some changes, each admitted as the store would.
func after(t testing.TB, s assessment.Snapshot, changes ...assessment.Change) assessment.Snapshot {
	t.Helper()
	for _, change := range changes {
		e := assessment.Entry{ID: "e" + strconv.FormatInt(s.Seq+1, 10), At: today.Time().UnixMicro() + s.Seq, By: "lead", Change: change}
		var err error
		if s.Seq == 0 {
			s.State, err = assessment.Fold([]assessment.Event{{Entry: e, Seq: 1}})
		} else {
			if e, err = s.Admit(e); err != nil {
				t.Fatal(err)
			}
			s.State, err = s.Next(assessment.Event{Entry: e, Seq: s.Seq + 1})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// replied is a finished reply to a form of the assessment.
func replied(s assessment.Snapshot, answers ...written.Answer) written.Reply {
	asked := form.Form{
		ID: strings.Repeat("0a", 16), Assessment: s.Assessment, Vendor: "Harbor", Questionnaire: "small", Version: "1.0.0",
		Hash: s.Questionnaire.Hash(), Milestone: questionnaire.Award, Made: today - 9,
	}
	for n, a := range answers {
		if a.Asked == "" {
			if item := s.Questionnaire.Item(a.Item); item != nil {
				answers[n].Asked = item.Ask
			}
		}
	}
	return written.Reply{Form: asked, Format: written.HTML, Finished: true, Stated: written.Stated{Name: "R. Cruz", Day: today - 1}, Answers: answers}
}

func reviewed(s assessment.Snapshot, reply written.Reply) written.Review {
	return written.Compare(reply, written.Source{Name: "harbor.zip", SHA256: fileHash, Size: 10}, s, today)
}

// told is a review with one text a line.
func told(r written.Review) []string {
	lines := []string{}
	for _, l := range r.Lines {
		line := fmt.Sprintf("%s %s %q", l.ID, l.State, l.Wrote)
		for _, part := range [][2]string{{"value", l.Value}, {"recorded", l.Recorded}, {"for", strings.Join(l.For, " ")}, {"then", l.Then}, {"because", l.Why}, {"suspect", strings.Join(l.PatientData, ", ")}} {
			if part[1] != "" {
				line += " " + part[0] + " " + part[1]
			}
		}
		lines = append(lines, line)
	}
	return lines
}

func claimed(item, value string) assessment.Change {
	return assessment.Answered{Answer: assessment.Answer{Item: item, Value: value, Assurance: assessment.Claimed}}
}

func TestAReplyBesideTheRecord(t *testing.T) {
	yes := []string{"yes"}
	for name, test := range map[string]struct {
		recorded []assessment.Change
		answer   written.Answer
		want     string
	}{
		"nothing is recorded":       {nil, written.Answer{Item: "TEC-02", Choices: yes, Words: "Duo."}, `TEC-02 new "Yes: Duo." value met`},
		"no is not met":             {nil, written.Answer{Item: "TEC-02", Choices: []string{"no"}}, `TEC-02 new "No" value unmet`},
		"words without yes or no":   {nil, written.Answer{Item: "TEC-02", Words: "Partly"}, `TEC-02 in_words "Partly" because neither yes nor no is chosen`},
		"yes and no":                {nil, written.Answer{Item: "TEC-02", Choices: []string{"yes", "no"}}, `TEC-02 in_words "Yes; No" because both yes and no are chosen`},
		"a control":                 {nil, written.Answer{Item: "TEC-01", Words: "In 14 days"}, `TEC-01 in_words "In 14 days"`},
		"the same answer":           {[]assessment.Change{claimed("TEC-02", "met")}, written.Answer{Item: "TEC-02", Choices: yes}, `TEC-02 same "Yes" value met recorded met, claimed`},
		"another answer":            {[]assessment.Change{claimed("TEC-02", "unmet")}, written.Answer{Item: "TEC-02", Choices: yes}, `TEC-02 differs "Yes" value met recorded not met, claimed`},
		"set aside":                 {[]assessment.Change{assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", NotApplicable: &assessment.NotApplicable{Reason: "no servers", By: "Dana"}}}}, written.Answer{Item: "TEC-01", Words: "x"}, `TEC-01 in_words "x" recorded not applicable: no servers (Dana)`},
		"a number":                  {nil, written.Answer{Item: "records", Words: " 1200 "}, `records new "1200" value 1200`},
		"a number in words":         {nil, written.Answer{Item: "records", Words: "about ten"}, `records in_words "about ten" because records takes a whole number: "about ten" is not one`},
		"an option by its value":    {nil, written.Answer{Item: "privilege", Choices: []string{"admin"}, Offered: []string{"view", "admin"}}, `privilege new "Admin" value admin`},
		"an option by its label":    {nil, written.Answer{Item: "privilege", Choices: []string{"View"}, Offered: []string{"Admin", "View"}}, `privilege new "View" value view`},
		"an option that went":       {nil, written.Answer{Item: "privilege", Choices: []string{"root"}, Offered: []string{"view", "admin", "root"}}, `privilege held_back "root" then Which rights? Choices: view; admin; root because the file offers other choices`},
		"other words":               {nil, written.Answer{Item: "TEC-02", Asked: "Is MFA planned?", Choices: yes}, `TEC-02 held_back "Yes" then Is MFA planned? because the file asks it in other words`},
		"the space of a sheet":      {nil, written.Answer{Item: "TEC-02", Asked: " 'Is  MFA\non?", Choices: yes}, `TEC-02 new "Yes" value met`},
		"an unknown question":       {nil, written.Answer{Item: "NONE-01", Asked: "Hm?", Words: "x"}, `NONE-01 held_back "x" then Hm? because the questionnaire of this assessment has no such question`},
		"the id of before":          {nil, written.Answer{Item: "OLD-01", Asked: "How fast?", Words: "x"}, `TEC-01 in_words "x"`},
		"a question of the meeting": {nil, written.Answer{Item: "SCN-01", Words: "x"}, `SCN-01 held_back "x" because this question is not asked in writing`},
		"our own question":          {nil, written.Answer{Item: "TEC-04", Choices: yes}, `TEC-04 held_back "Yes" because this question is not asked in writing`},
		"patient data":              {nil, written.Answer{Item: "TEC-02", Choices: yes, Words: "MRN 4471902"}, `TEC-02 new "Yes: MRN 4471902" value met suspect a medical record number`},
		"control characters":        {nil, written.Answer{Item: "TEC-02", Choices: yes, Words: "\x1b[31mred\u202e"}, `TEC-02 new "Yes: red" value met`},
		"a later milestone":         {nil, written.Answer{Item: "BAA-04", Choices: yes}, `BAA-04 new "Yes" value met because it is not asked at present and counts nothing`},
	} {
		t.Run(name, func(t *testing.T) {
			s := desk(t, test.recorded...)
			if diff := cmp.Diff([]string{test.want}, told(reviewed(s, replied(s, test.answer)))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What is taken is claimed, and quotes the vendor. A record that showed another
// answer shows the new one only when somebody has looked.
func TestWhatIsTakenIsClaimed(t *testing.T) {
	plan := assessment.Evidence{Kind: "EV-31", Observed: "read", AsOf: today - 1}
	s := desk(t, assessment.Answered{Answer: assessment.Answer{Item: "TEC-02", Value: "unmet", Assurance: assessment.Documented, Evidence: []assessment.Evidence{plan}}})
	r := reviewed(s, replied(s, written.Answer{Item: "TEC-02", Choices: []string{"yes"}, Words: "Since May."}, written.Answer{Item: "TEC-01", Words: "In 14 days"}, written.Answer{Item: "records", Words: "12"}))
	taken, err := r.Take(written.Choices{"TEC-02": {Take: true}, "TEC-01": {Take: true, Value: "3", Note: "14 days is our own limit"}})
	if err != nil {
		t.Fatal(err)
	}
	got := after(t, s, append([]assessment.Change{taken.Received}, taken.Changes...)...)
	quote := func(text string) []assessment.Quote {
		return []assessment.Quote{{Text: text, Who: "R. Cruz", Reply: fileHash, Written: today - 1}}
	}
	mfa, patching := got.Answers["TEC-02"], got.Answers["TEC-01"]
	if mfa.Value != "met" || mfa.Assurance != assessment.Claimed || mfa.CountedAssurance() != assessment.Claimed || len(mfa.Evidence) != 1 {
		t.Errorf("TEC-02 is now %+v", mfa)
	}
	if diff := cmp.Diff(quote("Yes: Since May."), mfa.Quotes); diff != "" {
		t.Errorf("TEC-02 quotes (-want +got):\n%s", diff)
	}
	if patching.Value != "3" || patching.Assurance != assessment.Claimed || patching.Note != "14 days is our own limit" || !cmp.Equal(quote("In 14 days"), patching.Quotes) {
		t.Errorf("TEC-01 is now %+v", patching)
	}
	if _, answered := got.Answers["records"]; answered {
		t.Error("a line that was left is recorded")
	}
	if diff := cmp.Diff([][]string{{"TEC-01", "TEC-02"}, {"records"}}, [][]string{taken.Received.Taken, taken.Received.Left}); diff != "" {
		t.Errorf("the reception names (-want +got):\n%s", diff)
	}
	again := reviewed(got, replied(got, written.Answer{Item: "TEC-02", Choices: []string{"yes"}, Words: "Since May."}))
	if again.Lines[0].State != written.Known {
		t.Errorf("the same words again are %s", again.Lines[0].State)
	}
	if len(again.Warnings) == 0 || !strings.Contains(again.Warnings[0], "this very file") {
		t.Errorf("the same file again gives no warning: %q", again.Warnings)
	}
}

// An answer to re-verify stays one: a vendor that says it again is no person who has
// looked.
func TestTheSameAnswerKeepsItsMark(t *testing.T) {
	s := desk(t, claimed("TEC-02", "met"))
	a := s.Answers["TEC-02"]
	a.Reverify = &assessment.Reverify{}
	s.Answers["TEC-02"] = a
	r := reviewed(s, replied(s, written.Answer{Item: "TEC-02", Choices: []string{"yes"}}))
	taken, err := r.Take(r.All())
	if err != nil {
		t.Fatal(err)
	}
	if got := taken.Changes[0].(assessment.Answered).Answer; got.Reverify == nil || len(got.Quotes) != 1 {
		t.Errorf("the answer is now %+v", got)
	}
}

func TestDocumentsOfAReply(t *testing.T) {
	file := func(name string) []written.File {
		return []written.File{{Name: name, Path: "files/01-" + name, Size: 5, SHA256: fmt.Sprintf("%064x", len(name)+int(name[0])<<8)}}
	}
	s := desk(t)
	reply := replied(s)
	reply.Documents = []written.Document{
		{Kind: "EV-31", Files: file("plan.pdf")},
		{Kind: "EV-58", None: true, Note: "in May"},
		{Kind: "EV-70", Note: "signed", Files: file("roster.xlsx")},
		{Kind: "EV-99", Files: file("poem.txt")},
		{Kind: "EV-00", Files: file("x.txt")},
	}
	r := written.Compare(reply, written.Source{Name: "harbor.zip", SHA256: fileHash, Size: 10, PatientData: map[string][]string{"files/01-plan.pdf": {"a birth date"}}}, s, today)
	want := []string{
		`EV-31/1 new "plan.pdf" for BAA-02 suspect a birth date`,
		`EV-58 in_words "Draft: we do not have it: in May" for BAA-01`,
		`EV-70/1 new "roster.xlsx: signed" for BAA-01`,
		`EV-99/1 held_back "poem.txt" because no question of this milestone takes it`,
		`EV-00/1 held_back "x.txt" because the questionnaire of this assessment has no such document`,
	}
	if diff := cmp.Diff(want, told(r)); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	for name, test := range map[string]struct {
		choices       written.Choices
		kept, leftOut []string
		records       string
	}{
		"everything without patient data": {r.All(), nil, []string{"plan.pdf", "roster.xlsx", "x.txt"}, "BAA-01: roster.xlsx unread, the vendor, who sent it as roster.xlsx on 2026-12-13; not kept here"},
		"the plan is none":                {written.Choices{"EV-31/1": {Take: true, PatientData: true}}, []string{"plan.pdf"}, []string{"roster.xlsx", "x.txt"}, "BAA-02: plan.pdf unread, "},
		"nothing":                         {nil, nil, []string{"plan.pdf", "roster.xlsx", "x.txt"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			taken, err := r.Take(test.choices)
			if err != nil {
				t.Fatal(err)
			}
			names := func(files []written.File) (all []string) {
				for _, f := range files {
					all = append(all, f.Name)
				}
				return all
			}
			if diff := cmp.Diff([][]string{test.kept, test.leftOut}, [][]string{names(taken.Keep), names(taken.LeftOut)}); diff != "" {
				t.Errorf("kept and left out (-want +got):\n%s", diff)
			}
			if !taken.KeepFile {
				t.Error("the received file would not be kept, although none of its texts looks like patient data")
			}
			got, records := after(t, s, append([]assessment.Change{taken.Received}, taken.Changes...)...), ""
			for item := range s.Questionnaire.Items() {
				for _, e := range got.Answers[item.ID].Evidence {
					records += fmt.Sprintf("%s: %s unread, %s", item.ID, e.File, e.Reference)
					if !e.Unread || got.AgeOf(&e, today).Counts() {
						t.Errorf("%s has a record that counts: %+v", item.ID, e)
					}
				}
			}
			if records != test.records {
				t.Errorf("the records are %q, want %q", records, test.records)
			}
		})
	}
}

func TestChoicesThatCannotBeFollowed(t *testing.T) {
	s := desk(t)
	r := reviewed(s, replied(s,
		written.Answer{Item: "TEC-02", Asked: "Else?", Choices: []string{"yes"}},
		written.Answer{Item: "TEC-01", Words: "for Maria Lopez, DOB 04/12/1961"},
		written.Answer{Item: "BAA-02", Words: "We pay"},
	))
	for name, test := range map[string]struct {
		id     string
		choice written.Choice
		want   string
	}{
		"no such line":     {"ZZZ", written.Choice{Take: true}, `the reply has no line "ZZZ"`},
		"held back":        {"TEC-02", written.Choice{Take: true}, "TEC-02 is held back: the file asks it in other words"},
		"patient data":     {"TEC-01", written.Choice{Take: true}, "TEC-01 looks like patient data (a birth date), which does not belong here"},
		"nothing to take":  {"BAA-02", written.Choice{Take: true, NoWords: true}, "BAA-02 has no answer: without its words nothing is left to take"},
		"a look at it":     {"TEC-01", written.Choice{Take: true, PatientData: true}, ""},
		"without words":    {"TEC-01", written.Choice{Take: true, NoWords: true, Value: "2"}, ""},
		"left, whatever":   {"TEC-02", written.Choice{}, ""},
		"a grade to words": {"BAA-02", written.Choice{Take: true, Value: "4"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			taken, err := r.Take(written.Choices{test.id: test.choice})
			if got := fmt.Sprint(err); err != nil && got != test.want || err == nil && test.want != "" {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if keeps := name == "a look at it"; err == nil && taken.KeepFile != keeps {
				t.Errorf("the file with a birth date in its texts: kept is %v", taken.KeepFile)
			}
		})
	}
	if all := r.All(); len(all) != 1 || !all["BAA-02"].Take {
		t.Errorf("all that can be taken without a look is %v", all)
	}
}

func TestTheSecondReply(t *testing.T) {
	s := desk(t)
	first := replied(s, written.Answer{Item: "TEC-02", Choices: []string{"yes"}}, written.Answer{Item: "TEC-01", Words: "In 14 days"}, written.Answer{Item: "BAA-02", Words: "We pay"})
	second := replied(s, written.Answer{Item: "TEC-02", Choices: []string{"no"}}, written.Answer{Item: "TEC-01", Words: "In 14 days"}, written.Answer{Item: "records", Words: "5"})
	second.Finished = false
	r := written.Compare(second, written.Source{Name: "b.zip", SHA256: fileHash, Size: 1, Earlier: &first}, s, today)
	var got []string
	for _, l := range r.Lines {
		got = append(got, fmt.Sprintf("%s before %q, changed %v", l.ID, l.Before, l.Changed))
	}
	want := []string{`records before "", changed true`, `TEC-01 before "In 14 days", changed false`, `TEC-02 before "Yes", changed true`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	wantWarnings := []string{
		"the vendor saved this form as unfinished: more answers may follow",
		"the record does not know this form: nobody recorded that it was sent",
		"the reply before answered these, and this one does not: BAA-02",
	}
	if diff := cmp.Diff(wantWarnings, r.Warnings); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"privilege", "tiers", "standing", "links", "BAA-01", "BAA-02", "BAA-03"}, r.Empty); diff != "" {
		t.Errorf("left empty (-want +got):\n%s", diff)
	}
}

// The answers of a reply decide which of its questions are asked.
func TestAQuestionThatTheReplySetsAsideIsNotLeftEmpty(t *testing.T) {
	s := desk(t, claimed("BAA-02", "3"))
	for links, want := range map[string]bool{"0": false, "2": true, "none": true} {
		r := reviewed(s, replied(s, written.Answer{Item: "links", Words: links}))
		if got := slices.Contains(r.Empty, "BAA-03"); got != want {
			t.Errorf("with %s links, BAA-03 is left empty: %v (%v)", links, got, r.Empty)
		}
	}
	if s.Answers["links"].Value != "" {
		t.Error("the comparison changed the record")
	}
}

func TestWhomAFormFits(t *testing.T) {
	asked := assessment.Asked{Form: strings.Repeat("0b", 16), Format: "html", File: fileHash, Milestone: questionnaire.Award}
	s := desk(t, asked)
	for name, test := range map[string]struct {
		change func(*form.Form)
		want   assessment.Case
	}{
		"this vendor":            {func(*form.Form) {}, ""},
		"another case and space": {func(f *form.Form) { f.Vendor = " HARBOR" }, ""},
		"another vendor":         {func(f *form.Form) { f.Vendor = "Harbour" }, assessment.AnotherVendor},
		"renamed since":          {func(f *form.Form) { f.Vendor, f.ID = "Harbour", asked.Form }, ""},
		"another assessment":     {func(f *form.Form) { f.Assessment = "a2" }, assessment.AnotherAssessment},
		"of no assessment":       {func(f *form.Form) { f.Assessment = "" }, ""},
		"of nobody":              {func(f *form.Form) { f.Assessment, f.Vendor = "", "" }, ""},
		"another questionnaire":  {func(f *form.Form) { f.Questionnaire = "caiq" }, assessment.AnotherQuestionnaire},
	} {
		t.Run(name, func(t *testing.T) {
			form := replied(s).Form
			test.change(&form)
			if err := form.Fits(s); assessment.CaseOf(err) != test.want || (err == nil) != (test.want == "") {
				t.Errorf("got %v", err)
			}
		})
	}
}
