package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
)

// deflated is the name of our only filter.
const deflated = "FlateDecode"

// maxUnpacked is the largest size of all streams of a file together, unpacked. Two attachments, the pages and the
// typefaces need less.
const maxUnpacked = 96 << 20

// unpacker unpacks deflated data. It is used again for the next stream, because a new one takes 40 kB.
type unpacker struct {
	packed bytes.Reader
	zlib   io.ReadCloser
}

// open begins to unpack data. Its two bytes before the compressed data must be those that zlib writes for our two levels
// of compression (RFC 1950): another first byte or a preset dictionary is not ours.
func (u *unpacker) open(data []byte) error {
	if len(data) < 2 || data[0] != 0x78 || data[1] != usualLevel && data[1] != 0x01 {
		return fmt.Errorf("%w: compressed data does not begin as assay begins it", ErrNotOurs)
	}
	u.packed.Reset(data)
	var err error
	if u.zlib == nil {
		u.zlib, err = zlib.NewReader(&u.packed)
	} else {
		err = u.zlib.(zlib.Resetter).Reset(&u.packed, nil)
	}
	return u.damage(err)
}

// Read returns an error if bytes follow after the end of the compressed data.
func (u *unpacker) Read(out []byte) (int, error) {
	n, err := u.zlib.Read(out)
	switch {
	case err == io.EOF && u.packed.Len() > 0:
		return n, fmt.Errorf("%w: %d bytes are hidden after the end of compressed data", ErrDamaged, u.packed.Len())
	case err == io.EOF:
		return n, err
	}
	return n, u.damage(err)
}

func (u *unpacker) damage(err error) error {
	if err != nil {
		return fmt.Errorf("%w: compressed data: %w", ErrDamaged, err)
	}
	return nil
}

// Decode returns the data of the stream without its filter. Data longer than limit bytes is an error.
func (o *Stream) Decode(limit int) ([]byte, error) {
	tooLarge := fmt.Errorf("the data is larger than %d bytes", limit)
	if o.Dictionary.Get("Filter") == nil {
		if len(o.Data) > limit {
			return nil, tooLarge
		}
		return o.Data, nil
	}
	var u unpacker
	if err := u.open(o.Data); err != nil {
		return nil, err
	}
	out, err := io.ReadAll(io.LimitReader(&u, int64(limit)+1))
	if err == nil && len(out) > limit {
		err = tooLarge
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}

// CheckPacking returns an error unless the data of every stream is what it unpacks to and nothing else: bytes that hide
// after the end of compressed data could be objects for a reader that repairs files. It also refuses a file that unpacks
// to more than a report can hold.
func (d *Document) CheckPacking() error {
	var u unpacker
	left := int64(maxUnpacked)
	for _, r := range d.Revisions {
		for _, n := range r.Numbers() {
			s, ok := r.objects[n].(*Stream)
			if !ok || s.Dictionary.Get("Filter") == nil {
				continue
			}
			err := u.open(s.Data)
			if err == nil {
				var unpacked int64
				unpacked, err = io.Copy(io.Discard, io.LimitReader(&u, left+1))
				left -= unpacked
			}
			if err == nil && left < 0 {
				err = fmt.Errorf("%w: its streams unpack to more than %d bytes", ErrNotOurs, int64(maxUnpacked))
			}
			if err != nil {
				return fmt.Errorf("object %d: %w", n, err)
			}
		}
	}
	return nil
}
