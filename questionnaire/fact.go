package questionnaire

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Worst is the value that a missing fact counts as, in the text form of
// answers. A file may give it as a number, a yes or no, or a list.
type Worst string

// UnmarshalJSON reads a string, number, truth value or list of strings.
func (w *Worst) UnmarshalJSON(text []byte) error {
	if len(text) > 0 && strings.IndexByte("-0123456789", text[0]) >= 0 {
		*w = Worst(text) // as it is written: 40.000 is not 40
		return nil
	}
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return err
	}
	if _, mapping := value.(map[string]any); mapping {
		return errors.New("write a value, not a mapping")
	}
	*w = Worst(FactText(value))
	return nil
}

// FactText brings a value as read from YAML or JSON into the one text form in
// which facts are kept: numbers in decimals, truth as yes or no, lists joined
// by ", ".
func FactText(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case bool:
		if v {
			return "yes"
		}
		return "no"
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = FactText(v[i])
		}
		return strings.Join(parts, ", ")
	}
	return strings.TrimSpace(fmt.Sprint(value))
}

// ParseFact checks an answer to a fact and returns it in its kept form.
func (i *Item) ParseFact(text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", fmt.Errorf("%s has no value", i.ID)
	}
	switch i.Answer {
	case "number":
		n, err := ParseWhole(text)
		if err != nil {
			return "", fmt.Errorf("%s takes a whole number: %w", i.ID, err)
		}
		return strconv.FormatInt(n, 10), nil
	case "yes_no":
		switch strings.ToLower(text) {
		case "yes", "y", "true":
			return "yes", nil
		case "no", "n", "false":
			return "no", nil
		}
		return "", fmt.Errorf("%s takes yes or no, not %q", i.ID, text)
	case "date":
		if _, err := ParseDay(text, false, false); err != nil {
			return "", fmt.Errorf("%s takes a date: %w", i.ID, err)
		}
	case "countries":
		codes := splitList(strings.ToUpper(text))
		for _, code := range codes {
			if len(code) != 2 || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
				return "", fmt.Errorf("%s takes two-letter country codes, such as US, PH, not %q", i.ID, code)
			}
		}
		return strings.Join(codes, ", "), nil
	case "choice":
		if _, known := i.option(text); !known {
			return "", fmt.Errorf("%s takes one of %s, not %q", i.ID, i.optionList(), text)
		}
	case "choices":
		values := splitList(text)
		for _, value := range values {
			if _, known := i.option(value); !known {
				return "", fmt.Errorf("%s takes some of %s, not %q", i.ID, i.optionList(), value)
			}
			if option, _ := i.option(value); option.Alone && len(values) > 1 {
				return "", fmt.Errorf("%s takes %q only without any other option", i.ID, value)
			}
		}
		return strings.Join(values, ", "), nil
	}
	return text, nil
}

// FactValue is the kept text as a value for conditions: int, bool, string or
// []string. An empty text is the fact's worst value.
func (i *Item) FactValue(text string) any {
	if text == "" {
		text = string(i.Worst)
	}
	switch i.Answer {
	case "number":
		n, err := strconv.Atoi(text)
		if err != nil {
			return nil
		}
		return n
	case "yes_no":
		return text == "yes"
	case "countries", "choices":
		return splitList(text)
	}
	return text
}

// Compute adds the computed answers: each date that is the earliest of
// several.
func (q *Questionnaire) Compute(texts map[string]string) {
	for _, item := range q.computed {
		for _, id := range item.Earliest {
			date := texts[id]
			if date == "" {
				date = string(q.items[id].Worst)
			}
			if known := texts[item.ID]; known == "" || date < known {
				texts[item.ID] = date
			}
		}
	}
}

// FactImpact is the impact (1–5) of the kept text, or of the worst value when
// it is empty. A fact that has no impacts gives 0.
func (i *Item) FactImpact(text string) int {
	if text == "" {
		text = string(i.Worst)
	}
	switch i.Answer {
	case "number":
		n, err := strconv.Atoi(text)
		if err != nil {
			return len(i.ImpactFrom)
		}
		reached := 0
		for _, from := range i.ImpactFrom {
			if n >= from {
				reached++
			}
		}
		return reached
	case "choice":
		option, _ := i.option(text)
		return option.Impact
	}
	return 0
}

// FactLabel is the kept text as people read it.
func (i *Item) FactLabel(text string) string {
	if i.Answer == "number" {
		return Thousands(text)
	}
	if i.Answer != "choice" && i.Answer != "choices" {
		return text
	}
	labels := strings.Split(text, ", ")
	for n, value := range labels {
		if option, found := i.option(value); found {
			labels[n] = option.Label
		}
	}
	return strings.Join(labels, "; ")
}

func (i *Item) optionList() string {
	values := make([]string, len(i.Options))
	for n, option := range i.Options {
		values[n] = option.Value
	}
	return strings.Join(values, ", ")
}

func splitList(text string) []string {
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == ';' })
	slices.Sort(parts)
	return slices.Compact(parts)
}
