package report

import "slices"

// piece is a part of a page that must not grow longer: rows, of which the last ones
// may be left out where the page has no room. The annex then has them all.
type piece struct {
	rows  int
	least int // how many rows it always prints
	take  int // how many rows it prints here

	cut bool // a row is shortened

	// build lays out the first rows, and says how many are left out.
	build func(take int) block
}

// short reports whether rows were left out.
func (p *piece) short() bool { return p.take < p.rows }

// fit decides how many rows each piece prints, so that all together are no higher
// than the room. Each gets its least rows; then they take further rows in turn, those of
// an earlier group before all others. It reports whether the least rows have room.
func fit(room float64, groups ...[]*piece) bool {
	heights := map[*piece]float64{}
	used := 0.0
	try := func(p *piece, take int, always bool) bool {
		height := p.build(take).height()
		if !always && used-heights[p]+height > room {
			return false
		}
		used += height - heights[p]
		heights[p], p.take = height, take
		return true
	}
	all := slices.Concat(groups...)
	for _, p := range all {
		try(p, p.rows, true)
	}
	if used <= room {
		return true
	}
	for _, p := range all {
		try(p, min(p.least, p.rows), true)
	}
	if used > room {
		return false
	}
	for _, group := range groups {
		for growing := slices.Clone(group); len(growing) > 0; {
			growing = slices.DeleteFunc(growing, func(p *piece) bool { return !p.short() || !try(p, p.take+1, false) })
		}
	}
	return true
}

// capped shortens a paragraph to a number of lines, and reports whether it did.
func (c *canvas) capped(p para, width float64, most int) (para, bool) {
	lines := c.wrap(p.text, p.ink, width-p.indent)
	if len(lines) <= most {
		return p, false
	}
	text := ""
	for _, line := range lines[:most-1] {
		text += line + "\n"
	}
	p.text = text + c.ended(lines[most-1], p.ink, width-p.indent)
	return p, true
}

// ended is a line that says by three dots that it goes on.
func (c *canvas) ended(line string, in ink, width float64) string {
	return c.wrap(line, in, width-c.measure("…", in))[0] + "…"
}
