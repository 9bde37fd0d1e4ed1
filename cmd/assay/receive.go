package main

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/input"
	"assay/assessment/wording"
	"assay/assessment/workspace"
	"assay/assessment/written"
	"assay/report/handback"
)

// receiveCall holds the flags of assess receive.
type receiveCall struct {
	dryRun, acceptPatientData bool
	take, leave, values       []string
}

func (a *app) assessReceive() *cobra.Command {
	var h receiveCall
	cmd := &cobra.Command{
		Use:   "receive ASSESSMENT FILE",
		Short: "Go through a form that the vendor has sent back",
		Long: `Go through a form that the vendor has sent back: the ZIP file of the HTML form, or the PDF form, the XLSX copy or the list of open points,
filled in. Each answer is shown beside the record, and you take it, edit it or leave it. Nothing is written before you have gone through
all of them.

What you take is claimed, and quoted as written by the person whose name the form states. An attached file becomes evidence that is
received and not read: it closes nothing until somebody reads it. An answer to another wording of the question is held back: it cannot be
taken. The form of another vendor or assessment is refused, and so is a file that could do harm.

--take all takes every answer that is not held back and does not look like patient data. LINE is an item, a document such as EV-24, or one
of its files such as EV-24/2. --value gives the answer for one in words, such as a grade, or another answer than the vendor's.

assay keeps the received file with its SHA-256. It keeps no file about named people, only a reference. If a text or a file looks like
patient data, the answer is left and the file is not kept, unless you say --accept-patient-data.`,
		Example: `  assay assess receive harbor harbor.zip --dry-run
  assay assess receive harbor harbor.zip
  assay assess receive harbor harbor.pdf --take all --leave GOV-03 --value TEC-04=3`,
		Args: cobra.ExactArgs(2),
	}
	cmd.Flags().BoolVar(&h.dryRun, "dry-run", false, "show the review, and write nothing")
	cmd.Flags().StringSliceVar(&h.take, "take", nil, "all, or the `LINES` to take, between commas; the rest is left")
	cmd.Flags().StringSliceVar(&h.leave, "leave", nil, "the `LINES` to leave, between commas")
	cmd.Flags().StringArrayVar(&h.values, "value", nil, "take a line with another answer, as `LINE=ANSWER`; repeat it for more")
	cmd.Flags().BoolVar(&h.acceptPatientData, "accept-patient-data", false, "take and keep what looks like patient data too")
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		if !h.dryRun {
			if err := a.needEvaluator(); err != nil {
				return err
			}
		}
		s, err := a.snapshot(ctx, args[0])
		if err != nil {
			return err
		}
		if !h.dryRun {
			if err := a.mayDo(ctx, a.work.Evaluator, assessment.ActAnswer); err != nil {
				return err
			}
		}
		file, err := input.Open(args[1], input.Reply)
		if err != nil {
			return err
		}
		defer file.Close()
		about, err := file.Stat()
		if err != nil {
			return err
		}
		in, err := a.work.Incoming(ctx, s, filepath.Base(args[1]), file, about.Size(), readHandback)
		if err != nil {
			return err
		}
		return a.receive(ctx, in, h)
	})
	return cmd
}

func readHandback(name string, r io.ReaderAt, size int64) (workspace.Handback, error) {
	return handback.Read(name, r, size)
}

// receive shows a review, asks what to take of it, and records that.
func (a *app) receive(ctx context.Context, in *workspace.Incoming, h receiveCall) error {
	asks := len(h.take)+len(h.values) == 0 && !a.flags.yes
	if h.dryRun {
		return a.show(received{Review: in.Review}, func() { a.showReply(&in.Review) })
	}
	if asks && (a.flags.json || !a.terminal()) {
		return usagef("--take all takes what can be taken, --take names lines, --dry-run lists them", "without a terminal, nobody can be asked what to take: %s", nothingWritten)
	}
	choices, err := h.choices(&in.Review, a.flags.yes)
	if err != nil {
		return err
	}
	switch {
	case asks:
		a.heading(&in.Review)
		if choices, err = a.askLines(ctx, &in.Review, h); err != nil {
			return err
		}
	default:
		a.warnOfReply(&in.Review)
		if err := a.allowReplacing(ctx, in.Replaces(choices)); err != nil {
			return err
		}
	}
	after, taken, err := a.work.Receive(ctx, in, choices)
	if err != nil {
		return err
	}
	return a.receivedAll(in, taken, after)
}

// choices are the choices that the flags make.
func (h receiveCall) choices(r *written.Review, yes bool) (written.Choices, error) {
	all := written.Choices{}
	names := h.take
	if yes && len(names)+len(h.values) == 0 || slices.Contains(names, "all") {
		all = r.All()
		if h.acceptPatientData {
			for _, l := range r.Lines {
				if l.Takes() {
					all[l.ID] = written.Choice{Take: true}
				}
			}
		}
		names = slices.DeleteFunc(slices.Clone(names), func(name string) bool { return name == "all" })
	}
	for _, name := range names {
		ids, err := linesNamed(r, name)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			all[id] = written.Choice{Take: true}
		}
	}
	for _, text := range h.values {
		name, value, found := strings.Cut(text, "=")
		if !found || strings.TrimSpace(value) == "" {
			return nil, usagef("for example: --value TEC-04=3", "%q is not LINE=ANSWER", text)
		}
		ids, err := linesNamed(r, name)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			all[id] = written.Choice{Take: true, Value: strings.TrimSpace(value)}
		}
	}
	for _, name := range h.leave {
		ids, err := linesNamed(r, name)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			delete(all, id)
		}
	}
	if h.acceptPatientData {
		for id, choice := range all {
			choice.PatientData = true
			all[id] = choice
		}
		for _, l := range r.Lines {
			if _, chosen := all[l.ID]; !chosen {
				all[l.ID] = written.Choice{PatientData: true}
			}
		}
		all[written.WhoAnswers] = written.Choice{PatientData: true}
	}
	return all, nil
}

// linesNamed finds the lines that a person names: one line, or all files of a document.
func linesNamed(r *written.Review, name string) ([]string, error) {
	name = strings.TrimSpace(name)
	var ids []string
	for _, l := range r.Lines {
		if strings.EqualFold(l.ID, name) || strings.EqualFold(l.Document, name) && name != "" {
			ids = append(ids, l.ID)
		}
	}
	if len(ids) == 0 {
		return nil, assessment.Errorf(assessment.NotFound, "the reply has no line %q", name).Because(assessment.NoSuchLine)
	}
	return ids, nil
}

// allowReplacing lists the answers that would be replaced, and asks.
func (a *app) allowReplacing(ctx context.Context, lines []written.Line) error {
	if len(lines) == 0 {
		return nil
	}
	for _, l := range lines {
		a.say("%s: was %s, now %s", l.ID, l.Recorded, l.Words)
	}
	count := english.Count(len(lines), "recorded answer")
	if !a.flags.yes && !isTerminal(a.stdin) {
		return usagef("add --yes to replace what is listed, or --leave to keep it", "the reply would replace %s: %s", count, nothingWritten)
	}
	yes, err := a.confirm(ctx, "Replace "+count+"?")
	if err == nil && !yes {
		err = assessment.Errorf(assessment.Refused, "you kept what is recorded: %s", nothingWritten)
	}
	return err
}

// received is the result of assess receive.
type received struct {
	written.Review
	Received *assessment.Received `json:"received,omitempty"` // what was recorded of the reply; absent after a dry run, and where nothing was new
	Verdict  *verdicts            `json:"verdict,omitempty"`
}

// receivedAll tells what was recorded.
func (a *app) receivedAll(in *workspace.Incoming, taken written.Taken, after assessment.Snapshot) error {
	before := in.Snapshot()
	if after.Seq == before.Seq {
		return a.show(received{Review: in.Review}, func() { a.say("nothing in %s is new: %s", in.File, nothingWritten) })
	}
	a.sayVoided(before, after)
	verdict := a.verdicts(changed{before: before, after: after})
	return a.show(received{in.Review, &taken.Received, &verdict}, func() {
		a.say("%s: %s", before.Opened.Title(), wording.Taken(taken.Received, len(taken.Keep)))
		a.say("verdict: %s", verdict.text())
	})
}
