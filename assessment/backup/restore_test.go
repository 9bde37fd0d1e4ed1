package backup_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"

	"assay/assessment"
	"assay/assessment/backup"
	"assay/assessment/store"
	"assay/questionnaire"
	"assay/questionnaire/kindtest"
)

// What was recorded since the backup is listed, and every assessment that loses events
// says so from then on.
func TestRestoringSaysWhatIsGivenUp(t *testing.T) {
	h := newHome(t)
	changed, same := h.assess("Harbor Staffing"), h.assess("Meridian Talent")
	archive := h.backedUp()
	h.now = h.now.AddDate(0, 0, 1)
	h.show(changed, "a contract")
	h.show(changed, "a newer contract")
	late := h.assess("Northstar Delivery")
	p, done := h.restore(archive)
	var lost []string
	for _, l := range p.Lost {
		lost = append(lost, fmt.Sprint(l.Name, " ", l.From, "–", l.To))
	}
	slices.Sort(lost)
	if want := []string{"Harbor Staffing 2–3", "Northstar Delivery 1–1", "the vendor Northstar Delivery 1–1"}; !slices.Equal(lost, want) || p.CopyOf != "" {
		t.Errorf("lost %q, %+v", lost, p)
	}
	h.with(func(s *store.Store) {
		ctx := context.Background()
		if got := must(s.Snapshot(ctx, changed))(t).Rollbacks; len(got) != 1 || got[0].By != lead || got[0].Reason != "the disk failed" || got[0].From != 2 || got[0].To != 3 {
			t.Errorf("it says %+v", got)
		}
		if got := must(s.Snapshot(ctx, same))(t).Rollbacks; len(got) != 0 {
			t.Errorf("the other says %+v", got)
		}
	})
	h.green(changed)
	// What was replaced can still be read.
	aside := *h
	aside.path, aside.options.AnchorDir = done.Aside, ""
	aside.t = t
	if n := aside.events(late); n != 1 {
		t.Errorf("aside are %d events", n)
	}
}

// A backup from before a strike brings back what was destroyed, and says so first.
func TestRestoringSaysWhatWasStruckSince(t *testing.T) {
	h := newHome(t)
	id := h.assess("Harbor Staffing")
	h.show(id, "a contract")
	h.show(id, "a newer contract")
	archive := h.backedUp()
	h.with(func(s *store.Store) {
		ctx := context.Background()
		events := must(s.Events(ctx, id))(t)
		must(s.Strike(ctx, id, []string{events[1].ID}, lead, "a patient's name"))(t)
	})
	p, err := h.plan(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close() //nolint:errcheck // only its unpacked files are removed
	if p.Revived != 1 {
		t.Errorf("it brings back %d bodies", p.Revived)
	}
}

// A backup that is cut, changed, of another database or of no database leaves the
// database as it is, to the byte.
func TestABrokenBackupReplacesNothing(t *testing.T) {
	h := newHome(t)
	id := h.assess("Harbor Staffing")
	h.show(id, "the signed contract")
	key := must(age.GenerateX25519Identity())(t)
	sealed := sealedFor(t, h.backedUp(), key.Recipient())
	other := newHome(t)
	other.assess("Northstar Delivery")
	foreign := sealedFor(t, other.backedUp(), key.Recipient())
	before := h.files()

	try := func(name string, file []byte, want string) {
		t.Helper()
		plain, err := backup.Unseal(bytes.NewReader(file), key)
		if err == nil {
			var p *backup.Restoring
			if p, err = backup.Plan(context.Background(), plain, h.path, h.options); err == nil {
				p.Close()
			}
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range brokenRounds {
		cut := random.IntN(len(sealed))
		try(fmt.Sprint("cut at ", cut), sealed[:cut], "")
		flipped, at := bytes.Clone(sealed), random.IntN(len(sealed))
		flipped[at] ^= 1 << random.IntN(8)
		try(fmt.Sprint("flipped at ", at), flipped, "")
	}
	try("longer", append(bytes.Clone(sealed), 0), "")
	try("foreign", foreign, "the backup is of another database than "+h.path)
	try("no backup", []byte("a text"), "not a backup, or a damaged one")
	try("nothing", nil, "not a backup, or a damaged one")
	try("another key", sealedFor(t, nil, must(age.GenerateX25519Identity())(t).Recipient()), "neither this passphrase nor this key opens the backup")
	try("an empty archive", sealedFor(t, nil, key.Recipient()), "the backup is damaged or was cut")
	for name, content := range before {
		if after := h.files()[name]; after != content {
			t.Errorf("%s has changed", name)
		}
	}
	if n := len(h.files()); n != len(before) {
		t.Errorf("%d files, there were %d", n, len(before))
	}
	h.green(id)
}

// Whoever changes the archive inside must make a database that passes every check.
func TestAnArchiveThatWasChangedInsideIsRefused(t *testing.T) {
	h := newHome(t)
	id := h.assess("Harbor Staffing")
	h.show(id, "the signed contract")
	archive := h.backedUp()
	random := rand.New(rand.NewPCG(3, 4))
	for range changedRounds {
		changed, at := bytes.Clone(archive), random.IntN(len(archive))
		changed[at] ^= 1 << random.IntN(8)
		p, err := h.plan(changed)
		if err != nil {
			continue
		}
		// The time in a header and the bytes that fill a block say nothing.
		if p.Manifest.Database.SHA256 == "" || p.Assessments != 1 {
			t.Errorf("flipped at %d: %+v", at, p.Manifest)
		}
		p.Close()
	}
}

// A backup of another place is readable there, as a copy.
func TestABackupUnpackedElsewhereIsACopy(t *testing.T) {
	h := newHome(t)
	id := h.assess("Harbor Staffing")
	archive := h.backedUp()
	h.show(id, "later")
	copied := *h
	copied.path = filepath.Join(h.folder, "elsewhere", "copy.db")
	p, done := copied.restore(archive)
	if p.CopyOf != h.path || done.CopyOf != h.path || len(p.Lost) > 0 {
		t.Errorf("%+v, %+v", p, done)
	}
	copied.with(func(s *store.Store) {
		if now := must(s.Standing(context.Background()))(t); now.Kind != store.Copied || now.Behind != 1 {
			t.Errorf("it stands %+v", now)
		}
	})
	h.green(id)
}

// Somebody who has the database open sees the restored one, and goes on from there.
func TestAnOpenDatabaseIsRestoredUnderItsReaders(t *testing.T) {
	h := newHome(t)
	id := h.assess("Harbor Staffing")
	archive := h.backedUp()
	h.show(id, "a contract")
	ctx := context.Background()
	colleague := h.open()
	defer colleague.Close()
	if n := must(colleague.Snapshot(ctx, id))(t).Seq; n != 2 {
		t.Errorf("%d events before", n)
	}
	h.restore(archive)
	now := must(colleague.Snapshot(ctx, id))(t)
	if now.Seq != 2 || len(now.Rollbacks) != 1 || len(now.Answers) != 0 {
		t.Errorf("the colleague sees event %d, %+v", now.Seq, now.Rollbacks)
	}
	gate := kindtest.ID(questionnaire.Gate)
	entry := assessment.Entry{ID: h.options.NewID(), At: h.now.UnixMicro(), By: lead, Change: assessment.Answered{Answer: assessment.Answer{Item: gate, Value: "unmet"}, Replaces: assessment.Nothing}}
	if after := must(colleague.Record(ctx, id, entry))(t); after.Seq != 3 {
		t.Errorf("the colleague records event %d", after.Seq)
	}
	if err := colleague.Close(); err != nil {
		t.Error(err)
	}
	h.green(id)
}

// Two restores at once end with one of them.
func TestNobodyRestoresOverNews(t *testing.T) {
	h := newHome(t)
	id := h.assess("Harbor Staffing")
	archive := h.backedUp()
	p := must(h.plan(archive))(t)
	defer p.Close()
	h.show(id, "recorded while the person thought about it")
	_, err := p.Do(context.Background(), lead, "the disk failed")
	if assessment.CodeOf(err) != assessment.Conflict {
		t.Errorf("%v", err)
	}
	if n := h.events(id); n != 2 {
		t.Errorf("%d events are left", n)
	}
}
