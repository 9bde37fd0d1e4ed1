package report

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"assay/assessment"
	"assay/assessment/debrief"
	"assay/assessment/hostile"
	"assay/questionnaire"
	"assay/questionnaire/canonical"
	"assay/report/pdf"
)

// ExcerptName is the file with the data of a short report.
const ExcerptName = "excerpt.json"

// excerpt is the content of ExcerptName. C is a content to write, or the text of one
// that was read.
type excerpt[C any] struct {
	Around   [][]string `json:"around,omitempty"` // by page: the texts beside those of the content, such as the heads
	Content  C          `json:"content"`
	Engine   string     `json:"engine"`
	Paper    string     `json:"paper"`
	Renderer string     `json:"renderer"`
	Salt     string     `json:"salt"` // hexadecimal
}

// content is everything that the pages of a short report say, and nothing else. The
// full report commits to it.
type content struct {
	AsOf         assessment.Date         `json:"as_of"`
	Head         assessment.Head         `json:"head"` // of the journal, see Input.origin
	Milestone    questionnaire.Milestone `json:"milestone"`
	Organisation string                  `json:"organisation,omitempty"`
	Profile      Profile                 `json:"profile"`
	View         questionnaire.View      `json:"view"`

	Debrief *debrief.Debrief `json:"debrief,omitempty"`
	Decided *decided         `json:"decided,omitempty"`
}

// contentFor is the part of the content that is the same for all profiles. The input
// is settled.
func (in Input) contentFor(p Profile) content {
	return content{AsOf: in.AsOf, Head: in.Snapshot.Head, Milestone: in.Milestone, Organisation: hostile.Line(in.Organisation), Profile: p, View: in.View}
}

// debriefed is the content of a debrief.
func (in Input) debriefed(result assessment.Result) content {
	c := in.contentFor(Debrief)
	told := debrief.Of(in.Snapshot, result)
	c.Debrief = &told
	return c
}

// origin is the start of the journal, from which nobody but the holder of the journal
// can tell the salts of the excerpts, and its head. A signature of a report is an
// event, too: the head before such events at the end is the same for all reports that
// were drawn around a signature.
func (in Input) origin() (salt []byte, head assessment.Head, err error) {
	if len(in.Journal) == 0 || len(in.Journal[0].Salt) != len(assessment.Salt{}) {
		return nil, head, assessment.Errorf(assessment.Invalid, "a report needs the journal of its assessment, from its first event on")
	}
	var now assessment.Head
	for _, w := range in.Journal {
		h, err := assessment.ParseHeader(w.Header)
		if err != nil {
			return nil, head, fmt.Errorf("read the journal of the report: %w", err)
		}
		if now = now.Chain(w.Header); !h.Signs() {
			head = now
		}
	}
	return in.Journal[0].Salt, head, nil
}

// saltOf is the salt of one excerpt. It tells nothing about the salts of the journal,
// nor about that of the other excerpt.
func saltOf(opened []byte, p Profile, head assessment.Head) []byte {
	mac := hmac.New(sha256.New, opened)
	mac.Write([]byte("assay excerpt salt 1\n" + string(p) + "\n" + head.String()))
	return mac.Sum(nil)
}

// commitment binds a full report to the content of an excerpt, and does not tell it:
// nobody can try contents without the salt.
func commitment(salt, content []byte) string {
	hash := sha256.New()
	hash.Write([]byte("assay excerpt commitment 1\n"))
	hash.Write(salt)
	hash.Write(content)
	return hex.EncodeToString(hash.Sum(nil))
}

// commit is the commitment to a content, under its own salt.
func (c content) commit(opened []byte) (string, error) {
	text, err := canonical.Marshal(c)
	if err != nil {
		return "", fmt.Errorf("write the excerpt: %w", err)
	}
	return commitment(saltOf(opened, c.Profile, c.Head), text), nil
}

// pending is in the place of the commitment to pages that are not drawn yet.
var pending = strings.Repeat("0", 2*sha256.Size)

// commitments are those to the excerpts of all short profiles, as far as they are known
// before the pages are drawn.
func (in Input) commitments(result assessment.Result) (map[Profile]string, error) {
	in, err := in.settled()
	if err != nil {
		return nil, err
	}
	told, err := in.debriefed(result).commit(in.Journal[0].Salt)
	return map[Profile]string{Debrief: told, RFP: pending}, err
}

// committed is the data of a full report with the commitment to its pages that decide.
func (in Input) committed(data []byte, of decided) ([]byte, error) {
	settled, err := in.settled()
	if err != nil {
		return nil, err
	}
	if settled.Snapshot.Seq != in.Snapshot.Seq { // the short report prints another head
		c, err := newCanvas(in.Paper, in.AsOf.Time())
		if err != nil {
			return nil, err
		}
		of = newReport(settled, assessment.Evaluate(settled.Snapshot, in.AsOf, in.Milestone, in.View), newLayout(c)).decide()
	}
	c := settled.contentFor(RFP)
	c.Decided = &of
	commitment, err := c.commit(in.Journal[0].Salt)
	// The commitments come before the first text of a person, because keys are sorted.
	return bytes.Replace(data, []byte(pending), []byte(commitment), 1), err
}

// file is the file with an excerpt.
func (c content) file(opened []byte, paper string, around [][]string) ([]byte, error) {
	data, err := canonical.Marshal(excerpt[content]{
		Around: around, Content: c, Engine: assessment.Engine, Paper: paper, Renderer: Renderer, Salt: hex.EncodeToString(saltOf(opened, c.Profile, c.Head)),
	})
	if err != nil {
		return nil, fmt.Errorf("write the excerpt: %w", err)
	}
	if err := checkCost(data); err != nil {
		return nil, assessment.Errorf(assessment.Invalid, "the data of the report: %w", err)
	}
	return data, nil
}

// renderShort draws a short report.
func (in Input) renderShort() ([]byte, error) {
	in, err := in.settled()
	if err != nil {
		return nil, err
	}
	opened := in.Journal[0].Salt
	if in.Profile == RFP {
		return in.drawRFP(opened)
	}
	c := in.debriefed(assessment.Evaluate(in.Snapshot, in.AsOf, in.Milestone, in.View))
	data, err := c.file(opened, in.Paper, nil)
	if err != nil {
		return nil, err
	}
	return c.drawDebrief(in.Paper, data)
}

// archive is the rest of the file of a short report.
func (c content) archive(data []byte, fields []pdf.SignatureField) pdf.Archive {
	return pdf.Archive{
		Title: c.title(), Author: c.Organisation, Fields: fields,
		Attachments: []pdf.Attachment{{
			Name: ExcerptName, MIME: "application/json", Description: "The texts of these pages, as data", Relationship: "Source", Data: data,
		}},
	}
}

// title is the title of the file.
func (c content) title() string {
	if c.Profile == RFP {
		return fmt.Sprintf("%s: assessment for %s, as of %s", c.vendor(), c.Milestone, c.AsOf)
	}
	return fmt.Sprintf("%s: debrief, as of %s", c.vendor(), c.AsOf)
}

// vendor is whom the excerpt is about.
func (c content) vendor() string {
	if c.Decided != nil {
		return hostile.Line(c.Decided.Vendor)
	}
	return hostile.Line(c.Debrief.Vendor)
}

// parseExcerpt reads the file with an excerpt as strictly as parseAttachment reads the
// data of a full report. committed is the commitment to it.
func parseExcerpt(data []byte) (by madeBy, c content, e excerpt[json.RawMessage], committed string, err error) {
	if by, err = parseStrictly(data, &e); err != nil {
		return by, c, e, "", err
	}
	again, err := parseContent(e.Content, &c)
	if err != nil {
		return by, c, e, "", err
	}
	salt, err := hex.DecodeString(e.Salt)
	if err != nil || len(salt) != sha256.Size {
		return by, c, e, "", errors.New("its salt is not 32 bytes in hexadecimal")
	}
	if err := c.check(e.Paper); err != nil {
		return by, c, e, "", err
	}
	if c.Profile == Debrief && (len(e.Around) > 0 || hidesText(e.Content)) {
		return by, c, e, "", errors.New("it has texts that its pages do not print")
	}
	return by, c, e, commitment(salt, again), nil
}

// hidesText reports whether a text in the JSON of a debrief has characters that nobody sees. The drawing leaves them out,
// and a debrief of ours has none.
func hidesText(content []byte) bool {
	reader := json.NewDecoder(bytes.NewReader(content))
	for {
		switch token, err := reader.Token(); text := token.(type) {
		case nil:
			if err != nil {
				return false // the end: the content was read before
			}
		case string:
			if hostile.Clean(text) != text {
				return true
			}
		}
	}
}

// parseContent reads a content and returns its canonical form.
func parseContent(text []byte, c *content) ([]byte, error) {
	if _, err := parseStrictly(text, c); err != nil {
		return nil, err
	}
	return canonical.Marshal(c)
}

// parseStrictly reads canonical JSON, in exactly the words that assay writes: two
// programs can read any other form differently.
func parseStrictly(data []byte, into any) (by madeBy, err error) {
	if err := checkCost(data); err != nil {
		return by, err
	}
	again, err := canonical.Transform(data)
	if err != nil {
		return by, err
	}
	if !bytes.Equal(data, again) {
		return by, errors.New("it is not in canonical form")
	}
	if err := json.Unmarshal(data, &by); err != nil {
		return by, err
	}
	reader := json.NewDecoder(bytes.NewReader(data))
	reader.DisallowUnknownFields()
	if err := reader.Decode(into); err != nil {
		return by, err
	}
	// The decoder takes a key in capitals for the same key, and another program does not.
	if again, err = canonical.Marshal(into); err != nil || !bytes.Equal(data, again) {
		return by, errors.New("it is not in the words that assay writes")
	}
	return by, nil
}

// check returns an error if a content of unknown origin cannot be drawn.
func (c content) check(paper string) error {
	switch {
	case (c.Profile != Debrief || c.Debrief == nil || c.Decided != nil) && (c.Profile != RFP || c.Decided == nil || c.Debrief != nil):
		return fmt.Errorf("it is no excerpt for the profile %q", c.Profile)
	case c.AsOf.IsZero() || !c.Milestone.Valid() || !c.View.Valid():
		return errors.New("it has no day, milestone or rule view")
	case paper != "a4" && paper != "letter":
		return fmt.Errorf("the paper is a4 or letter, not %q", paper)
	}
	return nil
}
