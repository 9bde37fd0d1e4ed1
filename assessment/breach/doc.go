// Package breach reckons the dates that a breach of unsecured patient data
// sets: who must tell whom, by which day, and why by that day. It knows the
// rules of 45 CFR 164 Subpart D, no State's law and no contract but its hours.
//
// Its ideas:
//
//   - Everything starts with a discovery. A breach is discovered on the first
//     day on which it is known, or would be with reasonable diligence, to
//     anybody of the house but the wrongdoer: 164.404(a)(2), 164.410(a)(2).
//   - An agent's knowledge is its principal's. What an agent knows starts the
//     clock of whom it acts for, on the same day; anybody else starts it by
//     telling. So a [Link] of the chain is an agent or it is not, and [Compute]
//     walks the [Facts] from where it happened up to us, the covered entity.
//   - Day 0 is the day of discovery, a civil date in our zone. 60 days are 60
//     calendar days, and nothing rolls over weekends or holidays. Hours of a
//     contract are hours of the clock.
//   - What is not known counts as its worst: of a day without an hour the first
//     instant counts, who is not said to have told is taken to have told at once,
//     and of a breach of unknown size every notice is due. What was assumed is
//     marked so.
//   - A [Deadline] is an outer limit and no safe harbour. "Without unreasonable
//     delay" comes before it, and the house bears the burden of proof: 164.414(b).
//
// Nothing here has a clock: the moment as of which is judged is one of the facts.
package breach
