package main

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"assay/assessment"
	"assay/assessment/input"
	"assay/assessment/store"
	"assay/assessment/workspace"
	"assay/questionnaire"
	"assay/templates"
)

// app is one run of the program: its world, its flags, and everything it opens.
type app struct {
	world
	flags   flags
	folders folders
	signals *signals // nil in tests of a part
	out     *printer // stdout: the data that the user asked for
	talk    *printer // stderr: messages
	begun   bool     // the command line is valid; a later failure is no usage error
	running *cobra.Command
	warned  []warning

	loaded *settings
	work   workspace.Workspace // store, zone and evaluator are filled in on first use
}

// flags are the flags of every command.
type flags struct {
	db        string
	json      bool
	evaluator string
	color     string
	yes       bool
	readOnly  bool
}

func newApp(w world) *app {
	a := &app{world: w, folders: findFolders()}
	// Errors in the command line must be JSON too, and come before flags are parsed.
	a.flags.json = slices.Contains(w.args, "--json")
	a.out, a.talk = newPrinter(w.stdout), newPrinter(w.stderr)
	a.work = workspace.Workspace{Now: w.now, NewID: newID, Library: questionnaire.NewLibrary(
		questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()},
		questionnaire.Source{Name: a.folders.questionnaires, Files: input.Folder(a.folders.questionnaires, input.Questionnaire)},
	)}
	return a
}

// does makes the RunE of a command. An error before cobra calls it is a usage
// error.
func (a *app) does(do func(ctx context.Context, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		a.begun, a.running = true, cmd
		if err := a.chooseColor(); err != nil {
			return err
		}
		return do(cmd.Context(), args)
	}
}

// finish closes the store and returns the error of the run.
func (a *app) finish(ctx context.Context, err error) error {
	if err != nil && !a.begun {
		err = usageError(err)
	}
	if a.work.Store != nil {
		if mended := store.MendedWords(a.work.Store.TakeMended()); mended != "" {
			a.warn("`assay doctor` looks for other changes", "%s", mended)
		}
		err = cmp.Or(err, a.work.Store.Close())
	}
	if err == nil {
		a.listWarnings()
	}
	if flushed := a.out.flush(); flushed != nil {
		err = cmp.Or[error](err, assessment.Errorf(assessment.Unwritten, "cannot write the output: %w", flushed))
	}
	if err != nil && ctx.Err() != nil {
		return errCancelled
	}
	return err
}

// database opens the store, and makes one when there is none.
func (a *app) database(ctx context.Context) (*store.Store, error) {
	if a.flags.readOnly {
		return a.existing(ctx)
	}
	settings, err := a.settings()
	if err != nil {
		return nil, err
	}
	return a.openStore(ctx, settings.path, false)
}

// existing opens a store that exists. It makes none, so that a mistyped path is an
// error and not an empty database.
func (a *app) existing(ctx context.Context) (*store.Store, error) {
	settings, err := a.settings()
	if err != nil {
		return nil, err
	}
	if err := settings.missing(); err != nil {
		return nil, err
	}
	return a.openStore(ctx, settings.path, true)
}

// openStore opens a database, and makes one unless it must exist.
func (a *app) openStore(ctx context.Context, path string, exists bool) (*store.Store, error) {
	if a.work.Store != nil {
		return a.work.Store, nil
	}
	settings, err := a.settings()
	if err != nil {
		return nil, err
	}
	kept, err := store.Open(ctx, path, store.Options{Now: a.now, Zone: settings.zone, NewID: newID, AnchorDir: a.folders.heads, ReadOnly: a.flags.readOnly, Existing: exists})
	if err != nil {
		if settings.onServer() && assessment.CodeOf(err) == assessment.NotFound && assessment.CaseOf(err) == "" {
			return nil, hinted{err, hintForMissing(settings.databasePlace)}
		}
		return nil, err
	}
	a.work.Store = kept
	if login := kept.Login(); login != "" {
		people, err := kept.People(ctx)
		if err := ignoreDamage(err); err != nil { // doctor looks at a damaged journal, and nobody records in it
			return nil, err
		}
		settings.evaluator = personOf(people, login)
		a.work.Evaluator = settings.evaluator
	}
	kept.ReadBy(settings.evaluator)
	return kept, a.warnOfStanding(ctx, kept)
}

// personOf is who records under a login of a database server: the person who has the
// login, or else the login itself. A person who has another login is not the one whose
// name this login happens to be.
func personOf(people assessment.People, login string) string {
	if who := people.WithLogin(login); who != nil {
		return who.Name
	}
	if who := people.Named(login); who != nil && who.Login != "" {
		return "the login " + login
	}
	return login
}

// warnOfStanding says before anything else that the database lacks events, or
// is a copy. Doctor lists that among its findings.
func (a *app) warnOfStanding(ctx context.Context, kept *store.Store) error {
	now, err := kept.Standing(ctx)
	if err != nil {
		return err
	}
	if words := now.Words(a.work.Zone); words != "" && a.running.Name() != "doctor" {
		a.warn(hintOf(now.Refusal(a.work.Zone)), "%s", words)
	}
	return nil
}

// terminal reports whether both stdin and stdout are a terminal.
func (a *app) terminal() bool { return isTerminal(a.stdin) && isTerminal(a.stdout) }

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// newID makes an id. Ids sort by the time at which they were made.
func newID() string { return uuid.Must(uuid.NewV7()).String() }

// utc prints an instant of the journal in RFC 3339, in UTC.
func utc(microseconds int64) string {
	return time.UnixMicro(microseconds).UTC().Format(time.RFC3339Nano)
}

// absolute makes a path absolute, so that messages show the whole of it.
func absolute(path string) string {
	if full, err := filepath.Abs(path); err == nil {
		return full
	}
	return path
}
