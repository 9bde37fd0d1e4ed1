package wording

import (
	"assay/assessment"
	"assay/questionnaire"
)

// Form is the kind of an item, and whether it is a gate at a milestone.
func Form(item *questionnaire.Item, gate assessment.GateState, at questionnaire.Milestone) string {
	switch {
	case len(item.ClosedBy) > 0:
		return "line of a checklist"
	case len(item.Earliest) > 0:
		return "computed date"
	case item.Kind.IsGate() && item.Hard:
		return "hard " + string(item.Kind)
	case gate != "" && !item.Kind.IsGate():
		return string(item.Kind) + ", a gate at " + string(at)
	}
	return string(item.Kind)
}

// AskedOf says where the answer to an item comes from.
func AskedOf(item *questionnaire.Item) string {
	switch item.AskedOf {
	case questionnaire.AskedOfUs:
		return "ask ourselves"
	case "document":
		return "read the document"
	case "research":
		return "look it up"
	case "reference":
		return "ask a reference"
	}
	if item.How == questionnaire.Written {
		return "asked the " + item.AskedOf + " in writing"
	}
	return "ask the " + item.AskedOf
}
