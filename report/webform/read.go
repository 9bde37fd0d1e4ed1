package webform

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"assay/report/vendorcopy"
)

// Read reads a form as a browser would. It returns an error if the form differs from
// the copy, and otherwise every text in it: of its elements, attributes, data and
// scripts.
func Read(file []byte, c vendorcopy.Copy) ([]string, error) {
	root, err := html.Parse(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	r := &reader{}
	r.walk(root)
	data, err := r.decoded()
	if err != nil {
		return nil, err
	}
	if err := sameData(data, dataOf(c)); err != nil {
		return nil, err
	}
	if want := wanted(c); !slices.Equal(r.asked, want) {
		for n := range want {
			if n >= len(r.asked) || r.asked[n] != want[n] {
				return nil, fmt.Errorf("it lacks %q", want[n])
			}
		}
		return nil, fmt.Errorf("it asks for %d things, want %d", len(r.asked), len(want))
	}
	return append(r.texts, texts(data)...), nil
}

// sameData compares data as JSON, because a condition that was read has other types in
// Go than one that was made.
func sameData(got, want Data) error {
	a, err := json.Marshal(got)
	if err != nil {
		return err
	}
	b, err := json.Marshal(want)
	if err != nil {
		return err
	}
	if !bytes.Equal(a, b) {
		return fmt.Errorf("its data is %s, want %s", a, b)
	}
	return nil
}

// wanted lists the headings and choices of the questions and documents, in order.
func wanted(c vendorcopy.Copy) []string {
	var all []string
	for n, q := range c.Questions() {
		id := q.ID
		if q.Number != "" {
			id += " · " + q.Number
		}
		all = append(all, oneSpace(id+" "+q.Ask))
		for _, choice := range newQuestion(c, q, n).Options {
			all = append(all, choice.Value+"="+oneSpace(choice.Label))
		}
	}
	for _, d := range c.Documents {
		all = append(all, oneSpace(d.ID+" "+d.Name))
	}
	return all
}

// reader collects the texts of a form.
type reader struct {
	texts []string
	asked []string // headings of the questions and documents, and choices as value=label
	data  string
}

func (r *reader) walk(n *html.Node) {
	switch n.Type {
	case html.TextNode, html.CommentNode:
		r.texts = append(r.texts, n.Data)
	case html.ElementNode:
		for _, a := range n.Attr {
			r.texts = append(r.texts, a.Val)
		}
		switch {
		case n.Data == "script" && attribute(n, "id") == "form":
			r.data = textOf(n)
		case n.Data == "legend":
			r.asked = append(r.asked, oneSpace(textOf(n)))
		case n.Data == "label" && attribute(n, "for") == "" && attribute(n, "class") == "":
			input := n.FirstChild
			r.asked = append(r.asked, attribute(input, "value")+"="+oneSpace(textOf(n)))
		}
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		r.walk(child)
	}
}

// decoded is the data of the page. It must have no other keys than we write.
func (r *reader) decoded() (Data, error) {
	if r.data == "" {
		return Data{}, errors.New("it has no data")
	}
	decoder := json.NewDecoder(strings.NewReader(r.data))
	decoder.DisallowUnknownFields()
	var data Data
	err := decoder.Decode(&data)
	return data, err
}

// texts are the texts of the data, as people read them.
func texts(data Data) []string {
	all := []string{data.Identity, data.File, data.Send}
	for _, q := range data.Questions {
		all = append(append(all, q.Item, q.Asked, q.Form), q.Offered...)
	}
	for _, d := range data.Documents {
		all = append(all, d.Kind, d.Name)
	}
	return all
}

func attribute(n *html.Node, name string) string {
	if n != nil {
		for _, a := range n.Attr {
			if a.Key == name {
				return a.Val
			}
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var text strings.Builder
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		text.WriteString(textOf(child))
	}
	return text.String()
}

func oneSpace(text string) string { return strings.Join(strings.Fields(text), " ") }
