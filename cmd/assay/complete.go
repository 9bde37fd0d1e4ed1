package main

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"assay/assessment"
)

// The shell completes names of assessments: `assay completion --help` shows how to
// install that.

// placeholder stands for a name of an assessment in the usage of a command or
// flag.
const placeholder = "ASSESSMENT"

// complete makes a command and those below it complete the names of assessments
// where their usage line has one.
func (a *app) complete(cmd *cobra.Command) {
	if strings.Contains(cmd.Use, placeholder) {
		cmd.ValidArgsFunction = func(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
			if !takesAssessment(cmd.Use, len(args)) {
				return nil, cobra.ShellCompDirectiveDefault
			}
			return a.assessmentNames(cmd, begun)
		}
	}
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if named, _ := pflag.UnquoteUsage(f); named == placeholder {
			// It fails only for a flag that is not there, or registered twice.
			_ = cmd.RegisterFlagCompletionFunc(f.Name, func(cmd *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
				return a.assessmentNames(cmd, begun)
			})
		}
	})
	for _, below := range cmd.Commands() {
		a.complete(below)
	}
}

// takesAssessment reports whether the argument at a place, from 0, names an
// assessment. An ellipsis repeats the argument before it.
func takesAssessment(use string, place int) bool {
	var names []string
	for _, word := range strings.Fields(use)[1:] {
		if strings.HasPrefix(word, "-") {
			break
		}
		names = append(names, strings.Trim(word, "[]"))
	}
	if n := len(names); n > 1 && names[n-1] == "…" && place >= n-1 {
		place = n - 2
	}
	return place < len(names) && names[place] == placeholder
}

// assessmentNames are names that begin with a text, each with its meaning. A
// database that cannot be read completes nothing.
func (a *app) assessmentNames(cmd *cobra.Command, begun string) ([]string, cobra.ShellCompDirective) {
	const most = 20
	a.running = cmd
	kept, err := a.existing(cmd.Context())
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	found, err := kept.ShortNames(cmd.Context(), begun, most)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	names := make([]string, len(found))
	for n, name := range found {
		names[n] = name.Name + "\t" + name.Label
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// candidatesOf lists the names that an error offers, for programs.
func candidatesOf(err error) []string {
	about := assessment.AboutOf(err)
	switch assessment.CaseOf(err) {
	case assessment.NameFitsNone, assessment.NameFitsSeveral:
	default:
		return nil
	}
	var names []string
	for _, text := range about {
		if text == "…" {
			continue
		}
		if at := strings.LastIndex(text, " ("); at > 0 {
			text = text[:at]
		}
		names = append(names, text)
	}
	return names
}
