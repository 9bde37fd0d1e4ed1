package main

import (
	"context"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/tui/lines"
)

func (a *app) assessInterview() *cobra.Command {
	var inLines bool
	cmd := &cobra.Command{
		Use:   "interview ASSESSMENT",
		Short: "Lead through the meeting, on the screen or line by line",
		Long: `Lead through the meeting: in the workbench, or with --plain line by line, for screen readers, simple terminals and pipes.
A terminal that cannot draw (TERM=dumb), and a person who has set ACCESSIBLE, get lines without --plain.

With --plain, assay writes a question with its number, its answer so far and the answers to choose from, and reads a line. An answer is
recorded at once and leads to the next open question. Other lines are commands, such as skip, back, go SCN-05, list and end;
help lists all. Most have a letter too: that of the same key in the workbench. The end of the input ends the meeting, and
everything that was answered is kept.

A line that cannot be taken is refused in a sentence and changes nothing. Where no person types the lines, as in a pipe, the
first such line ends the meeting: the next one would answer another question. Everything before it is kept.`,
		Example: `  assay assess interview harbor
  assay assess interview harbor --plain
  printf 'y\nskip\nn\n' | assay assess interview harbor --plain`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().BoolVar(&inLines, "plain", false, "as lines, without a screen; needed where there is no terminal")
	cmd.RunE = a.changes(func(ctx context.Context, s assessment.Snapshot, _ []string) error {
		switch {
		case a.flags.json:
			return usagef("for example: assay assess show harbor --json", "an interview has no JSON")
		case inLines:
		case !a.terminal():
			return usagef("add --plain to lead through it in lines", "without a terminal the interview needs --plain")
		case a.getenv("ACCESSIBLE") == "" && a.getenv("TERM") != "dumb":
			return a.openBench(ctx, a.drafts(), s.Assessment)
		}
		if err := a.mayDo(ctx, a.work.Evaluator, assessment.ActAnswer); err != nil {
			return err
		}
		return lines.Run(ctx, lines.Meeting{
			Workspace: a.work, In: a.stdin, Out: a.stdout, Terminal: isTerminal(a.stdin), PatientData: a.flags.yes, Hint: hintOf,
		}, s.Assessment)
	})
	return cmd
}
