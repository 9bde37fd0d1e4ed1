//go:build soak

package handback_test

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "keep the workbooks that LibreOffice saves")

// soffice converts a file.
func soffice(t *testing.T, folder, in, to string) string {
	t.Helper()
	if _, err := exec.LookPath("soffice"); err != nil {
		t.Skip(err)
	}
	out := t.TempDir()
	said, err := exec.Command("soffice", "-env:UserInstallation=file://"+folder+"/profile", "--headless", "--convert-to", to, "--outdir", out, in).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	return filepath.Join(out, strings.TrimSuffix(filepath.Base(in), filepath.Ext(in))+"."+to)
}

// LibreOffice itself takes seconds. Run it with -update after a change of the workbooks that we write: the default run
// reads the files that it keeps.
func TestLibreOfficeSavesWorkbooksThatAreRead(t *testing.T) {
	folder := t.TempDir()
	in := filepath.Join(folder, "form.xlsx")
	if err := os.WriteFile(in, filledWorkbook(t), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{
		"libreoffice":  soffice(t, folder, in, "xlsx"),
		"opendocument": soffice(t, folder, soffice(t, folder, in, "ods"), "xlsx"),
	} {
		t.Run(name, func(t *testing.T) {
			file, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			same(t, read(t, "form.xlsx", file), workbookReply())
			if *update {
				if err := os.WriteFile(filepath.Join("testdata", name+".xlsx"), file, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}
