package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/workspace/draft"
	"assay/assessment/workspace/exchange"
	"assay/tui"
)

// forPerson is the program as it works for one person over SSH. The people at one server
// share the connections of the store, the library and the configuration. Everything that somebody changes is their own, and nothing is printed.
func (a *app) forPerson(name string) *app {
	settings, nowhere := *a.loaded, func() *printer { return &printer{to: bufio.NewWriter(io.Discard)} }
	settings.evaluator = name
	own := &app{world: a.world, flags: a.flags, folders: a.folders, begun: true, running: a.running, out: nowhere(), talk: nowhere(), loaded: &settings, work: a.work}
	own.work.Store, own.work.Evaluator = a.work.Store.As(name), name
	return own
}

// servedBench is the workbench of a person who is connected over SSH. It offers nothing
// that the server would do with its own account for the person: no editor, no desktop, no
// key that signs. Files come and go through the folder of the person.
func (a *app) servedBench(who assessment.Account) (tui.Bench, error) {
	if who.ID == "" || who.ID != filepath.Base(who.ID) || !filepath.IsLocal(who.ID) {
		return tui.Bench{}, errors.New("the id of the person is no name of a folder")
	}
	own := a.forPerson(who.Name)
	drafts := a.draftsOf(who.ID)
	_, _ = drafts.Sweep() // those that are too old; a draft that cannot be read is none
	files := a.exchange().Of(who.ID)
	shelf := passage{files}
	return tui.Bench{
		Workspace: own.work, Drafts: drafts, Mouse: own.loaded.mouse,
		Exchange: &files, Places: own.hiddenPlaces(),
		Documents: documentsOf(&documents{app: own, shelf: shelf}), AskVendor: own.asksVendor(shelf), TakeIn: own.takesIn(&files),
		CrashLog: own.keepServedCrash, Around: a.around,
	}, nil
}

// exchange are the folders through which the files of people over SSH come and go.
func (a *app) exchange() exchange.Folders {
	return exchange.Folders{Path: filepath.Join(a.folders.served, servedFiles), Now: a.now}
}

// draftsOf is the folder of the drafts of a person over SSH, by the id of the account.
func (a *app) draftsOf(account string) draft.Folder {
	return draft.Folder{Path: filepath.Join(a.folders.served, servedDrafts, account), Now: a.now}
}

// hiddenPlaces are the places on this computer, with the words that stand for them on the
// screen of somebody who is not at it.
func (a *app) hiddenPlaces() []tui.Place {
	kept := a.work.Store
	all := []tui.Place{
		{Path: kept.Path(), Name: "the database"},
		{Path: a.loaded.path, Name: "the database"},
		{Path: a.loaded.shown, Name: "the database"},
		{Path: kept.EvidenceFolder(), Name: "the evidence files"},
		{Path: store.BackupsFolder(kept.Path()), Name: "the copies of the database"},
		{Path: a.folders.crashes, Name: "the logs of the server"},
		{Path: filepath.Join(a.folders.served, servedDrafts), Name: "your drafts"},
		{Path: filepath.Join(a.folders.served, servedFiles), Name: "your folder"},
		{Path: a.folders.served, Name: "the folders of the server"},
		{Path: os.TempDir(), Name: "a folder of the server"},
	}
	for _, p := range a.places() {
		all = append(all, tui.Place{Path: p.Path, Name: p.What + " on the server"})
	}
	here, _ := os.Getwd() // what cannot be found is named by nothing
	home, _ := os.UserHomeDir()
	for _, folder := range []string{here, home} {
		if folder != filepath.Dir(folder) { // the root would hide every word with a stroke
			all = append(all, tui.Place{Path: folder, Name: "a folder of the server"})
		}
	}
	return all
}

// The folders that hold a folder for each person, in the one for people over SSH.
const (
	servedDrafts = "drafts"
	servedFiles  = "files"
)
