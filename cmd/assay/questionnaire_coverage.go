package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"assay/questionnaire"
	"assay/questionnaire/citation"
	"assay/templates"
)

func (a *app) questionnaireCoverage() *cobra.Command {
	var gaps bool
	cmd := &cobra.Command{
		Use:   "coverage",
		Short: "List the items that cover each point of the sources and each provision of the law",
		Long: `List each point of the two source texts, and each provision of the rules, other law and guidance, with the items and help texts of the shipped
questionnaires that cover it.

An item covers a provision when it cites the provision or a paragraph of it. A provision is "within" when an item cites only the larger one that
contains it. A provision that no item covers is a gap. Some gaps do not bind a firm that places people.`,
		Example: `  assay questionnaire coverage
  assay questionnaire coverage --uncovered
  assay questionnaire coverage --json`,
		Args: cobra.NoArgs,
	}
	cmd.Flags().BoolVar(&gaps, "uncovered", false, "list only the gaps")
	cmd.RunE = a.does(func(context.Context, []string) error {
		rows, err := coverage()
		if err != nil {
			return err
		}
		shown := []questionnaire.Covered{}
		for _, row := range rows {
			if !gaps || row.Gap() {
				shown = append(shown, row)
			}
		}
		return a.show(shown, func() { a.showCoverage(rows, shown) })
	})
	return cmd
}

// coverage is the coverage of the shipped questionnaires.
func coverage() ([]questionnaire.Covered, error) {
	listings, err := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}).List()
	if err != nil {
		return nil, err
	}
	var books []*questionnaire.Questionnaire
	for _, l := range listings {
		if l.Err != nil {
			return nil, fmt.Errorf("%s: %w", l.File, l.Err)
		}
		books = append(books, l.Questionnaire)
	}
	points, err := questionnaire.ReadPoints(templates.Sources())
	if err != nil {
		return nil, err
	}
	return questionnaire.Coverage(books, points, citation.All()), nil
}

// share counts how much of something is covered.
type share struct{ all, covered, within int }

func (s share) String() string {
	text := fmt.Sprintf("%d of %d covered", s.covered, s.all)
	if s.within > 0 {
		text += fmt.Sprintf(", %d more within a cited one", s.within)
	}
	if gaps := s.all - s.covered - s.within; gaps > 0 {
		text += fmt.Sprintf(", %d not", gaps)
	}
	return text
}

// shareOf counts the rows that a condition selects.
func shareOf(rows []questionnaire.Covered, meant func(questionnaire.Covered) bool) (s share) {
	for _, row := range rows {
		if !meant(row) {
			continue
		}
		s.all++
		if len(row.CoveredBy) > 0 {
			s.covered++
		} else if len(row.Within) > 0 {
			s.within++
		}
	}
	return s
}

// showCoverage prints the selected rows by group. Each group says how much of it is
// covered, including the rows that are not printed.
func (a *app) showCoverage(all, shown []questionnaire.Covered) {
	p := a.out
	var groups []string
	members, titles := map[string][]questionnaire.Covered{}, map[string]string{}
	for _, row := range all {
		titles[row.Source] = row.Text
	}
	for _, row := range shown {
		if members[row.Group] == nil {
			groups = append(groups, row.Group)
		}
		members[row.Group] = append(members[row.Group], row)
	}
	for _, group := range groups {
		covered := shareOf(all, func(row questionnaire.Covered) bool { return row.Group == group })
		p.inked(bold, "", strings.TrimSpace(group+"  "+titles[group]))
		p.print("%s\n", p.paint(faint, covered.String()))
		margin := 0
		for _, row := range members[group] {
			margin = max(margin, ansi.StringWidth(placeOf(row))+2)
		}
		for _, row := range members[group] {
			a.showCovered(row, margin)
		}
		p.print("\n")
	}
	a.fields([][2]string{
		{"points of the sources", shareOf(all, func(row questionnaire.Covered) bool { return row.Status == "" }).String()},
		{"provisions", shareOf(all, func(row questionnaire.Covered) bool { return row.Status != "" }).String()},
	})
}

func (a *app) showCovered(row questionnaire.Covered, margin int) {
	name, text := a.out.paint(plain, placeOf(row)), strings.Join(row.CoveredBy, ", ")
	switch {
	case row.Gap():
		name, text = a.out.paint(red, placeOf(row)), "nothing: "+row.Text
	case text == "":
		name, text = a.out.paint(faint, placeOf(row)), "within: "+strings.Join(row.Within, ", ")
	}
	a.out.beside("  ", name, margin, text)
}

// placeOf is the point or the provision, without the words of the group's title. It
// cuts a long name, to leave room beside it.
func placeOf(row questionnaire.Covered) string {
	if rest, is := strings.CutPrefix(row.Source, row.Group); is && rest != "" {
		return rest
	}
	return ansi.Truncate(row.Source, 34, "…")
}
