// Package webform writes the vendor's copy of a questionnaire as one HTML file, which
// the vendor opens from the disk in any browser, fills in, and saves as a ZIP file to
// send back.
//
// The page reaches no network and loads nothing: its policy lets a browser run the
// scripts of the page alone. Attached files stay in the memory of the page. Texts are
// kept in the storage of the browser until they are saved, because a browser can close
// at any time. All local files share that storage in Chromium and in Firefox, so the
// page says so.
//
// A saved file holds answers.json first, and then the attached files. The page also
// opens such a file, to go on later or on another computer.
//
// The scripts are plain JavaScript without a library: conditions.js decides which
// questions are asked, zip.js packs and unpacks, form.js is the form, save.js saves,
// opens and holds the events.
package webform
