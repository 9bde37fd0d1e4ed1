package wording

import (
	"assay/assessment"
	"assay/assessment/ranking"
)

// Standing is a verdict as lists and pages print it: its sign and its word. Of a vendor
// whom nobody has met the rules say blocked, since every gate is open; people read that
// as a judgment, so it is called not started.
func Standing(v assessment.Verdict, begun bool) (sign, word string) {
	if !begun {
		return assessment.Incomplete.Sign(), string(ranking.NotStarted)
	}
	return v.Sign(), string(v)
}

// NotStarted says why an assessment has no verdict to speak of.
const NotStarted = string(ranking.NotStarted) + ": nothing that counts is answered yet"
