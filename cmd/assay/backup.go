package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/backup"
	"assay/assessment/english"
	"assay/assessment/input"
	"assay/assessment/store"
)

func (a *app) backupCommand() *cobra.Command {
	var out string
	var to recipients
	cmd := &cobra.Command{
		Use:   "backup -o FILE",
		Short: "Write database and evidence into one encrypted file",
		Long: `Write the database and its evidence into one file, encrypted with age (age-encryption.org). Others may go on working
meanwhile: the backup is of one moment.

Encrypt it for a key with --recipient or --recipients-file, so that no passphrase is needed to make it; age-keygen makes such
keys. Otherwise assay asks for a passphrase. Keep the key or the passphrase away from this machine: nobody can open the backup
without it.

The database and every evidence file are checked first; a damaged database is refused. With a passphrase, assay then decrypts the
written file again and compares all of it. With recipients it cannot: "assay backup check FILE --identity KEY" proves the rest.`,
		Example: `  assay backup -o monday.age
  assay backup -o monday.age --recipient age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kdpyz0elqyxmfpw
  assay backup check monday.age --identity key.txt`,
		Args: noSuchCommand,
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "the `FILE` to write")
	to.register(cmd)
	cmd.RunE = a.does(func(ctx context.Context, _ []string) error {
		if out == "" {
			return usagef("for example: assay backup -o monday.age", "where to is not said: -o is missing")
		}
		if out == "-" {
			return usagef("name a file", "a backup is written to a file, which is then checked")
		}
		kept, err := a.existing(ctx)
		if err != nil {
			return err
		}
		keys, reader, err := to.get(ctx, a)
		if err != nil {
			return err
		}
		prepared, err := backup.Prepare(ctx, kept, readVersion().Version, a.storeOptions())
		if err != nil {
			return err
		}
		defer prepared.Close()
		size, err := writeBackup(ctx, prepared, out, keys, reader)
		if err != nil {
			return err
		}
		a.noteCopy(ctx, store.CopyBackup, out, "")
		return a.showBackup(prepared.Manifest, out, size, len(reader) > 0)
	})
	cmd.AddCommand(a.backupCheck())
	return cmd
}

// wroteBackup is the result of backup, and of backup check.
type wroteBackup struct {
	File     string `json:"file"`
	Size     int64  `json:"size"`
	Compared bool   `json:"compared"` // the file was decrypted and compared
	backup.Manifest
}

func (a *app) showBackup(m backup.Manifest, out string, size int64, compared bool) error {
	return a.show(wroteBackup{out, size, compared, m}, func() {
		for _, problem := range m.Problems {
			a.note("not in the backup, because it is damaged here already: %s", problem)
		}
		a.say("wrote %s, %s: %s", out, english.Bytes(size), contentsOf(m))
		if compared {
			a.say("it was decrypted again and is the same")
			return
		}
		a.say("its content was checked before it was encrypted; `assay backup check %s --identity KEY` proves the rest", filepath.Base(out))
	})
}

// contentsOf counts what is in a backup.
func contentsOf(m backup.Manifest) string {
	return english.List([]string{english.Count(m.Assessments, "assessment"), english.Count(m.Events, "event"), english.Count(len(m.Evidence), "evidence file")})
}

func (a *app) backupCheck() *cobra.Command {
	var with opener
	cmd := &cobra.Command{
		Use:   "check FILE",
		Short: "Open a backup and check all of it, without restoring it",
		Long: `Open a backup and check all of it as a restore would: that nothing was cut or changed, that the database in it is sound,
and that its evidence is whole. It restores nothing. The exit code is 3 if the backup is not whole.`,
		Example: `  assay backup check monday.age
  assay backup check monday.age --identity key.txt`,
		Args: cobra.ExactArgs(1),
	}
	with.register(cmd)
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		settings, err := a.settings()
		if err != nil {
			return err
		}
		plain, size, done, err := with.open(ctx, a, args[0])
		if err != nil {
			return err
		}
		defer done()
		// Beside the database, which others cannot read, and not in a folder for all.
		folder, err := backup.Workplace(settings.path)
		if err != nil {
			return err
		}
		defer backup.Leave(folder)
		m, err := backup.Unpack(ctx, plain, folder)
		if err != nil {
			return err
		}
		sound, err := backup.Sound(ctx, m, folder, a.storeOptions())
		if err != nil {
			return err
		}
		if err := sound.Close(); err != nil {
			return err
		}
		return a.show(wroteBackup{args[0], size, true, m}, func() {
			a.out.print("%s: %s\n", args[0], a.out.paint(green, "whole"))
			a.fields([][2]string{
				{"made", time.UnixMicro(m.MadeAt).In(settings.zone).Format("2006-01-02 15:04 MST") + " by assay " + m.Program},
				{"database", m.Database.ID},
				{"holds", contentsOf(m) + ", " + english.Bytes(m.Size())},
			})
			for _, problem := range m.Problems {
				a.note("damaged when the backup was made: %s", problem)
			}
		})
	})
	return cmd
}

// storeOptions are the options with which this run opens databases. The settings are
// read.
func (a *app) storeOptions() store.Options {
	return store.Options{Now: a.now, Zone: a.loaded.zone, NewID: newID, AnchorDir: a.folders.heads}
}

// recipients are the flags that say whom a backup is for.
type recipients struct {
	keys []string
	file string
	passphrases
}

func (r *recipients) register(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&r.keys, "recipient", nil, "encrypt for this public `KEY` of age; may be repeated")
	cmd.Flags().StringVar(&r.file, "recipients-file", "", "encrypt for the public keys in this `FILE`, one a line")
	r.passphrases.register(cmd)
}

// get returns the recipients. For a passphrase, it also returns what opens the backup
// again.
func (r *recipients) get(ctx context.Context, a *app) (to []backup.Recipient, reader []backup.Identity, err error) {
	named := len(r.keys) > 0 || r.file != ""
	if named && r.descriptor >= 0 {
		return nil, nil, usagef("leave --passphrase-fd away", "a backup is for recipients or has a passphrase, not both")
	}
	for _, key := range r.keys {
		more, err := backup.Recipients(key)
		if err != nil {
			return nil, nil, failf(assessment.Usage, "a public key begins with age1", "--recipient: %w", err)
		}
		to = append(to, more...)
	}
	if r.file != "" {
		text, err := input.Read(r.file, input.Recipients)
		if err != nil {
			return nil, nil, err
		}
		more, err := backup.Recipients(string(text))
		if err != nil {
			return nil, nil, assessment.Errorf(assessment.Invalid, "%s: %w", r.file, err)
		}
		to = append(to, more...)
	}
	if named {
		return to, nil, nil
	}
	passphrase, err := r.passphrases.get(ctx, a, "the new backup", true)
	if err != nil {
		return nil, nil, err
	}
	one, err := backup.Passphrase(passphrase)
	if err != nil {
		return nil, nil, fmt.Errorf("this passphrase cannot be used: %w", err)
	}
	by, err := backup.WithPassphrase(passphrase)
	return []backup.Recipient{one}, []backup.Identity{by}, err
}

// opener is the flags that say how to open a backup.
type opener struct {
	identity string
	passphrases
	known []backup.Identity // asked for once, though the file may be read twice
}

func (o *opener) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.identity, "identity", "", "open it with the secret key of age in this `FILE`")
	o.passphrases.register(cmd)
}

// open opens a backup. It returns its content, not encrypted, and the size of the
// file.
func (o *opener) open(ctx context.Context, a *app, path string) (plain io.Reader, size int64, done func(), err error) {
	file, err := input.Open(path, input.Backup)
	if err != nil {
		return nil, 0, nil, err
	}
	done = func() { _ = file.Close() }
	by := o.known
	if by == nil {
		by, err = o.get(ctx, a, path)
		o.known = by
	}
	if err == nil {
		if about, asked := file.Stat(); asked == nil {
			size = about.Size()
		}
		if plain, err = backup.Unseal(file, by...); err == nil {
			return plain, size, done, nil
		}
	}
	done()
	return nil, 0, nil, err
}

// openPlain opens a file that may be encrypted. It returns its content, not
// encrypted.
func (o *opener) openPlain(ctx context.Context, a *app, path string) (plain io.Reader, done func(), err error) {
	file, err := input.Open(path, input.Backup)
	if err != nil {
		return nil, nil, err
	}
	const mark = "age-encryption.org/"
	begin := make([]byte, len(mark))
	n, err := io.ReadFull(file, begin)
	if string(begin[:n]) == mark {
		_ = file.Close()
		plain, _, done, err = o.open(ctx, a, path)
		return plain, done, err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		err = nil
	}
	return io.MultiReader(bytes.NewReader(begin[:n]), file), func() { _ = file.Close() }, err
}

func (o *opener) get(ctx context.Context, a *app, path string) ([]backup.Identity, error) {
	if o.identity != "" {
		text, err := input.Read(o.identity, input.Key)
		if err != nil {
			return nil, err
		}
		by, err := backup.Identities(text)
		if err != nil {
			err = assessment.Errorf(assessment.Invalid, "%s: %w", o.identity, err)
		}
		return by, err
	}
	passphrase, err := o.passphrases.get(ctx, a, filepath.Base(path), false)
	if err != nil {
		return nil, err
	}
	by, err := backup.WithPassphrase(passphrase)
	return []backup.Identity{by}, err
}
