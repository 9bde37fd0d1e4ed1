package report

import (
	"fmt"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/assessment/wording"
	"assay/questionnaire"
)

const decisionsTitle = "Decisions"

// decisionParas tell the decision on the first page: who decided what, and whether it
// still holds.
func (r *report) decisionParas() []para {
	d := r.decision
	if d == nil {
		out := []para{{text: "No decision recorded. The rules give the verdict above; people decide.", ink: body}}
		if len(r.snapshot.Decisions) > 0 {
			out = append(out, para{text: "See Decisions for those of other milestones.", ink: quiet, link: r.start(decisionsTitle)})
		}
		return out
	}
	big := ink{bold, 11, black}
	var out []para
	if d.InForce() {
		out = append(out, para{text: decidedSign(*d) + " " + sentenceCase(string(d.Outcome)) + ", by " + decider(*d), ink: big, link: r.start(decisionsTitle)})
	} else {
		out = append(out,
			para{text: "! Void: " + string(d.Outcome) + ", by " + decider(*d), ink: big, link: r.start(decisionsTitle)},
			para{text: english.Sentence(changedWords(*d)+" since") + " Nobody has decided again since then.", ink: strong})
	}
	if d.Outcome.Differs(d.Verdict) {
		out = append(out, para{text: fmt.Sprintf("It differs from the verdict of that day: %s.", d.Verdict), ink: strong})
	}
	if d.InForce() && d.Verdict != r.result.Verdict {
		text := fmt.Sprintf("On the day of the decision the verdict was %s; in this report it is %s.", d.Verdict, r.result.Verdict)
		if r.in.View != questionnaire.Current {
			text = fmt.Sprintf("The decision was made under the rules in force, with the verdict %s; in this rule view the verdict is %s.", d.Verdict, r.result.Verdict)
		}
		out = append(out, para{text: text, ink: strong})
	}
	if d.Reason != "" {
		out = append(out, para{text: "Reason: " + hostile.Line(d.Reason), ink: body})
	}
	if text := wording.AddedBriefly(*d); text != "" {
		out = append(out, para{text: english.Sentence(hostile.Line(text)) + " Who decided has not seen them.", ink: strong, link: r.start(decisionsTitle)})
	}
	if n := len(r.snapshot.Actions); n > 0 {
		out = append(out, para{text: r.conditionsShort(), ink: body, link: r.start(conditionsTitle)})
	}
	if r.in.Milestone != r.snapshot.Milestone {
		out = append(out, para{text: fmt.Sprintf("The assessment has moved on to %s since then; later changes do not void this decision.", r.snapshot.Milestone), ink: quiet})
	}
	if due := assessment.ReviewDue(r.snapshot, r.result); d.InForce() && !due.IsZero() {
		out = append(out, para{text: fmt.Sprintf("The next review is due by %s.", due), ink: quiet})
	}
	return append(out, para{text: fmt.Sprintf("bound to snapshot %.16s…, journal %.16s…", d.Snapshot, d.Head), ink: hash})
}

// decidedSign is the sign of the verdict with the same name.
func decidedSign(d assessment.Decision) string { return assessment.Verdict(d.Outcome).Sign() }

// decider names who decided, in which role and when.
func decider(d assessment.Decision) string {
	return hostile.Line(wording.Decider(d)) + ", " + d.AsOf.String()
}

// changedWords names the changes after a decision.
func changedWords(d assessment.Decision) string { return hostile.Line(d.ChangedText()) + " changed" }

// decisions lists all decisions, the latest first.
func (r *report) decisions() {
	r.section(decisionsTitle, 0)
	r.intro("The latest decision comes first. Each is for one milestone and names, by its hash, the snapshot it was made on. A later change to the answers, flags, waivers, rules or " +
		"delivery chain voids it. A later note or mark does not, and is listed as added after the decision.")
	t := r.newTable([]float64{96, 140, r.width() - 96 - 140}, []string{"Decision", "By and when", "Reason and snapshot"})
	later := map[questionnaire.Milestone]bool{}
	for n := len(r.snapshot.Decisions) - 1; n >= 0; n-- {
		d := r.snapshot.Decisions[n]
		state := "in force"
		switch {
		case !d.InForce():
			state = "void"
		case later[d.Milestone]:
			state = "replaced"
		}
		later[d.Milestone] = true
		who := []para{{text: hostile.Line(r.person(d.By)), ink: strong}, {text: hostile.Line(d.Role), ink: quiet}, {text: "as of " + d.AsOf.String(), ink: body}}
		who = append(who, para{text: fmt.Sprintf("recorded by %s, %s", hostile.Line(d.RecordedBy), r.moment(d.At)), ink: label})
		t.add(cell{paras: []para{{text: decidedSign(d) + " " + string(d.Outcome), ink: strong}, {text: fmt.Sprintf("for %s: %s", d.Milestone, state), ink: label, indent: 10}}}, cell{paras: who}, cell{paras: r.grounds(d)})
	}
	t.end()
}

// grounds lists the reason for a decision, the verdict of that day, the conditions,
// and the change that voided it.
func (r *report) grounds(d assessment.Decision) []para {
	var out []para
	verdict := fmt.Sprintf("The verdict was %s.", d.Verdict)
	if d.Shown != assessment.NoScore {
		verdict = fmt.Sprintf("The verdict was %s, shown %s.", d.Verdict, d.Shown)
	}
	if d.Outcome.Differs(d.Verdict) {
		verdict += " The decision differs."
	}
	if d.Reason != "" {
		out = append(out, para{text: hostile.Clean(d.Reason), ink: body})
	}
	out = append(out, para{text: verdict, ink: body})
	if len(d.Causes) > 0 {
		out = append(out, para{text: "Subject to an action for each of these:", ink: body})
		for _, cause := range d.Causes {
			out = append(out, para{text: "• " + hostile.Line(cause.Text), ink: quiet, indent: 9, link: r.targets[cause.Item]})
		}
	}
	if !d.InForce() {
		first := d.Voided[0]
		out = append(out, para{text: fmt.Sprintf("Void since %s, by %s: %s.", r.moment(first.At), hostile.Line(first.By), changedWords(d)), ink: strong})
	}
	if lines := wording.Added(d, r.snapshot.Zone()); len(lines) > 0 {
		out = append(out, para{text: "Added after the decision, and not seen by who decided:", ink: strong})
		for _, line := range lines {
			out = append(out, para{text: "• " + hostile.Line(line), ink: body, indent: 9})
		}
	}
	tiny := ink{mono, 5.4, muted}
	return append(out, para{text: "snapshot " + hostile.Line(d.Snapshot), ink: tiny}, para{text: "journal  " + d.Head.String(), ink: tiny})
}
