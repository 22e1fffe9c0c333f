package embedded

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// agree reports whether what stands beside the keys agrees with what miniredis
// has, in every database.
func agree(t *testing.T, s *Server) bool {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, sp := range s.spaces {
		var kept []string
		expires := 0
		sp.keys.each(func(key string, e *entry) bool {
			if e.at != 0 {
				expires++
			}
			if e.val.kind() != "stream" {
				kept = append(kept, key)
			}
			beside, there := bothSides(sp, key, e.val)
			if diff := cmp.Diff(there, beside, cmp.AllowUnexported(scored{})); diff != "" {
				t.Errorf("database %d, %s %q: miniredis - beside it +\n%s", sp.db, e.val.kind(), key, diff)
			}
			return true
		})
		if expires != sp.expires {
			t.Errorf("database %d: %d deadlines, counted %d", sp.db, expires, sp.expires)
		}
		there := append(sp.data.Keys(), sp.left.Keys()...)
		slices.Sort(there)
		slices.Sort(kept)
		if diff := cmp.Diff(slices.Compact(there), kept); diff != "" && len(there)+len(kept) > 0 {
			t.Errorf("database %d: keys of miniredis - entries +\n%s", sp.db, diff)
		}
	}
	return !t.Failed()
}

// bothSides returns what is known of a value and what miniredis has of it.
func bothSides(sp *space, key string, v value) (beside, there any) {
	switch v := v.(type) {
	case *members:
		names, _ := sp.data.Members(key)
		return slices.Sorted(slices.Values(v.names.names())), names
	case *hash:
		names, _ := sp.data.HKeys(key)
		return slices.Sorted(slices.Values(v.list())), names
	case *zset:
		var order []scored
		for x := range v.from(0) {
			order = append(order, *x)
		}
		var want []scored
		for _, x := range inOrder(maps.Clone(v.scores())) {
			want = append(want, *x)
		}
		if v.came != nil && v.came.len() != len(order) {
			return v.came.names(), want
		}
		return order, want
	}
	return nil, nil
}
