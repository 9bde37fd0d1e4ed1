// Package assessment holds the answers about a vendor and judges them.
//
// Its ideas, in the order in which a reader meets them:
//
//   - An assessment is a journal of [Event]s. Each holds one [Change]: an answer,
//     a red flag, a waiver, a decision. The first is [Opened], which fixes the
//     rules. [Fold] adds the events up to a [State].
//   - A [Snapshot] is a state with its questionnaire. It is plain data without a
//     clock and is complete: whoever has it needs no database.
//   - [Snapshot.Admit] decides whether an [Entry] may follow. Every answer passes
//     it, from the workbench, from the command line or from a file
//     ([AnswerFile]). The transitions, such as [Answer.Given] and
//     [Answer.ShownBy], make the next answer of an item.
//   - [Evaluate] alone computes scores and verdicts, for one day, milestone and
//     rule view. It is exact: the same snapshot gives the same [Result] on every
//     machine. docs/architecture.md explains the rules in words and formulas, and
//     [Explain] prints the arithmetic of one result.
//   - A claim and its evidence are two scores. An [Evidence] record raises the
//     credit of an answer by its [Assurance], and less as it ages ([AgeOf]).
//   - A gate is not a score. An open hard gate, a stop flag or a rule that cannot
//     be evaluated blocks. A [Waiver] lets some gates stay open for a while.
//   - The rules compute a verdict; a named person makes a [Decision]. It names the
//     snapshot it was made on, and a later change voids it.
//   - Time goes on. [MoveOn] shows the effect of the next milestone, [CarryOver]
//     that of other rules, and [Reassess] begins a new assessment with the old
//     answers. An answer taken over is to be re-verified ([Reverify]).
//
// The packages below this one turn results into words (wording), compare them
// (ranking, contest), tell the journal (history) and keep it (store).
package assessment
