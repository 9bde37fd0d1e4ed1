package report

import (
	"cmp"
	"fmt"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/assessment/wording"
	"assay/questionnaire"
)

const deltaTitle = "Since the last assessment"

// previousNotice compares the verdict with the last one, on the first page.
func (r *report) previousNotice() {
	d, known := assessment.DeltaOf(r.snapshot, r.result)
	if !known {
		return
	}
	r.notice("Re-assessment", para{text: fmt.Sprintf("%s on %s, shown %s. Items: %s.", sentenceCase(string(d.Before.Verdict)), d.Before.AsOf, d.Before.Shown,
		dash(strings.Join(wording.DeltaChanges(d), ", "))), ink: body, link: r.start(deltaTitle)})
}

// sinceLast compares this assessment with the one that its answers come from.
func (r *report) sinceLast() {
	d, _ := assessment.DeltaOf(r.snapshot, r.result)
	r.section(deltaTitle, 0)
	r.intro("This assessment took over the answers of an earlier one. An item is better or worse by its shown credit; if that is equal, by its gate, then by its claim. " +
		"An answer to re-verify counts as a bare claim, which alone can make its item worse.")
	r.thenAndNow(d)
	r.put(gap(10))
	r.domainsThenAndNow(d)
	r.put(gap(10))
	r.itemsThenAndNow(d)
	same := "No change in " + english.Count(d.Same, "item") + "."
	if d.Waiting > 0 {
		same += " " + wording.Waiting(d.Waiting) + "."
	}
	r.put(append(gap(3), r.paragraph(same, body)...))
}

// thenAndNow compares the figures of the two assessments.
func (r *report) thenAndNow(d assessment.Delta) {
	third := (r.width() - 110) / 2
	t := r.newTable([]float64{110, third, third}, []string{"", "Then", "Now"})
	t.naming = 0
	line := func(name, was, is string, in ink) {
		t.add(say(name, labelBold), say(dash(hostile.Line(was)), in), say(dash(hostile.Line(is)), in))
	}
	before, now := d.Before, r.result.Questionnaire
	decided := "none in force"
	if r.decision != nil && r.decision.InForce() {
		decided = string(r.decision.Outcome)
	}
	line("Verdict", before.Verdict.Sign()+" "+string(before.Verdict), d.Verdict.Sign()+" "+string(d.Verdict), strong)
	line("Shown", before.Shown.String(), d.Shown.String(), strong)
	line("Claimed", before.Claimed.String(), d.Claimed.String(), body)
	line("Decision", cmp.Or(string(before.Decision), "none in force"), decided, body)
	line("As of", before.AsOf.String(), r.in.AsOf.String(), body)
	line("Milestone", string(before.Milestone), string(r.in.Milestone), body)
	if r.in.View != questionnaire.Current {
		line("Rule view", string(questionnaire.Current), string(r.in.View), body)
	}
	line("Questionnaire", pinName(before.Questionnaire), pinName(now), body)
	line("its SHA-256", before.Questionnaire.Hash, now.Hash, ink{mono, 5.2, muted})
	line("Assessment", before.Assessment, r.snapshot.Assessment, code)
	line("Journal head", before.Head.String(), r.result.Head.String(), ink{mono, 5.2, muted})
	t.end()
}

func (r *report) domainsThenAndNow(d assessment.Delta) {
	t := r.newTable([]float64{r.width() - 5*58, 58, 58, 58, 58, 58}, []string{"Domain", "Claimed then\t", "now\t", "Shown then\t", "now\t", "Change\t"})
	t.naming = 0
	for _, domain := range d.Domains {
		if domain.Before[0] == assessment.NoScore && domain.After[0] == assessment.NoScore {
			continue
		}
		t.add(say(hostile.Line(domain.ID+"  "+domain.Name), body), sayRight(domain.Before[0].String(), body), sayRight(domain.After[0].String(), body),
			sayRight(domain.Before[1].String(), body), sayRight(domain.After[1].String(), strong), sayRight(changeWords(domain.Before[1], domain.After[1]), body))
	}
	t.end()
}

// changeWords is the difference of two scores, with its sign.
func changeWords(was, is assessment.Score) string {
	switch {
	case was == assessment.NoScore && is == assessment.NoScore:
		return "–"
	case was == assessment.NoScore:
		return "new"
	case is == assessment.NoScore:
		return "gone"
	case is > was:
		return "▲ +" + (is - was).String()
	case is < was:
		return "▼ −" + (was - is).String()
	}
	return "same"
}

// itemsThenAndNow lists the items that changed, worse ones first.
func (r *report) itemsThenAndNow(d assessment.Delta) {
	t := r.newTable([]float64{58, 56, r.width() - 58 - 56 - 250, 125, 125}, []string{"", "Item", "", "Then", "Now"})
	for _, group := range d.Groups() {
		for _, item := range group.Items {
			id := []para{{text: hostile.Line(item.Item), ink: code, link: r.targets[item.Item]}}
			then, now := []para{{text: "not asked", ink: quiet}}, []para{{text: "not asked", ink: quiet}}
			if was := item.Before; was != nil {
				then = judgedAs(was.Answer, was.Assurance, was.Gate, float64(was.Shown)/1000)
				if was.Was != "" {
					id = append(id, para{text: "was " + hostile.Line(was.Was), ink: label})
				}
			}
			if is := item.After; is != nil {
				now = judgedAs(is.Answer, is.Assurance, is.Gate, is.Credit)
				if is.Reverify {
					now = append(now, para{text: waiting, ink: label})
				}
			}
			t.add(say(group.Trend.Sign()+" "+string(group.Trend), strong), cell{paras: id}, say(hostile.Line(item.Title), body), cell{paras: then}, cell{paras: now})
		}
	}
	t.endOr("No item has changed.")
}

// judgedAs is an item as it was judged: its answer, assurance, gate and credit.
// An item that is gone has no kind and no anchors any more.
func judgedAs(answer string, assurance assessment.Assurance, gate assessment.GateState, credit float64) []para {
	about := "credit " + figure(credit)
	if gate != "" {
		about = gate.Sign() + " gate " + gate.Words() + ", " + about
	}
	return []para{{text: hostile.Line(wording.Answer(answer, assurance)), ink: body}, {text: hostile.Line(about), ink: label}}
}
