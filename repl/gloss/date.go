package gloss

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"redis-tutor/sandbox/amount"
	"redis-tutor/sandbox/reply"
)

// mostDates is how many times of a reply are told as dates.
const mostDates = 5

// explainDates tells replies that count from 1970 as dates.
func (f Facts) explainDates(name string) []Remark {
	v := f.Reply
	switch name {
	case "LASTSAVE", "EXPIRETIME":
		return f.dates(time.Second, v)
	case "PEXPIRETIME":
		return f.dates(time.Millisecond, v)
	case "HEXPIRETIME":
		return f.dates(time.Second, v.Items...)
	case "HPEXPIRETIME":
		return f.dates(time.Millisecond, v.Items...)
	case "TIME":
		return f.dates(time.Second, v.Items[:min(1, len(v.Items))]...)
	}
	return nil
}

// dates tells times that count units since 1970. What is not above 0 is a code
// and no time.
func (f Facts) dates(unit time.Duration, times ...reply.Value) []Remark {
	var told []string
	for _, v := range times {
		n, err := strconv.ParseInt(v.Str(), 10, 64)
		if err != nil || n <= 0 {
			continue
		}
		if date := f.date(n, unit); date != "" {
			told = append(told, date)
		}
	}
	if len(told) == 0 || len(told) > mostDates {
		return nil
	}
	return []Remark{{Text: "That is " + strings.Join(told, "; ") + ".", Point: "dates"}}
}

// lastYear is the last one that is written as people know years.
const lastYear = 9999

// date is a time in the learner's zone, and how far away it is; "" for one that
// no calendar has.
func (f Facts) date(n int64, unit time.Duration) string {
	at, form := time.Unix(n, 0), "2006-01-02 15:04:05 MST"
	if unit == time.Millisecond {
		at, form = time.UnixMilli(n), "2006-01-02 15:04:05.000 MST"
	}
	if at.Year() > lastYear {
		return ""
	}
	text := at.In(f.Now.Location()).Format(form)
	switch away := at.Sub(f.Now); {
	case away >= time.Second:
		return fmt.Sprintf("%s, in %s", text, amount.Span(away))
	case away <= -time.Second:
		return fmt.Sprintf("%s, %s ago", text, amount.Span(-away))
	}
	return text + ", now"
}
