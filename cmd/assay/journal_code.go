package main

import (
	"context"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/wording"
)

// codeCheck is the result of comparing a sound journal with the code of a receipt.
type codeCheck struct {
	store.JournalCheck
	Code  assessment.HeadCode `json:"code"`
	Holds bool                `json:"holds"`
	Since int64               `json:"since"` // events after the one that the code names
}

// verifyCode says whether a sound journal still holds the head of a code.
func (a *app) verifyCode(ctx context.Context, j namedJournal, c store.JournalCheck, text string) error {
	code, err := assessment.ParseHeadCode(text)
	if err != nil {
		return err
	}
	head, err := a.work.Store.HeadOfCode(ctx, j.JournalRef, code)
	if err != nil && assessment.CodeOf(err) != assessment.Unproven {
		return err
	}
	check := codeCheck{c, code, err == nil, 0}
	if check.Holds {
		check.Since = int64(c.Events) - code.Seq
	}
	shown := a.show(check, func() {
		if check.Holds {
			a.out.print("%s  %s holds the head of the code: event %d, %s; %s since\n", a.out.paint(green, "sound"), j.name, code.Seq, head, wording.Events(int(check.Since), 0))
		}
	})
	if shown != nil {
		return shown
	}
	return err
}
