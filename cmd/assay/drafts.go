package main

import (
	"fmt"

	"assay/assessment/english"
	"assay/assessment/workspace/draft"
)

// drafts is the folder of what people are typing.
func (a *app) drafts() draft.Folder { return draft.Folder{Path: a.folders.drafts, Now: a.now} }

// examineDrafts removes the drafts that must go, and counts the others. It also
// removes the copies of files that were opened earlier.
func (a *app) examineDrafts(c *checkup) {
	count, err := a.drafts().Sweep()
	if err != nil {
		c.warn("drafts", "see who owns "+a.folders.drafts, "some drafts cannot be read or removed: %v", err)
	}
	if err := a.lent().Sweep(); err != nil {
		c.warn("opened evidence", "see who owns "+a.folders.lent, "a copy of a file that was opened cannot be removed: %v", err)
	}
	c.Drafts = count
	if n := count.PatientData; n > 0 {
		c.warn("drafts", "open the workbench, and save or discard what it offers; otherwise each is removed a day after it was typed",
			"%s like patient data", english.Count(n, "draft looks", "drafts look"))
	}
}

// draftWords says how many drafts there are.
func draftWords(c draft.Count) string {
	if c.Drafts+c.Removed == 0 {
		return "no drafts"
	}
	words := english.Count(c.Drafts, "draft", "drafts")
	if c.Removed > 0 {
		words += fmt.Sprintf("; %d too old and removed", c.Removed)
	}
	return words
}
