package config

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// setting is one field of Config with what its tags say.
type setting struct {
	name, flag, check, example, help string
	secret                           string // "all", "url", ""
	def, demo                        string
	min, max                         string
	oneof                            []string
	field                            reflect.Value
	group                            string
}

// settings lists all fields of c, in order.
func settings(c *Config) []setting { return collect(reflect.ValueOf(c).Elem(), "") }

func collect(v reflect.Value, group string) []setting {
	var out []setting
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Type.Kind() == reflect.Struct {
			out = append(out, collect(v.Field(i), f.Name)...)
			continue
		}
		tag := f.Tag.Get
		s := setting{name: tag("name"), flag: tag("flag"), check: tag("check"), example: tag("example"), help: tag("help"),
			secret: tag("secret"), def: tag("default"), demo: tag("demo"), min: tag("min"), max: tag("max"), field: v.Field(i), group: group}
		if o := tag("oneof"); o != "" {
			s.oneof = strings.Split(o, ",")
		}
		out = append(out, s)
	}
	return out
}

// text is the value as it would be written in a setting; a zero that has no default
// is empty.
func (s setting) text() string {
	v := s.field.Interface()
	if s.field.IsZero() && s.def == "" {
		return ""
	}
	switch v := v.(type) {
	case time.Duration:
		return v.String()
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return fmt.Sprint(v)
}

// set parses text into the field; the error says what is wrong with it.
func (s setting) set(text string) error {
	if text == "" {
		s.field.SetZero()
		return nil
	}
	switch s.field.Interface().(type) {
	case string:
		s.field.SetString(text)
		return nil
	case time.Duration:
		d, err := time.ParseDuration(text)
		if err != nil {
			return fmt.Errorf("is no duration")
		}
		return s.put(reflect.ValueOf(d), within(d, s.min, s.max, time.ParseDuration))
	case float64:
		f, err := strconv.ParseFloat(text, 64)
		if err != nil || f != f {
			return fmt.Errorf("is no number")
		}
		return s.put(reflect.ValueOf(f), within(f, s.min, s.max, func(t string) (float64, error) { return strconv.ParseFloat(t, 64) }))
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return fmt.Errorf("is no whole number")
	}
	parse := func(t string) (int64, error) { return strconv.ParseInt(t, 10, 64) }
	return s.put(reflect.ValueOf(n).Convert(s.field.Type()), within(n, s.min, s.max, parse))
}

func (s setting) put(v reflect.Value, err error) error {
	if err == nil {
		s.field.Set(v)
	}
	return err
}

// within checks a value against bounds that are written in tags; "" is no bound.
func within[T int64 | float64 | time.Duration](v T, low, high string, parse func(string) (T, error)) error {
	if l, err := parse(low); low != "" && err == nil && v < l {
		return fmt.Errorf("is less than %s", low)
	}
	if h, err := parse(high); high != "" && err == nil && v > h {
		return fmt.Errorf("is more than %s", high)
	}
	return nil
}

// like is an example value for people.
func (s setting) like() string {
	switch {
	case s.example != "":
		return s.example
	case len(s.oneof) > 0:
		return s.oneof[0]
	}
	return s.def
}

// wants says what a value must be like.
func (s setting) wants() string {
	switch s.field.Interface().(type) {
	case time.Duration:
		return "write a duration from " + s.min + " to " + s.max
	case string:
		return checks[s.check].mend
	}
	if s.max == "" {
		return "write a number from " + s.min
	}
	return "write a number from " + s.min + " to " + s.max
}
