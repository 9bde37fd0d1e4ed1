package assessment

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

func TestRoundingIsHalfAwayFromZero(t *testing.T) {
	for _, test := range []struct {
		num, den int64
		want     string
	}{
		{0, 1, "0.0"}, {1, 20, "0.1"}, {1, 21, "0.0"}, {6225, 100, "62.3"}, {6224, 100, "62.2"}, {79949, 1000, "79.9"}, {7995, 100, "80.0"}, {100, 1, "100.0"},
	} {
		if got := part(test.num, test.den).tenths().String(); got != test.want {
			t.Errorf("%d/%d is printed as %s, want %s", test.num, test.den, got, test.want)
		}
		if got := (ratio{big: big.NewRat(test.num, test.den)}).tenths().String(); got != test.want {
			t.Errorf("big %d/%d is printed as %s, want %s", test.num, test.den, got, test.want)
		}
	}
}

// The fractions stay exact when they outgrow 64 bits.
func TestRatiosAgreeWithBigFractions(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	grew := 0
	for range 2000 {
		sum, want := whole(0), new(big.Rat)
		for range 12 {
			num, den := dice.Int64N(1<<20)-1<<19, dice.Int64N(1<<20)+1
			sum = sum.plus(part(num, den)).times(part(den, 7)).over(part(den, 3))
			want.Add(want, big.NewRat(num, den))
			want.Mul(want, big.NewRat(3, 7))
		}
		if sum.big != nil {
			grew++
		}
		if sum.rat().Cmp(want) != 0 {
			t.Fatalf("%s, want %s", sum.rat(), want)
		}
		if sum.compare(ratio{big: want}) != 0 || sum.minus(ratio{big: want}).compare(whole(0)) != 0 {
			t.Fatal("equal fractions compare as different")
		}
	}
	if grew == 0 {
		t.Error("no sum outgrew 64 bits, so that way is untested")
	}
}
