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
		Use:   "interview ASSESSMENT --plain",
		Short: "Lead through the meeting line by line",
		Long: `Lead through the meeting line by line, without a screen: for screen readers, simple terminals and pipes.

assay writes a question with its number, its answer so far and the answers to choose from, and reads a line. An answer is
recorded at once and leads to the next open question. Other lines are commands, such as skip, back, go SCN-05, list and end;
help lists all. Most have a letter too: that of the same key in the workbench. The end of the input ends the meeting, and
everything that was answered is kept.

A line that cannot be taken is refused in a sentence and changes nothing. The last lines count the changes and the lines that
were refused.`,
		Example: `  assay assess interview harbor --plain
  printf 'y\nskip\nn\n' | assay assess interview harbor --plain`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().BoolVar(&inLines, "plain", false, "as lines, without a screen; needed where there is no terminal")
	cmd.RunE = a.changes(func(ctx context.Context, s assessment.Snapshot, _ []string) error {
		switch {
		case a.flags.json:
			return usagef("for example: assay assess show harbor --json", "an interview has no JSON")
		case !inLines:
			return usagef("add --plain; without a terminal, `assay assess apply` takes answers from a file", "the interview needs --plain")
		}
		return lines.Run(ctx, lines.Meeting{
			Workspace: a.work, In: a.stdin, Out: a.stdout, Terminal: isTerminal(a.stdin), PatientData: a.flags.yes, Hint: hintOf,
		}, s.Assessment)
	})
	return cmd
}
