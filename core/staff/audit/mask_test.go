package audit

import (
	"strings"
	"testing"
)

func TestChanged(t *testing.T) {
	for _, x := range []struct {
		what, before, after string
		private             bool
		wantBefore, want    string
	}{
		{"what is equal is left out", `{"a":1,"b":[1],"c":"x"}`, `{"a":1,"b":[2],"c":"x"}`, false, `{"b":[1]}`, `{"b":[2]}`},
		{"what was made is whole", ``, `{"id":"x","a":1}`, false, `{}`, `{"a":1,"id":"x"}`},
		{"what is gone is whole", `{"a":1}`, `null`, false, `{"a":1}`, `{}`},
		{"no object", `[1]`, `"x"`, false, `{}`, `{}`},
		{"secrets", `{"api_secret":"a","url":"u","tokens":{"x":"y"}}`, `{"api_secret":"b","url":"v","tokens":{"x":"z"}}`, false,
			`{"api_secret":"•••","tokens":"•••","url":"•••"}`, `{"api_secret":"•••","tokens":"•••","url":"•••"}`},
		{"people", `{"recipient":{"name":"Ольга"},"lines":[{"n":1,"comment":"с бантом"}],"phone":""}`, `{"recipient":{"name":"Оля"},"lines":[{"n":2,"comment":""}],"phone":"+7"}`, false,
			`{"lines":[{"comment":"•••","n":1}],"phone":"","recipient":"•••"}`, `{"lines":[{"comment":"","n":2}],"phone":"•••","recipient":"•••"}`},
		{"ids stay", `{"contact_id":"ctc_1","address_id":"a"}`, `{"contact_id":"ctc_2","address_id":"b"}`, false, `{"address_id":"a","contact_id":"ctc_1"}`, `{"address_id":"b","contact_id":"ctc_2"}`},
		{"about customers", `{"id":"ctc_1","name":"Ольга","tags":["vip"],"status":"open","n":1}`, `{"id":"ctc_1","name":"Оля","tags":["x"],"status":"done","n":2}`, true,
			`{"n":1,"name":"•••","status":"open","tags":["•••"]}`, `{"n":2,"name":"•••","status":"done","tags":["•••"]}`},
		{"too long", ``, `{"a":"` + strings.Repeat("x", mostKept) + `"}`, false, `{}`, `{"left_out":"too long"}`},
	} {
		if b, a := changed(read([]byte(x.before)), read([]byte(x.after)), x.private); string(b) != x.wantBefore || string(a) != x.want {
			t.Errorf("%s: %s → %s, want %s → %s", x.what, b, a, x.wantBefore, x.want)
		}
	}
}
