package notify

import (
	"time"

	"prilavok/core/shop"
	"prilavok/core/zone"
)

// Hours of quiet where a shop has set none.
const (
	quietFrom = "22:00"
	quietTo   = "09:00"
)

// Quiet tells whether now is within a shop's quiet hours, and when they end. It is pure:
// the wall clock of the zone decides, so that a night with a change to or from summer
// time is an hour shorter or longer. From equal to To is no quiet at all.
func Quiet(set shop.Notices, zone *time.Location, now time.Time) (until time.Time, quiet bool) {
	from, okFrom := minutes(set.QuietFrom, quietFrom)
	to, okTo := minutes(set.QuietTo, quietTo)
	if !okFrom || !okTo || from == to {
		return time.Time{}, false
	}
	local := now.In(zone)
	at := local.Hour()*60 + local.Minute()
	day := local.Day()
	switch {
	case from < to && at >= from && at < to, from > to && at < to: // ends today
	case from > to && at >= from:
		day++
	default:
		return time.Time{}, false
	}
	until = time.Date(local.Year(), local.Month(), day, to/60, to%60, 0, 0, zone)
	if first := until.Add(-time.Hour); first.Hour() == until.Hour() && first.Day() == until.Day() {
		until = first // the hour exists twice this night: the quiet ends with its first time
	}
	if !until.After(now) {
		return time.Time{}, false
	}
	return until, true
}

func minutes(text, other string) (int, bool) {
	if text == "" {
		text = other
	}
	t, err := time.Parse("15:04", text)
	return t.Hour()*60 + t.Minute(), err == nil
}

// zoneOf is a shop's time zone; where the machine does not know its name, Moscow's.
func zoneOf(name string) *time.Location {
	if at, err := zone.Load(name); err == nil {
		return at
	}
	return time.FixedZone("UTC+3", 3*60*60)
}
