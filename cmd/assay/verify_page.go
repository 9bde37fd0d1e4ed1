package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"assay/report/proof/webpage"
)

// writePage writes the page that verifies reports in a browser, and prints its
// SHA-256: the page cannot tell its own.
func (a *app) writePage(ctx context.Context, out string) error {
	switch {
	case out == "":
		return usagef("for example: assay verify --page -o verify.html", "where to is not said: -o is missing")
	case out == "-" && isTerminal(a.stdout):
		return usagef("pipe it on, or name a file", "the page is not written to a terminal")
	}
	if err := a.mayReplace(ctx, out); err != nil {
		return err
	}
	version := readVersion().Version
	file, err := webpage.HTML(version)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(file)
	hash := hex.EncodeToString(sum[:])
	return a.deliver(out, file, struct {
		File    string `json:"file"`
		Version string `json:"version"`
		SHA256  string `json:"sha256"`
	}{out, version, hash}, func() {
		a.say("wrote %s: verifies reports in a browser", out)
		a.fields([][2]string{{"version", version}, {"SHA-256", hash}})
	})
}
