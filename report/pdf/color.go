package pdf

import (
	"encoding/binary"
	"math"
	"slices"
)

// sRGBName names the color space of all our colors.
const sRGBName = "sRGB IEC61966-2.1"

// sRGB returns an ICC profile for sRGB (ICC.1:2001-04, version 2.4, matrix and tone curve). PDF/A requires a profile in
// the file. We generate it because that is small and needs nobody's license.
func sRGB() []byte {
	curve := toneCurve()
	tags := []struct {
		signature string
		data      []byte
	}{
		{"desc", profileDescription(sRGBName)},
		{"cprt", []byte("text\x00\x00\x00\x00no copyright\x00")},
		{"wtpt", xyz(0.9642, 1, 0.8249)}, // D50, as the profile connection space requires
		{"rXYZ", xyz(0.4360747, 0.2225045, 0.0139322)},
		{"gXYZ", xyz(0.3850649, 0.7168786, 0.0971045)},
		{"bXYZ", xyz(0.1430804, 0.0606169, 0.7141733)},
		{"rTRC", curve},
		{"gTRC", curve},
		{"bTRC", curve},
	}
	const headerSize = 128
	table := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	body := headerSize + 4 + 12*len(tags)
	var data []byte
	var curveAt int
	for _, tag := range tags {
		at := body + len(data)
		switch tag.signature {
		case "gTRC", "bTRC": // the three channels share one curve
			at = curveAt
		case "rTRC":
			curveAt = at
			fallthrough
		default:
			data = append(data, tag.data...)
			data = append(data, make([]byte, -len(data)&3)...)
		}
		table = append(table, tag.signature...)
		table = binary.BigEndian.AppendUint32(table, uint32(at))
		table = binary.BigEndian.AppendUint32(table, uint32(len(tag.data)))
	}
	return slices.Concat(profileHeader(body+len(data)), table, data)
}

func profileHeader(size int) []byte {
	h := make([]byte, 128)
	binary.BigEndian.PutUint32(h, uint32(size))
	binary.BigEndian.PutUint32(h[8:], 0x02400000) // version 2.4
	copy(h[12:], "mntrRGB XYZ ")                  // display device, RGB to XYZ
	for i, part := range []uint16{2026, 1, 1} {   // date of the profile; the time of day stays 0
		binary.BigEndian.PutUint16(h[24+2*i:], part)
	}
	copy(h[36:], "acsp")
	copy(h[68:], xyz(0.9642, 1, 0.8249)[8:]) // the illuminant
	return h
}

// toneCurve returns the sRGB transfer function in 256 steps (IEC 61966-2-1).
func toneCurve() []byte {
	curve := []byte("curv\x00\x00\x00\x00\x00\x00\x01\x00")
	for i := range 256 {
		v := float64(i) / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		curve = binary.BigEndian.AppendUint16(curve, uint16(math.Round(v*65535)))
	}
	return curve
}

// xyz encodes one color as an XYZType: three fixed-point numbers with 16 bits before and 16 bits after the point.
func xyz(x, y, z float64) []byte {
	out := []byte("XYZ \x00\x00\x00\x00")
	for _, v := range []float64{x, y, z} {
		out = binary.BigEndian.AppendUint32(out, uint32(int32(math.Round(v*65536))))
	}
	return out
}

// profileDescription encodes a name as a textDescriptionType. The name is in ASCII; its Unicode and Macintosh versions
// are empty.
func profileDescription(name string) []byte {
	out := binary.BigEndian.AppendUint32([]byte("desc\x00\x00\x00\x00"), uint32(len(name)+1))
	out = append(out, name...)
	return append(out, make([]byte, 1+4+4+2+1+67)...)
}
