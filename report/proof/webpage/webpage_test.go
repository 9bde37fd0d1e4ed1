package webpage_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"assay/report/proof/webpage"
)

// Two pages of one version have the same bytes, and each part of the page is where
// it belongs.
func TestThePageIsOneFile(t *testing.T) {
	first, err := webpage.HTML("v1")
	if err != nil {
		t.Fatal(err)
	}
	second, err := webpage.HTML("v1")
	if err != nil || !bytes.Equal(first, second) {
		t.Errorf("the same version gave two pages: %v", err)
	}
	page := string(first)
	for _, ends := range []string{"script", "style", "pre"} {
		if opened, closed := strings.Count(page, "<"+ends), strings.Count(page, "</"+ends+">"); opened != closed {
			t.Errorf("%d <%s, %d </%s>", opened, ends, closed, ends)
		}
	}
	if linked := regexp.MustCompile(`(?:src|href)=\S+|@import|url\(`).FindAllString(page[:strings.Index(page, `<script type="application`)], -1); linked != nil {
		t.Errorf("the page refers to %q", linked)
	}
	if first := strings.Index(page, "who gave you this page"); first < 0 || first > strings.Index(page, "Choose reports") {
		t.Error("the page does not say first where it should come from")
	}
}
