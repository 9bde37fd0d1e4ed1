package sshserver_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"assay/assessment"
	"assay/tui/sshserver"
)

// The key is made once, in a folder of its own, and only its owner can read it. Servers that
// start together have one key.
func TestTheHostKeyIsMadeOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data", "host_key")
	var making sync.WaitGroup
	found := make(chan string, 10)
	for range 10 {
		making.Go(func() {
			key, err := sshserver.HostKey(path)
			if err != nil {
				t.Error(err)
				return
			}
			found <- sshserver.Fingerprint(key)
		})
	}
	making.Wait()
	close(found)
	first := <-found
	for other := range found {
		if other != first {
			t.Errorf("one server has the key %s, another %s", first, other)
		}
	}
	for of, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
		about, err := os.Stat(of)
		if err != nil {
			t.Fatal(err)
		}
		if about.Mode().Perm() != want {
			t.Errorf("%s has the mode %v", of, about.Mode())
		}
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("the folder holds %v: %v", left, err)
	}
}

func TestAHostKeyThatCannotBeUsed(t *testing.T) {
	folder := t.TempDir()
	open, broken := filepath.Join(folder, "open"), filepath.Join(folder, "broken")
	if _, err := sshserver.HostKey(open); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(broken, []byte("-----BEGIN OPENSSH PRIVATE KEY-----\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path string
		mode os.FileMode
		want assessment.Case
		code assessment.Code
	}{
		{open, 0o640, assessment.OpenToOthers, assessment.Refused},
		{open, 0o602, assessment.OpenToOthers, assessment.Refused},
		{broken, 0o600, "", assessment.Invalid},
		{folder, 0o700, assessment.NotAFile, assessment.Invalid},
	} {
		if err := os.Chmod(c.path, c.mode); err != nil {
			t.Fatal(err)
		}
		if _, err := sshserver.HostKey(c.path); assessment.CaseOf(err) != c.want || assessment.CodeOf(err) != c.code {
			t.Errorf("%s with mode %v: %v", c.path, c.mode, err)
		}
	}
}
