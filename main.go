package main

import (
	_ "github.com/adrg/xdg"
	_ "github.com/alicebob/miniredis/v2"
	_ "github.com/agext/levenshtein"
	_ "github.com/chzyer/readline"
	_ "github.com/creack/pty"
	_ "github.com/fatih/color"
	_ "github.com/mattn/go-runewidth"
	_ "github.com/natefinch/atomic"
	_ "github.com/redis/go-redis/v9"
	_ "github.com/rivo/uniseg"
	_ "github.com/rogpeppe/go-internal/testscript"
	_ "github.com/spf13/cobra"
	_ "github.com/yuin/goldmark"
	_ "go.yaml.in/yaml/v3"
	_ "golang.org/x/term"
	_ "golang.org/x/sys/unix"
	_ "github.com/google/go-cmp/cmp"
)

func main() {}
