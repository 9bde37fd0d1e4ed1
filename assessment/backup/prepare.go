package backup

import (
	"archive/tar"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"assay/assessment"
	"assay/assessment/input"
	"assay/assessment/store"
)

// Prepared is a copy of a database that was examined and can be packed. Close it.
type Prepared struct {
	Manifest
	folder   string
	evidence *store.Store
}

// Prepare copies the database of a store and examines the copy with its evidence. It
// refuses a database that is damaged: nobody could restore such a backup. The copy
// lies beside the database until Close.
func Prepare(ctx context.Context, kept *store.Store, program string, o store.Options) (*Prepared, error) {
	folder, err := roomy(kept)
	if err != nil {
		return nil, err
	}
	p := &Prepared{folder: folder, evidence: kept}
	p.Format, p.Program, p.MadeAt = Format, program, o.Now().UnixMicro()
	if err := p.copy(ctx, o); err != nil {
		return nil, cmp.Or(p.Close(), err)
	}
	return p, nil
}

// Workplace makes a folder for unfinished work beside a database, which nobody else
// can read. Whoever makes it removes it.
//
// Beside a server there is no folder: it is then one for temporary files.
func Workplace(database string) (string, error) {
	if store.IsServer(database) {
		return elsewhere()
	}
	folder := store.BackupsFolder(database)
	unmade := func(err error) error {
		return assessment.Errorf(assessment.Unwritten, "the folder %s could not be made: %w", folder, err)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", unmade(err)
	}
	sweep(folder)
	work, err := os.MkdirTemp(folder, workMark)
	if err != nil {
		return "", unmade(err)
	}
	return work, nil
}

// roomy is Workplace, or a folder for temporary files where the disk of the database
// has no room for the copy, or may not be written: neither must keep anybody from a
// backup.
func roomy(kept *store.Store) (string, error) {
	database := kept.Path()
	if kept.ReadsOnly() || kept.OnServer() {
		return elsewhere()
	}
	about, err := os.Stat(database)
	if err != nil {
		return "", assessment.Errorf(assessment.Failed, "the database cannot be read: %w", err)
	}
	folder, err := Workplace(database)
	if free, known := store.Room(filepath.Dir(database)); err == nil && (!known || free > 2*about.Size()) {
		return folder, nil
	}
	other, failed := elsewhere()
	if failed != nil {
		return folder, err
	}
	if err == nil {
		_ = Leave(folder)
	}
	return other, nil
}

// elsewhere makes a folder for temporary files, which nobody else can read.
func elsewhere() (string, error) {
	folder, err := os.MkdirTemp("", "assay-"+workMark)
	if err != nil {
		return "", assessment.Errorf(assessment.Unwritten, "a folder for temporary files could not be made: %w", err)
	}
	return folder, nil
}

// workMark begins the name of a folder of unfinished work.
const workMark = "unfinished-"

// Leave removes the folder of Workplace, and the folder around it where it is empty.
func Leave(work string) error {
	err := os.RemoveAll(work)
	if around := filepath.Dir(work); strings.HasSuffix(around, ".backups") {
		_ = os.Remove(around) // fails while something is in it
	}
	return err
}

// sweep removes the work that a killed program left unfinished a day ago.
func sweep(folder string) {
	left, _ := filepath.Glob(filepath.Join(folder, workMark+"*")) // the pattern is valid
	for _, path := range left {
		if about, err := os.Stat(path); err == nil && time.Since(about.ModTime()) > 24*time.Hour {
			_ = os.RemoveAll(path)
		}
	}
}

func (p *Prepared) database() string { return filepath.Join(p.folder, databaseName) }

func (p *Prepared) copy(ctx context.Context, o store.Options) error {
	if err := p.evidence.CopyTo(ctx, p.database()); err != nil {
		return err
	}
	if p.evidence.OnServer() {
		if err := p.fetch(ctx, o); err != nil {
			return err
		}
	}
	// The files after the database: files are only added.
	files, err := p.evidence.Files()
	if err != nil {
		return assessment.Errorf(assessment.Failed, "the evidence cannot be read: %w", err)
	}
	o.EvidenceDir = p.evidence.EvidenceFolder() // the copy has none beside it
	if err := p.examine(ctx, o); err != nil {
		return err
	}
	p.Evidence = []File{}
	for _, file := range files {
		hash, size, err := p.hash(ctx, file.SHA256)
		if err != nil {
			return err
		}
		// A file that was changed is among the problems, and stays out.
		if hash == file.SHA256 {
			p.Evidence = append(p.Evidence, File{hash, size})
		}
	}
	file, err := input.Open(p.database(), input.Backup)
	if err != nil {
		return err
	}
	p.Database.SHA256, p.Database.Size, err = hashOf(ctx, file)
	return err
}

// fetch copies the evidence files of a server into a folder beside the copy of its
// database. The rest of the backup is made from these copies.
func (p *Prepared) fetch(ctx context.Context, o store.Options) error {
	files, err := p.evidence.Files()
	if err != nil {
		return err
	}
	o.AnchorDir, o.EvidenceDir = "", ""
	local, err := store.Open(ctx, p.database(), o)
	if err != nil {
		return err
	}
	for _, file := range files {
		if err = fetchFile(ctx, p.evidence, local, file); err != nil {
			break
		}
	}
	p.evidence = local
	// Its folder of evidence can still be read.
	return cmp.Or(err, local.Close())
}

func fetchFile(ctx context.Context, from, to *store.Store, file store.KeptFile) error {
	content, err := from.OpenFile(file.SHA256)
	if err != nil {
		return err
	}
	defer content.Close()
	// A file that was changed gets another name, and is missing then.
	_, _, err = to.PutFile(ctx, content)
	return err
}

// examine opens the copy and checks all of it.
func (p *Prepared) examine(ctx context.Context, o store.Options) error {
	found, err := Examine(ctx, p.database(), o)
	if err != nil {
		return err
	}
	p.Problems = []string{}
	for _, finding := range found.Findings {
		if finding.Severity != store.ErrorFinding {
			continue
		}
		if finding.Check != "evidence" {
			return assessment.Errorf(assessment.Damaged, "the database is damaged, and a backup of it could not be restored: %s", finding.Text)
		}
		p.Problems = append(p.Problems, finding.Text)
	}
	p.Assessments, p.Events = found.Assessments, found.Events
	id := found.Identity
	p.Database.ID, p.Database.Version, p.Database.Rows, p.Database.Head = id.Database, id.Version, id.Rows, id.Head
	return nil
}

func (p *Prepared) hash(ctx context.Context, sum string) (hash string, size int64, err error) {
	file, err := p.evidence.OpenFile(sum)
	if err != nil {
		return "", 0, err
	}
	return hashOf(ctx, file)
}

func hashOf(ctx context.Context, file io.ReadCloser) (hash string, size int64, err error) {
	defer file.Close()
	digest := sha256.New()
	size, err = io.Copy(digest, steady{ctx, file})
	return hex.EncodeToString(digest.Sum(nil)), size, err
}

// steady reads until ctx ends.
type steady struct {
	ctx context.Context
	r   io.Reader
}

// Read implements io.Reader.
func (s steady) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}

// Close removes the copy.
func (p *Prepared) Close() error { return Leave(p.folder) }

// Pack writes the archive, not encrypted.
func (p *Prepared) Pack(ctx context.Context, w io.Writer) error {
	out := tar.NewWriter(w)
	list, err := json.MarshalIndent(p.Manifest, "", "  ")
	if err != nil {
		return err
	}
	if err := p.put(out, manifestName, int64(len(list))); err != nil {
		return err
	}
	if _, err := out.Write(list); err != nil {
		return err
	}
	database, err := input.Open(p.database(), input.Backup)
	if err != nil {
		return err
	}
	if err := p.add(ctx, out, databaseName, p.Database.File, database); err != nil {
		return err
	}
	for _, file := range p.Evidence {
		content, err := p.evidence.OpenFile(file.SHA256)
		if err != nil {
			return err
		}
		if err := p.add(ctx, out, file.name(), file, content); err != nil {
			return err
		}
	}
	return out.Close()
}

func (p *Prepared) put(out *tar.Writer, name string, size int64) error {
	return out.WriteHeader(&tar.Header{
		Format: tar.FormatGNU, Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: time.UnixMicro(p.MadeAt).UTC().Truncate(time.Second),
	})
}

// add copies a file into the archive. It must still be the file that was hashed.
func (p *Prepared) add(ctx context.Context, out *tar.Writer, name string, file File, content io.ReadCloser) error {
	if err := p.put(out, name, file.Size); err != nil {
		content.Close()
		return err
	}
	hash, _, err := hashOf(ctx, struct {
		io.Reader
		io.Closer
	}{io.TeeReader(content, out), content})
	if err == nil && hash != file.SHA256 {
		err = fmt.Errorf("%s changed while it was read", name)
	}
	return err
}
