// Package geo knows places on Earth as Redis keeps them: as geohashes, the bits
// of latitude and longitude in turn. Places that share leading bits are near
// each other.
//
// It promises Redis's numbers to the last digit. It refuses to know where the
// places are kept.
package geo

import "math"

const (
	earthRadius = 6372797.560856 // metres
	mercatorMax = 20037726.37
	steps       = 26 // bits for each of latitude and longitude

)

// The limits of what can be kept, in degrees.
const (
	MaxLatitude  = 85.05112878
	MaxLongitude = 180
)

// Pole is where latitudes end on a globe, and in geohashes that others
// understand.
const Pole = 90

// cell is a square of the map: 2*step bits. A step of 0 is no cell.
type cell struct {
	bits uint64
	step uint
}

// area is what a cell covers.
type area struct{ minLon, maxLon, minLat, maxLat float64 }

// Hash is the geohash of a place, of 52 bits, with latitudes up to latRange:
// MaxLatitude for scores.
func Hash(lon, lat, latRange float64) uint64 { return encode(lon, lat, latRange, steps).bits }

func encode(lon, lat, latRange float64, step uint) cell {
	x := (lon + MaxLongitude) / (2 * MaxLongitude) * float64(uint64(1)<<step)
	y := (lat + latRange) / (2 * latRange) * float64(uint64(1)<<step)
	return cell{spread(uint32(y)) | spread(uint32(x))<<1, step}
}

// spread puts a zero between the bits of x.
func spread(x uint32) uint64 {
	n := uint64(x)
	n = (n | n<<16) & 0x0000FFFF0000FFFF
	n = (n | n<<8) & 0x00FF00FF00FF00FF
	n = (n | n<<4) & 0x0F0F0F0F0F0F0F0F
	n = (n | n<<2) & 0x3333333333333333
	return (n | n<<1) & 0x5555555555555555
}

// gather undoes spread.
func gather(n uint64) uint32 {
	n &= 0x5555555555555555
	n = (n | n>>1) & 0x3333333333333333
	n = (n | n>>2) & 0x0F0F0F0F0F0F0F0F
	n = (n | n>>4) & 0x00FF00FF00FF00FF
	n = (n | n>>8) & 0x0000FFFF0000FFFF
	return uint32(n | n>>16)
}

func (c cell) area() area {
	scale := float64(uint64(1) << c.step)
	x, y := float64(gather(c.bits>>1)), float64(gather(c.bits))
	return area{
		minLon: -MaxLongitude + float64(x/scale*(2*MaxLongitude)),
		maxLon: -MaxLongitude + float64((x+1)/scale*(2*MaxLongitude)),
		minLat: -MaxLatitude + float64(y/scale*(2*MaxLatitude)),
		maxLat: -MaxLatitude + float64((y+1)/scale*(2*MaxLatitude)),
	}
}

// Center is the place that a score of a sorted set stands for.
func Center(score float64) (lon, lat float64) {
	a := cell{uint64(score), steps}.area()
	lon = min(max((a.minLon+a.maxLon)/2, -MaxLongitude), MaxLongitude)
	return lon, min(max((a.minLat+a.maxLat)/2, -MaxLatitude), MaxLatitude)
}

const (
	evenBits = 0x5555555555555555
	oddBits  = 0xAAAAAAAAAAAAAAAA
)

// east returns the neighbour d cells to the east, for d of 1, 0 and -1.
func (c cell) east(d int) cell {
	c.bits = countBits(c.bits, oddBits, evenBits, c.step, d) | c.bits&evenBits
	return c
}

func (c cell) north(d int) cell {
	c.bits = countBits(c.bits, evenBits, oddBits, c.step, d) | c.bits&oddBits
	return c
}

// countBits counts one of the two numbers that are woven into bits.
func countBits(bits, own, other uint64, step uint, d int) uint64 {
	x, fill := bits&own, other>>(64-step*2)
	switch {
	case d > 0:
		x += fill + 1
	case d < 0:
		x = (x | fill) - (fill + 1)
	}
	return x & (own >> (64 - step*2))
}

// degree is one in radians, rounded as C does: pi first.
const degree = float64(math.Pi) / 180

func radians(degrees float64) float64 { return degrees * degree }
func degrees(radians float64) float64 { return radians / degree }

func latDistance(lat1, lat2 float64) float64 {
	return earthRadius * math.Abs(radians(lat2)-radians(lat1))
}

// Distance is the way between two places in metres, by the haversine formula.
func Distance(lon1, lat1, lon2, lat2 float64) float64 {
	v := sine((radians(lon2) - radians(lon1)) / 2)
	if v == 0 {
		return latDistance(lat1, lat2)
	}
	u := sine((radians(lat2) - radians(lat1)) / 2)
	a := float64(u*u) + float64(cosine(radians(lat1))*cosine(radians(lat2))*v*v)
	return 2 * earthRadius * arcsine(math.Sqrt(a))
}

// Shape is what a search looks in: a circle, or a box.
type Shape struct {
	Lon, Lat      float64 // the middle, in degrees
	Radius        float64 // in units, as all sizes
	Width, Height float64
	Box           bool
	Unit          float64 // in metres
}

// Within returns how far a place is from the middle, and whether it is inside.
func (s *Shape) Within(lon, lat float64) (float64, bool) {
	if !s.Box {
		d := Distance(s.Lon, s.Lat, lon, lat)
		return d, d <= s.Radius*s.Unit
	}
	if latDistance(lat, s.Lat) > s.Height*s.Unit/2 || Distance(lon, lat, s.Lon, lat) > s.Width*s.Unit/2 {
		return 0, false
	}
	return Distance(s.Lon, s.Lat, lon, lat), true
}

// bounds is a rectangle around the shape.
func (s *Shape) bounds() area {
	height, width := s.Radius*s.Unit, s.Radius*s.Unit
	if s.Box {
		height, width = s.Unit*s.Height/2, s.Unit*s.Width/2
	}
	dLat := degrees(height / earthRadius)
	edge := s.Lat + dLat
	if s.Lat < 0 {
		edge = s.Lat - dLat
	}
	dLon := degrees(width / earthRadius / math.Cos(radians(edge)))
	return area{s.Lon - dLon, s.Lon + dLon, s.Lat - dLat, s.Lat + dLat}
}

// reach is the distance from the middle that must be searched, in metres.
func (s *Shape) reach() float64 {
	if s.Box {
		return math.Sqrt(s.Width/2*(s.Width/2)+s.Height/2*(s.Height/2)) * s.Unit
	}
	return s.Radius * s.Unit
}

// precision estimates how small cells may be so that nine of them cover a
// radius.
func precision(radius, lat float64) uint {
	if radius == 0 {
		return steps
	}
	step := 1
	for ; radius < mercatorMax; radius *= 2 {
		step++
	}
	step -= 2
	if math.Abs(lat) > 66 {
		step--
		if math.Abs(lat) > 80 {
			step--
		}
	}
	return uint(min(max(step, 1), steps))
}

// Ranges returns the scores to look through, from low to before high: not all
// of what is there need be in the shape.
func (s *Shape) Ranges() (out [][2]float64) {
	for _, c := range s.cells() {
		shift := 2 * (steps - c.step)
		out = append(out, [2]float64{float64(c.bits << shift), float64((c.bits + 1) << shift)})
	}
	return out
}

// cells returns the cells to search, in Redis's order, which unsorted results
// show.
func (s *Shape) cells() []cell {
	around := s.bounds()
	step := precision(s.reach(), s.Lat)
	mid := encode(s.Lon, s.Lat, MaxLatitude, step)
	if step > 1 && s.tooSmall(mid, around) {
		step--
		mid = encode(s.Lon, s.Lat, MaxLatitude, step)
	}
	own := mid.area()
	skip := func(east, north int) bool {
		return step >= 2 && (north < 0 && own.minLat < around.minLat || north > 0 && own.maxLat > around.maxLat ||
			east < 0 && own.minLon < around.minLon || east > 0 && own.maxLon > around.maxLon)
	}
	var out []cell
	for _, d := range [][2]int{{0, 0}, {0, 1}, {0, -1}, {1, 0}, {-1, 0}, {1, 1}, {-1, 1}, {1, -1}, {-1, -1}} {
		next := mid.east(d[0]).north(d[1])
		if skip(d[0], d[1]) || len(out) > 1 && out[len(out)-1] == next {
			continue
		}
		out = append(out, next)
	}
	return out
}

// tooSmall reports whether the cells around one do not reach far enough.
func (s *Shape) tooSmall(mid cell, around area) bool {
	return mid.north(1).area().maxLat < around.maxLat || mid.north(-1).area().minLat > around.minLat ||
		mid.east(1).area().maxLon < around.maxLon || mid.east(-1).area().minLon > around.minLon
}
