package embedded

import (
	"cmp"
	"slices"

	"redis-tutor/sandbox/embedded/geo"
)

// search is a query for places: GEOSEARCH, GEORADIUS and their kin.
type search struct {
	geo.Shape
	from, by             bool // where to search and how far is known
	member               bool // the middle is a member
	radial               bool // BYRADIUS
	dist, hash, coord    bool // WITHDIST, …
	count                int64
	any                  bool
	order                int // 1 ASC, -1 DESC
	store                string
	storing, storingDist bool
}

// searchForm is what tells the commands apart.
type searchForm struct {
	options bool // GEOSEARCH: everything is an option
	toKey   bool // GEOSEARCHSTORE: the target comes first
	member  bool // GEORADIUSBYMEMBER
	mayKeep bool // STORE and STOREDIST are allowed
}

func geosearchRules() map[string]rule {
	return map[string]rule{
		"GEOSEARCH":            arity(-7, geosearch(searchForm{options: true})),
		"GEOSEARCHSTORE":       arity(-8, geosearch(searchForm{options: true, toKey: true})),
		"GEORADIUS":            arity(-6, geosearch(searchForm{mayKeep: true})),
		"GEORADIUS_RO":         arity(-6, geosearch(searchForm{})),
		"GEORADIUSBYMEMBER":    arity(-5, geosearch(searchForm{member: true, mayKeep: true})),
		"GEORADIUSBYMEMBER_RO": arity(-5, geosearch(searchForm{member: true})),
	}
}

func geosearch(f searchForm) rule {
	return func(c *call) {
		key := 1
		if f.toKey {
			key = 2
		}
		z, ok := look[*zset](c, c.args[key])
		if !ok {
			return
		}
		q := &search{Shape: geo.Shape{Unit: 1}}
		if f.toKey {
			q.store, q.storing = c.args[1], true
		}
		at, ok := c.middle(q, z, f, key+1)
		if ok && c.searchOptions(q, z, f, at) && c.searchable(q, f) {
			c.searchIn(q, z, f)
		}
	}
}

// middle reads the place and radius that GEORADIUS has before its options, and
// returns where the options begin.
func (c *call) middle(q *search, z *zset, f searchForm, at int) (next int, ok bool) {
	switch {
	case f.options:
		return at, true
	case f.member && z == nil:
		return 5, true
	case f.member:
		return 5, c.fromMember(q, z, c.args[2]) && c.readRadius(q, c.args[3:])
	}
	if q.Lon, q.Lat, ok = c.place(c.args[2:]); !ok {
		return 0, false
	}
	return 6, c.readRadius(q, c.args[4:])
}

func (c *call) fromMember(q *search, z *zset, name string) bool {
	q.from, q.member = true, true
	if z == nil {
		return true
	}
	score, ok := z.score(name)
	if !ok {
		c.fail("ERR could not decode requested zset member")
		return false
	}
	q.Lon, q.Lat = geo.Center(score)
	return true
}

func (c *call) size(arg, what string) (float64, bool) {
	f, ok := parseFloat(arg)
	if ok = ok && f == f; !ok {
		c.fail("ERR need numeric %s", what)
	}
	return f, ok
}

func (c *call) readRadius(q *search, args []string) (ok bool) {
	if q.Radius, ok = c.size(args[0], "radius"); !ok {
		return false
	}
	if q.Radius < 0 {
		c.fail("ERR radius cannot be negative")
		return false
	}
	q.by, q.radial = true, true
	q.Unit, ok = c.metres(args[1])
	return ok
}

func (c *call) readBox(q *search, args []string) (ok bool) {
	if q.Width, ok = c.size(args[0], "width"); !ok {
		return false
	}
	if q.Height, ok = c.size(args[1], "height"); !ok {
		return false
	}
	if q.Width < 0 || q.Height < 0 {
		c.fail("ERR height or width cannot be negative")
		return false
	}
	q.by, q.Box = true, true
	q.Unit, ok = c.metres(args[2])
	return ok
}

func (c *call) searchOptions(q *search, z *zset, f searchForm, at int) bool {
	known := options{
		"WITHDIST": flag(&q.dist), "WITHHASH": flag(&q.hash), "WITHCOORD": flag(&q.coord), "ANY": flag(&q.any),
		"ASC":  {0, func([]string) bool { q.order = 1; return true }},
		"DESC": {0, func([]string) bool { q.order = -1; return true }},
		"COUNT": {1, func(args []string) (ok bool) {
			if q.count, ok = c.number(args[0]); ok && q.count <= 0 {
				c.fail("ERR COUNT must be > 0")
				return false
			}
			return ok
		}},
	}
	if f.mayKeep {
		for name, dist := range map[string]bool{"STORE": false, "STOREDIST": true} {
			known[name] = option{1, func(args []string) bool {
				q.store, q.storing, q.storingDist = args[0], true, dist
				return true
			}}
		}
	}
	if f.options {
		c.placeOptions(known, q, z)
	}
	if f.toKey {
		known["STOREDIST"] = flag(&q.storingDist)
	}
	return c.parse(at, known)
}

// placeOptions adds the options that say where to search and how far.
func (c *call) placeOptions(known options, q *search, z *zset) {
	located := false
	known["FROMMEMBER"] = option{1, func(args []string) bool { return !located && c.fromMember(q, z, args[0]) }}
	known["FROMLONLAT"] = option{2, func(args []string) (ok bool) {
		if q.member {
			return false
		}
		q.Lon, q.Lat, ok = c.place(args)
		q.from, located = true, true
		return ok
	}}
	known["BYRADIUS"] = option{2, func(args []string) bool { return !q.Box && c.readRadius(q, args) }}
	known["BYBOX"] = option{3, func(args []string) bool { return !q.radial && c.readBox(q, args) }}
}

// searchable answers options that do not go together.
func (c *call) searchable(q *search, f searchForm) bool {
	name := "STORE option in GEORADIUS"
	if f.toKey {
		name = "GEOSEARCHSTORE"
	}
	switch {
	case q.storing && (q.dist || q.hash || q.coord):
		c.fail("ERR %s is not compatible with WITHDIST, WITHHASH and WITHCOORD options", name)
	case f.options && !q.from:
		c.fail("ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for %s", c.args[0])
	case f.options && !q.by:
		c.fail("ERR exactly one of BYRADIUS and BYBOX can be specified for %s", c.args[0])
	case q.any && q.count == 0:
		c.fail("ERR the ANY argument requires COUNT argument")
	default:
		return true
	}
	return false
}

// found is a place that a search has found.
type found struct {
	*scored
	dist     float64 // in the unit asked for
	lon, lat float64
}

func (c *call) searchIn(q *search, z *zset, f searchForm) {
	var all []found
	if z != nil {
		all = q.run(z)
	}
	switch {
	case !q.storing:
		c.places(q, all)
	case f.options:
		c.storePlaces(q, all, "geosearchstore")
	default:
		c.storePlaces(q, all, "georadiusstore")
	}
}

func (q *search) run(z *zset) []found {
	limit := int64(0)
	if q.any {
		limit = q.count
	}
	var all []found
	for _, r := range q.Ranges() {
		low, high := r[0], r[1]
		for x := range z.from(z.search(func(x *scored) bool { return x.score >= low })) {
			if x.score >= high || limit > 0 && int64(len(all)) >= limit {
				break
			}
			lon, lat := geo.Center(x.score)
			if d, ok := q.Within(lon, lat); ok {
				all = append(all, found{x, d / q.Unit, lon, lat})
			}
		}
	}
	if q.order == 0 && q.count > 0 && !q.any {
		q.order = 1
	}
	if q.order != 0 {
		slices.SortStableFunc(all, func(a, b found) int { return q.order * cmp.Compare(a.dist, b.dist) })
	}
	if q.count > 0 && q.count < int64(len(all)) {
		all = all[:q.count]
	}
	return all
}

func (c *call) places(q *search, all []found) {
	more := 1
	for _, with := range []bool{q.dist, q.hash, q.coord} {
		if with {
			more++
		}
	}
	c.array(len(all))
	for _, p := range all {
		if more > 1 {
			c.array(more)
		}
		c.bulk(p.name)
		if q.dist {
			c.length(p.dist)
		}
		if q.hash {
			c.integer(int64(p.score))
		}
		if q.coord {
			c.coordinates(p.score)
		}
	}
}

func (c *call) storePlaces(q *search, all []found, event string) {
	places := make([]*scored, len(all))
	for i, p := range all {
		places[i] = p.scored
		if q.storingDist {
			places[i] = &scored{p.name, p.dist}
		}
	}
	c.storeScored(q.store, places, event)
}
