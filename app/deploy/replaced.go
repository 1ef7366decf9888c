package deploy

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"prilavok/core/fault"
)

// replaced are files of the standard library that the edge has smaller ones for: of ours, or
// theirs with other words.
var replaced = []struct {
	file, ours string
	words      []string // what it has, what it has instead, and so on
}{
	{file: "src/slices/zsortanyfunc.go", ours: "app/deploy/_slices/any.go"},
	{file: "src/slices/zsortordered.go", ours: "app/deploy/_slices/ordered.go"},
	// Every class and script of Unicode, for a pattern that would name one. Ours name these.
	{file: "src/regexp/syntax/parse.go", words: []string{
		`unicode.Categories[name]`, `map[string]*unicode.RangeTable{"L": unicode.L, "N": unicode.N}[name]`,
		`unicode.Scripts[name]`, `map[string]*unicode.RangeTable{"Cyrillic": unicode.Cyrillic}[name]`,
		`unicode.Categories[actual]`, `(*unicode.RangeTable)(nil)`,
		`unicode.Categories["LC"]`, `(*unicode.RangeTable)(nil)`,
	}},
	// How patterns and their programs look: whatever has a String is kept for those who print.
	{file: "src/regexp/syntax/prog.go", words: []string{
		`func (p *Prog) String()`, `func (p *Prog) text()`,
		`func (i *Inst) String()`, `func (i *Inst) text()`,
	}},
	{file: "src/regexp/syntax/regexp.go", words: []string{`func (re *Regexp) String()`, `func (re *Regexp) text()`}},
	// A faster way for patterns that never go back: another program of each, made when the
	// pattern is. Ours are used a few times in an isolate's life.
	{file: "src/regexp/onepass.go", words: []string{
		`func compileOnePass(prog *syntax.Prog) (p *onePassProg) {`, "func compileOnePass(*syntax.Prog) *onePassProg { return nil }\n\nfunc compileAnyway(prog *syntax.Prog) (p *onePassProg) {",
	}},
	{file: "src/regexp/exec.go", words: []string{`return re.doOnePass(r, b, s, pos, ncap, dstCap)`, `panic("regexp: one pass")`}},
	// What package log writes before a line: nothing of ours writes by it.
	{file: "src/log/log.go", words: []string{
		`func formatHeader(`, "func formatHeader(*[]byte, time.Time, string, int, string, int) {}\n\nfunc formatAnyway(",
	}},
	// What programs with flags and a terminal print, and a scheduler that is watched.
	{file: "src/flag/flag.go", words: []string{`CommandLine.Usage = commandLineUsage`, ``, `f.Usage = f.defaultUsage`, ``}},
	{file: "src/runtime/proc.go", words: []string{`func schedtrace(detailed bool) {`, "func schedtrace(bool) {}\n\nfunc traceAnyway(detailed bool) {"}},
	// What compares the types of several modules at the start, where there is one; what checks the
	// linker's own tables then; what looks for wrong finalizers where GODEBUG asks for it.
	{file: "src/runtime/type.go", words: []string{`func typelinksinit() {`, "func typelinksinit() {}\n\nfunc typelinksAnyway() {"}},
	{file: "src/runtime/symtab.go", words: []string{`func moduledataverify1(datap *moduledata) {`, "func moduledataverify1(*moduledata) {}\n\nfunc verifyAnyway(datap *moduledata) {"}},
	{file: "src/runtime/mcheckmark.go", words: []string{`func checkFinalizersAndCleanups() {`, "func checkFinalizersAndCleanups() {}\n\nfunc checkAnyway() {"}},
	// The execution tracer, which nobody can switch on from outside, and what it would ask at every turn of the scheduler.
	{file: "src/runtime/trace.go", words: []string{`func traceAdvance(stopTrace bool) {`, "func traceAdvance(bool) {}\n\nfunc advanceAnyway(stopTrace bool) {"}},
	{file: "src/runtime/traceruntime.go", words: []string{"return trace.enabled\n", "return false\n", "return trace.enabledWithAllocFree\n", "return false\n"}},
	// Memory in figures, for who looks for a fault of the runtime's own.
	{file: "src/runtime/mgcmark.go", words: []string{`func gcDumpObject(label string, obj, off uintptr) {`, "func gcDumpObject(string, uintptr, uintptr) {}\n\nfunc dumpAnyway(label string, obj, off uintptr) {"}},
	{file: "src/runtime/mgcmark_greenteagc.go", words: []string{`func dumpScanStats() {`, "func dumpScanStats() {}\n\nfunc statsAnyway() {"}},
	{file: "src/runtime/traceback.go", words: []string{`func tracebackHexdump(stk stack, frame *stkframe, bad uintptr) {`, "func tracebackHexdump(stack, *stkframe, uintptr) {}\n\nfunc hexdumpAnyway(stk stack, frame *stkframe, bad uintptr) {"}},
	{file: "src/time/format.go", words: []string{`func (t Time) GoString() string {`, `func (t Time) goText() string {`}},
	// What cryptography checks of itself where it must be of FIPS 140, which is off: the checks
	// keep arithmetic that nothing else of a module calls.
	{file: "src/crypto/internal/fips140/cast.go", words: []string{
		`func CAST(name string, f func() error) {`, "func CAST(string, func() error) {}\n\nfunc castAnyway(name string, f func() error) {",
	}},
	// What TLS would hide its greeting with, and how certificates look: net/http brings TLS along, which the host speaks.
	{file: "src/crypto/hpke/kem.go", words: []string{
		`0x0010, ecdh.P256(),`, `0x0010, nil,`, `0x0011, ecdh.P384(),`, `0x0011, nil,`, `0x0012, ecdh.P521(),`, `0x0012, nil,`, `0x0020, ecdh.X25519(),`, `0x0020, nil,`,
	}},
	{file: "src/crypto/hpke/pq.go", words: []string{`curve: ecdh.X25519(),`, ``, `curve: ecdh.P256(),`, ``, `curve: ecdh.P384(),`, ``}},
	// Numbers of certificates in words: of large numbers nothing else of a module is printed or read.
	{file: "src/math/big/intconv.go", words: []string{
		`func (x *Int) Text(base int) string {`, "func (x *Int) Text(int) string { return \"\" }\n\nfunc (x *Int) textAnyway(base int) string {",
		`func (x *Int) Append(buf []byte, base int) []byte {`, "func (x *Int) Append(buf []byte, _ int) []byte { return buf }\n\nfunc (x *Int) appendAnyway(buf []byte, base int) []byte {",
		`func (x *Int) Format(`, `func (x *Int) formatAnyway(`, `func (z *Int) Scan(`, `func (z *Int) scanAnyway(`,
		`var _ fmt.Formatter = intOne`, ``, `var _ fmt.Scanner = intOne`, ``,
	}},
	{file: "src/math/big/intmarsh.go", words: []string{`func (x *Int) MarshalJSON(`, `func (x *Int) marshalJSON(`, `func (z *Int) UnmarshalText(`, `func (z *Int) unmarshalText(`, `func (z *Int) UnmarshalJSON(`, `func (z *Int) unmarshalJSON(`, `return z.UnmarshalText(`, `return z.unmarshalText(`}},
	{file: "src/crypto/x509/oid.go", words: []string{
		`func (oid OID) String() string {`, `func (oid OID) text() string {`, `o.String()`, `o.text()`,
		`func (o OID) MarshalText() `, `func (o OID) marshalText() `, `return o.AppendText(nil)`, `return o.appendText(nil)`, `func (o OID) AppendText(`, `func (o OID) appendText(`, `func (o *OID) UnmarshalText(`, `func (o *OID) unmarshalText(`,
	}},
	{file: "src/crypto/x509/pkix/pkix.go", words: []string{`func (n Name) String() string {`, `func (n Name) text() string {`, `func (r RDNSequence) String() string {`, `func (r RDNSequence) text() string {`,
		`rdns.String()`, `rdns.text()`}},
	// Counters of deviations that nobody reads, and with them all of the runtime's.
	{file: "src/internal/godebug/godebug.go", words: []string{
		`registerMetric("/godebug/non-default-behavior/"+s.Name()+":events", s.nonDefault.Load)`, ``,
		`v.bisect, _ = bisect.New(arg[j+1:])`, ``, // a search for the line that behaves otherwise
		`v.bisect != nil && !v.bisect.Stack(&stderr)`, `false`,
	}},
}

// replace writes down for the compiler (go help build, -overlay) what it takes instead of its
// own files. What is made for that stands in the folder out.
//
// Faults: deploy.compile for another Go than the one these are made for.
func replace(ctx context.Context, root, out string) (file string, err error) {
	var overlay struct{ Replace map[string]string }
	overlay.Replace = map[string]string{}
	said, err := command(ctx, root, "go", "env", "GOROOT").Output()
	if err != nil {
		return "", ErrSource
	}
	for _, r := range replaced {
		theirs, ours := filepath.Join(strings.TrimSpace(string(said)), filepath.FromSlash(r.file)), filepath.Join(root, filepath.FromSlash(r.ours))
		text, err := os.ReadFile(theirs)
		if err != nil { // a file beside theirs would be one too many
			return "", fault.New(fault.Internal, "deploy.compile", "there is no %s, for which the edge has a smaller one: build with the version that go.mod names", theirs)
		}
		if r.words != nil {
			for i := 0; i < len(r.words); i += 2 {
				if !strings.Contains(string(text), r.words[i]) {
					return "", fault.New(fault.Internal, "deploy.compile", "%s has no %s any more: build with the version that go.mod names", theirs, r.words[i])
				}
			}
			ours = filepath.Join(out, filepath.Base(r.file))
			if err := os.WriteFile(ours, []byte(strings.NewReplacer(r.words...).Replace(string(text))), 0o600); err != nil {
				return "", err
			}
		}
		overlay.Replace[theirs] = ours
	}
	ours, err := declared(root, out)
	if err != nil {
		return "", err
	}
	maps.Copy(overlay.Replace, ours)
	text, err := json.Marshal(overlay)
	if err != nil {
		return "", err
	}
	file = filepath.Join(out, "replaced.json")
	return file, os.WriteFile(file, text, 0o600)
}
