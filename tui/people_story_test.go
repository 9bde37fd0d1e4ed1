package tui_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/workspace/draft"
)

// Two keys of SSH, and the beginning of a private one.
const (
	anKey      = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl dana@laptop"
	otherKey   = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJp6bVyp4yYh2n0NxC4nHiY6BPGIPqSwhn1uFzGE4NDf"
	privateKey = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ\n-----END OPENSSH PRIVATE KEY-----\n"
)

// paste pastes a text, as a terminal with bracketed paste does.
func (ui *screen) paste(text string) *screen { return ui.send("\x1b[200~" + text + "\x1b[201~") }

// From a record without people to one with an administrator, an evaluator with a key, and
// a rule that stays. Everything is told on the page of the changes.
func TestThePeople(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("p").See("› people", "everybody may do everything", "adds the first person", "Nobody takes that back").Press("t").See("nobody is named yet")
		ui.Press("tab").See("[Changes]", "everybody may do everything").Press("tab").See("Each person may read", "Evaluator", "answer, grade, raise").Press("end").See("stays for good").Press("tab")

		// The first person is the administrator. It says twice that roles bind from then on.
		ui.Press("a").See("Add the first person, who is the administrator", lead).Press("tab", "1").See("1 of 5").Press("enter").See("roles bind from then on; press enter again")
		ui.Press("enter").Miss("Add the first").See("▸ lead@hospital.example", "evaluator, administrator", "1 person", "none: over SSH nobody comes in")

		// An evaluator with a key, whose line a mail broke in two.
		ui.Press("a").Type("dana@hospital.example").Press("enter").See("a person needs a role").Press("1", "tab")
		ui.paste("  "+anKey[:40]+"\r\n"+anKey[40:]+"\r\n").See("The key is ssh-ed25519, SHA256:", "dana@laptop").Press("enter").Miss("Add a person").See("dana@hospital.example is added, as evaluator", "2 people", "dana@laptop")
		ui.Press("a").Type("DANA@hospital.example").Press("tab", "2", "enter").See("there is a person of this name already", "▸ name").Press("esc")
		ui.Press("a", "ctrl+u").Type("rita@hospital.example").Press("tab", "ctrl+u").Press("2", "tab").paste(anKey).Press("enter").See("dana@hospital.example has the key", "▸ public key").Press("esc")

		// Keys come and go, and roles change.
		ui.Press("+").See("Add a key of dana@hospital.example").paste("ssh-ed25519 AAAA").Press("enter").See("this is no public key of SSH").Press("ctrl+u").paste(otherKey).Press("enter").See("has 2 keys now")
		ui.Press("-").See("Which key of dana").Press("2").See("Take a key from dana").Type("lost").Press("enter").See("press enter again").Press("enter").See("the key is taken from dana")
		ui.Press("e").See("Roles of dana", "1 ☑", "2 ☐").Press("2", "enter").See("is evaluator and reviewer now")
		ui.Press("up", "e", "5").Press("enter").See("is the last administrator", "▸ roles", "else an administrator first").Press("esc").See("evaluator, administrator")

		// A rule stays, and a person leaves with a reason.
		ui.Press("t").See("Which rule").Press("3").See("each person has one role").Type("policy 12").Press("enter").See("stays for good; press enter again").Press("enter").See("lead@hospital.example has several roles").Press("esc")
		ui.Press("t", "1").Type("policy 12").Press("enter", "enter").See("the rule").Miss("Tighten the rules")
		ui.Press("down", "x").See("Remove dana@hospital.example").Press("enter").See("say why").Type("left us").Press("enter").See("press enter again").Press("enter").See("is removed", "1 person", "removed  09:00 by lead", "left us").Press("e").See("was removed: a adds them again")

		ui.Press("tab").See("removed dana@hospital.example: left", "left us", "tightened the rules", "changed the roles of dana", "took a key from dana", "gave dana@hospital.example a key", "added lead@hospital.example; roles ").Press("end", "enter").See("Change 1 of the people", "roles", "– → evaluator, administrator").Press("esc", "esc").See("› vendors").Leave()
	})
}

// A private key is refused before anybody sees it, and is in no draft, also where the
// terminal sends a paste as keys.
func TestAPrivateKeyIsNeverKept(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		folder := t.TempDir()
		b.Drafts = draft.Folder{Path: folder, Now: b.Now}
		ui := b.start(t, 80, 24)
		ui.Press("p", "a", "tab", "1", "tab").paste(privateKey).See("that is a private key").Miss("b3BlbnNzaC", "BEGIN").Press("enter").See("that is a private key", "Add the first person")
		ui.Press("ctrl+u")
		for line := range strings.SplitSeq(privateKey, "\n") {
			ui.Type(line).Press("enter")
		}
		ui.See("that is a private key", "Add the first person").Miss("b3BlbnNzaC", "BEGIN").paste(otherKey).See("The key is ssh-ed25519").wait(2).Press("esc")
		kept, err := filepath.Glob(filepath.Join(folder, "*", "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range kept {
			text, err := os.ReadFile(path)
			if err != nil || strings.Contains(string(text), "b3Blb") || strings.Contains(string(text), "AAAAC3") {
				t.Errorf("%v: %s", err, text)
			}
		}
		ui.Leave()
	})
}

// Everybody reads the people. Who is no administrator changes nothing there.
func TestEverybodyReadsThePeople(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		b.staff()
		ui := b.as(t, ann)
		ui.Press("p").See("› people", "6 people", "an administrator changes the people")
		for _, key := range []string{"a", "e", "+", "-", "x", "t"} {
			ui.Press(key).See(notMine + ": an administrator does")
		}
		ui.Press("tab", "tab").See("Evaluator  ", "take back an own entry").Press("space").See("Auditor", ann).Press("end").See("whatever this page says")
		ui.Press("esc").Leave()

		// Whoever administers finds the people first, and comes back to them.
		ui = b.as(t, ada)
		ui.See("p people").Press("n").See(notMine).Press("p").See("› people", "a add").Leave()
		b.as(t, ada).See("› people", "a add").Leave()
	})
}

// A person whom somebody else adds appears on the open page.
func TestThePeopleFollow(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		b.person(ada)
		ui := b.as(t, ada)
		ui.Press("p").See("1 person").Press("tab").See("added ada")
		b.person(rita, assessment.Reviewer)
		ui.wait(2).See("2 people", "added rita").Leave()
	})
}
