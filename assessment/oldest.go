package assessment

// OldestEvidence is the as-of date of the oldest record on which the result of
// a snapshot rests, and the item that it shows: of those that count above the
// bare claim or close a gate. Of several equally old ones it is the first in the
// order of the questionnaire. Where nothing rests on a record, both are empty.
func OldestEvidence(s Snapshot, r Result) (Date, string) {
	var oldest Date
	item := ""
	for n := range r.Items {
		result := &r.Items[n]
		records := s.Answers[result.ID].Evidence
		for _, record := range []int{result.Record, result.ClosedBy} {
			if record < 1 || record > len(records) {
				continue
			}
			if asOf := records[record-1].AsOf; item == "" || asOf < oldest {
				oldest, item = asOf, result.ID
			}
		}
	}
	return oldest, item
}
