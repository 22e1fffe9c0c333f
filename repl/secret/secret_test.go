package secret_test

import (
	"testing"

	"redis-tutor/repl/secret"
	"redis-tutor/sandbox/words"
)

func TestSecret(t *testing.T) {
	cases := map[string]bool{
		"AUTH hunter2":                          true,
		"auth default hunter2":                  true,
		"5 AUTH hunter2":                        true,
		":auth hunter2":                         true,
		"explain AUTH hunter2":                  true,
		"explain 5 AUTH hunter2":                true,
		"explain":                               false,
		"HELLO 3 AUTH default hunter2":          true,
		"HELLO 3 SETNAME x AUTH u p":            true,
		"HELLO 3":                               false,
		"ACL SETUSER ann >hunter2":              true,
		"listen 0.0.0.0:7000 hunter2":           true,
		"listen 7000":                           false,
		"acl whoami":                            false,
		"CONFIG SET requirepass hunter2":        true,
		"CONFIG SET save '' masterauth hunter2": true,
		"CONFIG SET maxmemory 1mb":              false,
		"CONFIG GET requirepass":                false,
		"MIGRATE h 1 k 0 10 AUTH2 u p":          true,
		"SENTINEL SET m auth-pass p":            true,
		"SET auth hunter2":                      false,
		"as bob AUTH hunter2":                   true,
		"as bob 2 AUTH hunter2":                 true,
		"0 AUTH hunter2":                        true,
		"as bob -1 AUTH hunter2":                true,
		"as bob GET hunter2":                    false,
		"atuh hunter2":                          true,
		"connect redis://u:hunter2@h:6379":      true,
		"conect redis://hunter2@h":              true,
		":connect -p 6379 -a hunter2":           true,
		"connect redis://h:6379/1":              false,
		"connect h 6379":                        false,
		"try AUTH hunter2":                      true,
		"help AUTH hunter2":                     true,
		"try GET 2":                             false,
		`EVAL "redis.call('CONFIG','SET','requirepass','hunter2')" 0`:      true,
		`EVAL "redis.call('CONFIG','SET',ARGV[1],ARGV[2])" 0 masterauth p`: true,
		`eval "return redis.call('acl', 'setuser', 'ann', '>hunter2')" 0`:  true,
		`EVAL "local user = redis.call('HGET', 'users', 'auth')" 0`:        false,
		"redis-cli -h x -a hunter2":                                        true,
		"redis-cli -ahunter2":                                              true,
		"redis-cli --pass hunter2 PING":                                    true,
		"redis-cli -u redis://:hunter2@h":                                  true,
		"redis-cli -h x AUTH hunter2":                                      true,
		"redis-cli CONFIG SET requirepass p":                               true,
		"$ redis-cli -a hunter2":                                           true,
		"rediscli -a hunter2":                                              true,
		"/usr/bin/valkey-cli -a hunter2":                                   true,
		"redis-tutor practice -a hunter2":                                  true,
		"REDISCLI_AUTH=hunter2 redis-cli":                                  true,
		"redis-cli redis-cli redis-cli":                                    false,
		"redis-cli":                                                        false,
		"redis-cli -h x -p 6379 GET k":                                     false,
		"$":                                                                false,
		"5":                                                                false,
		"":                                                                 false,
	}
	for typed, want := range cases {
		args, err := words.Split(typed)
		if err != nil {
			t.Fatal(err)
		}
		if got := secret.In(args); got != want {
			t.Errorf("In(%q) = %v", typed, got)
		}
	}
}

// TestMisquoted: a quote too many makes nothing less secret.
func TestMisquoted(t *testing.T) {
	for text, want := range map[string]bool{
		`AUTH "hunter2`:                               true,
		`AUTH it's`:                                   true,
		`"AUTH" hunter2"`:                             true,
		`"AUTH"hunter2`:                               true,
		`AU"TH" hunter2`:                              true,
		`AUTH"hunter2"x`:                              true,
		`'AUTH hunter2`:                               true,
		`as bob "AUTH hunter2`:                        true,
		`explain 'AUTH' 'hunter2`:                     true,
		`HELLO 3 "AUTH" u p"x"`:                       true,
		`CONFIG SET "requirepass" p"`:                 true,
		`CONFIG SET save "" requirepass p"x`:          true,
		`CONFIG SET save '3600 1' requirepass it's`:   true,
		`CONFIG SET save '60 1' 'tls-key-file-pass p`: true,
		`ACL "SETUSER" ann >it's`:                     true,
		`redis-cli -a 'hunter2`:                       true,
		`connect 'redis://u:hunter2@h`:                true,
		`SET k it's`:                                  false,
		`SET k "a`:                                    false,
		`CONFIG SET maxmemory "1mb`:                   false,
		`"`:                                           false,
		``:                                            false,
	} {
		if got := secret.Misquoted(text); got != want {
			t.Errorf("Misquoted(%s) = %v", text, got)
		}
	}
}
