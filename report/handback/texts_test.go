package handback_test

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A text comes back the same from every format: without what deceives, and with line feeds between its lines.
func TestTextsComeBackTheSameFromEveryFormat(t *testing.T) {
	for name, c := range map[string]struct{ wrote, want string }{
		"CJK, 10,000 letters": {strings.Repeat("漢字かな", 2500), strings.Repeat("漢字かな", 2500)},
		"right to left":       {"שלום, العربية ١٢٣ (a)", "שלום, العربية ١٢٣ (a)"},
		"emoji":               {"👩🏽‍⚕️ 🏳️‍🌈 𝔘𝔫𝔦", "👩🏽‍⚕️ 🏳️‍🌈 𝔘𝔫𝔦"},
		"quotes":              {`"a" 'b' “c” \ \\ (d) ((e) <f> &amp; ]]> %g /h`, `"a" 'b' “c” \ \\ (d) ((e) <f> &amp; ]]> %g /h`},
		"line ends":           {"one\r\ntwo\rthree\nfour\u2028five\u2029six", "one\ntwo\nthree\nfour\nfive\nsix"},
		"formula":             {"=1+1", "=1+1"},
		"deceiving":           {"a\u202eb\u200bc\u00add\ufeff", "abcd"},
		"combining":           {"e\u0301 q\u0323\u0307", "e\u0301 q\u0323\u0307"},
		"blanks":              {"  a\u00a0b\tc  ", "a\u00a0b\tc"},
	} {
		t.Run(name, func(t *testing.T) {
			for file, content := range map[string][]byte{
				"form.pdf": fill(t, emptyPDF(t), map[string]string{"BAA-02.answer": c.wrote}, true),
				"form.xlsx": edited(t, emptyWorkbook(t), func(f *excelize.File) {
					put(t, f, "Questions", "BAA-02", 4, c.wrote)
				}),
				"reply.zip": zipped(t, entry{name: "answers.json", content: string(answers(t, func(s map[string]any) {
					s["answers"] = []any{map[string]any{"item": "BAA-02", "asked": "Who?", "offered": []string{}, "choices": []string{}, "words": c.wrote}}
					s["documents"] = []any{}
				}))}),
			} {
				r := read(t, file, content)
				if len(r.Answers) != 1 || r.Answers[0].Words != c.want {
					t.Errorf("%s: %.100q, want %.100q", file, r.Answers, c.want)
				}
			}
		})
	}
}
