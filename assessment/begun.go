package assessment

// Begun reports whether the result says anything about its subject: an item that counts
// is answered, an answer was carried over, or a flag is open. Facts alone say nothing, as
// our own are often written down before anybody is met.
func (s Snapshot) Begun(r Result) bool {
	if r.Coverage > 0 || r.Reverify+r.Flags.Stop+r.Flags.Warning > 0 {
		return true
	}
	for _, item := range r.Items {
		asked := s.Questionnaire.Item(item.ID)
		if asked.Kind.Judged() && !asked.Computed() && (item.State == StateAnswered || s.Answers[item.ID].NotApplicable != nil) {
			return true
		}
	}
	return false
}
