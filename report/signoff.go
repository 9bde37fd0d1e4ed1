package report

import (
	"strings"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/assessment/wording"
	"assay/report/pdf"
	"assay/report/sign"
)

// signOff draws a frame for each of the three signatures, to sign by hand or
// digitally. Each empty signature field of the file lies on its frame.
func (r *report) signOff() {
	r.section("Sign-off", 0)
	r.hold(r.paragraph("Each signature covers the whole report, its attachments, and the signatures before it. A signature on paper covers the printed pages only.", quiet))
	if owed := r.owed(); len(owed) > 0 {
		r.hold(r.paragraph("Still missing on "+r.in.AsOf.String()+": "+strings.Join(owed, ", ")+".", strong))
	}
	if r.decision != nil {
		if text := wording.AddedBriefly(*r.decision); text != "" {
			r.hold(r.paragraph("For the approver: "+hostile.Line(text)+".", strong))
		}
	}
	for _, o := range r.snapshot.SignedOff {
		r.hold(r.paragraph("The record is complete, says "+hostile.Line(wording.SignOffInFull(r.snapshot, o)), quiet))
	}
	names := printedNames(r.in)
	r.hold(gap(8))
	r.keep(block{{height: 128, draw: func(top float64) {
		const gutter = 14
		width := (r.width() - 2*gutter) / 3
		for i, role := range []struct {
			field sign.Role
			title string
			duty  string
		}{
			{sign.Assessor, "Assessor", "asked, read and recorded"},
			{sign.Reviewer, "Reviewer", "checked answers against records"},
			{sign.Approver, "Approver", "answers for the decision"},
		} {
			x := r.left + float64(float64(i)*(width+gutter))
			r.text(x, top+9, role.title, ink{bold, 9, black})
			r.text(x, top+19, role.duty, label)
			const frameTop, frameHeight = 26, 54
			r.frame(x, top+frameTop, width, frameHeight, 0.7, muted)
			r.text(x+4, top+frameTop+frameHeight-4, "signature", ink{regular, 5.8, muted})
			r.fields = append(r.fields, pdf.SignatureField{
				Name: string(role.field), Tooltip: "Signature of the " + string(role.field), Page: r.pages(),
				Rect: [4]float64{x, r.height - top - frameTop - frameHeight, x + width, r.height - top - frameTop},
			})
			for n, line := range []string{"name", "date"} {
				y := top + 98 + float64(float64(n)*24)
				r.rule(point{x, y}, point{x + width, y}, 0.6, muted)
				r.text(x, y+7, line, ink{regular, 5.8, muted})
			}
			r.text(x+2, top+95, r.fitted(names[role.field], body, width-4), body)
		}
	}}})
}

// printedNames are the names that a report prints below the frames. Whoever draws
// it chooses them, so they can be other names than those of the signers.
func printedNames(in Input) map[sign.Role]string {
	names := map[sign.Role]string{sign.Assessor: in.Evaluator}
	if d := in.Snapshot.DecisionFor(in.Milestone); d != nil && d.InForce() {
		names[sign.Approver] = hostile.Line(d.By)
	}
	return names
}

// askNames tells where the page of the signatures names somebody else than who
// signed. That may be right: an evaluator can be on record by a mail address.
func (v *Verification) askNames(in Input) {
	printed := printedNames(in)
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
