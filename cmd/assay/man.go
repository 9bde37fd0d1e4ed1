package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"assay/tui/keys"
)

func (a *app) manCommand() *cobra.Command {
	return &cobra.Command{
		Use: "man", Short: "Print the manual page", Args: cobra.NoArgs,
		Long:    "Print the manual page in roff: all commands, all keys of the workbench, files, variables and exit codes.",
		Example: "  assay man | man -l -\n  assay man > /usr/local/share/man/man1/assay.1",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.does(func(context.Context, []string) error {
				a.out.print("%s", manualPage(cmd.Root(), a.folders))
				return nil
			})(cmd, nil)
		},
	}
}

// manualPage is the manual page, made from the commands and the table of keys.
func manualPage(root *cobra.Command, at folders) string {
	var p roff
	p.macro("TH", "ASSAY", "1", "", "assay "+root.Version, "User Commands")
	p.section("NAME")
	p.text("assay - " + lowerFirst(root.Short))
	p.section("SYNOPSIS")
	p.text("assay [COMMAND] [FLAGS]")
	p.section("DESCRIPTION")
	p.text("Without a command, assay opens the workbench: vendors, the interview, comparison and board. " +
		"Every answer is saved at once in the database: a file on this machine, or a PostgreSQL server that you name " +
		"with --db or ASSAY_DB. assay opens no other network connection, except for a time stamp that you ask for with --tsa. assay serve lets " +
		"the people of the record open the workbench on another computer with ssh.")
	p.section("COMMANDS")
	p.commands(root)
	p.section("OPTIONS")
	p.text("Every command takes these flags.")
	p.flags(root.PersistentFlags())
	p.section("KEYS")
	p.text("The keys of the workbench, screen by screen. The footer shows the most useful ones, and ? shows all.")
	p.keys(keys.Context{Where: keys.Always, Name: "Everywhere"})
	for _, c := range keys.Screens() {
		p.keys(c)
	}
	for _, c := range keys.Dialogs() {
		p.keys(c)
	}
	p.section("FILES")
	home, _ := os.UserHomeDir()
	for _, file := range [][2]string{
		{at.config, "the configuration: evaluator, organisation, time_zone, paper, mouse (on or off)"},
		{at.database, "the database, unless --db or ASSAY_DB names another one"},
		{at.questionnaires, "your own questionnaires"},
		{at.identities, "your keys for signing, each under a passphrase"},
		{at.trusted, "the certificates of the authorities that you trust"},
		{at.heads, "the last entry of every journal, to find one that was cut"},
		{at.crashes, "logs of crashes of the workbench, without any answer"},
		{at.hostKey, "the key by which people recognize assay serve, unless --host-key names another one"},
		{at.served, "what people who come over SSH are typing"},
	} {
		p.item(strings.Replace(file[0], home, "~", 1), file[1])
	}
	p.section("ENVIRONMENT")
	for _, variable := range [][2]string{
		{"ASSAY_DB", "the database: a file, postgres://ROLE@HOST/NAME, or service=NAME"},
		{"ASSAY_EVALUATOR", "the name under which everything is recorded; on a database server, the login is that name"},
		{"ASSAY_ORGANISATION", "the organization that assesses"},
		{"ASSAY_TIME_ZONE, TZ", "the time zone of new assessments and of lists, as America/New_York"},
		{"ASSAY_PAPER", "the paper of reports: a4 or letter"},
		{"ASSAY_MOUSE", "on lets the wheel of the mouse scroll in the workbench; hold shift to select text"},
		{"PGPASSFILE, PGPASSWORD", "where the password for a database server is, if it is not in ~/.pgpass; an address must not hold one"},
		{"PGSERVICEFILE, PGSSLMODE, PGSSLROOTCERT", "how to reach a database server; the other variables of PostgreSQL count too"},
		{"VISUAL, EDITOR", "your editor, for notes in the workbench"},
		{"ACCESSIBLE", "if set, the interview of a terminal is in plain lines"},
		{"NO_COLOR, CLICOLOR_FORCE", "whether to print in color"},
	} {
		p.item(variable[0], variable[1])
	}
	p.section("EXIT STATUS")
	for _, exit := range []struct {
		code  int
		means string
	}{
		{exitDone, "done"},
		{exitFailed, "failure"},
		{exitUsage, "wrong usage, or no terminal where one is needed"},
		{exitUnproven, "a check failed"},
		{exitNotFound, "not found"},
		{exitDatabase, "the database is locked, foreign, damaged or newer"},
		{exitCancelled, "canceled"},
	} {
		p.item(fmt.Sprint(exit.code), exit.means)
	}
	return p.String()
}

// roff builds a page for man(7).
type roff struct{ strings.Builder }

func (p *roff) macro(name string, args ...string) {
	p.WriteString("." + name)
	for _, arg := range args {
		p.WriteString(` "` + strings.ReplaceAll(escaped(arg), `"`, `\(dq`) + `"`)
	}
	p.WriteByte('\n')
}

func (p *roff) section(name string) { p.macro("SH", name) }

// text writes paragraphs, which a blank line parts.
func (p *roff) text(text string) {
	for line := range strings.SplitSeq(text, "\n") {
		if line == "" {
			p.macro("PP")
			continue
		}
		p.WriteString(escaped(line) + "\n")
	}
}

// item writes a term and, indented below it, its meaning.
func (p *roff) item(term, means string) {
	p.macro("TP")
	p.WriteString(`\fB` + escaped(term) + `\fR` + "\n")
	p.text(means)
}

// escaped is a text in which roff finds no command of its own.
func escaped(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "'") {
		return `\&` + text
	}
	return text
}

// commands writes all commands that do something, each with its flags.
func (p *roff) commands(of *cobra.Command) {
	for _, cmd := range of.Commands() {
		switch {
		case !cmd.IsAvailableCommand():
		case cmd.HasAvailableSubCommands():
			p.commands(cmd)
		default:
			p.macro("SS", strings.TrimSuffix(cmd.UseLine(), " [flags]"))
			if cmd.Long != "" {
				p.text(strings.TrimSpace(cmd.Long))
			} else {
				p.text(cmd.Short + ".")
			}
			p.flags(cmd.LocalNonPersistentFlags())
			p.example(cmd.Example)
		}
	}
}

func (p *roff) example(lines string) {
	if lines == "" {
		return
	}
	p.macro("PP")
	p.macro("nf")
	for line := range strings.SplitSeq(strings.TrimRight(lines, "\n"), "\n") {
		p.WriteString(escaped(line) + "\n")
	}
	p.macro("fi")
}

func (p *roff) flags(set *pflag.FlagSet) {
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		term := strings.TrimSpace("--" + f.Name + " " + value)
		if f.Shorthand != "" {
			term = "-" + f.Shorthand + ", " + term
		}
		p.item(term, usage)
	})
}

// keys writes the keys of one context.
func (p *roff) keys(c keys.Context) {
	p.macro("SS", c.Name)
	for _, b := range keys.In(c.Where) {
		everywhere := b.Where&keys.Always != 0 && c.Where != keys.Always
		switch names := b.Names(); {
		case everywhere:
		case len(names) > 0:
			p.item(strings.Join(names, ", "), b.Help)
		case b.Shown() == "": // only in the palette
			p.item(keys.For(keys.Palette, keys.Everywhere).Shown()+" "+b.Word(), b.Help)
		}
	}
}

func lowerFirst(text string) string { return strings.ToLower(text[:1]) + text[1:] }
