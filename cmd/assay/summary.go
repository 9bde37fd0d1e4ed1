package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/input"
)

func (a *app) assessSummary() *cobra.Command {
	var text, file string
	var remove bool
	cmd := &cobra.Command{
		Use:   "summary ASSESSMENT",
		Short: "Write the summary for page 1 of the report, or show it",
		Long: `Write the evaluator's summary, in your name: two or three sentences that page 1 of the report prints under the verdict. It changes no figure
and voids no decision. The last summary counts; the journal keeps the earlier ones. Without a flag, the command shows the present one.`,
		Example: `  assay assess summary harbor --text "Strong on people. Nobody could show who holds the keys."
  assay assess summary harbor --file summary.txt
  assay assess summary harbor`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&text, "text", "", "the summary")
	cmd.Flags().StringVar(&file, "file", "", "the `FILE` with the summary, or - for stdin")
	cmd.Flags().BoolVar(&remove, "remove", false, "take the summary back")
	write := a.changes(func(ctx context.Context, before assessment.Snapshot, _ []string) error {
		if file != "" {
			read, err := a.readText(file)
			if err != nil {
				return err
			}
			text = string(read)
			if err := a.allowFlags(ctx, [2]string{"the summary", text}); err != nil {
				return err
			}
		}
		if text == "" && !remove {
			return usagef("--remove takes a summary back", "the summary is empty")
		}
		done, err := a.change(ctx, before, assessment.Summarized{Text: text})
		if err != nil {
			return err
		}
		return a.show(summaryOf(done.after), func() {
			switch was := before.Summary; {
			case remove:
				a.say("took the summary of %s back", before.Opened.Title())
			case was != nil:
				a.say("wrote the summary of %s anew; it was by %s", before.Opened.Title(), was.By)
			default:
				a.say("wrote the summary of %s", before.Opened.Title())
			}
		})
	})
	read := a.reads(func(_ context.Context, s assessment.Snapshot, _ []string) error {
		return a.show(summaryOf(s), func() {
			if s.Summary == nil {
				a.say("no summary is written yet")
				return
			}
			a.out.print("%s\n", s.Summary.Text)
		})
	})
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		given := 0
		for _, flag := range []string{"text", "file", "remove"} {
			if cmd.Flags().Changed(flag) {
				given++
			}
		}
		switch given {
		case 0:
			return read(cmd, args)
		case 1:
			return write(cmd, args)
		}
		return usagef("use one of them", "--text, --file and --remove exclude each other")
	}
	return cmd
}

// keptSummary is the summary of an assessment in JSON.
type keptSummary struct {
	Assessment string              `json:"assessment"`
	Summary    *assessment.Summary `json:"summary"` // null for none
}

func summaryOf(s assessment.Snapshot) keptSummary { return keptSummary{s.Assessment, s.Summary} }

// readText reads a text from a file, or from stdin.
func (a *app) readText(file string) ([]byte, error) {
	if file != "-" {
		return input.Read(file, input.Text)
	}
	return io.ReadAll(io.LimitReader(a.stdin, 4*assessment.LongestSummary+1))
}
