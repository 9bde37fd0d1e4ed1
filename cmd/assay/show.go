package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/wording"
	"assay/questionnaire"
)

// showAssessment prints everything recorded, in the order of the questionnaire. Its
// days are in the zone of the assessment.
func (a *app) showAssessment(s assessment.Snapshot) {
	a.out.print("%s\n", a.out.paint(bold, s.Opened.Title()))
	a.showRuleChanges(s)
	a.showRollbacks(s)
	if w := s.Withdrawn; w != nil {
		a.out.inked(yellow, "", "The assessment was "+wording.Withdrawal(*w, s.Zone())+".")
	}
	about := [][2]string{{"id", s.Assessment}}
	if !s.Begun(a.work.Judge(s)) {
		about = append(about, [2]string{"standing", wording.NotStarted})
	}
	if s.Opened.RFP != nil {
		about = append(about, [2]string{"rfp", s.Opened.RFP.Title})
	}
	about = append(about, [][2]string{
		{"asked", wording.Pin(s.Pin())},
		{"milestone", string(s.Milestone)},
		{"reserve", strings.Join(s.Reserve, ", ")},
		{"opened", s.Day(s.OpenedAt).String() + " by " + s.OpenedBy},
		{"journal", fmt.Sprintf("%s, head %s", wording.Events(int(s.Seq), len(s.Struck)), wording.Short(s.Head.String()))},
	}...)
	if was := s.Previous; was != nil {
		about = append(about, [2]string{"before", fmt.Sprintf("%s, shown %s, as of %s (%s)", was.Verdict, was.Shown, was.AsOf, was.Assessment)})
	}
	a.fields(about, followUpOf(s, s.Milestone, a.work.Day(s)).fields(s)...)
	a.showSummary(s)
	for _, session := range s.Sessions {
		a.out.print("\n  session of %s\n", s.Day(session.Start))
		for _, who := range session.Attendees {
			a.out.print("    %s, %s (%s)\n", who.Name, who.Role, who.Side)
		}
	}
	for d := range s.Questionnaire.Domains {
		a.showRecorded(s, &s.Questionnaire.Domains[d])
	}
	a.showRaised(s)
	a.showWaivers(s)
	a.showActions(s)
	a.showDecisions(s)
	section(a.out, "Forms for the vendor", s.Asked, func(f assessment.Asking) (string, string) {
		return s.Day(f.At).String(), wording.Asking(s, f)
	})
	a.showConfirmed(s)
	a.showSignedOff(s)
}

// showRollbacks prints which events and bodies the journal lacks, and who accepted
// that.
func (a *app) showRollbacks(s assessment.Snapshot) {
	for _, r := range s.Rollbacks {
		a.out.inked(yellow, "", wording.Rollback(r, s.Zone()))
	}
	for _, strike := range s.Struck {
		a.out.inked(yellow, "", "the body of an event was "+wording.Strike(strike, s.Zone()))
	}
}

// showRecorded prints everything recorded under the items of a domain.
func (a *app) showRecorded(s assessment.Snapshot, domain *questionnaire.Domain) {
	begun := false
	for i := range domain.Items {
		item := &domain.Items[i]
		lines := corrected(s, item.ID)
		if answer, recorded := s.Answers[item.ID]; recorded {
			lines = append(wording.Recorded(s, item, answer), lines...)
		}
		if len(lines) == 0 {
			continue
		}
		if !begun {
			a.out.print("\n%s\n", a.out.paint(bold, domain.Name))
			begun = true
		}
		// A fact can have a long id. Its title follows after the id.
		a.out.named("  ", item.ID, item.Title)
		a.out.recorded(strings.Repeat(" ", 2+idColumn), lines)
	}
}

// showRaised prints the flags that people raised, and the resolved flags of rules.
func (a *app) showRaised(s assessment.Snapshot) {
	if len(s.Flags)+len(s.Resolved) > 0 {
		a.out.print("\n%s\n", a.out.paint(bold, "Flags"))
	}
	for _, flag := range s.Flags {
		end := "open"
		if flag.Resolution != nil {
			end = resolvedText(*flag.Resolution)
		}
		a.out.named("  ", flag.Item, fmt.Sprintf("%s: %s (%s)", flag.Severity, flag.Text, end))
	}
	for _, id := range slices.Sorted(maps.Keys(s.Resolved)) {
		item, _, _ := strings.Cut(id, "/")
		a.out.named("  ", item, fmt.Sprintf("flag %s of the questionnaire (%s)", id, resolvedText(s.Resolved[id])))
	}
}

func (a *app) showWaivers(s assessment.Snapshot) {
	section(a.out, "Waivers", slices.Sorted(maps.Keys(s.Waivers)), func(id string) (string, string) {
		w := s.Waivers[id]
		return id, fmt.Sprintf("%s (approved by %s from %s to %s; instead: %s; owner: %s)", w.Reason, w.Approver, w.Granted, w.Expires, w.Control, w.Owner)
	})
}

func resolvedText(r assessment.Resolution) string { return "resolved by " + r.By + ": " + r.Reason }
