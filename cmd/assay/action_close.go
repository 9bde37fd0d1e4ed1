package main

import (
	"context"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/assessment/input"
	"assay/assessment/store"
)

func (a *app) actionClose() *cobra.Command {
	var how string
	var shown evidenceFlags
	cmd := &cobra.Command{
		Use:   "close ASSESSMENT ACTION",
		Short: "Close an action that is done or no longer needed",
		Long: `Close an action that is done or no longer needed, in the evaluator's name. Name the action by its id, or by the first six
or more characters of it; "assay action list" prints the ids.

To add evidence, give its kind with --evidence, and one of --file, --observed and --reference. assay hashes the file and
keeps a copy. It keeps no copy of a kind about named people, only the hash; say with --reference where the file is.`,
		Example: `  assay action close harbor 01981f2e-8c1a --how "rehearsed on Friday" --evidence EV-31 --file drill.pdf --as-of 2026-12-04
  assay action close harbor 01981f2e-8c1a --how "seen live" --evidence EV-29 --observed "console, screen share" --as-of +0d`,
		Args: cobra.ExactArgs(2),
	}
	cmd.Flags().StringVar(&how, "how", "", "how it was done, or why nobody needs it")
	cmd.Flags().StringVar(&shown.record.Kind, "evidence", "", "the `KIND` of evidence, as EV-31")
	cmd.Flags().StringVar(&shown.file, "file", "", "the evidence file")
	cmd.Flags().StringVar(&shown.record.Observed, "observed", "", "the observation, and how it was made")
	cmd.Flags().StringVar(&shown.record.Reference, "reference", "", "the place where the evidence is kept, if not here")
	cmd.Flags().StringVar(&shown.asOf, "as-of", "", "the `DATE` of the evidence, as 2026-12-04 or -3d")
	cmd.Flags().StringVar(&shown.validUntil, "valid-until", "", "the last `DATE` on which it is valid")
	cmd.RunE = a.changes(func(ctx context.Context, before assessment.Snapshot, args []string) error {
		// The store refuses a closed action and says who closed it.
		action, err := store.Pick("action", args[1], before.Actions, func(a assessment.Action) store.Named {
			return store.Named{ID: a.ID, Names: []string{a.What}, Closed: a.Closed != nil}
		})
		if err != nil {
			return err
		}
		id := action.ID
		closing := assessment.ActionClosed{Action: id, How: how}
		if closing.Evidence, err = shown.records(a, a.dates(a.work.Day(before), before.Zone())); err != nil {
			return err
		}
		entry, err := a.admit(ctx, before, closing)
		if err != nil {
			return err
		}
		if kind := before.Questionnaire.EvidenceKind(shown.record.Kind); shown.file != "" && !kind.Personal {
			if err := a.keepFile(ctx, shown.file, closing.Evidence[0].SHA256); err != nil {
				return err
			}
		}
		after, err := a.work.Store.Record(ctx, before.Assessment, entry)
		if err != nil {
			return err
		}
		a.sayVoided(before, after)
		if err := a.acted(changed{entry.ID, before, after}, id, "closed the action"); err != nil {
			return err
		}
		for _, text := range stillOpen(after, a.work.Judge(after), id) {
			a.say("%s", text)
		}
		return nil
	}, "how")
	return cmd
}

// stillOpen lists the gate and the flag of a closed action that are still open.
func stillOpen(s assessment.Snapshot, result assessment.Result, id string) []string {
	action := s.Actions[slices.IndexFunc(s.Actions, func(a assessment.Action) bool { return a.ID == id })]
	var open []string
	if gate := result.Item(action.Item).Gate; gate.Open() {
		open = append(open, action.Item+" is still "+gate.Words())
	}
	for _, flag := range result.OpenFlags {
		if action.Cause == "flag/"+flag.ID {
			open = append(open, "the flag "+flag.ID+" is still open: "+flag.Text)
		}
	}
	return open
}

// evidenceFlags are the flags for one evidence record.
type evidenceFlags struct {
	record           assessment.Evidence
	file             string // its path
	asOf, validUntil string
}

// records returns the record, or none where the flags give none.
func (s *evidenceFlags) records(a *app, read dateReader) ([]assessment.Evidence, error) {
	var err error
	if s.record.AsOf, err = read("--as-of", s.asOf); err != nil {
		return nil, err
	}
	if s.record.ValidUntil, err = read("--valid-until", s.validUntil); err != nil {
		return nil, err
	}
	what := nonEmpty(s.file, s.record.Observed, s.record.Reference)
	switch {
	case s.record.Kind == "" && len(what)+len(nonEmpty(s.asOf, s.validUntil)) > 0:
		return nil, usagef(a.example(), "--evidence, the kind of evidence, is missing")
	case s.record.Kind == "":
		return nil, nil
	case len(what) == 0:
		return nil, usagef("add --file, --observed or --reference", "--evidence %s does not say what shows it", s.record.Kind)
	case s.file == "":
		return []assessment.Evidence{s.record}, nil
	}
	if s.record.File = filepath.Base(s.file); hostile.Line(s.record.File) != s.record.File {
		return nil, failf(assessment.Invalid, "give the file a plain name", "the file name %q has control characters or runs of spaces, which are not kept", s.record.File)
	}
	s.record.SHA256, s.record.Size, err = hashFile(s.file)
	return []assessment.Evidence{s.record}, err
}

func hashFile(path string) (hash string, size int64, err error) {
	file, err := input.Open(path, input.Evidence)
	if err != nil {
		return "", 0, err
	}
	return hashOf(file)
}

// keepFile puts a file with a known hash into the store.
func (a *app) keepFile(ctx context.Context, path, hash string) error {
	file, err := input.Open(path, input.Evidence)
	if err != nil {
		return err
	}
	return keepEvidence(ctx, a.work.Store, file, path, hash)
}
