package export

import (
	"maps"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/wording"
)

func (j judged) actions() Table {
	type action = assessment.Action
	closing := func(a action) assessment.Closing {
		if a.Closed == nil {
			return assessment.Closing{}
		}
		return *a.Closed
	}
	all := slices.Clone(j.Actions)
	slices.SortStableFunc(all, assessment.SoonerFirst)
	return topic(
		"actions", "Actions", all,
		col("item", "Item", Code, 11, "the item; may be empty", func(a action) Value { return text(a.Item) }),
		col("what", "Task", Text, 50, "what is to be done", func(a action) Value { return text(a.What) }),
		col("owner", "Owner", Text, 24, "who does it", func(a action) Value { return text(a.Owner) }),
		col("side", "Side", Code, 9, "the side of the owner: vendor or us", func(a action) Value { return text(a.Side) }),
		col("due", "Due", Day, 12, "its last day", func(a action) Value { return day(a.Due) }),
		col("state", "State", Text, 24, "due, overdue or closed", func(a action) Value { return text(wording.Due(a, j.result.AsOf)) }),
		col("cause", "Cause", Code, 20, "the cause that keeps the verdict from approve", func(a action) Value { return text(a.Cause) }),
		col("control", "Until then", Text, 40, "what protects until then", func(a action) Value { return text(a.Control) }),
		col("opened_by", "Opened by", Text, 24, "who opened it", func(a action) Value { return text(a.OpenedBy) }),
		col("opened_at", "Opened at", Moment, 17, "when that was", func(a action) Value { return moment(a.OpenedAt) }),
		col("closed_by", "Closed by", Text, 24, "who closed it", func(a action) Value { return text(closing(a).By) }),
		col("closed_at", "Closed at", Moment, 17, "when that was", func(a action) Value { return moment(closing(a).At) }),
		col("how", "How it ended", Text, 44, "what was done, or why it is not needed", func(a action) Value { return text(closing(a).How) }),
	)
}

func (j judged) waivers() Table {
	type waiver = assessment.Waiver
	var all []waiver
	for _, item := range slices.Sorted(maps.Keys(j.Waivers)) {
		all = append(all, j.Waivers[item])
	}
	return topic(
		"waivers", "Waivers", all,
		col("item", "Item", Code, 11, "the gate that stays open", func(w waiver) Value { return text(w.Item) }),
		col("granted", "Granted", Day, 12, "its first day", func(w waiver) Value { return day(w.Granted) }),
		col("expires", "Expires", Day, 12, "its last day", func(w waiver) Value { return day(w.Expires) }),
		col("approver", "Approved by", Text, 26, "who approved it", func(w waiver) Value { return text(w.Approver) }),
		col("reason", "Reason", Text, 44, "why", func(w waiver) Value { return text(w.Reason) }),
		col("control", "Instead", Text, 44, "the control that protects until then", func(w waiver) Value { return text(w.Control) }),
		col("owner", "Owner", Text, 24, "who sees to that", func(w waiver) Value { return text(w.Owner) }),
	)
}

func (j judged) decisions() Table {
	type decision = assessment.Decision
	return topic(
		"decisions", "Decisions", j.Decisions,
		col("milestone", "Milestone", Code, 11, "the milestone that it is for", func(d decision) Value { return text(d.Milestone) }),
		col("outcome", "Outcome", Code, 13, "approve, conditional, remediate or decline", func(d decision) Value { return text(d.Outcome) }),
		col("by", "Decided by", Text, 26, "who decided", func(d decision) Value { return text(d.By) }),
		col("role", "Role", Text, 20, "the role of that person", func(d decision) Value { return text(d.Role) }),
		col("reason", "Reason", Text, 50, "why, if it differs from the verdict", func(d decision) Value { return text(d.Reason) }),
		col("verdict", "Verdict", Code, 13, "the verdict of that day", func(d decision) Value { return text(d.Verdict) }),
		col("shown", "Shown", Score, 9, "the shown score of that day", func(d decision) Value { return score(d.Shown) }),
		col("as_of", "As of", Day, 12, "the day for which it was judged", func(d decision) Value { return day(d.AsOf) }),
		col("in_force", "In force", Truth, 10, "whether no later change voided it", func(d decision) Value { return truth(d.InForce()) }),
		col("void_because", "Void", Text, 36, "which change voided it", func(d decision) Value { return text(wording.Void(d, j.Zone())) }),
		col("added", "Added since", List, 36, "the notes and marks that were recorded while it was in force", func(d decision) Value { return list(wording.Added(d, j.Zone())) }),
		col("recorded_by", "Recorded by", Text, 24, "who recorded it", func(d decision) Value { return text(d.RecordedBy) }),
		col("at", "Recorded at", Moment, 17, "when that was", func(d decision) Value { return moment(d.At) }),
	)
}

func (j judged) chain() Table {
	type link = assessment.Link
	flow := func(l link) assessment.FlowDown {
		if l.Flow == nil {
			return assessment.FlowDown{}
		}
		return *l.Flow
	}
	return topic(
		"chain", "Delivery chain", j.Links,
		col("entity", "Company", Text, 30, "its legal name", func(l link) Value { return text(l.Entity) }),
		col("path", "Engaged through", Text, 44, "the companies from the vendor down to it", func(l link) Value { return text(strings.Join(j.Path(l.ID), " → ")) }),
		col("country", "Country", Code, 9, "two letters", func(l link) Value { return text(l.Country) }),
		col("function", "Function", Text, 30, "what it does", func(l link) Value { return text(l.Function) }),
		col("phi", "Patient data", Truth, 11, "whether it touches patient data", func(l link) Value { return truth(l.PHI) }),
		col("credentials", "Credentials", Truth, 11, "whether it holds credentials to patient data", func(l link) Value { return truth(l.Credentials) }),
		col("agreement", "Agreement", Text, 34, "its agreement in words", func(l link) Value { return text(wording.Agreement(l, j.result.AsOf)) }),
		col("signed", "Signed", Day, 12, "when the agreement was signed", func(l link) Value { return day(flow(l).Signed) }),
		col("ends", "Ends", Day, 12, "the last day of the agreement; empty where it runs until terminated", func(l link) Value { return day(flow(l).Ends) }),
		col("needs_agreement", "Needs one", Truth, 11, "whether it needs an agreement", func(l link) Value { return truth(l.NeedsFlowDown()) }),
	)
}

func (j judged) sessions() Table {
	type session = assessment.Session
	return topic(
		"sessions", "Sessions", j.Sessions,
		col("start", "Begun", Moment, 17, "when the meeting began", func(s session) Value { return moment(s.Start) }),
		col("end", "Ended", Moment, 17, "when it ended; empty while it runs", func(s session) Value { return moment(s.End) }),
		col("by", "Begun by", Text, 26, "who recorded it", func(s session) Value { return text(s.By) }),
		col("people", "People", List, 50, "who was there, with role and side", func(s session) Value {
			var all []string
			for _, who := range s.Attendees {
				all = append(all, english.Join(", ", who.Name, who.Role, who.Side))
			}
			return list(all)
		}),
	)
}

func (j judged) replies() Table {
	type reply = assessment.Reception
	return topic(
		"replies", "Replies", j.Received,
		col("name", "File", Text, 30, "the name of the file that came back", func(r reply) Value { return text(r.Name) }),
		col("format", "Format", Code, 9, "html, pdf or xlsx", func(r reply) Value { return text(r.Format) }),
		col("stated_name", "Name as stated", Text, 26, "who filled the form in, as the form itself states it", func(r reply) Value { return text(r.Stated.Name) }),
		col("stated_role", "Role as stated", Text, 20, "the role, as stated", func(r reply) Value { return text(r.Stated.Role) }),
		col("stated_company", "Company as stated", Text, 26, "the company, as stated", func(r reply) Value { return text(r.Stated.Company) }),
		col("stated_day", "Day as stated", Day, 12, "the day, as stated", func(r reply) Value { return day(r.Stated.Day) }),
		col("taken", "Taken", List, 20, "the items whose answers were taken", func(r reply) Value { return list(r.Taken) }),
		col("left", "Left", List, 20, "the items whose answers were left", func(r reply) Value { return list(r.Left) }),
		col("held_back", "Held back", List, 20, "the items that could not be taken", func(r reply) Value { return list(r.HeldBack) }),
		col("left_out", "Files not kept", List, 30, "the names of the files in it that were not kept", func(r reply) Value { return list(r.LeftOut) }),
		col("sha256", "SHA-256", Code, 30, "the hash of the file as it came", func(r reply) Value { return text(r.SHA256) }),
		col("by", "Received by", Text, 26, "who went through it", func(r reply) Value { return text(r.By) }),
		col("at", "Received at", Moment, 17, "when that was", func(r reply) Value { return moment(r.At) }),
	)
}

func (j judged) signOffs() Table {
	type off = assessment.SignOff
	return topic(
		"sign_offs", "Sign-offs", j.SignedOff,
		col("by", "By", Text, 28, "who calls the record complete", func(o off) Value { return text(o.By) }),
		col("role", "Role", Text, 20, "in which role", func(o off) Value { return text(o.Role) }),
		col("milestone", "Milestone", Code, 11, "for which milestone", func(o off) Value { return text(o.Milestone) }),
		col("statement", "Statement", Text, 60, "what the person stated", func(o off) Value { return text(o.Statement) }),
		col("code", "Code", Code, 26, "the code of the record that was signed off", func(o off) Value { return text(o.Code().String()) }),
		col("changed_since", "Changes since", Count, 11, "the number of later events that change the record", func(o off) Value { return count(o.ChangedSince) }),
		col("at", "Signed off at", Moment, 17, "when that was", func(o off) Value { return moment(o.At) }),
	)
}

func (j judged) ruleChanges() Table {
	type change = assessment.RuleChange
	return topic(
		"rule_changes", "Rule changes", j.Rules,
		col("at", "Changed at", Moment, 17, "when the rules were changed after the opening", func(c change) Value { return moment(c.At) }),
		col("by", "By", Text, 26, "who changed them", func(c change) Value { return text(c.By) }),
		col("from", "From", Text, 34, "the questionnaire before", func(c change) Value { return text(wording.Pin(c.From)) }),
		col("to", "To", Text, 34, "the questionnaire since", func(c change) Value { return text(wording.Pin(c.To)) }),
		col("reason", "Reason", Text, 50, "why", func(c change) Value { return text(c.Reason) }),
		col("reverify", "To re-verify", List, 20, "the items with answers to re-verify", func(c change) Value { return list(c.Reverify) }),
		col("lost", "Lost", List, 20, "the items with lost answers, by their earlier ids", func(c change) Value { return list(c.Lost) }),
	)
}
