// Command generate brings the facts of the command reference up to those of
// running Redis servers, the oldest first:
//
//	go run ./sandbox/command/generate -file content/commands.txt 127.0.0.1:7000 127.0.0.1:8000
//
// The prose stays as it is, and so do commands that no server knows. A new
// command gets a block without prose, to be written by hand. Of what a server
// says of a command only facts are kept, none of its sentences.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"redis-tutor/sandbox/command"
)

func main() {
	file := flag.String("file", "content/commands.txt", "the reference to bring up to date")
	flag.Parse()
	if err := run(*file, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(file string, addrs []string) error {
	if len(addrs) == 0 {
		return errors.New("no server to ask")
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var servers []server
	for _, addr := range addrs {
		s, err := ask(addr)
		if err != nil {
			return fmt.Errorf("%s: %w", addr, err)
		}
		servers = append(servers, s)
	}
	updated, err := update(string(text), servers)
	if err != nil {
		return err
	}
	return os.WriteFile(file, []byte(updated), 0o644)
}

// update returns the reference with the facts of the servers.
func update(text string, servers []server) (string, error) {
	preamble, blocks, err := command.Blocks(text)
	if err != nil {
		return "", err
	}
	table, err := command.Parse([]byte(text))
	if err != nil {
		return "", err
	}
	all := map[string]command.Block{}
	for _, b := range blocks {
		all[b.Name] = b
	}
	for name := range servers[len(servers)-1].commands {
		b := all[name]
		var kept []command.Argument
		if c, ok := table.Lookup(strings.Fields(name)...); ok && c.Name == name {
			kept = c.Arguments()
		}
		b.Name, b.Facts = name, factsOf(name, servers, kept)
		all[name] = b
	}
	return write(preamble, all), nil
}
