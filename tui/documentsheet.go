package tui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/input"
	"assay/tui/dialog"
	"assay/tui/keys"
)

// The title and the labels of the dialog that asks for a document.
const (
	documentTitle   = "Write a document"
	whatLabel       = "what"
	fileLabel       = "file"
	signLabel       = "sign as"
	withLabel       = "with"
	keyLabel        = "key file"
	passphraseLabel = "passphrase"
)

// nobody is the choice that leaves a document unsigned. It is made beforehand: a
// signature is nothing that a person gives with a key too many.
const nobody = "nobody"

// documentSheet is the dialog that asks what to write, where to, and who signs it.
type documentSheet struct {
	bench Bench
	offer Offer
	about Subject
	roles []string // in which the person may sign it
	sure  string   // a file that exists, and that the person wants to write over
	sheet *dialog.Sheet
}

func newDocumentSheet(b Bench, offer Offer, about Subject, roles []string) *asked {
	s := &documentSheet{bench: b, offer: offer, about: about, roles: roles}
	s.sheet = &dialog.Sheet{
		Title: documentTitle, AtTop: true, Verb: "write",
		About:  func(*dialog.Sheet) string { return s.said() },
		Fields: s.fields(),
	}
	o := ask(s.sheet, s.write)
	o.anew = true // another document has another name
	return o
}

func (s *documentSheet) fields() []dialog.Field {
	kinds := make([]string, len(s.offer.Kinds))
	for n, kind := range s.offer.Kinds {
		kinds[n] = kind.Name
	}
	path := newFileField(s.bench, fileLabel, s.offer.Kinds[0].Path, func(*dialog.Sheet) string { return s.kind().Path })
	role := dialog.ChoiceField(signLabel, append([]string{nobody}, s.roles...)...)
	role.Hidden = func(*dialog.Sheet) bool { return !s.signs() }
	with := dialog.ChoiceField(withLabel)
	for _, signer := range s.offer.Signers {
		with.Options = append(with.Options, signer.Name+", "+signer.Held)
	}
	with.Options = append(with.Options, otherKey)
	with.Hidden = func(*dialog.Sheet) bool { return s.role() == "" || len(s.offer.Signers) == 0 }
	key := dialog.Needed(fileField(s.bench, keyLabel, "path of a key and its certificate: .p12 or .pem"), "name the file of the key")
	key.Hidden = func(*dialog.Sheet) bool { return s.role() == "" || s.signer() != nil }
	secret := dialog.SecretField(passphraseLabel, "of the key")
	secret.Check = func(text string) error {
		if text == "" && s.signer() != nil {
			return assessment.Errorf(assessment.Invalid, "type the passphrase of the key")
		}
		return nil
	}
	secret.Hidden = func(*dialog.Sheet) bool { return s.role() == "" || s.signer() != nil && !s.signer().Asks }
	return []dialog.Field{
		dialog.ChoiceField(whatLabel, kinds...),
		path,
		role, secret, with, key, // most people have one key: the next line after the role is its passphrase
	}
}

func (s *documentSheet) kind() Kind {
	return s.offer.Kinds[max(s.sheet.Chosen(whatLabel), 0)]
}

// signs reports whether the person can sign the document here. A server holds nobody's key.
func (s *documentSheet) signs() bool {
	return !s.bench.served() && len(s.roles) > 0 && !s.kind().Unsigned
}

// role is the role in which somebody signs, or nothing.
func (s *documentSheet) role() string {
	if !s.signs() {
		return ""
	}
	if role := s.sheet.Value(signLabel); role != nobody {
		return role
	}
	return ""
}

// otherKey is the choice of a key that this account does not keep.
const otherKey = "another key file"

// signer is the chosen signer, or nil if another key file signs.
func (s *documentSheet) signer() *Signer {
	if n := max(s.sheet.Chosen(withLabel), 0); n < len(s.offer.Signers) {
		return &s.offer.Signers[n]
	}
	return nil
}

// said describes the chosen document: its content, its place, and who signs it.
func (s *documentSheet) said() string {
	switch {
	case s.bench.served() && s.kind().Unsigned:
		return s.kind().About + "\nIt goes into your folder."
	case s.bench.served():
		return s.kind().About + "\nIt goes into your folder, unsigned. Sign it at home, where your key is. Then press " + keyOf(keys.Palette) + " and type signed to take it in."
	}
	text := s.kind().About + "\nA name without a folder goes into " + s.offer.Folder + "."
	switch role, signer := s.role(), s.signer(); {
	case role == "":
	case signer != nil:
		text += "\n" + signer.Name + " signs as " + role + ", with the " + signer.Held + "."
	case len(s.offer.Signers) == 0:
		text += "\nThis account keeps no key: outside, assay identity new makes one. Or name a file."
	}
	return text
}

// order is the document as the dialog asks for it.
func (s *documentSheet) order(m *Model) (Order, error) {
	path, err := s.bench.named(s.sheet.Value(fileLabel))
	if err != nil {
		return Order{}, dialog.In(fileLabel, err)
	}
	o := Order{Subject: s.about, Kind: s.kind().Key, By: m.bench.Evaluator, Path: path, Over: path == s.sure, Role: s.role()}
	switch signer := s.signer(); {
	case o.Role == "":
	case signer != nil:
		o.As = signer.As
	default:
		o.KeyFile = input.Pasted(s.sheet.Value(keyLabel))
	}
	if at := s.sheet.Find(passphraseLabel); at >= 0 {
		o.Passphrase = s.sheet.Fields[at].Text()
	}
	return o, nil
}

func (s *documentSheet) write(m *Model, _ *dialog.Sheet) (tea.Cmd, error) {
	if why := m.whyNoDocument(m.books[s.about.Assessment]); why != "" {
		return nil, assessment.Errorf(assessment.Conflict, "%s: try again in a moment", why)
	}
	write := m.bench.Documents.Write
	order, err := s.order(m)
	if err != nil {
		return nil, err
	}
	doing := "writing the document …"
	if order.Role != "" {
		doing = "writing and signing the document …"
	}
	s.sheet.Busy, m.writing = true, true
	return tea.Batch(m.say(doing), await(reportLimit, func(ctx context.Context) (Written, error) { return write(ctx, order) },
		func(m *Model, w Written, err error) tea.Cmd { return s.done(m, order, w, err) })), nil
}

// done shows the document that was written, or why it was not.
func (s *documentSheet) done(m *Model, order Order, w Written, err error) tea.Cmd {
	s.sheet.Busy, m.writing, m.toast.text = false, false, ""
	open := m.isOpen(s.sheet)
	switch {
	case err == nil && open < 0:
		return m.say(w.Title + " is at " + m.bench.writtenWords(w.Path))
	case err == nil:
		removed := m.remove(open)
		return tea.Batch(removed, m.open(newWrittenCard(m.bench, w)))
	case open < 0:
		return m.complain(err)
	}
	book := m.books[order.Assessment]
	switch {
	case assessment.CaseOf(err) == assessment.NoLatinName && book != nil:
		return m.open(askLatin(book, assessment.AboutOf(err)))
	case assessment.CaseOf(err) == assessment.FileExists:
		s.sure = order.Path
		s.sheet.Refuse(dialog.WrongIn(fileLabel, err.Error()+"; "+keys.For(keys.Save, keys.InSheet).Shown()+" again writes over it"))
		return nil
	case assessment.CaseOf(err) == assessment.WrongPassphrase:
		s.sheet.Write(passphraseLabel, "")
		return m.refuse(s.sheet, dialog.In(passphraseLabel, err))
	case slices.Contains([]assessment.Code{assessment.Unwritten, assessment.NotFound}, assessment.CodeOf(err)):
		err = dialog.In(fileLabel, err)
	}
	return m.refuse(s.sheet, err)
}
