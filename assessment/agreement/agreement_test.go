package agreement_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"assay/assessment/agreement"
)

// units reads published data: one line for each observer, one character for each
// unit, a dot where the observer is missing. Letters are numbers from 10 on.
func units(t testing.TB, observers ...string) []agreement.Unit {
	t.Helper()
	all := make([]agreement.Unit, len(strings.ReplaceAll(observers[0], " ", "")))
	for _, observer := range observers {
		grades := strings.ReplaceAll(observer, " ", "")
		if len(grades) != len(all) {
			t.Fatalf("%q has %d units, not %d", observer, len(grades), len(all))
		}
		for n, grade := range grades {
			switch {
			case grade == '.':
			case grade >= 'a':
				all[n] = append(all[n], int(grade-'a')+10)
			default:
				all[n] = append(all[n], int(grade-'0'))
			}
		}
	}
	return all
}

// The other metrics of Krippendorff, which show that the sums are right whatever
// the difference.
func nominal([]int, []int64, int, int) int64 { return 1 }

func interval(values []int, _ []int64, c, k int) int64 {
	return int64(values[c]-values[k]) * int64(values[c]-values[k])
}

// fourObservers are data C of Krippendorff 2011: 12 units, values missing.
func fourObservers(t testing.TB) []agreement.Unit {
	return units(t,
		"1 2 3 3 2 1 4 1 2 . . .",
		"1 2 3 3 2 2 4 1 2 5 . 3",
		". 3 3 3 2 3 4 2 2 5 1 .",
		"1 2 3 3 2 4 4 1 2 5 1 .")
}

// newsTone is table 1 of Hayes and Krippendorff 2007: 5 observers read 40 articles.
func newsTone(t testing.TB) []agreement.Unit {
	return units(t,
		"112.001122 .013112110 0020100111 1223222221",
		"1130000.21 1023111210 0030210211 1122222221",
		"2030002221 0022112300 1.30.10122 02.2232.21",
		".13....0.1 0022...31. 103021122. .122...12.",
		"2..0001.2. ...3112..0 .0..2.0..2 0.2.2222.1")
}

// The papers print these figures.
func TestPublishedExamples(t *testing.T) {
	for _, example := range []struct {
		name  string
		units []agreement.Unit
		d     agreement.Difference
		want  float64
		digit float64 // the last that is printed
	}{
		{"2011 A, binary", units(t, "0100000010", "1110010000"), nominal, 0.095, 1e-3},
		{"2011 B, nominal", units(t, "aabbdcccedda", "babbbccceddd"), nominal, 0.692, 1e-3},
		{"2011 C, nominal", fourObservers(t), nominal, 0.743, 1e-3},
		{"2011 C, ordinal", fourObservers(t), agreement.Ordinal, 0.815, 1e-3},
		{"2011 C, interval", fourObservers(t), interval, 0.849, 1e-3},
		{"2007, ordinal", newsTone(t), agreement.Ordinal, 0.7598, 1e-4},
	} {
		alpha, defined := agreement.Alpha(example.units, example.d)
		if rounded := math.Round(alpha/example.digit) * example.digit; !defined || math.Abs(rounded-example.want) > example.digit/100 {
			t.Errorf("%s: alpha is %v, not %v", example.name, alpha, example.want)
		}
	}
}

// A unit with one grade says nothing about agreement.
func TestRawAgreementCountsPairs(t *testing.T) {
	for _, example := range []struct {
		name  string
		units []agreement.Unit
		want  agreement.Raw
	}{
		{"nothing", nil, agreement.Raw{}},
		{"one grade", []agreement.Unit{{3}}, agreement.Raw{}},
		{"two equal", []agreement.Unit{{3, 3}}, agreement.Raw{Units: 1, Pairs: 1, Equal: 1, Near: 1}},
		{"three people", []agreement.Unit{{3, 2, 0}, {4}}, agreement.Raw{Units: 1, Pairs: 3, Near: 1}},
		{"2007", newsTone(t), agreement.Raw{Units: 40, Pairs: 239, Equal: 150, Near: 235}},
	} {
		if got := agreement.RawOf(example.units); got != example.want {
			t.Errorf("%s: %+v, not %+v", example.name, got, example.want)
		}
	}
}

func TestAlphaNeedsGradesThatDiffer(t *testing.T) {
	for name, units := range map[string][]agreement.Unit{"none": nil, "alone": {{1}, {2}}, "all equal": {{3, 3}, {3, 3}}} {
		if alpha, defined := agreement.Alpha(units, agreement.Ordinal); defined {
			t.Errorf("%s: alpha is %v", name, alpha)
		}
		if low, high, defined := agreement.Interval(units, agreement.Ordinal, 100, seed(1)); defined {
			t.Errorf("%s: the interval is %v to %v", name, low, high)
		}
	}
	// One unit of thirty differs: a third of the resamples lacks it.
	rare := append(slices.Repeat([]agreement.Unit{{3, 3}}, 29), agreement.Unit{3, 2})
	if alpha, defined := agreement.Alpha(rare, agreement.Ordinal); !defined || alpha > 0.01 {
		t.Errorf("alpha of a habit is %v", alpha)
	}
	if low, high, defined := agreement.Interval(rare, agreement.Ordinal, 1000, seed(1)); defined {
		t.Errorf("a habit has the interval %v to %v", low, high)
	}
}

// A second program with other random numbers drew 4,000 resamples of these units
// three times: low ends 0.620, 0.627 and 0.619, high ends 0.843, 0.842 and 0.843.
func TestIntervalOfResampledUnits(t *testing.T) {
	low, high, defined := agreement.Interval(newsTone(t), agreement.Ordinal, agreement.Resamples, seed(7))
	if !defined || math.Abs(low-0.622) > 0.008 || math.Abs(high-0.843) > 0.005 {
		t.Errorf("the interval is %.4f to %.4f", low, high)
	}
	again, _, _ := agreement.Interval(newsTone(t), agreement.Ordinal, agreement.Resamples, seed(7))
	other, _, _ := agreement.Interval(newsTone(t), agreement.Ordinal, agreement.Resamples, seed(8))
	if again != low || other == low {
		t.Errorf("the low end is %v, then %v with the same seed and %v with another one", low, again, other)
	}
}

func seed(n byte) rand.Source { return rand.NewChaCha8([32]byte{n}) }

// slow is the definition of ordinal alpha, pair by pair.
func slow(units []agreement.Unit) float64 {
	var all []int
	for _, u := range units {
		if len(u) > 1 {
			all = append(all, u...)
		}
	}
	difference := func(a, b int) float64 {
		between := 0.0
		for _, g := range all {
			switch {
			case a == b:
			case g == a || g == b:
				between += 0.5
			case min(a, b) < g && g < max(a, b):
				between++
			}
		}
		return between * between
	}
	observed, expected := 0.0, 0.0
	for _, u := range units {
		for _, a := range u {
			for _, b := range u {
				observed += difference(a, b) / float64(max(1, len(u)-1))
			}
		}
	}
	for _, a := range all {
		for _, b := range all {
			expected += difference(a, b)
		}
	}
	return 1 - observed/expected*float64(len(all)-1)
}

func TestAlphaIsItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		grades := rapid.SliceOfN(rapid.SliceOfN(rapid.IntRange(0, 4), 0, 5), 1, 12).Draw(t, "grades")
		units := make([]agreement.Unit, len(grades))
		for n, of := range grades {
			units[n] = of
		}
		alpha, defined := agreement.Alpha(units, agreement.Ordinal)
		if want := slow(units); defined && math.Abs(alpha-want) > 1e-9 || defined == (math.IsNaN(want) || math.IsInf(want, 0)) {
			t.Fatalf("alpha is %v (defined: %v), by its definition %v", alpha, defined, want)
		}
		if alpha > 1 {
			t.Fatalf("alpha is %v", alpha)
		}
		slices.Reverse(units)
		for _, u := range units {
			slices.Reverse(u)
		}
		if turned, _ := agreement.Alpha(units, agreement.Ordinal); turned != alpha {
			t.Fatalf("alpha is %v, and %v in another order", alpha, turned)
		}
	})
}

// limitOfInterval is the time, in seconds, in which a page may show the interval.
const limitOfInterval = 0.050

// BenchmarkInterval has the size of an RFP: three people graded ten scenarios of
// eight vendors. The page of a panel computes it in the background.
func BenchmarkInterval(b *testing.B) {
	units, random := make([]agreement.Unit, 80), rand.New(rand.NewPCG(1, 2))
	for n := range units {
		heard := random.IntN(5)
		units[n] = agreement.Unit{heard, min(4, heard+random.IntN(2)), max(0, heard-random.IntN(2))}
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, _, defined := agreement.Interval(units, agreement.Ordinal, agreement.Resamples, seed(1)); !defined {
			b.Fatal("there is no interval")
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/limitOfInterval, "of-the-limit")
}
