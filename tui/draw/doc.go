// Package draw writes text for a terminal: lines, blocks of lines, bars and
// frames, each of an exact size.
//
// The ideas, in the order in which a reader meets them:
//
//   - An [Ink] is one way of writing, such as bold or red. A [Theme] names the
//     inks by their meaning, so that a screen asks for Warn and not for yellow.
//     Color never says anything that a word or a sign does not say too.
//   - A [Line] is built from left to right and is exactly as wide as asked: text
//     that does not fit is cut with an ellipsis, and the rest is filled with
//     blanks. Put writes text of the program. Say and Cell write text from
//     outside and make it harmless first.
//   - A [Block] is a stack of lines, all of one width. Its Paragraph breaks a
//     longer text into lines.
//   - [Beside], [Over] and [Card] put drawn lines next to each other, on top of
//     each other, and in a frame.
//
// The package knows no screen and no store. Of an assessment it knows only the
// values that have a sign and an ink: verdicts, gates, flags and scores.
package draw
