package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"assay/assessment"
	"assay/assessment/input"
	"assay/assessment/workspace/exchange"
	"assay/report/sign"
)

// shelf is where the workbench puts the files that it writes: anywhere on this computer, or
// into the folder of a person who is connected over SSH.
type shelf interface {
	// offer is a name for a new file, which no file has yet.
	offer(name, ending string) string

	// place is where a file goes that somebody wants to write. A folder gets a file of this
	// name and ending. The case of the error is FileExists if another file is there that
	// must not be written over.
	place(wanted string, over bool, name, ending string) (at string, err error)

	put(at string, content []byte, over bool) error
	remove(at string)

	// path is the path of a file on this computer, for the list of copies.
	path(at string) string
}

// paths are the files of this computer. Their places are whole paths.
type paths struct {
	using sync.Mutex
	last  string // the folder of the last file; empty for the present one
}

func (p *paths) offer(name, ending string) string {
	p.using.Lock()
	defer p.using.Unlock()
	return freeName(filepath.Join(p.last, name), ending)
}

func (p *paths) place(wanted string, over bool, name, ending string) (string, error) {
	path := absolute(wanted)
	if there, err := os.Stat(path); err == nil && there.IsDir() {
		return absolute(freeName(filepath.Join(path, name), ending)), nil
	}
	if filepath.Ext(path) == "" {
		path += ending
	}
	if over || !exists(path) {
		return path, nil
	}
	text := path + " exists"
	if isSigned(path) {
		text += " and is signed: nobody could make the same signatures again"
	}
	return "", assessment.Errorf(assessment.Conflict, "%s", text).Because(assessment.FileExists)
}

func (p *paths) put(at string, content []byte, _ bool) error {
	if err := writeFile(at, content, modeAt(at)); err != nil {
		return err
	}
	p.using.Lock()
	defer p.using.Unlock()
	if p.last = filepath.Dir(at); p.last == absolute(".") {
		p.last = "" // a plain name is easier to read
	}
	return nil
}

func (p *paths) remove(at string)      { _ = os.Remove(at) } // the error that matters is another one
func (p *paths) path(at string) string { return at }

// passage is the folder of a person who is connected over SSH. Its places are plain names.
type passage struct{ exchange.Folder }

func (p passage) offer(name, ending string) string {
	found := name + ending
	for n := 2; p.has(found); n++ {
		found = fmt.Sprintf("%s-%d%s", name, n, ending)
	}
	return found
}

func (p passage) has(name string) bool {
	_, err := p.Stat(name)
	return err == nil
}

func (p passage) place(wanted string, over bool, _, ending string) (string, error) {
	name, err := exchange.Name(wanted)
	if err != nil {
		return "", err
	}
	if filepath.Ext(name) == "" {
		name += ending
	}
	if !over && p.has(name) {
		return "", assessment.Errorf(assessment.Conflict, "%s exists", name).Because(assessment.FileExists)
	}
	return name, nil
}

func (p passage) put(at string, content []byte, over bool) error {
	_, err := p.Write(at, content, over)
	return err
}

func (p passage) remove(at string)      { _ = p.Taken(at) } // the error that matters is another one
func (p passage) path(at string) string { return filepath.Join(p.Path, at) }

// isSigned reports whether a file is one of our documents, with a signature.
func isSigned(path string) bool {
	old, err := input.Read(path, input.Report)
	if err != nil {
		return false
	}
	found, err := sign.Verify(old, sign.Policy{})
	return err == nil && len(found.Signatures) > 0
}

// modeAt is the mode of the file at a path, or the usual one.
func modeAt(path string) os.FileMode {
	if there, err := os.Stat(path); err == nil {
		return there.Mode().Perm()
	}
	return 0o644
}

// freeName is the name, with a number if a file has the name already.
func freeName(name, ending string) string {
	path := name + ending
	for n := 2; ; n++ {
		if _, err := os.Lstat(path); err != nil {
			return path
		}
		path = fmt.Sprintf("%s-%d%s", name, n, ending)
	}
}
