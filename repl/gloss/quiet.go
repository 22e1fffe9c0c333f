package gloss

import "slices"

// Quiet keeps the gloss from repeating itself: a point that was made three
// times in a row is not made again until another one was, and a seldom one
// never. The zero value has heard nothing yet.
type Quiet struct {
	heard  map[string]int // points of the last remarks, and how often in a row
	seldom map[string]int // seldom points, and how often in all
}

// enough is how often in a row a point is made.
const enough = 3

// Filter returns the remarks still worth making. It is called once for each
// reply; a reply that speaks for itself leaves the count as it is.
func (q *Quiet) Filter(remarks []Remark) []Remark {
	remarks = slices.DeleteFunc(remarks, q.wornOut)
	if len(remarks) == 0 {
		return nil
	}
	heard := map[string]int{}
	var fresh []Remark
	for _, r := range remarks {
		if q.heard[r.Point] < enough {
			fresh = append(fresh, r)
		}
		heard[r.Point] = q.heard[r.Point] + 1
	}
	q.heard = heard
	return fresh
}

// wornOut counts a seldom point, and reports whether it was made often enough.
func (q *Quiet) wornOut(r Remark) bool {
	if !r.Seldom {
		return false
	}
	if q.seldom == nil {
		q.seldom = map[string]int{}
	}
	q.seldom[r.Point]++
	return q.seldom[r.Point] > enough
}
