package assessment_test

import (
	"strings"
	"testing"

	"assay/assessment"
)

// A signature of a report is kept with its signer, its certificate and its file.
// It is no change: whoever looks for changes since an earlier head leaves it out.
func TestASignatureIsRecordedAndChangesNothing(t *testing.T) {
	i := open(t, small(t))
	before := i.snapshot()
	signed := assessment.Signed{Role: "assessor", Signer: " Dana\nWhitfield ", Certificate: strings.Repeat("ab", 32), File: strings.Repeat("cd", 32)}
	i.record(signed)
	after := i.snapshot()
	if len(after.Signed) != 1 || after.Signed[0].Signer != "Dana Whitfield" || after.Signed[0].File != signed.File || after.Signed[0].By == "" {
		t.Errorf("the state holds %+v", after.Signed)
	}
	if after.Head == before.Head || !after.OnlySignedSince(before.Head) || !after.OnlySignedSince(after.Head) {
		t.Error("a signature is told as a change")
	}
	if _, err := after.Admit(assessment.Entry{At: 1, By: "dana", Change: signed}); assessment.CodeOf(err) != assessment.Conflict {
		t.Errorf("the same signature is recorded twice: %v", err)
	}
	i.record(assessment.FlagRaised{Severity: "warning", Text: "they hung up"})
	if later := i.snapshot(); later.OnlySignedSince(before.Head) || later.OnlySignedSince(after.Head) || !later.OnlySignedSince(later.Head) {
		t.Error("a flag after a signature is told as no change")
	}
}

func TestASignatureWithoutItsFileIsRefused(t *testing.T) {
	hash := strings.Repeat("ab", 32)
	for name, c := range map[string]assessment.Signed{
		"no role":           {Signer: "Dana", Certificate: hash, File: hash},
		"a role of no page": {Role: "auditor", Signer: "Dana", Certificate: hash, File: hash},
		"no signer":         {Role: "assessor", Signer: " ", Certificate: hash, File: hash},
		"no certificate":    {Role: "assessor", Signer: "Dana", File: hash},
		"half a hash":       {Role: "assessor", Signer: "Dana", Certificate: hash, File: hash[:32]},
		"upper case":        {Role: "assessor", Signer: "Dana", Certificate: hash, File: strings.ToUpper(hash)},
		"for herself":       {Role: "assessor", Signer: "Dana", For: "dana", Certificate: hash, File: hash},
		"a reviewer for":    {Role: "reviewer", Signer: "Dana", For: "Karel", Certificate: hash, File: hash},
	} {
		if _, err := open(t, small(t)).snapshot().Admit(assessment.Entry{At: 1, By: "dana", Change: c}); assessment.CodeOf(err) != assessment.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Somebody may sign as assessor for the person who evaluated, and is then named as such.
func TestASignatureNamesForWhomItWasMade(t *testing.T) {
	i := open(t, small(t))
	i.record(assessment.Signed{Role: "assessor", Signer: "Dana Whitfield", For: " Karel\nBrandt", Certificate: strings.Repeat("ab", 32), File: strings.Repeat("cd", 32)})
	if signed := i.snapshot().Signed; len(signed) != 1 || signed[0].For != "Karel Brandt" {
		t.Errorf("the state holds %+v", signed)
	}
}
