package store_test

import (
	"context"
	"path/filepath"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/store/pgtest"
	"assay/questionnaire"
)

// proxied opens a new database through a proxy, with an assessment of a vendor.
func proxied(t *testing.T) (b *bench, p *pgtest.Proxy, id string) {
	t.Helper()
	ownServer(t)
	c := pgtest.Shared(t)
	p = pgtest.NewProxy(t, c)
	b = openBench(t, p.URL(pgtest.Owner, c.Database(t)), filepath.Join(t.TempDir(), "anchors"), newClock())
	return b, p, b.assess("Meridian Talent")
}

// undoOnce makes the server undo the next transaction that writes an event of an assessment,
// after the store has sent all of it.
func undoOnce(t *testing.T, b *bench) {
	t.Helper()
	if _, err := pgtest.Shared(t).Run(t.Context(), databaseOf(t, b.Path()), `CREATE SEQUENCE undone; GRANT ALL ON undone TO PUBLIC;
		CREATE FUNCTION undo() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			IF nextval('undone') = 1 THEN RAISE EXCEPTION 'could not serialize' USING ERRCODE = 'serialization_failure'; END IF;
			RETURN NULL;
		END $$;
		CREATE CONSTRAINT TRIGGER undo AFTER INSERT ON ledger DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION undo()`); err != nil {
		t.Fatal(err)
	}
}

// Everything that a person does to the record is done once, and reported as done, if the
// answer to COMMIT is lost: also where the server had undone the transaction before, and where
// the change has no id of the caller.
func TestALostCommitOfAnyChangeIsDoneOnce(t *testing.T) {
	ctx := context.Background()
	for _, undo := range []bool{false, true} {
		lost := func(t *testing.T, b *bench, p *pgtest.Proxy, do func() error) {
			t.Helper()
			if undo {
				undoOnce(t, b)
			}
			commits := 0
			cut := p.CutAfter(func(statement string) bool {
				if isCommit(statement) {
					commits++
				}
				return isCommit(statement) && (!undo || commits == 2)
			})
			rows, err := b.Identity(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if err := do(); err != nil {
				t.Error(err)
			}
			<-cut
			if now, err := b.Identity(ctx); err != nil || now.Rows != rows.Rows+1 {
				t.Errorf("the ledger has %d more rows: %v", now.Rows-rows.Rows, err)
			}
			b.sound()
		}
		name := map[bool]string{false: "", true: ", after it was undone once"}[undo]
		t.Run("a re-assessment"+name, func(t *testing.T) {
			b, p, id := proxied(t)
			b.record(id, b.answer("TEC-01", "3"))
			vendor := b.snapshot(id).Opened.Vendor
			lost(t, b, p, func() error {
				_, err := b.OpenAssessment(ctx, store.Opening{Vendor: vendor, Questionnaire: small(), Milestone: questionnaire.Award, By: evaluator, From: id})
				return err
			})
			if n := len(b.rows()); n != 2 {
				t.Errorf("there are %d assessments", n)
			}
		})
		t.Run("archiving"+name, func(t *testing.T) {
			b, p, id := proxied(t)
			vendor := b.snapshot(id).Opened.Vendor.ID
			lost(t, b, p, func() error { return b.ArchiveVendor(ctx, vendor, evaluator, "it was bought") })
			if record, err := b.VendorRecord(ctx, vendor); err != nil || record.Shelved == nil || record.Shelved.Reason != "it was bought" {
				t.Errorf("%+v: %v", record, err)
			}
		})
		t.Run("renaming"+name, func(t *testing.T) {
			b, p, id := proxied(t)
			vendor, to, note := b.snapshot(id).Opened.Vendor.ID, "Meridian", "it merged"
			lost(t, b, p, func() error {
				edited, err := b.EditVendor(ctx, vendor, evaluator, store.VendorEdit{Name: &to, Note: &note})
				if edited.Name != to || edited.Note != note {
					t.Errorf("edited to %+v", edited)
				}
				return err
			})
			if record, err := b.VendorRecord(ctx, vendor); err != nil || len(record.Names) != 1 {
				t.Errorf("%+v: %v", record, err)
			}
		})
		t.Run("taking a parcel"+name, func(t *testing.T) {
			b, p, _ := proxied(t)
			other := newBench(t)
			parcel, err := other.Pack(ctx, other.assess("Harbor"))
			if err != nil {
				t.Fatal(err)
			}
			lost(t, b, p, func() error {
				merged, err := b.Unpack(ctx, parcel, false, evaluator)
				for _, m := range merged {
					if m.Added == 0 {
						t.Errorf("of %s nothing was new", m.Title)
					}
				}
				return err
			})
		})
		t.Run("repinning"+name, func(t *testing.T) {
			b, p, _ := proxied(t)
			rfp, _ := contest(b)
			lost(t, b, p, func() error {
				record, err := b.RepinRFP(ctx, rfp.ID, later(t), evaluator, "a newer version")
				if len(record.Repinned) != 1 {
					t.Errorf("repinned %d times", len(record.Repinned))
				}
				return err
			})
		})
		t.Run("striking"+name, func(t *testing.T) {
			b, p, id := proxied(t)
			wrong := b.noted("TEC-01", "2", slipped)
			b.record(id, wrong)
			b.record(id, b.noted("TEC-01", "3", "they showed it"))
			lost(t, b, p, func() error {
				out, err := b.Strike(ctx, id, []string{wrong.ID}, evaluator, "a patient's name")
				if len(out.Struck) != 1 {
					t.Errorf("struck %+v", out.Struck)
				}
				return err
			})
		})
		t.Run("accepting"+name, func(t *testing.T) {
			b, p, id := proxied(t)
			b.AnchorNow()
			lost(t, b, p, func() error { _, err := b.Accept(ctx, store.ActRestored, evaluator, "the server failed"); return err })
			b.record(id, b.answer("TEC-01", "3"))
		})
	}
}

// Two people record an entry with the same id in different assessments at once. One of them
// gets it, and the other hears why not.
func TestTheSameIDInTwoAssessmentsAtOnce(t *testing.T) {
	b := newBench(t)
	ids := []string{b.assess("Meridian Talent"), b.assess("Harbor")}
	for range 30 {
		entry, said := b.answer("TEC-01", "3"), make(chan error)
		for _, id := range ids {
			go func() {
				_, err := b.Record(context.Background(), id, entry)
				said <- err
			}()
		}
		one, other := <-said, <-said
		if one != nil {
			one, other = other, one
		}
		if one != nil || assessment.CodeOf(other) != assessment.Conflict {
			t.Fatalf("the store says %v and %v", one, other)
		}
	}
	b.sound()
}
