package hostile

import "strings"

// Markdown is [Line] escaped for Markdown. A reader shows it as it is: no markup, no
// HTML, no table cell.
func Markdown(text string) string {
	text = escape.Replace(Line(text))
	if rest := strings.TrimLeft(text, "0123456789"); rest != "" {
		first := len(text) - len(rest)
		if strings.ContainsRune("+-=", rune(text[0])) || first > 0 && strings.ContainsRune(".)", rune(rest[0])) {
			return text[:first] + `\` + rest
		}
	}
	return text
}

var escape = strings.NewReplacer(`\`, `\\`, "|", `\|`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "#", `\#`, "~", `\~`, "$", `\$`,
	"<", "&lt;", ">", "&gt;", "&", "&amp;")

// FromMarkdown undoes [Markdown].
func FromMarkdown(text string) string { return unescape.Replace(text) }

var unescape = strings.NewReplacer(`\\`, `\`, `\|`, "|", "\\`", "`", `\*`, "*", `\_`, "_", `\[`, "[", `\]`, "]", `\#`, "#", `\~`, "~", `\$`, "$",
	"&lt;", "<", "&gt;", ">", "&amp;", "&", `\+`, "+", `\-`, "-", `\=`, "=", `\.`, ".", `\)`, ")")
