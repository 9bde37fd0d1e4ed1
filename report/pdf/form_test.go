package pdf_test

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/report/pdf"
	"assay/report/pdf/pdftest"
)

// form returns an archive with one input of each kind.
func form() pdf.Archive {
	box := func(page int, top float64) pdf.Place {
		return pdf.Place{Page: page, Rect: [4]float64{100, top - 12, 112, top}}
	}
	archive := pdftest.Archive()
	archive.Attachments, archive.Fields = nil, nil
	archive.Inputs = []pdf.Input{
		{Kind: pdf.TextInput, Name: "vendor", Tooltip: "Łódź (or wherever)", Places: []pdf.Place{box(1, 700)}},
		{
			Kind: pdf.RadioInput, Name: "BAA-01.in_place", Tooltip: "Is it signed?", Places: []pdf.Place{box(1, 600), box(1, 580)},
			Options: []pdf.Option{{"yes", "Yes"}, {"no", "No, not yet"}},
		},
		{Kind: pdf.TextInput, Name: "BAA-01.answer", Tooltip: "Is it signed?", Multiline: true, Places: []pdf.Place{box(1, 500)}},
		{
			Kind: pdf.ChoiceInput, Name: "how.often", Tooltip: "How often?", Places: []pdf.Place{box(2, 700)},
			Options: []pdf.Option{{"a", "Yearly (or less)"}, {"b", "Łatwo"}},
		},
		{Kind: pdf.CheckInput, Name: "EV-01.attached", Tooltip: "Attached", Places: []pdf.Place{box(2, 600)}},
		{Kind: pdf.TextInput, Name: "form.identity", Tooltip: "Leave this as it is", Fixed: `assay-form/1?a=(\\)&b=` + strings.Repeat("c", 90), Places: []pdf.Place{{Page: 2, Rect: [4]float64{72, 480, 372, 500}}}},
	}
	return archive
}

func finishedForm(t testing.TB, archive pdf.Archive) []byte {
	t.Helper()
	file, err := pdf.Finish(pdftest.Draw(t, 2), archive)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestInputsReadsTheInputsOfAFormBack(t *testing.T) {
	archive := form()
	archive.Inputs[3].Options = append(archive.Inputs[3].Options, pdf.Option{Value: "Off", Label: "Switched off"})
	file := finishedForm(t, archive)
	if !bytes.Equal(file, finishedForm(t, archive)) {
		t.Error("the same form gave two different files")
	}
	want := slices.Clone(archive.Inputs)
	for i := range want {
		want[i].Places = nil
	}
	if diff := cmp.Diff(want, parse(t, file).Latest().Inputs()); diff != "" {
		t.Errorf("inputs (-want +got):\n%s", diff)
	}
}

func TestOtherToolsReadTheForm(t *testing.T) {
	path := pdftest.Save(t, "form.pdf", finishedForm(t, form()))
	if out, ok := pdftest.Tool(t, "qpdf", "--check", path); !ok || strings.Contains(out, "WARNING") {
		t.Error(out)
	}
	if out, ok := pdftest.Tool(t, "mutool", "show", path, "form"); !ok || strings.Contains(out, "warning") ||
		!strings.Contains(out, "BAA-01.answer") || !strings.Contains(out, "how.often") {
		t.Error(out)
	}
	if out, ok := pdftest.Tool(t, "pdftotext", path, "-"); !ok || !strings.Contains(out, `assay-form/1?a=(\\)&b=`) {
		t.Errorf("the fixed text is not on the page: %s", out)
	}
	if out, _ := pdftest.Tool(t, "pdfinfo", "-meta", path); strings.Contains(out, "pdfaid:part") {
		t.Error("a form claims to be archival")
	}
	fields, _ := pdftest.Tool(t, "qpdf", "--json", "--json-key=acroform", path)
	var names []string
	for _, m := range regexp.MustCompile(`"fullname": "(.*)"`).FindAllStringSubmatch(fields, -1) {
		names = append(names, m[1])
	}
	if diff := cmp.Diff([]string{"vendor", "BAA-01.in_place", "BAA-01.in_place", "BAA-01.answer", "how.often", "EV-01.attached", "form.identity"}, names); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
}

// Readers show an input only if its page lists it, and if each of its states has an appearance.
func TestEveryInputHasAppearances(t *testing.T) {
	view := parse(t, finishedForm(t, form())).Latest()
	pages, err := view.Pages()
	if err != nil {
		t.Fatal(err)
	}
	var seen []string
	for _, page := range pages {
		dictionary := view.Dictionary(page)
		for _, item := range view.Array(dictionary.Get("Annots")) {
			widget := view.Dictionary(item)
			if widget.Get("Subtype") != pdf.Object(pdf.Name("Widget")) {
				continue
			}
			state, _ := pdf.Lookup[pdf.Name](widget, "AS")
			normal := view.Resolve(view.Dictionary(widget.Get("AP")).Get("N"))
			states := []pdf.Object{normal}
			if marks, ok := normal.(*pdf.Dictionary); ok {
				states = nil
				for _, key := range marks.Keys() {
					states = append(states, view.Resolve(marks.Get(key)))
				}
			}
			for _, s := range states {
				if stream, ok := s.(*pdf.Stream); !ok || stream.Dictionary.Get("BBox") == nil {
					t.Errorf("%v has no appearance", widget)
				}
			}
			seen = append(seen, string(state))
		}
		if dictionary.Get("Tabs") != pdf.Object(pdf.Name("S")) {
			t.Error("the tab key does not follow the order of reading")
		}
	}
	if diff := cmp.Diff([]string{"", "Off", "Off", "", "", "Off", ""}, seen); diff != "" {
		t.Errorf("widgets by page (-want +got):\n%s", diff)
	}
}

func TestFinishRefusesInputs(t *testing.T) {
	drawing := pdftest.Draw(t, 2)
	for name, spoil := range map[string]func(inputs []pdf.Input){
		"with one name":                         func(in []pdf.Input) { in[1].Name = "vendor" },
		"below another input":                   func(in []pdf.Input) { in[1].Name = "vendor.in_place" },
		"above other inputs":                    func(in []pdf.Input) { in[4].Name = "BAA-01" },
		"with an empty part":                    func(in []pdf.Input) { in[1].Name = "BAA-01." },
		"with an empty branch":                  func(in []pdf.Input) { in[1].Name = ".answer" },
		"without a kind":                        func(in []pdf.Input) { in[0].Kind = "" },
		"on no page":                            func(in []pdf.Input) { in[0].Places[0].Page = 3 },
		"without a place":                       func(in []pdf.Input) { in[0].Places = nil },
		"without width":                         func(in []pdf.Input) { in[0].Places[0].Rect[2] = 100 },
		"with too few places":                   func(in []pdf.Input) { in[1].Places = in[1].Places[:1] },
		"with the reserved option Off":          func(in []pdf.Input) { in[1].Options[0].Value = "Off" },
		"with two equal options":                func(in []pdf.Input) { in[3].Options[0].Value = "b" },
		"with a fixed text for a tick":          func(in []pdf.Input) { in[4].Fixed = "yes" },
		"with a fixed text that the font lacks": func(in []pdf.Input) { in[5].Fixed = "Łódź" },
		"with options for a text":               func(in []pdf.Input) { in[0].Options = in[3].Options },
	} {
		t.Run(name, func(t *testing.T) {
			archive := form()
			spoil(archive.Inputs)
			if _, err := pdf.Finish(drawing, archive); err == nil || !strings.Contains(err.Error(), "an input needs") {
				t.Errorf("error %v", err)
			}
		})
	}
}
