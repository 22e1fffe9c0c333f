package lua

import (
	"math"
	"math/bits"
	"strconv"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// bitLibrary is the library bit: operations on 32 bits, with signed results.
func bitLibrary() map[string]lua.LGFunction {
	unary := func(f func(uint32) uint32) lua.LGFunction {
		return func(l *lua.LState) int { return pushBits(l, f(needBits(l, 1))) }
	}
	fold := func(f func(a, b uint32) uint32) lua.LGFunction {
		return func(l *lua.LState) int {
			v := needBits(l, 1)
			for i := 2; i <= l.GetTop(); i++ {
				v = f(v, needBits(l, i))
			}
			return pushBits(l, v)
		}
	}
	shift := func(f func(a uint32, n int) uint32) lua.LGFunction {
		return func(l *lua.LState) int { return pushBits(l, f(needBits(l, 1), int(needBits(l, 2)&31))) }
	}
	return map[string]lua.LGFunction{
		"tobit":   unary(func(a uint32) uint32 { return a }),
		"bnot":    unary(func(a uint32) uint32 { return ^a }),
		"bswap":   unary(bits.ReverseBytes32),
		"band":    fold(func(a, b uint32) uint32 { return a & b }),
		"bor":     fold(func(a, b uint32) uint32 { return a | b }),
		"bxor":    fold(func(a, b uint32) uint32 { return a ^ b }),
		"lshift":  shift(func(a uint32, n int) uint32 { return a << n }),
		"rshift":  shift(func(a uint32, n int) uint32 { return a >> n }),
		"arshift": shift(func(a uint32, n int) uint32 { return uint32(int32(a) >> n) }),
		"rol":     shift(bits.RotateLeft32),
		"ror":     shift(func(a uint32, n int) uint32 { return bits.RotateLeft32(a, -n) }),
		"tohex":   toHex,
	}
}

// needBits takes the low 32 bits of a number, rounded to the nearest.
func needBits(l *lua.LState, n int) uint32 {
	f := math.RoundToEven(needNumber(l, n))
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return uint32(int64(math.Mod(f, 1<<32)))
}

func pushBits(l *lua.LState, v uint32) int {
	l.Push(lua.LNumber(int32(v)))
	return 1
}

func toHex(l *lua.LState) int {
	v, n := needBits(l, 1), 8
	if l.GetTop() > 1 {
		n = int(int32(needBits(l, 2)))
	}
	upper := n < 0
	n = min(max(n, -n), 8)
	text := strconv.FormatUint(uint64(v), 16)
	text = (strings.Repeat("0", 8) + text)[len(text)+8-n:]
	if upper {
		text = strings.ToUpper(text)
	}
	l.Push(lua.LString(text))
	return 1
}
