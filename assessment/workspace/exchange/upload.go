package exchange

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"

	"assay/assessment"
	"assay/assessment/english"
)

// Upload is a file on its way into a folder. Nobody sees it before Close has succeeded.
// It may be written in blocks of any order, by several writers at once. After an error
// it cannot appear any more.
type Upload struct {
	folder Folder
	name   string
	over   bool

	mu       sync.Mutex
	root     *os.Root
	file     *os.File // nil once the upload has ended
	aside    string   // its name until it is whole
	written  spans
	end      int64 // the size that it will have
	reserved int64 // the size that it has on the disk
	failed   error
}

// Create begins an upload. Unless over, it refuses a name that a file has; the case of
// that error is FileExists. The code of other errors is Refused (see [Name]; the folder
// is full), Unwritten (the disk is full) or Failed.
func (f Folder) Create(name string, over bool) (*Upload, error) {
	name, err := Name(name)
	if err != nil {
		return nil, err
	}
	root, err := f.made()
	if err != nil {
		return nil, fault(name+" could not be saved", err)
	}
	u := &Upload{folder: f, name: name, over: over, root: root}
	if err := u.begin(); err != nil {
		u.release()
		return nil, u.told(err)
	}
	return u, nil
}

func (u *Upload) begin() (err error) {
	if !u.over {
		if err := u.folder.free(u.root, u.name); err != nil {
			return err
		}
	}
	if u.aside, u.file, err = u.folder.aside(u.root); err != nil {
		return err
	}
	if _, files, err := used(u.root); err != nil || files > Most {
		return cmp.Or(err, refused("%s does not fit: your folder has %d files already", u.name, Most))
	}
	return nil
}

// aside makes a new hidden file, and claims it so that no sweep takes it away.
func (f Folder) aside(root *os.Root) (name string, file *os.File, err error) {
	for n := range 2 * Most {
		name = fmt.Sprintf("%sunfinished-%d", hidden, n)
		file, err = root.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return "", nil, err
		}
		if claim(file) && isStill(root, name, file) {
			return name, file, nil
		}
		file.Close() // a sweep came between making and claiming it
	}
	return "", nil, refused("too many uploads run at once")
}

// isStill reports whether an open file has its name still.
func isStill(root *os.Root, name string, file *os.File) bool {
	opened, err := file.Stat()
	if err != nil {
		return false
	}
	about, err := root.Lstat(name)
	return err == nil && os.SameFile(opened, about)
}

// Name is the safe name that the file will have.
func (u *Upload) Name() string { return u.name }

// Size is the number of bytes that the file will have.
func (u *Upload) Size() int64 {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.end
}

// Write implements io.Writer: it adds to the end.
func (u *Upload) Write(p []byte) (int, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.writeAt(p, u.end)
}

// WriteAt implements io.WriterAt.
func (u *Upload) WriteAt(p []byte, at int64) (int, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.writeAt(p, at)
}

func (u *Upload) writeAt(p []byte, at int64) (int, error) {
	if err := u.reserve(at, int64(len(p))); err != nil {
		return 0, u.fail(err)
	}
	n, err := u.file.WriteAt(p, at)
	if err == nil && !u.written.add(at, at+int64(n)) {
		err = refused("%s arrives in too many pieces", u.name)
	}
	if err != nil {
		return n, u.fail(err)
	}
	u.end = max(u.end, at+int64(n))
	return n, nil
}

// Truncate sets the size of the file, as clients do that write over a longer file, or
// that know the size before they send. A file of which a part never came does not
// appear.
func (u *Upload) Truncate(size int64) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	if err := u.reserve(size, 0); err != nil {
		return u.fail(err)
	}
	u.written.cut(size)
	u.end = size
	return nil
}

// step is the room that an upload takes at once.
const step = 1_000_000

// reserve makes room for a part of the file. It takes the room first and then looks
// whether the folder holds too much. So two uploads at once never take the same room.
func (u *Upload) reserve(at, length int64) error {
	limit := u.folder.limit()
	switch {
	case u.failed != nil:
		return u.failed
	case u.file == nil:
		return fs.ErrClosed
	case at < 0 || at > limit || length > limit-at:
		return u.tooLarge()
	case at+length <= u.reserved:
		return nil
	}
	needed := at + length
	for _, size := range []int64{(needed + step - 1) / step * step, needed} {
		if err := u.file.Truncate(size); err != nil {
			return err
		}
		all, _, err := used(u.root)
		if err != nil {
			return err
		}
		if all <= limit {
			u.reserved = size
			return nil
		}
	}
	return cmp.Or(u.file.Truncate(u.reserved), u.tooLarge())
}

func (u *Upload) tooLarge() error {
	return assessment.Errorf(assessment.Refused, "%s does not fit: your folder holds at most %s with all its files", u.name, english.Bytes(u.folder.limit())).Because(assessment.TooLarge)
}

// Abort ends an upload that broke off. Nothing of it stays. After Close it does nothing.
func (u *Upload) Abort() {
	u.mu.Lock()
	defer u.mu.Unlock()
	_ = u.fail(errors.New("the upload was broken off"))
	u.release()
}

// Close makes the file whole: it syncs it to the disk, and lets it appear under its name.
// If anything failed before, or a part never came, nothing appears, and the error says
// why. The case of the error is FileExists if another file took the name in the meantime
// and must not be replaced.
func (u *Upload) Close() error {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.file == nil {
		return u.failed
	}
	err := u.failed
	if err == nil {
		err = u.finish()
	}
	if err != nil {
		err = u.fail(err)
	}
	u.release()
	return err
}

func (u *Upload) finish() error {
	if !u.written.cover(u.end) {
		return refused("a part of %s did not arrive: send the whole file", u.name)
	}
	if err := u.file.Truncate(u.end); err != nil {
		return err
	}
	now := u.folder.Now()
	if err := cmp.Or(u.root.Chtimes(u.aside, now, now), u.file.Sync()); err != nil {
		return err
	}
	if !u.over {
		if err := u.folder.free(u.root, u.name); err != nil {
			return err
		}
	}
	if err := move(u.root, u.aside, u.name, u.over); err != nil {
		return err
	}
	u.aside = ""
	return syncFolder(u.root)
}

// fail keeps the first error. It is the one that a person is told.
func (u *Upload) fail(err error) error {
	if u.failed == nil {
		u.failed = u.told(err)
	}
	return u.failed
}

func (u *Upload) told(err error) error {
	if errors.Is(err, fs.ErrExist) {
		return taken(u.name)
	}
	return fault(u.name+" could not be saved", err)
}

// release closes the files of an upload, and removes its file if that is not whole.
func (u *Upload) release() {
	if u.aside != "" {
		_ = remove(u.root, u.aside) // else the next sweep does
		u.aside = ""
	}
	if u.file != nil {
		u.file.Close()
		u.file = nil
	}
	u.root.Close()
}

// Write writes a whole file, and returns its safe name. Its errors are those of
// [Folder.Create] and [Upload.Close].
func (f Folder) Write(name string, content []byte, over bool) (string, error) {
	u, err := f.Create(name, over)
	if err != nil {
		return "", err
	}
	defer u.Abort()
	if _, err := u.Write(content); err != nil {
		return "", err
	}
	return u.Name(), u.Close()
}
