package tui

import (
	"strings"
	"testing"

	"assay/assessment/store"
)

// A pasted key is read however its line was broken, and never as more than one.
func TestPastedKeys(t *testing.T) {
	const body = "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"
	const whole = "ssh-ed25519 " + body + " dana@laptop at home"
	check := publicKeyField("").Check
	for _, pasted := range []string{
		whole, "  " + whole + "\r\n", "ssh-ed25519\n" + body + "\ndana@laptop at home", "ssh-ed25519 " + body[:20] + "\n" + body[20:50] + "\r\n  " + body[50:] + " dana@laptop\nat home",
	} {
		if got := joinedKey(pasted); got != whole || check(got) != nil {
			t.Errorf("%q reads as %q: %v", pasted, got, check(got))
		}
	}
	for _, pasted := range []string{"", "\n", "ssh-ed25519", "ssh-ed25519 " + body[:30], "dana", strings.Repeat("ssh-ed25519 AAAA ", 40)} {
		if _, err := store.ReadKey(joinedKey(pasted)); err == nil {
			t.Errorf("%q reads as a key", pasted)
		}
	}
	if err := check(joinedKey(whole + "\n" + whole)); err == nil || !strings.Contains(err.Error(), "one at a time") {
		t.Errorf("two keys: %v", err)
	}
}
