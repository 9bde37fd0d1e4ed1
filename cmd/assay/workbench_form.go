package main

import (
	"context"
	"strings"

	"assay/assessment/english"
	"assay/assessment/form"
	"assay/assessment/store"
	"assay/report/handout"
	"assay/tui"
)

// asksVendor writes forms for vendors onto a shelf, and records that they were asked, for
// the workbench. It prints nothing, since the screen belongs to the workbench.
func (a *app) asksVendor(to shelf) func(ctx context.Context, order tui.FormOrder) (tui.Form, error) {
	return func(ctx context.Context, order tui.FormOrder) (tui.Form, error) { return a.askVendor(ctx, order, to) }
}

func (a *app) askVendor(ctx context.Context, order tui.FormOrder, to shelf) (tui.Form, error) {
	var done tui.Form
	before, err := a.work.Store.Snapshot(ctx, order.Assessment)
	if err != nil {
		return done, err
	}
	settings, err := a.settings()
	if err != nil {
		return done, err
	}
	name, ending := fileName(before.Opened.Title())+"-questions", "."+order.Format
	if done.Path, err = to.place(order.Path, order.Over, name, ending); err != nil {
		return done, err
	}
	made, err := formOf(before, asking{
		id: newForm(), format: handout.Format(order.Format), part: form.Part(order.Part), milestone: before.Milestone, made: a.work.Day(before), due: order.Due,
		from: settings.organisation, contact: order.By, paper: settings.paper,
	})
	if err != nil {
		return done, err
	}
	entry := a.work.Entry(made.asked)
	entry.By = order.By
	if _, err := before.Admit(entry); err != nil {
		return done, err
	}
	if err := to.put(done.Path, made.file, order.Over); err != nil {
		return done, err
	}
	if _, err := a.work.Store.Record(ctx, before.Assessment, entry); err != nil {
		if !order.Over {
			to.remove(done.Path)
		}
		return done, err
	}
	a.noteCopy(ctx, store.CopyExport, to.path(done.Path), before.Assessment)
	done.Holds = made.holds()
	return done, nil
}

// holds counts the content of a form.
func (f madeForm) holds() string {
	var parts []string
	for _, count := range []struct {
		n    int
		noun string
	}{{f.questions, "question"}, {f.documents, "document"}, {f.points, "open point"}} {
		if count.n > 0 {
			parts = append(parts, english.Count(count.n, count.noun))
		}
	}
	return strings.Join(parts, ", ")
}
