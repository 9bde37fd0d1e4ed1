package report_test

import (
	"crypto/rand"
	"crypto/x509"
	"maps"
	mathrand "math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/questionnaire"
	"assay/report"
	"assay/report/sign"
	"assay/report/sign/signtest"
)

// desk is where reports are signed: three people, and an authority of time stamps.
type desk struct {
	people []sign.Identity
	root   *signtest.Authority
	tsa    sign.TSA
}

func newDesk(t testing.TB) desk {
	t.Helper()
	d := desk{root: signtest.NewAuthority(t, "Clock Root", today.Time(), 12)}
	for _, name := range []string{"Ruth Adeyemi", "Ben Okafor", "Carla Cruz"} {
		d.people = append(d.people, identity(t, name))
	}
	clock := signtest.NewStamper(t, d.root, "Clock", today.Time(), 12, func() time.Time { return signedAt })
	d.tsa = sign.TSA{Ask: clock.Reply, Random: rand.Reader, Now: signedAt}
	return d
}

// sign lets the first people sign a report.
func (d desk) sign(t testing.TB, file []byte, people int, stamped bool) []byte {
	t.Helper()
	for n, id := range d.people[:people] {
		options := sign.Options{Field: signersRoles[n], Name: id.Certificate.Subject.CommonName, When: signedAt, Certify: n == 0}
		if stamped {
			options.TSA = &d.tsa
		}
		var err error
		if file, err = sign.Sign(file, id, options); err != nil {
			t.Fatal(err)
		}
	}
	return file
}

// seal seals a report. If its signatures are stamped, a list says that their authority has revoked nothing.
func (d desk) seal(t testing.TB, file []byte, stamped bool) []byte {
	t.Helper()
	var evidence sign.Evidence
	if stamped {
		evidence.Lists = [][]byte{d.root.List(t, signedAt)}
	}
	out, err := sign.Seal(file, evidence, []*x509.Certificate{d.root.Certificate}, d.tsa)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// policy expects so many people.
func (d desk) policy(people int) report.Policy {
	p := report.Policy{Now: signedAt.Add(time.Hour), TimeAnchors: []*x509.Certificate{d.root.Certificate}, Expect: map[sign.Role]sign.Expected{}}
	for n, id := range d.people {
		p.Anchors = append(p.Anchors, sign.Own(id.Chain)...)
		if n < people {
			p.Expect[signersRoles[n]] = sign.Expected{Name: id.Certificate.Subject.CommonName}
		}
	}
	return p
}

// Whatever happened in an assessment, whatever people wrote, and however it is printed:
// its report is proven once it is signed.
func TestEveryGoodReportIsProven(t *testing.T) {
	d, start := newDesk(t), beginnings(t)
	names := slices.Sorted(maps.Keys(start))
	for n := range goodReports {
		draw := mathrand.New(mathrand.NewPCG(12, uint64(n)))
		name := names[(n+draw.IntN(2))%len(names)]
		w := wanderer{draw, start[name]()}
		for range draw.IntN(mostSteps) {
			w.step()
		}
		in := input(w.snapshot())
		in.AsOf += assessment.Date(draw.IntN(500))
		in.Milestone = questionnaire.Milestones()[draw.IntN(len(questionnaire.Milestones()))]
		in.View = []questionnaire.View{questionnaire.Current, questionnaire.NPRM2025}[draw.IntN(2)]
		in.Paper = []string{"a4", "letter"}[draw.IntN(2)]
		if draw.IntN(2) == 0 {
			in.Organisation, in.Evaluator = w.text(), w.text()
		}
		if _, err := report.Render(in); assessment.CaseOf(err) == assessment.NoLatinName {
			for _, name := range assessment.AboutOf(err) {
				w.happen("lead@hospital.example", assessment.Spelled{Name: name, Latin: "Latin"})
			}
			in.Snapshot = w.snapshot()
			in.Journal = journalOf(in.Snapshot)
		}
		people, stamped, sealed := 1+draw.IntN(3), draw.IntN(2) == 0, draw.IntN(2) == 0
		file := d.sign(t, rendered(t, in), people, stamped)
		if sealed {
			file = d.seal(t, file, stamped)
		}
		v := verified(t, file, d.policy(people))
		if !v.Proven() || v.Findings.Foreign > 0 || len(v.Findings.Signatures) != people {
			t.Errorf("report %d (%s, %d events): %s, %q %q", n, name, len(w.events), v.Outcome(), v.Findings.Problems, v.Problems)
		}
		want := assessment.Evaluate(in.Snapshot, in.AsOf, in.Milestone, in.View)
		if diff := cmp.Diff(want, v.Result); diff != "" || v.Head != in.Snapshot.Head.String() {
			t.Errorf("report %d (%s): the figures or the head differ: %s", n, name, diff)
		}
		clear(journals) // of all states on the way here
	}
}

// A scenario that was graded and then set aside keeps its grades, and has no answer.
func TestAGradedScenarioThatIsSetAsideIsReported(t *testing.T) {
	j := story(t)
	j.record("lead@hospital.example", 40, assessment.Answered{Answer: assessment.Answer{
		Item: "SCN-01", NotApplicable: &assessment.NotApplicable{Reason: "nobody works at night", By: "lead@hospital.example"},
	}})
	text := reading(t, rendered(t, input(j.snapshot())))
	for _, want := range []string{"Its grades are from before it was set aside, and count nothing", "Score: 2 by ciso@hospital.example", "nobody works at night"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
}
