// Package draft keeps what a person is typing, until it is recorded.
//
// A draft is one file in a folder of its person. It is written while the person types,
// and removed once the text is recorded or the person discards it. After a crash, a
// signal or a power failure it is still there, and the next start offers it.
//
// A draft holds text that nobody has checked yet. So only its owner can read the file,
// and it does not stay: a text that looks like patient data is kept for a day, any
// other for a week. Never keep a passphrase or a grade that others must not see.
package draft

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"assay/assessment"
	"assay/assessment/input"
)

// How long a draft is kept after it was last written.
const (
	keptFor            = 7 * 24 * time.Hour
	patientDataKeptFor = 24 * time.Hour
)

// Draft is what one person has typed into one dialog.
type Draft struct {
	ID       string `json:"id"`       // unique; the name of its file
	Person   string `json:"person"`   // who types
	Database string `json:"database"` // the id of the database

	Place  string `json:"place"`          // the screen, in the words of the workbench
	Item   string `json:"item,omitempty"` // of the assessment that the screen is about
	About  string `json:"about"`          // the vendor or the RFP, for people
	Form   string `json:"form"`           // the title of the dialog
	Action string `json:"action"`         // what opened the dialog

	// Left names the dialog that the person left without saving, if the person did. The
	// text comes back when that dialog opens again.
	Left string `json:"left,omitempty"`

	Fields []Field `json:"fields"`
	At     int64   `json:"at"` // when it was last written, in microseconds

	PatientData bool `json:"patient_data"` // it looks like patient data; [Folder.Keep] finds out
}

// Field is one text of a dialog.
type Field struct {
	Label string `json:"label"`
	Was   string `json:"was,omitempty"` // before the person typed
	Text  string `json:"text"`
}

// expired reports whether the draft must go.
func (d *Draft) expired(now time.Time) bool {
	limit := keptFor
	if d.PatientData {
		limit = patientDataKeptFor
	}
	return now.Sub(time.UnixMicro(d.At)) > limit
}

// Expires is the moment after which the draft is removed.
func (d *Draft) Expires() time.Time {
	if d.PatientData {
		return time.UnixMicro(d.At).Add(patientDataKeptFor)
	}
	return time.UnixMicro(d.At).Add(keptFor)
}

// Folder is the folder of all drafts. It has one folder for each person. The zero
// Folder keeps nothing.
type Folder struct {
	Path string
	Now  func() time.Time
}

// On reports whether drafts are kept.
func (f Folder) On() bool { return f.Path != "" }

// Keep writes a draft in the place of its earlier text. The file is whole at any
// moment, and its owner alone can read it.
func (f Folder) Keep(d Draft) error {
	if !f.On() {
		return nil
	}
	d.At = f.Now().UnixMicro()
	d.look()
	content, err := json.Marshal(d)
	if err != nil {
		return err
	}
	folder := f.of(d.Person)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	path := filepath.Join(folder, d.ID+ending)
	if err := writeWhole(path+halfWritten, content); err != nil {
		return err
	}
	return os.Rename(path+halfWritten, path)
}

// look finds out whether the draft looks like patient data.
func (d *Draft) look() {
	var all []string
	for _, field := range d.Fields {
		all = append(all, field.Text)
	}
	d.PatientData = len(assessment.PatientData(strings.Join(all, "\n"))) > 0
}

// The names of the files: of a draft, of one while it is written, and of the text that
// is open in an editor.
const ending, halfWritten, inEditor = ".json", ".new", ".txt"

// Lend writes the text of a draft into a file for an editor, and returns its path. The
// draft itself must be kept before. Until it is dropped, the draft has the text of
// that file.
func (f Folder) Lend(d Draft, text string) (path string, err error) {
	path = filepath.Join(f.of(d.Person), d.ID+inEditor)
	return path, writeWhole(path, []byte(text))
}

// Return reads the text that an editor has left, and removes its file.
func (f Folder) Return(path string) (text string, err error) {
	content, err := input.Read(path, input.Draft)
	if err != nil {
		return "", err
	}
	return strings.TrimRight(string(content), "\r\n"), os.Remove(path)
}

func writeWhole(path string, content []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	return cmp.Or(err, file.Sync(), file.Close())
}

// Drop removes a draft. It is no error if there is none.
func (f Folder) Drop(person, id string) error {
	if !f.On() {
		return nil
	}
	file := filepath.Join(f.of(person), id)
	for _, path := range []string{file + ending, file + inEditor} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// of is the folder of a person. Its name is readable where the person's name allows.
func (f Folder) of(person string) string {
	plain := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("@-_.", r) {
			return r
		}
		return '_'
	}, person)
	plain = strings.TrimLeft(plain, ".")
	digest := sha256.Sum256([]byte(person))
	return filepath.Join(f.Path, plain[:min(len(plain), 64)]+"-"+hex.EncodeToString(digest[:4]))
}

// List returns the drafts of a person in a database, the latest first.
func (f Folder) List(person, database string) ([]Draft, error) {
	if !f.On() {
		return nil, nil
	}
	var found []Draft
	err := f.each(f.of(person), func(_ string, d Draft, whole bool) error {
		if whole && d.Person == person && d.Database == database && !d.expired(f.Now()) {
			found = append(found, d)
		}
		return nil
	})
	slices.SortStableFunc(found, func(a, b Draft) int { return cmp.Compare(b.At, a.At) })
	return found, err
}

// Count is how many drafts there are.
type Count struct {
	Drafts      int `json:"drafts"`
	PatientData int `json:"patient_data"` // of them, those that look like patient data
	Removed     int `json:"removed"`      // by [Folder.Sweep]
}

// Sweep removes the drafts of all people that must go, and half-written files of a
// week ago. It counts what stays.
func (f Folder) Sweep() (Count, error) {
	var c Count
	if !f.On() {
		return c, nil
	}
	people, err := os.ReadDir(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	for _, person := range people {
		if !person.IsDir() {
			continue
		}
		err = cmp.Or(err, f.each(filepath.Join(f.Path, person.Name()), func(path string, d Draft, whole bool) error {
			switch {
			case !whole && !old(path, f.Now()), whole && !d.expired(f.Now()):
				if whole {
					c.Drafts++
				}
				if whole && d.PatientData {
					c.PatientData++
				}
				return nil
			}
			c.Removed++
			return os.Remove(path)
		}))
	}
	return c, err
}

// Destroy removes the drafts of all people that hold one of the texts, and counts
// them.
func (f Folder) Destroy(texts []string) (n int, err error) {
	if !f.On() || len(texts) == 0 {
		return 0, nil
	}
	people, err := os.ReadDir(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	for _, person := range people {
		if !person.IsDir() {
			continue
		}
		err = cmp.Or(err, f.each(filepath.Join(f.Path, person.Name()), func(path string, d Draft, whole bool) error {
			if !whole || !d.holds(texts) {
				return nil
			}
			n++
			lent := os.Remove(strings.TrimSuffix(path, ending) + inEditor)
			if errors.Is(lent, fs.ErrNotExist) {
				lent = nil
			}
			return cmp.Or(os.Remove(path), lent)
		}))
	}
	return n, err
}

// holds reports whether a field has one of the texts, now or before the person typed.
func (d *Draft) holds(texts []string) bool {
	return slices.ContainsFunc(d.Fields, func(field Field) bool {
		return slices.ContainsFunc(texts, func(text string) bool {
			return strings.Contains(field.Text, text) || strings.Contains(field.Was, text)
		})
	})
}

// old reports whether a file that is no draft must go: one of an editor like a draft,
// any other after a week.
func old(path string, now time.Time) bool {
	info, err := os.Stat(path)
	if err != nil {
		return false
	}
	d := Draft{At: info.ModTime().UnixMicro()}
	if text, err := input.Read(path, input.Draft); err == nil && strings.HasSuffix(path, inEditor) {
		d.Fields = []Field{{Text: string(text)}}
		d.look()
	}
	return d.expired(now)
}

// takeLent takes over the text that an editor has, if one has it.
func (d *Draft) takeLent(path string) {
	info, err := os.Stat(path)
	if err != nil || len(d.Fields) == 0 {
		return
	}
	if text, err := input.Read(path, input.Draft); err == nil {
		d.Fields[0].Text, d.At = strings.TrimRight(string(text), "\r\n"), max(d.At, info.ModTime().UnixMicro())
		d.look()
	}
}

// each reads the files of one person. A file that is no draft is not whole.
func (f Folder) each(folder string, do func(path string, d Draft, whole bool) error) error {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, entry := range entries {
		if !entry.Type().IsRegular() {
			continue
		}
		path := filepath.Join(folder, entry.Name())
		var d Draft
		content, read := input.Read(path, input.Draft)
		if assessment.CodeOf(read) == assessment.NotFound {
			continue // somebody has just recorded it
		}
		whole := read == nil && strings.HasSuffix(path, ending) && json.Unmarshal(content, &d) == nil && d.ID+ending == entry.Name()
		if whole {
			d.takeLent(strings.TrimSuffix(path, ending) + inEditor)
		}
		err = cmp.Or(err, do(path, d, whole))
	}
	return err
}

// FirstWords is the beginning of the typed text, in at most n characters. Text that
// was there before is left out where something was only added to it.
func (d *Draft) FirstWords(n int) string {
	for _, field := range d.Fields {
		if field.Text == field.Was {
			continue
		}
		added, only := strings.CutPrefix(field.Text, field.Was)
		text := []rune(strings.Join(strings.Fields(added), " "))
		if only && field.Was != "" {
			text = append([]rune("… "), text...)
		}
		if len(text) == 0 {
			continue
		}
		if len(text) > n {
			return string(text[:n-1]) + "…"
		}
		return string(text)
	}
	return ""
}
