package hostile_test

import (
	"testing"
	"unicode/utf8"

	"assay/assessment/hostile"
)

func TestClean(t *testing.T) {
	for name, test := range map[string]struct{ in, want string }{
		"plain text stays":            {"Acme Ltd\n\t(PH)", "Acme Ltd\n\t(PH)"},
		"accents and CJK stay":        {"Peña 日本 ≥", "Peña 日本 ≥"},
		"colors go":                   {"\x1b[31mred\x1b[0m", "red"},
		"window title goes":           {"a\x1b]0;owned\x07b", "ab"},
		"clipboard writes go":         {"a\x1b]52;c;aGk=\x1b\\b", "ab"},
		"C1 controls go":              {"a\u009bb\u0085c", "abc"},
		"right-to-left overrides go":  {"invoice\u202efdp.exe", "invoicefdp.exe"},
		"isolates and marks go":       {"\u2066a\u2069\u200eb\u061cc\ufeff", "abc"},
		"invisible characters go":     {"Ac\u200bme\u00ad\u2060 नि\u200dक", "Acme नि\u200dक"},
		"carriage return and bell go": {"good\rbad\x07\b", "goodbad"},
		"invalid UTF-8 is shown":      {"a\xffb", "a\uFFFDb"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := hostile.Clean(test.in); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestCell(t *testing.T) {
	for in, want := range map[string]string{
		"=HYPERLINK(1)": "'=HYPERLINK(1)", "+1": "'+1", "-2": "'-2", "@SUM": "'@SUM", "\tx": "'\tx", "\r=1": "'=1",
		"\u200e=1": "'=1", "Acme": "Acme", "": "", " =1": "' =1", "\n=1": "'\n=1", "\n": "'\n", "＝1": "'＝1", "＋1": "'＋1", "－1": "'－1", "＠SUM": "'＠SUM",
		"\u00a0\u3000-1": "'\u00a0\u3000-1", "a=1": "a=1", "'=1": "'=1", "– 1": "– 1",
	} {
		if got := hostile.Cell(in); got != want {
			t.Errorf("Cell(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestField(t *testing.T) {
	for in, want := range map[string]string{
		// A spreadsheet shows these as they are.
		"": "", "0": "0", "12": "12", "999999999999999": "999999999999999", "2026-11-30": "2026-11-30", "2026-11-30 12:05": "2026-11-30 12:05",
		"1–3": "1–3", "–": "–", "BAA-01": "BAA-01", "3 of 4": "3 of 4", "45 CFR 164.308(a)": "45 CFR 164.308(a)", "decision 5": "decision 5", "EV-12": "EV-12", "met": "met",
		// It would show these as something else.
		"01-02": "'01-02", "1-2": "'1-2", "3/4": "'3/4", "007": "'007", "1234567890123456": "'1234567890123456", "1E5": "'1E5", "12e3": "'12e3", "1.10": "'1.10", "1.2.3": "'1.2.3",
		"Mar 3": "'Mar 3", "MAR-03": "'MAR-03", "SEPT2": "'SEPT2", "5. Dez": "'5. Dez", "10:30": "'10:30", "9 pm": "'9 pm", "12%": "'12%", "$5": "'$5", "(5)": "'(5)", "TRUE": "'TRUE", "falsch": "'falsch",
		"30/11/2026": "'30/11/2026", " 1/2 ": "' 1/2 ",
		// It would run these.
		"=1+1": "'=1+1", "＝1": "'＝1", "-1": "'-1", "a;=1+1": "a;'=1+1", "a\t-1": "a\t'-1", "a\n=1": "a\n'=1", "a; ＋1": "a; '＋1", "a=1": "a=1",
	} {
		if got := hostile.Field(in); got != want {
			t.Errorf("Field(%q) = %q, want %q", in, got, want)
		}
		if got := hostile.FromField(want); got != in {
			t.Errorf("FromField(%q) = %q, want %q", want, got, in)
		}
		if got := hostile.Field(want); got != want {
			t.Errorf("Field(%q) = %q, a second time", want, got)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add("\x1b[2J\u202e")
	f.Fuzz(func(t *testing.T, text string) {
		once := hostile.Clean(text)
		if !utf8.ValidString(once) {
			t.Errorf("invalid UTF-8 came out of %q", text)
		}
		for _, r := range once {
			if r < 0x20 && r != '\n' && r != '\t' || r >= 0x7f && r <= 0x9f || r >= 0x202a && r <= 0x202e {
				t.Errorf("%q let %U through", text, r)
			}
		}
	})
}

func TestAFileNameLeadsNowhereElse(t *testing.T) {
	for in, want := range map[string]string{
		"plan.pdf": "plan.pdf", "../../etc/passwd": "_.._etc_passwd", `C:\Users\dana\x.docx`: "C__Users_dana_x.docx", ".bashrc": "bashrc", "-rf": "rf",
		"a\nb\u202efdp.exe": "a bfdp.exe", "...": "", "日本.pdf": "日本.pdf",
	} {
		if got := hostile.FileName(in); got != want {
			t.Errorf("FileName(%q) = %q, want %q", in, got, want)
		}
	}
}
