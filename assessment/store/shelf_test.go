package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// onShelf is the path of an evidence file beside the file of a database.
func onShelf(b *bench, sum string) string { return filepath.Join(evidence(b), sum[:2], sum) }

// shelved are the evidence files, half of one included.
func shelved(b *bench) (names []string) {
	b.tb.Helper()
	if !onServer() {
		return listing(b.tb, evidence(b))
	}
	db := raw(b.tb, b.Path())
	defer db.Close()
	rows, err := db.Query("SELECT sha256 FROM evidence_files UNION SELECT sha256 FROM evidence_chunks")
	if err != nil {
		b.tb.Fatal(err)
	}
	for rows.Next() {
		var sum string
		if err := rows.Scan(&sum); err != nil {
			b.tb.Fatal(err)
		}
		names = append(names, sum)
	}
	if err := rows.Err(); err != nil {
		b.tb.Fatal(err)
	}
	return names
}

// spoil gives a kept file another content.
func spoil(b *bench, sum, text string) {
	b.tb.Helper()
	if onServer() {
		onEvidence(b, "DELETE FROM evidence_chunks WHERE sha256 = ? AND n > (SELECT MIN(n) FROM evidence_chunks c WHERE c.sha256 = evidence_chunks.sha256)", sum)
		onEvidence(b, "UPDATE evidence_chunks SET bytes = ? WHERE sha256 = ?", []byte(text), sum)
		return
	}
	path := onShelf(b, sum)
	if err := errors.Join(os.Chmod(path, 0o640), os.WriteFile(path, []byte(text), 0o640)); err != nil {
		b.tb.Fatal(err)
	}
}

// lose takes a kept file away.
func lose(b *bench, sum string) {
	b.tb.Helper()
	if onServer() {
		onEvidence(b, "DELETE FROM evidence_chunks WHERE sha256 = ?", sum)
		onEvidence(b, "DELETE FROM evidence_files WHERE sha256 = ?", sum)
		return
	}
	if err := os.Remove(onShelf(b, sum)); err != nil {
		b.tb.Fatal(err)
	}
}

// keptFor gives a kept file an age.
func keptFor(b *bench, sum string, days int) {
	b.tb.Helper()
	if onServer() {
		onEvidence(b, "UPDATE evidence_files SET kept_at = ? WHERE sha256 = ?", time.Now().AddDate(0, 0, -days).UnixMicro(), sum)
		return
	}
	aged(b.tb, onShelf(b, sum), days)
}

// onEvidence changes the evidence of a server behind the back of the store.
func onEvidence(b *bench, statement string, args ...any) {
	b.tb.Helper()
	db := raw(b.tb, b.Path())
	defer db.Close()
	if _, err := db.Exec(statement, args...); err != nil {
		b.tb.Fatal(err)
	}
}

// aged gives a file or a folder an age.
func aged(tb testing.TB, path string, days int) {
	tb.Helper()
	then := time.Now().AddDate(0, 0, -days)
	if err := os.Chtimes(path, then, then); err != nil {
		tb.Fatal(err)
	}
}
