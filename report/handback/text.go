package handback

import (
	"strings"
	"time"
	"unicode/utf8"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/assessment/written"
	"assay/questionnaire"
)

// longestText is the longest answer that is read, in bytes: 10,000 letters of any script have less than half of it.
const longestText = 100_000

// lineEnds makes every line end a line feed. Acrobat ends lines with a carriage return, and Word with U+000B.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// clean makes a text of the vendor harmless, and keeps its lines.
func clean(text string) string {
	return strings.TrimSpace(hostile.Clean(lineEnds.Replace(text)))
}

// line is clean for a text of one line.
func line(text string) string { return hostile.Line(lineEnds.Replace(text)) }

// checkText refuses a text that is too long. where names its place.
func checkText(where, text string) error {
	if len(text) > longestText {
		return tooLarge("%s: the text has %d bytes, and at most %d are read", where, len(text), longestText)
	}
	if !utf8.ValidString(text) {
		return broken("%s: the text is not valid UTF-8", where)
	}
	return nil
}

// day reads a date as people write it in a form. A date whose order of day and month is unknown stays a text only.
func day(text string) assessment.Date {
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return assessment.DateOf(at, at.Location())
	}
	at, err := questionnaire.ParseDay(text, true, false)
	if err != nil {
		return 0
	}
	return assessment.DateOf(at, time.UTC)
}

// set stores a value that the vendor stated about itself.
func set(s *written.Stated, field, text string) bool {
	text = line(text)
	switch field {
	case "company":
		s.Company = text
	case "name":
		s.Name = text
	case "role":
		s.Role = text
	case "reach":
		s.Reach = text
	case "date":
		s.Day, s.DayText = day(text), text
	default:
		return false
	}
	return true
}
