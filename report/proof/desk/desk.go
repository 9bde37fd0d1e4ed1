// Package desk verifies reports for a person who has nothing but a page in a
// browser. A new [Desk] trusts nobody: no authority, no key. A key that a report
// brings along stays unconfirmed until the person types the first digits of its
// fingerprint, which came to them in another way than the report did.
package desk

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/report"
	"assay/report/proof"
	"assay/report/sign"
)

// Desk is where reports lie that a person has opened.
type Desk struct {
	now     func() time.Time
	sheets  []sheet
	trusted trusted
}

// trusted are digits that the person typed, each of a key in one of the reports.
type trusted struct{ signers, clocks []string }

// sheet is one file on the desk.
type sheet struct {
	name  string
	file  []byte
	found proof.Proof
	at    time.Time // when it was verified
}

// New returns an empty desk. Certificates must be valid at the time that now tells.
func New(now func() time.Time) *Desk { return &Desk{now: now} }

// Lay verifies a file and puts it on the desk.
func (d *Desk) Lay(name string, file []byte) {
	name = hostile.Line(name)
	s := sheet{name: name, file: file}
	s.take(d.verify(name, file, d.trusted), d.now())
	d.sheets = append(d.sheets, s)
}

// take keeps a result, and the file only if it may have to be verified again.
func (s *sheet) take(found proof.Proof, at time.Time) {
	s.found, s.at = found, at
	if len(keysOf(found)) == 0 {
		s.file = nil
	}
}

// Refuse puts a file on the desk that is too large to be read.
func (d *Desk) Refuse(name string, size int64) {
	d.without(name, fmt.Errorf("it has %d MB; a report has at most %d MB", size/1_000_000, sign.MostBytes/1_000_000))
}

// Unread puts a file on the desk that the browser could not read.
func (d *Desk) Unread(name string) { d.without(name, errors.New("the browser cannot read it")) }

func (d *Desk) without(name string, err error) {
	name = hostile.Line(name)
	d.sheets = append(d.sheets, sheet{name: name, found: proof.Unread(name, err)})
}

func (d *Desk) verify(name string, file []byte, t trusted) proof.Proof {
	found, err := proof.Verify(name, file, report.Policy{Confirmed: t.signers, TimeConfirmed: t.clocks, Now: d.now()})
	if err != nil {
		return proof.Unread(name, err)
	}
	return found
}

// Confirm trusts a key of a report if the person typed the beginning of its
// fingerprint. Then it verifies every report again in which a key was unconfirmed. The
// error is a sentence for the person.
func (d *Desk) Confirm(paper int, id, typed string) error {
	on := &d.sheets[paper]
	key, _ := find(on.found, id)
	digits, err := sign.ParseFingerprint(typed)
	if err != nil {
		return err
	}
	// Each field of the page is for one key. Digits in the field of another key are a
	// mistake, so they confirm nothing, even if the desk knows a key that has them.
	trusted := d.trusted.with(digits, key.time)
	again := d.verify(on.name, on.file, trusted)
	if _, still := find(again, id); still {
		return fmt.Errorf("this key has another fingerprint. Either the digits are not right, or somebody else than %q made it", key.name)
	}
	d.trusted = trusted
	on.take(again, d.now())
	for n := range d.sheets {
		if other := &d.sheets[n]; n != paper && other.file != nil {
			other.take(d.verify(other.name, other.file, trusted), d.now())
		}
	}
	return nil
}

// with adds digits for a signer, or for an authority of time stamps.
func (t trusted) with(digits string, time bool) trusted {
	if time {
		t.clocks = append(slices.Clone(t.clocks), digits)
	} else {
		t.signers = append(slices.Clone(t.signers), digits)
	}
	return t
}

func find(in proof.Proof, id string) (Key, bool) {
	keys := keysOf(in)
	if n := slices.IndexFunc(keys, func(k Key) bool { return k.ID == id }); n >= 0 {
		return keys[n], true
	}
	return Key{}, false
}

// About names the parts of this program that decide how a report is verified.
func About() map[string]string {
	return map[string]string{"engine": assessment.Engine, "renderer": report.Renderer}
}
