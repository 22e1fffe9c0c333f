package embedded

import "strings"

// Keyspace notifications: messages on channels named after keys and events.

// event tells those who listen what happened to a key. The class is the
// letter of notify-keyspace-events.
func (c *call) event(class byte, name, key string) { c.s.notify(c.on.db, class, name, key) }

func (s *Server) notify(db int, class byte, event, key string) {
	on := s.events
	if on == "" || strings.IndexByte(on, class) < 0 {
		return
	}
	number := itoa(db)
	if strings.Contains(on, "K") {
		s.publish(byChannel, "__keyspace@"+number+"__:"+key, event)
	}
	if strings.Contains(on, "E") {
		s.publish(byChannel, "__keyevent@"+number+"__:"+event, key)
	}
}

// eventClasses are the classes that A stands for.
const eventClasses = "g$lshzxetd"

// parseEvents reads a value of notify-keyspace-events and returns it as CONFIG
// GET shows it, and with A spelt out.
func parseEvents(value string) (shown, classes string, ok bool) {
	if strings.Trim(value, "KEAmn"+eventClasses) != "" {
		return "", "", false
	}
	for _, class := range eventClasses {
		if strings.ContainsRune(value, class) || strings.Contains(value, "A") {
			classes += string(class)
		}
	}
	if shown = classes; classes == eventClasses {
		shown = "A"
	}
	for _, flag := range "KEmn" {
		if strings.ContainsRune(value, flag) {
			shown, classes = shown+string(flag), classes+string(flag)
		}
	}
	return shown, classes, true
}

// eventsOn are the classes that are told of, for a value of CONFIG GET.
func eventsOn(shown string) string {
	_, classes, _ := parseEvents(shown)
	return classes
}
