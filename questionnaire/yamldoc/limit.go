package yamldoc

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// The limits of a file. No file that a person writes comes near them. Within
// them [Read] takes less than one second and 256 MB for any file, even one made
// to attack it.
const (
	MaxBytes  = 1 << 20
	MaxDepth  = 32      // levels of mappings and lists inside each other
	MaxTokens = 150_000 // scalars, dashes, colons, commas and brackets
	MaxKeys   = 1000    // keys of one mapping that is written by indentation
	MaxKey    = 256     // bytes of one key
	MaxEmpty  = 2000    // keys and dashes without a value

	// maxPath limits the sum of the lengths of all paths in bytes, because the
	// library writes out the path of every value.
	maxPath     = 16 << 20
	maxMistakes = 200 // reported for one file
)

// The library's lexer takes quadratic time for three shapes of text. The survey
// counts the bytes that the lexer would read or copy again, over the whole file.
const (
	maxRescan   = 100_000_000 // for tabs inside "…", and for runs of <
	maxRecopied = 10_000_000  // for blank lines inside | and > texts
)

// survey reads the bytes of a file once, before the lexer does. It refuses bytes
// that are not text, and files that would keep the lexer busy for too long.
type survey struct {
	line     int // the current line, from 1
	marks    int // characters that may begin or end a token, except quotes
	quotes   int
	rescan   int
	recopied int

	block       bool // the line may be inside a | or > text
	blockIndent int  // spaces before the line that opens this text
	blockBytes  int  // of this text so far
}

// look returns the first mistake of the text, or nil. Pass it a text whose lines
// end in \n.
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

var tooMany = fmt.Sprintf("the file has more than %d values and punctuation marks", MaxTokens)

// letters returns a mistake if the line has control characters or invalid UTF-8.
func (s *survey) letters(line string) *Mistake {
	for i, letter := range line {
		if letter >= ' ' && letter != utf8.RuneError || letter == '\n' || letter == '\t' {
			continue
		}
		column := utf8.RuneCountInString(line[:i]) + 1
		if letter < ' ' {
			return &Mistake{
				Line: s.line, Column: column, Text: fmt.Sprintf("control character %U", letter),
				Hint: `inside "…" write it as \x and two digits`,
			}
		}
		if _, size := utf8.DecodeRuneInString(line[i:]); size == 1 {
			return &Mistake{Line: s.line, Column: column, Text: "the file is not UTF-8 text", Hint: "save the file as UTF-8"}
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
			splitting = true // the lexer splits the rest of the line at its spaces
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

// measureBlock counts the bytes that the lexer copies again at each blank line of
// a text after | or >. It assumes that every line with one of these signs opens
// such a text.
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
