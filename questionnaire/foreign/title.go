package foreign

import (
	"regexp"
	"strings"

	"assay/assessment/english"
)

var opening = regexp.MustCompile(`(?i)^(?:please )?(?:(?:do|does|did|is|are|has|have|can|could|will|would) (?:you|your|the|its|it|there|all|any)(?: (?:organization|organisation|company|firm|vendor|supplier|solution|service|product|system)(?:'s)?)?|(?:describe|explain|provide|state|specify|list)(?: (?:how|your|the))?(?: you)?) `)

// titleOf is a short name for a question: without the words with which most of them
// begin.
func titleOf(question string) string {
	words := strings.TrimRight(question, "?.:* ")
	if rest := opening.ReplaceAllString(words, ""); len(strings.Fields(rest)) >= 2 {
		words = rest
	}
	return english.Capital(words)
}
