// Package webpage is the page that verifies reports in a browser: one HTML file, which
// works from a disk without a network, and holds the verifier as WebAssembly.
//
// A page can say anything. A reader who does not trust the sender of a report must not
// trust a page from that sender: the page itself says so first, with the version and
// the command that writes it. Its SHA-256 is in the output of the command, because no
// page can tell its own.
//
// The folder packed holds the parts of the page that are not written by hand. The
// program pack writes it. Its bytes depend on the source and on the version of Go
// alone, so that everybody can make them again and compare.
package webpage

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html"
	"strings"
	"text/template"

	"assay/report/sign"
)

//go:generate go run ./pack

//go:embed page.html page.css page.js packed
var parts embed.FS

// HTML returns the page of a version of assay. The same version always gives the
// same bytes.
func HTML(version string) ([]byte, error) {
	script, err := fill("page.js", map[string]any{"MostBytes": sign.MostBytes})
	if err != nil {
		return nil, err
	}
	var read [4]string
	for n, name := range []string{"page.css", "packed/wasm_exec.js", "packed/licenses.txt", "packed/verifier.wasm.gz"} {
		content, err := parts.ReadFile(name)
		if err != nil {
			return nil, err
		}
		read[n] = string(content)
	}
	style, runtime, licenses, program := read[0], read[1], read[2], read[3]
	return fill("page.html", map[string]any{
		"Policy": policy(style, runtime, string(script)), "Version": html.EscapeString(version),
		"Style": style, "Runtime": runtime, "Script": string(script),
		"Licenses": html.EscapeString(licenses), "Program": base64.StdEncoding.EncodeToString([]byte(program)),
	})
}

// fill returns a part of the page with its blanks filled in.
func fill(name string, blanks map[string]any) ([]byte, error) {
	frame, err := template.ParseFS(parts, name)
	if err != nil {
		return nil, err
	}
	var filled bytes.Buffer
	err = frame.Execute(&filled, blanks)
	return filled.Bytes(), err
}

// policy lets a browser run these scripts in the page, and nothing else: the page
// loads nothing, sends nothing, and makes no markup of a text.
func policy(style string, scripts ...string) string {
	var hashes []string
	for _, script := range scripts {
		hashes = append(hashes, hashOf(script))
	}
	return strings.Join([]string{
		"default-src 'none'", "script-src " + strings.Join(hashes, " ") + " 'wasm-unsafe-eval'", "style-src " + hashOf(style),
		"base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
	}, "; ")
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return fmt.Sprintf("'sha256-%s'", base64.StdEncoding.EncodeToString(sum[:]))
}
