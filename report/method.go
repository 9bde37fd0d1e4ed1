package report

import (
	"fmt"
	"strings"

	"assay/assessment"
	"assay/questionnaire"
)

// method says how the figures come about and how the report can be checked, for
// a reader who has nothing but the report.
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
		topic("An answer's worth", fmt.Sprintf("Credit is p × k × f. p is the answer as a share of full practice: a grade of 0 to 4 divided by 4; met or present 1, partly present ½, "+
			"not met or absent 0. k is how it was shown: claimed %s (it was said), documented %s (a current document of the right entity, read by us), verified %s "+
			"(we sampled records or watched it work), attested %s (an independent third party tested it, and its scope is mapped to this entity, site, system and "+
			"period; otherwise it counts as documented).", hundredths(s.Assurance.Claimed), hundredths(s.Assurance.Documented), hundredths(s.Assurance.Verified), hundredths(s.Assurance.Attested)),
			"f is freshness: 1 up to the limit of age of the kind of record, falling in a straight line to ½ at twice the limit, then nothing. Contracts, insurance and "+
				"certificates are in force or worth nothing. The bare claim always competes with the records, and the best counts; above claimed, assurance counts only through a record.")
		topic("Scenarios", fmt.Sprintf("What exactly happens next? Each answer is held against five written anchors. Two people who scored apart give k %s, one gives %s. Scores that lie "+
			"%d or more apart count as the lower one, at %s, until they are reconciled in writing. An answer that names no actor, clock, system or record counts as %d at most. "+
			"Anchor 0 raises a warning.", hundredths(s.Scenario.TwoScorers), hundredths(s.Scenario.OneScorer), s.Scenario.Apart, hundredths(s.Scenario.OneScorer), s.Scenario.VagueCap))
		topic("Scores", "A domain's shown score is 100 × Σ weight·credit ÷ Σ weight over its items that count; claimed is the same with p in place of credit. The whole is the mean "+
			"of the domains by weight; from shown, open warnings are taken off. Unanswered items count 0; items not applicable leave the sum. The upper end of the interval takes every unanswered item "+
			"as answered in full; reachable also takes every record as fresh and verified. All sums are exact fractions, rounded once, to one decimal, half away from zero.")
		topic("Verdict", fmt.Sprintf("The first that applies: an open hard gate, an open stop flag or a rule that cannot be evaluated is blocked; less than %d %% of the weight answered is incomplete; "+
			"shown %d or more is approve, %d conditional, %d remediate, below decline. It is lowered by a domain below its floor%s, by a domain with more than %d %% of its weight set aside by hand (thin), "+
			"and by a waiver that is in force: both at most conditional.", s.Coverage, s.Bands.Approve, s.Bands.Conditional, s.Bands.Remediate, r.floors(), s.Thin))
		if len(s.Risk.Impact) > 0 {
			topic("Residual risk", fmt.Sprintf("Likelihood is 1 + 4·(1 − shown ÷ 100), plus ½ for each delivery tier beyond the first and ½ for standing access, at most 5. Impact is the largest of: %s. "+
				"Their product is low to 4, moderate to 9, high to 14, then critical; a blocked assessment is at least high. Facts that are missing count as their worst value. Review: low every "+
				"%d days, moderate %d, high %d, critical %d.", r.factTitles(s.Risk.Impact), s.Risk.ReviewDays.Low, s.Risk.ReviewDays.Moderate, s.Risk.ReviewDays.High, s.Risk.ReviewDays.Critical))
		}
	}
	topic("Gates", "A gate is closed when it is met and shown: by a record that the item accepts at this milestone, documented or better (verified where the named person's or contract's own record is "+
		"needed, which a test of the firm does not replace), and in full freshness. Otherwise it is open: failed, not shown, not asked, or its waiver has expired. A waiver never counts for what rests on law, "+
		"nor once patient data is in reach.")
	var bases []string
	for _, b := range []questionnaire.Basis{questionnaire.Required, questionnaire.Addressable, questionnaire.Derived, questionnaire.OtherLaw, questionnaire.Practice, questionnaire.Proposed} {
		bases = append(bases, string(b)+" "+b.Meaning())
	}
	topic("Basis", "Why an item is asked: "+strings.Join(bases, "; ")+". Practice is not law: an item of basis K is asked because experience asks it, and no statute does. Addressable does not mean optional: "+
		"45 CFR 164.306(d)(3). This report is no legal advice.")
	if changed := r.proposed(); len(changed) > 0 {
		put("Proposed, not law", append([]para{{text: "This verdict reads the same answers under the Security Rule as it was proposed in 2025. That proposal is not law. This is what it would make of the items above:", ink: body}}, changed...))
	}
	topic("Times", fmt.Sprintf("Moments are given in UTC. Days (as of, valid until) are civil dates in the zone %s.", dash(r.snapshot.Opened.TimeZone)))
	topic("Made by", append([]string{fmt.Sprintf("Scored by engine %s, drawn by renderer %s, with questionnaire %s %s, SHA-256:", assessment.Engine, Renderer, r.q.ID, r.q.Version), r.q.Hash()}, r.parents()...)...)
	topic("How to verify", fmt.Sprintf("The data stands in the attachment %s: the snapshot, and the day, milestone and rule view of judgement. The command “assay verify FILE” checks the signatures against the "+
		"authorities that you name, makes every figure again from the attachment, draws the pages again and compares them. “pdfsig FILE” checks the signatures alone, “pdfdetach -save 1 FILE” takes the attachment out. "+
		"The journal head on page 1 is the last link of a chain of SHA-256 over all %d events: a journal that was cut or changed since cannot have it.", AttachmentName, r.snapshot.Seq))
	topic("Characters", r.characters())
}

// parents names what the questionnaire extends, nearest first.
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

// proposed lists what the rule view makes of items that belong to this verdict,
// and why.
func (r *report) proposed() []para {
	var out []para
	r.items(func(_ *questionnaire.Domain, item *questionnaire.Item, _ assessment.ItemResult) {
		if item.Because == "" || !r.belongs(item.ID) {
			return
		}
		now := r.snapshot.Questionnaire.Item(item.ID)
		points := questionnaire.Overlaying(now, item)
		text := item.ID + " " + item.Title
		if len(points) > 0 {
			text += ": " + strings.Join(points, ", ")
		}
		out = append(out, para{text: text, ink: strong, link: r.targets[item.ID]}, para{text: item.Because, ink: body, indent: 9})
	})
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

// characters says what the typefaces could not draw.
func (r *report) characters() string {
	text := "Every character of this assessment could be drawn."
	if missing := r.undrawnCharacters(); len(missing) > 0 {
		const most = 120
		codes := make([]string, 0, len(missing))
		for _, c := range missing[:min(most, len(missing))] {
			codes = append(codes, fmt.Sprintf("U+%04X", c))
		}
		text = "These characters have no glyph in the report's typefaces and are spelt out in brackets where they occur; the attachment holds them as they are: " + strings.Join(codes, ", ")
		if rest := len(missing) - most; rest > 0 {
			text += fmt.Sprintf(" and %d more", rest)
		}
		text += "."
	}
	if r.rightToLeft {
		text += " Scripts that run from right to left are drawn unjoined and in the order in which they are stored."
	}
	return text
}
