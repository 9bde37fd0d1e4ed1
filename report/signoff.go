package report

import (
	"cmp"
	"slices"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/report/pdf"
	"assay/report/sign"
)

// boxes are a frame for each of the three signatures, at the foot of the first page, to
// sign by hand or digitally. Each empty signature field of the file lies on its frame.
func (r *report) boxes() block { return r.signatureBoxes(reportDuties, printedNames(r.in), &r.fields) }

// reportDuties say in a few words what each role does with a report.
var reportDuties = map[sign.Role]string{
	sign.Assessor: "asked, read and recorded", sign.Reviewer: "checked answers against records", sign.Approver: "answers for the decision",
}

// signatureBoxes draws such frames, and adds their fields. names are printed below them.
func (l *layout) signatureBoxes(duties, names map[sign.Role]string, fields *[]pdf.SignatureField) block {
	const gutter, frameHeight = 14, 52
	width := (l.width() - 2*gutter) / 3
	roles := []struct {
		field sign.Role
		title string
	}{{sign.Assessor, "Assessor"}, {sign.Reviewer, "Reviewer"}, {sign.Approver, "Approver"}}
	var thirds, lines []column
	var heads, named, under []cell
	for n, role := range roles {
		x := float64(n) * (width + gutter)
		const date = 50
		thirds = append(thirds, column{x, width})
		lines = append(lines, column{x, width - date - 6}, column{x + width - date, date})
		heads = append(heads, cell{paras: []para{{text: role.title, ink: ink{bold, 8.6, black}}, {text: duties[role.field], ink: label}}})
		named = append(named, cell{paras: []para{l.nameIn(names[role.field], width-date-6)}, draw: l.writeOn}, cell{draw: l.writeOn})
		under = append(under, say("name", tiny), say("date", tiny))
	}
	// A screen reader tells one box after the other, and the word under a line before
	// the text on it.
	var boxes []*pdf.Element
	var headTags, nameTags, underTags []tagged
	for n, role := range roles {
		box := &pdf.Element{Role: pdf.RoleItem, Numbering: "None"}
		title := box.Add(&pdf.Element{Role: pdf.RoleLabel})
		inside := box.Add(&pdf.Element{Role: pdf.RoleBody})
		duty := inside.Add(&pdf.Element{Role: pdf.RoleParagraph})
		inside.Add(&pdf.Element{Role: pdf.RoleForm}).Field(string(role.field), 0)
		boxes, headTags = append(boxes, box), append(headTags, tagged{owners: []*pdf.Element{title, duty}, labels: make([]*pdf.Element, 2)})
		for i := 2 * n; i < 2*n+2; i++ {
			underTags, nameTags = append(underTags, under[i].within(inside)), append(nameTags, named[i].within(inside))
		}
	}
	frames := strip{height: frameHeight + 4, draw: func(top float64) {
		for n, role := range roles {
			x := l.left + thirds[n].x
			l.frame(x, top+2, width, frameHeight, 0.7, muted)
			*fields = append(*fields, pdf.SignatureField{
				Name: string(role.field), Tooltip: "Signature of the " + string(role.field), Page: l.page(),
				Rect: [4]float64{x, l.height - top - 2 - frameHeight, x + width, l.height - top - 2},
			})
		}
	}}
	return slices.Concat(l.hairline(2, 5), l.tagRow(nil, known(boxes, headTags), thirds, heads, nil), block{frames},
		l.tagRow(nil, known(nil, nameTags), lines, named, nil), l.tagRow(nil, known(nil, underTags), lines, under, nil))
}

// nameIn is a name on a line of this width, in smaller letters if it has no room
// otherwise.
func (l *layout) nameIn(name string, width float64) para {
	in := body
	for in.size > tiny.size && l.measure(name, in) > width {
		in.size -= 0.2
	}
	return para{text: l.fitted(name, in, width), ink: in}
}

// writeOn draws a line to write on by hand.
func (l *layout) writeOn(x, top, width float64) {
	l.rule(point{x, top + 11}, point{x + width, top + 11}, 0.6, muted)
}

// tiny is the ink of the words below a line to write on.
var tiny = ink{regular, 5.8, muted}

// printedNames are the names that a report prints below the frames. Whoever draws
// it chooses them, so they can be other names than those of the signers.
func printedNames(in Input) map[sign.Role]string {
	names := map[sign.Role]string{sign.Assessor: in.Snapshot.Assessor(in.Evaluator).Name}
	if d := in.Snapshot.DecisionFor(in.Milestone); d != nil && d.InForce() {
		names[sign.Approver] = hostile.Line(cmp.Or(in.Snapshot.LatinOf(d.By), d.By))
	}
	return names
}

// askNames tells where the page of the signatures names somebody else than who
// signed. That may be right: an evaluator can be on record by a mail address.
func (v *Verification) askNames(printed map[sign.Role]string) {
	for _, s := range v.Findings.Signatures {
		if name := hostile.Line(printed[s.Role]); name != "" && !assessment.NamesPerson(name, s.Signer) {
			v.note("below the signature of the %s the report prints %q, but the key is that of %q", s.Role, name, s.Signer)
		}
	}
}

// owed lists the work that people still owe at this milestone.
func (r *report) owed() []string {
	s := r.snapshot
	s.Milestone, s.Decisions = r.in.Milestone, nil
	if r.decision != nil {
		s.Decisions = []assessment.Decision{*r.decision}
	}
	return assessment.MissingSignOffs(s, r.result)
}
