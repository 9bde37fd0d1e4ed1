package store

import (
	"fmt"
	"time"

	"assay/assessment/english"
)

// clock watches the times of the entries of one chain, which run forward
// where every clock was right.
type clock struct {
	last, before int64 // microseconds UTC: of the latest entry, and of the one before the first that went back
	seq, at      int64 // of the first entry that went back
	backwards    int   // how many went back
}

// clocksDiffer is by how much the clocks of two machines may differ without a
// warning.
const clocksDiffer = 2 * time.Minute

func (c *clock) passes(seq, at int64) {
	if at < c.last-clocksDiffer.Microseconds() {
		if c.backwards == 0 {
			c.seq, c.at, c.before = seq, at, c.last
		}
		c.backwards++
	}
	c.last = at
}

// findings warns about entries whose time is before that of the entry before
// them.
func (c *clock) findings(what, entry string) []Finding {
	if c.backwards == 0 {
		return nil
	}
	moment := func(at int64) string { return time.UnixMicro(at).UTC().Format("2006-01-02 15:04 MST") }
	text := fmt.Sprintf("the times in %s go back: %s %d says %s, the one before it %s", what, entry, c.seq, moment(c.at), moment(c.before))
	if c.backwards > 1 {
		text += "; " + english.Count(c.backwards-1, "other goes", "others go") + " back too"
	}
	return []Finding{doubtful("clock", text)}
}

// timesOf checks the times of a journal.
func timesOf(what string, links []link) []Finding {
	var times clock
	for _, l := range links {
		times.passes(l.seq, l.at)
	}
	return times.findings(what, "event")
}
