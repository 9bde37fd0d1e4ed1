package report

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"assay/assessment"
	"assay/assessment/debrief"
	"assay/assessment/hostile"
	"assay/questionnaire"
	"assay/questionnaire/canonical"
)

// ExcerptName is the file with the data of a short report.
const ExcerptName = "excerpt.json"

// excerpt is the content of ExcerptName. C is a content to write, or the text of one
// that was read.
type excerpt[C any] struct {
	Content  C      `json:"content"`
	Engine   string `json:"engine"`
	Paper    string `json:"paper"`
	Renderer string `json:"renderer"`
	Salt     string `json:"salt"` // hexadecimal
}

// content is everything that the pages of a short report print, and nothing else.
type content struct {
	AsOf         assessment.Date         `json:"as_of"`
	Head         assessment.Head         `json:"head"` // of the journal, see Input.origin
	Milestone    questionnaire.Milestone `json:"milestone"`
	Organisation string                  `json:"organisation,omitempty"`
	Profile      Profile                 `json:"profile"`
	View         questionnaire.View      `json:"view"`

	Debrief *debrief.Debrief `json:"debrief,omitempty"`
}

// contentOf is the content of a short report. It takes from the input only the texts that
// the pages print.
func (in Input) contentOf(p Profile, result assessment.Result, head assessment.Head) content {
	c := content{AsOf: in.AsOf, Head: head, Milestone: in.Milestone, Organisation: hostile.Line(in.Organisation), Profile: p, View: in.View}
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

// commitments are those to the excerpts of all short profiles.
func (in Input) commitments(result assessment.Result) (map[Profile]string, error) {
	opened, head, err := in.origin()
	if err != nil {
		return nil, err
	}
	all := map[Profile]string{}
	for _, p := range shortProfiles() {
		text, err := canonical.Marshal(in.contentOf(p, result, head))
		if err != nil {
			return nil, fmt.Errorf("write the excerpt: %w", err)
		}
		all[p] = commitment(saltOf(opened, p, head), text)
	}
	return all, nil
}

// excerpt is the file with the excerpt for a short profile.
func (in Input) excerpt() (content, []byte, error) {
	opened, head, err := in.origin()
	if err != nil {
		return content{}, nil, err
	}
	result := assessment.Evaluate(in.Snapshot, in.AsOf, in.Milestone, in.View)
	c := in.contentOf(in.Profile, result, head)
	data, err := canonical.Marshal(excerpt[content]{
		Content: c, Engine: assessment.Engine, Paper: in.Paper, Renderer: Renderer, Salt: hex.EncodeToString(saltOf(opened, in.Profile, head)),
	})
	return c, data, err
}

// parseExcerpt reads the file with an excerpt as strictly as parseAttachment reads the
// data of a full report. committed is the commitment to it.
func parseExcerpt(data []byte) (by madeBy, c content, paper, committed string, err error) {
	var e excerpt[json.RawMessage]
	if by, err = parseStrictly(data, &e); err != nil {
		return by, c, "", "", err
	}
	again, err := parseContent(e.Content, &c)
	if err != nil {
		return by, c, "", "", err
	}
	salt, err := hex.DecodeString(e.Salt)
	if err != nil || len(salt) != sha256.Size {
		return by, c, "", "", errors.New("its salt is not 32 bytes in hexadecimal")
	}
	return by, c, e.Paper, commitment(salt, again), c.check(e.Paper)
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
	case !c.Profile.Short() || c.Debrief == nil:
		return fmt.Errorf("it is no excerpt for the profile %q", c.Profile)
	case c.AsOf.IsZero() || !c.Milestone.Valid() || !c.View.Valid():
		return errors.New("it has no day, milestone or rule view")
	case paper != "a4" && paper != "letter":
		return fmt.Errorf("the paper is a4 or letter, not %q", paper)
	}
	return nil
}
