package questionnaire

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"assay/questionnaire/yamldoc"
)

// reference is one place at which something is named by its id.
type reference struct {
	path string // of the id, or of the condition with the id
	item string // whose key it is; empty for the facts of the risk
	key  string // the key, as na_when or red_flags[0].when
	id   string
}

// taken reports whether an extension removes the target of a reference, and
// where to report it: at the entry of keep or drop for an inherited
// reference, at the reference itself if the extension wrote it.
type taken func(path, id string) (at string, is bool)

// missing is the mistake of a reference without a target. known lists the
// ids that the author may have meant.
func (r reference) missing(taken taken, text string, known iter.Seq[string]) Mistake {
	if taken != nil {
		if at, is := taken(r.path, r.id); is {
			return r.dropped(at)
		}
	}
	return Mistake{Path: r.path, Text: text, Hint: didYouMean(r.id, known)}
}

// dropped names the item that needs a removed target, and how to fix it.
func (r reference) dropped(at string) Mistake {
	if r.item == "" {
		return Mistake{Path: at, Text: fmt.Sprintf("the risk uses %s, which is dropped", r.id), Hint: "keep it, or set scoring.risk to null"}
	}
	key, _, _ := strings.Cut(r.key, "[")
	other := "other"
	if slices.Contains([]string{"when", "na_when"}, key) {
		other = "another"
	}
	return Mistake{
		Path: at, Text: fmt.Sprintf("%s %s uses %s, which is dropped", r.item, key, r.id),
		Hint: fmt.Sprintf("keep it, or give %s %s %s", r.item, other, key),
	}
}

// didYouMean is the hint for an id that differs little from a known one.
func didYouMean(id string, known iter.Seq[string]) string {
	if near := yamldoc.Nearest(id, known); near != "" {
		return fmt.Sprintf("did you mean %s?", near)
	}
	return ""
}
