package pdftest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Preflight returns the errors that the validator of Apache PDFBox finds in a file as PDF/A-1b, each with its code.
// Debian has it in the packages libpdfbox2-java and libjaxb-api-java. As with [Tool], the test is skipped without them,
// and fails in CI.
func Preflight(t testing.TB, path string) []string {
	t.Helper()
	var libraries []string
	for _, name := range []string{"preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "commons-io", "jaxb-api", "javax.activation"} {
		library := filepath.Join("/usr/share/java", name+".jar")
		if _, err := os.Stat(library); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatalf("CI must have PDFBox: %v", err)
			}
			t.Skipf("PDFBox is not installed: %v", err)
		}
		libraries = append(libraries, library)
	}
	out, valid := Tool(t, "java", "-cp", strings.Join(libraries, ":"), "org.apache.pdfbox.preflight.Validator_A1b", path)
	found := regexp.MustCompile(`(?m)^\d+(?:\.\d+)* : .*$`).FindAllString(out, -1)
	if !valid && len(found) == 0 {
		t.Fatalf("preflight says:\n%s", out)
	}
	return found
}
