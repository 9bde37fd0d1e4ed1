package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"assay/assessment"
)

// hinted is an error of the command line itself, with the way to go on.
type hinted struct {
	error
	hint string
}

// Unwrap is the error without its hint.
func (h hinted) Unwrap() error { return h.error }

// failf makes an error with a hint.
func failf(code assessment.Code, hint, format string, args ...any) error {
	return hinted{assessment.Errorf(code, format, args...), hint}
}

// usagef makes an error about how the command was called.
func usagef(hint, format string, args ...any) error {
	return failf(assessment.Usage, hint, format, args...)
}

// hintOf says how to go on after an error, or nothing.
func hintOf(err error) string {
	var own hinted
	var known *assessment.Error
	switch {
	case errors.As(err, &own):
		return own.hint
	case errors.As(err, &known):
		if hint := hintFor(known.Case, known.About); hint != "" {
			return hint
		}
		return hintForCode(known.Code)
	}
	return ""
}

// hintFor says which flag or command to use in a case.
func hintFor(c assessment.Case, about []string) string {
	list := strings.Join(about, "; ")
	switch c {
	case assessment.NoEvaluator:
		return "name yourself with --evaluator, ASSAY_EVALUATOR, or evaluator: in the configuration"
	case assessment.ReasonMissing:
		return "add --reason"
	case assessment.SubjectMissing:
		return "add --subject; for a person, the roster reference is enough"
	case assessment.NoSuchItem:
		if len(about) > 1 {
			return "did you mean " + about[1] + "?"
		}
		return fmt.Sprintf("`assay questionnaire show %s` lists all", list)
	case assessment.NameFitsNone:
		if list == "" {
			return "there is none yet"
		}
		return "choose from: " + list
	case assessment.NameFitsSeveral:
		return "it could be: " + list
	case assessment.NoAssessment:
		return "`assay assess list` lists all"
	case assessment.NoVendor:
		return "`assay vendor list` lists all, `assay vendor add` adds one"
	case assessment.NoRFP:
		return "`assay rfp list` lists all, `assay rfp add` adds one"
	case assessment.NothingInCommon:
		return "`assay assess list` shows the questionnaire of each"
	case assessment.AnswerChanged:
		return "`assay assess show` shows the new answer; then answer again"
	case assessment.AssessmentChanged:
		return "`assay assess score` and `assay compare` show the change; then try again"
	case assessment.SetAsideByHand:
		return fmt.Sprintf("answer %s with `assay assess apply`, then move on", list)
	case assessment.SessionRunning:
		return "end it in the workbench first"
	case assessment.FlagOfAction:
		return fmt.Sprintf("close it with `assay action close ASSESSMENT %s`", list)
	case assessment.VendorBlocked:
		return "`assay assess explain` shows what blocks; close it, waive it, or decide remediate or decline"
	case assessment.ActionMissing:
		return "add one with `assay action add`; --cause names the cause"
	case assessment.ChosenBlocked:
		return fmt.Sprintf("`assay assess explain %q` shows what blocks; close it, or choose another with --to", list)
	case assessment.ChosenRejected:
		return fmt.Sprintf("decide anew with `assay assess decide %q`, or choose another with --to", list)
	case assessment.WhyNotMissing:
		return fmt.Sprintf("add --why %q", list+"=REASON")
	case assessment.RulesOfRFP:
		return fmt.Sprintf("change them for all with `assay rfp rules %q`", list)
	case assessment.RFPFixesRules:
		return "leave --questionnaire and --milestone away"
	case assessment.NoTerminal:
		return "`assay help` lists the commands that need none; `assay assess apply` takes answers from a file"
	case assessment.DumbTerminal:
		return "set TERM to the type of your terminal, such as xterm-256color"
	case assessment.ZoneUnnamed:
		return "set time_zone in the configuration, such as America/Chicago"
	case assessment.OutcomeUnknown:
		return "`assay assess history` shows what was saved; check before you repeat the command"
	case assessment.Unreadable:
		return "see who owns it and its folder, and who may read them"
	case assessment.ReadOnly:
		return "work on a copy, or ask the owner for write access"
	case assessment.IsFolder:
		return "name a file in it, such as --db " + filepath.Join(list, "assay.db")
	case assessment.EmptyFile:
		return "restore a backup, or remove the file to start with an empty database"
	case assessment.DatabaseGone:
		return "put the database back beside its log"
	case assessment.DiskFull:
		return "free some space and try again; everything saved so far is safe"
	case assessment.RecordDamaged:
		return "restore a backup, or find out who changed it"
	case assessment.TableOutdated:
		return "`assay doctor --rebuild` makes it again from the journal"
	case assessment.AnchorRestarted:
		return "compare with a backup or a signed report; `assay doctor --rebuild` accepts the journals as they are"
	case assessment.OpenToOthers:
		return fmt.Sprintf("chmod %s %s", about[1], about[0])
	}
	return ""
}

// hintForCode is for errors that name no case.
func hintForCode(code assessment.Code) string {
	switch code {
	case assessment.Locked:
		return "close the other program, or try again when it is done"
	case assessment.NotOurs:
		return "name another file with --db, or restore a backup"
	case assessment.Newer:
		return "use the version of assay that wrote it, or a newer one"
	case assessment.Damaged:
		return "`assay doctor` says what is damaged; restore a backup"
	}
	return ""
}
