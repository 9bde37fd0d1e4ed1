// Pack writes the folder packed of package webpage: the verifier as WebAssembly, the
// file of the Go distribution that runs it in a browser, and the licenses of both.
//
//	go generate ./report/proof/webpage
//
// The same source gives the same bytes in every folder and on every machine, but only
// with one version of Go. Pack refuses any other.
package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

const toolchain = "go1.26.8"

// mostPacked is the largest size of the packed program. People download it and send
// it around in an email.
const mostPacked = 6_500_000

func main() {
	if err := pack(); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

func pack() error {
	if runtime.Version() != toolchain {
		return fmt.Errorf("this is %s; run it again with GOTOOLCHAIN=%s", runtime.Version(), toolchain)
	}
	root, err := output("go", "list", "-m", "-f", "{{.Dir}}")
	if err != nil {
		return err
	}
	goRoot, err := output("go", "env", "GOROOT")
	if err != nil {
		return err
	}
	program, err := build(root)
	if err != nil {
		return err
	}
	if len(program) > mostPacked {
		return fmt.Errorf("the packed program has %d bytes, at most %d are allowed", len(program), mostPacked)
	}
	var read [3][]byte
	for n, name := range []string{filepath.Join(goRoot, "lib", "wasm", "wasm_exec.js"), filepath.Join(root, "NOTICE"), filepath.Join(root, "LICENSE")} {
		if read[n], err = os.ReadFile(name); err != nil {
			return err
		}
	}
	licenses := slices.Concat(read[1], []byte("\n\nLICENSE\n\n"), read[2])
	folder := filepath.Join(root, "report", "proof", "webpage", "packed")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for name, content := range map[string][]byte{"verifier.wasm.gz": program, "wasm_exec.js": read[0], "licenses.txt": licenses} {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// build returns the compiled and compressed verifier.
func build(root string) ([]byte, error) {
	folder, err := os.MkdirTemp("", "assay-page")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "verifier.wasm")
	compile := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", file, "./cmd/verifypage")
	compile.Dir = root
	compile.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOTOOLCHAIN="+toolchain, "GOFLAGS=", "GOWASM=", "GOEXPERIMENT=", "CGO_ENABLED=0")
	compile.Stderr = os.Stderr
	if err := compile.Run(); err != nil {
		return nil, err
	}
	program, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(program); err != nil {
		return nil, err
	}
	err = w.Close()
	return packed.Bytes(), err
}

func output(name string, args ...string) (string, error) {
	command := exec.Command(name, args...)
	command.Stderr = os.Stderr
	out, err := command.Output()
	return strings.TrimSpace(string(out)), err
}
