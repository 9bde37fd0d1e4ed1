package report_test

import (
	"bytes"
	"compress/zlib"
	"crypto/rand"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"assay/assessment"
	"assay/questionnaire"
	"assay/report"
	"assay/report/pdf"
	"assay/report/sign"
)

// signedAt is when the stories' reports are signed.
var signedAt = today.Time().Add(18 * time.Hour)

func identity(t testing.TB, name string) sign.Identity {
	t.Helper()
	id, err := sign.Create(name, "St. Elsewhere Hospital", today.Time(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func signedBy(t testing.TB, id sign.Identity, file []byte) []byte {
	t.Helper()
	out, err := report.Sign(file, id, report.Signer{Role: sign.Assessor, When: signedAt})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func trusting(id sign.Identity) report.Policy {
	return report.Policy{
		Anchors: sign.Own(id.Chain), Now: signedAt.Add(time.Hour),
		Expect: map[sign.Role]sign.Expected{sign.Assessor: {Name: "Ruth Adeyemi"}},
	}
}

func verified(t testing.TB, file []byte, p report.Policy) report.Verification {
	t.Helper()
	v, err := report.Verify(file, p)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestASignedReportIsProven(t *testing.T) {
	ruth := identity(t, "Ruth Adeyemi")
	snapshot := story(t).snapshot()
	file := signedBy(t, ruth, rendered(t, input(snapshot)))
	policy := trusting(ruth)
	policy.HasHead = func(id, head string) (assessment.Holding, error) {
		if id != "a-1" || head != snapshot.Head.String() {
			return assessment.NotHeld, nil
		}
		return assessment.Held, nil
	}
	v := verified(t, file, policy)
	if !v.Proven() || v.PagesMatch != report.MatchYes {
		t.Fatalf("not proven: %v %q, pages match: %s", v.Findings.Problems, v.Problems, v.PagesMatch)
	}
	if v.Vendor != storyVendor.LegalName || v.Milestone != questionnaire.Award || v.AsOf != today || v.Head != snapshot.Head.String() || v.Result.Verdict != assessment.Blocked {
		t.Errorf("it says %s, %s, %s, %s, %s", v.Vendor, v.Milestone, v.AsOf, v.Head, v.Result.Verdict)
	}
	if len(v.Notes) != 1 || !strings.Contains(v.Notes[0], "still holds the head") {
		t.Errorf("notes: %q", v.Notes)
	}
}

// A report of a journal with a struck body says so, and a head from before the
// journal was written anew is known.
func TestAStruckBodyAndAnEarlierHeadAreTold(t *testing.T) {
	ruth := identity(t, "Ruth Adeyemi")
	j := story(t)
	for _, n := range []string{"3", "2"} {
		j.record("lead@hospital.example", 50, assessment.Answered{Answer: assessment.Answer{Item: "tiers", Value: n}})
	}
	j.strike(len(j.events) - 2)
	file := signedBy(t, ruth, rendered(t, input(j.snapshot())))
	policy := trusting(ruth)
	policy.HasHead = func(string, string) (assessment.Holding, error) { return assessment.HeldBefore, nil }
	v := verified(t, file, policy)
	if want := []string{"1 body struck in the journal of this report", "the journal held the head of this report before it was written in a new form, and keeps it"}; !v.Proven() || !slices.Equal(v.Notes, want) {
		t.Errorf("proven: %v, notes: %q", v.Proven(), v.Notes)
	}
}

// What another program adds to a proven report takes nothing away from it, but the
// file as a whole is not proven.
func TestWhatAnotherProgramAddsIsTold(t *testing.T) {
	ruth := identity(t, "Ruth Adeyemi")
	file := signedBy(t, ruth, rendered(t, input(story(t).snapshot())))
	foreign := "300 0 obj\n<< /Type /Annot >>\nendobj\n"
	v := verified(t, append(bytes.Clone(file), foreign...), trusting(ruth))
	want := fmt.Sprintf("proven up to revision 1; what follows (%d bytes) was not made by assay", len(foreign))
	if v.Proven() || !slices.Equal(v.Problems, []string{want}) || v.Findings.Foreign != len(foreign) || !bytes.Equal(v.Findings.Document.Bytes, file) {
		t.Errorf("proven: %v, %q", v.Proven(), v.Problems)
	}
	v = verified(t, append(bytes.Clone(file), foreign...), report.Policy{Now: signedAt})
	if all := strings.Join(v.Problems, "; "); v.Proven() || !strings.Contains(all, fmt.Sprintf("what follows revision 1 (%d bytes) was not made by assay", len(foreign))) || strings.Contains(all, "proven up to") {
		t.Errorf("without trust: proven: %v, %q", v.Proven(), v.Problems)
	}
}

// Nothing here breaks a signature: the forger holds a trusted key, and signs
// what he made. The report has to be found out by what it says.
func TestAForgeryByATrustedHandIsNotProven(t *testing.T) {
	ruth := identity(t, "Ruth Adeyemi")
	in := input(story(t).snapshot())
	honest := rendered(t, in)
	better := in
	better.Snapshot = demo(t, "kestrelhythe", "Kestrelhythe Delivery, Inc.")
	asAttached := func(change func(data string) string) []byte {
		return forge(t, honest, func(_ pdf.Reference, head string, data []byte) []byte {
			if strings.Contains(head, "#2Fjson ") {
				return []byte(change(string(data)))
			}
			return data
		})
	}
	replacing := func(old, with string) func(string) string {
		return func(data string) string {
			if !strings.Contains(data, old) {
				t.Fatalf("the data does not hold %s", old)
			}
			return strings.Replace(data, old, with, 1)
		}
	}
	other, err := pdf.Parse(rendered(t, better))
	if err != nil {
		t.Fatal(err)
	}
	othersData, err := other.Attachment(report.AttachmentName)
	if err != nil {
		t.Fatal(err)
	}
	for name, forgery := range map[string]struct {
		file []byte
		want string
	}{
		"the page says approve": {forge(t, honest, func(_ pdf.Reference, _ string, data []byte) []byte {
			return bytes.ReplaceAll(data, utf16("BLOCKED"), utf16("APPROVE"))
		}), "page 1 differs from the page that the data gives"},
		"a word is moved out of sight": {forge(t, honest, func(_ pdf.Reference, _ string, data []byte) []byte {
			return regexp.MustCompile(`BT [0-9.]+ ([0-9.]+) Td \(`+regexp.QuoteMeta(string(utf16("✗ BLOCKED")))+`|BT [0-9.]+ ([0-9.]+) Td \(`+regexp.QuoteMeta(string(utf16("Gates")))).ReplaceAllFunc(data, func(found []byte) []byte {
				return bytes.Replace(found, []byte("BT "), []byte("BT 9"), 1)
			})
		}), "differs from the page that the data gives"},
		"a typeface shows other letters": {forge(t, honest, func(_ pdf.Reference, head string, data []byte) []byte {
			if len(data) == 1<<17 { // the map from characters to glyphs
				data = bytes.Clone(data)
				copy(data[2*'N':], data[2*'Y':2*'Y'+2])
			}
			return data
		}), "something beside its pages"},
		"the data of another vendor":    {asAttached(func(string) string { return string(othersData) }), "pages"},
		"an answer is changed":          {asAttached(replacing(`"value":"unmet"`, `"value":"met"`)), "page"},
		"an answer that cannot be":      {asAttached(strings.NewReplacer(`"scores":{"lead@hospital.example":0}`, `"scores":{"lead@hospital.example":-8}`, `"grade":0`, `"grade":-8`).Replace), "something that assay never records"},
		"a weight is changed":           {asAttached(replacing(`"floor":60`, `"floor":70`)), "but its journal names"},
		"the day is changed":            {asAttached(replacing(`"as_of":"2026-11-22","commitments"`, `"as_of":"2026-11-21","commitments"`)), "page"},
		"the head is changed":           {asAttached(replacing(`"head":"`+in.Snapshot.Head.String()[:2], `"head":"00`)), "page"},
		"a key nobody knows":            {asAttached(replacing(`{"as_of"`, `{"aa":1,"as_of"`)), "unknown field"},
		"a key nobody knows, inside":    {asAttached(replacing(`"opened_at"`, `"opened_aa":1,"opened_at"`)), "more than a report needs"},
		"the same key twice":            {asAttached(replacing(`"paper":"a4"`, `"paper":"a4","paper":"a4"`)), "canonical"},
		"spaces":                        {asAttached(replacing(`,"paper"`, `, "paper"`)), "canonical"},
		"an engine nobody knows":        {asAttached(replacing(`"engine":"assay/1"`, `"engine":"assay/9"`)), "figures cannot be computed again"},
		"a paper that changes the page": {asAttached(replacing(`"paper":"a4"`, `"paper":"letter"`)), "page"},
		"another commitment":            {asAttached(replacing(`"debrief":"`, `"debrief":"00`)), "a commitment for the profile debrief that is not to the excerpt"},
		"no commitment": {asAttached(func(data string) string {
			return regexp.MustCompile(`"commitments":\{[^}]*\},`).ReplaceAllString(data, "")
		}), "a commitment for the profile debrief that is not to the excerpt"},
		"no data at all": {asAttached(func(string) string { return "" }), "cannot be read"},
	} {
		v := verified(t, signedBy(t, ruth, forgery.file), trusting(ruth))
		if !v.Findings.Proven() {
			t.Fatalf("%s: the forgery has a bad signature, so it proves nothing: %v", name, v.Findings.Signatures)
		}
		if v.Proven() || v.PagesMatch == report.MatchYes || !strings.Contains(strings.Join(v.Problems, "; "), forgery.want) {
			t.Errorf("%s: proven %v, pages match: %s, problems %q", name, v.Proven(), v.PagesMatch, v.Problems)
		}
	}
}

func TestARewrittenButEqualDrawingStillMatches(t *testing.T) {
	ruth := identity(t, "Ruth Adeyemi")
	moved := forge(t, rendered(t, input(story(t).snapshot())), func(_ pdf.Reference, head string, data []byte) []byte {
		return regexp.MustCompile(`BT [0-9]+\.[0-9]{2} `).ReplaceAllFunc(data, func(found []byte) []byte {
			x, err := strconv.ParseFloat(string(found[3:len(found)-1]), 64)
			if err != nil {
				t.Fatal(err)
			}
			return fmt.Appendf(nil, "BT %.2f ", x+0.01) // as a machine that rounds otherwise would write it
		})
	})
	v := verified(t, signedBy(t, ruth, moved), trusting(ruth))
	if !v.Proven() || v.PagesMatch != report.MatchYes {
		t.Errorf("%s: %q", v.PagesMatch, v.Problems)
	}
}

// An older report differs on its pages, and perhaps in its data. That is no
// forgery, but pages that nobody drew again prove nothing: only who says so accepts
// its figures. Pages that this renderer drew are compared all the same.
func TestAReportOfAnotherRendererIsNotCalledAltered(t *testing.T) {
	ruth := identity(t, "Ruth Adeyemi")
	older := func(data []byte) []byte {
		return bytes.Replace(data, []byte(`"renderer":"`+report.Renderer+`"`), []byte(`"renderer":"assay-pdf/2"`), 1)
	}
	honest := rendered(t, input(story(t).snapshot()))
	knowingly := trusting(ruth)
	verify := func(change func(data []byte) []byte) report.Verification {
		file := forge(t, honest, func(_ pdf.Reference, _ string, data []byte) []byte { return change(data) })
		return verified(t, signedBy(t, ruth, file), knowingly)
	}

	v := verify(func(data []byte) []byte { return older(bytes.ReplaceAll(data, utf16("Gates"), utf16("Doors"))) })
	drawn := "drawn by renderer 2, this is " + strings.TrimPrefix(report.Renderer, "assay-pdf/")
	if v.Outcome() != report.NotProven || v.PagesMatch != report.MatchNotCompared || !slices.Equal(v.Problems, []string{drawn + ": verify it with the version of assay that wrote it"}) {
		t.Errorf("%s, pages match: %s, notes %q, problems %q", v.Outcome(), v.PagesMatch, v.Notes, v.Problems)
	}
	knowingly.FiguresOnly = true
	v = verify(func(data []byte) []byte { return older(bytes.ReplaceAll(data, utf16("Gates"), utf16("Doors"))) })
	if v.Outcome() != report.FiguresProven || v.Proven() || v.PagesMatch != report.MatchNotCompared || len(v.Notes) != 2 || !strings.HasPrefix(v.Notes[0], drawn+": the figures") {
		t.Errorf("%s, pages match: %s, notes %q, problems %q", v.Outcome(), v.PagesMatch, v.Notes, v.Problems)
	}
	if v.Result.Verdict != assessment.Blocked {
		t.Errorf("the figures were not computed again: %+v", v.Result)
	}

	v = verify(func(data []byte) []byte {
		return older(bytes.Replace(data, []byte(`"paper":"a4"`), []byte(`"page":"a4"`), 1))
	})
	if v.Proven() || len(v.Problems) != 1 || !strings.HasPrefix(v.Problems[0], drawn+", and this version cannot read") {
		t.Errorf("data of another form: proven %v, %q", v.Proven(), v.Problems)
	}
	v = verify(func(data []byte) []byte { return bytes.ReplaceAll(data, utf16("Gates"), utf16("Doors")) })
	if v.Outcome() != report.NotProven || v.PagesMatch != report.MatchNo {
		t.Errorf("altered pages of this renderer: %s, pages match: %s", v.Outcome(), v.PagesMatch)
	}
}

func TestWhatElseIsNotProven(t *testing.T) {
	ruth, mallory := identity(t, "Ruth Adeyemi"), identity(t, "Ruth Adeyemi")
	honest := rendered(t, input(story(t).snapshot()))
	file := signedBy(t, ruth, honest)
	cut := trusting(ruth)
	cut.HasHead = func(string, string) (assessment.Holding, error) { return assessment.NotHeld, nil }
	for name, c := range map[string]struct {
		file   []byte
		policy report.Policy
		want   string
	}{
		"unsigned":           {honest, trusting(ruth), "not signed"},
		"another authority":  {signedBy(t, mallory, honest), trusting(ruth), ""},
		"the journal is cut": {file, cut, "the journal does not hold the head"},
		"a byte is changed":  {bytes.Replace(file, []byte("/Title (\xfe"), []byte("/Title (\xff"), 1)[:len(file)-1], trusting(ruth), ""},
	} {
		v, err := report.Verify(c.file, c.policy)
		all := fmt.Sprint(v.Problems, v.Findings.Problems, err)
		if v.Proven() || !strings.Contains(all, c.want) {
			t.Errorf("%s: proven %v, %s", name, v.Proven(), all)
		}
	}
	if _, err := report.Verify([]byte("MZ"), trusting(ruth)); assessment.CodeOf(err) != assessment.Unproven {
		t.Errorf("a file that is no PDF: %v", err)
	}
}

// Data that nobody vouches for is not read: whoever sends a file without a trusted
// key decides nothing, not even how long verify works.
func TestWorkStopsWhenTheSignaturesFail(t *testing.T) {
	ruth := identity(t, "Ruth Adeyemi")
	file := signedBy(t, ruth, forge(t, rendered(t, input(story(t).snapshot())), func(_ pdf.Reference, head string, data []byte) []byte {
		if strings.Contains(head, "/EmbeddedFile") {
			return []byte("not what assay attaches")
		}
		return data
	}))
	asked := false
	policy := trusting(ruth)
	policy.HasHead = func(string, string) (assessment.Holding, error) { asked = true; return assessment.Held, nil }
	if v := verified(t, file, policy); len(v.Problems) == 0 {
		t.Fatal("the data was not read although the signatures are good")
	}
	policy.Anchors = nil
	v := verified(t, file, policy)
	if v.Outcome() != report.NotProven || len(v.Problems)+len(v.Notes) > 0 || v.Head != "" || asked || v.PagesMatch != report.MatchNotCompared {
		t.Errorf("%s, problems %q, notes %q, head %q, journal asked: %v", v.Outcome(), v.Problems, v.Notes, v.Head, asked)
	}
	if s := v.Findings.Signatures[0]; !s.Unconfirmed {
		t.Errorf("the signature lacks more than trust: %q", s.Problems)
	}
	policy.Confirmed = []string{sign.ReadOut(sign.Fingerprint(ruth.Authority()))}
	if v := verified(t, file, policy); !v.Findings.Proven() || len(v.Problems) == 0 {
		t.Errorf("with the fingerprint confirmed: %q %q", v.Findings.Problems, v.Problems)
	}
}

func utf16(text string) []byte {
	var out []byte
	for _, r := range text {
		out = append(out, byte(r>>8), byte(r))
	}
	return out
}

// forge writes the base of a report anew with some of its streams changed, as
// its author could before he signs it: everything else about the file is right.
func forge(t testing.TB, file []byte, change func(n pdf.Reference, head string, data []byte) []byte) []byte {
	t.Helper()
	document, err := pdf.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	numbers := document.Revisions[0].Numbers()
	at := offsets(t, file)
	var out bytes.Buffer
	out.Write(file[:at[numbers[0]]])
	moved := map[pdf.Reference]int{}
	changed := false
	for i, n := range numbers {
		end := bytes.Index(file[at[n]:], []byte("\nxref\n")) + 1 + at[n]
		if i+1 < len(numbers) {
			end = at[numbers[i+1]]
		}
		moved[n] = out.Len()
		text := file[at[n]:end]
		stream, is := document.AsOf(0).Object(n).(*pdf.Stream)
		if !is {
			out.Write(text)
			continue
		}
		head, _, _ := strings.Cut(string(text), "\nstream\n")
		data, err := stream.Decode(1 << 26)
		if err != nil {
			t.Fatal(err)
		}
		with := change(n, head, data)
		if bytes.Equal(with, data) {
			out.Write(text)
			continue
		}
		changed = true
		head = strings.Replace(head, fmt.Sprintf("/Size %d", len(data)), fmt.Sprintf("/Size %d", len(with)), 1)
		if strings.Contains(head, "/Filter /FlateDecode") {
			with = deflated(with)
		}
		head = regexp.MustCompile(`/Length \d+`).ReplaceAllString(head, fmt.Sprintf("/Length %d", len(with)))
		fmt.Fprintf(&out, "%s\nstream\n%s\nendstream\nendobj\n", head, with)
	}
	if !changed {
		t.Fatal("the forger changed nothing")
	}
	start := out.Len()
	table := string(file[bytes.LastIndex(file, []byte("\nxref\n"))+1:])
	for _, n := range numbers {
		table = strings.Replace(table, fmt.Sprintf("%010d 00000 n", at[n]), fmt.Sprintf("%010d 00000 m", moved[n]), 1)
	}
	table = strings.ReplaceAll(table, " 00000 m", " 00000 n")
	table, _, _ = strings.Cut(table, "startxref\n")
	fmt.Fprintf(&out, "%sstartxref\n%d\n%%%%EOF\n", table, start)
	return out.Bytes()
}

func deflated(data []byte) []byte {
	var w bytes.Buffer
	z := zlib.NewWriter(&w)
	_, _ = z.Write(data) // a bytes.Buffer takes every write
	_ = z.Close()
	return w.Bytes()
}

// offsets reads the one cross-reference table of a base.
func offsets(t testing.TB, file []byte) map[pdf.Reference]int {
	t.Helper()
	at := map[pdf.Reference]int{}
	table := file[bytes.LastIndex(file, []byte("\nxref\n")):]
	for i, line := range regexp.MustCompile(`(\d{10}) 00000 n`).FindAllSubmatch(table, -1) {
		offset, err := strconv.Atoi(string(line[1]))
		if err != nil {
			t.Fatal(err)
		}
		at[pdf.Reference(i+1)] = offset
	}
	return at
}
