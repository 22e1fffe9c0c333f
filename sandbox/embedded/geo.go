package embedded

import (
	"math"
	"strconv"

	"redis-tutor/sandbox/embedded/geo"
)

func geoRules() map[string]rule {
	return map[string]rule{
		"GEOADD":  arity(-5, geoadd),
		"GEOPOS":  arity(-2, geopos),
		"GEOHASH": arity(-2, geohash),
		"GEODIST": arity(-4, geodist),
	}
}

// place reads a longitude and a latitude.
func (c *call) place(args []string) (lon, lat float64, ok bool) {
	if lon, ok = c.score(args[0]); !ok {
		return 0, 0, false
	}
	if lat, ok = c.score(args[1]); !ok {
		return 0, 0, false
	}
	if math.Abs(lon) > geo.MaxLongitude || math.Abs(lat) > geo.MaxLatitude {
		c.fail("ERR invalid longitude,latitude pair %s,%s", sixDigits(lon), sixDigits(lat))
		return 0, 0, false
	}
	return lon, lat, true
}

// sixDigits writes a number as C's %f does.
func sixDigits(f float64) string {
	if math.IsInf(f, 0) {
		return formatScore(f)
	}
	return strconv.FormatFloat(f, 'f', 6, 64)
}

func geoadd(c *call) {
	var f zaddFlags
	at := 2
	for at < len(c.args) && (c.is(at, "NX") || c.is(at, "XX") || c.is(at, "CH")) {
		f.read(c.args[at])
		at++
	}
	if (len(c.args)-at)%3 != 0 || f.nx && f.xx {
		c.fail(syntaxErr)
		return
	}
	var words []string
	for ; at < len(c.args); at += 3 {
		lon, lat, ok := c.place(c.args[at:])
		if !ok {
			return
		}
		bits := geo.Hash(lon, lat, geo.MaxLatitude)
		words = append(words, strconv.FormatUint(bits, 10), c.args[at+2])
	}
	if len(words) == 0 {
		c.fail(syntaxErr)
		return
	}
	c.addScores(f, words)
}

// humanDouble writes a number with up to 17 digits behind the point.
func (c *call) humanDouble(f float64) {
	text := trimZeros(strconv.FormatFloat(f, 'f', 17, 64))
	if c.on.proto > 2 {
		c.line(',', text)
		return
	}
	c.bulk(text)
}

func (c *call) coordinates(score float64) {
	lon, lat := geo.Center(score)
	c.array(2)
	c.humanDouble(lon)
	c.humanDouble(lat)
}

func geopos(c *call) {
	z, ok := look[*zset](c, c.args[1])
	if !ok {
		return
	}
	c.array(len(c.args) - 2)
	for _, name := range c.args[2:] {
		if score, there := z.score(name); there {
			c.coordinates(score)
		} else {
			c.noArray()
		}
	}
}

// geohash gives the usual eleven letters, of which Redis knows ten.
func geohash(c *call) {
	const alphabet = "0123456789bcdefghjkmnpqrstuvwxyz"
	z, ok := look[*zset](c, c.args[1])
	if !ok {
		return
	}
	c.array(len(c.args) - 2)
	for _, name := range c.args[2:] {
		score, there := z.score(name)
		if !there {
			c.null()
			continue
		}
		lon, lat := geo.Center(score)
		bits := geo.Hash(lon, lat, geo.Pole)
		text := make([]byte, 11)
		for i := range 10 {
			text[i] = alphabet[bits>>(52-(i+1)*5)&0x1F]
		}
		text[10] = alphabet[0]
		c.bytes(text)
	}
}

// metres reads a unit of length.
func (c *call) metres(arg string) (float64, bool) {
	switch lower(arg) {
	case "m":
		return 1, true
	case "km":
		return 1000, true
	case "ft":
		return 0.3048, true
	case "mi":
		return 1609.34, true
	}
	c.fail("ERR unsupported unit provided. please use M, KM, FT, MI")
	return 0, false
}

func (c *call) length(f float64) { c.bulk(strconv.FormatFloat(f, 'f', 4, 64)) }

func geodist(c *call) {
	unit, ok := 1.0, true
	switch {
	case len(c.args) == 5:
		if unit, ok = c.metres(c.args[4]); !ok {
			return
		}
	case len(c.args) > 5:
		c.fail(syntaxErr)
		return
	}
	z, ok := look[*zset](c, c.args[1])
	if !ok {
		return
	}
	a, okA := z.score(c.args[2])
	b, okB := z.score(c.args[3])
	if !okA || !okB {
		c.null()
		return
	}
	lon1, lat1 := geo.Center(a)
	lon2, lat2 := geo.Center(b)
	c.length(geo.Distance(lon1, lat1, lon2, lat2) / unit)
}
