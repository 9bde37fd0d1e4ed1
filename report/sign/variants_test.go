package sign

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"assay/report/pdf"
)

// variant is one way to spell the report in another way.
type variant struct {
	kind  string
	edits []edit
}

// white is each byte that readers take for white space.
const white = "\x00\t\n\f\r "

// variants spells every part of the report outside of compressed data in other ways.
func (in insider) variants(t testing.TB) []variant {
	var all []variant
	add := func(kind string, edits ...edit) {
		all = append(all, variant{kind, edits})
	}
	outside := in.outsideStreams(t)
	for _, at := range outside {
		switch c := in.file[at]; {
		case strings.IndexByte(white, c) >= 0:
			for _, other := range []byte(white) {
				if other != c {
					add(fmt.Sprintf("%q for %q", other, c), edit{at, at + 1, string(other)})
				}
				add(fmt.Sprintf("%q more", other), edit{at, at, string(other)})
			}
			add("no white space", edit{at, at + 1, ""})
			add("a comment", edit{at, at, "%x\n"})
		case strings.IndexByte("/<>[]()", c) >= 0:
			for _, other := range []byte(white) {
				add(fmt.Sprintf("%q more", other), edit{at, at, string(other)})
			}
			add("a comment", edit{at, at, "%x\n"})
		}
	}
	for _, number := range in.matches(t, `[0-9]+(?:\.[0-9]+)?`) {
		text := string(in.file[number[0]:number[1]])
		for _, spelling := range []string{"+%s", "0%s", "00000000000%s", "%s.", "%s.0", "%s.00", "--%s", "%s#", "%se0", "\x00%s"} {
			add("a number as "+spelling, edit{number[0], number[1], fmt.Sprintf(spelling, text)})
		}
	}
	for _, name := range in.matches(t, `/[A-Za-z0-9]+`) {
		text := string(in.file[name[0]:name[1]])
		add("an escaped name", edit{name[0], name[1], fmt.Sprintf("/#%02X%s", text[1], text[2:])})
		add("another name", edit{name[0], name[1], text + "#20"})
	}
	triggers := [][]edit{nil}
	end := bytes.LastIndex(in.file, []byte("startxref\n")) + len("startxref\n")
	for _, before := range []string{"\x00", "\f", " ", "0", "+", "-", "9"} {
		triggers = append(triggers, []edit{{end, end, before}})
	}
	triggers = append(triggers, []edit{{len(in.file), len(in.file), "\n"}}, []edit{{end - 1, end, "\f"}}, []edit{{end - 1, end, "\r"}})
	for _, hidden := range in.hidden(t) {
		for _, place := range in.matches(t, `\([^()\\]*\)|<[0-9a-f]+>`) {
			if place[0] == in.room[0] {
				continue
			}
			for _, trigger := range triggers {
				add(inAString, append(slices.Clone(trigger), edit{place[0], place[1], "(" + hidden + ")"})...)
			}
		}
		for _, s := range in.streams(t) {
			length := fmt.Sprint(s.end - s.at + len(hidden))
			for _, trigger := range triggers {
				add("an object behind a stream", append(slices.Clone(trigger), edit{s.length[0], s.length[1], length}, edit{s.end, s.end, hidden})...)
				add("an object behind the length of a stream", append(slices.Clone(trigger), edit{s.end, s.end, hidden})...)
			}
		}
		for _, at := range in.matches(t, `(?m)^\d+ 0 obj$|^xref$|^trailer$|^startxref$`) {
			add("an object between others", edit{at[0], at[0], hidden})
		}
	}
	return all
}

// hidden returns objects that readers who repair the file would show as page 1: as one line, as lines, and after a line.
func (in insider) hidden(t testing.TB) []string {
	document, err := pdf.Parse(in.file)
	if err != nil {
		t.Fatal(err)
	}
	view := document.Latest()
	pages, err := view.Pages()
	if err != nil {
		t.Fatal(err)
	}
	contents, _ := pdf.Lookup[pdf.Reference](view.Dictionary(pages[0]), "Contents")
	drawn, err := view.Object(contents).(*pdf.Stream).Decode(1 << 20)
	if err != nil {
		t.Fatal(err)
	}
	// The font takes two bytes for each letter. Hexadecimal spells them without a parenthesis.
	font := regexp.MustCompile(`/F[0-9a-f]+ [0-9.]+ Tf`).Find(drawn)
	draw := fmt.Sprintf("BT %s 60 700 Td <%x> Tj ET", font, utf16("verdict: APPROVE"))
	lines := fmt.Sprintf("\n%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n", contents, len(draw), draw)
	return []string{strings.ReplaceAll(strings.TrimSpace(lines), "\n", " "), lines, "\nendstream\nendobj" + lines}
}

func utf16(text string) []byte {
	var out []byte
	for _, r := range text {
		out = append(out, byte(r>>8), byte(r))
	}
	return out
}

// stream is the byte range of the data of a stream, and of the number that is its length.
type stream struct {
	at, end int
	length  [2]int
}

func (in insider) streams(t testing.TB) []stream {
	t.Helper()
	var all []stream
	for _, found := range regexp.MustCompile(`/Length (\d+)[^\n]*>>\nstream\n`).FindAllSubmatchIndex(in.file, -1) {
		length, err := strconv.Atoi(string(in.file[found[2]:found[3]]))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, stream{found[1], found[1] + length, [2]int{found[2], found[3]}})
	}
	return all
}

// outsideStreams lists the bytes outside of the data of streams and of the signature's value.
func (in insider) outsideStreams(t testing.TB) []int {
	inside := make([]bool, len(in.file))
	for _, s := range append(in.streams(t), stream{at: in.room[0] + 1, end: in.room[1] - 1}) {
		for at := s.at; at < s.end; at++ {
			inside[at] = true
		}
	}
	var all []int
	for at := range in.file {
		if !inside[at] {
			all = append(all, at)
		}
	}
	return all
}

// matches lists the byte ranges of a pattern outside of the data of streams.
func (in insider) matches(t testing.TB, pattern string) [][2]int {
	masked := bytes.Repeat([]byte{0xff}, len(in.file))
	for _, at := range in.outsideStreams(t) {
		masked[at] = in.file[at]
	}
	var all [][2]int
	for _, found := range regexp.MustCompile(pattern).FindAllIndex(masked, -1) {
		all = append(all, [2]int(found))
	}
	return all
}
