package main

import (
	"context"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/wording"
	"assay/report"
	"assay/report/export"
	"assay/report/proof"
	"assay/report/sign"
)

// reportCall holds the flags of report.
type reportCall struct {
	out, format, topic, profile string
	annex, signed               bool
	signing                     signature
}

const defaultProfile = string(report.Full)

func (a *app) reportCommand() *cobra.Command {
	var from standpoint
	var c reportCall
	cmd := &cobra.Command{
		Use:   "report ASSESSMENT -o FILE",
		Short: "Write the report as a PDF, or the assessment as XLSX, CSV, Markdown or JSON",
		Long: `Write the report of an assessment as a PDF. With --sign, the assessor signs it with the default identity, or with the one of
--as. The signature certifies the file: after it, only further signatures may be added. With --tsa, an outside authority of time
stamps confirms when it was signed. The authority receives a hash, nothing else.

The onboarding, the access review and the offboarding of a placed person make a certificate of one page; --annex adds the pages with
all answers.

--profile says for whom it is. The full report has everything and proves its figures. The other two are excerpts. "rfp" has the
pages that decide and an index of the annex, for the file of a request for proposals. "debrief" is for the vendor: what you asked
it, what it answered and showed, and what is missing; no grade, note or verdict, no words of references, nothing of other vendors.
An excerpt proves that it comes from the full report of the same day, and tells nothing more of it:
assay verify debrief.pdf full.pdf.

The ending of the file, or --format, decides the format. The other formats are for our own people and their programs: they hold
everything that is recorded, with the figures, and prove nothing. XLSX has a sheet for each topic, with dates as dates and ids as text. A
file of CSV has one topic, the answers unless --topic names another; if -o names a folder, it gets a file for each. JSON has all topics, in
the form that "assay report schema" prints. Grades that a closed panel hides are in none of them. assay reads each file back and
compares it before it writes it.`,
		Example: `  assay report harbor -o harbor.pdf
  assay report harbor -o harbor.pdf --sign
  assay report harbor -o harbor.pdf --sign --tsa http://timestamp.example.org
  assay report harbor -o harbor-debrief.pdf --profile debrief --sign
  assay report harbor -o harbor.xlsx
  assay report harbor -o harbor/ --format csv
  assay report harbor -o - --format csv --topic evidence
  assay report harbor -o - | lpr`,
		Args: cobra.ExactArgs(1),
	}
	from.register(cmd)
	cmd.Flags().StringVarP(&c.out, "output", "o", "", "the `FILE` to write, or - for stdout")
	cmd.Flags().StringVar(&c.format, "format", "", "pdf, xlsx, csv, markdown or json (default: by the file's ending, or pdf)")
	cmd.Flags().StringVar(&c.topic, "topic", "", "the topic of a CSV file, such as answers, evidence or domains (default answers)")
	cmd.Flags().StringVar(&c.profile, "profile", defaultProfile, "for whom a PDF is: full, rfp or debrief")
	cmd.Flags().BoolVar(&c.annex, "annex", false, "add the annex to a certificate, too")
	cmd.Flags().BoolVar(&c.signed, "sign", false, "sign as assessor")
	c.signing.register(cmd)
	cmd.AddCommand(a.reportSchema())
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		as, err := exportFormat(c.format, c.out, asPDF)
		if err == nil {
			err = c.settle(as, isTerminal(a.stdout))
		}
		if err != nil {
			return err
		}
		j, err := a.judge(ctx, args[0], from)
		if err != nil {
			return err
		}
		if as != asPDF {
			return a.exportReport(ctx, j, as, c.topic, c.out)
		}
		return a.writeReport(ctx, j, c)
	})
	return cmd
}

// settle rejects flags that exclude each other.
func (c reportCall) settle(as export.Format, terminal bool) error {
	switch {
	case c.out == "":
		return usagef("for example: assay report harbor -o harbor.pdf", "where to is not said: -o is missing")
	case c.out == "-" && terminal && as == asPDF:
		return usagef("pipe it on, or name a file", "a PDF is not written to a terminal")
	case c.out == "-" && terminal && as == export.XLSX:
		return usagef("pipe it on, or name a file", "XLSX is not written to a terminal")
	case as != asPDF && (c.signed || c.signing.given()):
		return usagef("leave the flag away, or write a PDF", "only a PDF is signed")
	case as != asPDF && (c.annex || c.profile != defaultProfile):
		return usagef("leave the flag away, or write a PDF", "--profile and --annex are for a PDF")
	case as != export.CSV && c.topic != "":
		return usagef("add --format csv", "--topic is for CSV; a file of another format holds all topics")
	case !c.signed && c.signing.given():
		return usagef("add --sign", "--as, --tsa and --passphrase-fd are for signing")
	case !report.Profile(c.profile).Valid():
		return usagef("for example: --profile debrief", "the profile is full, rfp or debrief, not %q", c.profile)
	}
	return nil
}

// writeReport draws the report, signs it if that is asked for, and writes the file.
func (a *app) writeReport(ctx context.Context, j judged, c reportCall) error {
	profile := report.Profile(c.profile)
	if c.signed {
		if err := a.maySignAs(ctx, sign.Assessor, j.Assessment); err != nil {
			return err
		}
	}
	if err := a.mayReplace(ctx, c.out); err != nil {
		return err
	}
	in, err := a.drawing(ctx, j, profile)
	if err != nil {
		return err
	}
	in.Annex = c.annex
	file, err := report.Render(in)
	if err != nil {
		return err
	}
	if err := a.mayTell(ctx, j, profile, file); err != nil {
		return err
	}
	var by signedFile
	if c.signed {
		policy, err := a.ownPolicy(ctx)
		if err != nil {
			return err
		}
		if by, err = c.signing.sign(ctx, a, file, sign.Assessor, policy); err != nil {
			return err
		}
		if err := a.recordSigning(ctx, j.Assessment, a.work.Evaluator, by); err != nil {
			return err
		}
		file = by.content
	}
	return a.handOver(ctx, j, profile, file, by.mine(), c.out)
}

// render draws the report of an assessment.
func (a *app) render(ctx context.Context, j judged, profile report.Profile) ([]byte, error) {
	in, err := a.drawing(ctx, j, profile)
	if err != nil {
		return nil, err
	}
	return report.Render(in)
}

// renderBy draws the report that a person writes.
func (a *app) renderBy(ctx context.Context, j judged, profile report.Profile, evaluator string) ([]byte, error) {
	in, err := a.drawing(ctx, j, profile)
	if err != nil {
		return nil, err
	}
	in.Evaluator = evaluator
	return report.Render(in)
}

// drawing is the input of a report, as the settings ask for it.
func (a *app) drawing(ctx context.Context, j judged, profile report.Profile) (report.Input, error) {
	settings, err := a.settings()
	if err != nil {
		return report.Input{}, err
	}
	journal, err := a.work.Store.JournalAt(ctx, j.Snapshot)
	return report.Input{
		Snapshot: j.Snapshot, AsOf: j.asOf, Milestone: j.milestone, View: j.view,
		Organisation: settings.organisation, Evaluator: settings.evaluator, Paper: settings.paper,
		Journal: journal, Profile: profile,
	}, err
}

// mayReplace asks before it overwrites a signed report, since nobody could make the
// same signatures again.
func (a *app) mayReplace(ctx context.Context, out string) error {
	if out == "-" {
		return nil
	}
	if !isSigned(out) {
		return nil // no file to lose
	}
	return a.writeOver(ctx, out, "is signed already")
}

// writeOver asks before it overwrites a file, and says why it asks.
func (a *app) writeOver(ctx context.Context, path, why string) error {
	yes, err := a.confirm(ctx, path+" "+why+". Write over it?")
	if err == nil && !yes {
		err = failf(assessment.Refused, "choose another name, or say --yes", "%s %s and stays as it is", path, why)
	}
	return err
}

// handOver writes the report, reads it back and reports success.
func (a *app) handOver(ctx context.Context, j judged, profile report.Profile, file []byte, by proof.Signature, out string) error {
	err := a.deliver(out, file, struct {
		File       string          `json:"file"`
		Assessment string          `json:"assessment"`
		Milestone  string          `json:"milestone"`
		AsOf       assessment.Date `json:"as_of"`
		SignedBy   string          `json:"signed_by"` // empty when unsigned
		For        string          `json:"for"`       // who evaluated, if somebody else signed
		Profile    report.Profile  `json:"profile"`
	}{out, j.Assessment, string(j.milestone), j.asOf, by.Signer, by.For, profile}, func() {
		state := "unsigned"
		if by.Signer != "" {
			state = "signed by " + inFull(by) + ", and proven"
			if by.For == "" {
				state = "signed by " + by.Signer + " and proven"
			}
		}
		if d := j.DecisionFor(j.milestone); d != nil && len(d.Added) > 0 {
			a.say("the report says what was %s", wording.AddedBriefly(*d))
		}
		about := ""
		if profile.Short() {
			about = string(profile) + ", "
		}
		a.say("wrote %s: %s, %sfor %s, as of %s, %s", out, j.Opened.Vendor.Name, about, j.milestone, j.asOf, state)
	})
	if err == nil {
		a.noteCopy(ctx, store.CopyReport, out, j.Assessment)
	}
	return err
}
