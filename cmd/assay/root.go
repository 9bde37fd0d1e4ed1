package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// rootHelp is written by hand, so that the first steps come first.
const rootHelp = `assay helps you decide, with evidence, whether a vendor may be trusted with patient data.

Examples:
  assay demo                                   look around in an RFP with three vendors
  assay                                        open the workbench

  assay vendor add "Harbor Staffing"           the first real assessment
  assay assess new --vendor harbor
  assay assess apply harbor answers.yaml       answer many items at once
  assay assess score harbor                    its verdict and score, and why
  assay assess decide harbor approve           record a decision
  assay compare harbor northstar               several vendors side by side
  assay identity new --name "Dana Whitfield"   make a signing key
  assay report harbor -o harbor.pdf --sign     write and sign the report
  assay verify harbor.pdf                      verify it, even years later
  assay backup -o monday.age                   all of it in one encrypted file

Commands:
  demo            three sample vendors, in a throw-away database
  vendor          add, list, show
  rfp             add, list, show, rules, award
  assess          new, list, show, score, explain, interview, apply, ask,
                  receive, confirm, delta, decide, due, move, rules, history
  flag            raise, resolve, list
  waive           let a gate stay open for a while
  action          add, close, list: the conditions of a conditional decision
  evidence        list, open, export: the files that show the answers
  chain           add, set, remove, show: the delivery chain as a tree
  compare         assessments side by side
  report          the report as a PDF
  sign            sign a report as assessor, reviewer or approver
  seal            let a signed report prove itself for longer
  verify          verify a report
  journal         show, verify, export, strike: the journal as it is stored
  clock           the dates that a breach sets
  people          add, list, change, remove, rules, roles: who may do what
  questionnaire   list, show, lint, new, diff, export, schema, coverage
  identity        new, import, show, export, trust: whose signatures these are
  backup          database and evidence as one encrypted file; check
  restore         put a backup in the place of the database
  doctor          examine folders and database, and rebuild the database
  serve           the workbench for the people of the record, over SSH
  completion      for bash, zsh, fish and PowerShell
  man             the manual page, with all keys of the workbench
  version

Everywhere:
  --db DATABASE          a file, or postgres://ROLE@HOST/NAME, or service=NAME
                         (ASSAY_DB; else %s)
  --json                 print data and errors as JSON
  --evaluator NAME       your name in the journal (ASSAY_EVALUATOR, or evaluator: in %s);
                         on a database server, the login is the name
  --color WHEN           auto, always or never; NO_COLOR and CLICOLOR_FORCE count too
  --read-only            write nothing to the database or beside it
  --yes                  answer yes to every question

Exit codes: 0 done, 1 failure, 2 usage or no terminal, 3 a check failed, 4 not found,
5 database locked, foreign, damaged or newer, 130 canceled; 143 and 129 after SIGTERM
and SIGHUP.
"assay COMMAND --help" says more about one command.
`

// commandHelp is the help of all other commands, with the examples first.
const commandHelp = `{{with (or .Long .Short)}}{{. | trimTrailingWhitespaces}}{{end}}
{{if .HasExample}}
Examples:
{{.Example}}
{{end}}
Usage:
  {{if .HasAvailableSubCommands}}{{.CommandPath}} COMMAND{{else}}{{.UseLine}}{{end}}
{{if .HasAvailableSubCommands}}
Commands:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}
{{end}}{{if .HasAvailableLocalFlags}}
Flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}
{{end}}{{if .HasAvailableInheritedFlags}}
Everywhere:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}
{{end}}`

func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:           "assay",
		Short:         "Decide, with evidence, whether a vendor may be trusted with patient data",
		Version:       readVersion().Version,
		Args:          noSuchCommand,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          a.does(func(ctx context.Context, _ []string) error { return a.workbench(ctx) }),
	}
	root.SetArgs(a.args)
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetHelpTemplate(commandHelp)
	help := root.HelpFunc()
	root.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		if cmd != root {
			help(cmd, args)
			return
		}
		a.out.print(rootHelp, a.folders.database, a.folders.config)
	})
	root.SetHelpCommand(&cobra.Command{Use: "help [COMMAND]", Short: "Show the help of a command", RunE: func(_ *cobra.Command, args []string) error {
		about, unknown, err := root.Find(args)
		if err == nil {
			err = noSuchCommand(about, unknown)
		}
		if err != nil {
			return err
		}
		return about.Help()
	}})
	everywhere := root.PersistentFlags()
	everywhere.StringVar(&a.flags.db, "db", "", "the `DATABASE`: a file, postgres://ROLE@HOST/NAME, or service=NAME")
	everywhere.BoolVar(&a.flags.json, "json", a.flags.json, "print JSON")
	everywhere.StringVar(&a.flags.evaluator, "evaluator", "", "your `NAME` in the journal")
	everywhere.StringVar(&a.flags.color, "color", "auto", "`WHEN` to use color: auto, always or never")
	everywhere.BoolVar(&a.flags.readOnly, "read-only", false, "write nothing to the database or beside it")
	everywhere.BoolVar(&a.flags.yes, "yes", false, "answer yes to every question")
	root.AddCommand(
		a.demoCommand(), a.vendorCommand(), a.rfpCommand(), a.assessCommand(), a.flagCommand(), a.waiveCommand(), a.actionCommand(), a.evidenceCommand(), a.chainCommand(), a.compareCommand(),
		a.reportCommand(), a.signCommand(), a.sealCommand(), a.verifyCommand(), a.journalCommand(), a.backupCommand(), a.restoreCommand(), a.moveCommand(),
		a.clockCommand(), a.peopleCommand(), a.questionnaireCommand(), a.identityCommand(), a.doctorCommand(), a.serveCommand(), a.manCommand(), a.versionCommand(),
	)
	a.complete(root)
	return root
}

// noun makes a command that only groups other commands.
func (a *app) noun(name, short string, verbs ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{Use: name, Short: short, Args: noSuchCommand, RunE: func(cmd *cobra.Command, _ []string) error {
		names := each(verbs, (*cobra.Command).Name)
		return usagef(fmt.Sprintf("for example: %s %s", cmd.CommandPath(), verbs[0].Use), "%s needs one of: %s", cmd.CommandPath(), strings.Join(names, ", "))
	}}
	cmd.AddCommand(verbs...)
	return cmd
}

// noSuchCommand refuses an unknown command and suggests a similar one.
func noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := fmt.Sprintf("`%s --help` shows what there is", cmd.CommandPath())
	cmd.SuggestionsMinimumDistance = 2
	if similar := cmd.SuggestionsFor(args[0]); len(similar) > 0 {
		hint = fmt.Sprintf("did you mean: %s %s", cmd.CommandPath(), strings.Join(similar, " or "))
	}
	return usagef(hint, "%s has no command %q", cmd.CommandPath(), args[0])
}
