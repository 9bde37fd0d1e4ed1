package main

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/register"
	"assay/questionnaire"
)

func (a *app) evidenceRead() *cobra.Command {
	var f readingFlags
	cmd := &cobra.Command{
		Use:   "read ASSESSMENT RECORD",
		Short: "Say what you read in evidence that the vendor sent",
		Long: `Say what you found in evidence that came with a reply of the vendor. Until somebody has read it, such a record is "received, not read" and
counts nothing: it closes no gate and adds to no score.

--assurance says how the document shows the answer: documented (you read it), verified (you sampled its records), attested (an independent
test; name its scope with --entity, --site, --system and --period), or claimed, if it shows nothing. A kind that ends on a date needs
--valid-until, every other kind --as-of: the date of the document, which only its reader knows.

One document can have a record for several items. "assay evidence read" reads one of them; --also-for names further items that it
shows. ` + recordHelp,
		Example: `  assay evidence list harbor --unread
  assay evidence open harbor BAA-01
  assay evidence read harbor BAA-01 --as-of 2026-10-02 --valid-until 2027-10-01 --seen "page 3, signed by both"
  assay evidence read harbor TEC-04/2 --as-of -20d --checked all --also-for TEC-05`,
		Args: cobra.ExactArgs(2),
	}
	f.register(cmd)
	cmd.RunE = a.changes(func(ctx context.Context, before assessment.Snapshot, args []string) error {
		entries := register.Of(before, a.work.Day(before))
		e, err := pickRecord(entries, args[1], func(e register.Entry) bool { return e.Evidence.Unread })
		if err != nil {
			return err
		}
		if !e.Evidence.Unread {
			return failf(assessment.Conflict, "correct it in the interview, or with an answer file", "%s was read already: it is %s", e.Record, e.AgeWords)
		}
		found, err := f.reading(a, before, e)
		if err != nil {
			return err
		}
		also, err := f.twins(e, entries)
		if err != nil {
			return err
		}
		read := register.Read(before, append([]register.Entry{e}, also...), found)
		changes := make([]assessment.Change, len(read))
		for n := range read {
			changes[n] = read[n]
		}
		done, err := a.change(ctx, before, changes...)
		if err != nil {
			return err
		}
		return a.showRead(done, e, also, entries)
	})
	return cmd
}

// readingFlags describe a document that somebody has read.
type readingFlags struct {
	asOf, until, assurance, kind, seen string
	entity, site, system, period       string
	checked, alsoFor                   []string
}

func (f *readingFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.asOf, "as-of", "", "the `DATE` of the document, like 2026-10-02 or -20d")
	cmd.Flags().StringVar(&f.until, "valid-until", "", "the last `DATE` on which it is valid")
	cmd.Flags().StringVar(&f.assurance, "assurance", string(assessment.Documented), "how it shows the answer: documented, verified, attested or claimed")
	cmd.Flags().StringVar(&f.kind, "kind", "", "the `KIND` of evidence that it turned out to be, like EV-01")
	cmd.Flags().StringVar(&f.seen, "seen", "", "what you saw in it, like a page (`TEXT`)")
	cmd.Flags().StringSliceVar(&f.checked, "checked", nil, "the `NUMBERS` of the checks of its kind that you made, or all")
	cmd.Flags().StringSliceVar(&f.alsoFor, "also-for", nil, "further `ITEMS` that the same document shows, or all")
	cmd.Flags().StringVar(&f.entity, "entity", "", "attested: the `COMPANY` that was tested")
	cmd.Flags().StringVar(&f.site, "site", "", "attested: the `SITE` that was tested")
	cmd.Flags().StringVar(&f.system, "system", "", "attested: the `SYSTEM` that was tested")
	cmd.Flags().StringVar(&f.period, "period", "", "attested: the `PERIOD` of the test")
}

// everything stands for all checks, or all items.
const everything = "all"

func (f *readingFlags) reading(a *app, s assessment.Snapshot, e register.Entry) (found assessment.Reading, err error) {
	today := a.work.Day(s)
	found = assessment.Reading{Kind: strings.ToUpper(f.kind), Assurance: assessment.Assurance(f.assurance), Seen: f.seen}
	if found.AsOf, err = a.day("--as-of", f.asOf, today); err != nil {
		return found, err
	}
	if found.ValidUntil, err = a.day("--valid-until", f.until, today); err != nil {
		return found, err
	}
	if f.entity+f.site+f.system+f.period != "" {
		found.Scope = &assessment.Scope{Entity: f.entity, Site: f.site, System: f.system, Period: f.period}
	}
	kind := s.Questionnaire.EvidenceKind(e.Evidence.Kind)
	if found.Kind != "" {
		kind = s.Questionnaire.EvidenceKind(found.Kind)
	}
	found.Checked, err = f.checks(kind)
	return found, err
}

func (f *readingFlags) checks(kind *questionnaire.EvidenceKind) (numbers []int, err error) {
	for _, text := range f.checked {
		if text == everything && kind != nil {
			for n := range kind.Check {
				numbers = append(numbers, n+1)
			}
			continue
		}
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil {
			return nil, usagef("for example: --checked 1,3", "%q is no number of a check", text)
		}
		numbers = append(numbers, n)
	}
	return numbers, nil
}

// twins are the records of the further items.
func (f *readingFlags) twins(e register.Entry, entries []register.Entry) ([]register.Entry, error) {
	var all []register.Entry
	twins := e.Twins(entries)
	for _, item := range f.alsoFor {
		if item == everything {
			return twins, nil
		}
		at := slices.IndexFunc(twins, func(twin register.Entry) bool { return strings.EqualFold(twin.Item, item) })
		if at < 0 {
			return nil, assessment.Errorf(assessment.Invalid, "%s has no unread record of this document for %s", e.Item, item)
		}
		all = append(all, twins[at])
	}
	return all, nil
}

// showRead prints how the records count now, and which further records of the document
// are still unread.
func (a *app) showRead(done changed, e register.Entry, also, before []register.Entry) error {
	after := register.Of(done.after, a.work.Day(done.after))
	var read []listedEvidence
	for _, one := range append([]register.Entry{e}, also...) {
		at := slices.IndexFunc(after, func(e register.Entry) bool { return e.Record == one.Record })
		read = append(read, listedEvidence{Entry: after[at], At: utc(after[at].At)})
	}
	return a.show(read, func() {
		for _, one := range read {
			a.say("%s is read: %s", one.Record, english.Join(", ", string(one.CountsAs), one.AgeWords))
		}
		if left := len(e.Twins(before)) - len(also); left > 0 {
			a.say("the same document has %s, not read yet: --also-for reads them", english.Count(left, "more record"))
		}
		v := a.verdicts(done)
		a.say("the verdict: %s", v.text())
	})
}
