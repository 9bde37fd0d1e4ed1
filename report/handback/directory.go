package handback

import (
	"bytes"
	"encoding/binary"
	"io"
)

// Limits of a ZIP file.
const (
	mostEntries   = 1000
	mostDirectory = 1 << 20 // bytes of the list of its entries
	mostComment   = 1<<16 - 1
)

// The sizes of the records that are read here (APPNOTE.TXT 4.3.7, 4.3.12, 4.3.16).
const (
	localLength     = 30
	directoryLength = 46
	endLength       = 22
)

// record is an entry in the list at the end of a ZIP file.
type record struct {
	name   string
	flags  uint16
	method uint16
	packed uint64 // bytes in the ZIP file
	offset int64  // of the header before the data
}

// directory reads the list at the end of a ZIP file. Package archive/zip reads the same list without a limit, and takes
// any bytes before the ZIP file and between its parts. So this reads it first, and accepts only a list that ends where
// the file ends.
func directory(r io.ReaderAt, size int64) ([]record, error) {
	tail := make([]byte, min(size, endLength+mostComment))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return nil, err
	}
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || len(tail)-at < endLength || endLength+int(binary.LittleEndian.Uint16(tail[at+20:])) != len(tail)-at {
		return nil, broken("the list at the end of the ZIP file is missing: it was cut off, or something was added")
	}
	end := tail[at:]
	count, length := binary.LittleEndian.Uint16(end[10:]), int64(binary.LittleEndian.Uint32(end[12:]))
	start := int64(binary.LittleEndian.Uint32(end[16:]))
	if count > mostEntries || length > mostDirectory {
		return nil, tooLarge("the ZIP file has more than %d entries", mostEntries)
	}
	if start+length != size-int64(len(end)) || binary.LittleEndian.Uint32(end[4:]) != 0 || binary.LittleEndian.Uint16(end[8:]) != count {
		return nil, broken("the list at the end of the ZIP file does not fit the file")
	}
	list := make([]byte, length)
	if _, err := r.ReadAt(list, start); err != nil && err != io.EOF {
		return nil, err
	}
	return records(list, int(count))
}

// records reads the entries of the list.
func records(list []byte, count int) ([]record, error) {
	var all []record
	for range count {
		if len(list) < directoryLength || !bytes.HasPrefix(list, []byte("PK\x01\x02")) {
			return nil, broken("the list at the end of the ZIP file is cut off")
		}
		name := int(binary.LittleEndian.Uint16(list[28:]))
		whole := directoryLength + name + int(binary.LittleEndian.Uint16(list[30:])) + int(binary.LittleEndian.Uint16(list[32:]))
		if whole > len(list) {
			return nil, broken("the list at the end of the ZIP file is cut off")
		}
		all = append(all, record{
			name:   string(list[directoryLength : directoryLength+name]),
			flags:  binary.LittleEndian.Uint16(list[8:]),
			method: binary.LittleEndian.Uint16(list[10:]),
			offset: int64(binary.LittleEndian.Uint32(list[42:])),
		})
		list = list[whole:]
	}
	if len(list) > 0 {
		return nil, broken("the list at the end of the ZIP file has more entries than it says")
	}
	return all, nil
}

// checkLocal compares the header before the data of an entry with the list, and returns where the data begins. Programs
// that unpack a ZIP file from its beginning read these headers, and not the list.
func checkLocal(r io.ReaderAt, of record) (data int64, err error) {
	head := make([]byte, localLength+len(of.name))
	if _, err := r.ReadAt(head, of.offset); err != nil && err != io.EOF {
		return 0, err
	}
	name, extra := int(binary.LittleEndian.Uint16(head[26:])), int(binary.LittleEndian.Uint16(head[28:]))
	const decides = 1 | 1<<11 // encrypted; the name is UTF-8
	if !bytes.HasPrefix(head, []byte("PK\x03\x04")) || name != len(of.name) || string(head[localLength:]) != of.name ||
		binary.LittleEndian.Uint16(head[8:]) != of.method || binary.LittleEndian.Uint16(head[6:])&decides != of.flags&decides {
		return 0, unsafe("entry %s of the ZIP file has another name or kind at its beginning than in the list at the end", excerpt(of.name))
	}
	return of.offset + localLength + int64(name+extra), nil
}
