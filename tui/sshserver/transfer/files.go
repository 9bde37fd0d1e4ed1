package transfer

import (
	"errors"
	"io"

	"github.com/pkg/sftp"

	"assay/assessment"
	"assay/assessment/workspace/exchange"
)

// fetching is a file that the client reads.
type fetching struct {
	client *client
	file   *exchange.Fetch
}

// Fileread implements sftp.FileReader.
func (c *client) Fileread(r *sftp.Request) (at io.ReaderAt, err error) {
	defer c.guard(&err)
	name, err := named(r.Filepath)
	if err == nil {
		err = c.alive()
	}
	if err == nil {
		err = c.take()
	}
	if err != nil {
		return nil, c.refuse("to fetch a file", name, err)
	}
	file, err := c.folder.Fetch(name)
	if err != nil {
		c.give()
		return nil, c.refuse("to fetch a file", name, err)
	}
	return &fetching{c, file}, nil
}

// ReadAt implements io.ReaderAt.
func (f *fetching) ReadAt(p []byte, at int64) (n int, err error) {
	defer f.client.guard(&err)
	if err := f.client.alive(); err != nil {
		f.file.Break()
		return 0, f.client.refuse("to read a file", f.file.Name(), err)
	}
	n, err = f.file.ReadAt(p, at)
	if err != nil && !errors.Is(err, io.EOF) {
		err = f.client.refuse("to read a file", f.file.Name(), err)
	}
	return n, err
}

// TransferError implements sftp.TransferError: the connection broke.
func (f *fetching) TransferError(error) { f.file.Break() }

// Close implements io.Closer.
func (f *fetching) Close() (err error) {
	defer f.client.guard(&err)
	defer f.client.give()
	if f.client.alive() != nil {
		f.file.Break()
	}
	whole := f.file.Taken()
	err = f.file.Close()
	f.client.log.Info("fetched a file", "bytes", f.file.Size(), "file", f.client.hash(f.file.Name()), "whole", whole)
	return f.client.refuse("to remove a fetched file", f.file.Name(), err)
}

// bringing is a file that the client writes.
type bringing struct {
	client *client
	file   *exchange.Upload
}

// Filewrite implements sftp.FileWriter.
func (c *client) Filewrite(r *sftp.Request) (at io.WriterAt, err error) {
	defer c.guard(&err)
	name, err := named(r.Filepath)
	if err == nil {
		err = c.writable(name, r.Pflags())
	}
	if err == nil {
		err = c.take()
	}
	if err != nil {
		return nil, c.refuse("to bring a file", name, err)
	}
	// A client may write over a file without asking to empty it first. It then sends the whole
	// file and sets the size: a part that did not come is noticed in the end.
	upload, err := c.folder.Create(name, !r.Pflags().Excl)
	if err != nil {
		c.give()
		return nil, c.refuse("to bring a file", name, err)
	}
	b := &bringing{c, upload}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.uploads[upload.Name()] = b
	return b, nil
}

// writable refuses ways to write that this server does not know.
func (c *client) writable(name string, flags sftp.FileOpenFlags) error {
	if err := c.alive(); err != nil {
		return err
	}
	if flags.Append {
		return assessment.Errorf(assessment.Refused, "an upload cannot be continued: send the whole file %s", name)
	}
	if !flags.Creat {
		_, err := c.folder.Stat(name)
		return err
	}
	return nil
}

// WriteAt implements io.WriterAt.
func (b *bringing) WriteAt(p []byte, at int64) (n int, err error) {
	defer b.client.guard(&err)
	if err := b.client.alive(); err != nil {
		b.file.Abort()
		return 0, b.client.refuse("to write a file", b.file.Name(), err)
	}
	n, err = b.file.WriteAt(p, at)
	return n, b.client.refuse("to write a file", b.file.Name(), err)
}

// TransferError implements sftp.TransferError: the connection broke.
func (b *bringing) TransferError(error) { b.file.Abort() }

// Close implements io.Closer.
func (b *bringing) Close() (err error) {
	defer b.client.guard(&err)
	defer b.client.give()
	b.client.mu.Lock()
	if b.client.uploads[b.file.Name()] == b {
		delete(b.client.uploads, b.file.Name())
	}
	b.client.mu.Unlock()
	if b.client.alive() != nil {
		b.file.Abort()
	}
	if err := b.file.Close(); err != nil {
		return b.client.refuse("to bring a file", b.file.Name(), err)
	}
	b.client.log.Info("brought a file", "bytes", b.file.Size(), "file", b.client.hash(b.file.Name()))
	return nil
}

// upload is the file with a name that the client writes now, or nil.
func (c *client) upload(name string) *exchange.Upload {
	c.mu.Lock()
	defer c.mu.Unlock()
	if b := c.uploads[name]; b != nil {
		return b.file
	}
	return nil
}
