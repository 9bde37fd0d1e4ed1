package yamldoc

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// The limits of a file. They lie far above what a person writes, and keep every
// file, however hostile, under a second and 256 MB.
const (
	MaxBytes  = 1 << 20
	MaxDepth  = 32      // of mappings and lists within each other
	MaxTokens = 150_000 // scalars, dashes, colons, commas and brackets
	MaxKeys   = 1000    // of one mapping that is written by indentation
	MaxKey    = 256     // bytes of one key
	MaxEmpty  = 2000    // keys and dashes with nothing behind them

	// maxPath bounds the sum of the lengths of all paths: the library writes
	// out the path of every value.
	maxPath = 16 << 20
	// maxMistakes is how many mistakes of a file are told.
	maxMistakes = 200
)

// The library's lexer takes quadratic time for three shapes. Each is counted in
// letters that the lexer looks at more than once, and bounded for the file.
const (
	maxRescan   = 100_000_000 // tabs inside "…", and runs of <
	maxRecopied = 10_000_000  // blank lines inside | and > texts
)

// survey goes over the bytes of a file once before the lexer does. It refuses
// what is no text, and what the lexer would take too long for.
type survey struct {
	line     int
	marks    int // letters that may begin or end a token, quotes aside
	quotes   int
	rescan   int
	recopied int

	block       bool // inside what may be a | or > text
	blockIndent int  // of the line that opens it
	blockBytes  int
}

// look gives the first mistake of the text; its lines end in \n.
func (s *survey) look(text string) *Mistake {
	for line := range strings.Lines(text) {
		s.line++
		if mistake := s.letters(line); mistake != nil {
			return mistake
		}
		s.measure(line)
		switch {
		case s.marks+s.quotes/2 > MaxTokens:
			return &Mistake{Line: s.line, Column: 1, Text: tooMany}
		case s.rescan > maxRescan:
			return &Mistake{Line: s.line, Column: 1, Text: "too many tabs or < signs on long lines"}
		case s.recopied > maxRecopied:
			return &Mistake{Line: s.line, Column: 1, Text: "too many blank lines inside a text"}
		}
	}
	return nil
}

var tooMany = fmt.Sprintf("the file has more than %d values and marks", MaxTokens)

// letters refuses what is not text in UTF-8.
func (s *survey) letters(line string) *Mistake {
	for i, letter := range line {
		if letter >= ' ' && letter != utf8.RuneError || letter == '\n' || letter == '\t' {
			continue
		}
		column := utf8.RuneCountInString(line[:i]) + 1
		if letter < ' ' {
			return &Mistake{
				Line: s.line, Column: column, Text: fmt.Sprintf("control character %U", letter),
				Hint: `inside "…" it is written as \x and two digits`,
			}
		}
		if _, size := utf8.DecodeRuneInString(line[i:]); size == 1 {
			return &Mistake{Line: s.line, Column: column, Text: "the file is not UTF-8 text", Hint: "save it with the encoding UTF-8"}
		}
	}
	return nil
}

func (s *survey) measure(line string) {
	tabs, run, spaces, splitting, opensBlock := 0, 0, 0, false, false
	for i := range len(line) {
		if line[i] == '<' {
			run++
			s.rescan += run
		} else {
			run = 0
		}
		switch line[i] {
		case ' ':
			spaces++
		case '\t':
			tabs++
		case '%', '&', '*', '!':
			splitting = true // the lexer cuts the rest of the line at its spaces
			s.marks++
		case '|', '>':
			opensBlock = true
			s.marks++
		case '"', '\'':
			s.quotes++
		case '[', ']', '{', '}', ',', ':', '?', '#', '@', '`':
			s.marks++
		case '-':
			if i == 0 || i+1 == len(line) || line[i+1] <= ' ' {
				s.marks++
			}
		case '.', '<':
			if i == 0 || line[i-1] == ' ' {
				s.marks++
			}
		}
	}
	if splitting {
		s.marks += spaces
	}
	s.rescan += tabs * len(line)
	s.measureBlock(line, opensBlock)
}

// measureBlock counts what the lexer copies for the blank lines of a text
// behind | or >. It takes any line with these signs for the head of one.
func (s *survey) measureBlock(line string, opens bool) {
	content := strings.TrimLeft(line, " ")
	indent := len(line) - len(content)
	blank := strings.TrimSpace(content) == ""
	if s.block && (blank || indent > s.blockIndent) {
		s.blockBytes += len(line)
		if blank {
			s.recopied += s.blockBytes
		}
		return
	}
	s.block, s.blockIndent, s.blockBytes = opens, indent, 0
}
