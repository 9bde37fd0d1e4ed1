package main

import (
	"fmt"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Files with answers are applied one after the other, and every other time the
// program is killed at one of its system calls that change a file. A file that the
// program called recorded is there whole; one that was killed is there whole or not
// at all.
func TestKilledApplyIsWholeOrNotAtAll(t *testing.T) {
	found, err := hasTool("strace")
	if err != nil {
		t.Fatal(err)
	}
	if !found {
		t.Skip("strace is not installed")
	}
	home := t.TempDir()
	const controls = 40
	write(t, filepath.Join(home, "config", "assay", "questionnaires", "many.yaml"), questions(controls))
	write(t, filepath.Join(home, "config", "assay", "config.yaml"), "evaluator: dana@lakeside.example\n")
	assay(t, home, "vendor", "add", "Harbor")
	assay(t, home, "assess", "new", "--vendor", "harbor", "--questionnaire", "many")

	random := rand.New(rand.NewPCG(killSeed(), 1))
	there := recorded(t, home)
	killed, wholly := 0, 0
	for round := range killedApplies {
		// The same three items get another grade each time.
		grade := fmt.Sprint(round % 5)
		items, text := []string{}, "answers:\n"
		for n := range 3 {
			items = append(items, fmt.Sprintf("CTL-%02d", (round*3+n)%controls+1))
			text += fmt.Sprintf("  %s: {value: %s}\n", items[n], grade)
		}
		write(t, filepath.Join(home, "answers.yaml"), text)
		args := []string{"assay", "assess", "apply", "harbor", "answers.yaml", "--yes"}
		if round%2 == 0 {
			calls, when := fileCalls, 1+random.IntN(50)
			if round%4 == 0 { // the first ones confirm the answers
				calls, when = syncCalls, 1+round/4%4
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
		was := there
		there = recorded(t, home)
		fresh := 0
		for _, item := range items {
			if there[item] == grade {
				fresh++
			} else if there[item] != was[item] {
				t.Errorf("round %d: %s is %q, was %q", round, item, there[item], was[item])
			}
		}
		if err == nil && fresh != len(items) || fresh != 0 && fresh != len(items) && was[items[0]] != grade {
			t.Errorf("round %d ended with %v, and %d of %d answers are there", round, err, fresh, len(items))
		}
		for item, value := range was {
			if there[item] != value && there[item] != grade {
				t.Errorf("round %d: %s was %s and is %q", round, item, value, there[item])
			}
		}
		if err != nil {
			if killed++; fresh == len(items) {
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
	t.Logf("%d files applied, %d killed, of these %d were recorded whole all the same; nothing lost", killedApplies, killed, wholly)
}

// fileCalls are the system calls that change files, or wait for the disk, and
// syncCalls those that wait.
var (
	fileCalls = []string{"pwrite64", "fsync", "fdatasync", "ftruncate", "?unlink", "unlinkat", "?rename", "renameat"}
	syncCalls = []string{"fsync", "fdatasync"}
)
