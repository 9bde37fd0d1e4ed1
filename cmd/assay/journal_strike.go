package main

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/store"
	"assay/assessment/wording"
)

func (a *app) journalStrike() *cobra.Command {
	var by, reason string
	cmd := &cobra.Command{
		Use:   "strike ASSESSMENT EVENT...",
		Short: "Destroy what must not be kept, such as patient data",
		Long: `Destroy the bodies of events that hold what must not be kept, such as patient data that slipped in. First record the item
anew, without it: a body that the present state stands on is refused. Name an event by its number or the beginning of its id, as
"assay journal show" prints them. A flag and its resolution belong together, and so do an action and its closing: name both.
The answers that a re-assessment took over are one event: those that still count stay.

Body and random bytes are destroyed in the database and in all its files, in drafts that hold the same text, and in evidence files
that nothing else names. The header stays, and an event says who did it and why. The command lists other events that hold the same
text, and the copies, backups and reports that it knows of: they are not changed. On a database server it also names the places
that still hold the bytes and that only the administrator of the server can clean.`,
		Example: `  assay journal show harbor
  assay journal strike harbor 12 --by "Ruth Ortiz" --reason "a patient's name in the note"`,
		Args: cobra.MinimumNArgs(2),
	}
	cmd.Flags().StringVar(&by, "by", "", "the `NAME` of the person who destroys it (default the evaluator)")
	cmd.Flags().StringVar(&reason, "reason", "", "why it must not be kept; do not repeat it here")
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		if err := a.need("reason"); err != nil {
			return err
		}
		if _, err := a.existing(ctx); err != nil {
			return err
		}
		var err error
		if by, err = a.actor(by); err != nil {
			return err
		}
		if by == "" {
			return errNoEvaluator(a.folders.config)
		}
		if err := a.mayDo(ctx, by, assessment.ActStrike); err != nil {
			return err
		}
		if err := a.allowFlags(ctx); err != nil {
			return err
		}
		before, err := a.snapshot(ctx, args[0])
		if err != nil {
			return err
		}
		events, err := a.work.Store.Journal(ctx, store.JournalRef{Kind: assessment.OfAssessment, ID: before.Assessment})
		if err != nil {
			return err
		}
		chosen, err := pickEvents(events, args[1:])
		if err != nil {
			return err
		}
		ids := each(chosen, func(e store.StoredEvent) string { return e.ID })
		if err := a.work.Store.MayStrike(ctx, before.Assessment, ids); err != nil {
			return err
		}
		if err := a.mayStrike(ctx, before, chosen); err != nil {
			return err
		}
		done, err := a.work.Store.Strike(ctx, before.Assessment, ids, by, reason)
		if err != nil {
			return err
		}
		drafts, err := a.drafts().Destroy(done.Texts)
		if err != nil {
			return draftRemains(err)
		}
		if err := a.lent().Destroy(done.Files); err != nil {
			return assessment.Errorf(assessment.Unwritten, "the bodies are struck, but a copy of a file that was opened could not be removed: %w", err).Because(assessment.TracesRemain)
		}
		return a.struck(done, drafts)
	})
	return cmd
}

func draftRemains(err error) error {
	return assessment.Errorf(assessment.Unwritten, "the bodies are struck, but a draft could not be removed: %w", err).Because(assessment.TracesRemain)
}

// pickEvents finds events by their numbers or the beginnings of their ids.
func pickEvents(events []store.StoredEvent, refs []string) ([]store.StoredEvent, error) {
	var chosen []store.StoredEvent
	for _, ref := range refs {
		if seq, err := strconv.ParseInt(ref, 10, 64); err == nil && len(ref) < 10 {
			at := slices.IndexFunc(events, func(e store.StoredEvent) bool { return e.Seq == seq })
			if at < 0 {
				return nil, failf(assessment.NotFound, "`assay journal show` prints the numbers", "the journal has no event %s", ref)
			}
			chosen = append(chosen, events[at])
			continue
		}
		found := slices.DeleteFunc(slices.Clone(events), func(e store.StoredEvent) bool { return !strings.HasPrefix(e.ID, strings.ToLower(ref)) })
		switch len(found) {
		case 0:
			return nil, failf(assessment.NotFound, "`assay journal show` prints the ids", "the journal has no event whose id begins with %q", ref)
		case 1:
			chosen = append(chosen, found[0])
		default:
			return nil, failf(assessment.Ambiguous, "use the number of the event", "%q begins the ids of several events", ref)
		}
	}
	return chosen, nil
}

// mayStrike names the events, and asks before anything is destroyed.
func (a *app) mayStrike(ctx context.Context, s assessment.Snapshot, chosen []store.StoredEvent) error {
	for _, e := range chosen {
		a.say("%s", english.Join(", ", eventName(e), "recorded "+wording.Moment(e.At, s.Zone())+" by "+e.By))
	}
	yes, err := a.confirm(ctx, "Destroy what "+english.Count(len(chosen), "this event says", "these events say")+", for good?")
	switch {
	case err != nil:
		return err
	case yes:
		return nil
	case !isTerminal(a.stdin):
		return usagef("say --yes to destroy it", "nothing was destroyed: there is nobody to ask")
	}
	return failf(assessment.Refused, "say y, or --yes, to destroy it", "nothing was destroyed")
}

// eventName is an event on a line, without its body.
func eventName(e store.StoredEvent) string {
	return fmt.Sprintf("event %d (%s)", e.Seq, english.Join(", ", e.Kind, e.Item))
}

// struckOut is the result of strike in JSON.
type struckOut struct {
	Struck  []namedEvent `json:"struck"`
	Kept    []string     `json:"kept"` // items whose carried answers stay
	Repeats []namedEvent `json:"repeats"`
	Files   []string     `json:"files"`
	Drafts  int          `json:"drafts"`
	Copies  []copyOut    `json:"copies"`
	Until   string       `json:"until"`   // RFC 3339: copies that were made before may hold it, too
	Remains []string     `json:"remains"` // places of a database server that still hold it
}

// namedEvent names an event without its body.
type namedEvent struct {
	Assessment string `json:"assessment"`
	Seq        int64  `json:"seq"`
	ID         string `json:"id"`
	Kind       string `json:"kind"`
	Item       string `json:"item,omitempty"`
}

// copyOut is a copy in JSON.
type copyOut struct {
	Kind store.CopyKind `json:"kind"`
	Path string         `json:"path"`
	At   string         `json:"at"` // RFC 3339, UTC
}

// struck reports the destroyed bodies, and the places where the same may still be.
func (a *app) struck(done store.Stricken, drafts int) error {
	name := func(e store.StoredEvent) namedEvent { return namedEvent{e.Of, e.Seq, e.ID, e.Kind, e.Item} }
	now := a.now()
	out := struckOut{each(list(done.Struck), name), list(done.Kept), each(list(done.Repeats), name), list(done.Files), drafts, each(list(done.Copies), func(c store.Copy) copyOut {
		return copyOut{c.Kind, c.Path, utc(c.At)}
	}), now.UTC().Format(time.RFC3339), list(done.Remains)}
	return a.show(out, func() {
		zone := done.Snapshot.Zone()
		for _, e := range done.Struck {
			a.out.print("struck: %s\n", eventName(e))
		}
		if len(done.Kept) > 0 {
			a.out.inked(yellow, "", "carried answers that still count stay: "+strings.Join(done.Kept, ", ")+"; if one of them must go, answer it anew and strike the same event again")
		}
		for _, hash := range done.Files {
			a.out.print("destroyed: the evidence file %s\n", wording.Short(hash))
		}
		if drafts > 0 {
			a.out.print("removed: %s\n", english.Count(drafts, "draft"))
		}
		for _, e := range done.Repeats {
			where := ""
			if e.Of != done.Snapshot.Assessment {
				where = " of the assessment " + e.Of
			}
			a.out.inked(yellow, "", "the same text, or patient data of the same sort, stands in "+eventName(e)+where+": record it anew without that, and strike it too")
		}
		for _, c := range done.Copies {
			a.out.inked(yellow, "", fmt.Sprintf("may still hold it: the %s %s of %s", c.Kind, a.brief(c.Path), wording.Moment(c.At, zone)))
		}
		for _, place := range done.Remains {
			a.out.inked(yellow, "", "still holds it: "+place)
		}
		a.note("backups, reports and exports that assay does not know of may still hold it, if they were made before %s", wording.Moment(now.UnixMicro(), zone))
	})
}

// brief is a path as seen from the present folder, where that is shorter.
func (a *app) brief(path string) string {
	here, err := filepath.Abs(".")
	if err != nil {
		return path
	}
	short, err := filepath.Rel(here, path)
	if err != nil || strings.HasPrefix(short, "..") {
		return path
	}
	return cmp.Or(short, path)
}
