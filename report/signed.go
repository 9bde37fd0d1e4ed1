package report

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/assessment/wording"
	"assay/report/pdf"
	"assay/report/sign"
)

// Signer says in which role and when somebody signs.
type Signer struct {
	Role sign.Role
	When time.Time // claimed, to the second
	TSA  *sign.TSA // asked for a time stamp; nil for none
}

// duties say in one word what each role answers for. PDF readers show it as the reason of a signature.
var duties = map[sign.Role]string{sign.Assessor: "assessed", sign.Reviewer: "reviewed", sign.Approver: "approved"}

// Sign adds a signature to a file of this package, and shows it in the box of its role: the name, the role, the day, and
// the beginning of the key's fingerprint. The first signature certifies the file. A person who signs as assessor without
// having evaluated is shown as signing for who did.
func Sign(file []byte, id sign.Identity, s Signer) ([]byte, error) {
	document, err := pdf.Parse(file)
	if err != nil {
		return nil, err
	}
	if id.Certificate == nil {
		return nil, errors.New("the identity has no certificate")
	}
	shown := shownSignature{
		role: s.Role, name: id.Certificate.Subject.CommonName, fingerprint: sign.Fingerprint(id.Certificate), when: s.When, about: signedAbout(document),
	}
	if err := drawsSigner(shown.name); err != nil {
		return nil, err
	}
	picture, err := shown.draw(document)
	if err != nil {
		return nil, err
	}
	return sign.Sign(file, id, sign.Options{
		Field: s.Role, Name: shown.name, Reason: shown.reason(), When: s.When, Certify: len(document.Revisions) == 1, TSA: s.TSA, Picture: picture,
	})
}

// about holds the facts of a file that a signature needs.
type about struct {
	zone       *time.Location
	evaluators []assessment.Person // who recorded most comes first; empty if nobody evaluated, as in a comparison
	attended   []assessment.Person // our other people in the meetings: they may sign as assessor for themselves, too
}

// signedAbout reads these facts from the data of a file. A file with other data has no evaluators, and
// its days are in UTC.
func signedAbout(document *pdf.Document) about {
	if carriesExcerpt(document) {
		evaluated, attended := evaluatedIn(document)
		return about{time.UTC, evaluated, attended}
	}
	if data, err := document.Attachment(AttachmentName); err == nil {
		if _, in, _, err := parseAttachment(data); err == nil {
			return aboutReport(in)
		}
	}
	if data, err := document.Attachment(ComparisonName); err == nil {
		if _, in, _, err := parseComparison(data); err == nil {
			return aboutComparison(in)
		}
	}
	return about{zone: time.UTC}
}

func aboutReport(in Input) about {
	facts := about{zone: in.Snapshot.Zone(), attended: in.Snapshot.OurPeople()}
	for _, entry := range in.Snapshot.Evaluators() {
		facts.evaluators = append(facts.evaluators, in.Snapshot.Person(entry))
	}
	return facts
}

func aboutComparison(in ComparisonInput) about { return about{zone: in.Sides[0].Snapshot.Zone()} }

// shownSignature is the text in the box of a signature.
type shownSignature struct {
	role        sign.Role
	name        string // in the certificate
	fingerprint string // of the certificate
	when        time.Time
	about       about
}

// standsFor is for whom somebody else signs as assessor, or empty.
func (s shownSignature) standsFor() string {
	if s.role != sign.Assessor || len(s.about.evaluators) == 0 {
		return ""
	}
	for _, p := range slices.Concat(s.about.evaluators, s.about.attended) {
		if assessment.NamesPerson(p.Name, s.name) || assessment.NamesPerson(p.Address, s.name) {
			return ""
		}
	}
	first, more := s.about.evaluators[0].Name, len(s.about.evaluators)-1
	if more > 0 {
		return first + " and " + english.Count(more, "other")
	}
	return first
}

func (s shownSignature) reason() string {
	if by := s.standsFor(); by != "" {
		return duties[s.role] + ", for " + hostile.Line(by)
	}
	return duties[s.role]
}

// draw draws the picture in the size of its box.
func (s shownSignature) draw(document *pdf.Document) (pdf.Picture, error) {
	box, err := boxOf(document, s.role)
	if err != nil {
		return pdf.Picture{}, err
	}
	day := s.when.In(s.about.zone)
	drawn, err := drawBox(box.width, box.height, day, func(c *canvas) { s.lines(c) })
	if err != nil {
		return pdf.Picture{}, fmt.Errorf("draw the signature: %w", err)
	}
	return pdf.PictureOf(drawn, pdf.Archive{Title: "signature", Language: "en", When: s.when})
}

// lines draws the picture: white under it, so that it also reads well over the small print of an empty box.
func (s shownSignature) lines(c *canvas) {
	const inset = 5
	room := c.width - 2*inset
	c.fill(0.6, 0.6, c.width-1.2, c.height-1.2, blank)
	c.fill(0.6, 0.6, 2.2, c.height-1.2, accent)
	lines := []struct {
		text string
		ink  ink
	}{{hostile.Line(s.name), ink{bold, 9.5, black}}}
	add := func(text string, in ink) {
		lines = append(lines, struct {
			text string
			ink  ink
		}{text, in})
	}
	if by := s.standsFor(); by != "" {
		add("signs for "+hostile.Line(by), ink{regular, 7, black})
	}
	add(english.Capital(string(s.role))+" · signed "+wording.Day(s.when.UnixMicro(), s.about.zone), ink{regular, 7, black})
	add("key "+sign.ReadOut(s.fingerprint), ink{regular, 6.5, muted})
	y := (c.height - float64(len(lines))*11) / 2
	for _, line := range lines {
		for c.measure(line.text, line.ink) > room-inset && line.ink.size > 5 {
			line.ink.size -= 0.5
		}
		c.text(inset+3, y+8.5, c.fitted(line.text, line.ink, room-inset), line.ink)
		y += 11
	}
}

// boxOf is the size of the box of a role.
func boxOf(document *pdf.Document, role sign.Role) (struct{ width, height float64 }, error) {
	var size struct{ width, height float64 }
	view := document.AsOf(0)
	for _, item := range view.Fields() {
		widget := view.Dictionary(item)
		name, _ := pdf.Lookup[pdf.String](widget, "T")
		rect, _ := pdf.Lookup[pdf.Array](widget, "Rect")
		if name.Text() != string(role) || len(rect) != 4 {
			continue
		}
		var edges [4]float64
		for i := range edges {
			edges[i], _ = pdf.Number(rect[i])
		}
		size.width, size.height = edges[2]-edges[0], edges[3]-edges[1]
		if size.width < 20 || size.height < 20 {
			return size, fmt.Errorf("the box of the %s is too small to show a signature", role)
		}
		return size, nil
	}
	return size, fmt.Errorf("the file has no box for the signature of the %s", role)
}

// askPictures draws the picture of each signature again. A picture that says something else than its signature is a problem.
func (v *Verification) askPictures() {
	for _, s := range v.Findings.Signatures {
		if s.Picture.Empty() {
			v.note("the box of the %s is empty on the page: the signature is in the file only", s.Role)
			continue
		}
		fresh, err := shownSignature{s.Role, s.Signer, s.Fingerprint, s.ClaimedTime, v.about}.draw(v.Findings.Document)
		if err != nil {
			v.problem("%v", err)
			continue
		}
		if !samePicture(s.Picture, fresh) {
			v.problem("the box of the %s shows something else than the signature of %s", s.Role, hostile.Line(s.Signer))
		}
	}
}

// samePicture compares two pictures as drawings are compared, see comparison.
func samePicture(was, is pdf.Picture) bool {
	if len(was.Objects) != len(is.Objects) {
		return false
	}
	for i := range is.Objects {
		if !(comparison{}).streamOrObject(was.Objects[i], is.Objects[i], i == 0) {
			return false
		}
	}
	return true
}
