package geo

import "math"

// Sine, cosine and arcsine rounded correctly, as those of the C library nearly
// always are. Distances show all their digits when they are stored as scores,
// so the last bit counts.

// pair is a number as the sum of two floats, the second far smaller: about 106
// bits.
type pair struct{ hi, lo float64 }

func twoSum(a, b float64) pair {
	s := a + b
	t := s - a
	return pair{s, (a - (s - t)) + (b - t)}
}

func (p pair) plus(q pair) pair {
	s := twoSum(p.hi, q.hi)
	return twoSum(s.hi, s.lo+(p.lo+q.lo))
}

func (p pair) times(q pair) pair {
	hi := p.hi * q.hi
	lo := math.FMA(p.hi, q.hi, -hi)
	return twoSum(hi, lo+(p.hi*q.lo+p.lo*q.hi))
}

// over divides by a small whole number.
func (p pair) over(n float64) pair {
	hi := p.hi / n
	rest := math.FMA(-hi, n, p.hi)
	return twoSum(hi, (rest+p.lo)/n)
}

// series sums x^k/k! with signs in turn, from a first term on, whose k is n.
func series(x, term pair, n float64) pair {
	square := x.times(x)
	sum := term
	for math.Abs(term.hi) > 1e-36 {
		term = term.times(square).over(-(n + 1)).over(n + 2)
		sum = sum.plus(term)
		n += 2
	}
	return sum
}

func sinePair(x pair) pair   { return series(x, x, 1) }
func cosinePair(x pair) pair { return series(x, pair{1, 0}, 0) }

// sine and cosine are for angles of not more than a full turn.
func sine(x float64) float64   { return sinePair(pair{x, 0}).hi }
func cosine(x float64) float64 { return cosinePair(pair{x, 0}).hi }

// arcsine makes one step of Newton's from a good guess.
func arcsine(v float64) float64 {
	guess := pair{math.Asin(v), 0}
	cos := cosinePair(guess).hi
	if cos < 1e-8 {
		return guess.hi
	}
	wrong := sinePair(guess)
	rest := pair{v, 0}.plus(pair{-wrong.hi, -wrong.lo})
	return guess.plus(pair{rest.hi / cos, 0}).hi
}
