package foreign

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// weightWords are the usual words for a weight.
var weightWords = map[int]string{
	5: "critical, very high, essential, vital, extreme, must, must have, mandatory, crucial",
	4: "high, important, major, significant, h",
	3: "medium, moderate, standard, normal, average, m, med, recommended, should, should have",
	2: "low medium, lower, minor, could, could have",
	1: "low, very low, optional, nice to have, trivial, l, negligible",
}

const noWeight = "none, not scored, unscored, n a, na, informational, information only, info, not applicable"

// scale brings the figures of a file into the weights 1 to 5.
type scale struct {
	most float64 // 0 if the figures are 1 to 5 already, or there are none
}

// weight is the weight of one question.
type weight struct {
	value   int  // 0 for none
	none    bool // the file says that it has none
	strange []text
}

func newScale(entries []*entry) scale {
	var s scale
	whole := true
	for _, e := range entries {
		for _, t := range e.texts[Weight] {
			if figure, is := figureOf(t.words); is {
				s.most = max(s.most, figure)
				whole = whole && figure == math.Trunc(figure)
			}
		}
	}
	if s.most <= 5 && whole {
		s.most = 0
	}
	return s
}

func figureOf(words string) (float64, bool) {
	text := strings.ReplaceAll(strings.TrimSuffix(strings.TrimSpace(words), "%"), ",", ".")
	figure, err := strconv.ParseFloat(text, 64)
	return figure, err == nil && figure >= 0 && !math.IsInf(figure, 0)
}

// read reads the weight of a question. Of several columns the one with figures is
// taken, because it says more.
func (s scale) read(e *entry) weight {
	var w weight
	texts := slices.Clone(e.texts[Weight])
	slices.SortStableFunc(texts, func(a, b text) int {
		_, one := figureOf(a.words)
		_, other := figureOf(b.words)
		switch {
		case one && !other:
			return -1
		case other && !one:
			return 1
		}
		return 0
	})
	for _, t := range texts {
		figure, is := figureOf(t.words)
		switch {
		case is && figure == 0:
			w.none = w.value == 0
		case is && s.most > 0:
			w.first(max(1, int(math.Round(figure/s.most*5))))
		case is:
			w.first(max(1, int(figure)))
		case among(plain(t.words), noWeight) || among(simple(t.words), noWeight):
			w.none = w.value == 0
		default:
			w.word(t)
		}
	}
	return w
}

func (w *weight) first(value int) {
	if w.value == 0 {
		w.value, w.none = value, false
	}
}

// word reads High, or 3 - High.
func (w *weight) word(t text) {
	word := strings.TrimLeft(plain(t.words), "0123456789 ")
	for _, end := range []string{" importance", " priority", " risk", " weight"} {
		word = strings.TrimSuffix(word, end)
	}
	for value, words := range weightWords {
		if among(word, words) {
			w.first(value)
			return
		}
	}
	w.strange = append(w.strange, t)
}
