package tui

import (
	"errors"
	"fmt"
	"strings"

	"assay/assessment"
	"assay/tui/keys"
)

// The cases that only the workbench knows.
const (
	notSaved        assessment.Case = "not_saved"
	noQuestionnaire assessment.Case = "no_questionnaire"
)

// hintOf says how to go on after an error, or nothing.
func (m *Model) hintOf(err error) string {
	var known *assessment.Error
	if !errors.As(err, &known) {
		return ""
	}
	if m.bench.served() && known.Case == assessment.SignerUnknown {
		return "ask who runs the server to trust the authority that vouches for the signer"
	}
	if forWhoRuns(known) {
		if hint := m.orTellWhoRuns(""); hint != "" {
			return hint
		}
	}
	if hint := hintFor(known.Case, known.About); hint != "" {
		return hint
	}
	switch known.Code {
	case assessment.Locked:
		return "close the other program, then " + keyOf(keys.Retry) + " saves"
	case assessment.Damaged:
		return "quit and run assay doctor"
	}
	return ""
}

// hintFor says which key to press in a case.
func hintFor(c assessment.Case, about []string) string {
	switch c {
	case notSaved:
		return fmt.Sprintf("%s tries again, %s gives up", keyOf(keys.Retry), keyOf(keys.Discard))
	case noQuestionnaire:
		return "outside, assay questionnaire list says what is wrong"
	case assessment.NameTaken:
		return keyOf(keys.NewVendor) + " asks whether it is another firm"
	case assessment.NoEvaluator:
		return keyOf(keys.Palette) + " name asks who you are"
	case assessment.NothingInCommon:
		return keyOf(keys.Mark) + " marks: choose assessments on the same questionnaire"
	case assessment.StatementMissing:
		return "write the statement, or answer them first"
	case assessment.AnswerChanged:
		return "answer again"
	case assessment.AssessmentChanged:
		return "look at it again"
	case assessment.SetAsideByHand:
		return fmt.Sprintf("answer %s, then %s moves on", strings.Join(about, ", "), keyOf(keys.MoveOn))
	case assessment.AnotherVendor, assessment.AnotherAssessment, assessment.AnotherQuestionnaire:
		return "open the assessment for which the form was made"
	case assessment.NoSuchLine, assessment.LineHeldBack:
		return "leave it, and ask the vendor again"
	case assessment.LineWithPatientData:
		return "leave it, or take it without its words"
	case assessment.LooksLikePatientData:
		return "answer the item anew without it; only the command line destroys what was recorded"
	case assessment.SignerUnknown:
		return "compare the fingerprint with the signer by telephone, then trust the authority outside"
	case assessment.NoLatinName:
		return "open the assessment, and write the report from there: it asks for the spelling"
	case assessment.VendorArchived:
		return "only the command line puts it back on the lists"
	case assessment.JournalsApart:
		return "somebody must decide which of the two counts"
	case assessment.AssessmentWithdrawn:
		return "only the command line reinstates it"
	case assessment.NotAPerson, assessment.NotAllowed:
		return "an administrator changes roles"
	case assessment.SoleEvaluator, assessment.KeptApart:
		return "let another person do it"
	case assessment.NotInPerson:
		return "let " + strings.Join(about, ", ") + " do it"
	case assessment.KeyOfAnother, assessment.KeyUnfit, assessment.KeyPrivate:
		return "ask for another public key"
	case assessment.LastAdministrator:
		return "make somebody else an administrator first"
	case assessment.PersonKnown:
		return "add something to the name"
	case assessment.NoSuchPerson:
		return "somebody removed this person meanwhile"
	case assessment.SessionRunning:
		return keyOf(keys.Session) + " ends it"
	case assessment.FlagOfAction:
		return keyOf(keys.Actions) + " lists the actions: close it there"
	case assessment.GradeOfAnother:
		return keyOf(keys.Grade) + " gives your own grade"
	case assessment.VendorBlocked, assessment.ChosenBlocked:
		return keyOf(keys.Explain) + " shows what blocks it"
	case assessment.ActionMissing:
		return keyOf(keys.Actions) + " adds one"
	case assessment.ChosenRejected:
		return fmt.Sprintf("on its page, %s decides again", keyOf(keys.Decide))
	case assessment.ZoneUnnamed:
		return "set time_zone in the configuration, such as America/Chicago"
	case assessment.OutcomeUnknown:
		return keyOf(keys.Retry) + " tries again; nothing is saved twice"
	case assessment.NotAFile, assessment.TooLarge:
		return "name another file"
	case assessment.OpenedReadOnly:
		return "quit and open it for writing"
	case assessment.LogUnread:
		return "open it once with write access, which empties the log"
	case assessment.Unreadable, assessment.ReadOnly:
		return "see who owns the database and its folder"
	case assessment.EventsMissing:
		return "put the latest file back; outside, doctor tells how to go on without them"
	case assessment.NotAdopted:
		return "work on the original; outside, doctor tells how to make the copy a database of its own"
	case assessment.DiskFailing:
		return keyOf(keys.Retry) + " tries again; then look into the log of the system"
	case assessment.NoLocks:
		return "keep the database on a disk of this machine"
	case assessment.CodeDiffers:
		return "compare the receipt with a report of that day; a code fits only the assessment of its receipt"
	case assessment.NotAReply:
		return "name the ZIP file, the PDF or the workbook that the vendor sent back, as it was sent"
	case assessment.FormCameBack:
		return "ask the vendor for the saved ZIP file, or for the PDF or workbook with its fields"
	case assessment.ReplyUnsafe:
		return "ask the vendor for the form as we sent it, with nothing added to it"
	case assessment.ReplyEncrypted:
		return "ask the vendor for the file without a password"
	case assessment.ReplyBroken:
		return "ask the vendor to send the file again"
	case assessment.NotOpenedHere, assessment.NoDesktop:
		return keyOf(keys.Export) + " writes a copy; open it there if you trust its sender"
	case assessment.EvidenceMissing, assessment.EvidenceChanged:
		return "put the file back from a backup"
	case assessment.ConnectionLost:
		return "what you type stays here and is saved when the server can be reached again"
	case assessment.ServerBusy, assessment.ServerUntrusted, assessment.LoginRefused:
		return "what you type stays here and is saved when the server lets you in again"
	case assessment.OnStandby:
		return "close it and open it with an address that names all servers"
	case assessment.Pooled:
		return "close it and open it with an address for such a pooler"
	case assessment.StatementStopped:
		return keyOf(keys.Retry) + " tries again; who runs the server can give this login more time"
	case assessment.ServerRefused:
		return "ask who runs the server what this login may do"
	case assessment.UnsafeCommit:
		return "ask who runs the server to make it wait for its disk"
	case assessment.GrantTooWide:
		return "let the owner of the tables take the right back"
	case assessment.OwnerNeeded:
		return "let the owner of the tables open the database once with this version"
	case assessment.DiskFull:
		return "free some space, then " + keyOf(keys.Retry) + " saves"
	}
	return ""
}

// orTellWhoRuns is a hint for a person at this computer. Who is connected over SSH can do
// nothing with it.
func (m *Model) orTellWhoRuns(hint string) string {
	if m.bench.served() {
		return "tell who runs the server"
	}
	return hint
}

// forWhoRuns reports whether only a person at the server itself can go on after an error. Who
// is connected over SSH then has nobody else to ask.
func forWhoRuns(err *assessment.Error) bool {
	switch err.Case {
	case noQuestionnaire, assessment.ZoneUnnamed, assessment.OpenedReadOnly, assessment.LogUnread, assessment.Unreadable, assessment.ReadOnly,
		assessment.EventsMissing, assessment.NotAdopted, assessment.DiskFailing, assessment.DiskFull, assessment.NoLocks, assessment.EvidenceMissing,
		assessment.EvidenceChanged, assessment.ServerRefused, assessment.UnsafeCommit, assessment.GrantTooWide, assessment.OwnerNeeded,
		assessment.VendorArchived, assessment.AssessmentWithdrawn, assessment.LooksLikePatientData:
		return true
	}
	return err.Case == "" && (err.Code == assessment.Damaged || err.Code == assessment.Locked)
}

// keyOf is the key of an action, as the footer prints it.
func keyOf(a keys.Action) string {
	return keys.For(a, keys.Everywhere).Shown()
}
