package foreign_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/assessment/input/inputtest"
	"assay/report/pdf/foreign"
)

func TestTheFieldsOfAFormAreRead(t *testing.T) {
	file := request(
		"/AcroForm << /Fields [4 0 R 7 0 R 9 0 R 10 0 R] >>",
		"<< /T (BAA-01) /FT /Tx /V (inherited) /Kids [5 0 R 6 0 R] >>",
		"<< /T (answer) /TU <feff0041201c> /V <fffe42000130> >>",
		"<< /T (note) >>",
		"<< /T (yes_no) /FT /Btn /V /yes /Kids [<< /AS /yes >> 8 0 R] >>",
		"<< /AS /Off >>",
		"<< /T (tool) /FT /Ch /V [(a) <efbbbfc3a9>] /Opt [[(a) (Bought)] (b)] >>",
		"<< /T (words) /FT /Tx /V 11 0 R >>",
		"<< /Length 6 >>\nstream\n\x8dyes\x8e\x84\nendstream",
	)
	form, err := foreign.ReadForm(file)
	if err != nil {
		t.Fatal(err)
	}
	want := []foreign.Field{
		{Kind: foreign.TextField, Name: "BAA-01.answer", Tooltip: "A“", Values: []string{"B\u3001"}},
		{Kind: foreign.TextField, Name: "BAA-01.note", Values: []string{"inherited"}},
		{Kind: foreign.ButtonField, Name: "yes_no", Values: []string{"yes"}, Drawn: []string{"yes"}},
		{Kind: foreign.ChoiceField, Name: "tool", Values: []string{"a", "é"}, Options: []foreign.Option{{Value: "a", Label: "Bought"}, {Value: "b", Label: "b"}}},
		{Kind: foreign.TextField, Name: "words", Values: []string{"“yes”—"}},
	}
	if diff := cmp.Diff(want, form.Fields); diff != "" {
		t.Errorf("fields (-want +got)\n%s", diff)
	}
}

func TestAFormThatCanRunSomethingSaysSo(t *testing.T) {
	file := request("/AcroForm << /Fields [] >> /OpenAction 4 0 R", "<< /S /Java#53cript /JS (a) >>", "<< /A << /S /Launch >> >>", "(/XFA)")
	form, err := foreign.ReadForm(file)
	if want := []string{"a script", "an action that starts a program"}; err != nil || !slices.Equal(form.Runs, want) {
		t.Errorf("it runs %q, %v; want %q", form, err, want)
	}
}

func TestAttachedFilesOfAFormAreNamed(t *testing.T) {
	for want, file := range map[string][]byte{
		"harbor.pdf":     attached(t, request("/AcroForm << /Fields [] >>"), attachment),
		"without a name": request("/AcroForm << /Fields [] >>", "<< /Subtype /FileAttachment /FS << /EF << >> >> >>"),
	} {
		if form, err := foreign.ReadForm(file); err != nil || !slices.Equal(form.Files, []string{want}) {
			t.Errorf("%+v, %v; want %q", form, err, want)
		}
	}
}

func TestAHostileFormIsReadWithinItsLimits(t *testing.T) {
	many := strings.Repeat("4 0 R ", 30_000)
	huge := "[" + strings.Repeat("0 ", 1_000_000) + "]"
	wide := strings.Repeat("<</T(a)/FT/Ch/Opt 5 0 R>>", 30_000)
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"contains itself": {request("/AcroForm << /Fields [4 0 R] >>", "<< /T (a) /Kids [4 0 R] >>"), foreign.ErrDamaged},
		"same field":      {request("/AcroForm << /Fields ["+many+"] >>", "<< /T (a) /FT /Tx >>"), foreign.ErrDamaged},
		"many fields":     {request("/AcroForm << /Fields [" + strings.Repeat("<</T(a)/FT/Tx>>", 30_000) + "] >>"), foreign.ErrTooLarge},
		"large options":   {request("/AcroForm << /Fields ["+wide+"] >>", "<<>>", huge), foreign.ErrDamaged},
		"long name":       {request("/AcroForm << /Fields [<< /T (" + strings.Repeat("a", 2000) + ") /FT /Tx >>] >>"), foreign.ErrTooLarge},
		"deep":            {request("/AcroForm << /Fields [" + strings.Repeat("<</T(a)/Kids[", 40) + strings.Repeat("]>>", 40) + "] >>"), nil},
		"too large":       {append(request(""), make([]byte, foreign.MostFormBytes)...), foreign.ErrTooLarge},
		"goes on":         {append(request(""), "9 0 obj\n<<>>\nendobj\n"...), foreign.ErrDamaged},
		"lost update":     {append(request(""), fmt.Appendf(nil, "\nxref\ntrailer\n<< /Size 4 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF", bytes.Index(request(""), []byte("xref")), len(request(""))+1)...), foreign.ErrDamaged},
		"encrypted":       {bytes.Replace(request(""), []byte("/ID"), []byte("/Encrypt 9 0 R /ID"), 1), foreign.ErrEncrypted},
	} {
		t.Run(name, func(t *testing.T) {
			inputtest.Bounded(t, func() {
				if _, err := foreign.ReadForm(c.file); !errors.Is(err, c.want) || c.want != nil && fmt.Sprint(err) == "" {
					t.Errorf("error %v, want %v", err, c.want)
				}
			})
		})
	}
}

// FuzzReadForm reads forms. Whatever they hold, reading ends, and takes little memory.
func FuzzReadForm(f *testing.F) {
	f.Add(request("/AcroForm << /Fields [4 0 R] >>", "<< /T (a) /FT /Btn /V /yes /Kids [<< /AS /yes >>] >>"))
	f.Add(modern(f))
	f.Fuzz(func(t *testing.T, file []byte) {
		inputtest.Bounded(t, func() {
			if form, err := foreign.ReadForm(file); err == nil && form == nil {
				t.Error("neither a form nor an error")
			}
		})
	})
}
