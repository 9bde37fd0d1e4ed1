package workspace

import (
	"archive/zip"
	"io"
	"slices"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/assessment/written"
)

// keepable is the received file as it may be kept: as it came, or as the same ZIP file
// without the files that must not be kept. Files that the form did not attach to any
// document are not kept either, because nobody sees them in the review.
func (in *Incoming) keepable(out []written.File) (content io.ReadCloser, leftOut []string, err error) {
	whole := io.NopCloser(io.NewSectionReader(in.file, 0, in.Size))
	if in.Format != written.HTML {
		return whole, nil, nil
	}
	archive, err := zip.NewReader(in.file, in.Size)
	if err != nil {
		return nil, nil, err
	}
	var keep []*zip.File
	attached, answers := in.attached(), in.back.Reply().Answered
	for _, entry := range archive.File {
		name, known := attached[entry.Name]
		switch {
		case entry.FileInfo().IsDir():
		case !known && entry.Name != answers:
			leftOut = append(leftOut, hostile.Line(entry.Name))
		case slices.ContainsFunc(out, func(f written.File) bool { return f.Path == entry.Name }):
			leftOut = append(leftOut, name)
		default:
			keep = append(keep, entry)
		}
	}
	for n, name := range leftOut {
		if len(assessment.PatientData(name)) > 0 {
			leftOut[n] = "a file whose name looks like patient data"
		}
	}
	if len(leftOut) == 0 {
		return whole, nil, nil
	}
	content, to := io.Pipe()
	go func() { to.CloseWithError(copyEntries(to, keep)) }()
	return content, leftOut, nil
}

// attached lists the names of the attached files by their paths.
func (in *Incoming) attached() map[string]string {
	names := map[string]string{}
	for _, d := range in.back.Reply().Documents {
		for _, f := range d.Files {
			names[f.Path] = f.Name
		}
	}
	return names
}

// copyEntries writes a ZIP file of entries as they are packed.
func copyEntries(to io.Writer, entries []*zip.File) error {
	w := zip.NewWriter(to)
	for _, entry := range entries {
		packed, err := entry.OpenRaw()
		if err != nil {
			return err
		}
		header := entry.FileHeader
		out, err := w.CreateRaw(&header)
		if err != nil {
			return err
		}
		if _, err := io.Copy(out, packed); err != nil {
			return err
		}
	}
	return w.Close()
}
