package tui

import (
	"reflect"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/country"
	"assay/assessment/wording"
	"assay/tui/dialog"
)

// The options of the dialog for the term of a flow-down agreement.
const (
	noFlowDown     = "none"
	flowDownEnds   = "ends on a day"
	flowDownIsOpen = "runs until terminated"
)

// newLink asks for a link of the delivery chain. If l has an id, it changes that
// link; else it adds one.
func newLink(m *Model, k *book, l assessment.Link) *asked {
	flow := dialog.ChoiceField("flow-down BAA", noFlowDown, flowDownEnds, flowDownIsOpen)
	var signed, ends assessment.Date
	if l.Flow != nil {
		flow.Chosen, signed, ends = 1, l.Flow.Signed, l.Flow.Ends
		if l.Flow.UntilTerminated {
			flow.Chosen = 2
		}
	}
	only := func(f dialog.Field, wanted ...string) dialog.Field {
		f.Hidden = func(sh *dialog.Sheet) bool { return !slices.Contains(wanted, sh.Value("flow-down BAA")) }
		return f
	}
	sh := &dialog.Sheet{
		Title: "A link under " + engager(k, l.Under),
		Lead:  "Every link that touches patient data or holds credentials needs a flow-down agreement (BAA).",
		Fields: []dialog.Field{
			dialog.Needed(dialog.TextField("entity", l.Entity, "legal name"), "give its legal name"),
			dialog.Needed(dialog.TextField("country", l.Country, "its name or code, such as US or India"), "give its country"),
			dialog.TextField("function", l.Function, "what it does; optional"),
			dialog.Needed(yesNo("patient data", l.ID != "", l.PHI), "say whether it touches patient data: y or n"),
			dialog.Needed(yesNo("credentials", l.ID != "", l.Credentials), "say whether it holds credentials: y or n"),
			flow,
			only(dialog.DateField("signed", signed, "such as 2026-11-22, or -20d", k.day, k.zone()), flowDownEnds, flowDownIsOpen),
			only(dialog.DateField("ends", ends, "its last day, such as 2027-11-22 or +365d", k.day, k.zone()), flowDownEnds),
		},
	}
	sh.Doubt = func(*dialog.Sheet) string {
		now := k.now.Link(l.ID)
		if l.ID == "" || now == nil || reflect.DeepEqual(*now, l) {
			return ""
		}
		terms := append([]string{now.Entity, now.Country}, wording.Link(*now, k.day)...)
		return "somebody changed this link meanwhile: " + strings.Join(terms, ", ") + ". Press enter again to put yours in its place"
	}
	others := engagers(k, l.ID)
	if l.ID != "" {
		sh.Title = l.Entity
		if len(others) > 1 {
			under := dialog.ChoiceField("under")
			for n, id := range others {
				under.Options = append(under.Options, engager(k, id))
				if id == l.Under {
					under.Chosen = n
				}
			}
			sh.Fields = append(sh.Fields, under)
		}
	}
	return ask(sh, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		said := linkOf(sh, l)
		if at := sh.Find("under"); at >= 0 {
			said.Under = others[sh.Fields[at].Chosen]
		}
		return m.submit(k, assessment.LinkSet{Link: said})
	})
}

// yesNo returns a field for yes or no. Nothing is selected unless the answer is
// known.
func yesNo(label string, known, is bool) dialog.Field {
	f := dialog.UndecidedField(label, "yes", "no")
	if known {
		f.Chosen = 1
		if is {
			f.Chosen = 0
		}
	}
	return f
}

// linkOf returns the link l with the values of the sheet.
func linkOf(sh *dialog.Sheet, l assessment.Link) assessment.Link {
	l.Entity, l.Country, l.Function = sh.Value("entity"), country.Code(sh.Value("country")), sh.Value("function")
	l.PHI, l.Credentials = sh.Value("patient data") == "yes", sh.Value("credentials") == "yes"
	l.Flow = nil
	if how := sh.Value("flow-down BAA"); how != noFlowDown {
		l.Flow = &assessment.FlowDown{UntilTerminated: how == flowDownIsOpen, Signed: sh.Day("signed"), Ends: sh.Day("ends")}
	}
	return l
}

// engager returns the name of the link with this id, or of the vendor.
func engager(k *book, id string) string {
	if l := k.now.Link(id); l != nil {
		return l.Entity
	}
	return k.now.Opened.Vendor.Name
}

// engagers lists the parties that can engage a link: the vendor, and all other
// links.
func engagers(k *book, but string) []string {
	ids := []string{""}
	for _, l := range chainTree(&k.now.State) {
		if l.link.ID != but {
			ids = append(ids, l.link.ID)
		}
	}
	return ids
}

// removeLink asks for the reason to remove a link from the chain. A link that
// engages others cannot be removed.
func removeLink(m *Model, k *book, l assessment.Link) tea.Cmd {
	const anyReason = "-"
	if err := m.admits(k, assessment.LinkRemoved{Link: l.ID, Reason: anyReason}); err != nil {
		return m.complain(err)
	}
	because := dialog.TextField("because", "", "why it no longer takes part in the delivery")
	return m.open(askText("Remove "+l.Entity+" from the chain", "The journal keeps the link and your reason.", because, func(m *Model, text string) (tea.Cmd, error) {
		return m.submit(k, assessment.LinkRemoved{Link: l.ID, Reason: text})
	}))
}
