package transfer

import (
	"errors"
	"io"
	"io/fs"
	"time"

	"github.com/pkg/sftp"

	"assay/assessment"
	"assay/assessment/workspace/exchange"
)

// Filecmd implements sftp.FileCmder.
func (c *client) Filecmd(r *sftp.Request) (err error) {
	defer c.guard(&err)
	request := map[string]string{"Setstat": "to change a file", "Rename": "to rename a file", "Remove": "to remove a file"}[r.Method]
	if request == "" {
		return c.refuse(unknown[r.Method], "", errUnsupported)
	}
	name, err := named(r.Filepath)
	if r.Method == "Setstat" && errors.Is(err, errFolder) {
		return nil // a client sets the time of the folder after it has brought files
	}
	if err == nil {
		err = c.alive()
	}
	if err == nil {
		err = c.change(r, name)
	}
	return c.refuse(request, name, err)
}

// unknown are the requests that this server does not know, as the log calls them.
var unknown = map[string]string{"Mkdir": "to make a folder", "Rmdir": "to remove a folder", "Symlink": "to make a symbolic link", "Link": "to make a link"}

func (c *client) change(r *sftp.Request, name string) error {
	switch r.Method {
	case "Rename":
		to, err := named(r.Target)
		if err != nil {
			return err
		}
		if err := c.folder.Rename(name, to); err != nil {
			return err
		}
		c.log.Info("renamed a file", "file", c.hash(name), "to", c.hash(to))
		return nil
	case "Remove":
		e, err := c.folder.Stat(name)
		if err != nil {
			return err
		}
		if err := c.folder.Taken(name); err != nil {
			return err
		}
		c.log.Info("removed a file", "bytes", e.Size, "file", c.hash(name))
		return nil
	}
	return c.setSize(r, name)
}

// setSize takes from the attributes of a file the one that counts. A client that writes over
// a file sets the size at the end.
func (c *client) setSize(r *sftp.Request, name string) error {
	u := c.upload(name)
	to := r.Attributes()
	switch {
	case r.AttrFlags().Size && to == nil:
		return assessment.Errorf(assessment.Refused, "the request is broken")
	case u != nil && !r.AttrFlags().Size:
		return nil
	case u != nil:
		return u.Truncate(int64(min(to.Size, 1<<62)))
	}
	e, err := c.folder.Stat(name)
	if err == nil && r.AttrFlags().Size && to.Size != uint64(e.Size) {
		err = assessment.Errorf(assessment.Refused, "%s is whole, and its size stays", name)
	}
	return err
}

// Filelist implements sftp.FileLister.
func (c *client) Filelist(r *sftp.Request) (list sftp.ListerAt, err error) {
	defer c.guard(&err)
	name, err := file(r.Filepath)
	if err == nil {
		err = c.alive()
	}
	switch r.Method {
	case "List":
		if err == nil && name != "" {
			err = assessment.Errorf(assessment.Refused, "%s is no folder", name)
		}
		if err != nil {
			return nil, c.refuse("to list a folder", name, err)
		}
		return c.all()
	case "Stat":
		if err != nil {
			return nil, c.refuse("to look at a file", name, err)
		}
		return c.one(name)
	}
	return nil, c.refuse("to read a link", name, errUnsupported)
}

func (c *client) all() (sftp.ListerAt, error) {
	if err := c.take(); err != nil {
		return nil, c.refuse("to list a folder", "", err)
	}
	entries, err := c.folder.List()
	if err != nil {
		c.give()
		return nil, c.refuse("to list a folder", "", err)
	}
	list := &listing{client: c}
	for _, e := range entries {
		list.infos = append(list.infos, info{e, false})
	}
	return list, nil
}

func (c *client) one(name string) (sftp.ListerAt, error) {
	if name == "" {
		return single{info{exchange.Entry{Name: "/", Arrived: c.folder.Now()}, true}}, nil
	}
	// The library also asks about an open file by its name.
	if u := c.upload(name); u != nil {
		return single{info{exchange.Entry{Name: name, Size: u.Size(), Arrived: c.folder.Now()}, false}}, nil
	}
	e, err := c.folder.Stat(name)
	if err != nil {
		return nil, c.refuse("to look at a file", name, err)
	}
	return single{info{e, false}}, nil
}

// listing is the list of a folder as it was when the client opened it.
type listing struct {
	client *client
	infos  []info
}

// ListAt implements sftp.ListerAt.
func (l *listing) ListAt(to []fs.FileInfo, at int64) (int, error) {
	n := 0
	for ; n < len(to) && at+int64(n) < int64(len(l.infos)); n++ {
		to[n] = l.infos[at+int64(n)]
	}
	if n < len(to) {
		return n, io.EOF
	}
	return n, nil
}

// Close implements io.Closer.
func (l *listing) Close() error {
	l.client.give()
	return nil
}

// single is a list of one.
type single struct{ info info }

// ListAt implements sftp.ListerAt.
func (s single) ListAt(to []fs.FileInfo, at int64) (int, error) {
	if at > 0 || len(to) == 0 {
		return 0, io.EOF
	}
	to[0] = s.info
	return 1, io.EOF
}

// info tells a client about a file, or about the folder.
type info struct {
	entry  exchange.Entry
	folder bool
}

// Name implements fs.FileInfo.
func (i info) Name() string { return i.entry.Name }

// Size implements fs.FileInfo.
func (i info) Size() int64 { return i.entry.Size }

// ModTime implements fs.FileInfo: the time of arrival.
func (i info) ModTime() time.Time { return i.entry.Arrived }

// IsDir implements fs.FileInfo.
func (i info) IsDir() bool { return i.folder }

// Sys implements fs.FileInfo.
func (i info) Sys() any { return nil }

// Mode implements fs.FileInfo.
func (i info) Mode() fs.FileMode {
	if i.folder {
		return fs.ModeDir | 0o700
	}
	return 0o600
}
