package embedded

import "math"

// Geohashes: a place on Earth as 52 bits, those of latitude and longitude in
// turn. Places that share leading bits are near each other.

const (
	earthRadius = 6372797.560856 // metres
	mercatorMax = 20037726.37
	geoSteps    = 26 // bits for each of latitude and longitude

	maxLatitude  = 85.05112878
	maxLongitude = 180
)

// cell is a square of the map: 2*step bits. A step of 0 is no cell.
type cell struct {
	bits uint64
	step uint
}

// area is what a cell covers.
type area struct{ minLon, maxLon, minLat, maxLat float64 }

func encodeCell(lon, lat, latRange float64, step uint) cell {
	x := (lon + maxLongitude) / (2 * maxLongitude) * float64(uint64(1)<<step)
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
		minLon: -maxLongitude + float64(x/scale*(2*maxLongitude)),
		maxLon: -maxLongitude + float64((x+1)/scale*(2*maxLongitude)),
		minLat: -maxLatitude + float64(y/scale*(2*maxLatitude)),
		maxLat: -maxLatitude + float64((y+1)/scale*(2*maxLatitude)),
	}
}

// center is the place that a score of a sorted set stands for.
func center(score float64) (lon, lat float64) {
	a := cell{uint64(score), geoSteps}.area()
	lon = min(max((a.minLon+a.maxLon)/2, -maxLongitude), maxLongitude)
	return lon, min(max((a.minLat+a.maxLat)/2, -maxLatitude), maxLatitude)
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

// distance is the way between two places in metres, by the haversine formula.
func distance(lon1, lat1, lon2, lat2 float64) float64 {
	v := sine((radians(lon2) - radians(lon1)) / 2)
	if v == 0 {
		return latDistance(lat1, lat2)
	}
	u := sine((radians(lat2) - radians(lat1)) / 2)
	a := float64(u*u) + float64(cosine(radians(lat1))*cosine(radians(lat2))*v*v)
	return 2 * earthRadius * arcsine(math.Sqrt(a))
}

// shape is what a search looks in: a circle, or a box when it has a width.
type shape struct {
	lon, lat      float64
	radius        float64 // in the unit, as all sizes
	width, height float64
	box           bool
	unit          float64 // metres
}

// within returns how far a place is from the middle, and whether it is inside.
func (s *shape) within(lon, lat float64) (float64, bool) {
	if !s.box {
		d := distance(s.lon, s.lat, lon, lat)
		return d, d <= s.radius*s.unit
	}
	if latDistance(lat, s.lat) > s.height*s.unit/2 || distance(lon, lat, s.lon, lat) > s.width*s.unit/2 {
		return 0, false
	}
	return distance(s.lon, s.lat, lon, lat), true
}

// bounds is a rectangle around the shape.
func (s *shape) bounds() area {
	height, width := s.radius*s.unit, s.radius*s.unit
	if s.box {
		height, width = s.unit*s.height/2, s.unit*s.width/2
	}
	dLat := degrees(height / earthRadius)
	edge := s.lat + dLat
	if s.lat < 0 {
		edge = s.lat - dLat
	}
	dLon := degrees(width / earthRadius / math.Cos(radians(edge)))
	return area{s.lon - dLon, s.lon + dLon, s.lat - dLat, s.lat + dLat}
}

// reach is the distance from the middle that must be searched, in metres.
func (s *shape) reach() float64 {
	if s.box {
		return math.Sqrt(s.width/2*(s.width/2)+s.height/2*(s.height/2)) * s.unit
	}
	return s.radius * s.unit
}

// precision estimates how small cells may be so that nine of them cover a
// radius.
func precision(radius, lat float64) uint {
	if radius == 0 {
		return geoSteps
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
	return uint(min(max(step, 1), geoSteps))
}

// cells returns the cells to search, in Redis's order, which unsorted results
// show.
func (s *shape) cells() []cell {
	around := s.bounds()
	step := precision(s.reach(), s.lat)
	mid := encodeCell(s.lon, s.lat, maxLatitude, step)
	if step > 1 && s.tooSmall(mid, around) {
		step--
		mid = encodeCell(s.lon, s.lat, maxLatitude, step)
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
func (s *shape) tooSmall(mid cell, around area) bool {
	return mid.north(1).area().maxLat < around.maxLat || mid.north(-1).area().minLat > around.minLat ||
		mid.east(1).area().maxLon < around.maxLon || mid.east(-1).area().minLon > around.minLon
}
