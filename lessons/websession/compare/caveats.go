package compare

import (
	"fmt"
	"slices"
)

// memoryFS is the name of a file system that is no disk.
const memoryFS = "tmpfs, which is memory"

// noDisk is the time in ms below which an fsync has not waited for a disk.
const noDisk = 0.02

// caveats returns what should not be concluded from the numbers.
func (r *Result) caveats() []string {
	all := []string{
		fmt.Sprintf("Visitors, site and stores are on one machine and share %d processors. Between two machines each round trip takes longer, so count yours.", r.Machine.CPUs),
		fmt.Sprintf("SQLite %s is here in a translation to Go, which is slower at its own work than the C one; it waits for the disk just as long.", r.Machine.SQLite),
	}
	if f := r.Costs.Fsync; f != nil {
		all = append(all, r.aboutDisk(*f))
	}
	if r.Machine.OS == "darwin" {
		all = append(all, "On macOS SQLite by default does not make the disk empty its cache, and the fsync that is measured here does.")
	}
	if arm, ratio := r.restless(); ratio > 0 {
		all = append(all, fmt.Sprintf("Even the middle half of the turns of %s differ by a factor of %.1f: something else was using the machine or its disk. Run it again before you quote a number.", arm, ratio))
	}
	all = append(all, r.failures()...)
	if r.Complete {
		all = append(all, r.shortened()...)
	} else {
		all = append(all, "It was stopped before the end: the workloads have fewer rounds than they should, or are missing.")
	}
	return all
}

func (r *Result) aboutDisk(f Cost) string {
	switch {
	case r.Machine.Filesystem == memoryFS:
		return "The databases are on a file system in memory, where nothing waits for a disk: what is durable looks far too fast. Take a folder on a disk."
	case f.P50 < noDisk:
		return fmt.Sprintf("An fsync takes %s here, so no disk is waited for: what is durable looks far too fast. Take a folder on a disk.", Milli(f.P50))
	}
	return fmt.Sprintf("What waits for the disk moves with the disk, and all ratios with it: an fsync takes %s here, one in a hundred %s or more.", Milli(f.P50), Milli(f.P99))
}

// restless returns the arm whose turns differ most, if those of the middle
// half do by more than twice. Of a few turns that cannot be told.
func (r *Result) restless() (arm string, ratio float64) {
	for _, l := range r.Workloads {
		for _, m := range l.Results {
			if len(m.Turns) < 4 {
				continue
			}
			turns := slices.Sorted(slices.Values(m.Turns))
			low, high := turns[len(turns)/4], turns[len(turns)*3/4]
			if low > 0 && high/low > max(ratio, 2) {
				arm, ratio = r.Arm(m.Arm).Title+" ("+l.Title+")", high/low
			}
		}
	}
	return arm, ratio
}

// shortened tells of workloads that took too long for all their rounds.
func (r *Result) shortened() []string {
	var all []string
	for _, l := range r.Workloads {
		if len(l.Results) > 0 && len(l.Results[0].Turns) < l.Rounds {
			all = append(all, fmt.Sprintf("%s: %d of %d rounds were made, since they took long here.", l.Title, len(l.Results[0].Turns), l.Rounds))
		}
	}
	return all
}

// failures tells of requests that failed, and of visits that were lost though
// each session had one visitor.
func (r *Result) failures() []string {
	var all []string
	for _, l := range r.Workloads {
		for _, m := range l.Results {
			if m.Failed > 0 {
				all = append(all, fmt.Sprintf("%s, %s: %d requests failed, the first with: %s", r.Arm(m.Arm).Title, l.Title, m.Failed, m.Failure))
			}
			if m.Lost != 0 && l.ID != tabbed {
				all = append(all, fmt.Sprintf("%s, %s: %d visits were served and %d counted.", r.Arm(m.Arm).Title, l.Title, m.Served, *m.Stored))
			}
		}
	}
	return all
}
