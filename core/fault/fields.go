package fault

// Field is what is wrong with one field of something that was sent.
type Field struct {
	Name string // as in JSON: "percent", "codes[1]", "title.ru"
	Why  string
}

// Fields gathers every bad field, so that all of them are told at once. Its Err is an error
// that unwraps to Fault.
type Fields struct {
	Fault *Fault
	List  []Field
}

// Add notes a bad field.
func (f *Fields) Add(name, why string) { f.List = append(f.List, Field{name, why}) }

// Want notes a field that is not as it must be.
func (f *Fields) Want(ok bool, name, why string) {
	if !ok {
		f.Add(name, why)
	}
}

// Err is nil while no field is bad, else f.
func (f *Fields) Err() error {
	if len(f.List) == 0 {
		return nil
	}
	return f
}

// Error implements error.
func (f *Fields) Error() string {
	s := f.Fault.Error()
	for _, x := range f.List {
		s += "; " + x.Name + ": " + x.Why
	}
	return s
}

// Unwrap returns Fault.
func (f *Fields) Unwrap() error { return f.Fault }
