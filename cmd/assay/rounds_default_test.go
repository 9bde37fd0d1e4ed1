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

// onServerToo reports whether a story is told on a database server, too: one for each sort
// of record, and with -tags soak all.
func onServerToo(story string) bool {
	switch story {
	case "road", "evidence", "journal", "panel", "people", "people_road", "receive":
		return true
	}
	return false
}
