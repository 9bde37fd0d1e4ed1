package sign

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"slices"
	"strings"
	"testing"
	"time"

	"assay/report/pdf"
	"assay/report/pdf/pdftest"
)

// forgery is a new revision with a signature. A test may change its dictionaries before it is written.
type forgery struct {
	*pdf.Update
	view                       pdf.View
	widget, catalog, signature *pdf.Dictionary
}

// forge signs like an insider with a trusted key and another program. It skips the checks of Sign, and changes the
// revision with the signature as the test wants.
func forge(t *testing.T, file []byte, id Identity, o Options, change func(f forgery)) []byte {
	t.Helper()
	document, err := pdf.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	view := document.Latest()
	field, widget, err := emptyField(view, o.Field)
	if err != nil {
		t.Fatal(err)
	}
	f := forgery{document.Update(), view, widget.Clone(), view.Catalog().Clone(), signatureDictionary(o)}
	signature := f.Add(f.signature)
	f.widget.Set("V", signature)
	f.Replace(field, f.widget)
	if o.Certify {
		f.catalog.Set("Perms", pdf.NewDictionary(pdf.Name("DocMDP"), signature))
		f.Replace(view.CatalogReference(), f.catalog)
	}
	change(f)
	prepared := f.Bytes()
	again, err := pdf.Parse(prepared)
	if err != nil {
		t.Fatal(err)
	}
	out, err := fill(prepared, again.Latest().Dictionary(signature), Options{}.value(id))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestForgeriesByAnInsiderAreRejected(t *testing.T) {
	when := pdftest.When.Add(time.Hour)
	insider, err := Create("Ivo Insider", "", pdftest.When, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	server := certified(t, webServer())
	alike := certified(t, signerTemplate("Ivo Іnsider", "", pdftest.When)) // with the Cyrillic letter І
	base := pdftest.Finished(t, 2)
	alone := Options{Field: Reviewer, When: when}
	certifying := Options{Field: Assessor, When: when, Certify: true}
	none := func(forgery) {}
	once := forge(t, base, insider, alone, none)
	backdated := alone
	backdated.When = when.AddDate(-1, 0, 0)
	ahead := func(by time.Duration) Options { return Options{Field: Reviewer, When: when.Add(by)} }
	overlay := &pdf.Stream{Dictionary: pdf.NewDictionary(), Data: []byte("1 g 0 0 600 800 re f")}

	for _, a := range []struct {
		name string
		file []byte
		want string
	}{
		{"nothing forged", once, ""},
		{"nothing forged, certified", forge(t, base, insider, certifying, none), ""},
		{"a page replaced while signing", forge(t, base, insider, alone, func(f forgery) {
			pages, _ := f.view.Pages()
			page := f.view.Dictionary(pages[1]).Clone()
			page.Set("Rotate", pdf.Integer(180))
			f.Replace(pages[1], page)
		}), "page 2"},
		{"the picture of the field replaced", forge(t, base, insider, alone, func(f forgery) {
			r, _ := pdf.Lookup[pdf.Reference](f.view.Dictionary(f.widget.Get("AP")), "N")
			f.Replace(r, overlay)
		}), "replaces object"},
		{"a new picture in the field", forge(t, base, insider, alone, func(f forgery) {
			f.widget.Set("AP", pdf.NewDictionary(pdf.Name("N"), f.Add(overlay)))
		}), "another size than its box"},
		{"a picture in the size of its box", forge(t, base, insider, alone, func(f forgery) { f.show(f.picture(nil)) }), ""},
		{"a picture larger than its box", forge(t, base, insider, alone, func(f forgery) {
			f.show(f.picture(func(form *pdf.Dictionary) {
				form.Set("BBox", pdf.Array{pdf.Integer(0), pdf.Integer(0), pdf.Integer(600), pdf.Integer(800)})
			}))
		}), "another size than its box"},
		{"a picture that is enlarged", forge(t, base, insider, alone, func(f forgery) {
			f.show(f.picture(func(form *pdf.Dictionary) {
				form.Set("Matrix", pdf.Array{pdf.Integer(9), pdf.Integer(0), pdf.Integer(0), pdf.Integer(9), pdf.Integer(0), pdf.Integer(0)})
			}))
		}), "the picture of the signature has the key /Matrix"},
		{"a picture with a picture in it", forge(t, base, insider, alone, func(f forgery) {
			inner := f.Add(f.picture(nil))
			f.show(f.picture(func(form *pdf.Dictionary) {
				form.Set("Resources", pdf.NewDictionary(pdf.Name("XObject"), pdf.NewDictionary(pdf.Name("X"), inner)))
			}))
		}), "the resources of the picture has the key /XObject"},
		{"a picture with a picture as its typeface", forge(t, base, insider, alone, func(f forgery) {
			inner := f.Add(f.picture(nil))
			f.show(f.picture(func(form *pdf.Dictionary) {
				form.Set("Resources", pdf.NewDictionary(pdf.Name("Font"), pdf.NewDictionary(pdf.Name("F1"), inner)))
			}))
		}), "uses another picture"},
		{"a picture that uses an object of the page", forge(t, base, insider, alone, func(f forgery) {
			pages, _ := f.view.Pages()
			f.show(f.picture(func(form *pdf.Dictionary) {
				form.Set("Resources", pdf.NewDictionary(pdf.Name("Font"), pdf.NewDictionary(pdf.Name("F1"), pages[0])))
			}))
		}), "which is not its own"},
		{"a picture with an action", forge(t, base, insider, alone, func(f forgery) {
			font := f.Add(pdf.NewDictionary(pdf.Name("Type"), pdf.Name("Font"), pdf.Name("AA"), pdf.NewDictionary()))
			f.show(f.picture(func(form *pdf.Dictionary) {
				form.Set("Resources", pdf.NewDictionary(pdf.Name("Font"), pdf.NewDictionary(pdf.Name("F1"), font)))
			}))
		}), "active or optional content"},
		{"a picture, and something hidden for later", forge(t, base, insider, alone, func(f forgery) {
			f.Add(overlay)
			f.show(f.picture(nil))
		}), "is not part of a signature"},
		{"a second appearance beside the picture", forge(t, base, insider, alone, func(f forgery) {
			form := f.Add(f.picture(nil))
			f.widget.Set("AP", pdf.NewDictionary(pdf.Name("N"), form, pdf.Name("D"), form))
		}), "than its signature"},
		{"the field moved", forge(t, base, insider, alone, func(f forgery) {
			f.widget.Set("Rect", pdf.Array{pdf.Integer(0), pdf.Integer(0), pdf.Integer(600), pdf.Integer(800)})
		}), "than its signature"},
		{"something hidden for later", forge(t, base, insider, alone, func(f forgery) { f.Add(overlay) }), "is not part of a signature"},
		{"two fields signed at once", forge(t, base, insider, alone, func(f forgery) {
			n, widget, _ := emptyField(f.view, Approver)
			widget = widget.Clone()
			widget.Set("V", f.widget.Get("V"))
			f.Replace(n, widget)
		}), "replaces object"},
		{"a certification that allows notes", forge(t, base, insider, certifying, func(f forgery) {
			claim := certification()
			claim[0].(*pdf.Dictionary).Get("TransformParams").(*pdf.Dictionary).Set("P", pdf.Integer(3))
			f.signature.Set("Reference", claim)
		}), "certification that assay does not make"},
		{"a certification that the catalog does not name", forge(t, base, insider, alone, func(f forgery) {
			f.signature.Set("Reference", certification())
		}), "certification that assay does not make"},
		{"a certification without its reference", forge(t, base, insider, certifying, func(f forgery) {
			f.signature.Delete("Reference")
		}), "but it does not certify"},
		{"a certification that comes second", forge(t, once, insider, certifying, none), "than the certification"},
		{"the catalog changed while certifying", forge(t, base, insider, certifying, func(f forgery) {
			f.catalog.Set("PageMode", pdf.Name("FullScreen"))
		}), "than the certification"},
		{"a second value in the signature", forge(t, base, insider, alone, func(f forgery) {
			f.signature.Set("Cert", pdf.String("x"))
		}), "unknown key /Cert"},
		{"a reason to be filled in later", forge(t, base, insider, alone, func(f forgery) {
			f.signature.Set("Reason", pdf.Reference(9999))
		}), "/Reason is not a string"},
		{"another kind of signature", forge(t, base, insider, alone, func(f forgery) {
			f.signature.Set("SubFilter", pdf.Name("adbe.pkcs7.detached"))
		}), "of a kind that assay does not make"},
		{"a malformed date", forge(t, base, insider, alone, func(f forgery) {
			f.signature.Set("M", pdf.String("D:2026"))
		}), "time of signing"},
		{"a time before the certificate", forge(t, base, insider, backdated, none), "on which its certificate was not valid"},
		{"a time ahead of the clock, within the tolerance", forge(t, base, insider, ahead(5*time.Minute), none), ""},
		{"a time in the future", forge(t, base, insider, ahead(5*time.Minute+time.Second), none), "it claims to have been made at 2026-11-22 10:35:01 UTC, which is in the future"},
		{"another name for PDF readers", forge(t, base, insider, alone, func(f forgery) {
			f.signature.Set("Name", pdf.Text("Dana Whitfield"))
		}), `shows PDF readers the name "Dana Whitfield", but its certificate is that of "Ivo Insider"`},
		{"a name that passes for another", forge(t, base, alike, alone, none), `the name "Ivo \u0406nsider" mixes alphabets`},
		{"a server's certificate", forge(t, base, server, alone, none), "not issued for signing documents"},
	} {
		t.Run(a.name, func(t *testing.T) {
			anchors := append(Own(insider.Chain), Anchor{server.Authority(), []string{"www.example.org"}}, Anchor{alike.Authority(), []string{"Ivo Insider", "Ivo Іnsider"}})
			findings, err := Verify(a.file, Policy{Anchors: anchors, Now: when})
			if err != nil {
				t.Fatal(err)
			}
			problems := slices.Clone(findings.Problems)
			for _, s := range findings.Signatures {
				problems = append(problems, s.Problems...)
			}
			why := strings.Join(problems, "; ")
			if findings.Proven() != (a.want == "") || !strings.Contains(why, a.want) {
				t.Errorf("proven %v, problems %q, want %q", findings.Proven(), why, a.want)
			}
		})
	}
}

// picture is a picture in the size of the field's box; change may spoil its dictionary.
func (f forgery) picture(change func(form *pdf.Dictionary)) *pdf.Stream {
	rect, _ := pdf.Lookup[pdf.Array](f.widget, "Rect")
	edge := func(i int) int {
		x, _ := pdf.Number(rect[i])
		return int(x)
	}
	form := pdf.NewDictionary(
		pdf.Name("Type"), pdf.Name("XObject"), pdf.Name("Subtype"), pdf.Name("Form"),
		pdf.Name("BBox"), pdf.Array{pdf.Integer(0), pdf.Integer(0), pdf.Integer(edge(2) - edge(0)), pdf.Integer(edge(3) - edge(1))},
		pdf.Name("Resources"), pdf.NewDictionary(),
	)
	if change != nil {
		change(form)
	}
	return &pdf.Stream{Dictionary: form, Data: []byte("1 g 0 0 600 800 re f")}
}

// show makes the picture the appearance of the field.
func (f forgery) show(picture *pdf.Stream) {
	f.widget.Set("AP", pdf.NewDictionary(pdf.Name("N"), f.Add(picture)))
}

// webServer returns the template of the certificate of a web server.
func webServer() *x509.Certificate {
	server := signerTemplate("www.example.org", "", pdftest.When)
	server.UnknownExtKeyUsage = nil
	server.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	return server
}

// certified returns an identity whose certificate an authority issued without looking at it.
func certified(t *testing.T, template *x509.Certificate) Identity {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	above := authorityTemplate("Web", "", pdftest.When)
	authority, err := issue(rand.Reader, above, above, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := issue(rand.Reader, template, authority, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return Identity{key, certificate, []*x509.Certificate{authority}}
}
