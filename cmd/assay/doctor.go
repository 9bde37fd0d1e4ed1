package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/input"
	"assay/assessment/store"
	"assay/assessment/wording"
	"assay/assessment/workspace/draft"
)

func (a *app) doctorCommand() *cobra.Command {
	var first treatment
	var bench bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Examine folders and database, and rebuild the database",
		Long: `Examine folders and database. The exit code is 3 after errors, but 0 after warnings. With --rebuild, first rebuild from
the journal everything that follows from it. With --sweep, first remove half-written files that are older than a day, and evidence
that no event has named for a week.

A database that was put back to an earlier state takes no answers, decisions or signatures until somebody accepts that events are
missing: --accept-rollback with a name and a reason. Every assessment that lacks events says so from then on, in its reports too.
A copy of a database takes none until --adopt makes it a database of its own; the original stays as it is.`,
		Example: `  assay doctor
  assay doctor --rebuild --db rfp-114.db
  assay doctor --bench
  assay doctor --accept-rollback --by "Ruth Ortiz" --reason "the disk failed; this is the backup of Sunday"`,
		Args: cobra.NoArgs,
	}
	first.register(cmd)
	cmd.Flags().BoolVar(&bench, "bench", false, "measure what it takes this disk, or the server, to keep an answer, and nothing else")
	cmd.RunE = a.does(func(ctx context.Context, _ []string) error {
		if bench {
			return a.bench(ctx)
		}
		if err := first.check(); err != nil {
			return err
		}
		settings, err := a.settings()
		if err != nil {
			return err
		}
		c := checkup{Version: readVersion(), Database: settings.shown, Folders: a.places(), Evaluator: settings.evaluator, TimeZone: settings.zone.String(), Findings: []finding{}}
		missing, err := a.examineDatabase(ctx, &c, first)
		if err != nil {
			return err
		}
		c.Evaluator = settings.evaluator // on a server, the person of the login
		a.examineFolders(&c)
		a.examineDrafts(&c)
		if settings.onServer() {
			a.examinePasswords(&c)
		}
		a.examineSettings(&c, settings)
		// Errors come first and notes last, otherwise in their order.
		weight := []store.Severity{store.ErrorFinding, store.WarningFinding, store.NoteFinding}
		slices.SortStableFunc(c.Findings, func(x, y finding) int {
			return cmp.Compare(slices.Index(weight, x.Severity), slices.Index(weight, y.Severity))
		})
		if a.flags.json {
			err = a.out.json(c)
		} else {
			a.showCheckup(c)
		}
		if n := c.errors(); err == nil && n > 0 {
			err = assessment.Errorf(assessment.Unproven, "%s found", english.Count(n, "error"))
		}
		if settings.named {
			// A database that the user names must exist.
			err = cmp.Or(err, missing)
		}
		return err
	})
	return cmd
}

// checkup is the result of doctor.
type checkup struct {
	Version     version     `json:"version"`
	Database    string      `json:"database"`
	Server      string      `json:"server,omitempty"` // the version of the database server
	Assessments int         `json:"assessments"`
	Events      int         `json:"events"`
	Struck      int         `json:"struck"` // events whose body was destroyed
	People      int         `json:"people"` // who are in the record now
	Folders     []place     `json:"folders"`
	Evaluator   string      `json:"evaluator"`
	TimeZone    string      `json:"time_zone"`
	Drafts      draft.Count `json:"drafts"`
	Findings    []finding   `json:"findings"`
}

// place is a folder or file, and its content.
type place struct {
	What string `json:"what"`
	Path string `json:"path"`
}

// finding is one fault.
type finding struct {
	Severity store.Severity `json:"severity"`
	Check    string         `json:"check"`
	Text     string         `json:"text"`
	Hint     string         `json:"hint,omitempty"`
}

func (c *checkup) warn(check, hint, format string, args ...any) {
	c.Findings = append(c.Findings, finding{store.WarningFinding, check, fmt.Sprintf(format, args...), hint})
}

func (c *checkup) errors() int {
	n := 0
	for _, f := range c.Findings {
		if f.Severity == store.ErrorFinding {
			n++
		}
	}
	return n
}

func (a *app) places() []place {
	f := a.folders
	return []place{
		{"configuration", f.config},
		{"own questionnaires", f.questionnaires},
		{"trusted anchors", f.trusted},
		{"identities", f.identities},
		{"journal heads", f.heads},
		{"drafts", f.drafts},
		{"opened evidence", f.lent},
	}
}

// examineDatabase returns a missing database as an error of its own. The rest of
// the checkup needs no database.
func (a *app) examineDatabase(ctx context.Context, c *checkup, first treatment) (missing, err error) {
	kept, err := a.existing(ctx)
	if assessment.CodeOf(err) == assessment.NotFound {
		c.warn("database", hintOf(err), "%v", err)
		return err, nil
	}
	if err != nil {
		return nil, err
	}
	if err := a.treat(ctx, kept, first); err != nil {
		return nil, err
	}
	health, err := kept.Check(ctx)
	if err != nil {
		return nil, err
	}
	c.Server = health.Server
	c.Assessments, c.Events, c.Struck = health.Assessments, health.Events, health.Struck
	for _, f := range health.Findings {
		c.Findings = append(c.Findings, finding{f.Severity, f.Check, f.Text, hintFor(f.Case, f.About)})
	}
	people, err := kept.People(ctx)
	if err != nil {
		return nil, ignoreDamage(err) // it is among the findings
	}
	c.People = len(people.Present())
	if by := a.work.Evaluator; people.On() && by != "" && people.Named(by) == nil {
		c.warn("evaluator", hintFor(assessment.NotAPerson, nil), "%s is not among the people of this record, and records nothing", by)
	}
	return nil, nil
}

// ignoreDamage is an error, unless it says that the database is damaged.
func ignoreDamage(err error) error {
	if assessment.CodeOf(err) == assessment.Damaged {
		return nil
	}
	return err
}

// examineFolders looks for files that other people can read. On Windows the mode
// does not say.
func (a *app) examineFolders(c *checkup) {
	if runtime.GOOS == "windows" {
		return
	}
	keys, _ := filepath.Glob(filepath.Join(a.folders.identities, "*"+keyEnding)) // the pattern is valid
	for _, path := range append(keys, a.folders.identities) {
		info, err := os.Stat(path)
		if err != nil {
			continue
		}
		if mode := info.Mode().Perm(); mode&0o077 != 0 {
			c.warn("mode", fmt.Sprintf("chmod go= %s", path), "other accounts can reach %s: its mode is %04o", path, mode)
		}
	}
}

// examinePasswords looks for files with passwords of database servers that other people can
// read. The programs of PostgreSQL use no such file.
func (a *app) examinePasswords(c *checkup) {
	if runtime.GOOS == "windows" {
		return
	}
	home := a.getenv("HOME")
	passwords := cmp.Or(a.getenv("PGPASSFILE"), filepath.Join(home, ".pgpass"))
	services := cmp.Or(a.getenv("PGSERVICEFILE"), filepath.Join(home, ".pg_service.conf"))
	for _, path := range []string{passwords, services} {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm()&0o077 == 0 {
			continue
		}
		if text, err := input.Read(path, input.Configuration); path == passwords || err == nil && holdsPassword.Match(text) {
			c.warn("mode", "chmod 600 "+path, "other accounts can read the passwords in %s: its mode is %04o", path, info.Mode().Perm())
		}
	}
}

// holdsPassword matches a service file with a password.
var holdsPassword = regexp.MustCompile(`(?m)^\s*password\s*=`)

func (a *app) examineSettings(c *checkup, s *settings) {
	if s.evaluator == "" {
		c.warn("evaluator", hintOf(errNoEvaluator(a.folders.config)), "no evaluator is named")
	}
	if s.zone == time.UTC && a.getenv("TZ") == "" {
		c.warn("time zone", "set time_zone: in "+a.folders.config, "this machine does not name its time zone, so dates are in UTC")
	}
	listings, err := a.work.Library.ListIn(a.folders.questionnaires)
	if err != nil {
		c.warn("questionnaires", "", "%v", err)
	}
	for _, l := range listings {
		if l.Err != nil {
			c.warn("questionnaires", "assay questionnaire lint "+filepath.Join(l.Source, l.File), "%s in %s has mistakes", l.File, l.Source)
		}
	}
	_, err = a.trustedAnchors()
	if _, stamps := a.timeAnchors(nil); err == nil {
		err = stamps
	}
	if err != nil {
		c.warn("anchors", hintOf(err), "%v", err)
	}
	name, err := a.defaultIdentity()
	if err != nil || name == "" {
		return
	}
	key, _ := a.identityFiles(name)
	if !exists(key) && !exists(a.certificatesFile(name)) {
		c.warn("identity", "name another in "+filepath.Join(a.folders.identities, defaultMarker), "the key of the identity that signs, %s, is missing", name)
	}
}

func (a *app) showCheckup(c checkup) {
	p := a.out
	p.print("assay %s, %s, %s\n", c.Version.Version, c.Version.Go, cmp.Or(c.Server, "SQLite "+c.Version.SQLite))
	holds := english.Count(c.Assessments, "assessment") + ", " + wording.Events(c.Events, c.Struck)
	if c.People > 0 {
		holds += ", " + english.Count(c.People, "person", "people")
	}
	rows := [][2]string{{"database", c.Database}, {"holds", holds}}
	for _, f := range c.Folders {
		rows = append(rows, [2]string{f.What, f.Path})
	}
	rows = append(rows, [2]string{"not saved", draftWords(c.Drafts)})
	a.fields(append(rows, [2]string{"evaluator", c.Evaluator}, [2]string{"time zone", c.TimeZone}))
	p.print("\n")
	if len(c.Findings) == 0 {
		p.print("%s\n", p.paint(green, "no problems found"))
	}
	for _, f := range c.Findings {
		severity := p.paint(yellow, "warning")
		switch f.Severity {
		case store.ErrorFinding:
			severity = p.paint(red, "error")
		case store.NoteFinding:
			severity = p.paint(faint, "note")
		}
		p.print("%s  %s: %s\n", severity, f.Check, f.Text)
		if f.Hint != "" {
			p.print("         %s\n", f.Hint)
		}
	}
}
