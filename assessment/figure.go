package assessment

import (
	"cmp"
	"fmt"
	"math/big"
	"math/bits"
	"strconv"
)

// ratio is an exact fraction. Sums with many denominators can outgrow 64
// bits; then it continues in big.Rat. Nothing is rounded before it is
// printed.
type ratio struct {
	num, den int64 // den > 0
	big      *big.Rat
}

func whole(n int64) ratio { return ratio{num: n, den: 1} }

func part(num, den int64) ratio { return reduced(num, den) }

// reduced shortens a fraction when it grows long. It leaves short ones
// alone, because a greatest common divisor costs more than everything else
// here.
func reduced(num, den int64) ratio {
	const long = 1 << 27 // two of these still multiply within 64 bits
	if den < long {
		return ratio{num: num, den: den}
	}
	if g := gcd(num, den); g > 1 {
		num, den = num/g, den/g
	}
	return ratio{num: num, den: den}
}

// gcd halves and subtracts, because divisions are slow. One of the two is
// not 0.
func gcd(n, m int64) int64 {
	a, b := uint64(max(n, -n)), uint64(max(m, -m))
	if a == 0 || b == 0 {
		return int64(a | b)
	}
	twos := bits.TrailingZeros64(a | b)
	a >>= bits.TrailingZeros64(a)
	for b != 0 {
		b >>= bits.TrailingZeros64(b)
		a, b = min(a, b), max(a, b)-min(a, b)
	}
	return int64(a << twos)
}

func (r ratio) rat() *big.Rat {
	if r.big != nil {
		return r.big
	}
	return big.NewRat(r.num, r.den)
}

func (r ratio) plus(o ratio) ratio {
	if r.big == nil && o.big == nil {
		if r.den == o.den {
			if sum := r.num + o.num; (sum > r.num) == (o.num > 0) {
				return ratio{num: sum, den: r.den}
			}
		}
		a, fits1 := product(r.num, o.den)
		b, fits2 := product(o.num, r.den)
		den, fits3 := product(r.den, o.den)
		if sum := a + b; fits1 && fits2 && fits3 && (sum > a) == (b > 0) {
			return reduced(sum, den)
		}
	}
	return ratio{big: new(big.Rat).Add(r.rat(), o.rat())}
}

func (r ratio) minus(o ratio) ratio { return r.plus(o.times(whole(-1))) }

func (r ratio) times(o ratio) ratio {
	if r.big == nil && o.big == nil {
		num, fits1 := product(r.num, o.num)
		den, fits2 := product(r.den, o.den)
		if fits1 && fits2 {
			return reduced(num, den)
		}
	}
	return ratio{big: new(big.Rat).Mul(r.rat(), o.rat())}
}

// over divides by a positive fraction.
func (r ratio) over(o ratio) ratio {
	if o.big == nil {
		return r.times(ratio{num: o.den, den: o.num})
	}
	return ratio{big: new(big.Rat).Quo(r.rat(), o.big)}
}

// product multiplies and reports whether the result fits.
func product(a, b int64) (int64, bool) {
	high, low := bits.Mul64(uint64(max(a, -a)), uint64(max(b, -b)))
	return a * b, high == 0 && low <= 1<<62
}

func (r ratio) compare(o ratio) int {
	if r.big == nil && o.big == nil {
		if r.den == o.den {
			return cmp.Compare(r.num, o.num)
		}
		a, fits1 := product(r.num, o.den)
		b, fits2 := product(o.num, r.den)
		if fits1 && fits2 {
			return cmp.Compare(a, b)
		}
	}
	return r.rat().Cmp(o.rat())
}

func (r ratio) atLeast(o ratio) ratio {
	if r.compare(o) < 0 {
		return o
	}
	return r
}

func (r ratio) atMost(o ratio) ratio {
	if r.compare(o) > 0 {
		return o
	}
	return r
}

func (r ratio) float() float64 {
	if r.big == nil {
		return float64(r.num) / float64(r.den)
	}
	f, _ := r.big.Float64()
	return f
}

// tenths rounds to one decimal, half away from zero. It is the only rounding
// rule. Verdicts use the rounded figure, because that is the printed one.
func (r ratio) tenths() Score { return Score(r.rounded(10)) }

// rounded is the nearest multiple of 1/units, half away from zero, as a
// count of these units.
func (r ratio) rounded(units int64) int64 {
	if r.big == nil && r.num >= 0 {
		high, low := bits.Mul64(uint64(r.num), uint64(2*units))
		low, carry := bits.Add64(low, uint64(r.den), 0)
		high += carry
		if den := 2 * uint64(r.den); high < den {
			nearest, _ := bits.Div64(high, low, den)
			return int64(nearest)
		}
	}
	scaled := r.rat()
	num := new(big.Int).Mul(scaled.Num(), big.NewInt(2*units))
	den := scaled.Denom()
	if num.Sign() < 0 {
		num.Sub(num, den)
	} else {
		num.Add(num, den)
	}
	return num.Quo(num, new(big.Int).Mul(den, big.NewInt(2))).Int64()
}

// Score is a figure of 0 to 100 in tenths, as printed. NoScore means that
// nothing was scored.
type Score int32

// NoScore is a score that does not exist.
const NoScore Score = -1

// String is the score with one decimal, or a dash.
func (s Score) String() string {
	if s == NoScore {
		return "–"
	}
	if s < 0 {
		return "-" + (-s).String()
	}
	return strconv.Itoa(int(s/10)) + "." + strconv.Itoa(int(s%10))
}

// MarshalJSON writes the score as a number, without a decimal if it is
// whole, or as null.
func (s Score) MarshalJSON() ([]byte, error) {
	switch {
	case s == NoScore:
		return []byte("null"), nil
	case s%10 == 0:
		return strconv.AppendInt(nil, int64(s/10), 10), nil
	}
	return fmt.Appendf(nil, "%d.%d", s/10, s%10), nil
}

// UnmarshalJSON reads the output of MarshalJSON.
func (s *Score) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		*s = NoScore
		return nil
	}
	value, err := strconv.ParseFloat(string(text), 64)
	if err != nil || value < 0 || value > 1000 {
		return fmt.Errorf("%q is not a score", text)
	}
	*s = Score(value*10 + 0.5)
	return nil
}
