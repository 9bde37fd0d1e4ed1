package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
	"assay/questionnaire/yamldoc"
)

func (a *app) assessApply() *cobra.Command {
	return &cobra.Command{
		Use:   "apply ASSESSMENT FILE",
		Short: "Answer many items at once, from a file",
		Long: `Answer many items at once, from a file. All or nothing: one bad line, and nothing is written; every bad line is reported.

Evidence that the file names with "file:" is read from the folder of the file and below, hashed and kept. Kinds of
evidence about named people are hashed only: the file itself stays where it is.`,
		Example: `  assay assess apply harbor answers.yaml`,
		Args:    cobra.ExactArgs(2),
		RunE: a.does(func(ctx context.Context, args []string) error {
			settings, err := a.settings()
			if err != nil {
				return err
			}
			before, err := a.snapshot(ctx, args[0])
			if err != nil {
				return err
			}
			text, err := readInput(args[1])
			if err != nil {
				return err
			}
			folder, err := os.OpenRoot(filepath.Dir(args[1]))
			if err != nil {
				return assessment.Errorf(assessment.Failed, "", "cannot read the folder of %s: %w", args[1], err)
			}
			defer folder.Close()
			answers := answerFile{name: args[1], text: text, evidence: folder.FS(), evaluator: settings.evaluator}
			after, err := answers.apply(ctx, a.kept, before, a.now())
			if err != nil {
				return err
			}
			return a.applied(before, after, a.kept.Today())
		}),
	}
}

func (a *app) applied(before, after assessment.Snapshot, today assessment.Date) error {
	result := assessment.Evaluate(after, today, after.Milestone, questionnaire.Current)
	if a.flags.json {
		return a.out.json(result)
	}
	a.say("%s recorded for %s: %s, shown %s, answered %s",
		count(int(after.Seq-before.Seq), "event"), after.Opened.Vendor.Name, result.Verdict, result.Shown, percent(result.Coverage))
	return nil
}

// answerFile is a file of answers on its way into an assessment.
type answerFile struct {
	name      string // as in messages
	text      []byte
	evidence  fs.FS  // where the files lie that it names
	evaluator string // who answers, if not whom the file names
}

const nothingWritten = "nothing was written"

// apply records the answers: all, or none.
func (f answerFile) apply(ctx context.Context, kept *store.Store, before assessment.Snapshot, now time.Time) (assessment.Snapshot, error) {
	zone, err := time.LoadLocation(before.Opened.TimeZone)
	if err != nil {
		zone = time.UTC
	}
	answers, err := assessment.ParseAnswers(f.text, assessment.DateOf(now, zone), zone)
	if err != nil {
		return before, mistakesIn(f.name, err, nothingWritten)
	}
	hashes, mistakes := f.hashFiles(answers)
	entries, err := answers.Admit(before, newID, now.UnixMicro(), f.evaluator)
	var more yamldoc.Mistakes
	if err != nil && !errors.As(err, &more) {
		return before, err
	}
	if mistakes = append(mistakes, more...); len(mistakes) > 0 {
		mistakes.Sort()
		return before, &mistaken{f.name, mistakes, nothingWritten}
	}
	if err := f.keepFiles(ctx, kept, before, entries, hashes); err != nil {
		return before, err
	}
	return kept.Record(ctx, before.Assessment, entries...)
}

// hashFiles reads every file that the answers name, and tells them its hash
// and size. One that cannot be read is a mistake of the file.
func (f answerFile) hashFiles(answers *assessment.AnswerFile) (hashes map[string]string, missing yamldoc.Mistakes) {
	hashes = map[string]string{}
	for _, name := range answers.Files() {
		hash, size, err := f.hash(name)
		if err != nil {
			line, column := f.place(name)
			missing = append(missing, yamldoc.Mistake{
				Line: line, Column: column, Text: fmt.Sprintf("cannot read the evidence %q: %v", name, reason(err)),
				Hint: "files are named from the folder of the answers, and lie in it or below",
			})
			continue
		}
		hashes[name] = hash
		answers.SetFile(name, hash, size)
	}
	return hashes, missing
}

func (f answerFile) hash(name string) (hash string, size int64, err error) {
	file, err := f.evidence.Open(name)
	if err != nil {
		return "", 0, err
	}
	defer file.Close()
	digest := sha256.New()
	size, err = io.Copy(digest, file)
	return hex.EncodeToString(digest.Sum(nil)), size, err
}

// place is where the answers name a file.
func (f answerFile) place(name string) (line, column int) {
	found := regexp.MustCompile(`file:\s*["']?` + regexp.QuoteMeta(name)).FindIndex(f.text)
	if found == nil {
		return 1, 1
	}
	line, column = 1, 1
	for _, c := range string(f.text[:found[0]]) {
		column++
		if c == '\n' {
			line, column = line+1, 1
		}
	}
	return line, column
}

// keepFiles stores the evidence before the events that name it. What is about
// named people is kept by reference only.
func (f answerFile) keepFiles(ctx context.Context, kept *store.Store, s assessment.Snapshot, entries []assessment.Entry, hashes map[string]string) error {
	personal, ours := map[string]bool{}, map[string]bool{}
	for _, entry := range entries {
		answered, is := entry.Change.(assessment.Answered)
		if !is {
			continue
		}
		for _, record := range answered.Answer.Evidence {
			kind := s.Questionnaire.EvidenceKind(record.Kind)
			switch {
			case hashes[record.File] == "":
			case kind != nil && kind.Personal:
				personal[record.SHA256] = true
			default:
				ours[record.File] = true
			}
		}
	}
	for name := range ours {
		if personal[hashes[name]] {
			continue
		}
		file, err := f.evidence.Open(name)
		if err != nil {
			return assessment.Errorf(assessment.Failed, "", "cannot read the evidence %s: %w", name, reason(err))
		}
		hash, _, err := kept.PutFile(ctx, file)
		err = firstError(err, file.Close())
		if err == nil && hash != hashes[name] {
			err = errors.New("the evidence " + name + " changed while it was read")
		}
		if err != nil {
			return err
		}
	}
	return nil
}
