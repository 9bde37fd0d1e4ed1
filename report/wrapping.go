package report

import (
	"strings"

	"assay/report/pdf"
)

// wrap breaks a text into lines of at most the given width: at line breaks, at
// spaces, and inside a word only if the word alone is too long. It returns at
// least one line.
func (c *canvas) wrap(text string, in ink, width float64) []string {
	broken := c.broken(text, in, width)
	lines := make([]string, len(broken))
	for i, line := range broken {
		lines[i] = line.text
	}
	return lines
}

// brokenLine is one line of a text.
type brokenLine struct {
	text string
	goes bool // the next line goes on with the same word
}

// broken is wrap, and tells where a word was broken.
func (c *canvas) broken(text string, in ink, width float64) []brokenLine {
	m := c.faces[in.face]
	most := int(width * 1000 / in.size)
	space := m.width(" ")
	const mostLines = 100 * pdf.MostPages // of any type
	var lines []brokenLine
	for paragraph := range strings.SplitSeq(c.drawable(text, in.face), "\n") {
		line, used := "", 0
		for word := range strings.FieldsSeq(paragraph) {
			wide := m.width(word)
			if line != "" && used+space+wide <= most {
				line, used = line+" "+word, used+space+wide
				continue
			}
			if line != "" {
				lines = append(lines, brokenLine{line, false})
			}
			for wide > most {
				head := m.cut(word, most)
				lines = append(lines, brokenLine{word[:head], true})
				wide -= m.width(word[:head])
				word = word[head:]
			}
			line, used = word, wide
		}
		if lines = append(lines, brokenLine{line, false}); len(lines) > mostLines {
			panic(tooLong)
		}
	}
	return lines
}

// cut is how many bytes of a word fit into the width, at least one character. It
// keeps a spelled-out character whole and cuts a name such as our_training_done
// after an underscore.
func (m metrics) cut(word string, most int) int {
	used := 0
	for i, r := range word {
		if used += int(max(m[r], 0)); used > most && i > 0 {
			if open := strings.LastIndex(word[:i], "[U+"); open > 0 && !strings.Contains(word[open:i], "]") {
				return open
			}
			if under := strings.LastIndexByte(word[:i], '_'); under > 0 {
				return under + 1
			}
			return i
		}
	}
	return len(word)
}
