package image

import (
	"fmt"
	"slices"
)

// mostCells bounds the table by which two stretches of a list are compared.
// Above it they count as wholly different.
const mostCells = 1 << 20

// listLines says which elements went and came, and where, counted from 1 as
// redis-cli shows them. front prefers the front where either end would do.
func listLines(label string, before, after []string, front bool) []Line {
	head, tail := ends(before, after, front)
	old, now := before[head:len(before)-tail], after[head:len(after)-tail]
	var lines []Line
	if len(old) == len(now) && len(common(old, now)) == 0 {
		for i := range old {
			lines = append(lines, Line{became, fmt.Sprintf("%s: %d) %s", label, head+i+1, text(old[i])), text(now[i])})
		}
		return lines
	}
	stayed := common(old, now)
	lost, fresh := make([]int, 0, len(old)), make([]int, 0, len(now))
	i, j := 0, 0
	for _, pair := range append(stayed, [2]int{len(old), len(now)}) {
		for ; i < pair[0]; i++ {
			lost = append(lost, head+i)
		}
		for ; j < pair[1]; j++ {
			fresh = append(fresh, head+j)
		}
		i, j = pair[0]+1, pair[1]+1
	}
	lines = append(lines, placed(went, label, lost, before)...)
	return append(lines, placed(came, label, fresh, after)...)
}

// placed shows elements at their places; the run at either end is marked,
// unless it is the whole list.
func placed(what sign, label string, at []int, list []string) []Line {
	front, back := 0, 0
	if len(at) < len(list) {
		for front < len(at) && at[front] == front {
			front++
		}
		for back < len(at) && at[len(at)-1-back] == len(list)-1-back {
			back++
		}
	}
	lines := make([]Line, len(at))
	for i, n := range at {
		where := ""
		if i < front {
			where = " (front)"
		} else if i >= len(at)-back {
			where = " (back)"
		}
		lines[i] = Line{sign: what, text: fmt.Sprintf("%s: %d) %s%s", label, n+1, text(list[n]), where)}
	}
	return lines
}

// ends counts the elements that two lists have in common at their heads and,
// behind that, at their tails. Where one list is the other with more at the
// front, the tails come first.
func ends(a, b []string, front bool) (head, tail int) {
	short, long := a, b
	if len(a) > len(b) {
		short, long = b, a
	}
	if slices.Equal(short, long[len(long)-len(short):]) && (front || !slices.Equal(short, long[:len(short)])) {
		return 0, len(short)
	}
	for head < len(short) && a[head] == b[head] {
		head++
	}
	for tail < len(short)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	return head, tail
}

// common returns the longest sequence of elements that two lists share, as
// pairs of their places.
func common(a, b []string) [][2]int {
	if len(a)*len(b) == 0 || len(a)*len(b) > mostCells {
		return nil
	}
	width := len(b) + 1
	best := make([]int, (len(a)+1)*width)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				best[i*width+j] = best[(i+1)*width+j+1] + 1
			} else {
				best[i*width+j] = max(best[(i+1)*width+j], best[i*width+j+1])
			}
		}
	}
	var found [][2]int
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			found = append(found, [2]int{i, j})
			i, j = i+1, j+1
		case best[(i+1)*width+j] >= best[i*width+j+1]:
			i++
		default:
			j++
		}
	}
	return found
}
