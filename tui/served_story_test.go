package tui_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/assessment/workspace/draft"
	"assay/assessment/workspace/exchange"
	"assay/tui"
)

// telltale is in every path of the server, and in nothing else.
const telltale = "telltale9"

// served puts everything under a folder with a telling name, and serves the workbench to
// the lead over SSH. No frame may show that name.
func (b *workbench) served() *exchange.Folder {
	b.t.Helper()
	check(b.t, b.Store.Close())
	folder := filepath.Join(b.t.TempDir(), telltale)
	check(b.t, os.Rename(filepath.Dir(b.path), folder))
	b.path = filepath.Join(folder, filepath.Base(b.path))
	b.open()
	whole := b.Store
	b.t.Cleanup(func() { check(b.t, whole.Close()) })
	b.Store = whole.As(b.Evaluator)
	b.Exchange = &exchange.Folder{Path: filepath.Join(folder, "files", "dana"), Now: b.Now}
	b.Drafts = draft.Folder{Path: filepath.Join(folder, "drafts"), Now: b.Now}
	b.Places = []tui.Place{{Path: b.path, Name: "the database"}, {Path: folder, Name: "a folder of the server"}}
	b.hides = telltale
	return b.Exchange
}

// brings puts a file into the person's folder.
func brings(t testing.TB, to *exchange.Folder, name, content string) {
	t.Helper()
	_, err := to.Write(name, []byte(content), false)
	check(t, err)
}

// has lists the files in the person's folder.
func has(t testing.TB, in *exchange.Folder) []string {
	t.Helper()
	all, err := in.List()
	check(t, err)
	names := []string{}
	for _, e := range all {
		names = append(names, e.Name)
	}
	return names
}

// Evidence is named by its name in the person's folder, and leaves the folder once the
// record has it. A path is refused.
func TestEvidenceComesThroughTheFolder(t *testing.T) {
	for _, size := range clerkSizes {
		story(t, func(t *testing.T, b *workbench) {
			acme := b.filled()
			folder := b.served()
			brings(t, folder, "access list.json", "{}")
			brings(t, folder, "access log.json", "{}")
			ui := b.start(t, size[0], size[1])
			ui.Press("i", "g").Type("tec1").Press("enter", "4", "d", "right").See("a file in your folder; bring it with scp")
			ui.Type("/etc/passwd").Press("down", "right", "down").Type("-2d").Press("enter").See("! /etc/passwd names another folder", "▸ file")
			ui.Press("ctrl+u").Type("nothing.pdf").Press("enter").See("! there is no file nothing.pdf", "▸ file")
			ui.Press("ctrl+u").Type("acc").Press("tab").See("access l").Press("tab").See("access list.json   access log.json")
			ui.Type("is").Press("tab").See("access list.json", "▸ file").Press("enter").See("[documented]", "access list.json").wait(1)
			if kept := b.snapshot(acme).Answers["TEC-01"].Evidence; len(kept) != 1 || kept[0].File != "access list.json" {
				t.Errorf("kept as %+v", kept)
			}
			if diff := cmp.Diff([]string{"access log.json"}, has(t, folder)); diff != "" {
				t.Errorf("in the folder: %s", diff)
			}
			ui.Leave()
		})
	}
}

// The reply of a vendor is opened from the folder, and leaves it once it is recorded.
func TestAReplyComesThroughTheFolder(t *testing.T) {
	for _, size := range clerkSizes {
		story(t, func(t *testing.T, b *workbench) {
			id := b.asked()
			reply, err := os.ReadFile(b.someReply(id))
			check(t, err)
			folder := b.served()
			brings(t, folder, "reply.zip", string(reply))
			ui := b.start(t, size[0], size[1])
			ui.Press("enter", "V").See("╭─ Reply of the vendor", "▸ file", "a file in your folder; bring it with scp", "tab next line")
			ui.Type("../reply.zip").Press("enter").See("! ../reply.zip names another folder")
			ui.Press("ctrl+u").Type("re").See("tab complete").Press("tab").See("reply.zip").Press("enter").wait(1).See("› reply", "6 lines")
			ui.Press("t", "esc").Press("V").See("reply.zip").Press("enter").wait(1).See("1 taken, 0 left of 6")
			if diff := cmp.Diff([]string{"reply.zip"}, has(t, folder)); diff != "" {
				t.Errorf("in the folder: %s", diff)
			}
			ui.Press("s", "y").wait(1).See("reply received on 2026-11-22")
			if left := has(t, folder); len(left) > 0 {
				t.Errorf("in the folder: %q", left)
			}
			ui.Press("V").See("a file in your folder").Miss("reply.zip").Press("esc").Leave()
		})
	}
}

// A report goes into the person's folder, unsigned. The dialog says how it is signed.
func TestAReportGoesIntoTheFolder(t *testing.T) {
	for _, size := range clerkSizes {
		story(t, func(t *testing.T, b *workbench) {
			b.filled()
			folder := b.served()
			d := b.clerk()
			d.offer.Signers, d.offer.Folder = nil, ""
			d.write = func(_ context.Context, o tui.Order) (tui.Written, error) {
				name, err := folder.Write(o.Path, []byte("%PDF"), o.Over)
				return tui.Written{Path: name, Title: "report of Pacific", Proof: "Nobody has signed it."}, err
			}
			ui := b.start(t, size[0], size[1]).Press("/").Type("pacific").Press("enter", "enter").See("because")
			ui.Press("r").See("Write a document", "pacific.pdf", "It goes into your folder, unsigned.", "Sign it at home").Miss("sign as", "passphrase", "A name without a folder")
			ui.Press("enter").See("Written: report of Pacific", "pacific.pdf", "Fetch it with scp", "24 hours", "y copy the name", "esc back").Miss("open")
			ui.Press("y").See("the name of the file").Press("enter").Miss("Written")
			ui.Press("r", "enter").See("! pacific.pdf exists; enter again writes over it").Press("enter").See("Written: report of Pacific").Press("esc")
			ui.Press("r", "tab").Type("sub/other.pdf").Press("enter").See("! sub/other.pdf names another folder").Press("esc").Leave()
			if diff := cmp.Diff([]string{"pacific.pdf"}, has(t, folder)); diff != "" {
				t.Errorf("in the folder: %s", diff)
			}
			if o := d.orders[0]; o.Role != "" || o.As != "" || o.KeyFile != "" {
				t.Errorf("ordered %+v", o)
			}
		})
	}
}

// A copy of an evidence file goes into the folder, and so does a form for the vendor.
func TestCopiesAndFormsGoIntoTheFolder(t *testing.T) {
	for _, size := range clerkSizes {
		story(t, func(t *testing.T, b *workbench) {
			folder := b.served()
			b.shownBy()
			b.AskVendor = func(_ context.Context, o tui.FormOrder) (tui.Form, error) {
				name, err := folder.Write(o.Path, []byte("<p>"), o.Over)
				return tui.Form{Path: name, Holds: "12 questions"}, err
			}
			ui := b.start(t, size[0], size[1])
			ui.Press("enter", "E", "j", "o").See("there is no desktop over SSH: x writes a copy into your folder")
			ui.Press("x").See("╭─ Export", "▸ file").Press("enter").wait(1).See("in your folder, for 24 hours")
			names := has(t, folder)
			if len(names) != 1 {
				t.Fatalf("in the folder: %q", names)
			}
			ui.Press("x", "enter").wait(1).See("exists: save again to write over it").Press("enter").wait(1).See("in your folder, for 24 hours").Miss("╭─ Export")
			ui.Press("esc", "Q").See("Ask Acme Health Staffing in writing", "acme-health-staffing-questions.html").Press("enter").wait(1).See("12 questions written: acme-health-staffing-questions.html in your folder")
			ui.Leave()
			if diff := cmp.Diff([]string{"acme-health-staffing-questions.html", names[0]}, has(t, folder)); diff != "" {
				t.Errorf("in the folder: %s", diff)
			}
		})
	}
}

// The dialogs that differ over SSH, at the sizes that matter.
func TestGoldenServed(t *testing.T) {
	for name, press := range map[string][]string{
		"served-evidence": {"i", "g", "t", "e", "c", "1", "enter", "4", "d", "right"},
		"served-document": {"enter", "r"},
		"served-receipt":  {"enter", "r", "r"},
		"served-package":  {"b", "r", "p"},
		"served-written":  {"enter", "r", "enter"},
		"served-reply":    {"enter", "V"},
		"served-folder":   {":", "y", "o", "u", "r", " ", "f", "enter"},
		"served-take-in":  {":", "s", "i", "g", "n", "e", "d", "enter"},
		"served-taken-in": {":", "s", "i", "g", "n", "e", "d", "enter", "r", "enter"},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, b *workbench) {
				b.filled()
				folder := b.served()
				brings(t, folder, "policy.pdf", strings.Repeat("x", 12345))
				time.Sleep(3 * time.Hour)
				brings(t, folder, "register.xlsx", "x")
				d := b.clerk()
				d.offer.Signers, d.offer.Folder = nil, ""
				d.write = func(_ context.Context, o tui.Order) (tui.Written, error) {
					return tui.Written{Path: o.Path, Title: "report of Acme Health Staffing", Proof: "Nobody has signed it."}, nil
				}
				b.TakeIn = func(context.Context, tui.SignedReport) (tui.TakenIn, error) {
					return tui.TakenIn{
						Title: "report of Acme Health Staffing", Recorded: []string{"reviewer by Ruth Adeyemi"}, Known: []string{"assessor by Dana Whitfield"},
						Others: []string{"approver by Karel Brandt"}, Notes: []string{"There is no anchor of this database on this machine."},
					}, nil
				}
				ui := b.start(t, 80, 24).Press(press...).wait(1)
				for _, size := range sizes {
					ui.At(size[0], size[1])
					compareGolden(t, sized(name, size), ui.Text()+"\n")
				}
				ui.Leave()
			})
		})
	}
}

// The palette lists the person's folder, and removes a file from it.
func TestYourFolder(t *testing.T) {
	for _, size := range clerkSizes {
		story(t, func(t *testing.T, b *workbench) {
			b.filled()
			folder := b.served()
			ui := b.start(t, size[0], size[1])
			ui.Press(":").Type("your folder").Press("enter").See("Your folder: 0 files", "It is empty", "listed here.").Press("esc")
			brings(t, folder, "policy.pdf", strings.Repeat("x", 12345))
			time.Sleep(3 * time.Hour)
			brings(t, folder, "register.xlsx", "x")
			ui.Press(":").Type("your folder").Press("enter").See("Your folder: 2 files", "policy.pdf", "12 kB", "3 h ago", "register.xlsx", "1 byte", "just now", "x remove", "Enter copies the name, for scp.")
			ui.Press("enter").See("the name of the file", "Your folder: 2 files")
			ui.Press("x").See("╭─ Remove policy.pdf", "y removes it").Press("y").wait(1).See("Your folder: 1 file", "register.xlsx").Miss("12 kB")
			ui.Press("esc").Leave()
			if diff := cmp.Diff([]string{"register.xlsx"}, has(t, folder)); diff != "" {
				t.Errorf("in the folder: %s", diff)
			}
		})
	}
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		ui.Press(":").Type("your folder").See("nothing matches").Press("esc", "esc").Leave()
	})
}

// A report that was signed at home is taken in from the folder.
func TestASignedReportIsTakenIn(t *testing.T) {
	for _, size := range clerkSizes {
		story(t, func(t *testing.T, b *workbench) {
			b.filled()
			folder := b.served()
			brings(t, folder, "signed.pdf", "%PDF")
			var orders []tui.SignedReport
			b.TakeIn = func(_ context.Context, o tui.SignedReport) (tui.TakenIn, error) {
				if orders = append(orders, o); len(orders) == 1 {
					return tui.TakenIn{}, assessment.Errorf(assessment.Unproven, "signed.pdf is not proven, so it is not taken in: nobody vouches for its key").Because(assessment.SignerUnknown)
				}
				return tui.TakenIn{Title: "report of Pacific", Recorded: []string{"reviewer by Dana"}, Known: []string{"assessor by Ruth"}, Others: []string{"approver by Karel"}}, nil
			}
			ui := b.start(t, size[0], size[1])
			ui.Press(":").Type("signed").Press("enter").See("╭─ Take in a signed report", "▸ file", "a file in your folder").Type("sig").Press("tab").See("signed.pdf")
			ui.Press("enter").wait(1).See("! signed.pdf is not proven", "ask who runs the server to trust")
			ui.Press("enter").wait(1).See("╭─ Taken in: report of Pacific", "The report is proven.", "signed as reviewer by Dana", "assessor by Ruth", "! Not recorded yet: signed as approver by Karel").Press("esc").Leave()
			if diff := cmp.Diff(tui.SignedReport{By: lead, Path: "signed.pdf"}, orders[1]); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A server has no editor, no shell and no desktop for the person, and knows who it is. The
// keys for them say so.
func TestTheServerDoesNothingInItsOwnName(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		b.served()
		ui := b.start(t, 100, 30)
		ui.Press("\x1a").See("there is no shell behind this SSH connection")
		ui.Press(":").Type("your name").See("the key of your SSH connection").Press("enter").See("says who you are").Press("esc")
		ui.Press("i", "N").Type("a note").Press("\x0f").See("there is no editor over SSH", "a note").Press("ctrl+e").See("a note", "esc saves").Miss("your editor").Press("esc").Leave()
	})
}
