package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
)

// How long a flow-down agreement runs: the choices of the dialog.
const (
	noFlowDown     = "none"
	flowDownEnds   = "ends on a day"
	flowDownIsOpen = "runs until terminated"
)

// newLink asks for a link of the delivery chain: a new one under another, or one
// that is there, to be changed.
func newLink(m *Model, k *book, l assessment.Link) *sheet {
	flow := choiceField("flow-down BAA", noFlowDown, flowDownEnds, flowDownIsOpen)
	signed, ends := "", ""
	if l.Flow != nil {
		flow.chosen, signed, ends = 1, dateText(l.Flow.Signed), dateText(l.Flow.Ends)
		if l.Flow.UntilTerminated {
			flow.chosen = 2
		}
	}
	only := func(f field, wanted ...string) field {
		f.hidden = func(sh *sheet) bool { return !slices.Contains(wanted, sh.value("flow-down BAA")) }
		return f
	}
	sh := &sheet{
		title: "A link under " + engager(k, l.Under),
		lead:  "Whoever touches patient data, or holds credentials to it, is bound by a flow-down agreement.",
		fields: []field{
			textField("entity", l.Entity, "legal name"),
			textField("country", l.Country, "two letters, as US or PH"),
			textField("function", l.Function, "what it does; may stay empty"),
			yesNo("patient data", l.ID != "", l.PHI),
			yesNo("credentials", l.ID != "", l.Credentials),
			flow,
			only(textField("signed", signed, "as 2026-11-22, or -20d"), flowDownEnds, flowDownIsOpen),
			only(textField("ends", ends, "its last day, as 2027-11-22 or +365d"), flowDownEnds),
		},
		check: checkFields,
	}
	others := engagers(k, l.ID)
	if l.ID != "" {
		sh.title = l.Entity
		if len(others) > 1 {
			under := choiceField("under")
			for n, id := range others {
				under.options = append(under.options, engager(k, id))
				if id == l.Under {
					under.chosen = n
				}
			}
			sh.fields = append(sh.fields, under)
		}
	}
	sh.save = func(m *Model, sh *sheet) (tea.Cmd, error) {
		said, err := linkOf(k, sh, l)
		if err != nil {
			return nil, err
		}
		if at := sh.find("under"); at >= 0 {
			said.Under = others[sh.fields[at].chosen]
		}
		change := assessment.LinkSet{Link: said}
		if err := m.admits(k, change); err != nil {
			return nil, err
		}
		m.shut()
		return m.record(k, change), nil
	}
	return sh
}

// yesNo is a choice that is made only where its answer is known.
func yesNo(label string, known, is bool) field {
	f := undecidedField(label, "yes", "no")
	if known {
		f.chosen = 1
		if is {
			f.chosen = 0
		}
	}
	return f
}

// linkOf is the link that a sheet says, in the place of l.
func linkOf(k *book, sh *sheet, l assessment.Link) (assessment.Link, error) {
	l.Entity, l.Country, l.Function = sh.value("entity"), sh.value("country"), sh.value("function")
	l.PHI, l.Credentials = sh.value("patient data") == "yes", sh.value("credentials") == "yes"
	l.Flow = nil
	for _, needed := range [][2]string{
		{"entity", "give its legal name"},
		{"country", "give its country"},
		{"patient data", "say whether it touches patient data: y or n"},
		{"credentials", "say whether it holds credentials: y or n"},
	} {
		if sh.value(needed[0]) == "" {
			return l, wrongIn(needed[0], needed[1])
		}
	}
	how := sh.value("flow-down BAA")
	if how == noFlowDown {
		return l, nil
	}
	flow := assessment.FlowDown{UntilTerminated: how == flowDownIsOpen}
	var err error
	if flow.Signed, err = dayOf(sh.value("signed"), k.day); err != nil {
		return l, fieldError{"signed", err}
	}
	if flow.Ends, err = dayOf(sh.value("ends"), k.day); err != nil {
		return l, fieldError{"ends", err}
	}
	l.Flow = &flow
	return l, nil
}

// engager is the name of the link of that id, or of the vendor.
func engager(k *book, id string) string {
	if l := k.now.Link(id); l != nil {
		return l.Entity
	}
	return k.now.Opened.Vendor.Name
}

// engagers lists who could engage a link: the vendor, and all links but itself.
func engagers(k *book, but string) []string {
	ids := []string{""}
	for _, l := range chainTree(&k.now.State) {
		if l.link.ID != but {
			ids = append(ids, l.link.ID)
		}
	}
	return ids
}

// removeLink asks why a link is taken out of the chain. One that engages others
// cannot be.
func removeLink(m *Model, k *book, l assessment.Link) tea.Cmd {
	const anyReason = "-"
	if err := m.admits(k, assessment.LinkRemoved{Link: l.ID, Reason: anyReason}); err != nil {
		return m.complain(err)
	}
	return m.open(&sheet{
		title: "Remove " + l.Entity + " from the chain", lead: "The record keeps that it was there.",
		fields: []field{textField("because", "", "why it is no part of the delivery any more")}, check: checkFields,
		save: func(m *Model, sh *sheet) (tea.Cmd, error) {
			change := assessment.LinkRemoved{Link: l.ID, Reason: sh.value("because")}
			if err := m.admits(k, change); err != nil {
				return nil, err
			}
			m.shut()
			return m.record(k, change), nil
		},
	})
}
