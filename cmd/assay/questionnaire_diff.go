package main

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"assay/assessment/wording"
	"assay/report/handout"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/input"
	"assay/questionnaire"
)

func (a *app) questionnaireDiff() *cobra.Command {
	var on string
	cmd := &cobra.Command{
		Use:   "diff QUESTIONNAIRE [QUESTIONNAIRE]",
		Short: "List the differences between two questionnaires",
		Long: `List the differences between two questionnaires. With --on, also show how an assessment would change under the second one.

Name a questionnaire by its id, by its file, or by the first eight or more characters of its hash if an assessment in the database uses it. With
--on you can name just one; the other is then the questionnaire of the assessment. The command changes nothing, and a difference is no error.`,
		Example: `  assay questionnaire diff hipaa-staffing our-vendors.yaml
  assay questionnaire diff hipaa-staffing --on harbor`,
		Args: cobra.RangeArgs(1, 2),
	}
	cmd.Flags().StringVar(&on, "on", "", "also show how this `ASSESSMENT` would change under the second one")
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		if len(args) == 1 && on == "" {
			return usagef("name two, or an assessment with --on", "one questionnaire has nothing to differ from")
		}
		var books []*questionnaire.Questionnaire
		var j judged
		if on != "" {
			var err error
			if j, err = a.judge(ctx, on, standpoint{view: string(questionnaire.Current)}); err != nil {
				return err
			}
			if len(args) == 1 {
				books = append(books, j.Questionnaire)
			}
		}
		for _, ref := range args {
			q, err := a.edition(ctx, ref)
			if err != nil {
				return err
			}
			books = append(books, q)
		}
		found := difference{Difference: questionnaire.Diff(books[0], books[1])}
		if on != "" {
			carried := assessment.CarryOver(j.Snapshot, books[1], j.asOf, j.view)
			found.On = &carried
		}
		return a.show(found, func() {
			a.showDifference(found.Difference, books[0], books[1])
			if found.On != nil {
				a.showCarried(*found.On)
			}
		})
	})
	return cmd
}

// difference is the JSON output of the command.
type difference struct {
	questionnaire.Difference
	On *assessment.Carried `json:"on,omitempty"`
}

var hashPrefix = regexp.MustCompile(`^[0-9a-f]{8,64}$`)

// edition finds a questionnaire by id, by file, or by the beginning of its hash.
func (a *app) edition(ctx context.Context, ref string) (*questionnaire.Questionnaire, error) {
	if ext := filepath.Ext(ref); ext == ".yaml" || ext == ".yml" || strings.ContainsRune(ref, filepath.Separator) {
		text, err := input.Read(ref, input.Questionnaire)
		if err != nil {
			return nil, err
		}
		q, err := a.work.Library.Parse(bytes.NewReader(text))
		return q, mistakesIn(ref, err, "it cannot be compared")
	}
	q, err := a.questionnaire(ref)
	if assessment.CodeOf(err) != assessment.NotFound || !hashPrefix.MatchString(ref) {
		return q, err
	}
	kept, err := a.existing(ctx)
	if err != nil {
		return nil, err
	}
	return kept.FindQuestionnaire(ctx, ref)
}

func (a *app) showDifference(d questionnaire.Difference, from, to *questionnaire.Questionnaire) {
	p := a.out
	p.inked(bold, "", editionText(d.From)+" → "+editionText(d.To))
	if d.None() {
		text := "no difference"
		if d.From.Hash != d.To.Hash {
			text += " but in id or version"
		}
		p.print("\n%s\n", text)
		return
	}
	p.inked(faint, "", summary(d))
	for _, chapter := range chapters(d, from, to) {
		if len(chapter.blocks) == 0 {
			continue
		}
		p.print("\n%s %s\n", p.paint(bold, chapter.title), p.paint(faint, fmt.Sprint(len(chapter.blocks))))
		for _, block := range chapter.blocks {
			a.showBlock(block)
		}
	}
}

func editionText(e questionnaire.Edition) string {
	return fmt.Sprintf("%s %s (%s)", e.ID, e.Version, wording.Short(e.Hash))
}

// summary counts the changes of the items.
func summary(d questionnaire.Difference) string {
	n := map[questionnaire.Alteration]int{}
	moved, scored := 0, 0
	for _, item := range d.Items {
		n[item.How]++
		moved += min(1, len(item.Only(questionnaire.MovesMilestone)))
		scored += min(1, len(item.Only(questionnaire.MovesScore)))
	}
	var parts []string
	for _, part := range []struct {
		n    int
		word string
	}{
		{n[questionnaire.Added], "added"},
		{n[questionnaire.Removed], "removed"},
		{n[questionnaire.Renamed], "renamed"},
		{n[questionnaire.Changed], "changed"},
		{moved, "at another milestone"},
		{scored, "scored otherwise"},
	} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.word))
		}
	}
	if len(parts) == 0 {
		return "no item differs"
	}
	return "items: " + strings.Join(parts, ", ")
}

// chapter is a group of differences of one kind.
type chapter struct {
	title  string
	blocks []block
}

// block is one part that differs, with its changes that belong to the chapter.
type block struct {
	id, text string
	changes  []questionnaire.Change
}

func chapters(d questionnaire.Difference, from, to *questionnaire.Questionnaire) []chapter {
	scored := onlyBlock("scoring", "factors, bands and other figures", d.Document, questionnaire.MovesScore)
	for _, list := range [][]questionnaire.Altered{d.Domains, d.Items, d.Evidence, d.Overlays} {
		scored = append(scored, changedBlocks(list, questionnaire.MovesScore)...)
	}
	words := onlyBlock("", "", d.Document, questionnaire.MovesNothing)
	return []chapter{
		{"Items added", wholeBlocks(d.Items, questionnaire.Added, to)},
		{"Items removed", wholeBlocks(d.Items, questionnaire.Removed, from)},
		{"Items renamed", renamedBlocks(d.Items)},
		{"At another milestone", changedBlocks(d.Items, questionnaire.MovesMilestone)},
		{"What moves a score", scored},
		{"Items in other words", changedBlocks(d.Items, questionnaire.MovesNothing)},
		{"Domains", restBlocks(d.Domains)},
		{"Evidence kinds", restBlocks(d.Evidence)},
		{"Help texts", restBlocks(d.Glossary)},
		{"Under the proposed rules", restBlocks(d.Overlays)},
		{"The questionnaire as a whole", words},
	}
}

// onlyBlock makes one block of the changes with an effect, or none.
func onlyBlock(id, text string, changes []questionnaire.Change, effect questionnaire.Effect) []block {
	all := questionnaire.Altered{Changes: changes}
	if changes := all.Only(effect); len(changes) > 0 {
		return []block{{id, text, changes}}
	}
	return nil
}

// changedBlocks makes a block for each part that has changes with an effect.
func changedBlocks(list []questionnaire.Altered, effect questionnaire.Effect) (blocks []block) {
	for _, one := range list {
		changes := slices.DeleteFunc(one.Only(effect), func(c questionnaire.Change) bool {
			return c.Key == "was" && one.How == questionnaire.Renamed // already in the heading
		})
		if len(changes) > 0 {
			blocks = append(blocks, block{one.ID, one.Name, changes})
		}
	}
	return blocks
}

// wholeBlocks makes a block for each item that is only in one questionnaire.
func wholeBlocks(list []questionnaire.Altered, how questionnaire.Alteration, q *questionnaire.Questionnaire) (blocks []block) {
	for _, one := range list {
		if one.How == how {
			blocks = append(blocks, block{id: one.ID, text: one.Name + " · " + handout.InternalCopy{Questionnaire: q}.Kind(q.Item(one.ID))})
		}
	}
	return blocks
}

func renamedBlocks(list []questionnaire.Altered) (blocks []block) {
	for _, one := range list {
		if one.How == questionnaire.Renamed {
			blocks = append(blocks, block{id: one.ID, text: one.Name + " · was " + one.Was})
		}
	}
	return blocks
}

// restBlocks makes the blocks of all changes that move no score.
func restBlocks(list []questionnaire.Altered) (blocks []block) {
	for _, one := range list {
		changes := one.Only(questionnaire.MovesNothing)
		switch {
		case one.How != questionnaire.Changed:
			blocks = append(blocks, block{one.ID, one.Name + " · " + string(one.How), changes})
		case len(changes) > 0:
			blocks = append(blocks, block{one.ID, one.Name, changes})
		}
	}
	return blocks
}

func (a *app) showBlock(b block) {
	if b.id != "" {
		a.out.beside("  ", a.out.paint(bold, b.id), max(idColumn, ansi.StringWidth(b.id)+2), b.text)
	}
	margin := 0
	for _, change := range b.changes {
		margin = max(margin, ansi.StringWidth(change.Key)+2)
	}
	key := ""
	for _, change := range gathered(b.changes) {
		name := change.Key
		if name == key {
			name = "" // another entry of the same list
		}
		key = change.Key
		a.showChange(a.out.paint(faint, name), margin, change)
	}
}

// gathered joins the ids that left a list, or joined it, into one change.
func gathered(changes []questionnaire.Change) (all []questionnaire.Change) {
	for _, change := range changes {
		if n := len(all) - 1; n >= 0 && all[n].Key == change.Key && !strings.Contains(change.Old+change.New, " ") {
			last := &all[n]
			switch {
			case last.New == "" && change.New == "":
				last.Old += ", " + change.Old
				continue
			case last.Old == "" && change.Old == "":
				last.New += ", " + change.New
				continue
			}
		}
		all = append(all, change)
	}
	return all
}

// showChange prints old and new on one line if there is room, otherwise on two.
func (a *app) showChange(name painted, margin int, c questionnaire.Change) {
	const indent = "    "
	both := c.Old + " → " + c.New
	if c.Old != "" && c.New != "" && ansi.StringWidth(both) <= a.out.width()-len(indent)-margin {
		a.out.beside(indent, name, margin, both)
		return
	}
	for _, side := range []struct {
		sign painted
		text string
	}{{a.out.paint(red, "−"), c.Old}, {a.out.paint(green, "+"), c.New}} {
		if side.text == "" {
			continue
		}
		room := strings.Repeat(" ", max(0, margin-ansi.StringWidth(string(name))))
		a.out.beside(indent, name+painted(room)+side.sign, margin+2, side.text)
		name = ""
	}
}

func (a *app) showCarried(c assessment.Carried) {
	p := a.out
	p.print("\n%s\n", p.paint(bold, c.About+" under the other questionnaire"))
	p.print("%s\n\n", p.paint(faint, fmt.Sprintf("for %s, as of %s, by %s", c.Milestone, c.AsOf, c.View.Words())))
	a.showJudgments(c)
	fates := map[assessment.Fate][]assessment.CarriedItem{}
	for _, item := range c.Items {
		fates[item.Fate] = append(fates[item.Fate], item)
	}
	p.print("\n  %s would stay unchanged\n", english.Count(len(fates[assessment.Stays]), "record"))
	for _, item := range fates[assessment.Stays] {
		if item.Was != "" {
			a.showCarriedItem(item)
		}
	}
	for _, fate := range []struct {
		fate assessment.Fate
		text string
	}{
		{assessment.AskAgain, "to be re-verified, until then only claimed: the question is another one"},
		{assessment.Lost, "lost: the item is gone, or is not asked any more"},
		{assessment.ToAsk, "not asked yet"},
	} {
		if items := fates[fate.fate]; len(items) > 0 {
			p.print("\n  %d %s\n", len(items), fate.text)
			for _, item := range items {
				a.showCarriedItem(item)
			}
		}
	}
	p.print("\n")
	p.prose("", fmt.Sprintf("Nothing was changed: the assessment keeps its questionnaire, %s %s.", c.From.ID, c.From.Version))
}

func (a *app) showCarriedItem(item assessment.CarriedItem) {
	text := item.Title
	if item.Was != "" {
		text += " · was " + item.Was
	}
	if len(item.Because) > 0 {
		text += " · " + strings.Join(item.Because, ", ")
	}
	a.out.beside("    ", a.out.paint(faint, item.Item), max(idColumn, ansi.StringWidth(item.Item)+2), text)
}

// showJudgments prints the judgments side by side.
func (a *app) showJudgments(c assessment.Carried) {
	all := []assessment.Judgment{c.Before, c.After, c.Until}
	rows := [][]cell{heading("", "now", "after", "until re-verified")}
	add := func(name string, of func(assessment.Judgment) cell) {
		row := []cell{{name, faint}}
		for _, judgment := range all {
			row = append(row, of(judgment))
		}
		rows = append(rows, row)
	}
	add("verdict", func(j assessment.Judgment) cell { return cell{string(j.Verdict), verdictInk(j.Verdict)} })
	add("shown", func(j assessment.Judgment) cell { return cell{text: j.Shown.String()} })
	add("claimed", func(j assessment.Judgment) cell { return cell{text: j.Claimed.String()} })
	add("coverage", func(j assessment.Judgment) cell { return cell{text: english.Percent(j.Coverage)} })
	add("open gates", func(j assessment.Judgment) cell { return cell{text: fmt.Sprint(len(j.OpenGates))} })
	a.out.table("  ", nil, rows)
	for _, gates := range []struct {
		text string
		ids  []string
	}{
		{"gates that would open", without(c.After.OpenGates, c.Before.OpenGates)},
		{"gates that would close", without(c.Before.OpenGates, c.After.OpenGates)},
	} {
		if len(gates.ids) > 0 {
			a.out.print("\n")
			a.out.beside("  ", a.out.paint(faint, gates.text), 24, strings.Join(gates.ids, ", "))
		}
	}
}

func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(id string) bool { return slices.Contains(other, id) })
}
