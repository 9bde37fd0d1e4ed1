package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/questionnaire"
	"assay/tui/dialog"
	"assay/tui/draw"
)

// usualWaiverDays is the default length of a waiver.
const usualWaiverDays = 30

// whyNotWaived says why the item cannot be waived now; it is empty when it can.
func whyNotWaived(at spot) string {
	milestone := at.k.now.Milestone
	switch from := at.item.Phase.From(); {
	case !at.item.Kind.IsGate():
		return "only a gate can be waived"
	case at.item.Basis == questionnaire.Required, at.item.Basis == questionnaire.OtherLaw:
		return "a requirement of law cannot be waived: close the gate"
	case milestone != questionnaire.Award:
		return "a waiver never opens milestone " + string(milestone) + ": close the gate instead"
	case from != questionnaire.Award:
		return "it counts from milestone " + string(from) + " on, and no waiver covers that"
	case at.result.Gate == assessment.GateClosed:
		return "its gate is closed: there is nothing to waive"
	case at.result.Gate == "":
		return "it is not asked now: there is nothing to waive"
	}
	return ""
}

// waive asks for a waiver of the item's gate. The approver must not be the
// evaluator, who records it. Where people approve in their own name alone, the approver is
// the person who records it.
func (s *interview) waive(m *Model, at spot) *asked {
	former := at.k.now.Waivers[at.item.ID]
	approver := dialog.Needed(dialog.TextField("approver", "", "who approves it, by name; not you"), "say who approves it")
	approver.Hidden = func(*dialog.Sheet) bool { return m.inPerson() }
	lead := "The gate stays open for at most 90 days. Until then the verdict is conditional at best."
	return ask(&dialog.Sheet{
		Title: "Waive " + at.item.ID + " " + at.item.Title,
		About: func(*dialog.Sheet) string { return lead + m.inPersonWords("approve it") },
		Fields: []dialog.Field{
			approver,
			dialog.Needed(dialog.TextField("reason", "", "why the gate stays open"), "say why the gate stays open"),
			dialog.Needed(dialog.TextField("control", former.Control, "what protects patients until then"), "say what protects instead"),
			dialog.Needed(dialog.TextField("owner", former.Owner, "who will close the gate"), "say who will close the gate"),
			dialog.DateField("expires", at.k.day+usualWaiverDays, "the last day; "+dueHint, at.k.day, at.k.zone()),
		},
	}, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		change := assessment.WaiverGranted{Waiver: assessment.Waiver{
			Item: at.item.ID, Granted: at.k.day, Expires: sh.Day("expires"),
			Approver: m.approver(sh, "approver"), Reason: sh.Value("reason"), Control: sh.Value("control"), Owner: sh.Value("owner"),
		}}
		if err := m.admits(at.k, change); err != nil {
			if strings.EqualFold(change.Waiver.Approver, m.bench.Evaluator) {
				return nil, dialog.In("approver", err)
			}
			return nil, dialog.In("expires", err)
		}
		m.shut()
		return m.record(at.k, change), nil
	})
}

// waiverLines are drawn below the answer to a gate that has or had a waiver.
func waiverLines(out *draw.Block, at spot) {
	if at.result.Gate != assessment.GateWaived && at.result.Gate != assessment.GateWaiverExpired {
		return
	}
	w := at.k.now.Waivers[at.item.ID]
	sign, in := out.Theme.Gate(at.result.Gate)
	out.Paragraph(in, sign+" ", out.Theme.Plain, "waived by "+w.Approver+" until "+w.Expires.String()+": "+w.Reason+" · instead: "+w.Control+" · "+w.Owner+" closes it")
}
