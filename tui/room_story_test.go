package tui_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"assay/assessment"
)

// An answer that a full disk did not take stays on the screen, with the room that is
// left, and is saved by itself once there is room.
func TestAFullDiskHoldsTheAnswer(t *testing.T) {
	disk := t.TempDir()
	if err := exec.Command("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk).Run(); err != nil {
		t.Skip("a small disk needs root")
	}
	t.Cleanup(func() { _ = exec.Command("umount", disk).Run() })
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		if err := b.Store.Close(); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(b.path)
		if err != nil {
			t.Fatal(err)
		}
		b.path = filepath.Join(disk, "assay.db")
		if err := os.WriteFile(b.path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		b.open()
		ui := b.start(t, 80, 24)
		ui.Press("i").Press("g").Type("baa1").Press("enter")
		ballast, err := os.Create(filepath.Join(disk, "ballast"))
		if err != nil {
			t.Fatal(err)
		}
		for err == nil {
			_, err = ballast.Write(make([]byte, 1<<10))
		}
		_ = ballast.Close()
		ui.Press("y").wait(1).See("[y met]", "! 1 not saved", "the disk is full:", " free")
		ui.Press("n").wait(20).See("[n unmet]", "! 2 not saved", "are free")
		if err := os.Remove(ballast.Name()); err != nil {
			t.Fatal(err)
		}
		ui.wait(5).See("● saved").wait(60).Miss("not saved")
		if got := b.snapshot(acme).Answers["BAA-01"].Value; got != assessment.Unmet {
			t.Errorf("kept as %q", got)
		}
		ui.Leave()
	})
}
