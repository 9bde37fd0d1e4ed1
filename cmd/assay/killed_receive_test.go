package main

import (
	"fmt"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Replies are taken one after the other, and every other time the program is killed at
// one of its system calls that change a file. Each reply is there whole, with its answers
// and its files, or nothing of it is.
func TestKilledReceiveIsWholeOrNotAtAll(t *testing.T) {
	found, err := hasTool("strace")
	if err != nil {
		t.Fatal(err)
	}
	if !found {
		t.Skip("strace is not installed")
	}
	home := t.TempDir()
	write(t, filepath.Join(home, "config", "assay", "config.yaml"), "evaluator: dana@lakeside.example\n")
	assay(t, home, "vendor", "add", "Harbor")
	assay(t, home, "assess", "new", "--vendor", "harbor")

	random := rand.New(rand.NewPCG(killSeed(), 2))
	killed, wholly := 0, 0
	for round := range killedReceives {
		words := fmt.Sprintf("Round %d.", round)
		write(t, filepath.Join(home, "harbor.zip"), replyOf(t, words, words,
			[2]string{"ADM-04", "When did you last sanction somebody for breaking a privacy or security rule, and what was the sanction?"},
			[2]string{"ADM-08", "Who last evaluated your HIPAA compliance as a whole, and what did that person find?"}))
		args := []string{"assay", "assess", "receive", "harbor", "harbor.zip", "--take", "all", "--yes"}
		if round%2 == 0 {
			calls, when := fileCalls, 1+random.IntN(60)
			if round%4 == 0 { // the first ones keep the files, the last ones confirm the answers
				calls, when = syncCalls, 1+round/4%10
			}
			list := strings.Join(calls, ",")
			args = append([]string{
				"strace", "-f", "-qq", "-o", filepath.Join(home, "trace"), "-e", "trace=" + list, "-e", fmt.Sprintf("inject=%s:signal=KILL:when=%d", list, when),
			}, args...)
		}
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Dir, cmd.Env = home, environ(home)
		out, err := cmd.CombinedOutput()
		if err != nil && round%2 == 1 {
			t.Fatalf("round %d: %v\n%s", round, err, out)
		}
		shown, _ := assay(t, home, "assess", "show", "harbor", "--json")
		quotes := strings.Count(shown, fmt.Sprintf(`"text": %q`, words))
		files := strings.Count(shown, fmt.Sprintf(`"file": "plan-%d.txt"`, round))
		whole := quotes == 2 && files == 1
		if !whole && quotes+files > 0 || err == nil && !whole {
			t.Errorf("round %d ended with %v, and %d quotes and %d files are there", round, err, quotes, files)
		}
		if err != nil {
			if killed++; whole {
				wholly++
			}
			if out, code := assay(t, home, "doctor"); code != 0 {
				t.Errorf("round %d: doctor ends with %d:\n%s", round, code, out)
			}
		}
	}
	if killed == 0 {
		t.Error("nothing was killed")
	}
	t.Logf("%d replies taken, %d killed, of these %d were recorded whole all the same; nothing half", killedReceives, killed, wholly)
}

// replyOf is a reply with the same words to each question, and a file.
func replyOf(t *testing.T, words, content string, questions ...[2]string) string {
	t.Helper()
	name := fmt.Sprintf("plan-%s.txt", strings.Trim(content, "Round ."))
	var answers []string
	for _, q := range questions {
		answers = append(answers, fmt.Sprintf(`{"item": %q, "asked": %q, "offered": [], "choices": [], "words": %q}`, q[0], q[1], words))
	}
	file, err := packed(map[string]string{
		"files/" + name: content,
		"answers.json": fmt.Sprintf(`{"format": "assay-reply/1", "finished": true, "saved": "2026-11-30T12:00:00Z",
			"identity": "assay-form/1?form=0123456789abcdef0123456789abcdef&hash=00&milestone=award&questionnaire=hipaa-staffing&vendor=Harbor&version=1",
			"stated": {"company": "", "name": "Rosa Cruz", "role": "", "reach": "", "date": ""}, "answers": [%s],
			"documents": [{"kind": "EV-69", "note": "", "none": false, "files": [{"name": %q, "path": "files/%s", "size": %d}]}]}`, strings.Join(answers, ","), name, name, len(content)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(file)
}
