package main

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"assay/assessment"
)

// The shell completes names of assessments: `assay completion --help` shows how to
// install that.

// placeholder stands for a name of an assessment in the usage of a command or
// flag. identityPlaceholder stands for an identity in the usage of a flag.
const (
	placeholder         = "ASSESSMENT"
	identityPlaceholder = "IDENTITY"
)

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
		// Registering fails only for a flag that is not there, or registered twice.
		switch named, _ := pflag.UnquoteUsage(f); named {
		case identityPlaceholder:
			_ = cmd.RegisterFlagCompletionFunc(f.Name, a.identityNames)
		case placeholder:
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

// completeWithin is how long completion may take: the person waits at the prompt.
const completeWithin = 2 * time.Second

// assessmentNames are names that begin with a text, each with its meaning. A
// database that cannot be read soon completes nothing.
func (a *app) assessmentNames(cmd *cobra.Command, begun string) ([]string, cobra.ShellCompDirective) {
	const most = 20
	a.running = cmd
	ctx, stop := context.WithTimeout(cmd.Context(), completeWithin)
	defer stop()
	kept, err := a.existing(ctx)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	found, err := kept.ShortNames(ctx, begun, most)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	names := make([]string, len(found))
	for n, name := range found {
		names[n] = name.Name + "\t" + name.Label
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// identityNames are the identities of this account, each with the place of its key.
func (a *app) identityNames(_ *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
	names, err := a.ownIdentities()
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var fitting []string
	for _, name := range names {
		if strings.HasPrefix(name, begun) {
			fitting = append(fitting, name+"\t"+a.describe(name, "").As)
		}
	}
	return fitting, cobra.ShellCompDirectiveDefault // a reference may name a file
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
