package report

import (
	"fmt"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/questionnaire"
)

// method explains how the figures are computed and how to verify the report, for a
// reader who has nothing else.
func (r *report) method() {
	r.section("Method", 0)
	columns := []column{{0, 92}, {100, r.width() - 100}}
	put := func(name string, paras []para) {
		r.put(append(r.row(columns, []cell{say(name, strong), {paras: paras}}, nil), gap(5)...))
	}
	topic := func(name string, sentences ...string) {
		var paras []para
		for _, s := range sentences {
			paras = append(paras, para{text: s, ink: body})
		}
		put(name, paras)
	}
	if _, whole := r.purpose(); !whole {
		topic("The form", r.q.About)
	}
	s := r.q.Scoring
	if r.scored() || !r.q.GatesOnly() {
		topic("Credit", fmt.Sprintf("An answer is worth p × k × f. The practice p is a grade of 0 to 4 divided by 4; met or present is 1, partly present ½, not met or absent 0. "+
			"The assurance k: claimed %s (the vendor said so), documented %s (we read a current document of the right entity), verified %s (we sampled records or watched it work), "+
			"attested %s (an independent third party tested it, with a scope mapped to this entity, site, system and period; otherwise it counts as documented). "+
			"The freshness f: 1 up to the age limit of the kind of record at this milestone, falling in a straight line to ½ at twice the limit, then 0. A contract, an insurance or a certificate counts 1 while it is in force, then 0. "+
			"A record of any kind counts 0 after the end that it states itself. Of the bare claim and all records, the highest k × f counts. An assurance above claimed needs a record.",
			hundredths(s.Assurance.Claimed), hundredths(s.Assurance.Documented), hundredths(s.Assurance.Verified), hundredths(s.Assurance.Attested)))
		topic("Scenarios", fmt.Sprintf("Scorers grade what the vendor says would happen next, against five written anchors. Two people who each entered their own grade give k %s, one gives %s; a grade that somebody entered for another person makes no second scorer. "+
			"If scores are %d or more apart, the lower one counts, with k %s, until the scorers agree on one grade in writing. Where several people are named to grade, each grades without seeing the others, and the scenario counts as unanswered until all have graded "+
			"or somebody opens the panel with a reason. An answer that names no actor, clock, system or record counts as %d at most. Anchor 0 raises a warning.",
			hundredths(s.Scenario.TwoScorers), hundredths(s.Scenario.OneScorer), s.Scenario.Apart, hundredths(s.Scenario.OneScorer), s.Scenario.VagueCap))
		topic("Scores", "The shown score of a domain is 100 × Σ weight·credit ÷ Σ weight over its items; claimed has p in place of credit. The score of the whole is the mean of the domains by weight; open warnings reduce the shown score. "+
			"An unanswered item counts 0; an item that does not apply is left out. The upper end of the interval assumes a full answer to every unanswered item; reachable also assumes fresh verified evidence for every answer. "+
			"Sums are exact fractions, rounded once, to one decimal, half away from zero.")
		topic("Verdict", fmt.Sprintf("The first rule that applies decides. An open hard gate, an open stop flag or a rule that cannot be evaluated: blocked. Less than %d%% of the weight answered: incomplete. "+
			"Shown %d or more: approve; %d: conditional; %d: remediate; below: decline. Four things lower it: a domain below its floor%s; a domain with more than %d%% of its weight set aside by hand (thin), "+
			"a waiver in force, and an open gate that is not hard, each of which allows at most conditional.", s.Coverage, s.Bands.Approve, s.Bands.Conditional, s.Bands.Remediate, r.floors(), s.Thin))
		if len(s.Risk.Impact) > 0 {
			topic("Residual risk", fmt.Sprintf("Risk is likelihood times impact. Likelihood is 1 + 4·(1 − shown ÷ 100), plus ½ for each delivery tier beyond the first and ½ for standing access, at most 5, rounded to one decimal. Impact is the largest of: %s; a missing fact counts as its worst value. "+
				"Up to 4 is low, up to 9 moderate, up to 14 high, above that critical; a blocked assessment is at least high. A low risk is reviewed every "+
				"%d days, moderate %d, high %d, critical %d.", r.factTitles(s.Risk.Impact), s.Risk.ReviewDays.Low, s.Risk.ReviewDays.Moderate, s.Risk.ReviewDays.High, s.Risk.ReviewDays.Critical))
		}
	}
	topic("Gates", "A gate is closed when it is met and records show everything that it asks for: each of its groups of evidence needs a record of one of the kinds in the group, fresh or in force, and documented or better. "+
		"Other records add credit and close nothing. Where the record of the named person or contract itself is needed, we must have verified it; a test of the firm does not replace it. "+
		"Otherwise the gate is open: failed, not shown, not asked, or its waiver has expired. An open hard gate blocks; any other open gate allows at most conditional. A waiver never counts for a gate that rests on law, nor once patient data is in reach.")
	var bases []string
	for _, b := range []questionnaire.Basis{questionnaire.Required, questionnaire.Addressable, questionnaire.Derived, questionnaire.OtherLaw, questionnaire.Practice, questionnaire.Proposed} {
		bases = append(bases, string(b)+" "+b.Meaning())
	}
	topic("Basis", "Why we ask: "+strings.Join(bases, "; ")+". Practice is not law: no statute requires an item of basis K. Addressable does not mean optional: "+
		"45 CFR 164.306(d)(3). This report is not legal advice.")
	if changed := r.proposed(); len(changed) > 0 {
		put("Proposed, not law", append([]para{{text: "This verdict judges the same answers by the Security Rule as proposed in 2025. That proposal is not law. Its status: " + questionnaire.ProposalStatus + ". It would change these items:", ink: body}}, changed...))
	}
	topic("Times", fmt.Sprintf("Moments and days are in the zone of the assessment, %s.", r.zone))
	if lost := r.rollbacks(); len(lost) > 0 {
		topic(rollbackTitle, append([]string{"The journal lacks events that were recorded once. A named person accepted that, which is an event of its own:"}, lost...)...)
	}
	topic("Made by", append([]string{fmt.Sprintf("Scored by engine %s, drawn by renderer %s, with questionnaire %s %s, SHA-256:", assessment.Engine, Renderer, r.q.ID, r.q.Version), r.q.Hash()}, r.parents()...)...)
	topic("How to verify", fmt.Sprintf("The attachment %s holds the data and how it was judged. The attachment %s holds the journal of all %s: who recorded what and when. The journal head on page 1 is the last hash in its chain (SHA-256); a journal that somebody cut or changed has another head. "+
		"“assay verify FILE” checks the signatures against the authorities that you name and the answers against the journal, computes every figure again, and draws the pages again and compares them. "+
		"“pdfsig FILE” checks the signatures alone, “pdfdetach -saveall FILE” extracts the attachments.", AttachmentName, JournalName, english.Count(int(r.snapshot.Seq), "event")))
	text := r.characters("The typefaces of this report lack these characters. The pages spell them out in brackets; the attachments hold them unchanged: ")
	if text != "" {
		topic("Characters", text)
	}
}

// parents names the questionnaires that this one extends, nearest first.
func (r *report) parents() []string {
	var out []string // a sentence and a hash in turn
	for n, parent := range r.q.Parents {
		which := "It extends"
		if n > 0 {
			which = "which extends"
		}
		out = append(out, fmt.Sprintf("%s %s %s, SHA-256:", which, parent.ID, parent.Version), parent.Hash)
	}
	return out
}

// proposed lists how the rule view changes the items of this verdict, and why.
func (r *report) proposed() []para {
	var out []para
	for item := range r.q.Items() {
		if item.Because == "" || !r.belongs(item.ID) {
			continue
		}
		now := r.snapshot.Questionnaire.Item(item.ID)
		points := questionnaire.Overlaying(now, item)
		text := item.ID + " " + item.Title
		if len(points) > 0 {
			text += ": " + strings.Join(points, ", ")
		}
		out = append(out, para{text: text, ink: strong, link: r.targets[item.ID]}, para{text: item.Because, ink: body, indent: 9})
	}
	return out
}

func hundredths(n int) string { return fmt.Sprintf("%d.%02d", n/100, n%100) }

func (r *report) floors() string {
	var with []string
	for _, d := range r.q.Domains {
		if d.Floor > 0 {
			with = append(with, fmt.Sprintf("%s %d", d.ID, d.Floor))
			if d.FloorConditional > 0 {
				with[len(with)-1] += fmt.Sprintf("/%d", d.FloorConditional)
			}
		}
	}
	if len(with) == 0 {
		return ""
	}
	return " (for approve / for conditional: " + strings.Join(with, ", ") + ")"
}

func (r *report) factTitles(ids []string) string {
	titles := make([]string, len(ids))
	for i, id := range ids {
		titles[i] = strings.ToLower(r.q.Item(id).Title)
	}
	return strings.Join(titles, ", ")
}
