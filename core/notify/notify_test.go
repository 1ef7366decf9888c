package notify_test

import (
	"strings"
	"testing"
	"time"

	"prilavok/core/fault"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/notify"
	"prilavok/core/shop"
)

func TestTemplates(t *testing.T) {
	values := map[string]notify.Value{"number": {Text: "A-1042"}, "name": {Text: `<b>Ник</b> & "Ко" {number}`}, "list": {Text: "• <i>раз</i>", Markup: true}}
	for _, tt := range []struct{ src, want string }{
		{"Заказ <b>{number}</b>", "Заказ <b>A-1042</b>"},
		{"{name}", "&lt;b&gt;Ник&lt;/b&gt; &amp; &quot;Ко&quot; {number}"},
		{"{list}", "• <i>раз</i>"},
		{"Трек[[: {tracking}]].", "Трек."},
		{"Номер[[: {number}]].", "Номер: A-1042."},
		{"[[{number}, {tracking}]]нет", "нет"},
		{"{{number}} }} ] ]]", "{number} } ] ]]"},
		{"раз[[\n\n{tracking}]]\n\nдва", "раз\n\nдва"},
		{"раз\n[[{tracking}]]\n\n\nдва", "раз\n\nдва"},
		{`<a href="{number}">x</a>`, `<a href="A-1042">x</a>`},
	} {
		tpl, err := notify.ParseTemplate(tt.src)
		if err != nil {
			t.Fatalf("%q: %v", tt.src, err)
		}
		if got := tpl.Render(values); got != tt.want {
			t.Errorf("%q gives %q, want %q", tt.src, got, tt.want)
		}
	}
	for src, want := range map[string]string{
		"{number": "line 1", "a\n{Номер}": "line 2", "{}": "line 1", "[[{number}": "no ]]", "[[a [[{number}]]]]": "in another", "[[всегда]]": "needs a variable",
		"[[": "no ]]", strings.Repeat("ы", 3001): "longer than 3000",
	} {
		if _, err := notify.ParseTemplate(src); fault.CodeOf(err) != "notify.template" || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20q: %v, want %q", src, err, want)
		}
	}
	tpl, err := notify.ParseTemplate("{number} {nmae}")
	if err != nil {
		t.Fatal(err)
	}
	if err := tpl.Check([]string{"number", "name"}); fault.CodeOf(err) != "notify.unknown_variable" || !strings.Contains(err.Error(), "{nmae}") || !strings.Contains(err.Error(), "{number}, {name}") {
		t.Errorf("an unknown variable: %v", err)
	}
}

// FuzzTemplate: whatever an owner writes either is refused or renders without a value
// becoming markup.
func FuzzTemplate(f *testing.F) {
	for _, s := range []string{"{name}", "[[{name}]]", "{{{name}}}", "<b>{name}</b>", "[[[[{name}", `<a href="{name}">`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		tpl, err := notify.ParseTemplate(src)
		if err != nil {
			return
		}
		out := tpl.Render(map[string]notify.Value{"name": {Text: "<u>я</u>"}})
		if strings.Contains(out, "<u>") && !strings.Contains(src, "<u>") {
			t.Errorf("%q let markup in: %q", src, out)
		}
	})
}

// TestBuiltIn: every notice has a text in both languages that uses only its variables.
func TestBuiltIn(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range notify.Kinds() {
		key := k.Event + " to " + string(k.Audience)
		if seen[key] {
			t.Errorf("%s stands there twice", key)
		}
		seen[key] = true
		for l, src := range map[lang.Lang]string{lang.RU: k.Text.RU, lang.EN: k.Text.EN} {
			tpl, err := notify.ParseTemplate(src)
			if err != nil || src == "" {
				t.Errorf("%s in %s: %q: %v", key, l, src, err)
				continue
			}
			if err := tpl.Check(strings.Fields(k.Vars)); err != nil {
				t.Errorf("%s in %s: %v", key, l, err)
			}
			if p := markup.Parse(src); p.String() == "" {
				t.Errorf("%s in %s is empty", key, l)
			}
		}
		if (k.Audience == notify.Customer) != (k.Topic != "") {
			t.Errorf("%s: topic %q", key, k.Topic)
		}
	}
}

func TestQuiet(t *testing.T) {
	at := func(s string) time.Time {
		x, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	for _, tt := range []struct {
		name, zone string
		set        shop.Notices
		now, until string // until "" is no quiet
	}{
		{"the evening before ten", "Europe/Moscow", shop.Notices{}, "2026-11-26T18:59:59Z", ""},
		{"from ten in the evening", "Europe/Moscow", shop.Notices{}, "2026-11-26T19:00:00Z", "2026-11-27T06:00:00Z"},
		{"after midnight", "Europe/Moscow", shop.Notices{}, "2026-11-26T22:30:00Z", "2026-11-27T06:00:00Z"},
		{"a second before the end", "Europe/Moscow", shop.Notices{}, "2026-11-27T05:59:59Z", "2026-11-27T06:00:00Z"},
		{"at the end", "Europe/Moscow", shop.Notices{}, "2026-11-27T06:00:00Z", ""},
		{"another zone", "Asia/Vladivostok", shop.Notices{}, "2026-11-26T12:00:00Z", "2026-11-26T23:00:00Z"},
		{"hours within one day", "Europe/Moscow", shop.Notices{QuietFrom: "13:00", QuietTo: "14:30"}, "2026-11-26T10:15:00Z", "2026-11-26T11:30:00Z"},
		{"none where equal", "Europe/Moscow", shop.Notices{QuietFrom: "00:00", QuietTo: "00:00"}, "2026-11-26T23:00:00Z", ""},
		{"last day of a year", "Europe/Moscow", shop.Notices{}, "2026-12-31T20:00:00Z", "2027-01-01T06:00:00Z"},
		{"clocks go forward: an hour less", "Europe/Berlin", shop.Notices{}, "2026-03-28T21:00:00Z", "2026-03-29T07:00:00Z"},
		{"clocks go back: an hour more", "Europe/Berlin", shop.Notices{}, "2026-10-24T20:00:00Z", "2026-10-25T08:00:00Z"},
		{"the end does not exist that night", "Europe/Berlin", shop.Notices{QuietFrom: "22:00", QuietTo: "02:30"}, "2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"},
		{"the end comes twice: the first counts", "Europe/Berlin", shop.Notices{QuietFrom: "22:00", QuietTo: "02:30"}, "2026-10-25T00:15:00Z", "2026-10-25T00:30:00Z"},
		{"after its first time there is no quiet", "Europe/Berlin", shop.Notices{QuietFrom: "22:00", QuietTo: "02:30"}, "2026-10-25T01:15:00Z", ""},
		{"written wrongly", "Europe/Moscow", shop.Notices{QuietFrom: "25:99"}, "2026-11-26T22:30:00Z", ""},
	} {
		zone, err := time.LoadLocation(tt.zone)
		if err != nil {
			t.Fatal(err)
		}
		until, quiet := notify.Quiet(tt.set, zone, at(tt.now))
		if quiet != (tt.until != "") || quiet && !until.Equal(at(tt.until)) {
			t.Errorf("%s: %v until %v, want %s", tt.name, quiet, until.UTC(), tt.until)
		}
	}
}
