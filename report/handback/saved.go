package handback

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"path"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/assessment/written"
	"assay/questionnaire/canonical"
)

// The file that the form in a browser saves is a ZIP file with the answers, and beside them the attached files.
const (
	answersFile = "answers.json"
	replyFormat = "assay-reply/1"
	mostSaved   = 10_000_000 // bytes of the answers: 200 with 10,000 letters each, of any script
	mostValues  = 200_000    // values and keys in the answers
)

// saved is the file of answers, as the form writes it.
type saved struct {
	Format    string          `json:"format"`
	Identity  string          `json:"identity"`
	Finished  bool            `json:"finished"`
	Saved     string          `json:"saved"`
	Stated    savedStated     `json:"stated"`
	Answers   []savedAnswer   `json:"answers"`
	Documents []savedDocument `json:"documents"`
}

type (
	savedStated struct {
		Company string `json:"company"`
		Name    string `json:"name"`
		Role    string `json:"role"`
		Reach   string `json:"reach"`
		Date    string `json:"date"`
	}
	savedAnswer struct {
		Item    string   `json:"item"`
		Asked   string   `json:"asked"`
		Offered []string `json:"offered"`
		Choices []string `json:"choices"`
		Words   string   `json:"words"`
	}
	savedDocument struct {
		Kind  string      `json:"kind"`
		Note  string      `json:"note"`
		None  bool        `json:"none"`
		Files []savedFile `json:"files"`
	}
	savedFile struct {
		Name string `json:"name"`
		Path string `json:"path"`
		Size int64  `json:"size"`
	}
)

// readSaved reads the ZIP file of the form in a browser.
func readSaved(a *archive) (*Handback, error) {
	answers, folder := a.answers()
	if answers == nil {
		return nil, a.otherKind()
	}
	text, err := a.content(answers, mostSaved)
	if err != nil {
		return nil, err
	}
	s, err := parseSaved(text)
	if err != nil {
		return nil, err
	}
	h := &Handback{files: map[string]*zip.File{}}
	b := newBuilder(written.HTML)
	b.Finished, b.Answered = s.Finished, answers.Name
	if _, err := time.Parse(time.RFC3339, s.Saved); err != nil && s.Saved != "" {
		b.Unseen = append(b.Unseen, s.Saved)
	}
	if err := b.form(s.Identity); err != nil {
		return nil, err
	}
	for _, of := range [][2]string{
		{"company", s.Stated.Company}, {"name", s.Stated.Name}, {"role", s.Stated.Role}, {"reach", s.Stated.Reach}, {"date", s.Stated.Date},
	} {
		if err := b.stated(of[0], of[1]); err != nil {
			return nil, err
		}
	}
	for _, one := range s.Answers {
		if err := b.answer(written.Answer(one)); err != nil {
			return nil, err
		}
	}
	used := map[string]bool{folded(answers.Name): true}
	for _, one := range s.Documents {
		d := written.Document{Kind: one.Kind, Note: one.Note, None: one.None}
		for _, f := range one.Files {
			file, err := h.attach(a, b, folder, f, used)
			if err != nil {
				return nil, err
			}
			if file != nil {
				d.Files = append(d.Files, *file)
			}
		}
		if err := b.document(d); err != nil {
			return nil, err
		}
	}
	for _, file := range a.files {
		if !used[folded(file.Name)] && !bySystem(file.Name) {
			b.remark("the file "+file.Name, "is in the ZIP file, but the form has not attached it to any document")
		}
	}
	h.reply = b.reply()
	return h, nil
}

// answers finds the file of answers. A ZIP file that somebody unpacked and packed again has it in one folder: some
// browsers unpack every download by themselves.
func (a *archive) answers() (file *zip.File, folder string) {
	if file := a.file(answersFile); file != nil {
		return file, ""
	}
	for _, one := range a.files {
		if folder, name := path.Split(one.Name); name == answersFile && strings.Count(folder, "/") == 1 {
			if file != nil {
				return nil, ""
			}
			file = one
		}
	}
	if file == nil {
		return nil, ""
	}
	folder, _ = path.Split(file.Name)
	return file, folder
}

// otherKind refuses a ZIP file without answers.
func (a *archive) otherKind() error {
	for _, file := range a.files {
		switch strings.ToLower(path.Ext(file.Name)) {
		case ".zip", ".pdf", ".xlsx":
			return notOurs("it is a ZIP file without the answers of our form; take %s out of it, and name that file", excerpt(file.Name))
		}
	}
	return notOurs("it is a ZIP file without the answers of our form")
}

// bySystem reports files that a system puts beside others by itself.
func bySystem(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(name, "__MACOSX/") && strings.HasPrefix(base, "._") ||
		base == ".DS_Store" || strings.EqualFold(base, "Thumbs.db") || strings.EqualFold(base, "desktop.ini")
}

// attach finds an attached file in the ZIP file, and hashes it. It returns nil for a file that is missing.
func (h *Handback) attach(a *archive, b *builder, folder string, f savedFile, used map[string]bool) (*written.File, error) {
	if strings.ContainsAny(f.Name, `/\`) {
		return nil, unsafe("the attached file %s has a name with folders in it", excerpt(f.Name))
	}
	name := fileName(f.Name)
	switch {
	case hostile.Clean(f.Name) != f.Name:
		b.remark("the file "+name, "has invisible characters in its name, which can show another ending than the true one")
	case name != hostile.Name(f.Name):
		b.remark("the file "+name, "has this name here, because its own name means something else on other systems: "+excerpt(f.Name))
	}
	if runs(name) {
		b.remark("the file "+name, "is of a kind that can run when somebody opens it")
	}
	file := a.file(folder + f.Path)
	if file == nil {
		b.remark("the file "+name, "was attached, but the ZIP file does not have it: somebody took it out")
		return nil, nil
	}
	if used[folded(file.Name)] {
		return nil, unsafe("the attached file %s is the content of another one as well", excerpt(f.Name))
	}
	used[folded(file.Name)] = true
	r, err := openEntry(file)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	hash := sha256.New()
	size, err := io.Copy(hash, r)
	if err != nil {
		return nil, err
	}
	if size != f.Size {
		b.remark("the file "+name, "was attached with "+english.Bytes(f.Size)+", and has "+english.Bytes(size)+" now")
	}
	h.files[file.Name] = file
	return &written.File{Name: name, Path: file.Name, Size: size, SHA256: hex.EncodeToString(hash.Sum(nil))}, nil
}

// elsewhere are signs that mean a drive, a pattern or another program in names on some systems.
var elsewhere = strings.NewReplacer(":", "_", "*", "_", "?", "_", `"`, "_", "<", "_", ">", "_", "|", "_")

// fileName is the name of a file as every system can keep it. A vendor may have a system on which a colon, or a point at
// the end, is harmless.
func fileName(name string) string {
	name = strings.TrimRight(elsewhere.Replace(hostile.Name(name)), ". ")
	if name == "" || reserved.MatchString(name) {
		name = "_" + name
	}
	return name
}

// parseSaved reads the answers. They must be as the form writes them, because a file that somebody wrote by hand or by a
// program is no statement of the vendor in our form.
func parseSaved(text []byte) (*saved, error) {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	switch {
	case !utf8.Valid(text):
		return nil, broken("%s is not valid UTF-8", answersFile)
	case canonical.Values(text) > mostValues:
		return nil, tooLarge("%s has more than %d values", answersFile, mostValues)
	}
	if err := checkKeys(text); err != nil {
		return nil, err
	}
	var format struct {
		Format string `json:"format"`
	}
	if err := json.Unmarshal(text, &format); err != nil {
		return nil, broken("%s is not as our form writes it: %v", answersFile, reason(err))
	}
	if format.Format != replyFormat {
		return nil, notOurs("%s has the format %s, and this version reads %s", answersFile, excerpt(format.Format), replyFormat)
	}
	var s saved
	strict := json.NewDecoder(bytes.NewReader(text))
	strict.DisallowUnknownFields()
	if err := strict.Decode(&s); err != nil {
		return nil, broken("%s is not as our form writes it: %v", answersFile, reason(err))
	}
	return &s, nil
}

// plainKey is a key that means the same to every reader: encoding/json takes Item for item.
var plainKey = regexp.MustCompile(`^[a-z0-9]+$`)

// mostNested is how deep the values of the answers lie in each other, and some more.
const mostNested = 10

// checkKeys refuses keys that are there twice or in another case, values that lie too deep in each other, and text after
// the end.
func checkKeys(text []byte) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	wrong := func(err error) error { return broken("%s is not as our form writes it: %v", answersFile, reason(err)) }
	if err := checkValue(d, mostNested); err != nil {
		return wrong(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return wrong(errors.New("there is something after its end"))
	}
	return nil
}

func checkValue(d *json.Decoder, depth int) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	open, is := token.(json.Delim)
	if !is {
		return nil
	}
	if depth == 0 {
		return errors.New("its values lie too deep in each other")
	}
	keys := map[string]bool{}
	for d.More() {
		if open == '{' {
			token, err := d.Token()
			if err != nil {
				return err
			}
			key, _ := token.(string)
			if !plainKey.MatchString(key) || keys[key] {
				return errors.New("key " + excerpt(key) + " is unknown, or there twice")
			}
			keys[key] = true
		}
		if err := checkValue(d, depth-1); err != nil {
			return err
		}
	}
	_, err = d.Token()
	return err
}

// reason is an error of encoding/json as a text for people.
func reason(err error) string { return hostile.Line(strings.TrimPrefix(err.Error(), "json: ")) }
