package export

import (
	"fmt"
	"strings"

	"assay/assessment"
	"assay/assessment/outstanding"
	"assay/assessment/register"
	"assay/assessment/wording"
	"assay/questionnaire"
)

// assessmentForm is the form of the JSON of an assessment.
const assessmentForm = "assay-assessment/1"

// Assessment is everything that is recorded of an assessment, and its result for a day,
// a milestone and a rule view. Grades in closed panels are left out, whoever asks.
func Assessment(s assessment.Snapshot, asOf assessment.Date, at questionnaire.Milestone, view questionnaire.View) Document {
	s = s.Filed()
	j := judged{Snapshot: s, result: assessment.Evaluate(s, asOf, at, view), q: s.Questionnaire.In(view)}
	return Document{
		Form: assessmentForm, Title: s.Opened.Title(), AsOf: asOf, Zone: s.Zone(),
		Subject: fmt.Sprintf("Assessment for %s, as of %s, by %s. For our own people: it shows how answers are judged.", at, asOf, view.Words()),
		Facts:   j.facts(), Remarks: j.remarks(),
		Tables: []Table{
			j.reasons(), j.domains(), j.answers(), j.quotes(), j.grades(), j.evidence(), j.flags(), j.outstanding(), j.actions(),
			j.waivers(), j.decisions(), j.chain(), j.sessions(), j.replies(), j.signOffs(), j.ruleChanges(),
		},
	}
}

// judged is an assessment as everybody may see it, with its result.
type judged struct {
	assessment.Snapshot
	result assessment.Result
	q      *questionnaire.Questionnaire // in the rule view
}

func (j judged) facts() []Fact {
	r, o := j.result, j.Opened
	all := []Fact{
		fact("assessment", "Assessment", Code, "the id of the assessment", text(j.Assessment)),
		fact("vendor", "Vendor", Text, "the usual name of the vendor", text(o.Vendor.Name)),
		fact("legal_name", "Legal name", Text, "the name of the vendor in contracts", text(o.Vendor.LegalName)),
		fact("subject", "Subject", Text, "the placed person or the contract draft that the assessment is about; empty for the vendor itself", text(o.Subject)),
		fact("rfp", "RFP", Text, "the title of the request for proposals", text(rfpTitle(o))),
		fact("rfp_reference", "RFP reference", Code, "the reference of the request for proposals", text(rfpReference(o))),
		fact("questionnaire", "Questionnaire", Code, "the id of the questionnaire", text(r.Questionnaire.ID)),
		fact("questionnaire_version", "Questionnaire version", Code, "the version of the questionnaire", text(r.Questionnaire.Version)),
		fact("questionnaire_hash", "Questionnaire hash", Code, "the SHA-256 of the questionnaire", text(r.Questionnaire.Hash)),
		fact("milestone", "Milestone", Code, "the moment that the verdict is for: award, access, review or close", text(r.Milestone)),
		fact("view", "Law", Code, "the rule view: current, or nprm-2025 for the proposed rule", text(r.View)),
		fact("as_of", "As of", Day, "the day on which the age of evidence is judged", day(r.AsOf)),
		fact("time_zone", "Time zone", Code, "the zone of all civil dates", text(o.TimeZone)),
		fact("verdict", "Verdict", Code, "the result by the rules", text(r.Verdict)),
		fact("started", "Started", Truth, "whether anything was recorded since it was opened", truth(j.Begun(r))),
		fact("shown", "Shown", Score, "the score of the answers as far as evidence shows them; empty where nothing is scored", score(r.Shown)),
		fact("claimed", "Claimed", Score, "the score of the answers alone", score(r.Claimed)),
		fact("low", "Interval, low", Score, "the lowest score that the open questions allow", score(r.Interval[0])),
		fact("high", "Interval, high", Score, "the highest score that the open questions allow", score(r.Interval[1])),
		fact("reachable", "Reachable", Score, "the score if all evidence that can still arrive does arrive", score(r.Reachable)),
		fact("coverage", "Coverage", Share, "the share of the weight that has an answer, of 0 to 1, rounded down", share(r.Coverage)),
		fact("gates_closed", "Gates closed", Count, "the number of gates that are met and shown", count(r.Gates.Closed)),
		fact("gates_open", "Gates open", Count, "the number of gates that are failed, not shown, not asked, or whose waiver has expired", count(r.Gates.Open())),
		fact("gates_waived", "Gates waived", Count, "the number of gates with a waiver in force", count(r.Gates.Waived)),
		fact("stops", "Stop flags", Count, "the number of open stop flags", count(r.Flags.Stop)),
		fact("warnings", "Warnings", Count, "the number of open warnings", count(r.Flags.Warning)),
		fact("penalty", "Penalty", Count, "the points that the warnings cost", count(r.Flags.Penalty)),
		fact("risk", "Residual risk", Code, "low, moderate, high or critical; empty where the questionnaire has no risk", text(r.Risk.Tier)),
		fact("likelihood", "Likelihood", Score, "of 1 to 5", score(r.Risk.Likelihood)),
		fact("impact", "Impact", Count, "of 1 to 5", some(r.Risk.Impact)),
		fact("review_days", "Review within, days", Count, "the days until the next review, counted from the latest decision", some(r.Risk.ReviewDays)),
		fact("reverify", "To re-verify", Count, "the number of answers taken over from before that nobody has confirmed yet", count(r.Reverify)),
		fact("next_change", "Next change", Day, "the first day on which time alone can change the result", day(r.NextChange)),
		fact("opened_at", "Opened", Moment, "when the assessment was opened", moment(j.OpenedAt)),
		fact("opened_by", "Opened by", Text, "who opened it", text(j.OpenedBy)),
	}
	summarized := assessment.Summary{}
	if j.Summary != nil {
		summarized = *j.Summary
	}
	withdrawn := assessment.Withdrawal{}
	if j.Withdrawn != nil {
		withdrawn = *j.Withdrawn
	}
	return append(
		all,
		fact("summary_text", "Summary", Text, "the sentences of the evaluator for page 1 of the report", text(summarized.Text)),
		fact("summary_by", "Summary by", Text, "who wrote them", text(summarized.By)),
		fact("graders", "Graders", List, "who grades the scenarios; two or more grade blind", list(j.Graders)),
		fact("closed_panels", "Closed panels", List, "the scenarios whose grades are hidden until all graders are in", list(j.Hidden())),
		fact("withdrawn_by", "Withdrawn by", Text, "who took the assessment off the lists; empty where nobody did", text(withdrawn.By)),
		fact("withdrawn_reason", "Withdrawn because", Text, "the reason for that", text(withdrawn.Reason)),
		fact("engine", "Engine", Code, "the version of the arithmetic", text(r.Engine)),
		fact("events", "Events", Count, "the number of events in the journal", count(int(j.Seq))),
		fact("head", "Journal head", Code, "the hash of the last event of the journal", text(j.Head.String())),
	)
}

func rfpTitle(o assessment.Opened) string {
	if o.RFP == nil {
		return ""
	}
	return o.RFP.Title
}

func rfpReference(o assessment.Opened) string {
	if o.RFP == nil {
		return ""
	}
	return o.RFP.Reference
}

// remarks are sentences without which the figures would be misread.
func (j judged) remarks() []string {
	var all []string
	for _, r := range j.Rollbacks {
		all = append(all, wording.Rollback(r, j.Zone()))
	}
	for _, s := range j.Struck {
		all = append(all, "The body of an event was "+wording.Strike(s, j.Zone())+".")
	}
	if j.Withdrawn != nil {
		all = append(all, "The assessment was "+wording.Withdrawal(*j.Withdrawn, j.Zone())+".")
	}
	if d := j.DecisionFor(j.result.Milestone); d != nil && !d.InForce() {
		all = append(all, "The decision is "+wording.Void(*d, j.Zone())+".")
	}
	if hidden := j.Hidden(); len(hidden) > 0 {
		all = append(all, "Graded blind, and left out until the panel opens: "+strings.Join(hidden, ", ")+".")
	}
	return all
}

func (j judged) reasons() Table {
	return topic(
		"because", "Because", j.result.Because,
		col("item", "Item", Code, 11, "the item behind the reason; may be empty", func(r assessment.Reason) Value { return text(r.Item) }),
		col("kind", "Kind", Code, 11, "gate, flag, rule, coverage, band, floor, thin or waiver", func(r assessment.Reason) Value { return text(r.Kind) }),
		col("state", "State", Code, 16, "the state of the gate, or the band", func(r assessment.Reason) Value { return text(r.State) }),
		col("blocks", "Blocks", Truth, 9, "whether the reason alone blocks the vendor", func(r assessment.Reason) Value { return truth(r.Blocks()) }),
		col("text", "Reason", Text, 90, "the reason in words", func(r assessment.Reason) Value { return text(r.Text) }),
	)
}

func (j judged) domains() Table {
	type domain = assessment.DomainResult
	return topic(
		"domains", "Domains", j.result.Domains,
		col("domain", "Domain", Code, 10, "the id of the domain", func(d domain) Value { return text(d.ID) }),
		col("name", "Name", Text, 40, "the name of the domain", func(d domain) Value { return text(d.Name) }),
		col("weight", "Weight", Count, 9, "the weight of the domain in the whole", func(d domain) Value { return count(d.Weight) }),
		col("floor", "Floor", Count, 9, "the shown score below which the vendor cannot be approved; empty for none", func(d domain) Value { return some(d.Floor) }),
		col("shown", "Shown", Score, 9, "the score of the answers as far as evidence shows them", func(d domain) Value { return score(d.Shown) }),
		col("claimed", "Claimed", Score, 9, "the score of the answers alone", func(d domain) Value { return score(d.Claimed) }),
		col("low", "Interval, low", Score, 10, "the lowest score that the open questions allow", func(d domain) Value { return score(d.Interval[0]) }),
		col("high", "Interval, high", Score, 10, "the highest score that the open questions allow", func(d domain) Value { return score(d.Interval[1]) }),
		col("coverage", "Coverage", Share, 11, "the share of the weight that has an answer, of 0 to 1, rounded down; empty where no item counts yet", func(d domain) Value {
			if d.Claimed == assessment.NoScore {
				return Value{}
			}
			return share(d.Coverage)
		}),
		col("below_floor", "Below floor", Truth, 9, "whether the shown score is below the floor", func(d domain) Value {
			return truth(d.Shown != assessment.NoScore && d.Shown < assessment.Score(d.Floor*10))
		}),
		col("thin", "Thin", Truth, 8, "whether people set aside too much of its weight", func(d domain) Value { return truth(d.Thin) }),
	)
}

func (j judged) outstanding() Table {
	type point = outstanding.Point
	return topic(
		"outstanding", "Outstanding", outstanding.Of(j.Snapshot, j.result).Points,
		col("item", "Item", Code, 11, "the id of the item; empty for a promise about none", func(p point) Value { return text(p.Item) }),
		col("why", "Why", Code, 14, "not_shown, unanswered, promised or differ", func(p point) Value { return text(p.Why) }),
		col("title", "Title", Text, 34, "the title of the item", func(p point) Value { return text(p.Title) }),
		col("hard", "Hard", Truth, 8, "whether the item blocks while it is open", func(p point) Value { return truth(p.Hard) }),
		col("heard", "Heard", List, 44, "what the vendor said", func(p point) Value { return list(p.Heard) }),
		col("missing", "Missing", List, 44, "what is not there yet", func(p point) Value { return list(p.Missing) }),
		col("from", "From", Text, 14, "who owes it", func(p point) Value { return text(p.From) }),
		col("promised", "Promised", List, 44, "the open actions for it", func(p point) Value {
			var all []string
			for _, promise := range p.Promises {
				all = append(all, promise.Words())
			}
			return list(all)
		}),
	)
}

func (j judged) evidence() Table {
	type entry = register.Entry
	record := func(of func(assessment.Evidence) Value) func(entry) Value {
		return func(e entry) Value { return of(e.Evidence) }
	}
	return topic(
		"evidence", "Evidence", register.Of(j.Snapshot, j.result.AsOf),
		col("record", "Record", Code, 14, "the name of the record: BAA-01/2 is the second record of the item", func(e entry) Value { return text(e.Record) }),
		col("number", "Number", Count, 9, "the number in the register of a report", func(e entry) Value { return count(e.Number) }),
		col("item", "Item", Code, 11, "the item that it shows; may be empty for an action", func(e entry) Value { return text(e.Item) }),
		col("about", "About", Text, 34, "the title of the item, or the task of the action", func(e entry) Value { return text(e.About) }),
		col("kind", "Kind", Code, 9, "the id of the kind of evidence", record(func(r assessment.Evidence) Value { return text(r.Kind) })),
		col("kind_name", "Kind of evidence", Text, 34, "the name of the kind", func(e entry) Value { return text(e.Kind) }),
		col("counts_as", "Counts as", Code, 13, "the assurance that it counts as; empty where it counts for no answer", func(e entry) Value { return text(e.CountsAs) }),
		col("age", "Age", Text, 26, "how old it is, and how its kind rates that", func(e entry) Value { return text(e.AgeWords) }),
		col("as_of", "As of", Day, 12, "the day that it is of", record(func(r assessment.Evidence) Value { return day(r.AsOf) })),
		col("valid_until", "Valid until", Day, 12, "its last day", record(func(r assessment.Evidence) Value { return day(r.ValidUntil) })),
		col("source", "Source", Text, 44, "its file, the observation, the place where it is kept, and what was seen there", record(func(r assessment.Evidence) Value { return text(wording.Source(r)) })),
		col("file", "File", Text, 28, "the name of its file", record(func(r assessment.Evidence) Value { return text(r.File) })),
		col("bytes", "Bytes", Count, 12, "the size of the file", record(func(r assessment.Evidence) Value {
			if r.SHA256 == "" {
				return Value{}
			}
			return count(int(r.Size))
		})),
		col("sha256", "SHA-256", Code, 30, "the hash of the file, hexadecimal", record(func(r assessment.Evidence) Value { return text(r.SHA256) })),
		col("personal", "Personal", Truth, 10, "whether it is about named people, so that only a reference is kept", func(e entry) Value { return truth(e.Personal) }),
		col("unread", "Not read", Truth, 10, "whether it came with a reply and nobody has read it yet", record(func(r assessment.Evidence) Value { return truth(r.Unread) })),
		col("by", "Recorded by", Text, 24, "who recorded the answer, or closed the action", func(e entry) Value { return text(e.By) }),
		col("at", "Recorded at", Moment, 17, "when that was", func(e entry) Value { return moment(e.At) }),
	)
}
