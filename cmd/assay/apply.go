package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/history"
	"assay/assessment/hostile"
	"assay/assessment/input"
	"assay/assessment/store"
	"assay/assessment/wording"
	"assay/assessment/workspace"
	"assay/questionnaire/yamldoc"
)

func (a *app) assessApply() *cobra.Command {
	var schema, dryRun bool
	cmd := &cobra.Command{
		Use:   "apply ASSESSMENT FILE",
		Short: "Answer many items at once, from a file",
		Long: `Answer many items at once, from a file. When a line is wrong, assay writes nothing and reports every wrong line.

The file changes only what it names: quotes, evidence and ticks are added to those that are there. Before anything is
replaced or removed, assay lists it with the person who recorded it, and asks; --yes agrees in advance. Applying a file
again changes nothing.

assay reads evidence that the file names with "file:" from the folder of the file and below, hashes it and keeps a copy.
It keeps no copy of a kind about named people, only the hash.

The answers are recorded in the name of --evaluator, or else of the "evaluator:" in the file, or else of the settings. On a
database server they are recorded in the name of the person who has the login.
Text that looks like patient data is shown and not written, unless you allow it with --yes or at the prompt.

With --schema, it prints the JSON Schema of such a file. Write that beside your files, and begin each of them with the line

  # yaml-language-server: $schema=answers.schema.json`,
		Example: `  assay assess apply harbor answers.yaml
  assay assess apply harbor answers.yaml --dry-run
  assay assess apply --schema > answers.schema.json`,
		Args: func(cmd *cobra.Command, args []string) error {
			if schema {
				return cobra.NoArgs(cmd, args)
			}
			return cobra.ExactArgs(2)(cmd, args)
		},
	}
	cmd.Flags().BoolVar(&schema, "schema", false, "print the JSON Schema of an answer file, and apply nothing")
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "list what the file would replace or remove, and write nothing")
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		if schema {
			return a.writeSchema(ctx, assessment.AnswerSchema(), "-")
		}
		settings, err := a.settings()
		if err != nil {
			return err
		}
		before, err := a.snapshot(ctx, args[0])
		if err != nil {
			return err
		}
		text, err := input.Read(args[1], input.Answers)
		if err != nil {
			return err
		}
		folder, err := os.OpenRoot(filepath.Dir(args[1]))
		if err != nil {
			return assessment.Errorf(assessment.Failed, "cannot read the folder of %s: %w", args[1], err)
		}
		defer folder.Close()
		answers := answerFile{name: args[1], text: text, evidence: input.Within(folder, input.Evidence), evaluator: a.flags.evaluator, login: settings.login, otherwise: a.work.Evaluator}
		return a.apply(ctx, answers, before, dryRun)
	})
	return cmd
}

// apply lists the losses, asks, and writes. When somebody
// changes the same items meanwhile, it lists and asks again.
func (a *app) apply(ctx context.Context, file answerFile, before assessment.Snapshot, dryRun bool) error {
	const most = 3
	for attempt := 1; ; attempt++ {
		ready, err := file.prepare(ctx, before, a.work)
		if err != nil {
			return err
		}
		losses, err := a.losses(ctx, ready)
		if err != nil {
			return err
		}
		for _, loss := range losses {
			a.say("%s", loss.String(before))
		}
		if dryRun {
			return a.applied(ready, losses, ready.after, true)
		}
		if err := a.allowPatientData(ctx, ready.patientData()); err != nil {
			return err
		}
		if err := a.allowLosses(ctx, losses); err != nil {
			return err
		}
		after := before
		if len(ready.entries) > 0 {
			after, err = ready.record(ctx, a.work.Store)
		}
		if assessment.CodeOf(err) == assessment.Conflict && attempt < most {
			a.say("%v; the file is compared with the answers again", err)
			if before, err = a.work.Store.Snapshot(ctx, before.Assessment); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return err
		}
		if len(ready.entries) > 0 {
			a.note("recorded in the name of %s, as %s", ready.by, ready.byWhom)
		}
		a.sayVoided(before, after)
		for _, entry := range ready.entries {
			if answered, is := entry.Change.(assessment.Answered); is {
				for _, text := range after.Unsupported(answered.Answer) {
					a.note("%s", text)
				}
			}
		}
		return a.applied(ready, losses, after, false)
	}
}

// losses lists everything that the answers replace or remove, with the person who
// recorded it.
func (a *app) losses(ctx context.Context, ready preparedAnswers) ([]wording.Loss, error) {
	losses := wording.Losses(ready.snapshot, ready.after)
	if len(losses) == 0 {
		return nil, nil
	}
	entries, err := a.work.History(ctx, ready.snapshot.Assessment)
	for n, loss := range losses {
		what := loss.What
		if what == "assurance" {
			what = "answer"
		}
		if e, found := history.Setting(entries, loss.Item, what, loss.Was); found {
			losses[n].By, losses[n].At = e.By, e.At
		}
	}
	return losses, err
}

// allowLosses asks before anything is replaced or removed.
func (a *app) allowLosses(ctx context.Context, losses []wording.Loss) error {
	if len(losses) == 0 {
		return nil
	}
	count := english.Count(len(losses), "thing")
	if !a.flags.yes && !isTerminal(a.stdin) {
		return usagef("add --yes to replace or remove what is listed, or --dry-run to list it alone", "the file would replace or remove %s: %s", count, nothingWritten)
	}
	yes, err := a.confirm(ctx, "Replace or remove "+count+"?")
	if err == nil && !yes {
		err = assessment.Errorf(assessment.Refused, "you kept what is recorded: %s", nothingWritten)
	}
	return err
}

// applied tells the number of events recorded, or to record, and the verdict after them.
func (a *app) applied(ready preparedAnswers, losses []wording.Loss, after assessment.Snapshot, dryRun bool) error {
	result := a.work.Judge(after)
	recorded, verb := len(ready.entries), "recorded for"
	if dryRun {
		recorded, verb = 0, "would be recorded for"
	}
	return a.show(struct {
		assessment.Result
		Recorded int            `json:"recorded"` // events that this call has written
		Events   int            `json:"events"`   // events that the file makes
		Replaced []wording.Loss `json:"replaced"`
	}{result, recorded, len(ready.entries), append([]wording.Loss{}, losses...)}, func() {
		if len(ready.entries) == 0 {
			a.say("everything in %s is recorded already", ready.name)
		}
		a.say("%s %s %s: %s, shown %s, coverage %s",
			english.Count(len(ready.entries), "event"), verb, after.Opened.Vendor.Name, result.Verdict, result.Shown, english.Percent(result.Coverage))
	})
}

// answerFile is a file of answers.
type answerFile struct {
	name      string // for messages
	text      []byte
	evidence  fs.FS  // the folder of the files that it names
	evaluator string // comes before the name in the file
	login     string // on a server; comes before all others
	otherwise string // comes after the name in the file
}

const nothingWritten = "nothing was written"

// preparedAnswers are the checked answers of a file, not yet written.
type preparedAnswers struct {
	answerFile
	snapshot assessment.Snapshot // before the answers
	after    assessment.Snapshot // with the answers
	entries  []assessment.Entry
	sources  map[string]string // the file of each evidence, by SHA-256
	by       string            // the author
	byWhom   string            // where the author is named
}

// prepare checks the answers against the assessment. Its error lists every
// mistake.
func (f answerFile) prepare(ctx context.Context, before assessment.Snapshot, work workspace.Workspace) (preparedAnswers, error) {
	p := preparedAnswers{answerFile: f}
	answers, err := assessment.ParseAnswers(f.text, work.Day(before), before.Zone())
	if err != nil {
		return p, mistakesIn(f.name, err, nothingWritten)
	}
	if f.login != "" && answers.Evaluator != "" && !assessment.SamePerson(answers.Evaluator, f.login) && !assessment.SamePerson(answers.Evaluator, f.otherwise) {
		return p, personFixed(f.login, "the evaluator "+answers.Evaluator+" of "+f.name)
	}
	p.by, p.byWhom = f.author(answers)
	if len(before.Hidden()) > 0 {
		// The file adds to the grades of the person who filled it in.
		work.Store.ReadBy(p.by)
		if before, err = work.Store.Snapshot(ctx, before.Assessment); err != nil {
			return p, err
		}
	}
	p.snapshot = before
	var mistakes, more yamldoc.Mistakes
	p.sources, mistakes = f.hashFiles(answers)
	plan, err := answers.Plan(before, work.NewID, work.Now().UnixMicro(), p.by)
	p.entries, p.after = plan.Entries, plan.After
	if err != nil && !errors.As(err, &more) {
		return p, err
	}
	if mistakes = append(mistakes, more...); len(mistakes) > 0 {
		mistakes.Sort()
		return p, &mistaken{f.name, mistakes, nothingWritten}
	}
	nameFiles(p.entries)
	return p, nil
}

// author decides in whose name the answers are recorded, and says where that name
// is from. The person who filled in the file comes before the settings; only the
// flag overrides it, and on a server the login.
func (f answerFile) author(answers *assessment.AnswerFile) (by, byWhom string) {
	flag := strings.TrimSpace(f.evaluator)
	switch {
	case f.login != "":
		return f.otherwise, "the login says"
	case flag != "" && answers.Evaluator != "" && flag != answers.Evaluator:
		return flag, "--evaluator says, and not of " + answers.Evaluator + ", whom " + f.name + " names"
	case flag != "":
		return flag, "--evaluator says"
	case answers.Evaluator != "":
		return answers.Evaluator, f.name + " says"
	}
	return f.otherwise, "the settings say"
}

// nameFiles takes the folder off the name of every evidence file. The folder
// exists only on the machine on which the answers were written.
func nameFiles(entries []assessment.Entry) {
	for _, entry := range entries {
		answered, is := entry.Change.(assessment.Answered)
		if !is {
			continue
		}
		for n, record := range answered.Answer.Evidence {
			if record.File != "" {
				answered.Answer.Evidence[n].File = path.Base(record.File)
			}
		}
	}
}

// hashFiles reads every file that the answers name, fills in its hash and size,
// and returns the files by hash. A file that cannot be read is a mistake, and so
// is a name that the journal would have to change.
func (f answerFile) hashFiles(answers *assessment.AnswerFile) (sources map[string]string, mistakes yamldoc.Mistakes) {
	sources = map[string]string{}
	mistake := func(name, text, hint string) {
		line, column := f.place(name)
		mistakes = append(mistakes, yamldoc.Mistake{Line: line, Column: column, Text: text, Hint: hint})
	}
	for _, name := range answers.Files() {
		if base := path.Base(name); hostile.Line(base) != base {
			mistake(name, fmt.Sprintf("the file name %q has control characters or runs of spaces, which are not kept", base), "give the file a plain name")
			continue
		}
		hash, size, err := f.hash(name)
		if err != nil {
			mistake(name, fmt.Sprintf("cannot read the evidence %q: %v", name, reason(err)), "files are named from the folder of the answers, and lie in it or below")
			continue
		}
		sources[hash] = name
		answers.SetFile(name, hash, size)
	}
	return sources, mistakes
}

func (f answerFile) hash(name string) (hash string, size int64, err error) {
	file, err := f.evidence.Open(name)
	if err != nil {
		return "", 0, err
	}
	return hashOf(file)
}

// place finds the line and column where the answers name a file.
func (f answerFile) place(name string) (line, column int) {
	escaped := strings.Trim(strconv.Quote(name), `"`)
	found := regexp.MustCompile(`file:\s*["']?(` + regexp.QuoteMeta(name) + "|" + regexp.QuoteMeta(escaped) + ")").FindIndex(f.text)
	if found == nil {
		return 1, 1
	}
	before := string(f.text[:found[0]])
	return 1 + strings.Count(before, "\n"), 1 + utf8.RuneCountInString(before[strings.LastIndex(before, "\n")+1:])
}

// record keeps the evidence and then writes all answers, or none.
func (p preparedAnswers) record(ctx context.Context, kept *store.Store) (assessment.Snapshot, error) {
	for _, hash := range p.filesToKeep() {
		if err := p.keepFile(ctx, kept, hash); err != nil {
			return p.snapshot, err
		}
	}
	return kept.Record(ctx, p.snapshot.Assessment, p.entries...)
}

// filesToKeep lists the evidence to copy, by hash. Evidence about named people is
// not copied.
func (p preparedAnswers) filesToKeep() []string {
	personal, ours := map[string]bool{}, map[string]bool{}
	for _, entry := range p.entries {
		answered, is := entry.Change.(assessment.Answered)
		if !is {
			continue
		}
		for _, record := range answered.Answer.Evidence {
			if p.sources[record.SHA256] == "" {
				continue
			}
			ours[record.SHA256] = true
			for id := range record.Kinds() {
				if kind := p.snapshot.Questionnaire.EvidenceKind(id); kind != nil && kind.Personal {
					personal[record.SHA256] = true
				}
			}
		}
	}
	maps.DeleteFunc(ours, func(hash string, _ bool) bool { return personal[hash] })
	return slices.Sorted(maps.Keys(ours))
}

func (p preparedAnswers) keepFile(ctx context.Context, kept *store.Store, hash string) error {
	name := p.sources[hash]
	file, err := p.evidence.Open(name)
	if err != nil {
		return assessment.Errorf(assessment.Failed, "cannot read the evidence %s: %w", name, reason(err))
	}
	return keepEvidence(ctx, kept, file, name, hash)
}
