package main

import (
	"bytes"
	"context"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/store"
	"assay/assessment/wording"
)

func (a *app) journalVerify() *cobra.Command {
	var of journalOf
	var code string
	cmd := &cobra.Command{
		Use:   "verify [ASSESSMENT]",
		Short: "Verify the chain and the bodies of one journal, or of all",
		Long: `Verify a journal: that its events have no gap, that each hash follows from the one before it and from the header, that each
body is the one that its header names, and that somebody struck each body that is missing. Without ASSESSMENT, verify all journals of
assessments, RFPs and vendors, and that of the people. The exit code is 3 if one is not sound. "assay doctor" also examines everything around the journals.

With --code, say also whether the journal still holds the head that a receipt names ("assay assess receipt"). The exit code is 3 if it
does not: then somebody wrote the journal anew since.

` + journalHelp,
		Example: "  assay journal verify\n  assay journal verify harbor --json\n  assay journal verify harbor --code 3f2a-91bc-0d4e-77a1-41",
		Args:    cobra.MaximumNArgs(1),
	}
	of.register(cmd)
	cmd.Flags().StringVar(&code, "code", "", "the `CODE` of a receipt")
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		if len(args) == 0 && of == (journalOf{}) {
			if code != "" {
				return usagef("for example: assay journal verify harbor --code "+code, "a code is of one journal")
			}
			return a.verifyJournals(ctx)
		}
		j, err := of.find(ctx, a, args)
		if err != nil {
			return err
		}
		c, err := a.checkJournal(ctx, j)
		if err != nil {
			return err
		}
		if code != "" && c.Defect == "" {
			return a.verifyCode(ctx, j, c, code)
		}
		err = a.show(c, func() {
			if c.Defect == "" {
				a.out.print("%s  %s: %s, head %s\n", a.out.paint(green, "sound"), j.name, wording.Events(c.Events, c.Struck), c.Head)
			}
		})
		if err == nil && c.Defect != "" {
			err = unsound(c)
		}
		return err
	})
	return cmd
}

// checkJournal verifies a journal, and that it holds what the ledger names of it.
func (a *app) checkJournal(ctx context.Context, j namedJournal) (store.JournalCheck, error) {
	c, err := a.work.Store.VerifyJournal(ctx, j.JournalRef)
	if err != nil {
		return c, err
	}
	all, err := withLosses(ctx, a.work.Store, []store.JournalCheck{c})
	return all[0], err
}

// withLosses adds to sound journals that they lack events which the ledger names.
// A ledger that does not read tells nothing: doctor finds it.
func withLosses(ctx context.Context, kept *store.Store, all []store.JournalCheck) ([]store.JournalCheck, error) {
	lost, err := kept.LedgerLosses(ctx)
	if assessment.CodeOf(err) == assessment.Damaged {
		return all, nil
	}
	for _, l := range lost {
		for n := range all {
			if all[n].ID == l.ID && all[n].Defect == "" {
				all[n].Defect = "lacks " + wording.LostEvents(l.From, l.To) + ", which the ledger names"
			}
		}
	}
	return all, err
}

// warnOfDefect warns of a journal that is not sound, and that is shown or written
// nevertheless.
func (a *app) warnOfDefect(ctx context.Context, j namedJournal) error {
	c, err := a.checkJournal(ctx, j)
	if err == nil && c.Defect != "" {
		a.warn("`assay doctor` looks for other changes", "%s", defectOf(c))
	}
	return err
}

// unsound is the error for a journal with a defect.
func unsound(c store.JournalCheck) error {
	return assessment.Errorf(assessment.Unproven, "%s", defectOf(c)).Because(assessment.RecordDamaged)
}

func defectOf(c store.JournalCheck) string {
	if c.Kind == assessment.OfPeople {
		return "the journal of the people " + c.Defect
	}
	noun := map[assessment.Journal]string{assessment.OfRFP: "the RFP ", assessment.OfVendor: "the vendor "}[c.Kind]
	return "the journal of " + noun + c.ID + " " + c.Defect
}

func (a *app) verifyJournals(ctx context.Context) error {
	kept, err := a.existing(ctx)
	if err != nil {
		return err
	}
	all, err := kept.VerifyJournals(ctx)
	if err == nil {
		all, err = withLosses(ctx, kept, all)
	}
	if err != nil {
		return err
	}
	events, struck, of := 0, 0, map[assessment.Journal]int{}
	var defects []store.JournalCheck
	for _, c := range all {
		events, struck = events+c.Events, struck+c.Struck
		of[c.Kind]++
		if c.Defect != "" {
			defects = append(defects, c)
		}
	}
	err = a.show(list(all), func() {
		for _, c := range defects {
			a.out.print("%s  %s\n", a.out.paint(red, "not sound"), defectOf(c))
		}
		holders := []string{english.Count(of[assessment.OfAssessment], "assessment"), english.Count(of[assessment.OfRFP], "RFP"), english.Count(of[assessment.OfVendor], "vendor")}
		if of[assessment.OfPeople] > 0 {
			holders = append(holders, "the people")
		}
		if len(defects) == 0 {
			a.out.print("%s  %s in the journals of %s\n", a.out.paint(green, "sound"), wording.Events(events, struck), english.List(holders))
		}
	})
	switch {
	case err != nil:
		return err
	case len(defects) > 0:
		return assessment.Errorf(assessment.Unproven, "%s not sound", english.Count(len(defects), "journal is", "journals are")).Because(assessment.RecordDamaged)
	}
	return nil
}

func (a *app) journalExport() *cobra.Command {
	var of journalOf
	var out string
	cmd := &cobra.Command{
		Use:   "export ASSESSMENT -o FILE",
		Short: "Write a journal as lines of JSON",
		Long: `Write a journal as lines of JSON, one for each event: its header and its body as the exact texts over which the hashes run,
the random bytes and the hash in hexadecimal. The line of a struck event has neither random bytes nor body.

` + journalHelp,
		Example: "  assay journal export harbor -o harbor.jsonl",
		Args:    cobra.MaximumNArgs(1),
	}
	of.register(cmd)
	cmd.Flags().StringVarP(&out, "output", "o", "-", "the `FILE` to write, or - for stdout")
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		j, events, err := of.read(ctx, a, args)
		if err != nil {
			return err
		}
		file, err := journalLines(events)
		if err != nil {
			return err
		}
		if err := a.mayReplace(ctx, out); err != nil {
			return err
		}
		err = a.deliver(out, file, struct {
			File   string `json:"file"`
			Events int    `json:"events"`
		}{out, len(events)}, func() { a.say("wrote %s: %s", out, english.Count(len(events), "event")) })
		if err == nil && j.Kind == assessment.OfAssessment {
			a.noteCopy(ctx, store.CopyExport, out, j.ID)
		}
		return err
	})
	return cmd
}

// journalLines are the events with their stored hashes, also those of a damaged
// journal.
func journalLines(events []store.StoredEvent) ([]byte, error) {
	var file bytes.Buffer
	for _, e := range events {
		line, err := e.Written.Line(e.Hash)
		if err != nil {
			return nil, err
		}
		file.Write(line)
	}
	return file.Bytes(), nil
}
