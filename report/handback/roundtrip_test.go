package handback_test

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	diff "github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/assessment/country"
	"assay/assessment/hostile"
	"assay/assessment/store"
	"assay/assessment/workspace"
	"assay/assessment/written"
	"assay/questionnaire"
	"assay/questionnaire/kindtest"
	"assay/report/handback"
	"assay/report/handout"
	"assay/report/vendorcopy"
	"assay/templates"
)

// office is where a form is made, and where its reply is received.
type office struct {
	workspace.Workspace
	t     testing.TB
	asked []*questionnaire.Questionnaire
	ids   int
}

func newOffice(t testing.TB) *office {
	t.Helper()
	t.Logf("seed %d", seed)
	o := &office{t: t}
	now := time.Date(2026, 11, 26, 15, 0, 0, 0, time.UTC)
	o.Workspace = workspace.Workspace{
		Now: func() time.Time { return now }, Zone: time.UTC, Evaluator: "lead@hospital.example",
		NewID: func() string { o.ids++; return fmt.Sprintf("0193a000-0000-7000-8000-%012d", o.ids) },
	}
	var err error
	if o.Store, err = store.Open(t.Context(), filepath.Join(t.TempDir(), "assay.db"), store.Options{Now: o.Now, Zone: o.Zone, NewID: o.NewID}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = o.Store.Close() })
	full, err := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}).Get("hipaa-staffing")
	if err != nil {
		t.Fatal(err)
	}
	kinds, err := questionnaire.Parse(bytes.NewReader(kindtest.File(questionnaire.Kinds()...)))
	if err != nil {
		t.Fatal(err)
	}
	o.asked = []*questionnaire.Questionnaire{full, kinds}
	return o
}

// trip is a form on its way: out to a vendor, who answers at random, and back.
type trip struct {
	handout.Copy
	snapshot assessment.Snapshot
	answers  map[string]given // by question
	notes    map[string]string
	company  string
	name     string
	attached map[string]string // the SHA-256 of a file, by document
}

type given struct {
	choices []string // values
	words   string
}

// trip asks a vendor, who answers at random. The same seed and number give
// the same answers.
func (o *office) trip(number int) *trip {
	o.t.Helper()
	r := rand.New(rand.NewPCG(seed, uint64(number)))
	q := o.asked[number%len(o.asked)]
	vendor, err := o.Store.AddNamesake(context.Background(), assessment.Vendor{Name: "Harbor “& Söhne”"}, o.Evaluator)
	if err != nil {
		o.t.Fatal(err)
	}
	s, err := o.Store.OpenAssessment(context.Background(), store.Opening{Vendor: vendor, Questionnaire: q, Milestone: questionnaire.Award, By: o.Evaluator})
	if err != nil {
		o.t.Fatal(err)
	}
	form := hostileID(r)
	t := &trip{snapshot: s, answers: map[string]given{}, notes: map[string]string{}, attached: map[string]string{}, company: text(r, 1, false), name: text(r, 1, false)}
	t.Copy = handout.Copy{Copy: vendorcopy.For(q, vendorcopy.Terms{
		Milestone: questionnaire.Award, Made: day("2026-11-20"), Due: day("2026-12-04"), Vendor: vendor.Name, From: "St. Elsewhere", Form: form, Assessment: s.Assessment,
	})}
	for _, asked := range t.Questions() {
		if r.IntN(10) < 7 {
			t.answers[asked.ID] = answered(r, asked)
		}
	}
	for _, d := range t.Documents {
		if r.IntN(3) == 0 {
			t.notes[d.ID] = text(r, 1, false)
		}
	}
	return t
}

func hostileID(r *rand.Rand) string { return fmt.Sprintf("%016x%016x", r.Uint64(), r.Uint64()) }

// answered answers one question at random, as its form allows.
func answered(r *rand.Rand, q vendorcopy.Question) given {
	values := make([]string, len(q.Choices))
	for n, c := range q.Choices {
		values[n] = c.Value
	}
	switch q.Form {
	case vendorcopy.YesNo, vendorcopy.InPlace:
		g := given{choices: []string{[]string{"yes", "no"}[r.IntN(2)]}}
		if q.Form == vendorcopy.InPlace && r.IntN(3) > 0 {
			g.words = text(r, 4, true)
		}
		return g
	case vendorcopy.OneOf:
		return given{choices: []string{values[r.IntN(len(values))]}}
	case vendorcopy.SomeOf:
		if n := r.IntN(len(values)); q.Choices[n].Alone {
			return given{choices: []string{values[n]}}
		}
		var some []string
		for n, c := range q.Choices {
			if !c.Alone && (r.IntN(2) == 0 || n == len(values)-1 && len(some) == 0) {
				some = append(some, c.Value)
			}
		}
		if len(some) == 0 {
			some = values[:1]
		}
		return given{choices: some}
	case vendorcopy.Number:
		return given{words: fmt.Sprint(1 + r.IntN(40))}
	case vendorcopy.Date:
		return given{words: (day("2027-01-01") + assessment.Date(r.IntN(300))).String()}
	case vendorcopy.Countries:
		return given{words: []string{"US", "US, PH", "Poland, United States"}[r.IntN(3)]}
	}
	if r.IntN(60) == 0 {
		return given{words: strings.Repeat([]string{"x", "Ж", "日"}[r.IntN(3)], 10_000)}
	}
	return given{words: text(r, 8, true)}
}

// odd are the parts of texts that some program on the way may take for something else.
var odd = []string{
	"日本語 株式会社", "שלום עולם", "مرحبا بالعالم", "👩‍💻 😀", "🏳️‍🌈", `"double" 'single'`, "“curly” «angle» ‹x›", "<b>&amp;</b>", "</script><!--", "=1+1", "+SUM(A1)", "-2 %", "@cmd",
	"=HYPERLINK(\"x\")", `C:\temp\`, "(paren) \\) (", "endobj endstream", "%%EOF", "e\u0301 ö", "\u202eevil\u202c", "zero\u200bwidth", "null", "{{.}} ${1} $&", "_x0041_ _x000D_", "TRUE", "1E5", "01-02",
	"&#10; &nbsp;", "a\tb", "plain words", "Ünïcödé ßẞ", "|;,", "½ ≤ €", "𝒳 𠜎",
}

var ends = []string{"\n", "\r\n", "\n\n", "\u2028"}

// text is a text of some odd parts, on several lines if it may have them.
func text(r *rand.Rand, most int, lines bool) string {
	out := "W" // no white space, which every reader takes away at an end
	for n := range 1 + r.IntN(most) {
		between := " "
		if lines && r.IntN(3) == 0 {
			between = ends[r.IntN(len(ends))]
		}
		if n == 0 && r.IntN(2) == 0 {
			out, between = "", ""
		}
		out += between + odd[r.IntN(len(odd))]
	}
	if strings.TrimSpace(hostile.Clean(out)) == "" {
		return "empty"
	}
	return out
}

// harmless is a text as the record keeps it.
func harmless(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\u2028", "\n").Replace(text)
	return strings.TrimSpace(hostile.Clean(text))
}

// comesBack receives a file, takes everything, and compares the record with what the
// vendor answered.
func (o *office) comesBack(t *testing.T, trip *trip, name string, file []byte) {
	t.Helper()
	in, err := o.Incoming(context.Background(), trip.snapshot, name, bytes.NewReader(file), int64(len(file)), readBack)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range in.Lines {
		if l.State == written.Held || len(l.PatientData) > 0 {
			t.Errorf("%s: %s %s, patient data %q", l.ID, l.State, l.Why, l.PatientData)
		}
	}
	if len(in.Remarks) > 0 {
		t.Errorf("remarks %q", in.Remarks)
	}
	s, _, err := o.Receive(context.Background(), in, in.All())
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(file)
	type record struct{ Value, Words, Who, Day, Reply string }
	got, want := map[string]record{}, map[string]record{}
	aboutDocuments := map[string]bool{}
	for _, d := range trip.Documents {
		aboutDocuments[d.Name+": "+harmless(trip.notes[d.ID])] = true
	}
	for id, a := range s.Answers {
		for _, quote := range a.Quotes {
			if aboutDocuments[quote.Text] {
				continue
			}
			if _, twice := got[id]; twice {
				t.Errorf("%s has a second quote: %q", id, quote.Text)
			}
			got[id] = record{a.Value, quote.Text, quote.Who, quote.Written.String(), quote.Reply}
		}
	}
	for _, q := range trip.Questions() {
		if g, is := trip.answers[q.ID]; is {
			item := s.Questionnaire.Item(q.ID)
			want[q.ID] = record{g.value(item), g.quoted(item), hostile.Line(trip.name), "2026-11-25", hex.EncodeToString(sum[:])}
		}
	}
	if found := diff.Diff(want, got); found != "" {
		t.Errorf("the record (-want +got)\n%s", found)
	}
	if by := s.Received[0].Stated; by.Company != hostile.Line(trip.company) {
		t.Errorf("the company is %q, want %q", by.Company, hostile.Line(trip.company))
	}
	notes, files := map[string]string{}, map[string]string{}
	for _, d := range read(t, name, file).Documents {
		if d.Note != "" {
			notes[d.Kind] = d.Note
		}
		for _, f := range d.Files {
			files[d.Kind] = f.SHA256
		}
	}
	if found := diff.Diff(trip.attached, files); found != "" {
		t.Errorf("attached (-want +got)\n%s", found)
	}
	if len(want) == 0 {
		t.Error("nothing was answered")
	}
	for kind, note := range trip.notes {
		if notes[kind] != harmless(note) {
			t.Errorf("the note of %s is %q, want %q", kind, notes[kind], harmless(note))
		}
	}
	if len(notes) != len(trip.notes) {
		t.Errorf("%d documents have notes, want %d", len(notes), len(trip.notes))
	}
}

func readBack(name string, r io.ReaderAt, size int64) (workspace.Handback, error) {
	h, err := handback.Read(name, r, size)
	if err != nil {
		return nil, err
	}
	return h, nil
}

// value is the answer that the record must have.
func (g given) value(item *questionnaire.Item) string {
	switch {
	case item.Kind.Judged() && len(g.choices) == 0:
		return ""
	case item.Kind.Judged():
		return map[string]string{"yes": assessment.Met, "no": assessment.Unmet}[g.choices[0]]
	case item.Answer == "countries":
		return parsed(item, country.Codes(g.words))
	}
	return parsed(item, cmp.Or(strings.Join(g.choices, ", "), hostile.Line(g.words)))
}

func parsed(item *questionnaire.Item, text string) string {
	value, err := item.ParseFact(text)
	if err != nil {
		return ""
	}
	return value
}

// quoted are the vendor's words.
func (g given) quoted(item *questionnaire.Item) string {
	var labels []string
	for _, choice := range g.choices {
		if slices.ContainsFunc(item.Options, func(o questionnaire.Option) bool { return o.Value == choice }) {
			labels = append(labels, item.FactLabel(choice))
		} else {
			labels = append(labels, strings.ToUpper(choice[:1])+choice[1:])
		}
	}
	words := harmless(g.words)
	if len(labels) > 0 && words != "" {
		return strings.Join(labels, "; ") + ": " + words
	}
	return strings.Join(labels, "; ") + words
}
