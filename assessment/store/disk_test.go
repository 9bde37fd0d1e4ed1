package store_test

import (
	"bufio"
	"encoding/hex"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A model of a disk that keeps its promises and no more: a write is sure once its
// file was synced, and a name once its folder was. Until then any part of it may
// have arrived.

// changing are the system calls that change files, or make sure that they are on
// disk. Not every processor has all of them.
var changing = []string{
	"open", "openat", "creat", "write", "writev", "pwrite64", "pwritev", "pwritev2", "ftruncate", "truncate", "fallocate", "fsync", "fdatasync",
	"rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat", "copy_file_range", "sendfile", "symlink", "symlinkat",
}

// happening is one system call, or an answer that the program called saved.
type happening struct {
	call string
	path string // from the root
	to   string // of a new name
	at   int64  // of a write; the new size of a truncation
	data []byte

	covers int    // of a sync: it covers what happened before this one
	said   string // the id of the event
}

// file is one file: content that is sure, and changes that are not.
type file struct {
	sure    []byte
	changes []change
}

type change struct {
	happened int
	truncate bool
	at       int64
	data     []byte
}

// naming gives a name a file, or takes it away.
type naming struct {
	happened int
	path     string
	file     *file
}

// disk is a tree of files.
type disk struct {
	sure    map[string]*file
	live    map[string]*file
	namings []naming
	taken   int
}

// survival says what a power cut leaves of that which is not sure.
type survival struct {
	namings func(n int) int                              // how many, the first ones
	unit    int64                                        // bytes that arrive together
	arrives func(path string, truncation bool) (is bool) // of one unit
}

func never(string, bool) bool  { return false }
func always(string, bool) bool { return true }
func none(int) int             { return 0 }
func every(n int) int          { return n }

// survivals are the kinds of power cuts.
var survivals = map[string]func(*rand.Rand) survival{
	"nothing that was not confirmed": func(*rand.Rand) survival { return survival{none, 4096, never} },
	"everything":                     func(*rand.Rand) survival { return survival{every, 4096, always} },
	"the database without its log": func(*rand.Rand) survival {
		return survival{every, 4096, func(path string, _ bool) bool { return !strings.HasSuffix(path, "-wal") }}
	},
	"the log without its database": func(*rand.Rand) survival {
		return survival{every, 4096, func(path string, _ bool) bool { return strings.HasSuffix(path, "-wal") }}
	},
	"pages by chance":   func(r *rand.Rand) survival { return byChance(r, 4096) },
	"sectors by chance": func(r *rand.Rand) survival { return byChance(r, 512) },
}

func byChance(r *rand.Rand, unit int64) survival {
	return survival{func(n int) int { return r.IntN(n + 1) }, unit, func(string, bool) bool { return r.IntN(2) == 0 }}
}

// diskOf is a tree as it lies there, all of it sure.
func diskOf(t *testing.T, root string) disk {
	t.Helper()
	d := disk{sure: map[string]*file{}}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		d.sure[strings.TrimPrefix(path, root+"/")] = &file{sure: content}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// copy is the same disk before anything happened.
func (d disk) copy() *disk {
	c := &disk{sure: map[string]*file{}}
	for path, f := range d.sure {
		c.sure[path] = &file{sure: slices.Clone(f.sure)}
	}
	c.live = maps.Clone(c.sure)
	return c
}

// take lets one call happen.
func (d *disk) take(h happening) {
	d.taken = h.covers
	f := d.live[h.path]
	switch h.call {
	case "create":
		if f == nil {
			d.name(h.path, &file{})
		}
	case "write":
		f.changes = append(f.changes, change{happened: d.taken, at: h.at, data: h.data})
	case "truncate":
		f.changes = append(f.changes, change{happened: d.taken, truncate: true, at: h.at})
	case "rename":
		d.name(h.to, f)
		d.name(h.path, nil)
	case "unlink":
		d.name(h.path, nil)
	case "sync":
		if f != nil {
			f.sync(h.covers)
			return
		}
		d.namings = slices.DeleteFunc(d.namings, func(n naming) bool {
			if n.happened >= h.covers || filepath.Dir(n.path) != h.path {
				return false
			}
			n.apply(d.sure)
			return true
		})
	}
}

func (d *disk) name(path string, f *file) {
	n := naming{d.taken, path, f}
	n.apply(d.live)
	d.namings = append(d.namings, n)
}

func (n naming) apply(names map[string]*file) {
	if n.file == nil {
		delete(names, n.path)
	} else {
		names[n.path] = n.file
	}
}

// sync makes the changes before a moment sure.
func (f *file) sync(before int) {
	f.changes = slices.DeleteFunc(f.changes, func(c change) bool {
		if c.happened >= before {
			return false
		}
		f.sure = c.apply(f.sure)
		return true
	})
}

func (c change) apply(content []byte) []byte {
	end := c.at + int64(len(c.data))
	if grow := end - int64(len(content)); grow > 0 {
		content = append(content, make([]byte, grow)...)
	}
	copy(content[c.at:], c.data)
	if c.truncate {
		content = content[:c.at]
	}
	return content
}

// unsure reports whether a file below a folder has changes that are not sure.
func (d *disk) unsure(folder string) bool {
	for path, f := range d.live {
		if strings.HasPrefix(path, folder) && len(f.changes) > 0 {
			return true
		}
	}
	return slices.ContainsFunc(d.namings, func(n naming) bool { return strings.HasPrefix(n.path, folder) })
}

// units are the parts of a change that arrive together.
func (c change) units(unit int64) (all []change) {
	if c.truncate {
		return []change{c}
	}
	for start := c.at; start < c.at+int64(len(c.data)); {
		end := min((start/unit+1)*unit, c.at+int64(len(c.data)))
		all = append(all, change{at: start, data: c.data[start-c.at : end-c.at]})
		start = end
	}
	return all
}

// write puts what survives into a folder, in place of all files in it.
func (d *disk) write(t *testing.T, root string, s survival) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		return os.Remove(path)
	})
	if err != nil {
		t.Fatal(err)
	}
	names := maps.Clone(d.sure)
	for _, n := range d.namings[:s.namings(len(d.namings))] {
		n.apply(names)
	}
	for _, path := range slices.Sorted(maps.Keys(names)) {
		content := slices.Clone(names[path].sure)
		for _, c := range names[path].changes {
			for _, part := range c.units(s.unit) {
				if s.arrives(path, part.truncate) {
					content = part.apply(content)
				}
			}
		}
		write(t, filepath.Join(root, path), string(content))
	}
}

var (
	traced   = regexp.MustCompile(`^(\d+) +(.*)$`)
	resumed  = regexp.MustCompile(`^<\.\.\. \w+ resumed>(.*)$`)
	callLine = regexp.MustCompile(`^(\w+)\((.*)\) += (-?\d+)(?:<([^>]*)>)?`)
	named    = regexp.MustCompile(`"((?:\\x[0-9a-f]{2})*)"`)
	opened   = regexp.MustCompile(`^\d+<([^>]*)>`)
)

// readTrace reads what strace saw below a root, and what was said on stdout. A write
// happens when it is called, and a sync when it returns.
func readTrace(t *testing.T, path, root string) (all []happening) {
	t.Helper()
	in, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	type pending struct {
		text string
		at   int // its place among the happenings
		done bool
	}
	waiting := map[string]pending{}
	var calls []pending
	place := map[string]int{}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		found := traced.FindStringSubmatch(lines.Text())
		if found == nil {
			t.Fatalf("strace says %.200s", lines.Text())
		}
		thread, text := found[1], found[2]
		if begun, is := strings.CutSuffix(text, "<unfinished ...>"); is {
			waiting[thread] = pending{text: begun, at: len(calls)}
			place[thread] = len(calls)
			calls = append(calls, pending{})
			continue
		}
		if rest := resumed.FindStringSubmatch(text); rest != nil {
			whole := pending{text: waiting[thread].text + rest[1], at: place[thread], done: true}
			if strings.HasPrefix(whole.text, "f") && strings.Contains(whole.text[:10], "sync(") {
				calls = append(calls, whole)
			} else {
				calls[whole.at] = whole
			}
			continue
		}
		calls = append(calls, pending{text: text, at: len(calls), done: true})
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	for n, c := range calls {
		if !c.done {
			continue
		}
		for _, h := range happeningsOf(t, c.text, root) {
			if h.covers = n; h.call == "sync" {
				h.covers = c.at
			}
			all = append(all, h)
		}
	}
	return all
}

// happeningsOf reads one call. A call of a kind that no store makes fails the test.
func happeningsOf(t *testing.T, text, root string) []happening {
	t.Helper()
	found := callLine.FindStringSubmatch(text)
	if found == nil || strings.HasPrefix(found[3], "-") {
		return nil
	}
	call, arguments, result := found[1], found[2], found[4]
	var texts []string
	for _, s := range named.FindAllStringSubmatch(arguments, -1) {
		content, err := hex.DecodeString(strings.ReplaceAll(s[1], `\x`, ""))
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(content))
	}
	below := func(path string) (string, bool) { return strings.CutPrefix(unescaped(path), root+"/") }
	number := func(argument int) int64 {
		all := strings.Split(arguments, ", ")
		n, err := strconv.ParseInt(strings.TrimSpace(all[len(all)+argument]), 10, 64)
		if err != nil {
			t.Fatalf("%.100s: %v", text, err)
		}
		return n
	}
	descriptor := ""
	if found := opened.FindStringSubmatch(arguments); found != nil {
		descriptor = found[1]
	}
	path, ours := below(descriptor)
	switch call {
	case "open", "openat":
		path, ours = below(result)
		var did []happening
		if ours && strings.Contains(arguments, "O_CREAT") {
			did = append(did, happening{call: "create", path: path})
		}
		if ours && strings.Contains(arguments, "O_TRUNC") {
			did = append(did, happening{call: "truncate", path: path})
		}
		return did
	case "write":
		if strings.HasPrefix(arguments, "1<") {
			return []happening{{said: strings.TrimSpace(texts[0])}}
		}
	case "pwrite64":
		if ours {
			return []happening{{call: "write", path: path, at: number(-1), data: []byte(texts[0])}}
		}
	case "ftruncate":
		if ours {
			return []happening{{call: "truncate", path: path, at: number(-1)}}
		}
	case "fsync", "fdatasync":
		if ours {
			return []happening{{call: "sync", path: path}}
		}
	case "link", "linkat", "symlink", "symlinkat", "truncate":
		_, ours = below(texts[len(texts)-1])
	case "unlink", "unlinkat":
		if path, ours = below(texts[0]); ours {
			return []happening{{call: "unlink", path: path}}
		}
	case "rename", "renameat", "renameat2":
		if path, ours = below(texts[0]); ours {
			to, _ := below(texts[1])
			return []happening{{call: "rename", path: path, to: to}}
		}
	}
	if ours {
		t.Fatalf("the model of the disk does not know %.300s", text)
	}
	return nil
}

// unescaped is a path as strace prints it between < and >.
func unescaped(path string) string {
	content, err := hex.DecodeString(strings.ReplaceAll(path, `\x`, ""))
	if err != nil {
		return path
	}
	return string(content)
}
