package tui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"assay/assessment"
	"assay/assessment/meeting"
	"assay/assessment/wording"
	"assay/questionnaire"
	"assay/tui/dialog"
	"assay/tui/draw"
	"assay/tui/keys"
)

// interview is the screen for asking a vendor. An answer does not move to the next
// item, because the evaluator adds the assurance, quotes and ticks while the vendor
// still talks. Tab moves on.
type interview struct {
	id      string // of the assessment
	item    string // id of the present item
	ticking bool   // digits and letters tick the heard signs
	from    int    // first line shown of around
	above   string // the computed item from which the user came
	folded  bool   // what to listen for is folded away
	all     bool   // all items are listed, not only the live ones
	left    string // the live item from which the user went to all
	only    meeting.Filter
}

// spot is the present item with everything that belongs to it.
type spot struct {
	k      *book
	item   *questionnaire.Item
	domain *questionnaire.Domain
	answer assessment.Answer
	result assessment.ItemResult
}

func (s *interview) where() keys.Where { return keys.OnInterview }
func (s *interview) place() string     { return "interview/" + s.id }
func (s *interview) crumb() string     { return s.item }

func (s *interview) status(m *Model) string {
	k := m.books[s.id]
	if k == nil {
		return "reading …"
	}
	t := m.theme
	parts := []string{savedWords(m, k)}
	if session := k.now.Running(); session != nil {
		parts = append(parts, "session "+t.Strong.On(clock(m.now.UnixMicro()-session.Start)))
	}
	// The name of the vendor stays whole; the rules give way to it. They are on its page.
	between, room := t.Dim.On(" · "), m.w-m.pathWidth()-2
	for _, rules := range rulesOf(m, k) {
		if all := strings.Join(append(slices.Clone(parts), rules), between); draw.Width(all) <= room {
			return all
		}
	}
	return strings.Join(parts, between)
}

// savedWords says whether the whole assessment is saved.
func savedWords(m *Model, k *book) string {
	t := m.theme
	switch n, choose := len(k.waiting), m.clashesOf(k); {
	case k.failure != nil:
		return t.BadStrong.On(fmt.Sprintf("! %d not saved", n))
	case n > 0:
		return t.Warn.On("○ saving")
	case choose > 0:
		return t.WarnStrong.On(fmt.Sprintf("○ %d to choose", choose))
	case k.now.Withdrawn != nil:
		return t.WarnStrong.On("withdrawn by " + draw.Harmless(k.now.Withdrawn.By))
	}
	return t.Good.On("●") + " saved"
}

// rulesOf distinguishes this assessment from others of the vendor: by its subject, its RFP
// or questionnaire, and its milestone. It returns shorter and shorter texts.
func rulesOf(m *Model, k *book) []string {
	t := m.theme
	name := k.now.Questionnaire.ID
	if rfp := k.now.Opened.RFP; rfp != nil {
		name = ansi.Truncate(draw.Harmless(cmp.Or(rfp.Reference, rfp.Title)), 24, "…")
	}
	milestone := t.Dim.On("for " + string(k.now.Milestone))
	all := []string{t.Strong.On(name) + " " + milestone}
	if subject := k.now.Opened.Subject; subject != "" {
		subject = ansi.Truncate(draw.Harmless(subject), 24, "…")
		return append([]string{t.Strong.On(subject+" · "+name) + " " + milestone}, t.Strong.On(subject)+" "+milestone, t.Strong.On(subject))
	}
	return append(all, milestone)
}

func (s *interview) begin(m *Model) tea.Cmd {
	s.arrive(m)
	return readBook(m.bench, s.id, s.welcome)
}

// welcome adds the screens below an interview that opened at the start of the
// program, and goes to its item. It opens no form: the user may already be
// pressing keys for the question, and a form would take them as text. The card lets
// them through.
func (s *interview) welcome(m *Model) tea.Cmd {
	k := m.books[s.id]
	switch {
	case m.top() != screen(s):
		return nil
	case k == nil: // it cannot be read
		m.screens = m.screens[:1]
		return m.top().begin(m)
	}
	s.arrive(m)
	s.folded = m.kept(foldPlace) == isFolded
	cmds := []tea.Cmd{m.arrive(s, s.id)}
	if running := k.now.Running(); running != nil {
		mine := running.By == m.bench.Evaluator // only the person who started a session ends it
		if mine && !k.attended {
			cmds = append(cmds, m.say(runningWords(m, k)+"; S ends it"))
		}
		k.attended = mine
	}
	s.attend(m)
	return tea.Batch(append(cmds, m.showCard())...)
}

// arrive goes to the last item of the evaluator, or else to the first open item: of
// the live ones while any of them is to do.
func (s *interview) arrive(m *Model) {
	k := m.books[s.id]
	if k == nil || len(k.result.Items) == 0 {
		return
	}
	ids := visible(k)
	if s.item == "" {
		s.item = m.kept(s.place())
	}
	if slices.Contains(ids, s.item) || len(ids) == 0 {
		s.all = s.all || !live(k, s.item)
		return
	}
	aloud := liveWork(k)
	s.all = aloud.Done == aloud.All
	ids = s.listed(k)
	s.item = ids[0]
	if next := nextOpen(k, ids, -1); next != "" {
		s.item = next
	}
}

func (s *interview) spot(m *Model) (spot, bool) {
	k := m.books[s.id]
	if k == nil {
		return spot{}, false
	}
	item := k.now.Questionnaire.Item(s.item)
	if item == nil {
		return spot{}, false
	}
	return spot{k, item, k.now.Questionnaire.DomainOf(item.ID), k.now.Answers[item.ID], k.result.Item(item.ID)}, true
}

// capture takes the keys that tick while ticking is on, and the key that leads back
// to the computed item.
func (s *interview) capture(m *Model, msg tea.KeyPressMsg) (bool, tea.Cmd) {
	if !s.ticking {
		return false, nil
	}
	at, found := s.spot(m)
	if !found {
		return false, nil
	}
	switch keys.Of(msg, keys.InTicks) {
	case keys.Leave:
		s.ticking = false
		return true, nil
	case keys.Number:
		if n := keys.Digit(msg); n <= len(at.item.ListenFor) {
			return true, s.amend(m, at, func(a *assessment.Answer) { a.Heard = toggled(a.Heard, n) })
		}
		return true, m.say(fmt.Sprintf("%s has %d things to listen for; t ends ticking", at.item.ID, len(at.item.ListenFor)))
	}
	for n, key := range elementKeys(at.item) {
		if key == msg.String() {
			own, _ := now(at).GradeOf(m.bench.Evaluator)
			return true, m.record(at.k, graded(at, now(at).Naming(m.bench.Evaluator, toggled(own.Elements, at.item.Elements[n]))))
		}
	}
	// Any other key ends ticking and has its usual effect.
	s.ticking = false
	return false, nil
}

// elementKeys gives each element of a scenario a unique letter.
func elementKeys(item *questionnaire.Item) []string {
	letters := make([]string, len(item.Elements))
	for n, element := range item.Elements {
		for _, r := range strings.ToLower(element) {
			if letter := string(r); r >= 'a' && r <= 'z' && letter != "t" && !slices.Contains(letters, letter) {
				letters[n] = letter
				break
			}
		}
	}
	return letters
}

func toggled[T int | string](list []T, one T) []T {
	if at := slices.Index(list, one); at >= 0 {
		return slices.Delete(slices.Clone(list), at, at+1)
	}
	list = append(slices.Clone(list), one)
	slices.Sort(list)
	return list
}

// amend edits the answer to the item and records the result.
func (s *interview) amend(m *Model, at spot, edit func(a *assessment.Answer)) tea.Cmd {
	return s.change(m, at, at.answer.Amended(edit))
}

// change records the next answer to the item, which was made from the answer of the
// spot.
func (s *interview) change(m *Model, at spot, next assessment.Answer) tea.Cmd {
	return m.join(at.k, at.item.ID, at.answer, next)
}

// submit is change for a dialog: if the store would refuse the answer, it returns the
// reason, and the dialog stays open.
func (s *interview) submit(m *Model, at spot, next assessment.Answer) (tea.Cmd, error) {
	if now(at).Event == at.answer.Event {
		if err := m.admits(at.k, answered(at.item.ID, next)); err != nil {
			return nil, err
		}
	}
	m.shut()
	return s.change(m, at, next), nil
}

// now returns the present answer. at.answer may be older, because a dialog keeps
// the answer from when it was opened.
func now(at spot) assessment.Answer { return at.k.now.Answers[at.item.ID] }

// graded is the grade of a scorer for the item.
func graded(at spot, grade assessment.Graded) assessment.Graded {
	grade.Item = at.item.ID
	return grade
}

func answered(item string, next assessment.Answer) assessment.Answered {
	next.Item = item
	return assessment.Answered{Answer: next}
}

// move goes to an item. If it is not live, move lists all items.
func (s *interview) move(m *Model, item string) tea.Cmd {
	if item == "" || item == s.item {
		return nil
	}
	k := m.books[s.id]
	if !s.all && !live(k, item) {
		s.all, s.left = true, s.item
	}
	if !k.items().Keeps(s.only, item) {
		s.only = meeting.Unfiltered // it was looked for: the list begins anew around it
	}
	s.item, s.from, s.ticking, s.above = item, 0, false, ""
	s.attend(m)
	return m.keep(s.place(), item)
}

// attend tells the clock which domain the user is asking about.
func (s *interview) attend(m *Model) {
	if at, found := s.spot(m); found {
		at.k.attention.turn(&at.k.now, at.domain.ID, m.now.UnixMicro())
	}
}

// step goes n items forward or back, and stops at both ends.
func (s *interview) step(m *Model, k *book, n int) tea.Cmd {
	ids := s.listed(k)
	at := max(0, min(slices.Index(ids, s.item)+n, len(ids)-1))
	return s.move(m, ids[at])
}

// stepDomain goes to the first item of the next or previous domain.
func (s *interview) stepDomain(m *Model, at spot, by int) tea.Cmd {
	domains := at.k.now.Questionnaire.Domains
	ids := s.listed(at.k)
	here := slices.IndexFunc(domains, func(d questionnaire.Domain) bool { return d.ID == at.domain.ID })
	for n := here + by; n >= 0 && n < len(domains); n += by {
		for i := range domains[n].Items {
			if id := domains[n].Items[i].ID; slices.Contains(ids, id) {
				return s.move(m, id)
			}
		}
	}
	return nil
}

func (s *interview) hint(m *Model) string {
	at, found := s.spot(m)
	if !found {
		return ""
	}
	a, item := at.answer, at.item
	switch {
	case at.k.failure != nil:
		return unsavedHint(at.k)
	case !m.mine(assessment.ActAnswer):
		return s.readerHint(m, at)
	case s.ticking:
		return "numbers and letters tick; any other key ends ticking"
	case len(heldByChain(at)) > 0:
		return "a link of the delivery chain has no agreement in force. C opens the chain"
	case a.Reverify != nil && !item.Kind.Judged():
		return "carried over. Press . to confirm it, or answer again"
	case a.Reverify != nil:
		return "counts as claimed until you confirm it with . or answer again"
	case item.Computed():
		return followsWords(item)
	case at.result.State == assessment.StateLater && !a.Answered():
		return "counts from milestone " + string(item.Phase.From()) + " on; you can answer it now"
	case at.result.State == assessment.StateNA && a.NotApplicable == nil:
		return "not applicable by its rule: " + item.NotApplicableWhen
	case item.Kind.Note() != "" && a.Answered() && a.Note == "":
		return fmt.Sprintf("a %s needs its %s: press enter to write it down", item.Kind, item.Kind.Note())
	case staleEvidence(at) != "":
		return "its evidence is " + staleEvidence(at) + ": add a newer record"
	case at.result.Gate == assessment.GateNotShown:
		return showHint(item)
	case at.result.Gate == assessment.GateFailed && whyNotWaived(at) == "" && m.mine(assessment.ActWaive):
		return "the gate is open. X waives it for a while, if somebody approves"
	case item.Kind.Scored() && a.Spread() >= at.k.now.Questionnaire.Scoring.Scenario.Apart && a.Reconciled == "" && m.mine(assessment.ActReconcile):
		return "the scores are far apart, so the lower one counts. = says why they are reconciled"
	case whyNotOurs(at) == "":
		return "same for every vendor of the RFP: o copies this answer to the others"
	case at.k.now.Running() == nil && at.k.attended:
		return "the session is over: S starts another"
	case at.k.now.Running() == nil:
		return "no session is running: S starts one"
	case at.k.runs() && nothingAloud(at.k):
		return "everything that is asked live is answered: S ends the session"
	}
	return ""
}

// readerHint is the hint for a person whose role does not answer.
func (s *interview) readerHint(m *Model, at spot) string {
	for _, a := range []keys.Action{keys.Waive, keys.Reconcile} {
		if b := keys.For(a, keys.OnInterview); m.why(a) == "" {
			return b.Shown() + ": " + b.Help
		}
	}
	if at.item.Kind.Scored() && at.k.now.PanelClosed(at.item.ID) {
		return wording.Panel(at.k.now, at.item.ID)
	}
	return "you read here: your role does not answer"
}

// nothingAloud reports whether everything that is asked in the meeting is answered.
func nothingAloud(k *book) bool {
	aloud := liveWork(k)
	return twoViews(k) && aloud.All > 0 && aloud.Done == aloud.All
}

func unsavedHint(k *book) string {
	return fmt.Sprintf("%d not saved; %s: %v", len(k.waiting), hintFor(notSaved, nil), k.failure)
}

// staleEvidence says why an answer with evidence counts only as claimed: its
// evidence is too old. It returns "" for any other answer.
func staleEvidence(at spot) string {
	if !at.answer.Answered() || at.answer.Reverify != nil || at.result.Assurance != assessment.Claimed {
		return ""
	}
	for n := range at.answer.Evidence {
		record := &at.answer.Evidence[n]
		age := at.k.now.AgeOf(record, at.k.day)
		if at.answer.CountedFor(record) != assessment.Claimed && !age.Counts() {
			return age.Words()
		}
	}
	return ""
}

// specifics lists the elements that a good answer names, in plain words.
func specifics(elements []string) string {
	words := make([]string, len(elements))
	for n, element := range elements {
		switch element {
		case "actor":
			words[n] = "who"
		case "clock":
			words[n] = "when"
		default:
			words[n] = element
		}
	}
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " or " + words[n-1]
	}
	return strings.Join(words, "")
}

// showHint says which keys close a gate that was answered yes.
func showHint(item *questionnaire.Item) string {
	if item.MinAssurance == string(assessment.Verified) {
		return "answered yes, not verified yet. v = you saw the record itself, m = promised"
	}
	return "answered yes, no evidence yet. d = document read, v = seen, m = promised"
}

// instead lists the keys for the footer while ticking is on.
func (s *interview) instead(m *Model) []keys.Binding {
	at, found := s.spot(m)
	if !found || !s.ticking {
		return nil
	}
	var list []keys.Binding
	tick := keys.For(keys.Number, keys.InTicks)
	if n := len(at.item.ListenFor); n > 0 {
		list = append(list, tick.Called(dialog.NumbersTo(n), "heard"))
	}
	for n, letter := range elementKeys(at.item) {
		list = append(list, tick.Called(letter, at.item.Elements[n]))
	}
	return append(list, keys.For(keys.Leave, keys.InTicks).Called("", "done"))
}
