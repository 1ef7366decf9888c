// Command check holds the house rules that a compiler does not: sizes, what core may
// use, contexts inside units of work, documented exports and fault codes, and texts
// that have no place in a repository. It prints one line for each, ok or FAIL, with
// the findings below it.
//
//	go run ./tools/check [-update] [NAME...]
//
// -update writes docs/FAULTS.md instead of comparing it. What a rule must let pass
// stands in tools/check/exceptions.txt, each with its reason.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"sort"
)

// finding is one breach of a rule. Where is a path, or path:line; Subject is what an
// exception names.
type finding struct {
	where   string
	subject string
	text    string
}

// rule is one check over the whole tree.
type rule struct {
	name string
	run  func(t *tree) ([]finding, error)
}

var rules = []rule{
	{"file", fileBudget},
	{"function", functionBudget},
	{"screen", screens},
	{"interface", interfaceBudget},
	{"package", packageBudget},
	{"init", noInit},
	{"core", coreImports},
	{"clock", coreClock},
	{"doc", coreDocs},
	{"open-end", openEnds},
	{"place", places},
	{"faults", faultPage},
	{"unit", unitsOfWork},
}

func main() {
	update := flag.Bool("update", false, "write generated pages")
	flag.Parse()
	t, err := load(".")
	if err != nil {
		fmt.Fprintln(os.Stderr, "check:", err)
		os.Exit(2)
	}
	t.update = *update
	if !run(t, flag.Args(), os.Stdout) {
		os.Exit(1)
	}
}

// run applies the named rules, all when none is named, and reports whether all hold.
func run(t *tree, names []string, out io.Writer) bool {
	except, err := readExceptions(t)
	if err != nil {
		fmt.Fprintf(out, "FAIL exceptions\n     %v\n", err)
		return false
	}
	good := true
	for _, r := range rules {
		if len(names) > 0 && !slices.Contains(names, r.name) {
			continue
		}
		found, err := r.run(t)
		if err != nil {
			found = append(found, finding{text: err.Error()})
		}
		found = except.filter(r.name, found)
		good = report(out, r.name, found) && good
	}
	if len(names) == 0 {
		good = report(out, "exceptions", except.unused()) && good
		fmt.Fprintln(out, "     "+t.commentRatio())
	}
	return good
}

func report(out io.Writer, name string, found []finding) bool {
	if len(found) == 0 {
		fmt.Fprintln(out, "ok   "+name)
		return true
	}
	fmt.Fprintln(out, "FAIL "+name)
	sort.SliceStable(found, func(i, j int) bool { return found[i].where < found[j].where })
	for _, f := range found {
		if f.where != "" {
			f.where += ": "
		}
		fmt.Fprintf(out, "     %s%s\n", f.where, f.text)
	}
	return false
}
