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

// section is a part of INFO. More than the usual is shown only when asked for.
type section struct {
	name  string
	lines func(*Server) []string
	more  bool
}

// sections returns INFO's parts in Redis's order.
func sections() []section {
	return []section{
		{name: "Server", lines: (*Server).infoServer},
		{name: "Clients", lines: (*Server).infoClients},
		{name: "Memory", lines: (*Server).infoMemory},
		{name: "Persistence", lines: fixed("loading:0", "rdb_bgsave_in_progress:0", "aof_enabled:0")},
		{name: "Stats", lines: (*Server).infoStats},
		{name: "Replication", lines: fixed("role:master", "connected_slaves:0", "master_repl_offset:0")},
		{name: "CPU", lines: fixed("used_cpu_sys:0.000000", "used_cpu_user:0.000000")},
		{name: "Modules", lines: fixed()},
		{name: "Commandstats", lines: (*Server).infoCommands, more: true},
		{name: "Errorstats", lines: (*Server).infoErrors},
		{name: "Latencystats", lines: (*Server).infoLatencies, more: true},
		{name: "Cluster", lines: fixed("cluster_enabled:0")},
		{name: "Keyspace", lines: (*Server).infoKeyspace},
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
	all := slices.Contains(want, "ALL") || slices.Contains(want, "EVERYTHING")
	usual := len(want) == 0 || slices.Contains(want, "DEFAULT")
	var parts []string
	for _, part := range sections() {
		if !all && (!usual || part.more) && !slices.Contains(want, strings.ToUpper(part.name)) {
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

// infoCommands tells how often each command was called and how long it took.
func (s *Server) infoCommands() []string {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(s.latency.commands)) {
		h := s.latency.commands[name]
		if h.calls+h.rejected <= 0 {
			continue
		}
		lines = append(lines, fmt.Sprintf("cmdstat_%s:calls=%d,usec=%d,usec_per_call=%.2f,rejected_calls=%d,failed_calls=%d",
			lower(name), h.calls, h.usec, float64(h.usec)/float64(max(h.calls, 1)), h.rejected, h.failed))
	}
	return lines
}

// infoLatencies tells within which time the given share of calls was done.
func (s *Server) infoLatencies() []string {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(s.latency.commands)) {
		if h := s.latency.commands[name]; h.calls > 0 {
			lines = append(lines, fmt.Sprintf("latency_percentiles_usec_%s:p50=%d.000,p99=%d.000,p99.9=%d.000",
				lower(name), h.within(0.5), h.within(0.99), h.within(0.999)))
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
