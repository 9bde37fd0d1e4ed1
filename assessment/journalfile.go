package assessment

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// JournalLine is one event in a journal that is written as lines of JSON: the
// exact texts over which the hashes run.
type JournalLine struct {
	Header string  `json:"header"`
	Salt   *string `json:"salt"` // hexadecimal; null without the body
	Body   *string `json:"body"` // null if it was struck or withheld
	Hash   string  `json:"hash"` // of the chain up to this event
}

// Line is the event as a line of JSON.
func (w Written) Line(hash Head) ([]byte, error) {
	line := JournalLine{Header: w.Header, Hash: hash.String()}
	if w.Salt != nil || w.Body != nil {
		salt, body := hex.EncodeToString(w.Salt), string(w.Body)
		line.Salt, line.Body = &salt, &body
	}
	var out bytes.Buffer
	text := json.NewEncoder(&out)
	text.SetEscapeHTML(false)
	err := text.Encode(line)
	return out.Bytes(), err
}

// WriteJournal writes a journal as lines of JSON.
func WriteJournal(journal []Written) ([]byte, error) {
	var out bytes.Buffer
	var head Head
	for _, w := range journal {
		head = head.Chain(w.Header)
		line, err := w.Line(head)
		if err != nil {
			return nil, err
		}
		out.Write(line)
	}
	return out.Bytes(), nil
}

// ReadJournal reads a journal of at most so many events. It accepts only the text
// that [WriteJournal] writes. It does not check the bodies: see [Replay].
func ReadJournal(text []byte, most int) ([]Written, error) {
	if n := bytes.Count(text, []byte("\n")); n > most {
		return nil, fmt.Errorf("it has %d events, and at most %d are read", n, most)
	}
	var journal []Written
	var head Head
	for text := range bytes.Lines(text) {
		n := len(journal) + 1
		var line JournalLine
		if err := json.Unmarshal(text, &line); err != nil {
			return nil, fmt.Errorf("line %d is no event: %w", n, err)
		}
		w := Written{Header: line.Header}
		if line.Salt != nil && line.Body != nil {
			salt, err := hex.DecodeString(*line.Salt)
			if err != nil {
				return nil, fmt.Errorf("line %d has random bytes that do not read", n)
			}
			w.Salt, w.Body = salt, []byte(*line.Body)
		}
		head = head.Chain(w.Header)
		again, err := w.Line(head)
		if err != nil {
			return nil, err
		}
		if !bytes.Equal(again, text) {
			return nil, fmt.Errorf("line %d is not as assay writes it, or its hash does not follow from the line before", n)
		}
		journal = append(journal, w)
	}
	return journal, nil
}
