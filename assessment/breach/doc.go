// Package breach computes the deadlines that follow a breach of unsecured
// patient data: who must tell whom, by which day, and why. It applies the HIPAA
// breach notification rule (45 CFR Part 164 Subpart D). It names the States whose
// law may be stricter, and computes no date from State law. Of a contract it
// knows only the number of hours for notice.
//
// "We" are the covered entity. [Compute] turns [Facts] into a [Clock]. The ideas:
//
//   - A clock starts when a company discovers the breach: on the first day on
//     which any of its people, except the wrongdoer, knows of it, or would know
//     with reasonable diligence (164.404(a)(2), 164.410(a)(2)).
//   - The chain of subcontractors runs from the company where the breach
//     happened up to us. If a [Link] is an agent of the next company, the next
//     company discovers the breach on the same day as its agent. If it is not an
//     agent, the next company discovers the breach when the link tells it.
//   - Day 0 is the day of discovery, a civil date in our time zone. 60 days are
//     60 calendar days. A deadline on a weekend or holiday does not move. The
//     hours of a contract are clock hours.
//   - The worst case counts for every fact that is missing. A day without an
//     hour counts from its first instant. A link without a date of notice
//     counts as having told at once. If the size of the breach is unknown, every
//     notice is due. Each result that rests on such a guess is marked as assumed.
//   - A [Deadline] is an outer limit, not a safe harbor. The rule demands notice
//     "without unreasonable delay", and we bear the burden of proof (164.414(b)).
//
// The package never reads the system clock. Put the as-of moment into the facts.
package breach
