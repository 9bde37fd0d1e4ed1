package draw

import (
	"unicode/utf8"

	"assay/assessment"
)

// Figure is a score as the screens print it, flush right in five columns.
func Figure(s assessment.Score) string {
	text := s.String()
	return Blanks(5-utf8.RuneCountInString(text)) + text
}

// span is one stretch of a bar.
type span struct {
	ink  Ink
	sign string
	to   assessment.Score // where it ends
}

// bar draws spans over w columns. Each begins where the one before it ended.
func bar(l *Line, w int, rest Ink, spans ...span) {
	at := 0
	for _, s := range spans {
		to := (int(s.to)*w + 500) / 1000
		if s.to > 0 && to == 0 {
			to = 1
		}
		if n := min(to, w) - at; n > 0 {
			l.Times(s.ink, s.sign, n)
			at += n
		}
	}
	l.Times(rest, "·", w-at)
}

// ScoreBar draws an interval over w columns: its low end, its high end, and how
// far the score can still get.
func ScoreBar(t *Theme, l *Line, w int, low, high, reach assessment.Score) {
	if low == assessment.NoScore {
		l.Times(t.Dim, "·", w)
		return
	}
	bar(l, w, t.Dim, span{t.Accent, "█", low}, span{t.Accent, "▒", high}, span{t.Dim, "░", reach})
}

// ClaimedBar draws the shown score and, beyond it, the claimed one.
func ClaimedBar(t *Theme, l *Line, w int, shown, claimed assessment.Score) {
	if shown == assessment.NoScore {
		l.Times(t.Dim, "·", w)
		return
	}
	bar(l, w, t.Dim, span{t.Accent, "█", shown}, span{t.Accent, "▒", claimed})
}

// ShareBar draws a part of 100 over the rest of the line.
func ShareBar(t *Theme, l *Line, share assessment.Score) {
	bar(l, l.left, t.Dim, span{t.Accent, "█", share})
}

// Progress draws done of asked in w signs. The last sign is filled only when
// everything is done, the first as soon as anything is.
func Progress(done, asked, w int) string {
	full := done * w / asked
	if full == 0 && done > 0 {
		full = 1
	}
	out := make([]rune, w)
	for n := range out {
		out[n] = '▱'
		if n < full {
			out[n] = '▰'
		}
	}
	return string(out)
}
