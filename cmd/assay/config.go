package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/adrg/xdg"

	"assay/assessment"
	"assay/assessment/input"
	"assay/questionnaire/yamldoc"
)

// folders are the places of all files. There are two kinds of anchors: heads holds
// the last heads of journals, and trusted holds the certificates of authorities.
type folders struct {
	config         string // config.yaml
	database       string // the default database
	questionnaires string // of the user
	identities     string
	trusted        string
	heads          string
	drafts         string // of what people are typing in the workbench
	lent           string // copies of evidence files that the desktop shows
	crashes        string // logs of crashes of the workbench
	served         string // drafts and files of people who come over SSH
	hostKey        string // of the server for SSH
}

func findFolders() folders {
	xdg.Reload()
	config, data := filepath.Join(xdg.ConfigHome, "assay"), filepath.Join(xdg.DataHome, "assay")
	return folders{
		config:         filepath.Join(config, "config.yaml"),
		database:       filepath.Join(data, "assay.db"),
		questionnaires: filepath.Join(config, "questionnaires"),
		identities:     filepath.Join(data, "identities"),
		trusted:        filepath.Join(config, "anchors"),
		heads:          filepath.Join(xdg.StateHome, "assay", "anchors"),
		drafts:         filepath.Join(xdg.StateHome, "assay", "drafts"),
		lent:           filepath.Join(xdg.StateHome, "assay", "opened"),
		crashes:        filepath.Join(xdg.StateHome, "assay", "crashes"),
		served:         filepath.Join(xdg.StateHome, "assay", "served"),
		hostKey:        filepath.Join(data, "host_key"),
	}
}

// settings are the settings of this run. A flag overrides an ASSAY_* variable, the
// variable overrides the configuration file, and the file overrides the default.
type settings struct {
	databasePlace
	evaluator    string // empty when unknown; on a server, the login
	organisation string
	zone         *time.Location // with its IANA name
	paper        string         // a4 or letter
	mouse        bool           // the wheel scrolls in the workbench
}

// configFile is the content of config.yaml.
type configFile struct {
	Evaluator    string `json:"evaluator"`
	Organisation string `json:"organisation"`
	TimeZone     string `json:"time_zone"`
	Paper        string `json:"paper"`
	Mouse        string `json:"mouse"`
}

// settings reads the settings, once, and completes the workspace with them.
func (a *app) settings() (*settings, error) {
	if a.loaded != nil {
		return a.loaded, nil
	}
	file, err := readConfig(a.folders.config)
	if err != nil {
		return nil, err
	}
	place, err := findPlace(cmp.Or(a.flags.db, a.getenv("ASSAY_DB")), a.folders.database)
	if err != nil {
		return nil, err
	}
	s := &settings{
		databasePlace: place,
		evaluator:     strings.TrimSpace(cmp.Or(a.flags.evaluator, a.getenv("ASSAY_EVALUATOR"), file.Evaluator)),
		organisation:  cmp.Or(a.getenv("ASSAY_ORGANISATION"), file.Organisation),
		paper:         cmp.Or(a.getenv("ASSAY_PAPER"), file.Paper),
	}
	if s.onServer() {
		switch {
		case a.flags.evaluator != "":
			return nil, personFixed(s.login, "--evaluator")
		case a.getenv("ASSAY_EVALUATOR") != "":
			return nil, personFixed(s.login, "ASSAY_EVALUATOR")
		}
		s.evaluator = s.login
	}
	if s.zone, err = findZone(cmp.Or(a.getenv("ASSAY_TIME_ZONE"), file.TimeZone), a.getenv("TZ")); err != nil {
		return nil, err
	}
	s.paper = cmp.Or(s.paper, usualPaper(s.zone))
	if s.paper != "a4" && s.paper != "letter" {
		return nil, failf(assessment.Invalid, "set paper to a4 or letter", "%q is no paper size", s.paper)
	}
	if s.mouse, err = isOn(cmp.Or(a.getenv("ASSAY_MOUSE"), file.Mouse)); err != nil {
		return nil, err
	}
	a.loaded = s
	a.work.Zone, a.work.Evaluator = s.zone, s.evaluator
	return s, nil
}

// isOn reads a setting that is on or off. It is off where nobody sets it.
func isOn(text string) (bool, error) {
	switch text {
	case "on":
		return true, nil
	case "", "off":
		return false, nil
	}
	return false, failf(assessment.Invalid, "set mouse to on or off", "the mouse cannot be %q", text)
}

func readConfig(path string) (configFile, error) {
	var c configFile
	text, err := input.Read(path, input.Configuration)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return c, nil
	case err != nil:
		return c, err
	case !setsAnything(text):
		return c, nil
	}
	if _, err := yamldoc.Read(text, &c); err != nil {
		return c, mistakesIn(path, err, "the configuration cannot be used")
	}
	return c, nil
}

// setsAnything reports whether the file holds more than comments.
func setsAnything(text []byte) bool {
	for line := range bytes.Lines(text) {
		if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' {
			return true
		}
	}
	return false
}

// findZone finds the zone of civil dates by its IANA name, which event 1 of an
// assessment keeps. Where the machine does not name its zone, it is UTC, and doctor
// says so.
func findZone(configured, tz string) (*time.Location, error) {
	if configured != "" {
		zone, err := time.LoadLocation(configured)
		if err != nil || configured == "Local" {
			return nil, failf(assessment.Invalid, "use an IANA name like America/New_York", "%q is not a time zone", configured)
		}
		return zone, nil
	}
	for _, name := range []string{strings.TrimPrefix(tz, ":"), linkedZone("/etc/localtime")} {
		if name == "" || name == "Local" {
			continue
		}
		if zone, err := time.LoadLocation(name); err == nil {
			return zone, nil
		}
	}
	return time.UTC, nil
}

// lettersZone matches the zones of the Americas, by their present and their older
// names.
var lettersZone = regexp.MustCompile(`^(America|US|Canada|Mexico|Chile)/|^Pacific/Honolulu$|^(EST5EDT|CST6CDT|MST7MDT|PST8PDT)$`)

// usualPaper is letter in the Americas and A4 elsewhere. Some countries of Latin
// America use A4 too, so a configuration overrides it.
func usualPaper(zone *time.Location) string {
	if lettersZone.MatchString(zone.String()) {
		return "letter"
	}
	return "a4"
}

func linkedZone(link string) string {
	target, err := os.Readlink(link)
	if err != nil {
		return ""
	}
	_, name, _ := strings.Cut(filepath.ToSlash(target), "zoneinfo/")
	return name
}

// needEvaluator returns an error if nobody is named who records. It only suggests the
// name of the account, since a journal must not guess. Who it is says work.Evaluator, on
// a server once the store is open.
func (a *app) needEvaluator() error {
	settings, err := a.settings()
	if err == nil && settings.evaluator == "" {
		err = errNoEvaluator(a.folders.config)
	}
	return err
}

func errNoEvaluator(config string) error {
	example := "NAME"
	if account, err := user.Current(); err == nil && account.Username != "" {
		example = account.Username
	}
	return usagef(fmt.Sprintf("name yourself: --evaluator %s, ASSAY_EVALUATOR, or evaluator: in %s", example, config), "no evaluator is named")
}

var evaluatorLine = regexp.MustCompile(`(?m)^evaluator:.*$`)

// saveEvaluator writes the evaluator into the configuration file. It keeps the
// rest of the file, also the comments.
func (a *app) saveEvaluator(name string) error {
	text, err := input.Read(a.folders.config, input.Configuration)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	line := []byte("evaluator: " + strconv.Quote(name))
	if evaluatorLine.Match(text) {
		text = evaluatorLine.ReplaceAllLiteral(text, line)
	} else {
		if len(text) > 0 && !bytes.HasSuffix(text, []byte("\n")) {
			text = append(text, '\n')
		}
		text = append(append(text, line...), '\n')
	}
	return writeFile(a.folders.config, text, 0o600)
}
