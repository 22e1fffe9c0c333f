package picture

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"redis-tutor/repl/cells"
	"redis-tutor/repl/screen"
)

// Scores that GEOADD makes are whole numbers of 52 bits. Small ones are more
// likely to be points, and so are times in ms, which stay below the lower
// bound for a thousand years.
const (
	leastPlace = 1 << 45
	mostPlace  = 1 << 52
)

// placed reports whether all members may be places.
func placed(all []ranked) bool {
	for _, m := range all {
		if m.score < leastPlace || m.score >= mostPlace || m.score != math.Trunc(m.score) {
			return false
		}
	}
	return len(all) > 0
}

// place is a member on the map.
type place struct {
	ranked
	lon, lat float64
}

// geo draws members as places: where they are, and a map of them.
func (p *page) geo(all []ranked, more int64) error {
	ask := []string{"GEOPOS", p.name}
	for _, m := range all {
		ask = append(ask, m.member)
	}
	v, err := p.ask(ask)
	if err != nil {
		return err
	}
	var places []place
	for i, at := range v[0].Items {
		if len(at.Items) == 2 && i < len(all) {
			lon, _ := strconv.ParseFloat(at.Items[0].Text, 64)
			lat, _ := strconv.ParseFloat(at.Items[1].Text, 64)
			places = append(places, place{all[i], lon, lat})
		}
	}
	if p.Words() {
		p.spokenPlaces(places, more)
		return nil
	}
	p.Row(screen.Cell{Role: screen.Quiet, Text: cells.PadLeft("lon", 13) + cells.PadLeft("lat", 10) + "  member"})
	for i, m := range places {
		where := fmt.Sprintf(" %c %10.4f%10.4f  ", sign(i), m.lon, m.lat)
		p.Row(screen.Cell{Role: screen.Good, Text: where[:3]}, screen.Cell{Role: screen.Plain, Text: where[3:]},
			screen.Cell{Role: screen.Code, Text: p.value(m.member, p.Width()-len(where))})
	}
	if more > 0 {
		p.omitted(" ", more, "member")
	}
	p.chart(places)
	p.sayPlaces()
	return nil
}

func (p *page) spokenPlaces(places []place, more int64) {
	for _, m := range places {
		p.spoken(fmt.Sprintf("longitude %.4f, latitude %.4f: ", m.lon, m.lat), p.value(m.member, p.Width()))
	}
	if more > 0 {
		p.omitted("", more, "member")
	}
	p.sayPlaces()
}

func (p *page) sayPlaces() {
	p.Note("The scores look like places: geohashes, as `GEOADD` makes them. If they are not, read them with `ZRANGE " + p.word(p.name) + " 0 -1 WITHSCORES`.")
}

// sign marks the i-th place on the map.
func sign(i int) rune { return rune('a' + i%26) }

// chart draws where places lie to each other, north up. Of places on one spot
// the first is seen.
func (p *page) chart(places []place) {
	const high = 8
	if len(places) < 3 {
		return
	}
	wide := min(p.Width()-2, 48)
	west, east, south, north := 180.0, -180.0, 90.0, -90.0
	for _, m := range places {
		west, east = min(west, m.lon), max(east, m.lon)
		south, north = min(south, m.lat), max(north, m.lat)
	}
	rows := make([][]rune, high)
	for i := range rows {
		rows[i] = []rune(strings.Repeat(" ", wide))
	}
	for i := len(places) - 1; i >= 0; i-- {
		m := places[i]
		rows[spot(north-m.lat, north-south, high)][spot(m.lon-west, east-west, wide)] = sign(i)
	}
	edge := strings.Repeat("─", wide)
	p.Row(screen.Cell{Role: screen.Quiet, Text: "┌" + edge})
	for _, row := range rows {
		p.Row(screen.Cell{Role: screen.Quiet, Text: "│"}, screen.Cell{Role: screen.Good, Text: strings.TrimRight(string(row), " ")})
	}
	p.Row(screen.Cell{Role: screen.Quiet, Text: "└" + edge})
}

// spot returns the cell, of n, that lies so far along a stretch.
func spot(at, length float64, n int) int {
	if length <= 0 {
		return n / 2
	}
	return int(math.Round(at / length * float64(n-1)))
}
