package assessment_test

import (
	"slices"
	"strings"
	"testing"

	"assay/assessment"
)

// What looks like patient data, by the shape that is pointed out.
func TestPatientDataIsPointedOut(t *testing.T) {
	for what, texts := range map[string][]string{
		"a social security number": {
			"123-45-6789", "call 555-12-1234", "123\u201145\u20116789", "123–45–6789", "123—45—6789", "123−45−6789", "123‐45‐6789", "123﹘45﹣6789", "123－45－6789",
			"123 45 6789", "123\u00a045\u00a06789", "123\u200945\u20096789", "123 - 45 - 6789", "123.45.6789", "123/45/6789", "123_45_6789", "123·45·6789",
			"SSN 123456789", "ssn: 123456789", "her social security number is 123456789", "SS# 123456789", "123456789 (SSN)", "ITIN 912-78-1234",
			"１２３-４５-６７８９", "１２３－４５－６７８９", "SSN １２３４５６７８９", "١٢٣-٤٥-٦٧٨٩", "1\u200b2\u200b3-4\u200b5-6\u200b7\u200b8\u200b9", "123\u2060-\u206045-6789",
			"123\u00ad-45-6789", "123\u00ad45\u00ad6789", "SSN 123\u200d45\u200c6789", "1️⃣2️⃣3️⃣-45-6789", "HICN 123-45-6789A", "last four of SSN: 6789", "SSN last 4 6789",
			"tel 123-45-6789", "the example had (123-45-6789).", "RFP 12, SSN 123-45-6789",
		},
		"a medical record number": {
			"MRN 0012345 was on screen", "mrn: 8841275", "MRN#8841275", "medical record number 8841275", "Medical record no. is 8841275", "med rec 8841275", "M.R.N. 8841275",
			"MRN 00-12-34-56", "MRN E8841275", "patient ID 4471902", "pt id: 4471902", "chart number 55120", "MRN of the patient is 8841275", "MRN １２３４５６７", "MRN 88\u200b41275",
		},
		"a Medicare number": {
			"1EG4-TE5-MK73", "1EG4TE5MK73", "MBI 1EG4 TE5 MK73", "Medicare 1eg4te5mk73", "beneficiary: 1EG4-TE5-MK72", "1EG4‑TE5‑MK73",
		},
		"a birth date": {
			"Ana Ruiz, born 03/04/1961", "DOB: 1961-04-03", "born March 5, 1987", "DOB 5 Mar 1987", "D.O.B. 3.4.61", "date of birth is the 5th of March 1987", "birth date 5-Mar-1987",
			"born March fifth, 1987", "born on the twenty-third of May, nineteen eighty-seven", "birthday is June first, two thousand and one", "date of birth — March the 5th, 1987",
			"born on the 5th day of March in the year 1987", "fecha de nacimiento 05/03/1987", "nacida 5-3-1987",
			"born on 03/05/87", "born in March 1987", "DOB 03051987", "03/05/1987 (DOB)", "March 5, 1987 is the date of birth", "birthday: Sept. 5 1987", "born 5 March '87",
			"Ana Ruiz, 03/05/87", "Ruiz, Ana 3/5/1987", "Ana Ruiz (March 5, 1961)", "Ana M. Ruiz 1961-04-03", "03/05/1987 Ana Ruiz", "born ０３/０５/１９８７", "DOB 03\u201105\u20111987", "Ana O'Neil, 5 Mar 1987",
			"Ana Ruiz b. 03/05/87",
		},
		"a health plan number": {
			"member ID 884127533", "Member ID: XYZ884127533", "subscriber number W123456789", "Medicaid ID 12345678A", "insurance id is 884 127 533", "beneficiary number 88412753",
		},
		"an account number": {
			"patient account 88412753", "account number 8841275301", "acct # 8841275301", "HAR 88412753", "CSN: 884127530", "encounter number 8841275",
		},
		"the phone number of a patient": {
			"patient Ana Ruiz, (312) 555-0142", "Patient: Ana Ruiz 312.555.0142", "pt. Ana Ruiz called from +1 312-555-0142",
		},
	} {
		for _, text := range texts {
			if got := assessment.PatientData(text); !slices.Contains(got, what) {
				t.Errorf("%q: %v, want %s", text, got, what)
			}
		}
	}
	if got := assessment.PatientData("DOB: 1961-04-03, 123-45-6789"); len(got) != 2 {
		t.Errorf("%v", got)
	}
}

// The numbers and dates of ordinary evidence.
func TestOrdinaryEvidenceIsNotPatientData(t *testing.T) {
	for _, text := range []string{
		"they showed chart 12", "BAA of 2026-10-02, 45 CFR 164.308", "45 CFR 164.308(a)(1)(ii)(A)", "164.314(a)(2)(i)", "42 USC 1320d-5", "Pub. L. 104-191", "88 FR 23506",
		"RFP-2026-114", "RFP 104-22-2026", "RFP-104-22-2026", "invoice 104 22 2026", "ticket INC0012345", "CHG-123-45-6789", "build 1.123.45.6789", "10.123.45.67", "192.168.10.250",
		"EIN 12-3456789", "EIN 123456789", "tax id 123456789", "NPI 1234567893", "DUNS 123456789", "UEI ABC123DEF456", "123456789", "order 123456789",
		"call 312-555-0142", "(312) 555-0142", "+1 312 555 0142", "+41 44 123 45 67", "tel 123 45 6789", "support line 1-800-555-0142", "fax +49 30 123 45 6789", "Dana Whitfield, 312-555-0142",
		"policy number CYB-1234567", "cyber policy no. 1234567890", "insurance certificate of 2026-01-02", "AWS account number 123456789012", "Azure account # 123456789012", "GL account number 41200000",
		"as of 03/05/26", "Dana Whitfield, 03/05/26", "Dana Whitfield, 2026-11-22", "R. Cruz, delivery lead, 11/20/2026", "signed by Dana Whitfield on March 5, 2026", "Ana Ruiz 03/05/2024",
		"Security Rule, 02/20/2003", "Omnibus Rule (January 25, 2013)", "HITECH Act, February 17, 2009", "Federal Register 01/25/2003", "Acme Staffing Inc, 03/05/1998", "founded 03/05/1998",
		"the firm was born in 1998", "born in the room: a new clause 12.4.26a", "a newborn screening of 2026", "MRNs are masked", "MRN has 7 digits", "MRN masked since 2024", "medical records of 40000 patients",
		"the member portal", "member of the team since 2019", "subscription ID 8841275", "patient portal support: 312-555-0142", "patients: 40,000", "patient records: 1200000 a year", "account manager", "account 12",
		"SHA-256 3f79bb7b435b05321651daefd374cdc681dc06faa65e374e38337b88ca046dea", "01981f2e-8c1a-7e15-b08d-5732804d9829", "ISO 27001:2022", "SOC 2 Type II, 2025-10-01 to 2026-09-30",
		"$123,456,789", "1,234,567.89", "40 000 records", "page 123 of 456", "12:45:67.89", "version 123.45", "CVE-2024-12345", "patch KB5034441", "2026-10-02T14:00", "serial 5CG1234ABC", "1EG4TE5MK", "the FIN team",
		"nineteen of twenty logs of May first", "born in the room: twenty new clauses", "room 123-45", "123-45-67890", "1123-45-6789", "000-12-3456", "123-00-4567", "123-45-0000", "last four quarters of 2025", "social engineering test 2025", "SSN is masked to the last four digits", "HAR file of 2026",
		"OIG check of 03/05/2026: no match", "Whitfield Dana, started 03/05/2020", "Final Rule, 12/28/2000", "Monday, 3/5/2001",
	} {
		if got := assessment.PatientData(text); len(got) > 0 {
			t.Errorf("%q looks like %s", text, strings.Join(got, ", "))
		}
	}
}

func BenchmarkPatientData(b *testing.B) {
	const note = "Dana Whitfield showed the signed agreement of 2026-10-02 on screen and read out sections 4.2 and 7; the annex lists 14 subcontractors, 3 of them in Manila. She sends the missing page until Friday."
	b.SetBytes(int64(len(note)))
	for b.Loop() {
		if found := assessment.PatientData(note); len(found) > 0 {
			b.Fatal(found)
		}
	}
}

func TestSuspectsArePlacesWithoutTheirText(t *testing.T) {
	change := assessment.Answered{Answer: assessment.Answer{
		Item: "BAA-02", Note: "MRN 8841275", Quotes: []assessment.Quote{{Text: "yes"}, {Text: "born 03/04/1961", Who: "SSN 123-45-6789"}},
	}}
	var got []string
	for _, suspect := range assessment.Suspects(change) {
		got = append(got, suspect.Place+": "+suspect.What)
	}
	want := []string{"answer.note: a medical record number", "answer.quotes[1].text: a birth date", "answer.quotes[1].who: a social security number"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	attended := assessment.SessionStarted{Attendees: []assessment.Attendee{{Name: "Ana Ruiz, 03/05/87"}}}
	if found := assessment.Suspects(attended); len(found) != 1 || found[0].What != "a birth date" {
		t.Errorf("%v", found)
	}
}
