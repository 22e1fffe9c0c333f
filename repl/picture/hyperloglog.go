package picture

import "redis-tutor/sandbox/amount"

// hyperLogLog says what is counted. PFCOUNT of one key may write into it what
// it has worked out, and break a WATCH; of several keys, be they the same one,
// it only reads.
func (p *page) hyperLogLog(s string) error {
	v, err := p.look([]string{"PFCOUNT", p.name, p.name})
	if err != nil {
		return err
	}
	p.header("string of " + amount.Of(p.size, "byte") + ", a HyperLogLog")
	if v[0].IsError() {
		p.Note("It looks like a HyperLogLog, but Redis cannot read it as one: " + v[0].Text)
		return nil
	}
	form := "sparse: the registers that hold something are few, and packed"
	if s[4] == 0 {
		form = "dense: all 16384 registers of 6 bits are written out"
	}
	p.Entry("PFCOUNT", "about "+amount.Of(v[0].Int, "different element")+"; one time in three the estimate is off by more than 0.81 %")
	p.Entry("kept as", form)
	p.Note("It counts what `PFADD` was given and keeps none of it. `GET` and `SET` copy it like any string.")
	return nil
}
