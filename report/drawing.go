package report

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/jung-kurt/gofpdf"
	"golang.org/x/text/unicode/norm"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/report/pdf"
)

// canvas draws on pages. It alone uses the drawing library. Coordinates are
// points: x runs right and y runs down from the upper left corner of a page. Text
// may come from anywhere: canvas draws it readable and harmless.
type canvas struct {
	pdf           *gofpdf.Fpdf
	width, height float64 // of a page
	faces         [len(typefaces)]metrics
	undrawn       map[rune]bool // characters without a glyph
	arabic        *arabic       // how its letters join; nil until one is drawn
	lastType      ink           // the one in effect on the current page
	recording     bool          // texts are recorded
	recorded      [][]string    // by page
	tagging
}

// color is red, green and blue, 0–255.
type color [3]int

// The palette: grays and one accent. No color is the only sign of anything.
var (
	black  = color{24, 27, 31}
	muted  = color{92, 99, 108}
	hair   = color{203, 208, 214}
	wash   = color{244, 246, 247}
	accent = color{14, 77, 100}
	blank  = color{255, 255, 255}
	tint   = color{176, 203, 214} // the accent, light enough for black text on it
)

// ink is the look of a text: face, size in points, color.
type ink struct {
	face  typeface
	size  float64
	color color
}

// target is where a link leads.
type target int

// point is a position on a page.
type point struct{ x, y float64 }

// newCanvas makes a canvas without pages. paper is a4 or letter. when is the date
// of the file: without it every run would write another one.
func newCanvas(paper string, when time.Time) (*canvas, error) {
	return prepare(gofpdf.New("P", "pt", paper, ""), when, regular, bold, mono)
}

// prepare sets a drawing up that has these faces.
func prepare(p *gofpdf.Fpdf, when time.Time, faces ...typeface) (*canvas, error) {
	p.SetCatalogSort(true)
	p.SetCompression(false)
	p.SetCreationDate(when)
	p.SetModificationDate(when)
	p.SetAutoPageBreak(false, 0)
	c := &canvas{pdf: p, undrawn: map[rune]bool{}, tagging: newTagging()}
	c.width, c.height = p.GetPageSize()
	for _, face := range faces {
		var err error
		if c.faces[face], err = metricsOf[face](); err != nil {
			return nil, err
		}
		// Pass a copy: the library writes into the font program while it reads the
		// glyphs (getMetrics appends in place), and would spoil the next drawing.
		p.AddUTF8FontFromBytes(face.family(), "", slices.Clone(typefaces[face]))
	}
	p.SetFont(regular.family(), "", 8) // from now on the library reads every text as UTF-8, bookmarks too
	return c, p.Error()
}

// drawBox draws on one small page of a width and a height, and returns the drawing. It has no face for code: each face
// costs time and room in the file.
func drawBox(width, height float64, when time.Time, draw func(*canvas)) ([]byte, error) {
	c, err := prepare(gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "pt", Size: gofpdf.SizeType{Wd: width, Ht: height}}), when, regular, bold)
	if err != nil {
		return nil, err
	}
	c.turn()
	draw(c)
	return c.bytes()
}

// drawFile draws on pages of a size and makes the archival file. draw returns the
// rest of what the file holds; its date is noon UTC of the day, which is the same
// date in nearly every time zone.
func drawFile(about, paper string, day assessment.Date, draw func(*layout) (pdf.Archive, error)) (file []byte, err error) {
	defer func() {
		switch what := recover(); what {
		case nil:
		case tooLong:
			file, err = nil, assessment.Errorf(assessment.Invalid, "draw the %s: %s", about, tooLong)
		default:
			panic(what)
		}
	}()
	when := day.Time().Add(12 * time.Hour)
	c, err := newCanvas(paper, when)
	if err != nil {
		return nil, fmt.Errorf("draw the %s: %w", about, err)
	}
	archive, err := draw(newLayout(c))
	if err != nil {
		return nil, fmt.Errorf("draw the %s: %w", about, err)
	}
	drawn, err := c.bytes()
	if err != nil {
		return nil, fmt.Errorf("draw the %s: %w", about, err)
	}
	archive.Language, archive.When, archive.Structure = "en", when, c.root
	return pdf.Finish(drawn, archive)
}

// family is the name of a face in the drawing library.
func (f typeface) family() string { return [...]string{"text", "textbold", "mono"}[f] }

// tooLong ends a drawing of more pages than anybody could verify. It is a panic,
// because each part of a drawing turns pages.
var tooLong = fmt.Sprintf("it has more than %d pages", pdf.MostPages)

// turn begins a new page.
func (c *canvas) turn() {
	if c.pages() == pdf.MostPages {
		panic(tooLong)
	}
	c.unmark()
	c.pdf.AddPage()
	c.lastType = ink{}
}

// pages counts the pages. The last one is current until onPage is called.
func (c *canvas) pages() int { return c.pdf.PageCount() }

// page is the number of the current page.
func (c *canvas) page() int { return c.pdf.PageNo() }

// onPage makes page n, from 1, the current one and sets its drawing state again.
func (c *canvas) onPage(n int) {
	c.unmark()
	c.pdf.SetPage(n)
	c.lastType = ink{}
	c.pdf.SetDashPattern(nil, 0)
	c.pdf.SetFillColor(black[0], black[1], black[2])
}

// drawable is the text as the face can draw it: cleaned, composed (NFC), and with
// a spelling such as [U+1F600] for each character without a glyph, which it remembers
// for the list under Method, and for each of private use, whose glyph has no meaning.
// Letters of Arabic script are joined. The characters stay in the order of reading;
// [visual] turns them.
func (c *canvas) drawable(text string, face typeface) string {
	if plain(text) {
		return text
	}
	text = norm.NFC.String(hostile.Clean(text))
	var out strings.Builder
	rightToLeft := false
	for _, r := range text {
		switch {
		case r == '\n':
			out.WriteRune(r)
		case r == '\t':
			out.WriteRune(' ')
		case !c.faces[face].has(r) || unicode.Is(unicode.Co, r):
			c.undrawn[r] = true
			fmt.Fprintf(&out, "[U+%04X]", r)
		default:
			rightToLeft = rightToLeft || fromTheRight(r)
			out.WriteRune(r)
		}
	}
	if !rightToLeft {
		return out.String()
	}
	if c.arabic == nil {
		forms := readArabic()
		c.arabic = &forms
	}
	return c.arabic.joined(out.String(), c.faces[face])
}

func plain(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

// measure is the width of a text on one line.
func (c *canvas) measure(text string, in ink) float64 {
	return float64(c.faces[in.face].width(c.line(text, in.face))) * in.size / 1000
}

// line is the drawable text on one line.
func (c *canvas) line(text string, face typeface) string {
	return strings.ReplaceAll(c.drawable(text, face), "\n", " ")
}

// text draws one line, with its baseline at y.
func (c *canvas) text(x, y float64, text string, in ink) {
	if text == "" {
		return
	}
	c.mark(c.owner())
	if in.face != c.lastType.face || in.size != c.lastType.size {
		c.pdf.SetFont(in.face.family(), "", in.size)
		c.lastType = in
	}
	c.pdf.SetTextColor(in.color[0], in.color[1], in.color[2])
	drawn := visual(c.line(text, in.face))
	if c.recording {
		c.record(drawn)
	}
	c.pdf.Text(x, y, drawn)
}

// record keeps a text of the current page.
func (c *canvas) record(text string) {
	for len(c.recorded) < c.pdf.PageNo() {
		c.recorded = append(c.recorded, []string{})
	}
	n := c.pdf.PageNo() - 1
	c.recorded[n] = append(c.recorded[n], text)
}

// stopRecording returns the texts that were drawn since recording began, by page.
func (c *canvas) stopRecording() [][]string {
	c.recording = false
	return c.recorded
}

// textRight draws one line that ends at x.
func (c *canvas) textRight(x, y float64, text string, in ink) {
	c.text(x-c.measure(text, in), y, text, in)
}

// textMiddle draws one line centered on x.
func (c *canvas) textMiddle(x, y float64, text string, in ink) {
	c.text(x-c.measure(text, in)/2, y, text, in)
}

// fill paints a rectangle.
func (c *canvas) fill(x, y, width, height float64, with color) {
	c.mark(c.picture())
	c.pdf.SetFillColor(with[0], with[1], with[2])
	c.pdf.Rect(x, y, width, height, "F")
}

// frame draws the outline of a rectangle, unless its width is 0.
func (c *canvas) frame(x, y, width, height, thick float64, with color) {
	if width == 0 {
		return
	}
	c.pen(thick, with)
	c.pdf.Rect(x, y, width, height, "D")
}

// ring draws the outline of a circle around x, y.
func (c *canvas) ring(x, y, radius, thick float64, with color) {
	c.pen(thick, with)
	c.pdf.Circle(x, y, radius, "D")
}

// rule draws a line.
func (c *canvas) rule(from, to point, thick float64, with color) {
	c.pen(thick, with)
	c.pdf.Line(from.x, from.y, to.x, to.y)
}

// dashed draws lines in dashes while do runs.
func (c *canvas) dashed(do func()) {
	c.pdf.SetDashPattern([]float64{2.2, 1.6}, 0)
	do()
	c.pdf.SetDashPattern(nil, 0)
}

// area paints a closed polygon.
func (c *canvas) area(corners []point, with color) {
	c.mark(c.picture())
	c.pdf.SetFillColor(with[0], with[1], with[2])
	c.pdf.Polygon(polygon(corners), "F")
}

// outline draws a closed polygon.
func (c *canvas) outline(corners []point, thick float64, with color) {
	c.pen(thick, with)
	c.pdf.Polygon(polygon(corners), "D")
}

func polygon(corners []point) []gofpdf.PointType {
	out := make([]gofpdf.PointType, len(corners))
	for i, p := range corners {
		out[i] = gofpdf.PointType{X: p.x, Y: p.y}
	}
	return out
}

func (c *canvas) pen(thick float64, with color) {
	c.mark(c.picture())
	c.pdf.SetDrawColor(with[0], with[1], with[2])
	c.pdf.SetLineWidth(thick)
}

// newTarget makes a target whose page is not known yet. Call setTarget for each.
func (c *canvas) newTarget() target { return target(c.pdf.AddLink()) }

// setTarget puts a target on the current page.
func (c *canvas) setTarget(t target, y float64) { c.pdf.SetLink(int(t), y, c.pdf.PageNo()) }

// link makes a rectangle of the current page a link, with the text of the element
// that is drawn.
func (c *canvas) link(x, y, width, height float64, to target) {
	page := c.pdf.PageNo()
	c.pdf.Link(x, y, width, height, int(to))
	e := c.parent()
	if e.Role != pdf.RoleLink {
		e = e.Add(&pdf.Element{Role: pdf.RoleLink})
	}
	e.Annotate(page, next(&c.links, page))
}

// bookmark adds an entry to the outline that readers show beside the pages.
// Level 0 is the outermost.
func (c *canvas) bookmark(title string, level int, y float64) {
	c.pdf.Bookmark(c.line(title, regular), level, y)
}

// characters lists the characters without a glyph after an introduction; it is empty
// if there are none.
func (c *canvas) characters(intro string) string {
	const most = 120
	missing := slices.Sorted(maps.Keys(c.undrawn))
	if len(missing) == 0 {
		return ""
	}
	var codes []string
	for _, r := range missing[:min(most, len(missing))] {
		codes = append(codes, fmt.Sprintf("U+%04X", r))
	}
	text := intro + strings.Join(codes, ", ")
	if rest := len(missing) - most; rest > 0 {
		text += fmt.Sprintf(" and %d more", rest)
	}
	return text + "."
}

// bytes is the file of the drawing.
func (c *canvas) bytes() ([]byte, error) {
	c.unmark()
	c.pdf.SetPage(c.pages())
	var out bytes.Buffer
	err := c.pdf.Output(&out)
	return out.Bytes(), err
}
