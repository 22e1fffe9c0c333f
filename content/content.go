// Package content is the tutor's subject matter as data: the course that is
// shipped, a Markdown file a lesson, and the command reference. It embeds
// these files and hands them out; it does not look inside.
package content

import (
	"embed"
	"io/fs"
)

//go:embed course/*.md
var files embed.FS

//go:embed commands.txt
var commands []byte

// Course returns the lessons of the shipped course, one file a lesson, in
// the order of their names.
func Course() fs.FS {
	course, err := fs.Sub(files, "course")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return course
}

// Commands returns the command reference in the form that package
// command parses. The caller must not change it.
func Commands() []byte { return commands }
