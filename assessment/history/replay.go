package history

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/wording"
)

// tell fills in the entry of an event and takes over its values.
func (r *replay) tell(event assessment.Event) {
	e := &r.entry
	switch c := event.Change.(type) {
	case assessment.Opened:
		r.open(c)
	case assessment.Answered:
		r.answer(event.Entry, c.Answer.Item)
	case assessment.Graded:
		r.answer(event.Entry, c.Item)
	case assessment.FlagRaised:
		raised := flagOf(c.Item, c.Severity, c.Text)
		r.flags[event.ID] = raised
		e.Item, e.Text, e.short = c.Item, "raised a flag", fmt.Sprintf("%s (%s)", c.Text, c.Severity)
		r.changed("flag", "", raised.text)
	case assessment.FlagResolved:
		resolved := r.flag(c.Flag)
		e.Item, e.Text, e.short = resolved.item, "resolved a flag", c.Reason
		r.changed("flag", resolved.text, "resolved: "+c.Reason)
	case assessment.WaiverGranted:
		granted := wording.Waiver(c.Waiver)
		e.Item, e.Text = c.Waiver.Item, "granted a waiver"
		r.changed("waiver", r.waivers[e.Item], granted)
		r.waivers[e.Item] = granted
	case assessment.SessionStarted:
		e.Text = "started a session"
		r.changed("session", "", strings.TrimSuffix("from "+r.moment(c.Start)+", "+attendees(c.Attendees), ", "))
	case assessment.SessionEnded:
		e.Text = "ended the session"
		r.changed("session", "running", "until "+r.moment(c.End))
	case assessment.Moved:
		e.Text = "moved on"
		r.changed("milestone", string(r.milestone), string(c.Milestone))
		r.milestone = c.Milestone
		r.reverify(c.Reverify)
	case assessment.CarriedOver:
		r.carryOver(event.ID, c)
	case assessment.RulesChanged:
		r.changeRules(c)
	case assessment.Decided:
		decided := wording.Decision(c.Decision)
		e.Text = "decided"
		r.changed("decision", r.decision, decided)
		r.decision = decided
	case assessment.ActionOpened:
		r.actions[event.ID] = c.Action
		e.Item, e.Text = c.Action.Item, "added an action"
		r.changed("action", "", wording.Action(c.Action))
	case assessment.ActionClosed:
		action := r.actions[c.Action]
		e.Item, e.Text, e.short = action.Item, "closed an action", c.How
		r.changed("action", wording.Action(action), "closed: "+c.How)
		for _, record := range c.Evidence {
			r.changed("evidence", "", wording.Evidence(record))
		}
	case assessment.LinkSet:
		r.setLink(event.ID, c.Link)
	case assessment.LinkRemoved:
		e.Text, e.short = "removed a chain link", c.Reason
		r.changed("link", r.link(r.links[c.Link]), "removed: "+c.Reason)
		delete(r.links, c.Link)
	case assessment.RolledBack:
		e.Text = c.How + " a rollback"
		r.changed("events", wording.LostEvents(c.From, c.To), "lost")
		r.changed("reason", "", c.Reason)
	case assessment.Withdrawn:
		e.Text, e.short = "withdrew the assessment", c.Reason
		r.changed("lists", "on the lists", "withdrawn: "+c.Reason)
	case assessment.Reinstated:
		e.Text, e.short = "reinstated the assessment", c.Reason
		r.changed("lists", "withdrawn", "on the lists: "+c.Reason)
	case assessment.Signed:
		e.Text, e.short = "signed a report as "+c.Role, c.Signer
		r.changed("signer", "", c.Signer)
		if c.For != "" {
			r.changed("for", "", c.For)
		}
		r.changed("certificate", "", "SHA-256 "+c.Certificate)
		r.changed("file", "", "SHA-256 "+c.File)
	case assessment.Confirmed:
		r.confirmed(c)
	case assessment.Asked:
		e.Text, e.short = "made a form for the vendor", wording.FormKind(c.Format, c.Part)
		r.changed("form", "", c.Form)
		r.changed("file", "", "SHA-256 "+c.File)
		if !c.Due.IsZero() {
			r.changed("due", "", c.Due.String())
		}
	case assessment.Received:
		e.Text, e.short = "received a reply of the vendor", c.Name
		r.changed("reply", "", wording.Reception(c))
		r.changed("file", "", "SHA-256 "+c.SHA256)
	case assessment.Summarized:
		if e.Text, e.short = "wrote the summary", c.Text; c.Text == "" {
			e.Text = "took the summary back"
		}
		r.changed("summary", r.summary, c.Text)
		r.summary = c.Text
	case assessment.Spelled:
		if e.Text, e.short = "wrote "+c.Name+" in Latin letters", c.Latin; c.Latin == "" {
			e.Text = "took the Latin spelling of " + c.Name + " back"
		}
		r.changed("spelling", r.spellings[c.Name], c.Latin)
		r.spellings[c.Name] = c.Latin
	case assessment.SignedOff:
		e.Text, e.short = "signed the record off as "+c.Role, c.Statement
		r.changed("record", "", "complete as of "+assessment.CodeFor(c.Head, event.Seq-1).String())
		if c.Statement != "" {
			r.changed("statement", "", c.Statement)
		}
	case assessment.Undone:
		r.undo(c.Event)
	case assessment.Struck:
		struck := r.entries[c.Event]
		e.Item, e.Text, e.short = struck.Item, fmt.Sprintf("struck what event %d said", struck.Seq), c.Reason
		r.changed("reason", "", c.Reason)
	case assessment.GradersNamed:
		e.Text = "named the graders"
		after := english.List(c.Names)
		r.changed("graders", r.graders, after)
		r.graders = after
		if c.Reason != "" {
			r.changed("reason", "", c.Reason)
		}
	case assessment.PanelOpened:
		e.Item, e.Text, e.short = c.Item, "opened the panel", cmp.Or(c.Reason, "all graders are in")
		r.changed("panel", "closed", "open: "+e.short)
	case assessment.Withheld:
		e.Item, e.Text = c.Refs.Item, strings.ReplaceAll(c.Kind, "_", " ")
		if r.hidden[event.ID] {
			e.Text += "; the panel hides it until it opens"
		} else {
			e.Text += "; what it said was struck"
		}
	}
}

func (r *replay) open(c assessment.Opened) {
	r.about.Opened, r.about.Questionnaire, r.milestone = c, r.questionnaires[c.Questionnaire.Hash], c.Milestone
	r.entry.Text = fmt.Sprintf("opened on %s %s", c.Questionnaire.ID, c.Questionnaire.Version)
	r.changed("milestone", "", string(c.Milestone))
}

// undo takes an event back. An answer then has its latest value that was not
// undone.
func (r *replay) undo(event string) {
	undone := r.entries[event]
	r.entry.Item, r.entry.Text = undone.Item, "took back: "+undone.Text
	isUndone := func(a recorded) bool { return a.entry.ID == event }
	for item, all := range r.answers {
		if slices.ContainsFunc(all, isUndone) { // the item has another id where the rules changed since
			before := r.present(item)
			r.answers[item] = slices.DeleteFunc(all, isUndone)
			r.entry.Item = item
			r.compare(item, before, r.present(item))
			return
		}
	}
	for _, c := range undone.Changes {
		r.changed(c.What, c.After, c.Before)
	}
}

// carryOver takes over the answers, flags, actions and links of an earlier
// assessment.
func (r *replay) carryOver(event string, c assessment.CarriedOver) {
	for _, answer := range c.Answers {
		r.answers[answer.Item] = []recorded{{carried: &answer}}
	}
	for _, f := range c.Flags {
		r.flags[f.ID] = flagOf(f.Item, f.Severity, f.Text)
	}
	for _, action := range c.Actions {
		r.actions[action.ID] = action
	}
	for _, link := range c.Links {
		r.links[link.ID] = link
	}
	was := c.Previous
	r.entry.Text = "carried over"
	r.changed("from", "", fmt.Sprintf("%s, as of %s: %s, shown %s", was.Assessment, was.AsOf, was.Verdict, was.Shown))
	for _, part := range []struct {
		what, noun, suffix string
		n                  int
	}{
		{"answers", "answer", " to be re-verified", len(c.Answers)},
		{"flags", "flag", "", len(c.Flags)},
		{"actions", "action", "", len(c.Actions)},
		{"chain", "link", "", len(c.Links)},
	} {
		if part.n > 0 {
			r.changed(part.what, "", english.Count(part.n, part.noun)+part.suffix)
		}
	}
}

// changeRules moves the answers to the items of the new questionnaire.
func (r *replay) changeRules(c assessment.RulesChanged) {
	r.entry.Text = "changed the rules"
	r.changed("rules", wording.Pin(c.From), wording.Pin(c.To))
	r.changed("reason", "", c.Reason)
	answers, reverify := map[string][]recorded{}, map[string][]string{}
	for _, kept := range c.Kept {
		answers[kept.Item] = r.answers[cmp.Or(kept.Was, kept.Item)]
		if len(kept.Because) > 0 {
			reverify[kept.Item] = kept.Because
		}
	}
	r.answers = answers
	if q := r.questionnaires[c.To.Hash]; q != nil {
		r.about.Questionnaire = q
	}
	r.reverify(reverify)
	if len(c.Lost) > 0 {
		r.changed("lost", strings.Join(c.Lost, ", "), "")
	}
}

// reverify notes which answers must be confirmed again, by item with the reasons.
func (r *replay) reverify(because map[string][]string) {
	items := slices.Sorted(maps.Keys(because))
	for _, item := range items {
		if all := r.answers[item]; len(all) > 0 && because[item] != nil {
			r.answers[item] = append(slices.Clip(all), recorded{reverify: because[item]})
		}
	}
	if len(items) > 0 {
		r.changed("waiting", "", "to be re-verified: "+strings.Join(items, ", "))
	}
}

func (r *replay) setLink(event string, link assessment.Link) {
	before := ""
	if r.entry.Text = "added a chain link"; link.ID != "" {
		r.entry.Text, before = "changed a chain link", r.link(r.links[link.ID])
	}
	link.ID = cmp.Or(link.ID, event)
	r.links[link.ID] = link
	r.changed("link", before, r.link(link))
}

// link is a chain link on one line.
func (r *replay) link(link assessment.Link) string {
	terms := append([]string{link.Entity + ", " + link.Country}, wording.Link(link, 0)...)
	if link.Under != "" {
		terms = append(terms, "under "+r.links[link.Under].Entity)
	}
	return strings.Join(terms, " · ")
}

// confirmed tells a receipt that the vendor has read. The entry is about each item
// that the vendor corrects.
func (r *replay) confirmed(c assessment.Confirmed) {
	r.entry.Text, r.entry.short = "confirmed a receipt, for the vendor", c.By
	r.changed("vendor", "", c.By)
	r.changed("receipt", "", c.Code().String())
	for _, one := range c.Corrections {
		r.entry.Text = "corrected a receipt, for the vendor"
		r.entry.also = append(r.entry.also, one.Item)
		r.changed("correction", "", one.Item+": "+one.Text)
	}
}
