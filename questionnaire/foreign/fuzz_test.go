package foreign_test

import (
	"bytes"
	"errors"
	"testing"

	"assay/assessment/input/inputtest"
	"assay/questionnaire/foreign"
	"assay/questionnaire/grid"
)

// Whatever a file holds, it becomes a questionnaire that can be read, or is refused
// with a reason.
func FuzzImport(f *testing.F) {
	f.Add([]byte("ID,Section,Question,Answer type,Importance,HIPAA,Evidence,Mandatory\nAC-01,Access,Do you?,yes/no,high,164.308(a)(1),Policy; Report,x\n"))
	f.Add([]byte("No;Question;Answer\n1;Access;\n1.1;Do you log?;Yes\n1.2;How?;☐ A ☐ B\n"))
	f.Add([]byte("domain,domain name,id,number,title,ask,asked,why,kind,basis,how,red flags,options,shown by\nAA,A,AA-01,,T,Ask?,,,\"hard gate, at least documented\",\"practice, not law\",\"written, 2 minutes\",x (stop),,EV-01 X; must show Y: EV-02 Z\n"))
	f.Add([]byte("Question\tYes\tNo\nWho?\t\t\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		inputtest.Bounded(t, func() {
			sheets, err := grid.Read(bytes.NewReader(file), int64(len(file)))
			if err != nil {
				return
			}
			result, err := foreign.Import(sheets, foreign.Request{Source: "x.csv"})
			var refused *foreign.Refusal
			if err != nil && !errors.As(err, &refused) {
				t.Errorf("%v", err)
			}
			if err == nil {
				_, err = foreign.Import(sheets, foreign.Request{Source: "x.csv", From: result.Questionnaire})
				if err != nil && !errors.As(err, &refused) {
					t.Errorf("again: %v", err)
				}
			}
		})
	})
}
