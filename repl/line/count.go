package line

import (
	"errors"
	"strconv"
)

var errCount = errors.New("Invalid redis-cli repeat command option value.") //lint:ignore ST1005 redis-cli's own text

// Count reads redis-cli's "5 INCR visits": how often the command behind the
// number is to be run, once where there is none. A number alone is a command.
// One below 1 or out of range is an error in redis-cli's words.
func Count(args []string) (times int, command []string, err error) {
	if len(args) < 2 {
		return 1, args, nil
	}
	n, err := strconv.ParseInt(args[0], 10, 32)
	switch {
	case err != nil && !errors.Is(err, strconv.ErrRange):
		return 1, args, nil
	case err != nil || n <= 0:
		return 0, nil, errCount
	}
	return int(n), args[1:], nil
}
