package breach

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/questionnaire/yamldoc"
)

// StateLaw tells the reader to check the law of one State with affected
// residents. It has no date, because assay computes no State's deadline.
type StateLaw struct {
	State     string `json:"state"` // two letters
	Name      string `json:"name"`
	Residents int    `json:"residents"`
	Cite      string `json:"cite"` // "" if no provision is known
	Text      string `json:"text"`
}

// stateNames are the States, the District of Columbia and the territories by
// their two letters. HIPAA counts the residents of each of them (164.406).
func stateNames() map[string]string {
	return map[string]string{
		"AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado", "CT": "Connecticut",
		"DE": "Delaware", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa",
		"KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan",
		"MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire",
		"NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma",
		"OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee",
		"TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
		"DC": "District of Columbia",
		"AS": "American Samoa", "GU": "Guam", "MP": "Northern Mariana Islands", "PR": "Puerto Rico", "VI": "U.S. Virgin Islands",
	}
}

// FindState returns the two letters of a State, the District of Columbia or a
// territory, which the text gives as letters or as a name in any case.
func FindState(text string) (string, error) {
	names := stateNames()
	text = strings.TrimSpace(text)
	if letters := strings.ToUpper(text); names[letters] != "" {
		return letters, nil
	}
	lower := map[string]string{}
	for letters, name := range names {
		lower[strings.ToLower(name)] = letters
	}
	if letters := lower[strings.ToLower(text)]; letters != "" {
		return letters, nil
	}
	unknown := fmt.Sprintf("%q is not a State, the District of Columbia or a territory", text)
	const shortest = 4 // letters: every shorter word is near to some name
	if near := lower[yamldoc.Nearest(strings.ToLower(text), maps.Keys(lower))]; near != "" && len(text) >= shortest {
		return "", assessment.Errorf(assessment.Invalid, "%s; did you mean %s, %s?", unknown, near, names[near])
	}
	return "", assessment.Errorf(assessment.Invalid, "%s; use one of %s", unknown, strings.Join(slices.Sorted(maps.Keys(names)), ", "))
}

const texasTellsAttorneyGeneral = 250 // residents or more: Tex. Bus. & Com. Code 521.053

// stateLaw returns a line for each State that the facts name, by its letters.
func (f Facts) stateLaw() []StateLaw {
	lines := []StateLaw{}
	for _, state := range slices.Sorted(maps.Keys(f.Residents)) {
		law := StateLaw{State: state, Name: stateNames()[state], Residents: f.Residents[state]}
		law.Text = fmt.Sprintf("%s in %s. The law there may allow less time than the dates above.", english.Count(law.Residents, "person", "people"), law.Name)
		switch {
		case state != "TX":
			law.Text += " Its provision is not listed here: ask counsel."
		case law.Residents >= texasTellsAttorneyGeneral:
			law.Text += fmt.Sprintf(" Tell the attorney general of Texas as soon as practicable, and within 30 days of determining the breach, because at least %d residents "+
				"are affected. Tell the residents within 60 days. The day on which you determined the breach is not among the facts, so no date is computed.", texasTellsAttorneyGeneral)
		default:
			law.Text += fmt.Sprintf(" Tell the residents within 60 days. If at least %d residents of Texas turn out to be affected, tell its attorney general as soon as practicable, and "+
				"within 30 days of determining the breach. The day on which you determined the breach is not among the facts, so no date is computed.", texasTellsAttorneyGeneral)
		}
		if state == "TX" {
			law.Cite = "Tex. Bus. & Com. Code 521.053"
		}
		if f.Hold.end() != 0 {
			law.Text += " Ask counsel whether the law enforcement hold delays this notice too."
		}
		lines = append(lines, law)
	}
	return lines
}
