package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	pkcs12 "software.sslmate.com/src/go-pkcs12"

	"assay/report/sign"
)

// made is what many scripts begin with and none of them is about. The program
// takes its time over each, so it makes them once, in homes of their own, when
// the first script asks, and every script gets a copy.
type made struct {
	loaded, signer func() (string, error) // the home
}

func newMade(t *testing.T) made {
	folder := t.TempDir()
	return made{
		loaded: sync.OnceValues(func() (string, error) {
			return inNewHome(filepath.Join(folder, "loaded"), "assay demo --load-only --db demo.db")
		}),
		signer: sync.OnceValues(func() (string, error) {
			home, err := inNewHome(filepath.Join(folder, "signer"), `echo correct horse | assay identity new --name "Dana Whitfield" --passphrase-fd 3 3<&0`)
			if err != nil {
				return "", err
			}
			return home, quicken(filepath.Join(home, "data", "assay", "identities", "Dana Whitfield.p12"), "correct horse")
		}),
	}
}

// quicken packs a key again so that its passphrase is hashed once. The scripts open
// it dozens of times.
func quicken(path, passphrase string) error {
	slow, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	id, err := sign.Open(slow, passphrase)
	if err != nil {
		return err
	}
	quick, err := pkcs12.Modern2023.WithIterations(1).Encode(id.Key, id.Certificate, id.Chain, passphrase)
	if err != nil {
		return err
	}
	return os.WriteFile(path, quick, 0o600)
}

// inNewHome runs a line of shell in a new home, and gives the home.
func inNewHome(home, line string) (string, error) {
	if err := os.Mkdir(home, 0o700); err != nil {
		return "", err
	}
	cmd := exec.Command("sh", "-c", line)
	cmd.Dir, cmd.Env = home, environ(home)
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%s: %w\n%s", line, err, out)
	}
	return home, nil
}

// demo puts the demo into a database: demo FILE.
func (m made) demo(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: demo FILE")
	}
	if server := ts.Getenv(serverOfScripts); server != "" {
		demoOnServer(ts, server, ts.MkAbs(args[0]))
		return
	}
	home, err := m.loaded()
	ts.Check(err)
	content, err := os.ReadFile(filepath.Join(home, "demo.db"))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), content, 0o600))
}

// identity gives the script's person the identity Dana Whitfield, whose
// passphrase is "correct horse".
func (m made) identity(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: identity")
	}
	home, err := m.signer()
	ts.Check(err)
	for _, folder := range []string{"data/assay/identities", "config/assay/anchors"} {
		ts.Check(os.CopyFS(filepath.Join(ts.Getenv("HOME"), folder), os.DirFS(filepath.Join(home, folder))))
	}
	identities := filepath.Join(ts.Getenv("HOME"), "data", "assay", "identities")
	ts.Check(os.Chmod(identities, 0o700))
	ts.Check(os.Chmod(filepath.Join(identities, "Dana Whitfield.p12"), 0o600)) // a copy gets the usual mode
}
