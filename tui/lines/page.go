package lines

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/tui/draw"
)

// page writes lines of at most [width] columns.
type page struct {
	to   io.Writer
	text strings.Builder // not written yet
	err  error
}

const width = 72

// say writes a text that begins at the margin.
func (p *page) say(text string) { p.under("", text) }

// under writes a text behind a lead. Its further lines begin below the first.
func (p *page) under(lead, text string) {
	lead = hostile.Clean(lead)
	indent := strings.Repeat(" ", draw.Width(lead))
	for _, line := range draw.Wrap(text, width-len(indent)) {
		p.text.WriteString(strings.TrimRight(lead+line, " ") + "\n")
		lead = indent
	}
}

func (p *page) blank() { p.text.WriteString("\n") }

// flush writes everything that was said.
func (p *page) flush() error {
	if p.err == nil {
		_, p.err = io.WriteString(p.to, p.text.String())
	}
	p.text.Reset()
	return p.failed()
}

// failed is the error of the output, or nil. A person who sees nothing must not go
// on.
func (p *page) failed() error {
	if p.err == nil {
		return nil
	}
	return assessment.Errorf(assessment.Unwritten, "cannot write the output: %w", p.err)
}

// reader reads the input line by line, always through the same buffer.
type reader struct {
	next chan typed
	read int // how many lines were read
}

type typed struct {
	line string
	err  error
}

// longest is the longest line that is taken, in bytes.
const longest = 64 << 10

// newReader begins to read. It reads one line ahead at most, and ends with the input
// or with the process: nobody can take a read of a terminal back.
func newReader(from io.Reader) *reader {
	l := &reader{next: make(chan typed)}
	go func() {
		buffered := bufio.NewReader(from)
		for {
			line, err := readLine(buffered)
			if err == io.EOF {
				close(l.next)
				return
			}
			l.next <- typed{line, err}
		}
	}()
	return l
}

// readLine reads one line without its end. The last one may lack the end. A line
// that is too long is read and not taken.
func readLine(from *bufio.Reader) (string, error) {
	var line []byte
	long := false
	for {
		part, more, err := from.ReadLine()
		if err != nil {
			return "", io.EOF // a terminal that is gone has no more lines
		}
		if long = long || len(line)+len(part) > longest; !long {
			line = append(line, part...)
		}
		switch {
		case more:
		case long:
			return "", assessment.Errorf(assessment.Invalid, "the line is longer than %d bytes", longest)
		default:
			return strings.TrimSpace(hostile.Clean(string(line))), nil
		}
	}
}

// line writes everything that was said and the prompt, and reads a line. Without a
// terminal it repeats the line.
func (l *reader) line(ctx context.Context, p *page, terminal bool, prompt string) (string, error) {
	p.text.WriteString(prompt)
	if err := p.flush(); err != nil {
		return "", err
	}
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case t, more := <-l.next:
		if !more {
			t.err = io.EOF
		}
		l.read++
		if t.err == nil && !terminal {
			fmt.Fprintln(&p.text, t.line)
		}
		if t.err != nil {
			p.blank()
		}
		return t.line, t.err
	}
}
