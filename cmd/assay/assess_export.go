package main

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/backup"
	"assay/assessment/english"
	"assay/assessment/parcel"
	"assay/assessment/store"
)

func (a *app) assessExport() *cobra.Command {
	var out string
	var to recipients
	cmd := &cobra.Command{
		Use:   "export ASSESSMENT -o FILE",
		Short: "Write an assessment with its journal and evidence into a file, for another machine",
		Long: `Write an assessment with its journal, its evidence files, and the journals of its vendor, its RFP and the assessments that it follows
into one file. On another machine, ` + "`assay assess import`" + ` takes it. With --recipient, --recipients-file or --passphrase-fd, or if the name
of the file ends in .age, the file is encrypted.`,
		Example: `  assay assess export harbor -o harbor.assay
  assay assess export harbor -o harbor.age --recipient age1…`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "the new `FILE`")
	to.register(cmd)
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		if err := a.need("output"); err != nil {
			return err
		}
		kept, err := a.existing(ctx)
		if err != nil {
			return err
		}
		id, err := kept.FindAssessment(ctx, args[0])
		if err != nil {
			return err
		}
		p, err := kept.Pack(ctx, id)
		if err != nil {
			return err
		}
		var file bytes.Buffer
		var w io.WriteCloser = plainly{&file}
		if len(to.keys) > 0 || to.file != "" || to.descriptor >= 0 || filepath.Ext(out) == ".age" {
			keys, _, err := to.get(ctx, a)
			if err != nil {
				return err
			}
			if w, err = backup.Seal(&file, keys...); err != nil {
				return err
			}
		}
		if err := parcel.Write(ctx, w, p, a.now().UnixMicro(), kept.OpenFile); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		err = a.deliver(out, file.Bytes(), exportedParcel{out, id, len(p.Journals), len(p.Evidence)}, func() {
			a.say("wrote %s, %s: %s of %s, %s", out, english.Bytes(int64(file.Len())), english.Count(len(p.Journals), "journal"), p.Title, english.Count(len(p.Evidence), "evidence file"))
		})
		if err == nil {
			a.noteCopy(ctx, store.CopyExport, out, id)
		}
		return err
	})
	return cmd
}

// exportedParcel is the result of assess export.
type exportedParcel struct {
	File       string `json:"file"`
	Assessment string `json:"assessment"`
	Journals   int    `json:"journals"`
	Evidence   int    `json:"evidence"` // files
}

// plainly is a writer that encrypts nothing.
type plainly struct{ io.Writer }

func (plainly) Close() error { return nil }

func (a *app) assessImport() *cobra.Command {
	var with opener
	var dry bool
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Take an assessment from another machine",
		Long: `Take an assessment that ` + "`assay assess export`" + ` wrote on another machine, with its journal and evidence. If the assessment is here already,
assay takes the events that continue it. If both machines recorded something since, it takes nothing and says what each of them has.`,
		Example: `  assay assess import harbor.assay --dry-run
  assay assess import harbor.age --identity key.txt`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, "say what it would bring, and take nothing")
	with.register(cmd)
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		kept, err := a.database(ctx)
		if err != nil {
			return err
		}
		if !dry {
			if err := a.mayDo(ctx, a.work.Evaluator, assessment.ActMerge); err != nil {
				return err
			}
		}
		p, err := a.readParcel(ctx, &with, args[0], parcel.Keeper{})
		if err != nil {
			return err
		}
		took, err := kept.Compare(ctx, p)
		if err != nil {
			return err
		}
		if !dry {
			// Evidence is on the disk before the event that names it.
			wants, err := kept.Wants(ctx, p)
			if err != nil {
				return err
			}
			if _, err := a.readParcel(ctx, &with, args[0], parcel.Keeper{Wants: wants, Keep: kept.PutFile}); err != nil {
				return err
			}
			took, err = kept.Unpack(ctx, p, a.flags.yes, a.work.Evaluator)
			if assessment.CaseOf(err) == assessment.NameTaken {
				if err = a.askNamesake(ctx, err); err == nil {
					took, err = kept.Unpack(ctx, p, true, a.work.Evaluator)
				}
			}
			if err != nil {
				return err
			}
			for _, m := range took {
				if _, err := a.drafts().Destroy(m.Gone); err != nil {
					return draftRemains(err)
				}
			}
		}
		if err := a.showImport(p, took, dry); err != nil {
			return err
		}
		if at := slices.IndexFunc(took, store.Merged.Forked); at >= 0 {
			return assessment.Errorf(assessment.Conflict, "it would not be taken: the journal of %s went apart", took[at].Title).Because(assessment.JournalsApart, took[at].ID)
		}
		return nil
	})
	return cmd
}

// readParcel reads a parcel, encrypted or not.
func (a *app) readParcel(ctx context.Context, with *opener, path string, keeper parcel.Keeper) (store.Parcel, error) {
	plain, done, err := with.openPlain(ctx, a, path)
	if err != nil {
		return store.Parcel{}, err
	}
	defer done()
	return parcel.Read(ctx, plain, keeper)
}

func (a *app) showImport(p store.Parcel, took []store.Merged, dry bool) error {
	return a.show(struct {
		Assessment string         `json:"assessment"`
		DryRun     bool           `json:"dry_run"`
		Journals   []store.Merged `json:"journals"`
	}{p.Assessment, dry, list(took)}, func() {
		added := 0
		for _, m := range took {
			added += m.Added
			switch {
			case m.Forked():
				a.out.print("%s: went apart; only here: %s; only there: %s\n", m.Title, english.List(m.OnlyHere), english.List(m.OnlyThere))
			case m.Added > 0:
				a.out.print("%s, %s: %s new, %d before\n", m.Of, m.Title, english.Count(m.Added, "event"), m.Here)
				if m.Struck > 0 {
					a.out.print("%s, %s: %s here, because it was struck there\n", m.Of, m.Title, english.Count(m.Struck, "body is destroyed", "bodies are destroyed"))
				}
			case m.Here > m.There:
				a.out.print("%s, %s: this database has %s more\n", m.Of, m.Title, english.Count(m.Here-m.There, "event"))
			}
		}
		switch {
		case dry:
			a.say("nothing was taken: %s", english.Count(added, "event")+" would be new")
		case added == 0:
			a.say("nothing is new")
		default:
			a.say("took %s of %s", english.Count(added, "event"), p.Title)
		}
	})
}
