package tui

import (
	"errors"
	"io/fs"
	"testing"

	"assay/assessment"
	"assay/assessment/workspace/exchange"
	"assay/tui/dialog"
)

// An error loses the paths of the server over SSH, and keeps its code, its case, its cause
// and its field. At home it stays as it is.
func TestAnErrorInOtherWordsIsTheSameError(t *testing.T) {
	places := []Place{{Path: "/srv/st mary/ward.db", Name: "the database"}, {Path: "/srv/st mary", Name: "a folder of the server"}}
	over := Bench{Exchange: &exchange.Folder{}, Places: places}
	for text, want := range map[string]string{
		"cannot read /srv/st mary/ward.db-wal: permission denied":          "cannot read the database: permission denied",
		"cannot write /srv/st mary/a b/report.pdf: no room":                "cannot write a folder of the server b/report.pdf: no room",
		"this database is a copy of /mnt/old/ward.db, 3 events behind":     "this database is a copy of a file of the server, 3 events behind",
		"this database is a copy of postgres://assay_app@db.example/assay": "this database is a copy of a file of the server",
		`the file "/etc/shadow" is a folder`:                               `the file "a file of the server" is a folder`,
		"open /proc/self/environ: denied; open /x: denied":                 "open a file of the server: denied; open a file of the server: denied",
		"6/7 gates and/or 3 / 4 are met":                                   "6/7 gates and/or 3 / 4 are met",
		"there is no file policy.pdf":                                      "there is no file policy.pdf",
		"https://lakeside.example/policy is no file":                       "https://lakeside.example/policy is no file",
	} {
		err := dialog.In("file", assessment.Errorf(assessment.Unwritten, "%s%w", text, silentCause{fs.ErrPermission}).Because(assessment.DiskFull))
		got := over.told(err)
		if got.Error() != want {
			t.Errorf("%q is told as %q, want %q", text, got, want)
		}
		if assessment.CodeOf(got) != assessment.Unwritten || assessment.CaseOf(got) != assessment.DiskFull || !errors.Is(got, fs.ErrPermission) || !errors.Is(got, err) {
			t.Errorf("%q is another error: %#v", text, got)
		}
		if home := (Bench{Places: places}).told(err); home.Error() != text {
			t.Errorf("at home %q is told as %q", text, home)
		}
	}
	if over.told(nil) != nil {
		t.Error("no error became one")
	}
}

// silentCause is a cause without words.
type silentCause struct{ error }

func (silentCause) Error() string   { return "" }
func (c silentCause) Unwrap() error { return c.error }
