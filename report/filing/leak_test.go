package filing_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"assay/report/filing"
	"assay/report/pdf"
	"assay/report/proof/webpage"
)

var rivals = []string{"Northstar Clinical Talent", "Ellsmarch", "Søfart & Æble A/S"}

func TestAPackageForABidderIsProven(t *testing.T) {
	d := newDesk(t, "Harbor Staffing", "Northstar Clinical Talent")
	c := d.contents(t, filing.ForBidder)
	c.Others = filing.Search{Names: rivals}
	zip := d.pack(t, c)
	all := verified(t, zip, d.policy())
	if len(all) != 2 || !all[0].Proven || all[0].Package.For != "bidder" {
		t.Fatalf("%+v", all)
	}
	if index := contentOf(t, zip, "index.html"); strings.Contains(index, "onfidential") || !strings.Contains(index, "<h1>For Harbor Staffing</h1>") {
		t.Error("the page for a bidder is that for our file")
	}
	for _, path := range []string{"evidence.csv", "questionnaire.md", "comparison.pdf"} {
		if bytes.Contains(zip, []byte(path)) {
			t.Errorf("a bidder gets %s", path)
		}
	}
}

// The words of an answer may name another vendor. Then the package is not made.
func TestAPackageThatNamesAnotherVendorIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"plain":                        "They say that Northstar Clinical Talent does the same.",
		"small letters":                "as northstar clinical talent does",
		"its first word":               "Northstar does the same.",
		"hyphens and line breaks":      "as NORTHSTAR-\nCLINICAL TALENT does",
		"in the name of a file":        "see NorthstarSOC2.pdf",
		"beside a number":              "see northstar2026.pdf and our2Northstar",
		"without spaces":               "see northstarclinicaltalent.example",
		"wide letters":                 "as Ｎｏｒｔｈｓｔａｒ does",
		"a name of one word":           "Ellsmarch's people",
		"accents apart":                "as So\u0308fart or S\u00f8fart",
		"at the end of a line":         strings.Repeat("words that fill a line of the page ", 3) + "Northstar",
		"in the middle of a long word": strings.Repeat("x", 300) + " NorthstarClinicalTalent" + strings.Repeat("y", 200),
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, "Harbor Staffing")
			c := d.contents(t, filing.ForBidder)
			c.Reports = []filing.Report{d.answered(t, text)}
			c.Others = filing.Search{Names: rivals, Common: "Harbor Staffing"}
			_, err := c.Pack(d.sign)
			var leak filing.Leak
			if !errors.As(err, &leak) || leak.Path != "debrief.pdf" {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestANameThatMeansSomethingElseMayBeAllowed(t *testing.T) {
	d := newDesk(t, "Harbor Staffing")
	c := d.contents(t, filing.ForBidder)
	c.Reports = []filing.Report{d.answered(t, "They follow the north star.")}
	c.Others = filing.Search{Names: []string{"North Star"}}
	if _, err := c.Pack(d.sign); !errors.As(err, new(filing.Leak)) {
		t.Errorf("error %v", err)
	}
	c.Others.Names = append(c.Others.Names, "North Star LLC")
	c.Others.Allowed = []string{"north  STAR"}
	if _, err := c.Pack(d.sign); err != nil {
		t.Error(err)
	}
	// The first word of a name that everybody may read names nobody.
	c.Others = filing.Search{Names: []string{"North Clinical"}, Common: "the region North"}
	if _, err := c.Pack(d.sign); err != nil {
		t.Error(err)
	}
}

func TestTheListAndTheIndexNameNobodyElseEither(t *testing.T) {
	d := newDesk(t, "Harbor Staffing")
	for name, change := range map[string]func(*filing.Contents){
		"title":        func(c *filing.Contents) { c.RFP.Title = "Successor of Ellsmarch" },
		"reference":    func(c *filing.Contents) { c.RFP.Reference = "2026/ellsmarch/1" },
		"organisation": func(c *filing.Contents) { c.Organisation = "Ellsmarch Hospital" },
	} {
		c := d.contents(t, filing.ForBidder)
		c.Others = filing.Search{Names: rivals}
		change(&c)
		if _, err := c.Pack(d.sign); !errors.As(err, new(filing.Leak)) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// bytesFor is every spelling of a name that we know, to be found nowhere.
func bytesFor(name string) [][]byte {
	var wide, turned []byte
	for _, unit := range utf16.Encode([]rune(name)) {
		wide, turned = append(wide, byte(unit>>8), byte(unit)), append(turned, byte(unit), byte(unit>>8))
	}
	return [][]byte{
		[]byte(name), wide, turned, []byte(hex.EncodeToString([]byte(name))), []byte(hex.EncodeToString(wide)),
	}
}

// everyLayer are the bytes of a file, and what unpacks from them.
func everyLayer(t testing.TB, f filing.File) map[string][]byte {
	t.Helper()
	all := map[string][]byte{f.Path: f.Content}
	if document, err := pdf.Parse(f.Content); err == nil {
		texts, err := document.Texts()
		if err != nil {
			t.Fatal(err)
		}
		for n, text := range texts {
			all[fmt.Sprintf("%s, text %d", f.Path, n)] = []byte(text)
		}
	}
	return all
}

// The promise of a package for a bidder, without the search that keeps it: no byte of it, packed or unpacked, names
// another vendor.
func TestNoByteForABidderNamesAnotherVendor(t *testing.T) {
	d := newDesk(t, "Harbor Staffing", "Northstar Clinical Talent", "Ellsmarch")
	real, err := webpage.HTML("1.0")
	if err != nil {
		t.Fatal(err)
	}
	c := d.contents(t, filing.ForBidder)
	c.Page = real
	zip := d.pack(t, c)
	files, err := filing.Unpack(zip)
	if err != nil {
		t.Fatal(err)
	}
	layers := map[string][]byte{"the zip file": zip, "the program in the page": programIn(t, real)}
	for _, f := range files {
		for name, content := range everyLayer(t, f) {
			layers[name] = content
		}
	}
	if len(layers) < 100 {
		t.Fatalf("only %d layers were found", len(layers))
	}
	found := false
	for layer, content := range layers {
		lower := bytes.ToLower(content)
		found = found || bytes.Contains(content, bytesFor("Harbor Staffing")[0])
		for _, name := range []string{"Northstar Clinical Talent", "Northstar", "Ellsmarch", "a-2", "a-3"} {
			for _, spelled := range bytesFor(name) {
				if len(name) > 3 && bytes.Contains(lower, bytes.ToLower(spelled)) || len(name) == 3 && bytes.Contains(content, []byte(`"`+name+`"`)) {
					t.Errorf("%.80s names %q", layer, name)
				}
			}
		}
	}
	if !found {
		t.Error("not even the bidder's own name was found: the search is broken")
	}
}

// programIn unpacks the program inside the page that verifies.
func programIn(t testing.TB, page []byte) []byte {
	t.Helper()
	start := bytes.Index(page, []byte("H4sI"))
	if start < 0 {
		t.Fatal("the page has no packed program")
	}
	end := bytes.IndexFunc(page[start:], func(r rune) bool {
		return !strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=", r)
	})
	packed, err := base64.StdEncoding.DecodeString(string(page[start : start+end]))
	if err != nil {
		t.Fatal(err)
	}
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	program, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return program
}
