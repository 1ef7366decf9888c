package facts

import (
	"strconv"
	"strings"
)

// readNumber reads the number that begins at token i, in digits ("1 490,50",
// "1,490.50", "1.5"), in words ("две тысячи пятьсот", "fifteen hundred") or both
// ("2 тысячи 500"). next is i when there is none.
func readNumber(ts []tok, i int) (n reading, next int) {
	if i >= len(ts) {
		return n, i
	}
	if v, split, j := digitNumber(ts, i); j > i {
		k := multiply(ts, j, v)
		if k == j {
			return reading{values: v, split: split}, j
		}
		v, j = addRest(ts, v, k)
		return reading{values: v}, j
	}
	if v, j := wordNumber(ts, i); j > i {
		values := []int64{v}
		values, j = addRest(ts, values, j)
		return reading{values: values, word: true}, j
	}
	return n, i
}

// addRest adds "… 500" after thousands: "тысяча 490".
func addRest(ts []tok, values []int64, j int) ([]int64, int) {
	if j >= len(ts) || ts[j].kind != 'd' || len(ts[j].text) != 3 || values[0] < 1_000_000 || values[0]%1_000_000 != 0 {
		return values, j
	}
	return []int64{values[0] + int64(small(ts[j].text))*1000}, j + 1
}

// multiply applies "тысяч", "к", "млн", "hundred" after digits, in place.
func multiply(ts []tok, j int, values []int64) int {
	for j < len(ts) && ts[j].kind == 'w' && multipliers[ts[j].text] > 0 {
		if (ts[j].text == "к" || ts[j].text == "k") && !ts[j].glued {
			break // "2 к 1": a preposition
		}
		for i := range values {
			values[i] = min(values[i], 1e12) * (multipliers[ts[j].text] / 1000)
		}
		j++
		if j < len(ts) && ts[j].text == "." && ts[j].glued && (ts[j-1].text == "тыс" || ts[j-1].text == "млн") {
			j++
		}
	}
	return j
}

// digitNumber reads digits with their marks. values are the readings in thousandths,
// split the parts when spaces may part several numbers.
func digitNumber(ts []tok, i int) (values, split []int64, next int) {
	if ts[i].text == "." && i+1 < len(ts) && ts[i+1].kind == 'd' && ts[i+1].glued && (i == 0 || !ts[i].glued) {
		return interpret("0." + ts[i+1].text), nil, i + 2
	}
	if ts[i].kind != 'd' {
		return nil, nil, i
	}
	lit, parts, j := ts[i].text, []string{ts[i].text}, i+1
	for j < len(ts) {
		gap := ts[j].start - ts[j-1].end
		switch {
		case ts[j].kind == 'd' && gap == 1 && len(ts[j].text) == 3 && groups(lit, len(parts)):
			lit += ts[j].text
			parts = append(parts, ts[j].text)
			j++
			continue
		case mark(ts[j].text) && ts[j].glued && j+1 < len(ts) && ts[j+1].kind == 'd' && ts[j+1].glued:
			lit += ts[j].text + ts[j+1].text
			j += 2
			continue
		}
		break
	}
	values = interpret(lit)
	if len(parts) > 1 && !strings.ContainsAny(lit, ".,'") {
		for _, p := range parts {
			split = append(split, interpret(p)...)
		}
	}
	return values, split, j
}

func mark(s string) bool { return s == "." || s == "," || s == "'" }

// groups: digits that a group of three may follow after a space.
func groups(lit string, parts int) bool {
	if strings.ContainsAny(lit, ".,'") || lit[0] == '0' {
		return false
	}
	return parts == 1 && len(lit) <= 3 || parts > 1 && len(lit) <= 9
}

// interpret gives the readings of digits with marks: "1,490" may be 1490 or 1.49.
// Too many digits, or marks that make no number, have none.
func interpret(lit string) []int64 {
	lit = strings.ReplaceAll(lit, "'", "")
	dots, commas := strings.Count(lit, "."), strings.Count(lit, ",")
	last := strings.LastIndexAny(lit, ".,")
	plain := strings.NewReplacer(".", "", ",", "").Replace(lit)
	switch {
	case last < 0:
		return decimal(lit, "")
	case dots > 0 && commas > 0 && strings.Count(lit, lit[last:last+1]) == 1:
		return decimal(strings.NewReplacer(".", "", ",", "").Replace(lit[:last]), lit[last+1:])
	case dots+commas > 1:
		if groupsOfThree(lit) {
			return decimal(plain, "")
		}
		return nil
	case len(lit)-last-1 == 3 && last <= 3 && lit[0] != '0':
		return append(decimal(plain, ""), decimal(lit[:last], lit[last+1:])...)
	}
	return decimal(lit[:last], lit[last+1:])
}

func groupsOfThree(lit string) bool {
	parts := strings.FieldsFunc(lit, func(r rune) bool { return r == '.' || r == ',' })
	for _, p := range parts[1:] {
		if len(p) != 3 {
			return false
		}
	}
	return len(parts[0]) <= 3
}

func decimal(whole, frac string) []int64 {
	if len(whole) > 12 || len(strings.TrimRight(frac, "0")) > 3 {
		return nil
	}
	frac = (frac + "000")[:3]
	v, err := strconv.ParseInt(whole+frac, 10, 64)
	if err != nil {
		return nil
	}
	return []int64{v}
}

// wordNumber reads a number in words from token i.
func wordNumber(ts []tok, i int) (value int64, next int) {
	var total, current int64
	seen := false
	j := i
	for j < len(ts) {
		w := ts[j].text
		n, isNumber := numberWords[w]
		m := multipliers[w]
		switch {
		case ts[j].kind != 'w':
			if w == "-" && seen && j+1 < len(ts) && ts[j].glued && ts[j+1].glued && numberWords[ts[j+1].text] > 0 {
				j++
				continue
			}
			return total + current, j
		case isNumber && fits(current, n):
			current += n
		case w == "and" && seen && j+1 < len(ts) && numberWords[ts[j+1].text] > 0:
			j++
			continue
		case m > 0 && !ambiguous(w) && (seen || startsAlone(w)):
			current = max(current, 1000) * (m / 1000)
			if m >= 1_000_000 {
				total, current = total+current, 0
			}
		default:
			return total + current, j
		}
		seen = true
		j++
	}
	return total + current, j
}

// fits: "сорок пять" is one number, "пять сорок" are two.
func fits(current, n int64) bool {
	switch {
	case current == 0:
		return true
	case n < 10_000:
		return current%10_000 == 0 && current%100_000 != 10_000
	case n < 100_000:
		return current%100_000 == 0
	}
	return false
}

// ambiguous words multiply digits only: "2к", but "к" is a preposition.
func ambiguous(w string) bool { return w == "к" || w == "k" }

// startsAlone: "тысяча", "сотня", "десяток" and "thousand" are numbers by themselves.
func startsAlone(w string) bool { return !ambiguous(w) }
