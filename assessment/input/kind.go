package input

import "assay/questionnaire/yamldoc"

// Kind is a kind of file that a person names. It decides how large the file may
// be.
type Kind int

// The kinds.
const (
	Answers Kind = iota
	Questionnaire
	Configuration
	Evidence // streamed, never held in memory
	Report
	Key
	PublicKeys // of SSH, one a line
	Certificates
	RevocationList
	Recipients
	Backup // streamed, never held in memory
	Draft
	Text
	Package
	Reply   // of a vendor; its parts are read one by one
	RFP     // a PDF of another program, to attach a report to
	Foreign // a questionnaire of another program, to import
)

// limit is the name of the kind with its article, and the most bytes of such a file.
func (k Kind) limit() (name string, most int64) {
	const kilobyte, megabyte, gigabyte = 1000, 1000 * 1000, 1000 * 1000 * 1000
	switch k {
	case Answers:
		return "an answer file", yamldoc.MaxBytes
	case Questionnaire:
		return "a questionnaire", yamldoc.MaxBytes
	case Configuration:
		return "a configuration file", 100 * kilobyte
	case Evidence:
		return "an evidence file", 2 * gigabyte
	case Report:
		return "a report", 64 * megabyte
	case Key:
		return "a key file", megabyte
	case PublicKeys:
		return "a file of public keys", megabyte
	case Certificates:
		return "a file of certificates", megabyte
	case RevocationList:
		return "a list of revoked certificates", 10 * megabyte
	case Recipients:
		return "a list of recipients", megabyte
	case Backup:
		return "a backup", 1000 * gigabyte
	case Draft:
		return "a draft", 10 * megabyte
	case Text:
		return "a text", 100 * kilobyte
	case Package:
		return "a package", 100 * megabyte
	case Reply:
		return "a reply of a vendor", 2 * gigabyte
	case RFP:
		return "a PDF to attach a report to", 128 * megabyte
	case Foreign:
		return "a questionnaire to import", 20 * megabyte
	}
	return "a file of an unknown kind", 0
}
