package tui_test

import (
	"context"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/tui"
)

// clerk takes the orders of the workbench for documents, in the place of the program
// around it.
type clerk struct {
	orders []tui.Order
	offer  tui.Offer
	write  func(ctx context.Context, o tui.Order) (tui.Written, error)
	files  map[string]bool // that exist

	reading time.Duration // how long the offer takes
}

const rightPhrase = "correct horse battery"

// clerk gives the workbench a clerk with two signers.
func (b *workbench) clerk() *clerk {
	d := &clerk{files: map[string]bool{}, offer: tui.Offer{Folder: "/reports", Signers: []tui.Signer{
		{As: "p12:/keys/dana.p12", Name: "Dana Whitfield", Held: "key file", Asks: true},
		{As: "agent:SHA256:3f2a", Name: "Ruth Adeyemi", Held: "ssh-agent"},
	}}}
	full := tui.Kind{Key: "full", Name: "full report", About: "The whole report, with the data that proves it.", Path: "pacific.pdf"}
	debrief := tui.Kind{Key: "debrief", Name: "debrief for the vendor", About: "For the vendor: nothing of others.", Path: "pacific-debrief.pdf"}
	receipt := tui.Kind{Key: "receipt", Name: "receipt", Unsigned: true, About: "For the vendor to read back.", Path: "pacific-receipt.pdf"}
	pack := tui.Kind{Key: "package", Name: "package", Unsigned: true, About: "All about the RFP. It is not signed yet.", Path: "rfp-package.zip"}
	bidder := tui.Kind{Key: "bidder package", Name: "bidder package", Unsigned: true, About: "For one vendor. It is not signed yet.", Path: "rfp-for-pacific.zip"}
	both := tui.Kind{Key: "comparison", Name: "comparison", About: "All vendors side by side.", Path: "comparison.pdf"}
	b.Documents = &tui.Documents{
		Offer: func(_ context.Context, about tui.Subject) (tui.Offer, error) {
			time.Sleep(d.reading)
			o := d.offer
			if len(about.Compared) > 0 {
				o.Kinds = append(o.Kinds, both)
			}
			o.Kinds = append(o.Kinds, full, debrief, receipt)
			if about.RFP != "" {
				o.Kinds = append(o.Kinds, pack, bidder)
			}
			return o, nil
		},
		Write: func(ctx context.Context, o tui.Order) (tui.Written, error) {
			d.orders = append(d.orders, o)
			path := "/reports/" + o.Path
			switch {
			case d.write != nil:
				return d.write(ctx, o)
			case d.files[path] && !o.Over:
				return tui.Written{}, assessment.Errorf(assessment.Conflict, "%s exists", path).Because(assessment.FileExists)
			case strings.HasPrefix(o.As, "p12:") && o.Passphrase != rightPhrase:
				return tui.Written{}, assessment.Errorf(assessment.Invalid, "wrong passphrase").Because(assessment.WrongPassphrase)
			}
			d.files[path] = true
			w := tui.Written{Path: path, Title: "report of Pacific", Proof: "Nobody has signed it."}
			if o.Role != "" {
				w.Proof = "Signed as " + o.Role + ", and proven."
				w.Notes = []string{"There is no anchor of this database."}
			}
			return w, nil
		},
	}
	return d
}

// pacific opens the page of a vendor at which a document can be written.
func (b *workbench) pacific(t *testing.T, w, h int) *screen {
	t.Helper()
	b.filled()
	return b.start(t, w, h).Press("/").Type("pacific").Press("enter", "enter").See("because")
}

// clerkSizes are the windows in which the dialog must be whole.
var clerkSizes = [][2]int{{80, 24}, {200, 60}}

// Two keys write the report, unsigned, under a name that is free.
func TestTwoKeysWriteTheReport(t *testing.T) {
	for _, size := range clerkSizes {
		story(t, func(t *testing.T, b *workbench) {
			d := b.clerk()
			ui := b.pacific(t, size[0], size[1])
			ui.Press("r").See("Write a document", "▸ what", "[full report]", "pacific.pdf", "[nobody]", "The whole report", "into /reports", "enter write").Miss("passphrase")
			ui.Press("enter").See("Written: report of Pacific", "/reports/pacific.pdf", "Nobody has signed it.", "y copy the path", "o open", "esc back")
			ui.Press("enter").Miss("Written").See("because").Leave()
			want := tui.Order{Subject: d.orders[0].Subject, Kind: "full", By: lead, Path: "pacific.pdf"}
			if diff := cmp.Diff([]tui.Order{want}, d.orders); diff != "" || want.Assessment == "" || want.Compared != nil {
				t.Error(diff, want)
			}
		})
	}
}

// Who signs says so, chooses the key and types its passphrase, which nobody can read. A
// wrong one is asked for again, and the rest stays.
func TestSigningAsksForThePassphrase(t *testing.T) {
	for _, size := range clerkSizes {
		story(t, func(t *testing.T, b *workbench) {
			d := b.clerk()
			ui := b.pacific(t, size[0], size[1])
			ui.Press("r", "tab", "tab", "r").See("[reviewer]", "▸ passphrase", "Dana Whitfield, key file", "Dana Whitfield signs as reviewer, with the key file.")
			ui.Press("enter").See("type the passphrase of the key", "▸ passphrase")
			if len(d.orders) != 0 {
				t.Errorf("without a passphrase it ordered %+v", d.orders)
			}
			ui.Type("wrong horse").Miss("wrong horse").See("•••••••••••").Miss("••••••••••••").Press("enter").See("! wrong passphrase", "▸ passphrase").Miss("••")
			ui.Type(rightPhrase).Press("enter").See("Signed as reviewer, and proven.", "! There is no anchor of this database.")
			last := d.orders[len(d.orders)-1]
			if last.Role != "reviewer" || last.As != "p12:/keys/dana.p12" || last.Passphrase != rightPhrase {
				t.Errorf("ordered %+v", last)
			}
			ui.Press("esc").Leave()
		})
	}
}

// Nobody signs a receipt, so the dialog asks for no signer. Where there is nothing to read back,
// it says so.
func TestNobodySignsAReceipt(t *testing.T) {
	for _, size := range clerkSizes {
		story(t, func(t *testing.T, b *workbench) {
			d := b.clerk()
			ui := b.pacific(t, size[0], size[1])
			ui.Press("r", "tab", "tab", "a").See("[assessor]", "▸ passphrase").Type(rightPhrase).Press("up", "up", "up", "r")
			ui.See("[receipt]", "pacific-receipt.pdf", "For the vendor to read back.").Miss("sign as", "passphrase", "signs as")
			ui.Press("enter").See("Written", "pacific-receipt.pdf").Press("esc")
			if o := d.orders[0]; o.Kind != "receipt" || o.Role != "" || o.As != "" || o.Passphrase != "" {
				t.Errorf("ordered %+v", o)
			}
			d.write = func(context.Context, tui.Order) (tui.Written, error) {
				return tui.Written{}, assessment.Errorf(assessment.Refused, "there is nothing to read back to Pacific yet")
			}
			ui.Press("r", "r", "enter").See("! there is nothing to read back to Pacific yet", "[receipt]").Press("up", "f").See("sign as").Press("esc").Leave()
		})
	}
}

// A key in an agent needs no passphrase.
func TestAnAgentNeedsNoPassphrase(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		d := b.clerk()
		ui := b.pacific(t, 80, 24)
		ui.Press("r", "tab", "tab", "a").See("[assessor]", "▸ passphrase").Press("tab", "right").See("Ruth Adeyemi, ssh-agent").Miss("passphrase")
		ui.Press("enter").See("Signed as assessor, and proven.")
		if o := d.orders[0]; o.As != "agent:SHA256:3f2a" || o.Passphrase != "" {
			t.Errorf("ordered %+v", o)
		}
		ui.Press("esc").Leave()
	})
}

// What is typed while the dialog is still read is for the dialog, and answers nothing on
// the screen below.
func TestFastKeysAreForTheDialog(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		d := b.clerk()
		d.offer.Signers, d.reading = d.offer.Signers[:1], 2*time.Second
		ui := b.pacific(t, 80, 24)
		ui.Press("r").See("reading …").Press("tab", "tab", "a").Type(rightPhrase).Press("enter").wait(3).See("Signed as assessor, and proven.").Press("esc")
		ui.Press("r", "esc").wait(3).Miss("Write a document").Leave()
		if len(d.orders) != 1 || d.orders[0].Passphrase != rightPhrase {
			t.Errorf("ordered %+v", d.orders)
		}
	})
}

// After the role comes the passphrase of the usual key: whatever is typed next is that, and
// chooses nothing.
func TestThePassphraseComesNext(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		d := b.clerk()
		d.offer.Signers = d.offer.Signers[:1]
		ui := b.pacific(t, 80, 24).Press("r", "tab", "tab", "a").See("Dana Whitfield signs as assessor", "▸ passphrase")
		ui.Type(rightPhrase).Press("enter").See("Signed as assessor, and proven.").Press("esc").Leave()
	})
}

// A key in a file that this account does not keep signs, too, with a passphrase or without
// one. Its path is asked for where the account has no key.
func TestAnotherKeyFileSigns(t *testing.T) {
	for _, size := range clerkSizes {
		story(t, func(t *testing.T, b *workbench) {
			d := b.clerk()
			ui := b.pacific(t, size[0], size[1])
			ui.Press("r", "tab", "tab", "a", "tab", "a").See("another key file", "▸ key file").Press("enter").See("name the file of the key").Type("/usb/karel.pem").Press("enter").See("Signed as assessor").Press("esc")
			d.offer.Signers = nil
			clear(d.files)
			ui.Press("r").See("[nobody]").Miss("passphrase").Press("tab", "tab", "a").See("This account keeps no key", "▸ passphrase", "key file").Miss("another key file").Type("p").Press("tab").Type("/usb/k.pem").Press("enter").See("Signed as assessor").Press("esc").Leave()
			if n := len(d.orders); n != 2 || d.orders[0].KeyFile != "/usb/karel.pem" || d.orders[0].As != "" || d.orders[1].KeyFile != "/usb/k.pem" || d.orders[1].Passphrase != "p" {
				t.Errorf("ordered %+v", d.orders)
			}
		})
	}
}

// The suggested name follows what is written, until the person types another one. No file
// is written over without a second key.
func TestNoFileIsWrittenOverUnseen(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		d := b.clerk()
		d.files["/reports/pacific-debrief.pdf"] = true
		ui := b.pacific(t, 80, 24)
		ui.Press("r", "d").See("[debrief for the vendor]", "pacific-debrief.pdf", "nothing of others", "▸ file")
		ui.Press("enter").See("/reports/pacific-debrief.pdf exists; enter again writes over it", "▸ file")
		ui.Type("mine.pdf").Press("up", "f").See("[full report]", "mine.pdf").Press("up", "d", "enter").See("/reports/mine.pdf").Press("esc")
		ui.Press("r", "d", "enter").See("exists; enter again").Press("enter").See("Written").Press("esc")
		var over []bool
		for _, o := range d.orders {
			over = append(over, o.Over)
		}
		if diff := cmp.Diff([]bool{false, false, false, true}, over); diff != "" {
			t.Error(diff)
		}
		ui.Leave()
	})
}

// The board and the comparison offer the comparison first, and then the reports of the
// chosen vendor. The board offers packages of its RFP, too.
func TestTheBoardWritesTheComparison(t *testing.T) {
	for _, size := range clerkSizes {
		story(t, func(t *testing.T, b *workbench) {
			d := b.clerk()
			b.filled()
			ui := b.start(t, size[0], size[1]).Press("b").See("board")
			ui.Press("r").See("comparison", "comparison.pdf", "side by side").Press("enter").See("Written").Press("esc")
			ui.Press("r", "p").See("rfp-package.zip", "All about the RFP. It is not signed yet.").Miss("sign as").Press("up", "b").See("rfp-for-pacific.zip", "For one vendor.").Press("enter").See("Written").Press("esc")
			ui.Press("c").See("compare", "compared").Press("r", "f").See("[full report]").Press("enter").See("Written").Press("esc")
			if n := len(d.orders); n != 3 || len(d.orders[0].Compared) != 3 || d.orders[0].Kind != "comparison" || d.orders[2].Kind != "full" || d.orders[2].Assessment == "" ||
				d.orders[1].Kind != "bidder package" || d.orders[1].RFP == "" || d.orders[1].Assessment == "" || d.orders[1].Role != "" || d.orders[2].RFP != "" {
				t.Errorf("ordered %+v", d.orders)
			}
			ui.Leave()
		})
	}
}

// y copies the path, and o has the desktop open the document.
func TestCopyThePathOfADocument(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.clerk()
		var opened string
		b.Open = func(path string) error { opened = path; return nil }
		ui := b.pacific(t, 80, 24).Press("r", "enter").See("Written")
		ui.written.Reset()
		ui.Press("y").See("sent to the clipboard of the terminal: the path")
		if want := base64.StdEncoding.EncodeToString([]byte("/reports/pacific.pdf")); !strings.Contains(ui.written.String(), want) {
			t.Errorf("the path was not sent: %q", ui.written.String())
		}
		if ui.Press("o").See("pacific.pdf is open on the desktop"); opened != "/reports/pacific.pdf" {
			t.Errorf("opened %q", opened)
		}
		ui.Press("esc").Leave()
	})
}

// Who leaves while a document is written hears where it is all the same. A failure stays
// in the dialog, which keeps all that was typed.
func TestADocumentThatTakesLongOrFails(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		d := b.clerk()
		d.write = func(context.Context, tui.Order) (tui.Written, error) {
			time.Sleep(10 * time.Second)
			return tui.Written{Path: "/reports/pacific.pdf", Title: "report of Pacific"}, nil
		}
		ui := b.pacific(t, 80, 24)
		ui.Press("r", "enter").See("writing the document …").Press("enter", "esc").Miss("Write a document").See("writing the report …")
		ui.Press("r").See("the report is being written").wait(10).See("report of Pacific is at /reports/pacific.pdf")
		if len(d.orders) != 1 {
			t.Errorf("a second enter ordered again: %+v", d.orders)
		}
		d.write = func(context.Context, tui.Order) (tui.Written, error) {
			return tui.Written{}, assessment.Errorf(assessment.Unwritten, "cannot write /reports/x.pdf: %w", errors.New("the disk is full"))
		}
		ui.Press("r", "tab").Type("x.pdf").Press("enter").See("! cannot write /reports/x.pdf: the disk is full", "x.pdf").Press("esc")
		ui.Press("r").See("pacific.pdf").Miss("x.pdf", "is back").Press("esc").Leave()
	})
}

// A report that cannot draw the letters of names asks for them in Latin letters, and is
// written then.
func TestTheReportAsksForLatinNames(t *testing.T) {
	for _, size := range clerkSizes {
		story(t, func(t *testing.T, b *workbench) {
			d := b.clerk()
			var id string
			d.write = func(ctx context.Context, o tui.Order) (tui.Written, error) {
				id = o.Assessment
				s, err := b.Store.Snapshot(ctx, o.Assessment)
				if err == nil && s.LatinOf("王芳") == "" {
					err = assessment.Errorf(assessment.Refused, "cannot draw 王芳").Because(assessment.NoLatinName, "王芳", "東京データ")
				}
				return tui.Written{Path: "/reports/pacific.pdf", Title: "report of Pacific", Proof: "Nobody has signed it."}, err
			}
			ui := b.pacific(t, size[0], size[1])
			ui.Press("r").See("Write a document").Press("enter").See("Names in Latin letters", "1 is 王芳", "2 is 東京データ", "▸ name 1")
			ui.Type("王").Press("enter").See("is not in Latin letters")
			ui.Press("backspace").Type("Wang Fang").Press("tab").Type("Tokyo Data").Press("enter").Miss("Names in Latin letters").See("Write a document")
			ui.Press("enter").See("Written: report of Pacific").Press("enter").Leave()
			s, err := b.Store.Snapshot(context.Background(), id)
			if err != nil || s.LatinOf("王芳") != "Wang Fang" || s.LatinOf("東京データ") != "Tokyo Data" {
				t.Errorf("the spellings are %v, %v", s.Spellings, err)
			}
		})
	}
}

// A new vendor with a name in other letters is asked for its Latin name, and no other is.
func TestANewVendorHasALatinName(t *testing.T) {
	for _, size := range clerkSizes {
		story(t, func(t *testing.T, b *workbench) {
			ui := b.start(t, size[0], size[1]).Press("n").See("New vendor").Type("東京データ").Press("enter", "enter", "enter", "enter")
			ui.See("Name in Latin letters").Type("東京").Press("enter").See("is not in Latin letters")
			ui.Press("backspace", "backspace").Type("Tokyo Data").Press("enter").See("東京データ is added").Leave()
			all, err := b.Store.Vendors(context.Background())
			if err != nil || len(all) != 1 || all[0].LatinName != "Tokyo Data" {
				t.Errorf("the vendors are %+v, %v", all, err)
			}
		})
	}
}
