//go:build !soak

package main

// killedApplies is how many files are applied, and killedReceives how many replies are
// taken; every other time the program is killed. With -tags soak there are more, from a
// new seed.
const (
	killedApplies  = 6
	killedReceives = 6
)

func killSeed() uint64 { return 5 }

// onServerToo reports whether a story is told on a database server, too: one of each sort
// of command, and with -tags soak all.
func onServerToo(story string) bool {
	switch story {
	case "road", "rfp", "decide", "evidence", "journal", "report", "panel", "receive", "vendor", "export":
		return true
	}
	return false
}
