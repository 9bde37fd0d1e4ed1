package report_test

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"assay/assessment"
	"assay/questionnaire"
	"assay/questionnaire/kindtest"
	"assay/report"
	"assay/report/pdf"
	"assay/report/sign"
)

// recipe makes a mutant: each number of it is one choice. The same recipe makes the same mutant of the same report.
type recipe struct{ rest []byte }

// n is a choice of so many.
func (r *recipe) n(of int) int {
	var four [4]byte
	r.rest = r.rest[copy(four[:], r.rest):]
	return int(binary.BigEndian.Uint32(four[:]) % uint32(max(of, 1)))
}

// span is a range of at most so many bytes.
func (r *recipe) span(data []byte, most int) (from, to int) {
	from = r.n(len(data))
	return from, min(len(data), from+1+r.n(most))
}

// pieces are texts that a mutant may get inserted.
var pieces = []string{
	"\n", " ", "\x00", "\f", "%", "%%EOF\n", "startxref\n0\n", "xref\n0 1\n0000000000 65535 f \n", "trailer\n<</Size 1 /Root 1 0 R>>\n", "endobj\n", "endstream\n",
	"4 0 obj\n<</Length 9>>\nstream\nBT ET q Q\nendstream\nendobj\n", "<<", ">>", "[", "]", "/Contents 4 0 R", "/Prev 0", "/XRefStm 9", "/Encrypt 4 0 R", "/OpenAction <</S /JavaScript /JS (x)>>",
	"/ByteRange [0 1 2 3]", "0", "9999999999", "-1", "1e9", "null", "(", ")", "\\", "{", "}", `"`, ",", ":", `"value":"met"`, "true",
}

var digits = regexp.MustCompile(`\d+`)

// edit changes some bytes without a thought for their meaning.
func (r *recipe) edit(data []byte) []byte {
	if len(data) == 0 {
		return data
	}
	from, to := r.span(data, 64)
	switch r.n(8) {
	case 0:
		data[from] ^= 1 << r.n(8)
	case 1:
		data[from] = byte(r.n(256))
	case 2:
		return slices.Delete(data, from, to)
	case 3:
		return slices.Insert(data, to, data[from:to]...)
	case 4, 5:
		return slices.Insert(data, from, []byte(pieces[r.n(len(pieces))])...)
	case 6: // another number of as many digits
		if at := digits.FindIndex(data[from:]); at != nil {
			data[from+at[0]+r.n(at[1]-at[0])] = byte('0' + r.n(10))
		}
	case 7: // two lines, or two parts of a line, change places
		for _, by := range []string{"\n", ",", " "}[r.n(3):] {
			if parts := bytes.Split(data, []byte(by)); len(parts) > 1 {
				a, b := r.n(len(parts)), r.n(len(parts))
				parts[a], parts[b] = parts[b], parts[a]
				return bytes.Join(parts, []byte(by))
			}
		}
	}
	return data
}

// specimen is a report to make mutants of.
type specimen struct {
	base   []byte // unsigned
	file   []byte // signed by three people, stamped and sealed
	other  []byte // of the same people and another assessment
	policy report.Policy
	ruth   sign.Identity
	spans  [][2]int // the parts of the file: the values of its signatures, and its revisions
	ends   []int    // of its revisions: the base, three signatures, and those of the seal
	inner  []pdf.Reference
	parsed *pdf.Document // of the base
}

func newSpecimen(t testing.TB) specimen {
	t.Helper()
	q, err := questionnaire.Parse(bytes.NewReader(kindtest.File(questionnaire.Kinds()...)))
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t)
	draw := func(seed uint64) []byte {
		w := wanderer{rand.New(rand.NewPCG(12, seed)), newJournal(t, q, storyVendor, nil)}
		for _, item := range q.Domains[0].Items {
			for _, change := range w.answer(&item) {
				w.happen("lead@hospital.example", change)
				w.happen("lead@hospital.example", change)
			}
		}
		return rendered(t, input(w.snapshot()))
	}
	s := specimen{base: draw(1), policy: d.policy(3), ruth: d.people[0]}
	s.file = d.seal(t, d.sign(t, s.base, 3, true), true)
	s.other = d.seal(t, d.sign(t, draw(2), 3, true), true)
	for _, found := range regexp.MustCompile(`%%EOF\n`).FindAllIndex(s.file, -1) {
		s.ends = append(s.ends, found[1])
	}
	from := 0
	for _, end := range s.ends {
		s.spans = append(s.spans, [2]int{from, end})
		from = end
	}
	for _, found := range regexp.MustCompile(`/Contents <[0-9a-f]+`).FindAllIndex(s.file, -1) {
		s.spans = append(s.spans, [2]int{found[0], min(found[1], found[0]+6000)}) // the rest is padding
	}
	if s.parsed, err = pdf.Parse(s.base); err != nil {
		t.Fatal(err)
	}
	for _, n := range s.parsed.Revisions[0].Numbers() {
		if _, is := s.parsed.AsOf(0).Object(n).(*pdf.Stream); is {
			s.inner = append(s.inner, n)
		}
	}
	if v := verified(t, s.file, s.policy); !v.Proven() {
		t.Fatalf("the report itself is not proven: %q %q", v.Findings.Problems, v.Problems)
	}
	return s
}

// fromOutside makes a file as somebody without a key can.
func (s specimen) fromOutside(r *recipe) []byte {
	file := bytes.Clone(s.file)
	for range 1 + r.n(2) {
		at := s.spans[r.n(len(s.spans))]
		at = [2]int{min(at[0], len(file)), min(at[1], len(file))}
		switch r.n(8) {
		default: // in a signature, or in a revision
			file = slices.Concat(file[:at[0]], r.edit(bytes.Clone(file[at[0]:at[1]])), file[at[1]:])
		case 4: // cut
			file = file[:r.n(len(file)+1)]
		case 5: // cut at the end of a revision, so that the seal or a signature is missing
			file = file[:min(len(file), s.ends[r.n(len(s.ends))])]
		case 6: // the same part of another report
			from, to := r.span(s.other, 1<<uint(r.n(18)))
			file = slices.Concat(file[:min(from, len(file))], s.other[from:to], file[min(to, len(file)):])
		case 7: // another revision, written as assay writes
			document, err := pdf.Parse(file)
			if err != nil {
				break
			}
			update := document.Update()
			var replaced []pdf.Reference
			for _, revision := range document.Revisions {
				replaced = append(replaced, revision.Numbers()...)
			}
			n := replaced[r.n(len(replaced))]
			switch object := document.Latest().Object(n).(type) {
			case *pdf.Dictionary:
				if changed := object.Clone(); len(changed.Keys()) > 0 {
					changed.Set(changed.Keys()[r.n(len(changed.Keys()))], pdf.Integer(r.n(9)))
					update.Replace(n, changed)
				}
			case *pdf.Stream:
				update.Replace(n, &pdf.Stream{Dictionary: pdf.NewDictionary(), Data: r.edit(bytes.Clone(object.Data))})
			default:
				update.Add(pdf.Text("x"))
			}
			file = update.Bytes()
		}
	}
	return file
}

// fromInside makes a file as an assessor can before he signs it: he changes the pages, the data, the journal, the
// typefaces, or the words between them. It returns nothing if Sign refuses the file.
func (s specimen) fromInside(t testing.TB, r *recipe) []byte {
	base := s.base
	for range 1 + r.n(2) {
		if r.n(4) == 0 {
			base = respelled(base, r)
			continue
		}
		chosen, changed := s.inner[r.n(len(s.inner))], false
		document, err := pdf.Parse(base)
		if err != nil {
			return nil
		}
		stream, is := document.AsOf(0).Object(chosen).(*pdf.Stream)
		if !is {
			continue
		}
		data, err := stream.Decode(1 << 26)
		if err != nil {
			continue
		}
		with := r.edit(bytes.Clone(data))
		if changed = !bytes.Equal(data, with); changed {
			base = forge(t, base, func(n pdf.Reference, _ string, was []byte) []byte {
				if n == chosen {
					return with
				}
				return was
			})
		}
	}
	if bytes.Equal(base, s.base) {
		return nil
	}
	out, err := sign.Sign(base, s.ruth, sign.Options{Field: sign.Assessor, Name: "Ruth Adeyemi", When: signedAt, Certify: true})
	if err != nil {
		return nil
	}
	return out
}

var objectStart = regexp.MustCompile(`(?m)^(\d+) 0 obj$`)

// respelled edits a base outside its streams, and mends its table of objects.
func respelled(base []byte, r *recipe) []byte {
	starts := objectStart.FindAllIndex(base, -1)
	start := starts[r.n(len(starts))][0]
	size := bytes.Index(base[start:], []byte("endobj"))
	if at := bytes.Index(base[start:], []byte("\nstream\n")); at >= 0 && at < size {
		size = at
	}
	if size < 0 {
		return base
	}
	out := slices.Concat(base[:start], r.edit(bytes.Clone(base[start:start+size])), base[start+size:])
	table := bytes.LastIndex(out, []byte("\nxref\n")) + 1
	head := regexp.MustCompile(`^xref\n0 \d+\n`).Find(out[table:])
	entries := table + len(head)
	for _, m := range objectStart.FindAllSubmatchIndex(out[:table], -1) {
		n, err := strconv.Atoi(string(out[m[2]:m[3]]))
		if at := entries + 20*n; err == nil && at+20 < len(out) && n >= 0 && n < 1<<20 {
			copy(out[at:], offset(m[0]))
		}
	}
	if end := bytes.LastIndex(out, []byte("startxref\n")); end >= 0 {
		out = append(out[:end:end], "startxref\n"+strconv.Itoa(table)+"\n%%EOF\n"...)
	}
	return out
}

func offset(n int) string {
	text := strconv.Itoa(n)
	return strings.Repeat("0", max(0, 10-len(text))) + text
}

// fate is the end of a mutant.
type fate string

const (
	refused  fate = "refused"
	unsigned fate = "refused by Sign"
	rounded  fate = "proven, with numbers rounded otherwise"
	earlier  fate = "the report itself, or without its seal"
)

// longest is the limit for any file. A report takes a hundredth of it.
const longest = 5 * time.Second

// try verifies one mutant. The recipe decides who makes it.
func (s specimen) try(t testing.TB, choices []byte) (fate, time.Duration) {
	t.Helper()
	r := &recipe{choices}
	inside := r.n(3) == 0
	policy := s.policy
	var file []byte
	if inside {
		file, policy.Expect = s.fromInside(t, r), nil
	} else {
		file = s.fromOutside(r)
	}
	switch {
	case file == nil:
		return unsigned, 0
	case bytes.HasPrefix(s.file, file) && slices.Contains(s.ends[3:], len(file)):
		return earlier, 0
	}
	before := worked()
	v, err := report.Verify(file, policy)
	took := worked() - before
	switch {
	case took >= longest:
		t.Errorf("the mutant of %x took %v", choices, took)
	case err != nil && assessment.CodeOf(err) != assessment.Unproven:
		t.Errorf("the mutant of %x: %v", choices, err)
	case err == nil && v.Proven() && inside && s.rounds(t, file):
		return rounded, took
	case err == nil && v.Proven():
		t.Errorf("the mutant of %x is proven", choices)
	}
	return refused, took
}

var number = regexp.MustCompile(`-?\d+\.\d+`)

// rounds reports whether a file differs from the report only in numbers of its pages, and by no more than machines round.
func (s specimen) rounds(t testing.TB, file []byte) bool {
	t.Helper()
	document, err := pdf.Parse(file)
	if err != nil || !slices.Equal(document.Revisions[0].Numbers(), s.parsed.Revisions[0].Numbers()) {
		return false
	}
	for _, n := range s.parsed.Revisions[0].Numbers() {
		was, is := s.parsed.AsOf(0).Object(n), document.AsOf(0).Object(n)
		a, streams := was.(*pdf.Stream)
		b, alsoStreams := is.(*pdf.Stream)
		if !streams || !alsoStreams {
			if !pdf.Equal(was, is) && !closeTo(describedBy(t, was), describedBy(t, is)) {
				return false
			}
			continue
		}
		x, err := a.Decode(1 << 26)
		y, alsoErr := b.Decode(1 << 26)
		drawn := a.Dictionary.Get("Type") == nil && a.Dictionary.Get("Subtype") == nil
		if err != nil || alsoErr != nil || !bytes.Equal(x, y) && !(drawn && closeTo(string(x), string(y))) {
			return false
		}
	}
	return true
}

func describedBy(t testing.TB, o pdf.Object) string {
	var out bytes.Buffer
	if test, is := t.(*testing.T); is {
		describe(test, &out, o)
	}
	return out.String()
}

// closeTo reports whether two texts are the same apart from the last digit of numbers.
func closeTo(a, b string) bool {
	x, y := number.FindAllString(a, -1), number.FindAllString(b, -1)
	if number.ReplaceAllString(a, "#") != number.ReplaceAllString(b, "#") || len(x) != len(y) {
		return false
	}
	for n := range x {
		p, err := strconv.ParseFloat(x[n], 64)
		q, alsoErr := strconv.ParseFloat(y[n], 64)
		if err != nil || alsoErr != nil || p-q > 0.0101 || q-p > 0.0101 {
			return false
		}
	}
	return true
}

// Whoever changes a report, with a trusted key or without one, and wherever: it is not proven, and looking takes no time.
func TestNoMutantOfAReportIsProven(t *testing.T) {
	s := newSpecimen(t)
	draw := rand.New(rand.NewPCG(12, 3))
	fates, worst := map[fate]int{}, time.Duration(0)
	for range mutants {
		choices := make([]byte, 64)
		for at := 0; at < len(choices); at += 4 {
			binary.BigEndian.PutUint32(choices[at:], draw.Uint32())
		}
		fate, took := s.try(t, choices)
		fates[fate]++
		worst = max(worst, took)
	}
	t.Logf("%v; the longest took %v", fates, worst.Round(time.Millisecond))
	if fates[refused] < mutants/2 {
		t.Errorf("too few mutants were read: %v", fates)
	}
}

// FuzzMutant searches for a recipe of a mutant that is proven.
func FuzzMutant(f *testing.F) {
	s := newSpecimen(f)
	for first := range byte(3) {
		f.Add([]byte{0, 0, 0, first, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 7})
	}
	f.Fuzz(func(t *testing.T, choices []byte) { s.try(t, choices) })
}
