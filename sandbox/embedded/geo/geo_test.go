package geo

import (
	"math"
	"math/rand"
	"testing"
)

// TestKnownPlaces compares with what Redis 7.0 says.
func TestKnownPlaces(t *testing.T) {
	palermo, catania := Hash(13.361389, 38.115556, MaxLatitude), Hash(15.087269, 37.502669, MaxLatitude)
	if palermo != 3479099956230698 || catania != 3479447370796909 {
		t.Errorf("the hashes are %d and %d", palermo, catania)
	}
	lon1, lat1 := Center(float64(palermo))
	lon2, lat2 := Center(float64(catania))
	if lon1 != 13.36138933897018433 || lat1 != 38.11555639549629859 {
		t.Errorf("Palermo lies at %.17g, %.17g", lon1, lat1)
	}
	if d := Distance(lon1, lat1, lon2, lat2); math.Abs(d-166274.1516) > 0.0001 {
		t.Errorf("the distance is %.4f", d)
	}
}

// TestRangesHoldTheShape: what is within a shape has its score in one of the
// ranges.
func TestRangesHoldTheShape(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	inside := 0
	for range 2000 {
		s := Shape{Lon: r.Float64()*340 - 170, Lat: r.Float64()*140 - 70, Unit: 1000, Radius: 1 + r.Float64()*500}
		if r.Intn(2) == 0 {
			s.Box, s.Width, s.Height = true, 2*s.Radius, s.Radius
		}
		ranges := s.Ranges()
		for range 50 {
			lon, lat := s.Lon+r.NormFloat64()*3, s.Lat+r.NormFloat64()*3
			if _, ok := s.Within(lon, lat); !ok || math.Abs(lon) > MaxLongitude || math.Abs(lat) > MaxLatitude {
				continue
			}
			inside++
			score, found := float64(Hash(lon, lat, MaxLatitude)), false
			for _, x := range ranges {
				found = found || score >= x[0] && score < x[1]
			}
			if !found {
				t.Errorf("%v, %v is within %+v and in none of %v", lon, lat, s, ranges)
			}
		}
	}
	if inside < 1000 {
		t.Errorf("only %d places were inside", inside)
	}
}

// TestTrigonometry compares with Go's own functions, which are off by a unit
// in the last place here and there.
func TestTrigonometry(t *testing.T) {
	for x := -3.1; x < 3.1; x += 0.01 {
		for _, f := range []struct{ got, want float64 }{{sine(x), math.Sin(x)}, {cosine(x), math.Cos(x)}, {arcsine(x / 3.5), math.Asin(x / 3.5)}} {
			if math.Abs(f.got-f.want) > 4e-16 {
				t.Errorf("at %v: %.17g, want %.17g", x, f.got, f.want)
			}
		}
	}
}
