package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
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

// hintFor says which flag or command to use in a case. In the table, %s is a list of
// the things that the error is about, and %q is the list in quotes.
func hintFor(c assessment.Case, about []string) string {
	list := strings.Join(about, "; ")
	switch {
	case c == assessment.NoSuchItem && len(about) > 1:
		return "did you mean " + about[1] + "?"
	case c == assessment.NameFitsNone && list == "":
		return "there is none yet"
	case c == assessment.WhyNotMissing:
		return fmt.Sprintf("add --why %q", list+"=REASON")
	case c == assessment.IsFolder:
		return "name a file in it, such as --db " + filepath.Join(list, "assay.db")
	case c == assessment.LogUnread:
		return fmt.Sprintf("open it once with write access, which empties the log; or copy %s and %s-wal together into a folder of your own and open the copy", list, list)
	case c == assessment.OpenToOthers:
		return fmt.Sprintf("chmod %s %s", about[1], about[0])
	}
	hint := map[assessment.Case]string{
		assessment.NoEvaluator:          "name yourself with --evaluator, ASSAY_EVALUATOR, or evaluator: in the configuration",
		assessment.ReasonMissing:        "add --reason",
		assessment.StatementMissing:     "`assay assess outstanding` lists them; answer them, or add --statement",
		assessment.SubjectMissing:       "add --subject; for a person, the roster reference is enough",
		assessment.NoSuchItem:           "`assay questionnaire show %s` lists all",
		assessment.NameFitsNone:         "choose from: %s",
		assessment.NameFitsSeveral:      "type one of: %s",
		assessment.NameTaken:            "if it is another firm, say --yes; else use the one that is there",
		assessment.NoAssessment:         "`assay assess list` lists all",
		assessment.NoVendor:             "`assay vendor list` lists all, `assay vendor add` adds one",
		assessment.NoRFP:                "`assay rfp list` lists all, `assay rfp add` adds one",
		assessment.NothingInCommon:      "`assay assess list` shows the questionnaire of each",
		assessment.AnswerChanged:        "`assay assess show` shows the new answer; then answer again",
		assessment.AssessmentChanged:    "`assay assess score` and `assay compare` show the change; then try again",
		assessment.SetAsideByHand:       "answer %s with `assay assess apply`, then move on",
		assessment.SessionRunning:       "end it in the workbench first",
		assessment.FlagOfAction:         "close it with `assay action close ASSESSMENT %s`",
		assessment.PanelIsClosed:        "wait until all graders are in, or `assay assess panel open ASSESSMENT %s --reason TEXT` opens it",
		assessment.GradeOfAnother:       "record your own grade under score; %s changes the other one",
		assessment.VendorBlocked:        "`assay assess explain` shows what blocks; close it, waive it, or decide remediate or decline",
		assessment.ActionMissing:        "add one with `assay action add`; --cause names the cause",
		assessment.ChosenBlocked:        "`assay assess explain %q` shows what blocks; close it, or choose another with --to",
		assessment.ChosenRejected:       "decide anew with `assay assess decide %q`, or choose another with --to",
		assessment.RulesOfRFP:           "change them for all with `assay rfp rules %q`",
		assessment.VendorArchived:       "`assay vendor archive %q --undo` puts it back on the lists",
		assessment.JournalsApart:        "somebody must decide which of the two counts; `assay journal show` prints the one that is here",
		assessment.AssessmentWithdrawn:  "`assay assess withdraw ASSESSMENT --undo --reason TEXT` reinstates it",
		assessment.RFPFixesRules:        "leave --questionnaire and --milestone away",
		assessment.NoTerminal:           "`assay help` lists the commands that need none; `assay assess apply` takes answers from a file",
		assessment.WorkbenchFailed:      "start assay again: it opens at the same place; the log tells whoever looks after assay what happened",
		assessment.DumbTerminal:         "set TERM to the type of your terminal, such as xterm-256color",
		assessment.ZoneUnnamed:          "set time_zone in the configuration, such as America/Chicago",
		assessment.OutcomeUnknown:       "`assay assess history` shows what was saved; check before you repeat the command",
		assessment.Unreadable:           "see who owns it and its folder, and who may read them",
		assessment.ReadOnly:             "work on a copy, or ask the owner for write access",
		assessment.NotAFile:             "name a regular file; write the output of another program into one first",
		assessment.FileExists:           "name another file, or say --yes to write over it",
		assessment.WrongPassphrase:      "type it again, or pass it with --passphrase-fd N",
		assessment.WrongKey:             "name another file with --identity, or pass the passphrase of this backup",
		assessment.BackupBroken:         "nothing was changed; try another backup, or another copy of this one",
		assessment.BackupForeign:        "restore it beside this database: --db names the new place",
		assessment.NotADatabase:         "name another file with --db, or put a backup in its place with `assay restore`",
		assessment.UnsafeName:           "name a file by its name alone, such as report.pdf",
		assessment.TooLarge:             "see whether it is the right file",
		assessment.EmptyFile:            "put a backup in its place with `assay restore`, or remove the file to start with an empty database",
		assessment.FileBroken:           "put a backup in its place with `assay restore`, which keeps the broken file aside",
		assessment.DatabaseGone:         "put the database back beside its log",
		assessment.Leftovers:            "`assay doctor --sweep` removes them",
		assessment.NoLatinName:          "`assay assess latin ASSESSMENT NAME SPELLING` writes a name in Latin letters too",
		assessment.CodeDiffers:          "compare the receipt with a backup or a report of that day; a code fits only the assessment of its receipt",
		assessment.EvidenceMissing:      "put it back from a backup; `assay evidence list ASSESSMENT --check` looks at every file",
		assessment.EvidenceChanged:      "put it back from a backup; `assay evidence list ASSESSMENT --check` looks at every file",
		assessment.SignerUnknown:        "compare the fingerprint with the signer by telephone, then `assay identity trust FILE --for NAME`",
		assessment.NoDesktop:            "`assay evidence export` writes a copy to a file",
		assessment.NotOpenedHere:        "`assay evidence export` writes it to a file; open it there if you trust its sender",
		assessment.NotAReply:            "name the ZIP file, the PDF or the workbook that the vendor sent back, as it was sent",
		assessment.FormCameBack:         "ask the vendor for the saved ZIP file, or for the PDF or workbook with its fields",
		assessment.ReplyUnsafe:          "ask the vendor for the form as we sent it, with nothing added to it",
		assessment.ReplyEncrypted:       "ask the vendor for the file without a password",
		assessment.ReplyBroken:          "ask the vendor to send the file again",
		assessment.DiskFailing:          "back up to another disk now with `assay backup`, and look into the log of the system",
		assessment.NoLocks:              "keep the database on a disk of this machine, and no network share",
		assessment.ConnectionLost:       "see whether the server runs and can be reached; everything saved so far is safe",
		assessment.ServerBusy:           "try again in a while; who runs the server can allow more connections to it and to this login",
		assessment.ServerUntrusted:      "in the address or the service, say sslmode=verify-full, name the certificate of the authority with sslrootcert=FILE, and the server by the name in its certificate",
		assessment.ServerRefused:        "see which role the address names, and ask the owner of the tables what it may do: grant_application lets it record, grant_auditor lets it read",
		assessment.LoginRefused:         "see which role the address names, and where its password is kept: ~/.pgpass, the file of PGPASSFILE, or the service file; pg_hba.conf of the server says who may log in from where",
		assessment.NoSuchDatabase:       "name another one with --db or ASSAY_DB, or let who runs the server make it with CREATE DATABASE",
		assessment.OnStandby:            "name all servers in the address, with target_session_attrs=read-write: then the one that takes answers is found",
		assessment.Pooled:               "put default_query_exec_mode=exec into the address",
		assessment.StatementStopped:     "ask who runs the server for a longer statement_timeout for this login",
		assessment.AddressIncomplete:    "look at the address, the service file and the PG* variables; service=NAME needs a section [NAME] in ~/.pg_service.conf or the file of PGSERVICEFILE",
		assessment.PasswordInAddress:    "keep the password in ~/.pgpass, in the file of PGPASSFILE, or in a service file",
		assessment.UnsafeCommit:         "ask who runs the server to turn %s on; without it the server loses saved answers when it fails",
		assessment.GrantTooWide:         "let the owner of the tables run, as with psql: %s",
		assessment.OwnerNeeded:          "let the owner of the tables open the database once with this version",
		assessment.PersonFixed:          "leave that name away; everything is recorded in the name of whoever has the login %s",
		assessment.NotAPerson:           "`assay people list` lists the people; an administrator adds somebody with `assay people add`; on a database server, `assay people change PERSON --login LOGIN` says whose login it is",
		assessment.NotAllowed:           "`assay people list` shows who has which role",
		assessment.SoleEvaluator:        "let another approver do it, or let a second person evaluate",
		assessment.KeptApart:            "`assay people list` shows who else could do it",
		assessment.NotInPerson:          "let %s do it",
		assessment.KeyOfAnother:         "give each person a key of their own; `assay people change %q --remove-key FINGERPRINT` frees this one",
		assessment.KeyUnfit:             "make a key with ssh-keygen -t ed25519, and pass the file that ends in .pub",
		assessment.KeyPrivate:           "pass the file with the public key, which ends in .pub; keep the private one to yourself",
		assessment.LastAdministrator:    "make somebody else an administrator first",
		assessment.PersonKnown:          "`assay people change %q` changes this person; add something to the name of another one",
		assessment.NoSuchPerson:         "`assay people list` lists all",
		assessment.DiskFull:             "free some space and try again; everything saved so far is safe",
		assessment.AnotherVendor:        "see whether it is the right file; `assay assess list` shows the assessments of each vendor",
		assessment.AnotherAssessment:    "name the assessment for which the form was made; `assay assess list` lists all",
		assessment.AnotherQuestionnaire: "name the assessment for which the form was made; `assay assess list` lists all",
		assessment.NoSuchLine:           "list the lines with --dry-run",
		assessment.LineHeldBack:         "leave it, and ask the vendor again; or answer it yourself with `assay assess apply`",
		assessment.LineWithPatientData:  "look at it; if it is none, say --accept-patient-data",
		assessment.LooksLikePatientData: "`assay journal show` prints the event; after the item was answered anew, `assay journal strike` destroys it",
		assessment.RecordDamaged:        "find out who changed it, or put a backup in its place with `assay restore`",
		assessment.TableOutdated:        "`assay doctor --rebuild` makes it again from the journal",
		assessment.EventsMissing:        "put the latest file back, or `assay doctor --accept-rollback --by NAME --reason TEXT` goes on without them",
		assessment.OpenedReadOnly:       "leave --read-only away",
		assessment.NotAdopted:           "work on the original, or `assay doctor --adopt --by NAME --reason TEXT` makes the copy a database of its own",
		assessment.AnchorRestarted:      "compare with a backup or a signed report; `assay doctor --rebuild` accepts the journals as they are",
		assessment.BodyCounts:           "record the item anew first, without what must go; then strike the old event",
		assessment.TracesRemain:         "close all other programs that have the database open, and run the command again",
	}[c]
	return strings.NewReplacer("%s", list, "%q", strconv.Quote(list)).Replace(hint)
}

// hintForCode is for errors that name no case.
func hintForCode(code assessment.Code) string {
	return map[assessment.Code]string{
		assessment.Locked:  "close the other program, or try again when it is done",
		assessment.NotOurs: "name another database with --db",
		assessment.Newer:   "use the version of assay that wrote it, or a newer one",
		assessment.Damaged: "`assay doctor` says what is damaged; `assay restore` puts a backup in its place",
	}[code]
}
