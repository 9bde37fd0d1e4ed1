package store

import (
	"context"
	"slices"
	"strings"
)

// ShortName is a name by which a person can name an assessment, and what it
// means.
type ShortName struct{ Name, Label string }

// ShortNames lists names of assessments that begin with a text, at most so
// many, for completion.
func (s *Store) ShortNames(ctx context.Context, begin string, most int) ([]ShortName, error) {
	return fetch(ctx, s, func(t tx) ([]ShortName, error) {
		name, _, _ := strings.Cut(form(begin), "@")
		var found []subject
		var err error
		if name == "" {
			found, err = collect(ctx, t, scanSubject, selectLatest, most)
		} else {
			found, err = beginning(ctx, t, name, standing, most)
		}
		if err != nil {
			return nil, err
		}
		var names []ShortName
		for _, one := range found[:min(most, len(found))] {
			base := ""
			if strings.Contains(begin, "@") {
				base = name
			}
			short, err := shortName(ctx, t, base, form(begin), one)
			if err != nil {
				return nil, err
			}
			if strings.HasPrefix(strings.ToLower(short), strings.ToLower(begin)) { // in the capitals of the person
				names = append(names, ShortName{begin + short[len(begin):], one.label()})
			} else if begin == "" || strings.HasPrefix(form(short), form(begin)) {
				names = append(names, ShortName{short, one.label()})
			}
		}
		return names, nil
	})
}

// candidateNames lists the first few assessments, each with a name that finds it.
func candidateNames(ctx context.Context, t tx, begun string, found []subject) ([]string, error) {
	var texts []string
	for _, one := range found[:min(fewLabels, len(found))] {
		short, err := shortName(ctx, t, begun, "", one)
		if err != nil {
			return nil, err
		}
		texts = append(texts, short+" ("+strings.NewReplacer("(", "", ")", "").Replace(one.label())+")")
	}
	if len(found) > fewLabels {
		texts = append(texts, "…")
	}
	return texts, nil
}

// shortName is the first of several names that finds this assessment alone: the
// name that a person began, with one or two qualifiers, then the name of the
// vendor, the beginning of the id, and at last the id. It begins with a text if any of them does.
func shortName(ctx context.Context, t tx, ref, begin string, one subject) (string, error) {
	var bases []string
	begun, _, _ := strings.Cut(form(ref), "@")
	for _, base := range []string{begun, form(one.vendor), form(one.about)} {
		if base != "" && one.isNamed(base, strings.HasPrefix) && !slices.Contains(bases, base) {
			bases = append(bases, base)
		}
	}
	var qualifiers []string
	for _, text := range one.qualifiers() {
		if text = strings.ReplaceAll(text, " ", "-"); !slices.Contains(qualifiers, text) {
			qualifiers = append(qualifiers, text)
		}
	}
	var names []string
	for _, base := range bases {
		if base != begun || one.isNamed(base, equals) {
			names = append(names, base)
		}
		for _, q := range qualifiers {
			names = append(names, base+"@"+q)
		}
	}
	for _, base := range bases {
		for n, q := range qualifiers {
			for _, other := range qualifiers[:n] {
				names = append(names, base+"@"+q+"@"+other)
			}
		}
	}
	const day, moment = 8, 18 // characters of an id that tell when it was made, roughly and closely
	for _, base := range bases {
		names = append(names, base+"@"+one.id[:min(day, len(one.id))], base+"@"+one.id[:min(moment, len(one.id))])
	}
	for _, name := range names {
		if !plainWord(name) || !strings.HasPrefix(form(name), begin) {
			continue
		}
		found, err := resolve(ctx, t, name)
		if err != nil {
			return "", err
		}
		if len(found) == 1 && found[0].id == one.id {
			return name, nil
		}
	}
	return one.id, nil
}

// plainWord reports whether a name can be typed into a shell without quotes.
func plainWord(name string) bool {
	const longest = 60
	return len(name) <= longest && !strings.ContainsFunc(name, func(r rune) bool {
		return r <= ' ' || strings.ContainsRune("!\"#$&'()*;<>?[\\]^`{|}~=%", r)
	})
}
