package sign_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"assay/report/pdf"
	"assay/report/pdf/pdftest"
	"assay/report/sign"
)

// update appends a revision without a signature, as an attacker without a key can.
func update(t testing.TB, file []byte, change func(u *pdf.Update, v pdf.View)) []byte {
	t.Helper()
	document, err := pdf.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	u := document.Update()
	change(u, document.Latest())
	return u.Bytes()
}

// verdict returns all problems of a file in one string. It returns "" if the file is proven.
func verdict(file []byte, p sign.Policy) string {
	findings, err := sign.Verify(file, p)
	if err != nil {
		return err.Error()
	}
	problems := findings.Problems
	if findings.Foreign > 0 {
		problems = append(problems, "foreign: "+findings.WhyForeign.Error())
	}
	for _, s := range findings.Signatures {
		problems = append(problems, s.Problems...)
	}
	if findings.Proven() != (len(problems) == 0) {
		return "Proven contradicts the problems"
	}
	return strings.Join(problems, "; ")
}

func page(t testing.TB, v pdf.View, n int) (pdf.Reference, *pdf.Dictionary) {
	t.Helper()
	pages, err := v.Pages()
	if err != nil {
		t.Fatal(err)
	}
	return pages[n-1], v.Dictionary(pages[n-1]).Clone()
}

// attachment returns the reference to the data of the first attachment.
func attachment(v pdf.View) pdf.Reference {
	specification := v.Dictionary(v.Array(v.Catalog().Get("AF"))[0])
	r, _ := pdf.Lookup[pdf.Reference](v.Dictionary(specification.Get("EF")), "F")
	return r
}

func signatureOf(v pdf.View, role sign.Role) (pdf.Reference, *pdf.Dictionary) {
	for _, item := range v.Fields() {
		if field := v.Dictionary(item); field.Get("T") == pdf.Object(pdf.Text(string(role))) {
			r, _ := pdf.Lookup[pdf.Reference](field, "V")
			return r, v.Dictionary(r)
		}
	}
	return 0, nil
}

func fillField(u *pdf.Update, v pdf.View, role sign.Role, value pdf.Reference) {
	for _, item := range v.Fields() {
		if field := v.Dictionary(item).Clone(); field.Get("T") == pdf.Object(pdf.Text(string(role))) {
			field.Set("V", value)
			u.Replace(item.(pdf.Reference), field)
		}
	}
}

// flipInside flips one bit in the data of a stream.
func flipInside(t testing.TB, file []byte, of func(v pdf.View) pdf.Reference) []byte {
	t.Helper()
	document, err := pdf.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	out := bytes.Clone(file)
	data := document.Latest().Object(of(document.Latest())).(*pdf.Stream).Data
	out[bytes.Index(file, data)+len(data)/2] ^= 1
	return out
}

var objectStart = regexp.MustCompile(`(?m)^(\d+) 0 obj$`)

// rewritten replaces the first old in a file with one revision, and corrects the cross-reference table.
func rewritten(t testing.TB, file []byte, old, new string) []byte {
	t.Helper()
	if !bytes.Contains(file, []byte(old)) {
		t.Fatalf("the file has no %q", old)
	}
	out := bytes.Replace(file, []byte(old), []byte(new), 1)
	table := bytes.LastIndex(out, []byte("\nxref\n")) + 1
	entries := table + len(regexp.MustCompile(`^xref\n0 \d+\n`).Find(out[table:]))
	for _, m := range objectStart.FindAllSubmatchIndex(out[:table], -1) {
		n, _ := strconv.Atoi(string(out[m[2]:m[3]]))
		copy(out[entries+20*n:], fmt.Sprintf("%010d", m[0]))
	}
	end := bytes.LastIndex(out, []byte("startxref\n"))
	return fmt.Appendf(out[:end:end], "startxref\n%d\n%%%%EOF\n", table)
}

// Anybody can make these files from a signed one, without the keys of the signers.
func TestAttacksFromOutsideAreRejected(t *testing.T) {
	c := newCast(t)
	policy := c.policy()
	if why := verdict(c.once, policy); why != "" {
		t.Fatalf("the good file is not proven: %s", why)
	}
	start, end, _ := gap(t, c.once)
	other := signed(t, pdftest.Finished(t, 3), c.anna, asAssessor())
	otherStart, otherEnd, _ := gap(t, other)
	written := rangePattern.Find(c.once)
	withRange := func(format string, a ...any) []byte {
		text := "/ByteRange " + fmt.Sprintf(format, a...)
		return bytes.Replace(c.once, written, fmt.Appendf(nil, "%-*s]", len(written)-1, text[:len(text)-1]), 1)
	}
	overGap := func(value []byte) []byte {
		out := bytes.Clone(c.once)
		copy(out[start:end], value)
		return out
	}
	parsed, err := pdf.Parse(c.once)
	if err != nil {
		t.Fatal(err)
	}
	information, _ := pdf.Lookup[pdf.Reference](parsed.Revisions[0].Trailer, "Info")
	forged := &pdf.Stream{Dictionary: pdf.NewDictionary(), Data: []byte("BT (verdict: approved) Tj ET")}

	for _, a := range []struct {
		name string
		file []byte
		want string
	}{
		{"junk after the end", append(bytes.Clone(c.once), "\n% junk"...), "foreign: the PDF is damaged: these bytes belong to no object"},
		{"one newline after the end", append(bytes.Clone(c.once), '\n'), "foreign: the PDF is damaged: these bytes belong to no object"},
		{"truncated to the unsigned base", c.base, "not signed"},
		{"truncated in the middle", c.once[:len(c.once)/2], "damaged"},
		{"truncated in the signature", c.once[:len(c.once)-1], "foreign: the PDF is damaged: a revision does not end with %%EOF"},

		{"a page's content replaced", update(t, c.once, func(u *pdf.Update, v pdf.View) {
			_, p := page(t, v, 1)
			r, _ := pdf.Lookup[pdf.Reference](p, "Contents")
			u.Replace(r, forged)
		}), "replaces object 4, page 1"},
		{"a page with new content", update(t, c.once, func(u *pdf.Update, v pdf.View) {
			r, p := page(t, v, 1)
			p.Set("Contents", u.Add(forged))
			u.Replace(r, p)
		}), "page 1"},
		{"a page with new content after two signatures", update(t, c.twice, func(u *pdf.Update, v pdf.View) {
			r, p := page(t, v, 2)
			p.Set("Contents", u.Add(forged))
			u.Replace(r, p)
		}), "page 2"},
		{"another page tree", update(t, c.once, func(u *pdf.Update, v pdf.View) {
			catalog := v.Catalog().Clone()
			catalog.Set("Pages", u.Add(pdf.NewDictionary(pdf.Name("Type"), pdf.Name("Pages"), pdf.Name("Count"), pdf.Integer(0), pdf.Name("Kids"), pdf.Array{})))
			u.Replace(v.CatalogReference(), catalog)
		}), "is not a signature"},
		{"the attachment replaced", update(t, c.once, func(u *pdf.Update, v pdf.View) {
			u.Replace(attachment(v), &pdf.Stream{Dictionary: pdf.NewDictionary(), Data: []byte(`{"verdict":"approve"}`)})
		}), "the EmbeddedFile"},
		{"a note over the page", update(t, c.once, func(u *pdf.Update, v pdf.View) {
			r, p := page(t, v, 1)
			note := u.Add(pdf.NewDictionary(pdf.Name("Type"), pdf.Name("Annot"), pdf.Name("Subtype"), pdf.Name("FreeText")))
			p.Set("Annots", append(v.Array(p.Get("Annots")), note))
			u.Replace(r, p)
		}), "page 1"},
		{"the title changed", update(t, c.once, func(u *pdf.Update, v pdf.View) {
			u.Replace(information, pdf.NewDictionary(pdf.Name("Title"), pdf.Text("Approved")))
		}), "replaces object"},
		{"an unused object", update(t, c.once, func(u *pdf.Update, v pdf.View) { u.Add(forged) }), "is not a signature"},
		{"an empty update", update(t, c.once, func(u *pdf.Update, v pdf.View) {}), "is not a signature"},
		{"the signature dictionary redefined", update(t, c.once, func(u *pdf.Update, v pdf.View) {
			r, value := signatureOf(v, sign.Assessor)
			u.Replace(r, value)
		}), "the Sig"},
		{"the first signature shown in a second field", update(t, c.once, func(u *pdf.Update, v pdf.View) {
			r, _ := signatureOf(v, sign.Assessor)
			fillField(u, v, sign.Reviewer, r)
		}), "is not a signature"},
		{"a copy of the first signature in a second field", update(t, c.once, func(u *pdf.Update, v pdf.View) {
			_, value := signatureOf(v, sign.Assessor)
			fillField(u, v, sign.Reviewer, u.Add(value))
		}), "certification that assay does not make"},
		{"a copy of an uncertified signature in another field", update(t, c.twice, func(u *pdf.Update, v pdf.View) {
			_, value := signatureOf(v, sign.Reviewer)
			fillField(u, v, sign.Approver, u.Add(value))
		}), "does not cover all bytes"},

		{"a byte of the attachment", flipInside(t, c.once, attachment), "changed the signed bytes"},
		{"the range is null", withRange("[null]"), "does not cover"},
		{"the range is missing", bytes.Replace(c.once, []byte("/ByteRange"), []byte("/ByteRangf"), 1), "not spelled as assay"},
		{"the range is empty", withRange("[]"), "does not cover"},
		{"the range is zero", withRange("[0 0 0 0]"), "does not cover"},
		{"the range is negative", withRange("[0 -%d %d 9]", start, end), "does not cover"},
		{"the range ends early", withRange("[0 %d %d %d]", start, end, len(c.once)-end-1), "does not cover"},
		{"the range begins late", withRange("[1 %d %d %d]", start-1, end, len(c.once)-end), "does not cover"},
		{"the range has a wider gap", withRange("[0 %d %d %d]", start-1, end, len(c.once)-end), "does not cover"},
		{"the range has a second gap", withRange("[0 9 9 %d %d %d]", start-9, end, len(c.once)-end), "does not cover"},
		{"the range has another spelling", withRange("[0 %d %d +%d]", start, end, len(c.once)-end), "spells a number in another way"},
		{"no value", bytes.Replace(c.once, []byte("/Contents <"), []byte("/Contentz <"), 1), "unknown key"},
		{"a value of zeros", overGap(append([]byte("<"), bytes.Repeat([]byte("0"), end-start-2)...)), "empty or malformed"},
		{"an empty value", overGap(append([]byte("<>"), bytes.Repeat([]byte(" "), end-start-2)...)), "not spelled as assay"},
		{"the value of another report", overGap(other[otherStart:otherEnd]), "changed the signed bytes"},
		{"the value in upper case", overGap(bytes.ToUpper(c.once[start:end])), "spells this in another way"},
		{"bytes hidden after the value", overGap(append(bytes.Clone(c.once[start:end-9]), "deadbeef>"...)), "holds something else too"},
	} {
		t.Run(a.name, func(t *testing.T) {
			why := verdict(a.file, policy)
			if why == "" || !strings.Contains(why, a.want) {
				t.Errorf("rejected because of %q, want %q", why, a.want)
			}
		})
	}
}

// Only somebody with a key can make these files: another person, or a signer.
func TestAttacksFromInsideAreRejected(t *testing.T) {
	c := newCast(t)
	double := person(t, "Anna Åkesson") // the same name from another authority
	insider := func(change func(a *pdf.Archive)) []byte {
		archive := pdftest.Archive()
		change(&archive)
		file, err := pdf.Finish(pdftest.Draw(t, 2), archive)
		if err != nil {
			t.Fatal(err)
		}
		return file
	}
	wrongRole := sign.Options{Field: sign.Approver, When: signing}
	extra := c.anna
	extra.Chain = append(extra.Chain, double.Authority())
	expect := map[sign.Role]sign.Expected{sign.Assessor: {Name: "Anna Åkesson"}, sign.Approver: {Name: "Carla Cruz"}}

	for _, a := range []struct {
		name   string
		file   []byte
		change func(p *sign.Policy)
		want   string
	}{
		{"an unknown authority with the same name", signed(t, c.base, double, asAssessor()), nil, "no trusted anchor vouches"},
		{"a second signature of an unknown authority", signed(t, c.once, double, unnamed(asReviewer())), nil, "no trusted anchor vouches"},
		{"no anchors at all", c.once, func(p *sign.Policy) { p.Anchors = nil }, "no trusted anchor vouches"},
		{"a known signer in another's field", signed(t, c.once, c.ben, wrongRole), func(p *sign.Policy) { p.Expect = expect }, `no valid signature of "Carla Cruz" as approver`},
		{"cut back to fewer signers than expected", c.once, func(p *sign.Policy) { p.Expect = map[sign.Role]sign.Expected{sign.Reviewer: {Name: "Ben Okafor"}} }, `no valid signature of "Ben Okafor" as reviewer`},
		{"an expired certificate", c.once, func(p *sign.Policy) { p.Now = signing.AddDate(3, 0, 0) }, "time not proven"},
		{"a clock before the certificate", c.once, func(p *sign.Policy) { p.Now = signing.AddDate(0, 0, -1) }, "valid only from"},
		{"a certificate that the chain does not need", signed(t, c.base, extra, asAssessor()), nil, "does not need it"},
		{"a report with fewer fields", signed(t, insider(func(a *pdf.Archive) { a.Fields = a.Fields[:1] }), c.anna, asAssessor()), func(p *sign.Policy) { p.Expect = expect }, "as approver"},
	} {
		t.Run(a.name, func(t *testing.T) {
			policy := c.policy()
			if a.change != nil {
				a.change(&policy)
			}
			why := verdict(a.file, policy)
			if why == "" || !strings.Contains(why, a.want) {
				t.Errorf("rejected because of %q, want %q", why, a.want)
			}
		})
	}
}

// These bases have content that a report must not have. Sign refuses them too, so that nobody signs them by mistake.
func TestBasesWithForbiddenContentAreRejected(t *testing.T) {
	good := pdftest.Finished(t, 2)
	metadata := string(regexp.MustCompile(` /Metadata \d+ 0 R`).Find(good))
	picture := regexp.MustCompile(`/AP <</N \d+ 0 R>>`).Find(good)
	const web = "/A <</S /URI /URI (https://www.hhs.gov/hipaa/)>>"
	first := regexp.MustCompile(`/K \[\d+ 0 R `).FindString(string(good))
	for _, a := range []struct {
		name     string
		old, new string
		want     string
	}{
		{"a script on opening", "/Type /Catalog", "/Type /Catalog /OpenAction <</S /JavaScript>>", "/OpenAction"},
		{"optional content", "/Type /Catalog", "/Type /Catalog /OCProperties <<>>", "/OCProperties"},
		{"a reference to nothing", "/Type /Catalog", "/Type /Catalog /Extra 9999 0 R", "missing"},
		{"a certification without a signature", "/Type /Catalog", "/Type /Catalog /Perms <<>>", "/Perms"},
		{"a hidden object", metadata, "", "hidden"},
		{"a script behind a link", web, "/A <</S /JavaScript>>", "any action except"},
		{"a link to another file", web, "/A <</S /GoToR /F (x.pdf)>>", "any action except"},
		{"a link with two actions", web, web[:len(web)-2] + " /Next <<>>>>", "any action except"},
		{"a note on the page", "/Subtype /Link", "/Subtype /FreeText", "neither a link"},
		{"a text field", "/FT /Sig", "/FT /Tx", "neither a link"},
		{"a field that is signed", "/FT /Sig", "/FT /Sig /V <<>>", "empty signature fields"},
		{"two fields with one name", "/T (assessor)", "/T (reviewer)", "empty signature fields"},
		{"another version in the catalog", "/Type /Catalog", "/Type /Catalog /Version /1.4", "the catalog has the key /Version"},
		{"a hint for slow networks", "/Type /Pages", "/Linearized 1 /Type /Pages", "/Linearized"},
		{"a portfolio of attachments", "/Type /Catalog", "/Type /Catalog /Collection <<>>", "the catalog has the key /Collection"},
		{"resources for all pages", "/Type /Pages", "/Type /Pages /Resources <<>>", "the page tree has the key /Resources"},
		{"a page that is turned", "/Type /Page ", "/Type /Page /Rotate 90 ", "page 1 has the key /Rotate"},
		{"a page that is cut", "/Type /Page ", "/Type /Page /CropBox [0 0 1 1] ", "page 1 has the key /CropBox"},
		{"a page in two parts", "/Contents 4 0 R", "/Contents [4 0 R]", "page 1 is not built"},
		{"two pages with one content", "/Contents 4 0 R", "/Contents 6 0 R", "hidden"},
		{"a page twice", "/Kids [3 0 R", "/Kids [3 0 R 3 0 R", "page tree contains itself"},
		{"a picture in a field", "/Length 0>>\nstream\n", "/Length 12>>\nstream\n0 0 9 9 re f", "a picture over the page"},
		{"a field without its empty picture", string(picture), strings.Replace(string(picture), "/N", "/D", 1), "a picture over the page"},
		{"another text for screen readers", "<</S /H1 ", "<</S /H1 /ActualText (APPROVE) ", "the key /ActualText"},
		{"another text in the place of a heading", "<</S /H1 ", "<</S /H1 /Alt (APPROVE) ", "not a figure"},
		{"another meaning of a type", "/Type /StructTreeRoot", "/Type /StructTreeRoot /RoleMap <</H1 /P>>", "the structure has the key /RoleMap"},
		{"a type of its own", "<</S /H1 ", "<</S /Verdict ", "the type /Verdict"},
		{"attributes of its own", "<</S /H1 ", "<</S /H1 /A <</O /Verdict /Hidden true>> ", "the key /Hidden"},
		{"an element twice", first, first + strings.TrimPrefix(first, "/K ["), "twice"},
		{"a structure that is under suspicion", "/MarkInfo <<", "/MarkInfo <</Suspects true ", "the marks of the file"},
		{"a form with NeedAppearances", "/SigFlags 3", "/SigFlags 3 /NeedAppearances true", "/NeedAppearances"},
	} {
		t.Run(a.name, func(t *testing.T) {
			file := rewritten(t, good, a.old, a.new)
			if why := verdict(file, sign.Policy{Now: signing}); !strings.Contains(why, a.want) {
				t.Errorf("rejected because of %q, want %q", why, a.want)
			}
			if _, err := sign.Sign(file, person(t, "Mallory"), unnamed(asAssessor())); err == nil || !strings.Contains(err.Error(), a.want) {
				t.Errorf("Sign returned %v, want %q", err, a.want)
			}
		})
	}
}

// The test flips single bits at random positions. A quarter of them are in the value of the signature, because the
// signature does not cover its own value.
func TestNoFlippedBitIsAccepted(t *testing.T) {
	c := newCast(t)
	policy := c.policy()
	start, end, _ := gap(t, c.twice)
	draw := rand.New(rand.NewPCG(1, 2))
	for n := range sign.MostFlips {
		at := draw.IntN(len(c.twice))
		if n%4 == 0 {
			at = start + draw.IntN(min(end-start, 3200))
		}
		bit := byte(1) << draw.IntN(8)
		c.twice[at] ^= bit
		if verdict(c.twice, policy) == "" {
			t.Errorf("the file is proven after flipping bit %#02x of byte %d", bit, at)
		}
		c.twice[at] ^= bit
	}
	if why := verdict(c.twice, policy); why != "" {
		t.Errorf("the unchanged file is not proven: %s", why)
	}
}

func TestVerifyFailsForAFileThatItCannotRead(t *testing.T) {
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"not a PDF":    {[]byte("dear sirs"), pdf.ErrNotOurs},
		"an empty one": {nil, pdf.ErrNotOurs},
		"cut short":    {pdftest.Finished(t, 2)[:5000], pdf.ErrDamaged},
	} {
		findings, err := sign.Verify(c.file, sign.Policy{})
		if !errors.Is(err, c.want) || findings.Proven() {
			t.Errorf("%s: error %v, want %v", name, err, c.want)
		}
	}
}
