package main

import (
	"context"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/hostile"
)

func (a *app) assessLatin() *cobra.Command {
	var remove bool
	cmd := &cobra.Command{
		Use:   "latin ASSESSMENT [NAME [SPELLING]]",
		Short: "Write a name in Latin letters too, for the report",
		Long: `Write a name of the assessment in Latin letters too: the vendor, or a person who evaluated, decided or took part. Page 1 of a report names nobody
by letters that its typefaces lack. The spelling changes no figure and voids no decision; the last one counts. Without a name, the command
lists the spellings. A vendor that is added with --latin-name has one from the start.`,
		Example: `  assay assess latin tokyo 東京データ "Tokyo Data"
  assay assess latin tokyo 王芳 "Wang Fang"
  assay assess latin tokyo 王芳 --remove
  assay assess latin tokyo`,
		Args: cobra.RangeArgs(1, 3),
	}
	cmd.Flags().BoolVar(&remove, "remove", false, "take the spelling of the name back")
	write := a.changes(func(ctx context.Context, before assessment.Snapshot, args []string) error {
		change := assessment.Spelled{Name: args[1]}
		if !remove {
			change.Latin = args[2]
		}
		if err := a.allowFlags(ctx, [2]string{"NAME", change.Name}, [2]string{"SPELLING", change.Latin}); err != nil {
			return err
		}
		done, err := a.change(ctx, before, change)
		if err != nil {
			return err
		}
		return a.show(spellingsOf(done.after), func() {
			if remove {
				a.say("took the spelling of %s back", hostile.Name(change.Name))
				return
			}
			a.say("reports of %s write %s as %s", before.Opened.Title(), hostile.Name(change.Name), hostile.Name(change.Latin))
		})
	})
	read := a.reads(func(_ context.Context, s assessment.Snapshot, _ []string) error {
		return a.show(spellingsOf(s), func() {
			if len(s.Spellings) == 0 {
				a.say("no name has a spelling yet")
			}
			for _, name := range slices.Sorted(maps.Keys(s.Spellings)) {
				a.out.print("%s  %s\n", name, s.Spellings[name])
			}
		})
	})
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) == 1 && !remove:
			return read(cmd, args)
		case len(args) == 3 && !remove, len(args) == 2 && remove:
			return write(cmd, args)
		case remove:
			return usagef("for example: assay assess latin tokyo 王芳 --remove", "--remove needs the name, and nothing else")
		}
		return usagef(`for example: assay assess latin tokyo 王芳 "Wang Fang"`, "the spelling is missing")
	}
	return cmd
}

// keptSpellings are the spellings of an assessment in JSON, by name.
type keptSpellings struct {
	Assessment string            `json:"assessment"`
	Spellings  map[string]string `json:"spellings"`
}

func spellingsOf(s assessment.Snapshot) keptSpellings {
	all := maps.Clone(s.Spellings)
	if all == nil {
		all = map[string]string{}
	}
	return keptSpellings{s.Assessment, all}
}
