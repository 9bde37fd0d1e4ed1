package assessment

// OldestEvidence is the as-of date of the oldest record behind the result of
// a snapshot, and the item that it shows. Only a record that counts above
// the bare claim or closes a gate matters. Of equally old records it is the
// first in the order of the questionnaire. Both are empty if there is no
// such record.
func OldestEvidence(s Snapshot, r Result) (Date, string) {
	var oldest Date
	item := ""
	for n := range r.Items {
		result := &r.Items[n]
		records := s.Answers[result.ID].Evidence
		for _, record := range append(result.Closers(), result.Record) {
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
