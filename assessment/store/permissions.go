package store

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"assay/assessment"
)

// checkPermissions warns about folders and files that other people can
// reach. A folder with the setgid bit is shared on purpose and accepted.
func (s *Store) checkPermissions() []Finding {
	if runtime.GOOS == "windows" || s.server != nil {
		return nil // modes have no meaning there
	}
	var findings []Finding
	folder, err := os.Stat(filepath.Dir(s.path))
	if err != nil {
		return nil
	}
	others := fs.FileMode(0o077)
	if folder.Mode()&fs.ModeSetgid != 0 {
		others = 0o007
	}
	for _, path := range []string{filepath.Dir(s.path), s.path, s.EvidenceFolder()} {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm()&others == 0 {
			continue
		}
		f := doubtful("permissions", fmt.Sprintf("other accounts can reach %s: its mode is %04o", path, info.Mode().Perm()))
		f.Case, f.About = assessment.OpenToOthers, []string{path, fmt.Sprintf("%o", info.Mode().Perm()&^others)}
		findings = append(findings, f)
	}
	return findings
}
