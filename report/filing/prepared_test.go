package filing_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/report"
	"assay/report/filing"
)

// prepared is a package for our own file whose reports and comparison are any texts.
func prepared(vendors ...string) filing.Prepared {
	p := filing.Prepared{For: filing.ForFile, Assay: "1.0", Organisation: "Lakeside Health", RFP: *request()}
	for _, v := range vendors {
		p.Add(v, []byte("%PDF of "+v))
	}
	if p.Compares() {
		p.Comparison = []byte("%PDF of all")
	}
	return p
}

// A prepared package holds what was put in, and proves nothing.
func TestAPreparedPackageComesOutAgain(t *testing.T) {
	debrief := newDesk(t, "Harbor Staffing", "Northstar").contents(t, filing.ForBidder).Reports[0].File
	for _, want := range []filing.Prepared{
		prepared("Harbor Staffing"), prepared("Harbor Staffing", "Northstar", "株式会社"),
		{For: filing.ForBidder, RFP: *request(), Reports: []filing.File{{Path: "debrief.pdf", Content: debrief}}},
	} {
		zip, err := want.Pack()
		if err != nil {
			t.Fatal(err)
		}
		got, err := filing.ReadPrepared(zip)
		if want.For == filing.ForBidder {
			want.RFP.ID = "" // it knows no more
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(filing.Search{})); err != nil || diff != "" {
			t.Errorf("%v: %s", err, diff)
		}
		all, err := filing.Verify("p.zip", zip, filing.Policy{})
		if err != nil || all[0].Result != report.NotProven || !strings.Contains(strings.Join(all[0].EveryProblem(), " "), "nobody has signed it yet") {
			t.Errorf("it is verified: %+v, %v", all[0], err)
		}
	}
}

// A package that is no prepared one is refused with the reason.
func TestWhatIsNotPreparedIsRefused(t *testing.T) {
	good, err := prepared("Harbor Staffing", "Northstar").Pack()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filing.Unpack(good)
	if err != nil {
		t.Fatal(err)
	}
	with := func(change func(files []filing.File) []filing.File) []byte {
		return packed(t, change(slices.Clone(files))...)
	}
	for name, c := range map[string]struct {
		zip  []byte
		want string
	}{
		"no zip":  {[]byte("PK"), "not a zip file"},
		"no list": {with(func(f []filing.File) []filing.File { return f[1:] }), "does not begin with manifest.json"},
		"signed":  {with(func(f []filing.File) []filing.File { f[1].Path = filing.SignaturePath; return f }), "signed already"},
		"no JSON": {with(func(f []filing.File) []filing.File { f[0].Content = []byte("{"); return f }), "cannot be read"},
		"other form": {with(func(f []filing.File) []filing.File {
			f[0].Content = bytes.Replace(f[0].Content, []byte("prepared/1"), []byte("prepared/2"), 1)
			return f
		}), "has the form"},
		"other words": {with(func(f []filing.File) []filing.File {
			f[0].Content = append([]byte(" "), f[0].Content...)
			return f
		}), "not in the words"},
		"changed": {with(func(f []filing.File) []filing.File { f[2].Content = []byte("x"); return f }), "changed a file"},
		"fewer":   {with(func(f []filing.File) []filing.File { return f[:2] }), "changed a file"},
	} {
		if _, err := filing.ReadPrepared(c.zip); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	for name, change := range map[string]func(p *filing.Prepared){
		"nobody reads it": func(p *filing.Prepared) { p.For = "everybody" },
		"no reports":      func(p *filing.Prepared) { p.Reports = nil },
		"no comparison":   func(p *filing.Prepared) { p.Comparison = nil },
		"another path":    func(p *filing.Prepared) { p.Reports[0].Path = "x.pdf" },
		"many debriefs":   func(p *filing.Prepared) { p.For = filing.ForBidder },
	} {
		p := prepared("Harbor Staffing", "Northstar")
		change(&p)
		if _, err := p.Pack(); err == nil || !strings.Contains(err.Error(), "cannot be prepared") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A prepared package for a bidder names no other vendor.
func TestAPreparedPackageForABidderNamesNoOther(t *testing.T) {
	p := filing.Prepared{For: filing.ForBidder, RFP: *request(), Others: filing.Search{Names: []string{"Northstar"}}}
	p.RFP.Title = "EHR team, after Northstar"
	p.Add("Harbor Staffing", newDesk(t, "Harbor Staffing", "Northstar").contents(t, filing.ForBidder).Reports[0].File)
	if _, err := p.Pack(); err == nil || !strings.Contains(err.Error(), "Northstar") {
		t.Errorf("it is made: %v", err)
	}
}
