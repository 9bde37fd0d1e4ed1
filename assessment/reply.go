package assessment

import (
	"slices"
	"strings"
	"unicode"

	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/questionnaire"
)

// Asked says that somebody made a form for the vendor: the questions in writing, to
// be filled in and sent back. It changes nothing that is judged.
type Asked struct {
	Form      string                  `json:"form"`           // the id of the form, 32 hexadecimal digits
	Format    string                  `json:"format"`         // html, pdf or xlsx
	File      string                  `json:"file"`           // SHA-256 of the form, hexadecimal
	Part      string                  `json:"part,omitempty"` // evidence or outstanding; empty for all questions
	Milestone questionnaire.Milestone `json:"milestone"`
	Due       Date                    `json:"due,omitzero"` // the day by which the vendor should answer
}

func (Asked) kind() string { return "asked" }

// Asking is an Asked in the state of an assessment.
type Asking struct {
	Asked
	By    string `json:"by"`
	At    int64  `json:"at"` // microseconds UTC
	Event string `json:"event"`
}

// Received says that somebody went through a reply of the vendor: a form that came
// back, filled in. The answers that were taken from it are events of their own. It
// changes nothing that is judged.
type Received struct {
	Name     string   `json:"name"`               // of the file, without a path
	SHA256   string   `json:"received"`           // of the file as it came, hexadecimal
	Size     int64    `json:"size"`               // bytes
	Kept     *Kept    `json:"kept,omitempty"`     // nil if nothing of it was kept
	LeftOut  []string `json:"left_out,omitempty"` // names of the files in it that were not kept
	Format   string   `json:"format"`             // html, pdf or xlsx
	Form     string   `json:"form,omitempty"`     // the id of the form
	Stated   Stated   `json:"stated"`
	Taken    []string `json:"taken,omitempty"`     // items and kinds of evidence that were taken, as they came or edited
	Left     []string `json:"left,omitempty"`      // those that were left
	HeldBack []string `json:"held_back,omitempty"` // those that could not be taken
}

// Kept is a file that the store keeps.
type Kept struct {
	SHA256 string `json:"sha256"` // hexadecimal
	Size   int64  `json:"size"`   // bytes
}

// Stated tells who filled a form in, as the form itself states it. Nobody has
// checked it.
type Stated struct {
	Company string `json:"company,omitempty"`
	Name    string `json:"name,omitempty"`
	Role    string `json:"role,omitempty"`
	Reach   string `json:"reach,omitempty"` // email or phone
	Day     Date   `json:"day,omitzero"`
}

// AsStated is a text that a form states about who filled it in. Quotation marks keep
// one that is more than a name, such as "Rosa Cruz, verified by Dana", from reading
// like a remark of ours.
func AsStated(text string) string {
	plain := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsMark(r) || strings.ContainsRune(" .-'’", r)
	}
	if strings.ContainsFunc(text, func(r rune) bool { return !plain(r) }) || len(strings.Fields(text)) > 4 {
		return english.Quoted(text)
	}
	return text
}

func (Received) kind() string { return "received" }

// Reception is a Received in the state of an assessment.
type Reception struct {
	Received
	By    string `json:"by"`
	At    int64  `json:"at"` // microseconds UTC
	Event string `json:"event"`
}

// The formats of forms and replies, and the parts that a form can ask for.
var (
	formFormats = []string{"html", "pdf", "xlsx"}
	formParts   = []string{"", "evidence", "outstanding"}
)

// LongestReply bounds the answers and files of one reply.
const LongestReply = 2_000

func (s Snapshot) admitAsked(c Asked) (Asked, error) {
	switch {
	case !isFormID(c.Form):
		return c, invalid("%q is no id of a form", c.Form)
	case !slices.Contains(formFormats, c.Format):
		return c, invalid("a form is html, pdf or xlsx, not %q", c.Format)
	case !isDigest(c.File):
		return c, invalid("%q is not a SHA-256 in lower-case hexadecimal", c.File)
	case !slices.Contains(formParts, c.Part):
		return c, invalid("a form asks for evidence or for what is outstanding, not for %q", c.Part)
	case !slices.Contains(questionnaire.Milestones(), c.Milestone):
		return c, invalid("there is no milestone %q", c.Milestone)
	case slices.ContainsFunc(s.Asked, func(a Asking) bool { return a.Form == c.Form }):
		return c, invalid("another form has the id %s", c.Form)
	}
	return c, nil
}

func (s Snapshot) admitReceived(c Received) (Received, error) {
	c.Name, c.LeftOut = hostile.Line(c.Name), slices.Clone(c.LeftOut)
	for n, name := range c.LeftOut {
		c.LeftOut[n] = hostile.Line(name)
	}
	stated := &c.Stated
	texts := [][2]string{{"the name of the file", c.Name}}
	for _, text := range []*string{&stated.Company, &stated.Name, &stated.Role, &stated.Reach} {
		*text = strings.TrimSpace(hostile.Line(*text))
		texts = append(texts, [2]string{"what the form says about who answers", *text})
	}
	switch {
	case c.Name == "":
		return c, invalid("a reply needs the name of its file")
	case !isDigest(c.SHA256):
		return c, invalid("%q is not a SHA-256 in lower-case hexadecimal", c.SHA256)
	case c.Size < 1:
		return c, invalid("the file %s is empty", c.Name)
	case c.Kept != nil && (!isDigest(c.Kept.SHA256) || c.Kept.Size < 1):
		return c, invalid("%s: the kept file needs its SHA-256 and its size", c.Name)
	case !slices.Contains(formFormats, c.Format):
		return c, invalid("a reply is html, pdf or xlsx, not %q", c.Format)
	case c.Form != "" && !isFormID(c.Form):
		return c, invalid("%q is no id of a form", c.Form)
	case max(len(c.LeftOut), len(c.Taken), len(c.Left), len(c.HeldBack)) > LongestReply:
		return c, invalid("a reply has at most %d answers and files", LongestReply)
	}
	for _, items := range [][]string{c.Taken, c.Left} {
		for _, id := range items {
			if s.Questionnaire.Item(id) == nil && s.Questionnaire.EvidenceKind(id) == nil {
				return c, invalid("the questionnaire has no item and no kind of evidence %q", id)
			}
		}
	}
	c.HeldBack = slices.Clone(c.HeldBack)
	for n, id := range c.HeldBack {
		c.HeldBack[n] = hostile.Line(id)
		texts = append(texts, [2]string{"the id of an item", c.HeldBack[n]})
	}
	return c, shortEnough(texts)
}

// isFormID reports whether a text is the id of a form: 128 bits in hexadecimal.
func isFormID(text string) bool {
	return len(text) == 32 && strings.Trim(text, "0123456789abcdef") == ""
}
