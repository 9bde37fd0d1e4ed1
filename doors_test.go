package assay_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strings"
	"testing"
)

// openers are the functions that open a file to read it, or a folder of such
// files.
var openers = []string{
	"os.Open", "os.OpenFile", "os.ReadFile", "os.DirFS", "os.OpenInRoot", "os.CopyFS", "os.NewFile", "syscall.Open", "unix.Open",
}

// doors lists who may call an opener, and why. A file that a person names goes
// through package assessment/input, which looks before it reads: a name can lead to
// a pipe that never ends, to a device or to a file of 3 GB.
var doors = []struct{ place, why string }{
	{"assessment/input", "looks before it reads"},
	{"assessment/store/pgtest", "reads what the test server itself wrote"},
	{"assessment/store/durable.go", "opens folders, to sync them"},
	{"assessment/store/anchorfile.go", "reads the file that the store itself wrote"},
	{"assessment/store/broken.go", "reads the header of a regular file that SQLite refused"},
	{"cmd/assay/files.go", "reads back what it wrote, and syncs folders"},
	{"report/proof/webpage/pack", "reads files of this repository and of the Go distribution, at build time"},
	{"cmd/assay/passphrase.go", "takes a file descriptor, and hands it to package input"},
}

func TestNamedFilesComeInThroughOneDoor(t *testing.T) {
	used := map[string]bool{}
	eachSource(t, func(name string) {
		door := slices.IndexFunc(doors, func(d struct{ place, why string }) bool { return d.place == name || d.place == path.Dir(name) })
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(node ast.Node) bool {
			if call, is := node.(*ast.CallExpr); is && writesOnly(call) {
				return false
			}
			selected, is := node.(*ast.SelectorExpr)
			if !is {
				return true
			}
			of, is := selected.X.(*ast.Ident)
			if !is || !slices.Contains(openers, of.Name+"."+selected.Sel.Name) {
				return true
			}
			if door < 0 {
				t.Errorf("%s uses %s.%s: read a file that a person names through package assessment/input", name, of.Name, selected.Sel.Name)
			} else {
				used[doors[door].place] = true
			}
			return true
		})
	})
	for _, d := range doors {
		if !used[d.place] && !strings.HasSuffix(d.place, "/input") {
			t.Errorf("%s opens no file any more: take it off the list", d.place)
		}
	}
}

// writesOnly reports whether a call opens a file that it cannot read.
func writesOnly(call *ast.CallExpr) bool {
	only := false
	for _, argument := range call.Args {
		ast.Inspect(argument, func(node ast.Node) bool {
			name, is := node.(*ast.SelectorExpr)
			only = only || is && name.Sel.Name == "O_WRONLY"
			return true
		})
	}
	return only
}
