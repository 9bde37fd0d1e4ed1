package pdf

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"time"
)

// metadataForm is the XMP packet (ISO 16684-1). Its first three schemas are predefined by XMP or, as pdfaid, by PDF/A
// itself. Title, author, producer and dates say the same as the document information.
const metadataForm = `<?xpacket begin="` + "\ufeff" + `" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">%[1]s</rdf:li></rdf:Alt></dc:title>
%[2]s   <dc:language><rdf:Bag><rdf:li>%[3]s</rdf:li></rdf:Bag></dc:language>
   <xmp:CreateDate>%[4]s</xmp:CreateDate>
   <xmp:ModifyDate>%[4]s</xmp:ModifyDate>
   <xmp:MetadataDate>%[4]s</xmp:MetadataDate>
   <xmp:CreatorTool>%[5]s</xmp:CreatorTool>
   <pdf:Producer>%[5]s</pdf:Producer>
%[6]s  </rdf:Description>
%[7]s </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
`

// archivalClaim says that the file is PDF/A-3, at level B or A. A form is not: people write into it in a font that it does
// not hold.
const archivalClaim = "   <pdfaid:part>3</pdfaid:part>\n   <pdfaid:conformance>%s</pdfaid:conformance>\n"

// accessibleClaim says that the file is PDF/UA-1 (ISO 14289-1, 5). PDF/A wants the schema of that claim described, because
// it does not predefine it (ISO 19005-3, 6.6.2.3).
const accessibleClaim = `  <rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
   <pdfuaid:part>1</pdfuaid:part>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
   <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
     <pdfaProperty:name>part</pdfaProperty:name>
     <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
     <pdfaProperty:category>internal</pdfaProperty:category>
     <pdfaProperty:description>The part of ISO 14289 to which the file conforms</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
   </rdf:li></rdf:Bag></pdfaExtension:schemas>
  </rdf:Description>
`

const authorForm = "   <dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>\n"

func metadata(a Archive) []byte {
	author := ""
	if a.Author != "" {
		author = fmt.Sprintf(authorForm, escape(a.Author))
	}
	level, accessible := "B", ""
	if a.Structure != nil {
		level, accessible = "A", accessibleClaim
	}
	claim := fmt.Sprintf(archivalClaim, level)
	if len(a.Inputs) > 0 {
		claim = ""
	}
	when := a.When.UTC().Format(time.RFC3339)
	return fmt.Appendf(nil, metadataForm, escape(a.Title), author, escape(a.Language), when, producer, claim, accessible)
}

// information is the older twin of the metadata (14.3.3).
func (d *draft) information() *Dictionary {
	info := NewDictionary(Name("Title"), Text(d.archive.Title))
	if d.archive.Author != "" {
		info.Set("Author", Text(d.archive.Author))
	}
	info.Set("Creator", Text(producer))
	info.Set("Producer", Text(producer))
	info.Set("CreationDate", Date(d.archive.When))
	info.Set("ModDate", Date(d.archive.When))
	return info
}

func escape(s string) string {
	var w bytes.Buffer
	_ = xml.EscapeText(&w, []byte(s)) // a bytes.Buffer takes every write
	return w.String()
}
