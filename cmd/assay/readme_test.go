package main

import (
	"bytes"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

func readme(t *testing.T) string { return page(t, "README.md") }

// page is the text of a document of the repository.
func page(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(repository(t), name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var (
	shellBlock = regexp.MustCompile("(?ms)^```sh\n(.*?)^```$")
	picture    = regexp.MustCompile(`!\[[^\]]+\]\(([^)]+)\)`)
)

// Every command of the README and of docs/first-assessment.md is run in order,
// in one new home, by a person who answers prompts and leaves the workbench when
// it opens. Two are left out: the tests would run themselves, and [built] has
// installed the program.
func TestEveryCommandOfTheDocumentsWorks(t *testing.T) {
	home := followDocuments(t, "")
	if _, err := os.Stat(filepath.Join(home, ".local/share/assay/assay.db")); err != nil {
		t.Errorf("the documents do not lead to a database: %v", err)
	}
}

// followDocuments runs the commands in a new home, which it returns. With the address of
// the superuser of a server, the database is one of that server.
func followDocuments(t *testing.T, server string) (home string) {
	t.Helper()
	home = t.TempDir()
	ran := strings.NewReplacer("go run ./cmd/assay ", "assay ", "go test ./...\n", "", "go install ./cmd/assay\n", "")
	blocks := shellBlock.FindAllStringSubmatch(readme(t)+page(t, "docs/first-assessment.md"), -1)
	if len(blocks) < 14 {
		t.Fatalf("the documents have %d blocks of commands", len(blocks))
	}
	made := 0
	for n, block := range blocks {
		script := filepath.Join(home, "block.sh")
		// The documents show the default folders.
		write(t, script, "unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME\nexport "+serverOfScripts+"='"+server+"'\nset -e\n"+ran.Replace(block[1]))
		s := openTerminal(t, home, "sh", script)
		s.attend("correct horse")
		code, all := s.end()
		if code != 0 {
			t.Fatalf("block %d ends with %d:\n%s\nthe terminal showed:\n%s", n+1, code, block[1], all)
		}
		// A passphrase is asked for twice where it is new, and never shown.
		if strings.Contains(all, "horse") {
			t.Errorf("the terminal showed the passphrase:\n%s", all)
		}
		if _, asked, is := strings.Cut(all, "passphrase for the new identity:"); is {
			made++
			if !strings.Contains(asked, "repeat it:") {
				t.Errorf("the passphrase was asked for once:\n%s", all)
			}
		}
	}
	if made != 1 {
		t.Errorf("%d identities were made", made)
	}
	for _, made := range []string{"harbor.pdf", ".local/share/assay/identities/Dana Whitfield.p12", ".config/assay/anchors/Dana Whitfield.pem"} {
		if _, err := os.Stat(filepath.Join(home, made)); err != nil {
			t.Errorf("the documents do not lead to %s: %v", made, err)
		}
	}
	return home
}

// attend answers prompts for a passphrase and leaves the workbench, each time
// one of them appears, until the program ends.
func (s *terminal) attend(passphrase string) {
	s.t.Helper()
	const prompt, again, workbench = "passphrase for ", "repeat it: ", "\x1b[?1049h"
	deadline := time.After(patience)
	for done := 0; ; {
		s.mu.Lock()
		unseen, news := s.all.String()[done:], s.news
		s.mu.Unlock()
		sign := earliest(unseen, prompt, again, workbench)
		switch sign {
		case prompt, again:
			s.press(passphrase + "\r")
		case workbench:
			s.until("q quit")
			s.press("q")
		default:
			select {
			case <-news:
			case <-s.exited:
				return
			case <-deadline:
				s.t.Fatalf("still running:\n%s", s.screen.String())
			}
		}
		if sign != "" {
			done += strings.Index(unseen, sign) + len(sign)
		}
	}
}

// earliest gives the sign that stands first in a text, or nothing.
func earliest(text string, signs ...string) string {
	best := ""
	for _, sign := range signs {
		if at := strings.Index(text, sign); at >= 0 && (best == "" || at < strings.Index(text, best)) {
			best = sign
		}
	}
	return best
}

func TestPicturesOfTheReadmeAreThere(t *testing.T) {
	pictures := picture.FindAllStringSubmatch(readme(t), -1)
	if len(pictures) != 2 {
		t.Fatalf("the README shows %d pictures", len(pictures))
	}
	for _, p := range pictures {
		content, err := os.ReadFile(filepath.Join(repository(t), p[1]))
		if err != nil {
			t.Error(err)
			continue
		}
		if filepath.Ext(p[1]) == ".png" {
			_, err = png.Decode(bytes.NewReader(content))
		} else if !bytes.Contains(content, []byte("</svg>")) {
			t.Errorf("%s is no SVG", p[1])
		}
		if err != nil {
			t.Errorf("%s: %v", p[1], err)
		}
	}
}

// NOTICE names every module that is linked into the program, on any system,
// with its version.
func TestNoticeNamesEveryModule(t *testing.T) {
	notice, err := os.ReadFile(filepath.Join(repository(t), "NOTICE"))
	if err != nil {
		t.Fatal(err)
	}
	for _, system := range []string{"linux", "darwin", "windows"} {
		list := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}", ".")
		list.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
		out, err := list.Output()
		if err != nil {
			t.Fatal(err)
		}
		for module := range strings.Lines(string(out)) {
			if module = strings.TrimSpace(module); !bytes.Contains(notice, []byte("\n  "+module+"\n")) {
				t.Errorf("on %s the program holds %s, which NOTICE does not name", system, module)
			}
		}
	}
}

// The README's test command is the one that must pass before a change is taken.
func TestReadmeAndBuildServerTestAlike(t *testing.T) {
	script, err := os.ReadFile(filepath.Join(repository(t), ".ci", "run"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(readme(t), "\ngo test ./...\n") || !bytes.Contains(script, []byte("go test ./...")) {
		t.Error("the README's test command is not the one of .ci/run")
	}
}
