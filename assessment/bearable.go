package assessment

import "fmt"

// The limits of a journal that is replayed. Whoever holds a trusted key can sign a
// journal that no assessment has, to keep a reader busy. A long assessment has a
// tenth of each.
const (
	mostDecisions = 100
	mostOthers    = 1_000   // of each kind that neither answers nor grades
	mostScorers   = 100     // of one item
	mostVoided    = 1 << 26 // voided decisions times the changes that void them
	mostCompared  = 1 << 30 // bytes of answers that notes after decisions are compared with
)

// bearable returns an error if it would take long to add the events up.
func bearable(events []Event, journal []Written) error {
	kinds := map[string]int{}
	scorers := map[string]map[string]bool{} // by item
	said := map[string]int{}                // bytes by item
	changed := map[[2]string]bool{}         // kind and item
	carried, compared, voided := 0, 0, 0
	for n, e := range events {
		kind, refs, size := e.Change.kind(), RefsOf(e.Change), len(journal[n].Body)
		kinds[kind]++
		switch kind {
		case Answered{}.kind(), Graded{}.kind():
			if scorers[refs.Item] == nil {
				scorers[refs.Item] = map[string]bool{}
			}
			scorers[refs.Item][refs.Scorer] = true
			said[refs.Item] += size
			if kinds[Decided{}.kind()] > 0 && refs.Beside {
				compared += carried + said[refs.Item]
			}
			if len(scorers[refs.Item]) > mostScorers {
				return fmt.Errorf("%s has more than %d scorers", refs.Item, mostScorers)
			}
		case CarriedOver{}.kind():
			carried += size
		case Undone{}.kind():
		case Decided{}.kind():
			if kinds[kind] > mostDecisions {
				return fmt.Errorf("it has more than %d decisions", mostDecisions)
			}
		case SignedOff{}.kind():
			if kinds[kind] > mostDecisions {
				return fmt.Errorf("it has more than %d sign-offs", mostDecisions)
			}
		default:
			if kinds[kind] > mostOthers {
				return fmt.Errorf("it has more than %d events of the kind %q", mostOthers, kind)
			}
		}
		if kind != (Undone{}).kind() {
			changed[[2]string{kind, itemOf(e.Change)}] = true
		}
		if voided += kinds[Decided{}.kind()] * len(changed); voided > mostVoided {
			return fmt.Errorf("event %d: it has more changes after decisions than any assessment", e.Seq)
		}
		if compared > mostCompared {
			return fmt.Errorf("event %d: it has more notes after decisions than any assessment", e.Seq)
		}
	}
	return nil
}
