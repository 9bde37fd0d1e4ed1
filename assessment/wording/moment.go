// Package wording makes the statements about an assessment in English:
// evidence and its age, answers, decisions, reasons and moments. Each
// statement is made here once; the workbench, the command line and the
// report only lay it out. The package is pure: it reads no clock and no
// database.
package wording

import (
	"time"
)

// Day prints the civil date of an instant (microseconds UTC) in a zone, as
// 2026-11-28. It prints nothing for no instant.
func Day(at int64, zone *time.Location) string {
	if at == 0 {
		return ""
	}
	return in(at, zone).Format(time.DateOnly)
}

// Moment prints an instant (microseconds UTC) with its zone, as 2026-11-28 22:24
// EST. It prints nothing for no instant.
func Moment(at int64, zone *time.Location) string {
	if at == 0 {
		return ""
	}
	return in(at, zone).Format("2006-01-02 15:04 MST")
}

// Time prints an instant (microseconds UTC) without its zone, as 2026-11-28
// 22:24. Use it only below a heading that names the zone.
func Time(at int64, zone *time.Location) string {
	if at == 0 {
		return ""
	}
	return in(at, zone).Format("2006-01-02 15:04")
}

// Times names the zone of a list of moments once, for its heading.
func Times(zone *time.Location) string { return "times in " + zone.String() }

func in(at int64, zone *time.Location) time.Time { return time.UnixMicro(at).In(zone) }
