package wording

import (
	"fmt"

	"assay/assessment"
	"assay/assessment/english"
)

// FormKind tells which form it is, like "all written questions, html".
func FormKind(format, part string) string {
	what := "all written questions"
	switch part {
	case "evidence":
		what = "evidence request"
	case "outstanding":
		what = "open points"
	}
	return english.Join(", ", what, format)
}

// StatedBy tells who filled a form in, as the form itself states it.
func StatedBy(by assessment.Stated) string {
	name := "the form states no name"
	if by.Name != "" {
		name = "name as stated in the form: " + english.Join(", ", assessment.AsStated(by.Name), assessment.AsStated(by.Role), assessment.AsStated(by.Company))
	}
	return english.Join(", ", name, by.Day.String())
}

// Taken tells in one sentence what was recorded of a reply, and how many attached files
// came with it.
func Taken(c assessment.Received, attached int) string {
	said := fmt.Sprintf("%d taken, %d left, %d held back", len(c.Taken), len(c.Left), len(c.HeldBack))
	if attached > 0 {
		said += "; " + english.Count(attached, "attached file") + " received, not read"
	}
	switch {
	case c.Kept == nil:
		said += "; the file was not kept, because it has or may have patient data"
	case len(c.LeftOut) > 0:
		said += "; kept without " + english.List(c.LeftOut)
	}
	return said
}

// Reception tells what was taken from a reply.
func Reception(c assessment.Received) string {
	parts := []string{fmt.Sprint(len(c.Taken)) + " taken"}
	if n := len(c.Left); n > 0 {
		parts = append(parts, fmt.Sprint(n)+" left")
	}
	if n := len(c.HeldBack); n > 0 {
		parts = append(parts, fmt.Sprint(n)+" held back")
	}
	if c.Kept == nil {
		parts = append(parts, "the file was not kept")
	} else if n := len(c.LeftOut); n > 0 {
		parts = append(parts, "kept without "+english.Count(n, "file"))
	}
	return english.Join("; ", english.Join(", ", parts...), StatedBy(c.Stated))
}
