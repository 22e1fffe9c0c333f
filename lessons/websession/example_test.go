package websession_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/redis/go-redis/v9"

	"redis-tutor/lessons/websession"
	"redis-tutor/sandbox/embedded"
)

// open returns a store for an example. Yours would begin with
// redis.NewUniversalClient.
func open() (st *websession.Store, done func()) {
	engine, err := embedded.New()
	if err != nil {
		panic(err)
	}
	rdb := redis.NewClient(&redis.Options{
		Dialer: func(context.Context, string, string) (net.Conn, error) { return engine.Dial() },
	})
	st, err = websession.New(rdb, websession.Options{Idle: 2 * time.Hour, Lifetime: 24 * time.Hour})
	if err != nil {
		panic(err)
	}
	return st, func() { rdb.Close(); engine.Close() }
}

// A session is made, found again by its id, changed, and saved.
func Example() {
	st, done := open()
	defer done()
	ctx := context.Background()

	s, err := st.Create(ctx, map[string]string{"theme": "light", "hint": "on"})
	if err != nil {
		panic(err)
	}
	s, err = st.Load(ctx, s.ID())
	if err != nil {
		panic(err)
	}
	s.Set("theme", "dark")
	s.Remove("hint")
	s.SetInt("height", 80)
	if err := st.Save(ctx, s); err != nil {
		panic(err)
	}

	s, _ = st.Load(ctx, s.ID())
	fmt.Println(s.Names())
	fmt.Println(s.Get("theme"))
	// Output:
	// [height theme]
	// dark
}

func ExampleStore_Load() {
	st, done := open()
	defer done()

	_, err := st.Load(context.Background(), "somebody's own idea of an id")
	fmt.Println(errors.Is(err, websession.ErrNotFound))
	// Output: true
}

func ExampleStore_Incr() {
	st, done := open()
	defer done()
	ctx := context.Background()

	var s websession.Session // a visitor for whom nothing is kept yet
	for range 3 {
		visits, err := st.Incr(ctx, &s, "visits", 1)
		if err != nil {
			panic(err)
		}
		fmt.Println(visits)
	}
	// Output:
	// 1
	// 2
	// 3
}

func ExampleStore_Login() {
	st, done := open()
	defer done()
	ctx := context.Background()

	s, _ := st.Create(ctx, map[string]string{"cart": "rye"})
	guest := s.ID()
	if err := st.Login(ctx, s, "anna"); err != nil {
		panic(err)
	}
	fmt.Println(s.User(), s.Get("cart"), s.ID() != guest)
	_, err := st.Load(ctx, guest)
	fmt.Println(err)
	// Output:
	// anna rye true
	// no session has this id
}

// A slow request saves after the visitor has logged out elsewhere.
func ExampleStore_Save_gone() {
	st, done := open()
	defer done()
	ctx := context.Background()

	s, _ := st.Create(ctx, nil)
	slow, _ := st.Load(ctx, s.ID())
	_ = st.Destroy(ctx, s)

	slow.Set("theme", "dark")
	fmt.Println(st.Save(ctx, slow))
	// Output: the session has ended
}

func ExampleStore_DestroyAll() {
	st, done := open()
	defer done()
	ctx := context.Background()

	for range 3 {
		var s websession.Session
		if err := st.Login(ctx, &s, "anna"); err != nil {
			panic(err)
		}
	}
	entries, _ := st.List(ctx, "anna")
	n, _ := st.DestroyAll(ctx, "anna")
	fmt.Println(len(entries), n)
	// Output: 3 3
}

func ExampleStore_ListAll() {
	st, done := open()
	defer done()
	ctx := context.Background()

	if _, err := st.Create(ctx, map[string]string{"theme": "dark"}); err != nil {
		panic(err)
	}
	for key, err := range st.ListAll(ctx) {
		if err != nil {
			panic(err)
		}
		d, _ := st.Inspect(ctx, key)
		fmt.Println(d.Type, d.Encoding, d.Fields["theme"], d.TTL.Round(time.Hour))
	}
	// Output: hash listpack dark 2h0m0s
}

// Redis keeps text. The typed methods turn it back, or say what is wrong.
func ExampleSession_Bool() {
	var s websession.Session
	s.SetBool("admin", false)
	admin, err := s.Bool("admin")
	fmt.Printf("%q %v %v\n", s.Get("admin"), admin, err)

	s.Set("admin", "perhaps")
	_, err = s.Bool("admin")
	fmt.Println(err)
	// Output:
	// "false" false <nil>
	// the field "admin" holds "perhaps", not true or false
}
