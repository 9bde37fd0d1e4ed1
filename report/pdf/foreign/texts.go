package foreign

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// decodeText reads a text string (7.9.2.2): UTF-16 or UTF-8 with a mark, otherwise PDFDocEncoding. UTF-16 in the other
// byte order is no PDF, but some programs write it.
func decodeText(raw string) string {
	if rest, is := strings.CutPrefix(raw, "\xfe\xff"); is {
		return decodeUTF16(rest, binary.BigEndian)
	}
	if rest, is := strings.CutPrefix(raw, "\xff\xfe"); is {
		return decodeUTF16(rest, binary.LittleEndian)
	}
	if rest, is := strings.CutPrefix(raw, "\xef\xbb\xbf"); is {
		return strings.ToValidUTF8(rest, string(utf8.RuneError))
	}
	var out strings.Builder
	for i := range len(raw) {
		out.WriteRune(documentRune(raw[i]))
	}
	return out.String()
}

func decodeUTF16(raw string, order binary.ByteOrder) string {
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = order.Uint16([]byte(raw[2*i : 2*i+2]))
	}
	return string(utf16.Decode(units))
}

// documentRune returns the character of a byte in PDFDocEncoding (annex D.2). Outside these two ranges it is Latin-1.
func documentRune(c byte) rune {
	const accents, others = "˘ˇˆ˙˝˛˚˜", "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž"
	switch n := int(c); {
	case n >= 0x18 && n < 0x20:
		return []rune(accents)[n-0x18]
	case n >= 0x80 && n < 0x9f:
		return []rune(others)[n-0x80]
	case n == 0xa0:
		return '€'
	}
	return rune(c)
}
