package embedded

import (
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"time"
)

// stats is what INFO counts.
type stats struct {
	started     time.Time
	connections int64
	commands    int64
	expired     int64
	hits        int64
	misses      int64
	errors      map[string]int64
	saved       time.Time
}

func (st *stats) reset() {
	st.connections, st.commands, st.expired, st.hits, st.misses, st.errors = 0, 0, 0, 0, 0, nil
}

// failed counts an error reply by its code.
func (st *stats) failed(line []byte) {
	code, _, _ := strings.Cut(string(line[1:min(len(line), 64)]), " ")
	if st.errors == nil {
		st.errors = map[string]int64{}
	}
	if len(st.errors) < 128 || st.errors[code] > 0 { // scripts make codes of their own
		st.errors[code]++
	}
}

func infoRules() map[string]rule { return map[string]rule{"INFO": arity(-1, info)} }

// section is a part of INFO.
type section struct {
	name  string
	lines func(*Server) []string
}

// sections returns INFO's parts in Redis's order.
func sections() []section {
	return []section{
		{"Server", (*Server).infoServer},
		{"Clients", (*Server).infoClients},
		{"Memory", (*Server).infoMemory},
		{"Persistence", fixed("loading:0", "rdb_bgsave_in_progress:0", "aof_enabled:0")},
		{"Stats", (*Server).infoStats},
		{"Replication", fixed("role:master", "connected_slaves:0", "master_repl_offset:0")},
		{"CPU", fixed("used_cpu_sys:0.000000", "used_cpu_user:0.000000")},
		{"Modules", fixed()},
		{"Errorstats", (*Server).infoErrors},
		{"Cluster", fixed("cluster_enabled:0")},
		{"Keyspace", (*Server).infoKeyspace},
	}
}

func fixed(lines ...string) func(*Server) []string {
	return func(*Server) []string { return lines }
}

// info is INFO: all sections, or those that are named.
func info(c *call) {
	var want []string
	for i := 1; i < len(c.args); i++ {
		want = append(want, c.arg(i))
	}
	all := len(want) == 0 || slices.ContainsFunc(want, func(w string) bool {
		return w == "ALL" || w == "DEFAULT" || w == "EVERYTHING"
	})
	var parts []string
	for _, part := range sections() {
		if !all && !slices.Contains(want, strings.ToUpper(part.name)) {
			continue
		}
		var out strings.Builder
		out.WriteString("# " + part.name + "\r\n")
		for _, line := range part.lines(c.s) {
			out.WriteString(line + "\r\n")
		}
		parts = append(parts, out.String())
	}
	c.verbatim(strings.Join(parts, "\r\n"))
}

func (s *Server) infoServer() []string {
	up := int(s.clock.now().Sub(s.stats.started).Seconds())
	return []string{
		"redis_version:" + Version,
		"redis_mode:standalone",
		"os:" + runtime.GOOS + " " + runtime.GOARCH,
		"arch_bits:64",
		"tcp_port:6379",
		fmt.Sprintf("server_time_usec:%d", s.clock.now().UnixMicro()),
		fmt.Sprintf("uptime_in_seconds:%d", up),
		fmt.Sprintf("uptime_in_days:%d", up/86400),
		"hz:10",
		"configured_hz:10",
		"executable:redis-tutor",
		"config_file:",
	}
}

func (s *Server) infoClients() []string {
	return []string{
		fmt.Sprintf("connected_clients:%d", len(s.clients)),
		"cluster_connections:0",
		"maxclients:" + s.config["maxclients"],
		fmt.Sprintf("blocked_clients:%d", len(s.waiting)),
		"tracking_clients:0",
	}
}

func (s *Server) infoMemory() []string {
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	return []string{
		fmt.Sprintf("used_memory:%d", mem.HeapAlloc),
		"used_memory_human:" + human(mem.HeapAlloc),
		fmt.Sprintf("used_memory_rss:%d", mem.Sys),
		"used_memory_rss_human:" + human(mem.Sys),
		"maxmemory:" + s.config["maxmemory"],
		"maxmemory_human:0B",
		"maxmemory_policy:" + s.config["maxmemory-policy"],
		"mem_allocator:go",
	}
}

// human writes a number of bytes as INFO does.
func human(n uint64) string {
	switch f := float64(n); {
	case n < 1<<10:
		return fmt.Sprintf("%dB", n)
	case n < 1<<20:
		return fmt.Sprintf("%.2fK", f/(1<<10))
	case n < 1<<30:
		return fmt.Sprintf("%.2fM", f/(1<<20))
	default:
		return fmt.Sprintf("%.2fG", f/(1<<30))
	}
}

func (s *Server) infoStats() []string {
	return []string{
		fmt.Sprintf("total_connections_received:%d", s.stats.connections),
		fmt.Sprintf("total_commands_processed:%d", s.stats.commands),
		fmt.Sprintf("expired_keys:%d", s.stats.expired),
		"evicted_keys:0",
		fmt.Sprintf("keyspace_hits:%d", s.stats.hits),
		fmt.Sprintf("keyspace_misses:%d", s.stats.misses),
		fmt.Sprintf("pubsub_channels:%d", len(s.channel[byChannel])),
		fmt.Sprintf("pubsub_patterns:%d", len(s.channel[byPattern])),
	}
}

// infoKeyspace counts the keys of each database; avg_ttl is 0, "not sampled".
func (s *Server) infoKeyspace() []string {
	var lines []string
	for db, sp := range s.spaces {
		if n := sp.keys.len(); n > 0 {
			lines = append(lines, fmt.Sprintf("db%d:keys=%d,expires=%d,avg_ttl=0", db, n, sp.expires))
		}
	}
	return lines
}

func (s *Server) infoErrors() []string {
	var lines []string
	for _, code := range slices.Sorted(maps.Keys(s.stats.errors)) {
		lines = append(lines, fmt.Sprintf("errorstat_%s:count=%d", code, s.stats.errors[code]))
	}
	return lines
}
