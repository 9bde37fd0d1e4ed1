package main

import (
	"cmp"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/agenda"
	"assay/assessment/english"
	"assay/assessment/meeting"
)

func (a *app) assessAgenda() *cobra.Command {
	var minutes int
	var format, due string
	cmd := &cobra.Command{
		Use:   "agenda ASSESSMENT",
		Short: "Plan the meeting with the vendor, and the work outside it",
		Long: `Plan the meeting with the vendor for the minutes that it has. Only open questions that are asked live are on the agenda: first gates,
core scenarios, and facts that decide what else counts, then the rest by weight. What does not fit is listed. While a session runs, the
agenda is for the minutes that are left, with the time of each domain and the questions to skip.

The work outside the meeting follows: written answers, documents, public records and our own duties, with who does what by when. An open
action about an item ("assay action add") names its owner and its day; --due is the day for all others.

The agenda is for our own people: it says which questions are gates.`,
		Example: `  assay assess agenda harbor --minutes 60
  assay assess agenda harbor --minutes 60 --due 2026-12-01 --format markdown`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().IntVar(&minutes, "minutes", 0, "the minutes of the meeting (default: as long as its questions take)")
	cmd.Flags().StringVar(&due, "due", "", "the day by which the work outside the meeting is done, like 2026-12-01")
	cmd.Flags().StringVar(&format, "format", "table", "table, markdown or json")
	cmd.RunE = a.reads(func(_ context.Context, s assessment.Snapshot, _ []string) error {
		const most = 24 * 60
		if cmd.Flags().Changed("minutes") && (minutes < 1 || minutes > most) {
			return usagef("for example: --minutes 60", "a meeting has 1 to %d minutes, not %d", most, minutes)
		}
		by, err := a.day("--due", due, a.work.Day(s))
		if err != nil {
			return err
		}
		result := a.work.Judge(s)
		plan := agenda.Whole(meeting.Items{Now: &s, Result: &result, By: a.work.Evaluator}, minutes, by, a.work.Now().UnixMicro())
		switch {
		case a.flags.json || format == "json":
			return a.out.json(plan)
		case format == "table":
			a.showPlan(plan)
		case format == "markdown":
			a.agendaMarkdown(plan)
		default:
			return usagef("use table, markdown or json", "%q is not a format of the agenda", format)
		}
		return nil
	})
	return cmd
}

// agendaHead says what the agenda is about and how much fits.
func agendaHead(p agenda.Agenda) (about, words string) {
	about = english.Join(", ", "milestone "+string(p.Milestone), "as of "+p.AsOf.String())
	if p.Clock != nil {
		return about, p.Clock.Words()
	}
	return about, p.Words()
}

func (a *app) showPlan(p agenda.Agenda) {
	about, words := agendaHead(p)
	a.out.print("%s  %s\n%s\n", a.out.paint(bold, p.Vendor), a.out.paint(faint, about), words)
	if p.Clock != nil {
		rows := [][]cell{{{"time", faint}, {"planned", faint}, {"used", faint}, {"open", faint}}}
		for _, d := range p.Clock.Domains {
			rows = append(rows, []cell{{text: d.Domain + " " + d.Name}, {text: fmt.Sprint(d.Planned)}, {text: fmt.Sprint(d.Used)}, {text: fmt.Sprint(d.Open)}})
		}
		a.out.print("\n")
		a.out.table("  ", map[int]bool{1: true, 2: true, 3: true}, rows)
	}
	for _, part := range p.Parts() {
		a.out.print("\n%s\n", a.out.paint(bold, part.Words()))
		var rows [][]cell
		for _, point := range part.Points {
			rows = append(rows, []cell{{point.Item, faint}, {text: point.Title}, {text: cmp.Or(point.AskedOf, "anybody")}, {text: minutesWords(point.Minutes)}, {text: point.Why}})
		}
		a.out.table("  ", map[int]bool{3: true}, rows)
	}
	a.out.print("\n%s  %s\n", a.out.paint(bold, "Outside the meeting"), p.Desk.Words())
	for _, pile := range p.Desk.Ways() {
		a.out.print("\n%s\n", a.out.paint(bold, pile.Words()))
		var rows [][]cell
		for _, task := range pile.Tasks {
			in := plain
			if task.Overdue {
				in = red
			}
			rows = append(rows, []cell{{task.Item, faint}, {text: task.Title}, {text: task.Who}, {task.ByWords(), in}})
		}
		a.out.table("  ", nil, rows)
	}
}

func minutesWords(n int) string {
	if n == 0 {
		return "–"
	}
	return fmt.Sprintf("%d min", n)
}

// agendaMarkdown writes the agenda for a document, with the questions as they are asked.
func (a *app) agendaMarkdown(p agenda.Agenda) {
	about, words := agendaHead(p)
	a.out.print("# Agenda: %s\n\n%s.\n%s.\n", markdown(p.Vendor), markdown(english.Capital(about)), markdown(english.Capital(words)))
	for _, part := range p.Parts() {
		a.out.print("\n## %s\n\n", markdown(part.Words()))
		for n, point := range part.Points {
			lead := fmt.Sprintf("%d.", n+1)
			if part.Heading == agenda.Not {
				lead = "-"
			}
			facts := english.Join(", ", cmp.Or(point.AskedOf, "anybody"), minutesWords(point.Minutes), point.Why)
			a.out.print("%s **%s %s** (%s): %s\n", lead, markdown(point.Item), markdown(point.Title), markdown(facts), markdown(point.Ask))
		}
	}
	for _, pile := range p.Desk.Ways() {
		a.out.print("\n## %s\n\n", markdown(pile.Words()))
		rows := [][]cell{{{text: "item"}, {text: "what"}, {text: "who"}, {text: "by"}}}
		for _, task := range pile.Tasks {
			rows = append(rows, []cell{{text: task.Item + " " + task.Title}, {text: task.What}, {text: task.Who}, {text: task.ByWords()}})
		}
		var table markdownPage
		table.table(rows, 4)
		a.out.print("%s", table.String())
	}
}
