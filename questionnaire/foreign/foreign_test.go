package foreign_test

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"assay/questionnaire"
	"assay/questionnaire/foreign"
)

// imports makes a questionnaire of a text of CSV, and fails unless it is linted clean.
func imports(t *testing.T, csv string, more ...func(*foreign.Request)) *foreign.Result {
	t.Helper()
	request := foreign.Request{Source: "Our list.csv"}
	for _, change := range more {
		change(&request)
	}
	result, err := foreign.Import(sheets(t, []byte(csv)), request)
	if err != nil {
		t.Fatal(err)
	}
	lintedClean(t, result)
	return result
}

func lintedClean(t *testing.T, result *foreign.Result) {
	t.Helper()
	_, mistakes, err := questionnaire.NewLibrary().Lint(strings.NewReader(string(result.File)))
	if err != nil || len(mistakes) > 0 {
		t.Errorf("lint: %v %v\n%s", err, mistakes, result.File)
	}
}

// told is one line for each item: what became of a question.
func told(q *questionnaire.Questionnaire) string {
	var all strings.Builder
	for d := range q.Domains {
		fmt.Fprintf(&all, "[%s %s, %d]\n", q.Domains[d].ID, q.Domains[d].Name, q.Domains[d].Weight)
		for _, item := range q.Domains[d].Items {
			kind := string(item.Kind)
			if item.Hard {
				kind = "hard " + kind
			}
			if item.Answer != "" {
				kind += " " + item.Answer
			}
			fmt.Fprintf(&all, "%s %s %d: %s", item.ID, kind, item.Weight, item.Ask)
			if item.Number != "" {
				fmt.Fprintf(&all, " | %s", item.Number)
			}
			if len(item.Cites) > 0 {
				fmt.Fprintf(&all, " | %s %s", item.Basis, strings.Join(item.Cites, "; "))
			}
			for _, option := range item.Options {
				fmt.Fprintf(&all, " | %s=%s", option.Value, option.Label)
			}
			all.WriteString("\n")
		}
	}
	return all.String()
}

func lost(result *foreign.Result) string {
	var all strings.Builder
	for _, loss := range result.Losses {
		fmt.Fprintf(&all, "%s %q: %s\n", strings.TrimSpace(loss.Sheet+" "+loss.Cell), loss.Text, loss.Why)
	}
	return strings.ReplaceAll(all.String(), "\n ", "\n")
}

func settled(result *foreign.Result, what string) int {
	for _, d := range result.Defaults {
		if strings.Contains(d.What, what) {
			return d.Items
		}
	}
	return -1
}

func same(t *testing.T, what, got, want string) {
	t.Helper()
	if strings.TrimSpace(got) != strings.TrimSpace(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", what, got, want)
	}
}

// A plain list of a hospital: a title above, headings of its own words, weights in
// words, and citations as people write them.
func TestAListOfAHospital(t *testing.T) {
	result := imports(t, `Lakeside Health vendor questions,,,,,,,
,,,,,,,
Ref,Domain,Control text,Response type,Importance,HIPAA reference,Guidance,Owner
AC-01,Access Control,Do you disable accounts within one day?,Yes/No,High,§164.308(a)(3)(ii)(C),"=ask for the ticket",Dana
AC-02,Access Control,How do you review access?,Free text,Medium,"164.308(a)(4) and 164.999(z); ISO 27001 A.9",,
AC-03,Access Control,Rate your identity management,1-5,critical,,,
IR-01,Incident Response,Who tells us of a breach?,Single line,,,,
IR-02,Incident Response,How many incidents did you have?,Number,low,,,
IR-03,Incident Response,Where is your data centre?,US; Canada; Elsewhere,,,,
,,Thank you for your answers,,,,,
`)
	same(t, "items", told(result.Questionnaire), `
[AC Access Control, 12]
AC-01 gate 4: Do you disable accounts within one day? | D 45 CFR 164.308(a)(3)(ii)(C)
AC-02 control 3: How do you review access? | D 45 CFR 164.308(a)(4)
AC-03 control 5: Rate your identity management
[IR Incident Response, 0]
ir_01 fact text 0: Who tells us of a breach?
ir_02 fact number 0: How many incidents did you have?
ir_03 fact choice 0: Where is your data centre? | us=US | canada=Canada | elsewhere=Elsewhere
`)
	same(t, "losses", lost(result), `
H3 "Owner": assay has no counterpart for this column
H4 "Dana": assay has no counterpart for the column "Owner"
F5 "164.999(z)": no citation that assay knows: 45 CFR 164.999(z) is not in the list of provisions that can be cited
F5 "ISO 27001 A.9": no citation that assay knows: "ISO 27001 A.9" is not a citation: it does not begin with 45 CFR, 42 U.S.C., 90 FR, Fla. Stat., Tex. Bus. & Com. Code or Tex. Health & Safety Code, and no listed source has this name
E8 "low": the answer is a fact, and a fact is not scored
C10 "Thank you for your answers": the row has a text without an id, and it is no question
`)
	if q := result.Questionnaire; q.Title != "Lakeside Health vendor questions" || q.ID != "our-list" || q.Item("AC-01").Why != "=ask for the ticket" {
		t.Errorf("%s, %s, %s", q.Title, q.ID, q.Item("AC-01").Why)
	}
}

// Sections can be rows of their own, with or without a number.
func TestSectionsInRowsOfTheirOwn(t *testing.T) {
	result := imports(t, `No;Question;Answer;Comments
1;Governance;;
1.1;Do you have a security officer?;;
1.2;Is there a policy?;Yes;see annex
2.0;Technical safeguards;;
2.1;Describe your encryption;;
;Physical security;;
3.1;Do you log visitors?;;
`)
	same(t, "items", strings.Join(regexp.MustCompile(`-\d{3} `).Split(told(result.Questionnaire), -1), "-### "), `
[GOV Governance, 6]
GOV-### gate 3: Do you have a security officer? | 1.1
GOV-### gate 3: Is there a policy? | 1.2
[TS Technical safeguards, 3]
TS-### control 3: Describe your encryption | 2.1
[PS Physical security, 3]
PS-### gate 3: Do you log visitors? | 3.1
`)
	same(t, "losses", lost(result), `
C4 "Yes": an answer, no question
D4 "see annex": a remark, no question
`)
	for what, items := range map[string]int{"without a weight": 4, "begins like": 2, "answered in words": 1, "without a citation": 4, "an answer of one of these": -1} {
		if got := settled(result, what); got != items {
			t.Errorf("%s: %d questions, want %d", what, got, items)
		}
	}
}

// The headings of lists that many people send around.
func TestTheUsualHeadings(t *testing.T) {
	for name, test := range map[string]struct{ csv, want string }{
		"HECVAT, all in one sheet": {
			"New ID,Question,Standard Guidance,Reason for Question,Follow-Up Inquiries/Responses,Compliant Response,Default Importance,Default Weight\n" +
				"COMP-01,Do you have a software team?,,Size matters.,Ask for names.,Yes,Critical Importance,20\n" +
				"COMP-02,Have you had a breach in the last year?*,,,,No,Standard Importance,10\n" +
				"GNRL-01,Solution Provider Name,,,,Not scored,,\n",
			"[COMP COMP, 8]\nCOMP-01 gate 5: Do you have a software team?\nCOMP-02 control 3: Have you had a breach in the last year?\n[GNRL GNRL, 0]\ngnrl_01 fact text 0: Solution Provider Name\n",
		},
		"CAIQ": {
			"CONSENSUS ASSESSMENTS,,,,,,,\nQuestion ID,Question,CSP CAIQ Answer,SSRM Control Ownership,CSP Implementation Description (Optional/Recommended),CCM Control ID,CCM Control Specification,CCM Control Title,CCM Domain Title\n" +
				"A&A-01.1,Are audit policies established?,,,,A&A-01,Establish policies.,Audit Policy,Audit & Assurance\n" +
				"A&A-01.2,Are audit policies reviewed?,,,,,,,\n" +
				"AIS-01.1,Are application policies established?,,,,AIS-01,Establish.,Application Policy,Application & Interface Security\n",
			"[AA Audit & Assurance, 6]\nAA-011 gate 3: Are audit policies established? | A&A-01.1\nAA-012 gate 3: Are audit policies reviewed? | A&A-01.2\n" +
				"[AIS Application & Interface Security, 3]\nAIS-011 gate 3: Are application policies established? | AIS-01.1\n",
		},
		"SIG": {
			"Ques Num\tCategory\tQuestion/Request\tResponse\tAdditional Information\nA.1\tRisk\tIs there a risk program?\t\t\nA.1.1\tRisk\tIs it approved by management?\t\t\n",
			"[RIS Risk, 6]\nRIS-### gate 3: Is there a risk program? | A.1\nRIS-### gate 3: Is it approved by management? | A.1.1\n",
		},
		"eramba": {
			"Chapter Number,Chapter Title,Question Number,Question Title,Question Description,Question Type,Predefined Answers\n" +
				"1,Backups,1.1,Backup plan,Do you keep backups?,PredefinedAnswers,Yes|No\n1,Backups,1.2,Media,Where are they kept?,OpenAnswer,\n1,Backups,1.3,Sites,Which sites?,PredefinedMultipleChoice,A|B|None of these\n",
			"[BAC Backups, 6]\nBAC-### gate 3: Do you keep backups? | 1.1\nBAC-### control 3: Where are they kept? | 1.2\nwhich_sites fact choices 0: Which sites? | 1.3 | a_####=A | b_####=B | none_of_these=None of these\n",
		},
		"boxes for yes and no": {
			"Requirement,Yes,No,N/A\nThe vendor encrypts laptops,☐,☐,☐\n",
			"[QUE Questions, 3]\nQUE-### gate 3: The vendor encrypts laptops\n",
		},
		"options in the answer column": {
			"Question,Answer\nIs MFA on?,☐ Yes ☐ No ☐ N/A\nHow far is the rollout?,Fully / Partially / Not implemented\n",
			"[QUE Questions, 6]\nQUE-### gate 3: Is MFA on?\nQUE-### control 3: How far is the rollout?\n",
		},
		"knock-out criteria": {
			"Question,Type,Knock-out\nWill you sign our agreement?,yes/no,X\nHow do you train people?,text,X\nIs there a picnic?,yes/no,\n",
			"[QUE Questions, 9]\nQUE-### hard gate 3: Will you sign our agreement?\nQUE-### control 3: How do you train people?\nQUE-### gate 3: Is there a picnic?\n",
		},
		"one column": {"Questions\nDo you encrypt?\nHow?\n", "[QUE Questions, 6]\nQUE-### gate 3: Do you encrypt?\nQUE-### control 3: How?\n"},
		"another script": {
			"Section,Question,Type\nБезопасность,Шифруете ли вы диски?,yes/no\n安全,磁盘是否加密？,choice: 是 | 否\n",
			"[S### Безопасность, 3]\nS###-### gate 3: Шифруете ли вы диски?\n[S### 安全, 3]\nS###-### gate 3: 磁盘是否加密？\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := told(imports(t, test.csv).Questionnaire)
			got = regexp.MustCompile(`\bS[0-9A-F]{3}\b`).ReplaceAllString(got, "S###")
			got = regexp.MustCompile(`_[0-9a-f]{4}=`).ReplaceAllString(got, "_####=")
			got = regexp.MustCompile(`(?m)^(RIS|BAC|QUE|S###)-\d{3} `).ReplaceAllString(got, "$1-### ")
			same(t, name, got, test.want)
		})
	}
}

func TestAMapNamesOtherColumns(t *testing.T) {
	const csv = "Kennung,Was wir wissen wollen,Stufe\nAA-07,Wer hat Zugriff?,hoch\n"
	if _, err := foreign.Import(sheets(t, []byte(csv)), foreign.Request{Source: "x.csv"}); err == nil {
		t.Error("read without a map")
	} else if refused := new(foreign.Refusal); !errors.As(err, &refused) || !slices.Contains(refused.Headings, "Was wir wissen wollen") {
		t.Errorf("%v", err)
	}
	for _, given := range []string{"question=Was wir wissen wollen,id=Kennung", "question=B,id=A"} {
		m, err := foreign.ParseMap(given)
		if err != nil {
			t.Fatal(err)
		}
		result := imports(t, csv, func(r *foreign.Request) { r.Map = m })
		if got := result.Questionnaire.Item("AA-07"); got == nil || got.Ask != "Wer hat Zugriff?" {
			t.Errorf("%s: %s", given, told(result.Questionnaire))
		}
	}
	m, err := foreign.ReadMap([]byte("question: Was wir wissen wollen\nid: [Kennung]\nignore: Stufe\n"))
	if err != nil || fmt.Sprint(m) != "map[id:[Kennung] ignore:[Stufe] question:[Was wir wissen wollen]]" {
		t.Errorf("%v, %v", m, err)
	}
	for given, want := range map[string]string{"question": "does not name a column", "colour=A": `no field "colour"`, "id=": "has no column"} {
		if _, err := foreign.ParseMap(given); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", given, err)
		}
	}
	if _, err := foreign.Import(sheets(t, []byte(csv)), foreign.Request{Map: foreign.Map{foreign.Question: {"Nowhere"}}}); err == nil || !strings.Contains(err.Error(), "Nowhere") {
		t.Errorf("%v", err)
	}
}

// Rows that come in change no id, and a question that is reworded keeps its own.
func TestIDsStay(t *testing.T) {
	head := "Question,Importance\n"
	rows := []string{"Do you encrypt laptops?,high\n", "Do you encrypt backups?,low\n", "How do you train your people?,\n", "Who may see our data?,\n"}
	first := imports(t, head+strings.Join(rows, ""))
	id := func(r *foreign.Result, ask string) string {
		for item := range r.Questionnaire.Items() {
			if item.Ask == ask {
				return item.ID
			}
		}
		return ""
	}
	more := head
	for n, row := range rows {
		more += fmt.Sprintf("Is measure %d of ours in place?,\n", n) + row
	}
	second := imports(t, more)
	for item := range first.Questionnaire.Items() {
		if got := id(second, item.Ask); got != item.ID {
			t.Errorf("%q was %s and is %s", item.Ask, item.ID, got)
		}
	}
	// A person changed the first import by hand.
	by := strings.Replace(string(first.File), "version: 1.0.0", "version: 2.3.0", 1)
	by = strings.Replace(by, "ask: \"How do you train your people?\"", "ask: \"How do you train your people?\"\n        minutes: 7", 1)
	former, err := questionnaire.Parse(strings.NewReader(by))
	if err != nil {
		t.Fatal(err)
	}
	reworded := head + "New at the top?,\n" + rows[0] + "How do you train all of your people?,high\n" + rows[3] + "Do you encrypt all backups?,low\n"
	third := imports(t, reworded, func(r *foreign.Request) { r.From = former })
	for ask, before := range map[string]string{
		"Do you encrypt laptops?": "Do you encrypt laptops?", "How do you train all of your people?": "How do you train your people?",
		"Who may see our data?": "Who may see our data?", "Do you encrypt all backups?": "Do you encrypt backups?",
	} {
		if got, want := id(third, ask), id(first, before); got != want {
			t.Errorf("%q is %s, and was %s", ask, got, want)
		}
	}
	trained := third.Questionnaire.Item(id(third, "How do you train all of your people?"))
	if trained.Minutes != 7 || trained.Weight != 4 || third.Questionnaire.Version != "2.4.0" || settled(third, "other words than before") != 2 {
		t.Errorf("%+v, version %s, %+v", trained, third.Questionnaire.Version, third.Defaults)
	}
	// The same file once more changes nothing.
	again := imports(t, reworded, func(r *foreign.Request) { r.From = third.Questionnaire })
	if again.Questionnaire.Hash() != third.Questionnaire.Hash() || len(again.Gone) > 0 {
		t.Errorf("%+v", questionnaire.Diff(third.Questionnaire, again.Questionnaire))
	}
	fewer := imports(t, head+rows[0], func(r *foreign.Request) { r.From = former })
	if len(fewer.Gone) != 3 {
		t.Errorf("gone: %v", fewer.Gone)
	}
}

// A question that gets an id from its author keeps its answers by its former id.
func TestAnIDOfTheFileNamesTheFormerOne(t *testing.T) {
	first := imports(t, "Question,Section\nDo you encrypt laptops?,Technical\n")
	var before string
	for item := range first.Questionnaire.Items() {
		before = item.ID
	}
	second := imports(t, "ID,Question,Section\nTEC-04,Do you encrypt laptops?,Technical\n", func(r *foreign.Request) { r.From = first.Questionnaire })
	if item := second.Questionnaire.Item("TEC-04"); item == nil || !slices.Equal(item.Was, []string{before}) {
		t.Errorf("%s", told(second.Questionnaire))
	}
	if moved := questionnaire.Former(first.Questionnaire, second.Questionnaire); moved["TEC-04"] != before {
		t.Errorf("%v", moved)
	}
}

// Conditions that a person wrote keep the facts that they need.
func TestWhatPeopleAddedStays(t *testing.T) {
	first := imports(t, "ID,Question\nAA-01,Do you encrypt laptops?\nAA-02,Do you encrypt backups?\n")
	by := strings.Replace(string(first.File), "        ask: \"Do you encrypt backups?\"", "        ask: \"Do you encrypt backups?\"\n        when: 'fact(\"offshore\")'", 1)
	by = strings.Replace(by, "    items:\n", "    floor: 60\n    items:\n      - {id: offshore, kind: fact, title: Offshore, ask: \"Is work done abroad?\", answer: yes_no, worst: \"yes\"}\n", 1)
	former, err := questionnaire.Parse(strings.NewReader(by))
	if err != nil {
		t.Fatalf("%v\n%s", err, by)
	}
	again := imports(t, "ID,Question\nAA-01,Do you encrypt laptops?\nAA-02,Do you encrypt backups?\n", func(r *foreign.Request) { r.From = former })
	if q := again.Questionnaire; q.Item("offshore") == nil || q.Item("AA-02").When != `fact("offshore")` || q.Domains[0].Floor != 60 || len(again.Gone) > 0 {
		t.Errorf("%s", again.File)
	}
}

// Hostile texts end in the file harmless, and a long question is cut where it can be
// said aloud.
func TestHostileAndLongTexts(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("word ", 70))
	result := imports(t, "Question,Guidance\n\"Do you =HYPERLINK(1)\x1b[31m\u202eencrypt\u200b?\",\"a: b # c\n- d 'e' \"\"f\"\"\"\n"+
		"\"Who decides? "+long+"\",\nyes,\n\"{x: [y]}\",null\nDo you =hyperlink 1 encrypt,\n")
	asks := map[string]*questionnaire.Item{}
	for item := range result.Questionnaire.Items() {
		asks[item.Ask] = item
	}
	if item := asks["Do you =HYPERLINK(1)encrypt?"]; item == nil || item.Why != "a: b # c\n- d 'e' \"f\"" {
		t.Errorf("%s", result.File)
	}
	if item := asks["Who decides?"]; item == nil || item.Why != long {
		t.Errorf("%s", result.File)
	}
	if asks["yes"] == nil || asks["{x: [y]}"] == nil || asks["{x: [y]}"].Why != "null" {
		t.Errorf("%s", result.File)
	}
	same(t, "losses", lost(result), `A7 "Do you =hyperlink 1 encrypt": the question asks the same as row 2 of the sheet ""`)
}

// Headings do not tell what a reference is: what is in the column does.
func TestAColumnOfCitationsIsFoundByItsCells(t *testing.T) {
	for name, csv := range map[string]string{
		"beside an id":       "Ref,Question,Answer type,Reference\n1,Do you log access?,Yes/No,45 CFR 164.312(b)\n2,Do you use MFA?,Yes/No,§ 164.312(d)\n3,Do you train people?,Yes/No,our own\n",
		"without an id":      "Reference,Question,Answer type\n45 CFR 164.312(b),Do you log access?,Yes/No\n45 CFR 164.312(d),Do you use MFA?,Yes/No\n",
		"unusual heading":    "No.,Question,Answer type,Paragraf\n1,Do you log access?,Yes/No,164.312(b)\n2,Do you use MFA?,Yes/No,164.312(d)\n",
		"all in one heading": "Question,Law & other references (CFR)\nDo you log access?,45 CFR 164.312(b)\nDo you use MFA?,45 CFR 164.312(d); 45 CFR 164.308(a)(4)\n",
	} {
		result := imports(t, csv)
		if got := told(result.Questionnaire); !strings.Contains(got, "45 CFR 164.312(b)") || !strings.Contains(got, "45 CFR 164.312(d)") {
			t.Errorf("%s: the citations are lost:\n%s", name, got)
		}
	}
	if result := imports(t, "Reference,Question,Answer type\nA-1,Do you log access?,Yes/No\nA-2,Do you use MFA?,Yes/No\n"); strings.Contains(told(result.Questionnaire), "45 CFR") {
		t.Error("ids are taken for law")
	}
}
