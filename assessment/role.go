package assessment

import "slices"

// Role is what a person does in a record whose people are named. A person may have
// several.
type Role string

// The roles.
const (
	Evaluator     Role = "evaluator"
	Reviewer      Role = "reviewer"
	Approver      Role = "approver"
	Auditor       Role = "auditor"
	Administrator Role = "administrator"
)

// Roles lists all roles, in the order of the table of [Permissions].
func Roles() []Role { return []Role{Evaluator, Reviewer, Approver, Auditor, Administrator} }

// String is the role as people write it.
func (r Role) String() string { return string(r) }

// Act is one kind of thing that a person does in a record.
type Act string

// The acts.
const (
	ActRead           Act = "read"
	ActPrepare        Act = "prepare"
	ActAnswer         Act = "answer"
	ActUndo           Act = "undo"
	ActCondition      Act = "condition"
	ActPanel          Act = "panel"
	ActReconcile      Act = "reconcile"
	ActSignOff        Act = "sign-off"
	ActWhatIf         Act = "what-if"
	ActSignAssessor   Act = "sign-assessor"
	ActSignReviewer   Act = "sign-reviewer"
	ActSignApprover   Act = "sign-approver"
	ActDecide         Act = "decide"
	ActWaive          Act = "waive"
	ActAward          Act = "award"
	ActPeople         Act = "people"
	ActQuestionnaires Act = "questionnaires"
	ActMerge          Act = "merge"
	ActStrike         Act = "strike"
	ActAccept         Act = "accept"
	ActRestore        Act = "restore"
)

// Permission says which roles do one kind of thing.
type Permission struct {
	Act   Act    `json:"act"`
	Does  string `json:"does"` // continues "may" or "may not"
	Roles []Role `json:"roles"`
}

// Permissions is the whole table of who may do what in a record whose people are named.
// [People.Allow] applies it, and the documentation prints it.
func Permissions() []Permission {
	return []Permission{
		{ActRead, "read, verify and export the record", Roles()},
		{ActPrepare, "add and edit vendors, RFPs and assessments, and move them on", []Role{Evaluator}},
		{ActAnswer, "answer, grade, raise and resolve flags, and record evidence", []Role{Evaluator}},
		{ActUndo, "take back an own entry", []Role{Evaluator, Reviewer}},
		{ActCondition, "open and close actions", []Role{Evaluator, Approver}},
		{ActPanel, "name graders, and open a panel before all grades are in", []Role{Evaluator, Reviewer}},
		{ActReconcile, "reconcile grades that differ", []Role{Reviewer}},
		{ActSignOff, "call the record complete", []Role{Evaluator, Reviewer}},
		{ActWhatIf, "keep a what-if of a comparison", []Role{Evaluator, Reviewer, Approver}},
		{ActSignAssessor, "sign a report as assessor", []Role{Evaluator}},
		{ActSignReviewer, "sign a report as reviewer", []Role{Reviewer}},
		{ActSignApprover, "sign a report as approver", []Role{Approver}},
		{ActDecide, "decide", []Role{Approver}},
		{ActWaive, "waive a gate", []Role{Approver}},
		{ActAward, "award an RFP", []Role{Approver}},
		{ActPeople, "add, change and remove people, and tighten the rules for them", []Role{Administrator}},
		{ActQuestionnaires, "change the questionnaire of an assessment or an RFP", []Role{Administrator}},
		{ActMerge, "merge an assessment from another database", []Role{Administrator}},
		{ActStrike, "strike what was recorded", []Role{Administrator}},
		{ActAccept, "accept that events are missing, or adopt a copy", []Role{Administrator}},
		{ActRestore, "restore a backup", []Role{Administrator}},
	}
}

// permissionOf is the row of the table for an act. An unknown act is for nobody.
func permissionOf(act Act) Permission {
	all := Permissions()
	if at := slices.IndexFunc(all, func(p Permission) bool { return p.Act == act }); at >= 0 {
		return all[at]
	}
	return Permission{Act: act, Does: "do this"}
}

// holders names the roles of a permission, for a sentence: "a reviewer or an approver".
func (p Permission) holders() string {
	text := "nobody"
	for n, role := range p.Roles {
		switch {
		case n == 0:
			text = role.oneOf()
		case n == len(p.Roles)-1:
			text += " or " + role.oneOf()
		default:
			text += ", " + role.oneOf()
		}
	}
	return text
}

// oneOf is the role with its article.
func (r Role) oneOf() string {
	if r == Evaluator || r == Approver || r == Auditor || r == Administrator {
		return "an " + string(r)
	}
	return "a " + string(r)
}

// Separation is a rule by which an organization keeps roles further apart than the table
// does. It can be added to a record and never taken away.
type Separation string

// The rules.
const (
	// ApproverNeverEvaluated keeps whoever evaluated an assessment in any part from
	// approving it, from waiving one of its gates and from awarding it.
	ApproverNeverEvaluated Separation = "approver-never-evaluated"
	// ReviewerNeverGraded keeps whoever graded a scenario from reconciling its grades.
	ReviewerNeverGraded Separation = "reviewer-never-graded"
	// OneRole gives each person one role at most.
	OneRole Separation = "one-role"
)

// Separations lists all rules.
func Separations() []Separation {
	return []Separation{ApproverNeverEvaluated, ReviewerNeverGraded, OneRole}
}

// Says is the rule as a sentence, without a period.
func (s Separation) Says() string {
	switch s {
	case ApproverNeverEvaluated:
		return "whoever evaluated an assessment does not approve, waive or award it"
	case ReviewerNeverGraded:
		return "whoever graded a scenario does not reconcile its grades"
	case OneRole:
		return "each person has one role"
	}
	return string(s)
}
