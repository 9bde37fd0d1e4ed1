package report

import (
	"fmt"
	"math"
	"slices"

	"assay/assessment"
	"assay/assessment/wording"
)

// Every chart draws claimed as an outline and shown as a filled shape, so that the
// two differ in black-and-white print too.

// along is the length of a score on a bar.
func along(score assessment.Score, width float64) float64 {
	return float64(width*float64(max(score, 0))) / 1000
}

// scale draws shown, claimed, interval and reachable on one line from 0 to 100,
// with the bands.
func (r *report) scale() block {
	const thick, line = 9, 8
	labels, rows := r.bandLabels()
	deeper := float64((rows - 1) * line)
	height := 47 + deeper
	return block{{height: height, draw: r.charted(r.scaleWords(labels), height, func(top float64) {
		x, width, y := r.left, r.width(), top+15
		result := r.result
		r.fill(x, y, width, thick, wash)
		r.fill(x, y, along(result.Shown, width), thick, accent)
		r.frame(x, y, along(result.Claimed, width), thick, 0.9, black)
		if low, high := along(result.Interval[0], width), along(result.Interval[1], width); high > low {
			middle := y - 4
			r.rule(point{x + low, middle}, point{x + high, middle}, 0.9, black)
			r.rule(point{x + low, middle - 2}, point{x + low, middle + 2}, 0.9, black)
			r.rule(point{x + high, middle - 2}, point{x + high, middle + 2}, 0.9, black)
		}
		reach := x + along(result.Reachable, width)
		r.outline([]point{{reach - 3, y - 7}, {reach + 3, y - 7}, {reach, y - 1.5}}, 0.8, black)
		for _, band := range labels {
			below := float64(band.row * line)
			r.rule(point{x + band.at, y - 2}, point{x + band.at, y + thick + 5 + below}, 0.7, black)
			if band.before {
				r.textRight(x+band.at-2.5, y+thick+7+below, band.text, label)
			} else {
				r.text(x+band.at+2.5, y+thick+7+below, band.text, label)
			}
		}
		r.legend(x, top+45+deeper)
	})}}
}

// charted draws a chart across the text.
func (l *layout) charted(alt string, height float64, draw func(top float64)) func(top float64) {
	return func(top float64) {
		l.chart(alt, l.left, top, l.width(), height, func() { draw(top) })
	}
}

// scaleWords are the figures of the scale in words.
func (r *report) scaleWords(labels []bandLabel) string {
	result := r.result
	text := fmt.Sprintf("Scale from 0 to 100: shown %s, claimed %s, interval %s, reachable %s", result.Shown, result.Claimed,
		wording.Span(result.Interval[0], result.Interval[1]), result.Reachable)
	for _, band := range labels {
		text += ", " + band.text
	}
	return text + "."
}

// bandLabel is the name of a band beside its tick on the scale.
type bandLabel struct {
	at     float64 // of the tick, from the left end of the scale
	text   string
	row    int  // from 0, below each other
	before bool // left of its tick, because the scale ends too soon after it
}

// bandLabels places the names of the bands. A name that would overlap its
// neighbor, or the tick of its neighbor, moves down one row.
func (r *report) bandLabels() (labels []bandLabel, rows int) {
	bands, width := r.q.Scoring.Bands, r.width()
	before := false
	for _, band := range []struct {
		least int
		name  string
	}{{bands.Approve, "approve"}, {bands.Conditional, "conditional"}, {bands.Remediate, "remediate"}} {
		l := bandLabel{at: along(assessment.Score(band.least*10), width), text: fmt.Sprintf("%s from %d", band.name, band.least)}
		before = before || l.at+3+r.measure(l.text, label) > width
		labels = append(labels, l)
	}
	if before {
		slices.Reverse(labels)
	}
	for i := range labels {
		l := &labels[i]
		l.before = before
		for _, neighbor := range labels[:i] {
			if math.Abs(neighbor.at-l.at) < r.measure(l.text, label)+5 {
				l.row = max(l.row, neighbor.row+1)
			}
		}
		rows = max(rows, l.row+1)
	}
	return labels, rows
}

func (r *report) legend(x, y float64) {
	for _, sign := range []struct {
		name string
		draw func(x, y float64)
	}{
		{"shown", func(x, y float64) { r.fill(x, y-5, 12, 5, accent) }},
		{"claimed", func(x, y float64) { r.frame(x, y-5, 12, 5, 0.9, black) }},
		{"interval", func(x, y float64) {
			r.rule(point{x, y - 2.5}, point{x + 12, y - 2.5}, 0.9, black)
			r.rule(point{x, y - 4.5}, point{x, y - 0.5}, 0.9, black)
			r.rule(point{x + 12, y - 4.5}, point{x + 12, y - 0.5}, 0.9, black)
		}},
		{"reachable", func(x, y float64) { r.outline([]point{{x + 3, y - 5}, {x + 9, y - 5}, {x + 6, y}}, 0.8, black) }},
	} {
		sign.draw(x, y)
		r.text(x+16, y, sign.name, label)
		x += 16 + r.measure(sign.name, label) + 14
	}
}

// bar draws one domain on a line of 0 to 100, with a tick at its floor.
func (r *report) bar(d assessment.DomainResult) func(x, top, width float64) {
	return func(x, top, width float64) {
		const thick = 6
		y := top + 2.5
		if d.Shown == assessment.NoScore {
			r.fill(x, y, width, thick, wash)
			return
		}
		r.chart(barWords(d), x, y-2, width, thick+4, func() {
			r.fill(x, y, width, thick, wash)
			r.fill(x, y, along(d.Shown, width), thick, accent)
			r.frame(x, y, along(d.Claimed, width), thick, 0.7, black)
			if d.Floor > 0 {
				at := x + along(assessment.Score(d.Floor*10), width)
				r.rule(point{at, y - 2}, point{at, y + thick + 2}, 1.1, black)
			}
		})
	}
}

// barWords are the figures on the bar of a domain in words.
func barWords(d assessment.DomainResult) string {
	text := fmt.Sprintf("Bar: shown %s, claimed %s", d.Shown, d.Claimed)
	if d.Floor > 0 {
		text += fmt.Sprintf(", floor %d", d.Floor)
	}
	return text + "."
}
