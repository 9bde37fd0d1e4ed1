// Package assay_test holds what is true of the whole module.
package assay_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// house lists every package of this module, and which others it may import.
// Imports run upward: a package imports only packages that are listed above
// it. docs/architecture.md explains the order. When you add a package, add a
// line; when this test rejects an import, first look for a place for your code
// that keeps the direction.
var house = []room{
	{"questionnaire/canonical", ""},
	{"questionnaire/yamldoc", ""},
	{"questionnaire/citation", "questionnaire/yamldoc"},
	{"questionnaire", "questionnaire/canonical questionnaire/yamldoc questionnaire/citation"},
	{"questionnaire/kindtest", "questionnaire"},
	{"questionnaire/grid", ""},
	{"templates", ""},
	{"templates/shipped", ""},

	{"assessment/hostile", ""},
	{"assessment/english", ""},
	{"assessment/country", ""},
	{"questionnaire/foreign", "questionnaire/... assessment/hostile assessment/english"},
	{"assessment/agreement", ""},
	{"assessment", "questionnaire/... assessment/hostile assessment/english"},
	{"assessment/input", "questionnaire/yamldoc assessment/english assessment"},
	{"assessment/input/inputtest", ""},
	{"assessment/breach", "questionnaire/... assessment/english assessment"},
	{"assessment/ranking", "questionnaire/... assessment/hostile assessment/english assessment"},
	{"assessment/wording", "questionnaire/... assessment/hostile assessment/english assessment assessment/ranking"},
	{"assessment/panel", "questionnaire assessment/hostile assessment/english assessment/agreement assessment assessment/wording"},
	{"assessment/meeting", "questionnaire/... assessment"},
	{"assessment/agenda", "questionnaire assessment/english assessment assessment/meeting"},
	{"assessment/contest", "questionnaire/... assessment/hostile assessment/english assessment assessment/ranking assessment/wording"},
	{"assessment/history", "questionnaire/... assessment/hostile assessment/english assessment assessment/ranking assessment/wording"},
	{"assessment/outstanding", "questionnaire assessment/english assessment"},
	{"assessment/review", "questionnaire assessment/english assessment assessment/wording"},
	{"assessment/receipt", "questionnaire assessment/hostile assessment/english assessment assessment/wording assessment/outstanding"},
	{"assessment/debrief", "questionnaire assessment/hostile assessment/english assessment assessment/outstanding assessment/receipt"},
	{"assessment/form", "questionnaire assessment/hostile assessment/english assessment"},
	{"assessment/written", "questionnaire assessment/hostile assessment/english assessment/country assessment assessment/form"},
	{"assessment/register", "assessment/hostile assessment/english assessment assessment/wording"},
	{"assessment/store/postgres", "assessment"},
	{"assessment/store/pgtest", ""},
	{"assessment/store", "questionnaire/... assessment/hostile assessment/english assessment/input assessment assessment/ranking assessment/wording assessment/store/postgres"},
	{"assessment/backup", "assessment assessment/english assessment/input assessment/store"},
	{"assessment/parcel", "assessment assessment/store"},
	{"assessment/workspace", "questionnaire/... assessment/..."},
	{"assessment/workspace/draft", "questionnaire/... assessment/hostile assessment/english assessment assessment/input"},
	{"assessment/workspace/lent", "assessment assessment/hostile assessment/store"},
	{"assessment/workspace/exchange", "assessment assessment/hostile assessment/english assessment/input"},

	{"report/pagetest", ""},
	{"report/pdf", ""},
	{"report/pdf/foreign", ""},
	{"report/pdf/pdftest", "report/pdf"},
	{"report/sign", "report/pdf"},
	{"report/sign/agent", "report/sign"},
	{"report/sign/signtest", ""},
	{"report/vendorcopy", "questionnaire/... assessment/hostile assessment/english assessment assessment/form report/pdf"},
	{"report/webform", "questionnaire report/vendorcopy"},
	{"report/workbook", "assessment/hostile assessment"},
	{"report/handback", "questionnaire questionnaire/canonical questionnaire/grid assessment/hostile assessment/english assessment assessment/form assessment/written report/pdf/foreign report/vendorcopy"},
	{"report/handout", "questionnaire/... assessment/hostile assessment/english assessment assessment/form assessment/wording assessment/outstanding assessment/receipt report/pdf report/vendorcopy report/webform report/workbook"},
	{"report/export", "questionnaire/... assessment assessment/hostile assessment/english assessment/wording assessment/contest assessment/ranking " +
		"assessment/outstanding assessment/register report/workbook"},
	{"report", "questionnaire/... assessment/hostile assessment/english assessment assessment/breach assessment/ranking assessment/wording assessment/contest " +
		"assessment/history assessment/outstanding assessment/receipt assessment/debrief report/pdf report/sign report/vendorcopy templates/shipped"},
	{"report/proof", "questionnaire assessment assessment/contest assessment/hostile assessment/english assessment/wording report/sign report templates/shipped"},
	{"report/proof/prooftest", "questionnaire assessment report/sign report templates"},
	{"report/proof/desk", "assessment assessment/hostile report/sign report report/proof"},
	{"report/proof/webpage", "report/sign"},
	{"report/proof/webpage/pack", ""},
	{"report/filing", "questionnaire/... assessment assessment/hostile assessment/english assessment/wording assessment/contest assessment/register " +
		"report/pdf report/sign report/handout report report/proof"},

	{"tui/keys", "questionnaire"},
	{"tui/draw", "questionnaire assessment/hostile assessment/english assessment assessment/wording"},
	{"tui/dialog", "questionnaire assessment/hostile assessment/english assessment assessment/wording tui/draw tui/keys"},
	{"tui/lines", "questionnaire/... assessment/... tui/draw tui/keys"},
	{"tui/sshserver/transfer", "assessment assessment/workspace/exchange"},
	{"tui", "questionnaire/... assessment/... report/... tui/..."},
	{"tui/sshserver", "assessment assessment/hostile assessment/english assessment/input tui"},
	{"cmd/verifypage", "report/proof/desk"},
	{"cmd/assay", "questionnaire/... assessment/... report/... tui/... templates"},
}

// room is one package. A path that ends in /... means a folder and all that is
// below it.
type room struct{ path, imports string }

// libraries lists the packages that may import a module for one purpose, so
// that it can be replaced by changing one place.
var libraries = []struct{ module, users string }{
	{"modernc.org/sqlite", "assessment/store cmd/assay"}, // cmd/assay prints its version
	{"github.com/jackc/pgx/v5", "assessment/store/postgres assessment/store/pgtest"},
	{"github.com/jung-kurt/gofpdf", "report report/pdf/pdftest"},
	{"github.com/xuri/excelize/v2", "report/workbook"},
	{"filippo.io/age", "assessment/backup"},
	{"github.com/pkg/sftp", "tui/sshserver/transfer"},
	{"golang.org/x/crypto/ssh/...", "report/sign/agent assessment/store tui/sshserver"}, // it reaches the network, and the page for browsers must not
	{"github.com/spf13/cobra", "cmd/assay"},
	{"charm.land/wish/v2/...", "tui/sshserver"},
	{"charm.land/ssh", "tui/sshserver"},
	{"charm.land/...", "tui/... cmd/assay"},
	{"net/http", "cmd/assay"}, // only network.go, for a time stamp that the user asks for
}

func TestImportsRunOneWay(t *testing.T) {
	module := imports(t)
	for n, r := range house {
		if module[r.path] == nil {
			t.Errorf("the table lists %s, which does not exist", r.path)
		}
		for _, allowed := range strings.Fields(r.imports) {
			if !slices.ContainsFunc(house[:n], func(above room) bool { return matches(allowed, above.path) }) {
				t.Errorf("the table lets %s import %s, which is not above it", r.path, allowed)
			}
		}
	}
	for importer, imported := range module {
		n := slices.IndexFunc(house, func(r room) bool { return r.path == importer })
		if n < 0 {
			t.Errorf("package %s is not in the table: add a line that says what it may import", importer)
			continue
		}
		for _, of := range imported {
			ours, internal := strings.CutPrefix(of, "assay/")
			if internal && !matchesAny(house[n].imports, ours) {
				t.Errorf("%s imports %s, against the direction of the table", importer, ours)
			}
		}
	}
}

func TestALibraryHasOneHome(t *testing.T) {
	for importer, imported := range imports(t) {
		for _, of := range imported {
			for _, library := range libraries {
				if (matches(library.module, of) || matches(library.module+"/...", of)) && !matchesAny(library.users, importer) {
					t.Errorf("%s imports %s, which only these may import: %q", importer, of, library.users)
				}
			}
		}
	}
}

// The verifier in the page for browsers carries the drawing of a report, but nothing
// that writes other files.
func TestTheVerifierCarriesNoSpreadsheet(t *testing.T) {
	module := imports(t)
	needed := []string{"cmd/verifypage"}
	for n := 0; n < len(needed); n++ {
		for _, of := range module[needed[n]] {
			ours, internal := strings.CutPrefix(of, "assay/")
			if ours == "report/handout" || matches("github.com/xuri/excelize/...", of) {
				t.Errorf("%s imports %s, and cmd/verifypage needs it", needed[n], of)
			}
			if internal && !slices.Contains(needed, ours) {
				needed = append(needed, ours)
			}
		}
	}
	if !slices.Contains(needed, "report/sign") {
		t.Errorf("cmd/verifypage reaches only %q", needed)
	}
}

func matchesAny(patterns, name string) bool {
	return slices.ContainsFunc(strings.Fields(patterns), func(pattern string) bool { return matches(pattern, name) })
}

// matches reports whether a pattern names a package.
func matches(pattern, name string) bool {
	folder, below := strings.CutSuffix(pattern, "/...")
	return name == folder || below && strings.HasPrefix(name, folder+"/")
}

// imports reads the imports of every package of this module, on every system,
// tests left out.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	eachSource(t, func(name string) {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		folder := path.Dir(name)
		if all[folder] == nil {
			all[folder] = []string{}
		}
		for _, spec := range file.Imports {
			of, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			all[folder] = append(all[folder], of)
		}
	})
	for folder, imported := range all {
		slices.Sort(imported)
		all[folder] = slices.Compact(imported)
	}
	return all
}

// eachSource calls do with the path of every Go file that is not a test.
func eachSource(t *testing.T, do func(name string)) {
	t.Helper()
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		hidden := strings.HasPrefix(entry.Name(), ".") && name != "."
		if entry.IsDir() && (hidden || entry.Name() == "testdata") {
			return fs.SkipDir
		}
		if filepath.Ext(name) == ".go" && !strings.HasSuffix(name, "_test.go") {
			do(name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
