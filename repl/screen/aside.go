package screen

// Aside writes one quiet line beginning with "# ", neither wrapped nor read
// as markup: for values, in which every space counts.
func (s *Screen) Aside(text string) { s.Raw(s.Paint(Quiet, "# "+s.plain(text)) + "\n") }
