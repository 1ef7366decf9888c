package lang

// Table has a phrase for each of its keys. It is a list and no map: it is short, and where a
// program starts often, a map would be made anew at every start.
type Table[K comparable] []struct {
	Key    K
	Phrase Phrase
}

// Find returns the phrase of a key, if the table has one.
func (t Table[K]) Find(key K) (Phrase, bool) {
	for _, e := range t {
		if e.Key == key {
			return e.Phrase, true
		}
	}
	return Phrase{}, false
}

// Of returns the phrase of a key, the empty one if the table has none.
func (t Table[K]) Of(key K) Phrase {
	p, _ := t.Find(key)
	return p
}

// Words says what some words mean. It is a list for the same reason.
type Words[V any] []struct {
	Word string
	Is   V
}

// Find returns what a word means, if that is known.
func (w Words[V]) Find(word string) (is V, known bool) {
	for _, e := range w {
		if e.Word == word {
			return e.Is, true
		}
	}
	return is, false
}
