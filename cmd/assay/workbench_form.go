package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/form"
	"assay/assessment/store"
	"assay/report/handout"
	"assay/tui"
)

// askVendor writes a form for a vendor, and records that it was asked, for the workbench.
// It prints nothing, since the screen belongs to the workbench.
func (a *app) askVendor(ctx context.Context, order tui.FormOrder) (tui.Form, error) {
	var done tui.Form
	before, err := a.work.Store.Snapshot(ctx, order.Assessment)
	if err != nil {
		return done, err
	}
	settings, err := a.settings()
	if err != nil {
		return done, err
	}
	if done.Path, err = whereToAsk(order, before); err != nil {
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
	there := exists(done.Path)
	if err := writeFile(done.Path, made.file, modeAt(done.Path)); err != nil {
		return done, err
	}
	if _, err := a.work.Store.Record(ctx, before.Assessment, entry); err != nil {
		if !there {
			_ = os.Remove(done.Path) // the error that matters is the other one
		}
		return done, err
	}
	a.noteCopy(ctx, store.CopyExport, done.Path, before.Assessment)
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

// whereToAsk is the whole path of a form. A folder gets a file of its own name, and no
// other file is written over unless the order says so.
func whereToAsk(order tui.FormOrder, s assessment.Snapshot) (string, error) {
	path, ending := absolute(order.Path), "."+order.Format
	if there, err := os.Stat(path); err == nil && there.IsDir() {
		return absolute(freeName(filepath.Join(path, fileName(s.Opened.Title())+"-questions"), ending)), nil
	}
	if filepath.Ext(path) == "" {
		path += ending
	}
	if exists(path) && !order.Over {
		return "", assessment.Errorf(assessment.Conflict, "%s exists", path).Because(assessment.FileExists)
	}
	return path, nil
}
