package gloss

import (
	"regexp"
	"slices"
	"strings"
)

// scriptLine finds the line of a script or function that an error comes from,
// as Redis 6.2 to 8 write it.
var scriptLine = regexp.MustCompile(`@?user_(?:script|function):\s?(\d+)`)

// fromScript reports whether an error is that of a command in a script, or of
// its Lua.
func fromScript(text string) bool {
	return scriptLine.MatchString(text) || strings.Contains(text, "Error compiling")
}

// explainScript tells what failed in a script, and what became of the rest of
// it. The form and the words of the command that ran it are right.
func (f Facts) explainScript() []Remark {
	text := f.Reply.Text
	if strings.Contains(text, "Error compiling") {
		return one("The script is no Lua, so nothing of it was run; the number behind user_script is the line.")
	}
	var why []Remark
	if isWrongType(f.Reply) {
		why = f.explainWrongType()
	}
	at := scriptLine.FindStringSubmatch(text)[1]
	return slices.Concat(why, explainByText(text),
		one("Line %s of the script failed. What the script wrote before that stays written.", at))
}
