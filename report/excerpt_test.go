package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
	"assay/report"
	"assay/report/pdf"
	"assay/report/pdf/pdftest"
)

// shortOf is the input for a short report.
func shortOf(p report.Profile, s assessment.Snapshot) report.Input {
	in := input(s)
	in.Profile = p
	return in
}

// excerptIn is the content of the excerpt that a short report carries.
func excerptIn(t testing.TB, file []byte) map[string]any {
	t.Helper()
	document, err := pdf.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	data, err := document.Attachment(report.ExcerptName)
	if err != nil {
		t.Fatal(err)
	}
	var e struct {
		Content map[string]any `json:"content"`
	}
	if err := json.Unmarshal(data, &e); err != nil {
		t.Fatal(err)
	}
	return e.Content
}

// commitmentsIn are those that the data of a full report lists, one for each short
// profile.
func commitmentsIn(t testing.TB, data []byte) map[string]string {
	t.Helper()
	var a struct {
		Commitments map[string]string `json:"commitments"`
	}
	if err := json.Unmarshal(data, &a); err != nil || len(a.Commitments) == 0 {
		t.Fatalf("the data lists %v, %v", a.Commitments, err)
	}
	return a.Commitments
}

// textsIn lists the texts of a JSON value, apart from the values of fixed words.
func textsIn(value any, at string, add func(at, text string)) {
	switch v := value.(type) {
	case string:
		add(at, v)
	case []any:
		for _, element := range v {
			textsIn(element, at, add)
		}
	case map[string]any:
		for key, element := range v {
			textsIn(element, at+"."+key, add)
		}
	}
}

// everything is every byte of a file that somebody could read: the objects, with their
// strings and streams unpacked. Two-byte text loses its zeros, and white space is one
// space.
func everything(t testing.TB, file []byte) string {
	t.Helper()
	document, err := pdf.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	for _, n := range document.Revisions[0].Numbers() {
		describeWhole(t, &all, document.AsOf(0).Object(n))
	}
	pages, err := document.AsOf(0).Shown()
	if err != nil {
		t.Fatal(err)
	}
	text := all.String() + strings.Join(pages, "\n") + reading(t, file)
	return strings.Join(strings.Fields(strings.ReplaceAll(text, "\x00", "")), " ")
}

func describeWhole(t testing.TB, out *bytes.Buffer, o pdf.Object) {
	t.Helper()
	switch o := o.(type) {
	case *pdf.Stream:
		describeWhole(t, out, o.Dictionary)
		data, err := o.Decode(1 << 26)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(data)
	case *pdf.Dictionary:
		for _, key := range o.Keys() {
			fmt.Fprintf(out, "/%s ", key)
			describeWhole(t, out, o.Get(key))
		}
	case pdf.Array:
		for _, element := range o {
			describeWhole(t, out, element)
		}
	case pdf.String:
		fmt.Fprintf(out, "%s %s\n", string(o), o.Text())
	default:
		fmt.Fprintf(out, "%v ", o)
	}
}

// An excerpt has no text that its pages do not print.
func TestAnExcerptSaysWhatItsPagesSay(t *testing.T) {
	for name, s := range map[string]assessment.Snapshot{
		"a story": story(t).snapshot(), "a demo": demo(t, "oakhollin", "Oakhollin Talent Partners LLC"),
		"nothing answered": newJournal(t, storyQuestionnaire(t), storyVendor, nil).snapshot(), "a decision": redecided(t).snapshot(),
		"a long flag": flagged(t, longNote+longNote).snapshot(), "a list of gates": newJournal(t, conditions(t), storyVendor, nil).snapshot(),
	} {
		for _, profile := range []report.Profile{report.Debrief, report.RFP} {
			file := rendered(t, shortOf(profile, s))
			page := squeezed(reading(t, file))
			textsIn(excerptIn(t, file), "", func(at, text string) {
				switch at {
				case ".profile", ".view", ".milestone": // fixed words, printed in other words
					return
				case ".decided.verdict":
					text = strings.ToUpper(text)
				}
				// pdftotext orders the lines of neighbors by their place.
				for _, word := range strings.Fields(text) {
					if word = squeezed(drawnAs(word)); !strings.Contains(page, word) {
						t.Errorf("%s, %s: %s is %q, and the pages do not print %q", name, profile, at, text, word)
					}
				}
			})
		}
	}
}

// flagged is a story with a warning more.
func flagged(t testing.TB, text string) *journal {
	t.Helper()
	j := story(t)
	j.record("lead@hospital.example", 40, assessment.FlagRaised{Severity: questionnaire.Warning, Text: text})
	return j
}

// squeezed is a text without white space: a long word is broken over lines.
func squeezed(text string) string { return strings.Join(strings.Fields(text), "") }

// drawnAs spells the characters without a glyph.
func drawnAs(text string) string {
	return regexp.MustCompile(`[\x{2e80}-\x{9fff}\x{10000}-\x{10ffff}]`).ReplaceAllStringFunc(text, func(r string) string {
		return fmt.Sprintf("[U+%04X]", []rune(r)[0])
	})
}

// keptBack are the texts of an assessment that are for our eyes.
type keptBack map[string]string // by text: about

func (k keptBack) keep(about string, texts ...string) {
	for _, secret := range texts {
		if secret = strings.Join(strings.Fields(secret), " "); len(secret) > 15 {
			k[secret] = about
		}
	}
}

// judgments are the texts with which we listen and judge.
func judgments(s assessment.Snapshot) keptBack {
	k := keptBack{}
	for item := range s.Questionnaire.Items() {
		k.keep("the ground of "+item.ID, item.Why, item.NPRM, item.When, item.NotApplicableWhen)
		k.keep("a point to listen for in "+item.ID, slices.Concat(item.ListenFor, item.Probes, item.Anchors)...)
		for _, flag := range item.RedFlags {
			k.keep("a red flag of "+item.ID, flag.Text)
		}
		answer := s.Answers[item.ID]
		k.keep("a note on "+item.ID, answer.Note, answer.Reconciled)
		for _, grade := range answer.Grades {
			k.keep("the note of a grade on "+item.ID, grade.Note)
		}
		for _, q := range answer.Quotes {
			if q.Who == "Nora Quist" || strings.Contains(q.Who, "reference") || item.AskedOf == "reference" {
				k.keep("a quote of somebody else on "+item.ID, q.Text)
			}
		}
	}
	for n, e := range journals[s.Head] {
		k.keep(fmt.Sprintf("event %d", n+1), e.ID+"-event")
	}
	return k
}

// Nothing in the file of a debrief tells anything that is for our eyes, be it on a page,
// in the excerpt or anywhere else.
func TestADebriefTellsNothingOfOurs(t *testing.T) {
	for _, vendor := range []string{"oakhollin", "kestrelhythe", "ellsmarch"} {
		s := demo(t, vendor, vendor+", Inc.")
		k := judgments(s)
		for item := range s.Questionnaire.Items() {
			answer := s.Answers[item.ID]
			k.keep("the title of "+item.ID, item.Title+" ") // titles are for our lists
			for _, e := range answer.Evidence {
				k.keep("our words about a record of "+item.ID, e.Observed, e.Reference, e.Seen)
				k.keep("the hash of a record of "+item.ID, e.SHA256)
			}
			if item.AskedOf == questionnaire.AskedOfUs || item.AskedOf == "reference" || item.AskedOf == "research" || item.AskedOf == "document" {
				k.keep("the question "+item.ID+" which is not to the vendor", item.Ask)
				for _, q := range answer.Quotes {
					k.keep("a quote on "+item.ID+" which is not of the vendor", q.Text)
				}
			}
		}
		for _, flag := range s.Flags {
			k.keep("a red flag that we raised", flag.Text)
		}
		k.keep("people of ours", "ruth@hospital.example", "procurement lead", "privacy counsel", "Evaluated by someone")
		k.keep("a word of our judgment", "conditional at most", "Assurance gap of", "claimed minus shown")
		expectKept(t, vendor+", debrief", rendered(t, shortOf(report.Debrief, s)), k,
			"BLOCKED", "blocked", "APPROVE", "penalty", "journal.jsonl", "assessment.json", "Brandt", "Quist", "Adeyemi", `"by"`, `"at"`, `"note"`, `"grade`, `"verdict"`)
	}
}

// The short report for the file of a request has the pages that decide, and nothing of
// the annex: no answer, no quote, no note, no header of an event.
func TestTheFirstPagesTellNothingOfTheAnnex(t *testing.T) {
	for _, vendor := range []string{"oakhollin", "kestrelhythe", "ellsmarch"} {
		s := demo(t, vendor, vendor+", Inc.")
		file := rendered(t, shortOf(report.RFP, s))
		page := reading(t, file)
		k := judgments(s)
		for item := range s.Questionnaire.Items() {
			k.keep("the question "+item.ID, item.Ask)
			for _, q := range s.Answers[item.ID].Quotes {
				k.keep("a quote on "+item.ID, q.Text)
			}
		}
		for text := range k { // a flag or a reason may be on page 1 or 2
			if strings.Contains(page, text) && strings.HasPrefix(k[text], "a red flag") {
				delete(k, text)
			}
		}
		expectKept(t, vendor+", rfp", file, k, "assessment.json", strings.Repeat("5e", 6), `"by"`, `"at"`, `"note"`, `"grade`)
	}
	const secret = "nobody reads as far as this"
	file := rendered(t, shortOf(report.RFP, flagged(t, strings.Repeat("It was good to see how they work. ", 300)+secret).snapshot()))
	if text := everything(t, file); strings.Contains(text, secret) || !strings.Contains(text, "It was good to see how they work.") {
		t.Error("the excerpt holds the rest of a text that the page shortens, or nothing of it")
	}
}

// expectKept fails if a file holds any of the texts that are kept back.
func expectKept(t *testing.T, name string, file []byte, k keptBack, absent ...string) {
	t.Helper()
	text := everything(t, file)
	if len(k) < 400 {
		t.Errorf("%s: only %d texts were looked for", name, len(k))
	}
	for secret, about := range k {
		if strings.Contains(text, secret) {
			t.Errorf("%s: the file holds %s: %q", name, about, secret)
		}
	}
	for _, word := range absent {
		if strings.Contains(text, word) {
			t.Errorf("%s: the file holds %q", name, word)
		}
	}
}

// Two assessments that differ only in what we think give the same pages, but for the
// head of the journal.
func TestADebriefDoesNotDependOnOurJudgment(t *testing.T) {
	pages := func(grade int, changes ...assessment.Change) string {
		j := newJournal(t, storyQuestionnaire(t), storyVendor, nil)
		j.record("lead@hospital.example", 1, assessment.Answered{Answer: assessment.Answer{
			Item: "TEC-01", Value: fmt.Sprint(grade), Assurance: assessment.Claimed, Quotes: []assessment.Quote{{Text: "Within nine days"}},
		}})
		j.record("lead@hospital.example", 2, assessment.Answered{Answer: assessment.Answer{Item: "SCN-01", Quotes: []assessment.Quote{{Text: "We call you"}}}})
		j.grade("lead@hospital.example", 3, "SCN-01", grade, "actor")
		for n, change := range changes {
			j.record("lead@hospital.example", 4+n, change)
		}
		s := j.snapshot()
		text := reading(t, rendered(t, shortOf(report.Debrief, s)))
		return strings.ReplaceAll(strings.ReplaceAll(text, s.Head.String(), "HEAD"), s.Head.String()[:16], "HEAD")
	}
	plain := pages(1)
	heard := assessment.Answered{Answer: assessment.Answer{
		Item: "TEC-01", Value: "4", Heard: []int{1, 2}, Evasive: true, Volunteered: true, Note: "They guess.",
		Quotes: []assessment.Quote{{Text: "Within nine days"}, {Text: "They were slow once", Who: "A reference"}},
	}}
	if judged := pages(4, assessment.FlagRaised{Item: "TEC-01", Severity: questionnaire.Stop, Text: "Refused to show the list"}, heard); plain != judged {
		t.Errorf("one debrief says\n%s\nthe other\n%s", plain, judged)
	}
	if !strings.Contains(plain, "How fast do you patch?") || !strings.Contains(plain, "Within nine days") {
		t.Errorf("the debrief says %s", plain)
	}
}

// A short report is an excerpt alone. It says so, and names no figure as proven.
func TestAnExcerptAlone(t *testing.T) {
	ruth := identity(t, "Ruth Adeyemi")
	s := story(t).snapshot()
	file := signedBy(t, ruth, rendered(t, shortOf(report.Debrief, s)))
	v := verified(t, file, trusting(ruth))
	if v.Outcome() != report.ExcerptProven || v.Proven() || v.PagesMatch != report.MatchYes || v.Head != s.Head.String() || v.AsOf != today || v.Profile != report.Debrief {
		t.Errorf("%s, %q %q, pages: %s", v.Outcome(), v.Problems, v.Findings.Problems, v.PagesMatch)
	}
	if v := verified(t, file, report.Policy{Now: signedAt}); v.Outcome() != report.NotProven {
		t.Errorf("without trust: %s", v.Outcome())
	}
	if v := verified(t, rendered(t, shortOf(report.Debrief, s)), trusting(ruth)); v.Outcome() != report.NotProven {
		t.Errorf("unsigned: %s", v.Outcome())
	}
}

// The checks of the first pages, which nobody draws again alone, refuse no honest report.
func TestHonestFirstPagesAreProvenAlone(t *testing.T) {
	ruth := identity(t, "Ruth Adeyemi")
	long := func(legal, latin string) assessment.Snapshot {
		return newJournal(t, storyQuestionnaire(t), assessment.Vendor{ID: "v1", Name: "Łódź & Sons", LegalName: legal, LatinName: latin}, nil).snapshot()
	}
	certificate := certified(t, "onboarding-gate").snapshot()
	for name, s := range map[string]assessment.Snapshot{
		"a demo": demo(t, "oakhollin", "Oakhollin Talent Partners LLC"), "a crowd": crowded(t).snapshot(), "a certificate": certificate,
		"a decision": redecided(t).snapshot(), "gates alone": newJournal(t, conditions(t), storyVendor, nil).snapshot(),
		"a long name":      long(strings.Repeat("Consolidated Holdings of ", 20)+"Everything", ""),
		"a long word":      long(strings.Repeat("Donaudampfschiff", 30), ""),
		"from the right":   long("شركة البيانات Data (Holding) 2026 Ltd", ""),
		"without a letter": long("東京データ", "Tokyo Data"),
	} {
		for _, paper := range []string{"a4", "letter"} {
			in := shortOf(report.RFP, s)
			in.Paper = paper
			if name == "a certificate" {
				in.Milestone = questionnaire.Access
			}
			if v := verified(t, signedBy(t, ruth, rendered(t, in)), trusting(ruth)); v.Outcome() != report.ExcerptProven {
				t.Errorf("%s on %s: %s, %q %q", name, paper, v.Outcome(), v.Problems, v.Findings.Problems)
			}
		}
	}
}

// What a trusted hand changed in an excerpt before signing is found, as far as the file
// itself can show it.
func TestAForgedExcerpt(t *testing.T) {
	ruth := identity(t, "Ruth Adeyemi")
	honest := rendered(t, shortOf(report.Debrief, story(t).snapshot()))
	replacing := func(old, with string) []byte {
		return forge(t, honest, func(_ pdf.Reference, head string, data []byte) []byte {
			if strings.Contains(head, "#2Fjson ") {
				return bytes.Replace(data, []byte(old), []byte(with), 1)
			}
			return data
		})
	}
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"a word on a page": {forge(t, honest, func(_ pdf.Reference, _ string, data []byte) []byte {
			return bytes.ReplaceAll(data, utf16("nothing"), utf16("notable"))
		}), "page 1 differs from the page that the data gives"},
		"a text beside it":     {replacing(`{"content":{`, `{"around":[["told to nobody"]],"content":{`), "texts that its pages do not print"},
		"a letter of no width": {replacing(`"answer":"Yes"`, "\"answer\":\"Yes\u200b\""), "texts that its pages do not print"},
		"an empty text before": {replacing(`"missing":["`, `"missing":["","`), "differs from the page"},
		"a text in the data":   {replacing(`"answer":"Yes"`, `"answer":"No"`), "differs from the page"},
		"a key nobody knows":   {replacing(`"content":{`, `"content":{"aa":1,`), "unknown field"},
		"a key inside":         {replacing(`"item":"`, `"hidden":"x","item":"`), "unknown field"},
		"no salt":              {replacing(`"salt":"`, `"salt":"00`), "32 bytes"},
		"no content":           {replacing(`"profile":"debrief"`, `"profile":"full"`), "no excerpt for the profile"},
		"spaces":               {replacing(`,"paper"`, `, "paper"`), "canonical"},
		"another renderer":     {replacing(`"renderer":"assay-pdf/`, `"renderer":"assay-pdf/9`), "verify it with the version"},
		"an unknown engine":    {replacing(`"engine":"assay/1"`, `"engine":"assay/9"`), "engine"},
		"another paper":        {replacing(`"paper":"a4"`, `"paper":"letter"`), "differs"},
		"text in upper case":   {replacing(`"profile"`, `"Profile"`), "canonical"},
		"an endless question":  {replacing(`"ask":"`, `"ask":"`+strings.Repeat("x", 2<<20)), "longer than a report can have"},
	} {
		v := verified(t, signedBy(t, ruth, c.file), trusting(ruth))
		if !v.Findings.Proven() {
			t.Fatalf("%s: the forgery has a bad signature, so it proves nothing: %v", name, v.Findings.Signatures)
		}
		if v.Outcome() != report.NotProven || !strings.Contains(strings.Join(v.Problems, "; "), c.want) {
			t.Errorf("%s: %s, %q", name, v.Outcome(), v.Problems)
		}
	}
}

// The full report lists the same commitment to an excerpt as the excerpt has, also
// after somebody signed. Any change of what the excerpt says, or of its salt, has
// another one.
func TestAFullReportCommitsToItsExcerpts(t *testing.T) {
	ruth := identity(t, "Ruth Adeyemi")
	check := func(in report.Input) report.Verification {
		t.Helper()
		v := verified(t, signedBy(t, ruth, rendered(t, in)), trusting(ruth))
		if v.Outcome() == report.NotProven {
			t.Fatalf("%q %q", v.Findings.Problems, v.Problems)
		}
		return v
	}
	for _, profile := range []report.Profile{report.Debrief, report.RFP} {
		j := story(t)
		full, short := check(input(j.snapshot())), check(shortOf(profile, j.snapshot()))
		if short.Commitment == "" || full.Commitments[profile] != short.Commitment || full.Committed != short.Head || short.Commitments != nil || short.Source != nil {
			t.Errorf("%s: the report lists %v for %s, the excerpt has %s for %s", profile, full.Commitments, full.Committed, short.Commitment, short.Head)
		}
		if found := full.Source.Differences(short.Short); len(found) > 0 {
			t.Errorf("%s: drawn from the full report, %q", profile, found)
		}
		letter := shortOf(profile, j.snapshot())
		letter.Paper = "letter"
		other := check(letter)
		if found := full.Source.Differences(other.Short); len(found) > 0 || full.Source.SamePaper(other.Short) {
			t.Errorf("%s: on letter, %q", profile, found)
		}
		j.record("ruth@hospital.example", 50, assessment.Signed{Role: "assessor", Signer: "Ruth Adeyemi", Certificate: strings.Repeat("ab", 32), File: strings.Repeat("cd", 32)})
		after, shortAfter := check(input(j.snapshot())), check(shortOf(profile, j.snapshot()))
		if after.Commitments[profile] != short.Commitment || shortAfter.Commitment != short.Commitment || shortAfter.Head != short.Head || after.Head == full.Head {
			t.Errorf("%s: a signature changes the excerpt", profile)
		}
		if found := after.Source.Differences(short.Short); len(found) > 0 {
			t.Errorf("%s: drawn from the full report after a signature, %q", profile, found)
		}
		j.record("ruth@hospital.example", 51, assessment.FlagRaised{Severity: questionnaire.Warning, Text: "late"})
		later := check(shortOf(profile, j.snapshot()))
		if later.Commitment == short.Commitment || later.Head == short.Head || len(full.Source.Differences(later.Short)) == 0 {
			t.Errorf("%s: an event does not change the excerpt", profile)
		}
		for name, change := range map[string]func(*report.Input){
			"the day":          func(in *report.Input) { in.AsOf++ },
			"the milestone":    func(in *report.Input) { in.Milestone = questionnaire.Access },
			"the view":         func(in *report.Input) { in.View = questionnaire.NPRM2025 },
			"the organization": func(in *report.Input) { in.Organisation = "Another Hospital" },
		} {
			in := shortOf(profile, story(t).snapshot())
			change(&in)
			if check(in).Commitment == short.Commitment {
				t.Errorf("%s: %s does not change the commitment", profile, name)
			}
		}
	}
}

// A trusted hand can draw the first pages as it likes, and nothing in them shows that.
// Their texts must be those of the excerpt, and the full report shows the rest.
func TestForgedFirstPages(t *testing.T) {
	ruth := identity(t, "Ruth Adeyemi")
	s := story(t).snapshot()
	honest := rendered(t, shortOf(report.RFP, s))
	full := verified(t, signedBy(t, ruth, rendered(t, input(s))), trusting(ruth))
	inData := func(old, with string) []byte {
		return forge(t, honest, func(_ pdf.Reference, head string, data []byte) []byte {
			if strings.Contains(head, "#2Fjson ") {
				return bytes.Replace(data, []byte(old), []byte(with), 1)
			}
			return data
		})
	}
	onPage := func(old, with string) []byte {
		return forge(t, honest, func(_ pdf.Reference, _ string, data []byte) []byte {
			return bytes.ReplaceAll(data, utf16(old), utf16(with))
		})
	}
	drawnToo := func(operators string) []byte {
		return forge(t, honest, func(_ pdf.Reference, _ string, data []byte) []byte {
			if !bytes.Contains(data, []byte(" Tj ET")) {
				return data
			}
			return append([]byte(operators+"\n"), data...)
		})
	}
	moved := forge(t, honest, func(_ pdf.Reference, _ string, data []byte) []byte {
		return regexp.MustCompile(`BT [0-9.]+ ([0-9.]+) Td \(`+regexp.QuoteMeta(string(utf16("✗ BLOCKED")))+`|BT [0-9.]+ ([0-9.]+) Td \(`+regexp.QuoteMeta(string(utf16("Gates")))).ReplaceAllFunc(data, func(found []byte) []byte {
			return bytes.Replace(found, []byte("BT "), []byte("BT 9"), 1)
		})
	})
	for name, c := range map[string]struct {
		file  []byte
		alone report.Outcome
		want  string
	}{
		"a word on a page":          {onPage("BLOCKED", "APPROVE"), report.NotProven, "page 1 differs from the page that the data gives"},
		"a text in the data":        {inData("BLOCKED", "APPROVE"), report.NotProven, "page 1 differs from the page that the data gives"},
		"a figure in the data":      {inData(`"verdict":"blocked"`, `"verdict":"approve"`), report.NotProven, `does not print "✓ APPROVE", which the data says`},
		"a page more in the data":   {inData(`"pages":[`, `"pages":[[],`), report.NotProven, "page 1 differs"},
		"a word moved out of sight": {moved, report.ExcerptProven, ""},
		"another commitment":        {inData(`"salt":"`+saltIn(t, honest)[:4], `"salt":"ffff`), report.ExcerptProven, ""},
		"a name in the data":        {inData(`"evaluated_by":[`, `"evaluated_by":["Somebody",`), report.NotProven, `does not print "Somebody", which the data says`},
		"a helper in the data":      {inData(`"attended":[`, `"attended":["Somebody",`), report.NotProven, `does not print "Somebody"`},
		"another vendor":            {inData(`"vendor":"`, `"vendor":"Meadow `), report.NotProven, `does not print "Meadow"`},
		"more gates in the data":    {inData(`"gates":{"closed":`, `"gates":{"closed":1`), report.NotProven, "does not print"},
		"another gate in the data":  {inData(`"waived":1`, `"waived":9`), report.NotProven, "does not print"},
		"another day":               {inData(`"as_of":"2026`, `"as_of":"2027`), report.NotProven, "does not print"},
		"another milestone":         {inData(`"milestone":"award"`, `"milestone":"access"`), report.NotProven, `does not print "access"`},
		"another view":              {inData(`"view":"current"`, `"view":"nprm-2025"`), report.NotProven, "does not print"},
		"another head":              {inData(`"head":"`+headIn(t, honest)[:4], `"head":"ffff`), report.NotProven, `does not print "ffff`},
		"a text in hexadecimal":     {drawnToo("BT <0058> Tj ET"), report.NotProven, "a text that assay does not draw"},
		"a comment as text":         {drawnToo("%BT (00) Tj ET"), report.NotProven, "a text that assay does not draw"},
		"an invisible text":         {drawnToo("BT 3 Tr ET"), report.NotProven, "a text that assay does not draw"},
	} {
		v := verified(t, signedBy(t, ruth, c.file), trusting(ruth))
		if !v.Findings.Proven() {
			t.Fatalf("%s: the forgery has a bad signature, so it proves nothing: %v", name, v.Findings.Signatures)
		}
		if v.Outcome() != c.alone || !strings.Contains(strings.Join(v.Problems, "; "), c.want) {
			t.Errorf("%s: %s, %q", name, v.Outcome(), v.Problems)
		}
		if v.Short != nil && len(full.Source.Differences(v.Short)) == 0 {
			t.Errorf("%s: the full report gives the same", name)
		}
	}
}

func saltIn(t testing.TB, file []byte) string { return hashIn(t, file, "salt") }
func headIn(t testing.TB, file []byte) string { return hashIn(t, file, "head") }

// hashIn is a hash in the excerpt of a file.
func hashIn(t testing.TB, file []byte, key string) string {
	t.Helper()
	document, err := pdf.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	data, err := document.Attachment(report.ExcerptName)
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`"` + key + `":"([0-9a-f]{64})"`).FindSubmatch(data)
	if found == nil {
		t.Fatalf("no %s in %.200s", key, data)
	}
	return string(found[1])
}

// The salts of the excerpts come from a secret that only the journal has.
func TestNobodyTriesTheTextsOfAnExcerpt(t *testing.T) {
	salts := map[string]bool{}
	for n := range 3 {
		j := story(t)
		j.events[0].Salt[0] = byte(n)
		salts[saltIn(t, rendered(t, shortOf(report.Debrief, j.snapshot())))] = true
	}
	if len(salts) != 3 {
		t.Errorf("three journals have the salts %v", salts)
	}
}

// Other people's tools find no fault in a short report, and no text leaves its place.
func TestAShortReportIsDrawnWell(t *testing.T) {
	for paper, width := range map[string]float64{"a4": 595.28, "letter": 612} {
		for _, profile := range []report.Profile{report.Debrief, report.RFP} {
			drawnWell(t, profile, paper, width)
		}
	}
}

func drawnWell(t *testing.T, profile report.Profile, paper string, width float64) {
	t.Helper()
	in := shortOf(profile, story(t).snapshot())
	in.Paper = paper
	file := rendered(t, in)
	if !bytes.Equal(file, rendered(t, in)) {
		t.Errorf("two debriefs differ on %s", paper)
	}
	if out, ok := pdftest.Tool(t, "qpdf", "--check", pdftest.Save(t, "debrief.pdf", file)); !ok || strings.Contains(out, "WARNING") {
		t.Error(out)
	}
	for n, page := range wordsOn(t, file) {
		for _, w := range page.Words {
			if w.Left < 51 || w.Right > width-51 || w.Top < 20 || w.Bottom > page.Height-20 {
				t.Errorf("%s, page %d: %q is at %.0f–%.0f, %.0f–%.0f", paper, n+1, w.Text, w.Left, w.Right, w.Top, w.Bottom)
			}
		}
	}
}

// Short reports name the vendor as page 1 of the full report does.
func TestAShortReportNamesTheVendorInLatinLetters(t *testing.T) {
	s := newJournal(t, storyQuestionnaire(t), assessment.Vendor{ID: "v1", Name: "東京データ", LatinName: "Tokyo Data"}, nil).snapshot()
	for _, profile := range []report.Profile{report.Debrief, report.RFP} {
		if text := reading(t, rendered(t, shortOf(profile, s))); !strings.Contains(text, "Tokyo Data") {
			t.Errorf("%s: %.200s", profile, text)
		}
	}
	s.Opened.Vendor.LatinName = ""
	in := shortOf(report.Debrief, s)
	in.Journal = journalOf(s)
	if _, err := report.Render(in); assessment.CodeOf(err) != assessment.Refused {
		t.Errorf("a debrief for a vendor without a name that can be read: %v", err)
	}
}
