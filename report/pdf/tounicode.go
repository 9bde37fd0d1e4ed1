package pdf

import (
	"bytes"
	"fmt"
)

// identityToUnicode maps every two-byte code to the Unicode character with the same number, because gofpdf numbers its
// glyphs in this way. All codes of a range have the same first byte, and a block has at most 100 ranges (9.10.3; Adobe
// technical note 5411). The map leaves out surrogates, the two noncharacters at the end, and code 0, which no text uses.
func identityToUnicode() []byte {
	var w bytes.Buffer
	w.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	var ranges []string
	for high := range 256 {
		first, last := 0, 0xff
		switch {
		case high >= 0xd8 && high <= 0xdf:
			continue
		case high == 0:
			first = 1
		case high == 0xff:
			last = 0xfd
		}
		ranges = append(ranges, fmt.Sprintf("<%02X%02X> <%02X%02X> <%02X%02X>\n", high, first, high, last, high, first))
	}
	for len(ranges) > 0 {
		block := ranges[:min(100, len(ranges))]
		ranges = ranges[len(block):]
		fmt.Fprintf(&w, "%d beginbfrange\n", len(block))
		for _, r := range block {
			w.WriteString(r)
		}
		w.WriteString("endbfrange\n")
	}
	w.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return w.Bytes()
}
