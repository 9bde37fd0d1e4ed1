package questionnaire

import (
	"slices"
	"strings"
)

// Way is how an item is asked.
type Way string

// The ways of asking.
const (
	Written    Way = "written"  // sent to the vendor ahead of the meeting
	Live       Way = "live"     // asked in the meeting
	InDocument Way = "document" // we read a paper
	Researched Way = "research" // we look it up
	ByUs       Way = "us"       // our own duty
)

// Ways lists all ways of asking.
func Ways() []Way { return []Way{Written, Live, InDocument, Researched, ByUs} }

// mostMinutes bounds the minutes of one item.
const mostMinutes = 60

// mostNumber bounds the letters of a number, which is shown beside a title.
const mostNumber = 16

// waysOf lists the ways in which an item can be asked, by the party that
// answers it. The first is the one for a file that does not say.
func waysOf(askedOf string) []Way {
	switch askedOf {
	case "document":
		return []Way{InDocument}
	case "research":
		return []Way{Researched}
	case AskedOfUs:
		return []Way{ByUs}
	case "reference":
		return []Way{Live}
	}
	return []Way{Live, Written}
}

// Way is how the item is asked. A file without how is read by whom the item is
// asked of. Computed items are never asked.
func (i *Item) Way() Way {
	switch {
	case i.Computed():
		return ""
	case i.How != "":
		return i.How
	}
	return waysOf(i.AskedOf)[0]
}

// Numbered is the title behind the number of its source, if it has one, such as
// "4.2(b) Notice of a breach".
func (i *Item) Numbered() string {
	if i.Number == "" {
		return strings.TrimSpace(i.Title)
	}
	return strings.TrimSpace(i.Number + " " + i.Title)
}

// SentAhead reports whether the vendor answers the item in writing, before the
// meeting. In a file that never says how items are asked, everything that the
// vendor answers is sent ahead.
func (q *Questionnaire) SentAhead(item *Item) bool {
	if item.AskedOf != "vendor" && item.AskedOf != "delivery lead" || item.Computed() {
		return false
	}
	return item.How == Written || !slices.ContainsFunc(q.list, func(i *Item) bool { return i.How != "" })
}

// ReserveScenarios lists the scenarios of the reserve, by id.
func (q *Questionnaire) ReserveScenarios() []string {
	var ids []string
	for item := range q.Items() {
		if item.Reserve {
			ids = append(ids, item.ID)
		}
	}
	return ids
}

// asking checks how an item is asked and how long that takes.
func (c *checker) asking(path string, item *Item) {
	if item.Computed() {
		c.require(path+".how", item.How == "" && item.Minutes == 0, "nobody answers %s, so it cannot have how or minutes", item.ID)
	}
	c.require(path+".how", item.How == "" || slices.Contains(Ways(), item.How), "how must be written, live, document, research or us, not %q", item.How)
	c.require(path+".minutes", inRange(item.Minutes, 0, mostMinutes), "minutes must lie within 1–%d", mostMinutes)
	c.require(path+".number", len([]rune(item.Number)) <= mostNumber, "a number has at most %d characters", mostNumber)
	c.require(path+".reserve", !item.Reserve || item.Kind.Scored(), "only a scenario can have reserve")
}
