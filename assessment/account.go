package assessment

import "slices"

// Account is a person in the list of a record's people.
type Account struct {
	ID      string       `json:"id"` // UUIDv7
	Name    string       `json:"name"`
	Login   string       `json:"login,omitempty"` // on the database server; may be empty
	Roles   []Role       `json:"roles"`
	Keys    []AccountKey `json:"keys"`     // of SSH; a removed key is not listed
	AddedAt int64        `json:"added_at"` // microseconds UTC
	AddedBy string       `json:"added_by"`
	Removed *Removal     `json:"removed,omitempty"` // nil while the person is in the record
}

// AccountKey is a public key with which a person comes in.
type AccountKey struct {
	Fingerprint string `json:"fingerprint"` // as ssh-keygen -l prints it: SHA256:…
	Line        string `json:"line"`        // type and key of an authorized_keys file, without a comment
	Comment     string `json:"comment,omitempty"`
	AddedAt     int64  `json:"added_at"` // microseconds UTC
	AddedBy     string `json:"added_by"`
}

// Same reports whether two keys are the same.
func (k AccountKey) Same(other AccountKey) bool { return k.Fingerprint == other.Fingerprint }

// Removal tells who took a person out of the record.
type Removal struct {
	By     string `json:"by"`
	At     int64  `json:"at"` // microseconds UTC
	Reason string `json:"reason"`
}

// PeopleChange is one change of the people of a record, as their journal tells it.
type PeopleChange struct {
	Seq  int64
	ID   string // of the event
	At   int64  // microseconds UTC
	By   string
	Kind string // as the journal names it

	Before, After *Account   // the person concerned; Before is nil for a new person, both for a rule
	Rule          Separation // that was added; empty for a person
	Operator      bool       // whoever runs the computer did it, without being an administrator
	Reason        string     // may be empty
}

// Has reports whether the person has a role.
func (a Account) Has(r Role) bool { return slices.Contains(a.Roles, r) }

// People are all people of a record. Without any, everybody may do everything. As soon as
// one was added, their roles bind whoever records.
type People struct {
	Accounts []Account    // also removed ones, in the order in which they were added first
	Rules    []Separation // that the organization added, in this order
	Seq      int64        // how many events they are made from

	// Unreadable tells why it is not known who the people are. Then nobody may do anything.
	Unreadable error
}

// On reports whether roles bind.
func (p People) On() bool { return len(p.Accounts) > 0 || p.Unreadable != nil }

// Present lists the people who were not removed.
func (p People) Present() []Account {
	return slices.DeleteFunc(slices.Clone(p.Accounts), func(a Account) bool { return a.Removed != nil })
}

// Named finds a present person by the name, or returns nil.
func (p People) Named(name string) *Account {
	return p.find(func(a Account) bool { return SamePerson(a.Name, name) })
}

// WithKey finds a present person by the fingerprint of a key, or returns nil.
func (p People) WithKey(fingerprint string) *Account {
	return p.find(func(a Account) bool {
		return slices.ContainsFunc(a.Keys, func(k AccountKey) bool { return k.Fingerprint == fingerprint })
	})
}

// WithLogin finds a present person by the login on the database server, or returns nil.
func (p People) WithLogin(login string) *Account {
	return p.find(func(a Account) bool { return login != "" && a.Login == login })
}

// With lists the present people who have a role.
func (p People) With(r Role) []Account {
	return slices.DeleteFunc(p.Present(), func(a Account) bool { return !a.Has(r) })
}

func (p People) find(is func(Account) bool) *Account {
	for n := range p.Accounts {
		if a := p.Accounts[n]; a.Removed == nil && is(a) {
			return &a
		}
	}
	return nil
}
