package cart

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"prilavok/core/delivery"
	"prilavok/core/lang"
)

// Limits of what a contact writes, in characters.
const (
	maxName    = 100
	maxAddress = 300
	maxComment = 500
)

// take puts the answer to the current step into the state.
func take(st State, action string, in Input, env Env) (State, Problem) {
	if action == ActUse {
		s, verified := suggestion(st, env)
		if s == "" {
			return st, ProblemNotHere
		}
		return take(st, "", suggested(st.Step, s, verified), env)
	}
	switch {
	case strings.HasPrefix(action, ActMethod):
		return takeMethod(st, strings.TrimPrefix(action, ActMethod), env)
	case strings.HasPrefix(action, ActPoint):
		return takePoint(st, strings.TrimPrefix(action, ActPoint), env)
	case strings.HasPrefix(action, ActSlot):
		return takeSlot(st, strings.TrimPrefix(action, ActSlot), env)
	case strings.HasPrefix(action, ActPay):
		return takeWay(st, strings.TrimPrefix(action, ActPay), env)
	case strings.HasPrefix(action, ActZone):
		return takeZone(st, strings.TrimPrefix(action, ActZone), env)
	case action == ActSkip, action == ActNone:
		if st.Step != StepComment {
			return st, ProblemNotHere
		}
		if action == ActNone {
			st.Comment = ""
		}
		return st, ProblemNone
	case action != "":
		return st, ProblemNotHere
	}
	return takeText(st, in, env)
}

// suggested turns a suggestion back into the input that it stands for.
func suggested(step Step, s string, verified bool) Input {
	if step == StepPhone {
		return Input{Phone: s, Verified: verified}
	}
	return Input{Text: s}
}

func takeText(st State, in Input, env Env) (State, Problem) {
	var p Problem
	switch st.Step {
	case StepName:
		st.Name, p = CleanName(in.Text)
	case StepPhone:
		return takePhone(st, in)
	case StepDelivery:
		id, ok := methodMeant(in.Text, env)
		if !ok {
			return st, ProblemChoice
		}
		return takeMethod(st, id, env)
	case StepCity:
		return takeCity(st, in.Text, env)
	case StepPoint:
		return takePoint(st, pointMeant(in.Text, st, env), env)
	case StepSlot:
		slot, ok := delivery.Meant(in.Text, env.free(st.Choice), env.Times.Now)
		if !ok {
			return st, ProblemTime
		}
		return takeSlot(st, slot.Key(), env)
	case StepPayment:
		return takeWay(st, wayMeant(in.Text, env), env)
	case StepAddress:
		st.Address, p = CleanAddress(in.Text)
	case StepComment:
		st.Comment, p = cleanComment(in.Text)
	default:
		p = ProblemUnclear
	}
	return st, p
}

func takePhone(st State, in Input) (State, Problem) {
	text, verified := in.Text, false
	if in.Phone != "" {
		text, verified = in.Phone, in.Verified
		if !strings.HasPrefix(text, "+") {
			text = "+" + text
		}
	}
	phone, ok := Phone(text)
	if !ok {
		return st, ProblemPhone
	}
	if phone == st.Phone && st.PhoneVerified {
		verified = true // typing the proven number again takes nothing away
	}
	st.Phone, st.PhoneVerified = phone, verified
	return st, ProblemNone
}

// takeMethod chooses a delivery. Its button works at any later step too: pressed on
// an old message it changes the delivery.
func takeMethod(st State, id string, env Env) (State, Problem) {
	if st.Step != StepDelivery {
		if rank(st.Step) < rank(StepDelivery) {
			return st, ProblemNotHere
		}
		st, _ = edit(st, StepDelivery, env)
	}
	m, ok := FindMethod(env.Methods, id)
	if !ok || !Offered(m, env.Items) {
		return st, ProblemChoice
	}
	if st.Choice.MethodID != id {
		st.Choice = Choice{MethodID: id}
		if z, ok := m.ZoneOf(st.City); ok {
			st.Choice.ZoneID = z.ID
		}
		if p, ok := m.PointByID(""); ok {
			st.Choice.PointID = p.ID
		}
	}
	return st, ProblemNone
}

func takeZone(st State, id string, env Env) (State, Problem) {
	m, _ := FindMethod(env.Methods, st.Choice.MethodID)
	z, ok := m.ZoneByID(id)
	if !ok || rank(st.Step) < rank(StepCity) {
		return st, ProblemNotHere
	}
	if st.Step != StepCity {
		st, _ = edit(st, StepCity, env)
	}
	if known, ok := m.ZoneOf(st.City); !ok || known.ID != id {
		st.City = z.Title.In(lang.RU, lang.RU)
	}
	return inZone(st, id, env), ProblemNone
}

// inZone sets the zone. A time that this zone has as well stays chosen.
func inZone(st State, id string, env Env) State {
	st.Choice.ZoneID = id
	if _, ok := delivery.Find(env.free(st.Choice), st.Choice.Slot); !ok {
		st.Choice.Slot, st.SlotsFrom = "", ""
	}
	return st
}

func takePoint(st State, id string, env Env) (State, Problem) {
	m, _ := FindMethod(env.Methods, st.Choice.MethodID)
	if id == "" && st.Step == StepPoint {
		return st, ProblemPoint
	}
	if _, ok := m.PointByID(id); !ok || len(m.Points) == 0 || rank(st.Step) < rank(StepPoint) {
		return st, ProblemNotHere
	}
	if st.Step != StepPoint {
		st, _ = edit(st, StepPoint, env)
	}
	st.Choice.PointID = id
	return st, ProblemNone
}

// pointMeant finds the pickup point that a text names: its number in the list, its
// title or a part of its address that no other has; "" when none.
func pointMeant(text string, st State, env Env) string {
	m, _ := FindMethod(env.Methods, st.Choice.MethodID)
	want := fold(text)
	if n, err := strconv.Atoi(want); err == nil && n >= 1 && n <= len(m.Points) {
		return m.Points[n-1].ID
	}
	found := ""
	for _, p := range m.Points {
		fits := p.ID == text
		for _, t := range []lang.Texts{p.Title, p.Address} {
			for _, s := range t {
				fits = fits || utf8.RuneCountInString(want) >= 3 && s != "" && (strings.Contains(fold(s), want) || strings.Contains(want, fold(s)))
			}
		}
		if fits && found != "" {
			return ""
		}
		if fits {
			found = p.ID
		}
	}
	return found
}

// takeSlot chooses a time; its button works at a later step too.
func takeSlot(st State, key string, env Env) (State, Problem) {
	if !applies(StepSlot, st, env) || rank(st.Step) < rank(StepSlot) {
		return st, ProblemNotHere
	}
	if _, ok := delivery.Find(env.free(st.Choice), key); !ok {
		if st.Step != StepSlot {
			return st, ProblemNotHere
		}
		return st, ProblemSlot
	}
	if st.Step != StepSlot {
		st, _ = edit(st, StepSlot, env)
	}
	st.Choice.Slot, st.SlotsFrom = key, ""
	return st, ProblemNone
}

func takeCity(st State, text string, env Env) (State, Problem) {
	m, _ := FindMethod(env.Methods, st.Choice.MethodID)
	if z, ok := m.ZoneByID(text); ok {
		return takeZone(st, z.ID, env)
	}
	if n, err := strconv.Atoi(strings.TrimSpace(text)); err == nil && n >= 1 && n <= len(m.Zones) {
		return takeZone(st, m.Zones[n-1].ID, env)
	}
	z, ok := m.ZoneOf(text)
	if !ok {
		return st, ProblemCity
	}
	st.City = strings.TrimSpace(text)
	return inZone(st, z.ID, env), ProblemNone
}

// methodMeant finds the delivery that a text names: its id, its number in the list,
// its title or the common words for its kind, when only one fits.
func methodMeant(text string, env Env) (string, bool) {
	want := fold(text)
	var offered []Method
	for _, m := range env.Methods {
		if Offered(m, env.Items) {
			offered = append(offered, m)
		}
	}
	if n, err := strconv.Atoi(want); err == nil && n >= 1 && n <= len(offered) {
		return offered[n-1].ID, true
	}
	for _, m := range offered {
		if m.ID == text || want != "" && (want == fold(m.Title[lang.RU]) || want == fold(m.Title[lang.EN])) {
			return m.ID, true
		}
	}
	found := ""
	for _, m := range offered {
		if !mentions(want, m) {
			continue
		}
		if found != "" {
			return "", false
		}
		found = m.ID
	}
	return found, found != ""
}

func mentions(want string, m Method) bool {
	if utf8.RuneCountInString(want) >= 4 {
		for _, t := range m.Title {
			if strings.Contains(fold(t), want) || strings.Contains(want, fold(t)) {
				return true
			}
		}
	}
	for _, w := range kindWords[m.Kind] {
		if strings.Contains(want, w) {
			return true
		}
	}
	return false
}

// CleanName checks a person's name: letters, spaces, hyphens, apostrophes and dots.
func CleanName(s string) (string, Problem) {
	s = strings.Join(strings.Fields(s), " ")
	n := utf8.RuneCountInString(s)
	if n > maxName {
		return "", ProblemTooLong
	}
	letters := 0
	for _, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.IsMark(r):
			letters++
		case !strings.ContainsRune(" -'’.ʼ", r):
			return "", ProblemName
		}
	}
	if letters < 2 || len(strings.Fields(s)) > 5 {
		return "", ProblemName
	}
	return s, ProblemNone
}

// CleanAddress checks an address for being one: some letters, and a number or at
// least three words.
func CleanAddress(s string) (string, Problem) {
	s = strings.TrimSpace(spaces(s))
	n := utf8.RuneCountInString(s)
	if n > maxAddress {
		return "", ProblemTooLong
	}
	letters, digits := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			digits++
		case unicode.IsControl(r):
			return "", ProblemAddress
		}
	}
	if n < 6 || letters < 3 || (digits == 0 && len(strings.Fields(s)) < 3) || strings.HasSuffix(s, "?") {
		return "", ProblemAddress
	}
	return s, ProblemNone
}

func cleanComment(s string) (string, Problem) {
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' {
			return -1
		}
		return r
	}, s))
	if utf8.RuneCountInString(s) > maxComment {
		return "", ProblemTooLong
	}
	if s == "" {
		return "", ProblemUnclear
	}
	return s, ProblemNone
}

func spaces(s string) string { return strings.Join(strings.Fields(s), " ") }
