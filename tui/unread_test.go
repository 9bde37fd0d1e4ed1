package tui_test

import (
	"io/fs"
	"os"
	"testing"

	"assay/questionnaire"
)

// watched counts the questionnaire files that are opened.
type watched struct {
	fs.FS
	opened int
}

func (w *watched) Open(name string) (fs.File, error) {
	if name != "." {
		w.opened++
	}
	return w.FS.Open(name)
}

// The portfolio, a vendor and an interview need no questionnaire file: what was
// asked lies in the database.
func TestNoFileIsReadForWhatIsRunning(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		files := &watched{FS: os.DirFS("testdata")}
		b.Library = questionnaire.NewLibrary(questionnaire.Source{Name: "watched", Files: files})
		ui := b.start(t, 120, 40)
		ui.See("3 vendors").Press("enter").See("because").Press("i").See("ask")
		if files.opened != 0 {
			t.Errorf("%d files were opened", files.opened)
		}
		ui.Press("esc").See("because").Press("a").See("On the rules of")
		if files.opened == 0 {
			t.Error("a new assessment was offered without reading a file: nothing is watched here")
		}
		ui.Press("ctrl+c").Ends()
	})
}
