package foreign

import (
	"regexp"
	"slices"
	"strings"

	"assay/questionnaire"
)

// mostWords is how long a question can be. Lint warns of a longer one.
const mostWords = 60

// make makes an item of a question, with what the file says and no more.
func (b *builder) make(e *entry) *made {
	m := &made{entry: e, given: map[string]bool{}, section: e.section}
	var questions []string
	for _, t := range e.texts[Question] {
		questions = append(questions, t.words)
	}
	ask, rest := speak(strings.TrimRight(strings.Join(questions, "\n"), " *"))
	m.item.Ask = ask
	m.set("ask")
	b.readNames(m)
	b.readWhy(m, rest)
	b.readKind(m)
	b.readWeight(m)
	b.readMandatory(m)
	b.readCites(m)
	b.readEvidence(m)
	b.readLists(m)
	b.readChosen(m)
	for _, t := range e.texts[Given] {
		if _, _, answered := givenForm(t.words); answered {
			b.lose(e, t, "an answer, no question")
		}
	}
	b.loseAll(e, Remark, "a remark, no question")
	return m
}

// speak cuts a text into a question that can be said aloud, and the rest. It cuts
// after a sentence if it can.
func speak(words string) (ask, rest string) {
	flat := strings.ReplaceAll(words, "\n", " ")
	if len(strings.Fields(flat)) <= mostWords {
		return flat, ""
	}
	all := strings.Fields(words)
	best := 0
	for n, word := range all[:mostWords] {
		if strings.HasSuffix(word, "?") || strings.HasSuffix(word, ".") && n >= 4 && len(word) > 3 || strings.HasSuffix(word, ":") && n >= 8 {
			best = n + 1
		}
	}
	if best > 0 {
		return strings.Join(all[:best], " "), strings.Join(all[best:], " ")
	}
	return strings.Join(all[:mostWords-1], " ") + " …", "… " + strings.Join(all[mostWords-1:], " ")
}

// readNames reads id, number and title.
func (b *builder) readNames(m *made) {
	e := m.entry
	m.raw = e.first(ID)
	if m.raw != "" && m.section == "" {
		if section := b.read.known[m.raw]; section != "" {
			m.section = section
		}
	}
	number := e.first(Number)
	if number == "" && m.raw != "" && itemIDOf(m.raw) == "" {
		number = m.raw
	} else if number != "" && m.raw == "" && realID.MatchString(number) {
		m.raw = number // a column "Number" with ids
	}
	if number != "" && (number != m.raw || itemIDOf(number) == "") {
		if len([]rune(number)) <= 16 {
			m.item.Number = number
			m.set("number")
		} else {
			m.item.Sources = append(m.item.Sources, number)
		}
	}
	title := e.first(Title)
	if sub := e.first(Subsection); title == "" && sub != "" {
		title = sub
	} else if sub != "" && simple(sub) != simple(title) {
		b.loseAll(e, Subsection, "assay has one level of sections, and the question has a title of its own")
	}
	if title != "" && simple(title) != simple(m.item.Ask) {
		m.item.Title = short(strings.ReplaceAll(title, "\n", " "), mostTitle)
		m.set("title")
		if short(title, mostTitle) != title {
			for _, t := range e.texts[Title] {
				b.lose(e, t, "the title was cut: a title has at most 48 letters")
			}
		}
	}
	for _, t := range e.texts[Sources] {
		m.item.Sources = append(m.item.Sources, split(t.words)...)
	}
	if len(m.item.Sources) > 0 {
		m.item.Sources = unique(m.item.Sources)
		m.set("sources")
	}
}

const mostTitle = 48

func (b *builder) readWhy(m *made, rest string) {
	var parts []string
	if rest != "" {
		parts = append(parts, rest)
		b.settle("a question of more than 60 words goes on under why, because nobody can say it aloud")
	}
	for _, t := range m.entry.texts[Why] {
		if !slices.Contains(parts, t.words) {
			parts = append(parts, t.words)
		}
	}
	if len(parts) > 0 {
		m.item.Why = strings.Join(parts, "\n")
		m.set("why")
	}
}

// readKind decides how the question is answered, and what kind of item that makes.
func (b *builder) readKind(m *made) {
	e := m.entry
	as, options := unknown, []string(nil)
	sure := true
	look := func(t text) bool {
		found, offered, answered := givenForm(t.words)
		if found == unknown || answered && found != yesNo {
			return false
		}
		if as == unknown || (as == oneOf || as == someOf) && len(offered) > 0 {
			if as == unknown || found == yesNo || found == onScale {
				as = found
			}
			options = offered
		}
		return true
	}
	for _, t := range e.texts[Answer] {
		if !look(t) {
			b.lose(e, t, "assay does not know this kind of answer")
		}
	}
	for _, t := range e.texts[Options] {
		if (as == inWords || as == inLine || as == number || as == date) && len(splitOptions(t.words)) < 2 {
			b.lose(e, t, "the question is not answered by a choice")
			continue
		}
		options = splitOptions(t.words)
		if found := formOfOptions(options); found == yesNo || found == onScale || as == unknown || as == inWords {
			as = found
		}
	}
	if as == unknown {
		for _, t := range e.texts[Given] {
			look(t)
		}
	}
	expects, unscored := b.expected(m)
	if as == unknown && expects != "" {
		as = yesNo
	}
	if as == unknown {
		sure = false
		if as = inWords; isYesNo(m.item.Ask) || e.hint == yesNo {
			as = yesNo
		}
	}
	if weight := b.weights.read(e); weight.none {
		unscored = true
	}
	if (as == oneOf || as == someOf) && len(options) < 2 {
		as, sure = inWords, false
	}
	b.setKind(m, as, options, expects, unscored)
	if sure {
		m.set("kind")
	}
}

// expected reads the answer that is wanted: yes, no, none because it is not scored,
// or in words.
func (b *builder) expected(m *made) (expects string, unscored bool) {
	for _, t := range m.entry.texts[Expected] {
		switch word := simple(t.words); {
		case among(word, yesWords):
			expects = "yes"
		case among(word, noWords):
			expects = "no"
		case among(word, "not scored, unscored, informational, information only, n a, na, none, qualitative"):
			unscored = word != "qualitative"
		default:
			m.item.ListenFor = append(m.item.ListenFor, points(t.words)...)
			m.set("listen_for")
		}
	}
	return expects, unscored
}

func (b *builder) setKind(m *made, as form, options []string, expects string, unscored bool) {
	fact := func(answer string) {
		m.item.Kind, m.item.Answer = questionnaire.KindFrom(questionnaire.FromParticulars), answer
	}
	graded := questionnaire.KindFrom(questionnaire.FromGrades)
	switch {
	case as == yesNo && unscored:
		fact("yes_no")
		b.settle("a question that is not scored is a fact")
	case as == yesNo && expects == "no":
		m.item.Kind = graded
		m.item.ListenFor = append([]string{"The answer is no"}, m.item.ListenFor...)
		m.set("listen_for")
		b.settle("where the wanted answer is no, a person grades the answer, because yes would close a gate")
	case as == yesNo:
		m.item.Kind = questionnaire.KindFrom(questionnaire.FromYesNo)
	case as == onScale && len(options) > 0:
		m.item.Kind = graded
		m.item.ListenFor = append(m.item.ListenFor, "The file offers: "+strings.Join(options, "; "))
		m.set("listen_for")
	case as == onScale:
		m.item.Kind = graded
	case as == oneOf || as == someOf:
		fact("choice")
		if as == someOf {
			m.item.Answer = "choices"
		}
		m.item.Options = choices(options, as == someOf)
		m.set("options")
	case as == number:
		fact("number")
	case as == date:
		fact("date")
	case as == countries:
		fact("countries")
	case as == document:
		m.item.Kind = questionnaire.KindFrom(questionnaire.FromDocument)
	case as == inLine:
		fact("text")
	case unscored:
		fact("text")
		b.settle("a question that is not scored is a fact")
	default:
		m.item.Kind = graded
	}
	if m.item.Answer != "" {
		m.set("answer")
	}
}

// choices makes options of texts. Their values are short words for conditions.
func choices(labels []string, several bool) []questionnaire.Option {
	var all []questionnaire.Option
	seen := map[string]bool{}
	for _, label := range labels {
		value := slug(label, 40)
		if seen[value] {
			continue
		}
		seen[value] = true
		alone := several && among(simple(label), "none, none of these, none of the above, not applicable, n a, na, no, unknown")
		all = append(all, questionnaire.Option{Value: value, Label: label, Alone: alone})
	}
	return all
}

func (b *builder) readWeight(m *made) {
	weight := b.weights.read(m.entry)
	for _, t := range weight.strange {
		b.lose(m.entry, t, "assay does not know this weight")
	}
	switch {
	case !m.item.Kind.Judged():
		if weight.value > 0 {
			b.loseAll(m.entry, Weight, "the answer is a fact, and a fact is not scored")
		}
	case weight.value > 0:
		m.item.Weight = weight.value
		m.set("weight")
	}
}

func (b *builder) readMandatory(m *made) {
	for _, t := range m.entry.texts[Mandatory] {
		switch word := plain(t.words); {
		case among(word, "yes, y, x, true, 1, mandatory, required, must, must have, m, ja, critical, knock out, ko, non negotiable") || strings.ContainsAny(t.words, "✓✔☑☒"):
			switch {
			case m.item.Kind.IsGate():
				m.item.Hard = true
				m.set("hard")
			case m.item.Kind.Judged():
				m.item.GateAt = map[questionnaire.Milestone]int{questionnaire.Award: 3}
				m.set("gate_at")
				b.settle("a mandatory question that people grade blocks the vendor below grade 3")
			default:
				b.lose(m.entry, t, "the answer is a fact, and a fact cannot block the vendor")
			}
		case among(word, "no, n, false, 0, optional, o, nice to have, should, could, nein, recommended") || word == "":
			m.set("hard")
		default:
			b.lose(m.entry, t, "assay does not know whether this is mandatory")
		}
	}
}

// readLists reads follow-up questions and red flags.
func (b *builder) readLists(m *made) {
	for _, t := range m.entry.texts[Probes] {
		m.item.Probes = append(m.item.Probes, points(t.words)...)
		m.set("probes")
	}
	for _, t := range m.entry.texts[RedFlags] {
		for _, words := range points(t.words) {
			m.item.RedFlags = append(m.item.RedFlags, questionnaire.RedFlag{Text: words, Severity: questionnaire.Warning})
		}
		m.set("red_flags")
	}
	m.item.ListenFor, m.item.Probes = unique(m.item.ListenFor), unique(m.item.Probes)
}

var askedOf = map[string]string{
	"vendor": "vendor, supplier, provider, solution provider, third party, contractor", "delivery lead": "delivery lead, project lead, account manager",
	"document": "document", "research": "research", "reference": "reference", "us": "us, internal, hospital, customer, we",
}

// readChosen reads the fields that have a few words.
func (b *builder) readChosen(m *made) {
	for _, t := range m.entry.texts[AskedOf] {
		found := false
		for of, words := range askedOf {
			if among(simple(t.words), words) {
				m.item.AskedOf, found = of, true
				m.set("asked_of")
			}
		}
		if !found {
			b.lose(m.entry, t, "assay does not know this respondent")
		}
	}
	for _, t := range m.entry.texts[Phase] {
		phase := questionnaire.Phase(strings.ToLower(t.words))
		if phase.From() == "" {
			b.lose(m.entry, t, "assay does not know this phase")
			continue
		}
		m.item.Phase = phase
		m.set("phase")
	}
}

var numbered = regexp.MustCompile(`^(?:[0-9]{1,2}[.)]|[a-z][.)]|[-–•*·▪])\s+`)

// points cuts a text into its lines, without bullets.
func points(words string) []string {
	var all []string
	for one := range strings.SplitSeq(words, "\n") {
		if one = numbered.ReplaceAllString(one, ""); one != "" {
			all = append(all, one)
		}
	}
	return all
}

// split cuts a list of names at lines, semicolons, and commas.
func split(words string) []string {
	return fields(strings.NewReplacer(";", "\n", ",", "\n").Replace(words), "\n")
}

func unique(texts []string) []string {
	var all []string
	for _, one := range texts {
		if !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	return all
}
