package report

import (
	"encoding/binary"
	"errors"
	"sync"

	"github.com/go-fonts/dejavu/dejavusanscondensed"
	"github.com/go-fonts/dejavu/dejavusanscondensedbold"
	"github.com/go-fonts/dejavu/dejavusansmono"
)

// typeface is one of the three faces of a report. All are embedded, because a
// machine that reads the file in twenty years may not have them.
type typeface int

const (
	regular typeface = iota
	bold
	mono // ids, hashes, file names
)

// typefaces gives each face its font program.
var typefaces = [...][]byte{regular: dejavusanscondensed.TTF, bold: dejavusanscondensedbold.TTF, mono: dejavusansmono.TTF}

// metricsOf reads the metrics of each face once: a program that signs and verifies
// draws many times, and its typefaces never change. Do not change the metrics.
var metricsOf = [...]func() (metrics, error){regular: readOnce(regular), bold: readOnce(bold), mono: readOnce(mono)}

func readOnce(face typeface) func() (metrics, error) {
	return sync.OnceValues(func() (metrics, error) { return readMetrics(typefaces[face]) })
}

// metrics holds the advance of each character of the basic plane, in thousandths
// of the type size, or noGlyph. Lines are broken by it before they are drawn.
type metrics []int16

const (
	noGlyph    = -1
	basicPlane = 1 << 16
)

// has reports whether the face can draw r. The drawing library has no glyphs
// above the basic plane.
func (m metrics) has(r rune) bool { return r >= 0 && r < basicPlane && m[r] != noGlyph }

// width is the width of a text in thousandths of the type size. Integers make
// lines break in the same places on every machine.
func (m metrics) width(text string) int {
	sum := 0
	for _, r := range text {
		if m.has(r) {
			sum += int(m[r])
		}
	}
	return sum
}

var errTypeface = errors.New("the font program has an unexpected form")

// readMetrics reads the characters (table cmap, format 4 of the OpenType
// specification) and their widths (hmtx) from a TrueType font program.
func readMetrics(ttf []byte) (m metrics, err error) {
	defer func() {
		if recover() != nil { // an offset points outside the program
			err = errTypeface
		}
	}()
	tables := map[string][]byte{}
	for n := range int(binary.BigEndian.Uint16(ttf[4:])) {
		entry := ttf[12+16*n:]
		offset, size := binary.BigEndian.Uint32(entry[8:]), binary.BigEndian.Uint32(entry[12:])
		tables[string(entry[:4])] = ttf[offset : offset+size]
	}
	perEm := int(binary.BigEndian.Uint16(tables["head"][18:]))
	advances := int(binary.BigEndian.Uint16(tables["hhea"][34:]))
	m = make(metrics, basicPlane)
	for r := range m {
		m[r] = noGlyph
	}
	glyphs, err := readCharacters(tables["cmap"])
	for r, glyph := range glyphs {
		advance := int(binary.BigEndian.Uint16(tables["hmtx"][4*min(glyph, advances-1):]))
		m[r] = int16((advance*1000 + perEm/2) / perEm)
	}
	return m, err
}

// readCharacters maps characters to glyphs, following format 4 of cmap.
func readCharacters(cmap []byte) (map[rune]int, error) {
	u16 := binary.BigEndian.Uint16
	for n := range int(u16(cmap[2:])) {
		entry := cmap[4+8*n:]
		table := cmap[binary.BigEndian.Uint32(entry[4:]):]
		if u16(entry) != 3 || u16(entry[2:]) != 1 || u16(table) != 4 { // not Windows, Unicode basic plane
			continue
		}
		glyphs := map[rune]int{}
		segments := int(u16(table[6:])) / 2
		ends, starts := table[14:], table[16+2*segments:]
		deltas, ranges := table[16+4*segments:], table[16+6*segments:]
		for s := range segments {
			start, end := int(u16(starts[2*s:])), int(u16(ends[2*s:]))
			delta, distance := int(u16(deltas[2*s:])), int(u16(ranges[2*s:]))
			for r := start; r <= end && r < basicPlane-1; r++ {
				glyph := r
				if distance != 0 {
					if glyph = int(u16(ranges[2*s+distance+2*(r-start):])); glyph == 0 {
						continue
					}
				}
				if glyph = (glyph + delta) % basicPlane; glyph != 0 {
					glyphs[rune(r)] = glyph
				}
			}
		}
		return glyphs, nil
	}
	return nil, errTypeface
}
