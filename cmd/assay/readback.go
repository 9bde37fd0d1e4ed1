package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/store"
	"assay/assessment/wording"
)

func (a *app) assessReadback() *cobra.Command {
	var c assessment.Confirmed
	var code string
	var corrections []string
	cmd := &cobra.Command{
		Use:   "readback ASSESSMENT",
		Short: "Record that the vendor confirmed or corrected a receipt",
		Long: `Record that a person at the vendor has read a receipt ("assay assess receipt") and confirms it, or corrects it. --code is the code of
the receipt; assay refuses one that the journal does not hold. A correction changes no answer and voids no decision: it is shown beside
the answer as the words of the vendor.`,
		Example: `  assay assess readback harbor --by "Rosa Cruz" --code 3f2a-91bc-0d4e-77a1-41
  assay assess readback harbor --by "Rosa Cruz" --code 3f2a-91bc-0d4e-77a1-41 \
    --correct "BAA-02=The board signs, not the president"`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&c.By, "by", "", "the `NAME` of the person at the vendor")
	cmd.Flags().StringVar(&code, "code", "", "the `CODE` of the receipt")
	cmd.Flags().StringArrayVar(&corrections, "correct", nil, "a correction, as `ITEM=TEXT`; once for each item")
	cmd.RunE = a.changes(func(ctx context.Context, before assessment.Snapshot, _ []string) error {
		said, err := assessment.ParseHeadCode(code)
		if err != nil {
			return err
		}
		for _, text := range corrections {
			item, words, found := strings.Cut(text, "=")
			if !found {
				return usagef("for example: --correct \"BAA-02=The board signs\"", "%q is no correction", text)
			}
			if item = strings.TrimSpace(item); before.Questionnaire.Item(item) == nil && before.Questionnaire.Item(strings.ToUpper(item)) != nil {
				item = strings.ToUpper(item)
			}
			c.Corrections = append(c.Corrections, assessment.Correction{Item: item, Text: words})
		}
		if c.Head, err = a.work.Store.HeadOfCode(ctx, store.JournalRef{Kind: assessment.OfAssessment, ID: before.Assessment}, said); err != nil {
			return err
		}
		c.Seq = said.Seq
		done, err := a.change(ctx, before, c)
		if err != nil {
			return err
		}
		recorded := done.after.Confirmed[len(done.after.Confirmed)-1]
		return a.show(recorded, func() {
			if len(recorded.Corrections) == 0 {
				a.say("%s confirmed the receipt %s of %s", recorded.By, said, done.after.Opened.Title())
				return
			}
			a.say("%s read the receipt %s of %s, with %s", recorded.By, said, done.after.Opened.Title(), english.Count(len(recorded.Corrections), "correction"))
		})
	}, "by", "code")
	return cmd
}

// showConfirmed prints which receipts the vendor has read.
func (a *app) showConfirmed(s assessment.Snapshot) {
	section(a.out, "Receipts that the vendor has read", s.Confirmed, func(c assessment.Confirmation) (string, string) {
		return s.Day(c.At).String(), wording.Confirmation(c)
	})
}

// corrected are the lines beside an answer that the vendor corrects.
func corrected(s assessment.Snapshot, item string) (lines [][2]string) {
	for _, c := range s.CorrectionsOf(item) {
		for _, one := range c.Corrections {
			lines = append(lines, [2]string{"corrected", one.Text + " (" + c.By + " at the vendor, " + s.Day(c.At).String() + ")"})
		}
	}
	return lines
}
