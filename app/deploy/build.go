package deploy

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/andybalholm/brotli"

	"prilavok/app/deploy/slim"
	"prilavok/core/fault"
)

// Built describes a module; build.json beside it holds the same.
type Built struct {
	Name    string `json:"function"`
	Build   string `json:"build"` // what /health answers: the commit
	Go      string `json:"go"`
	WasmSum string `json:"wasm_sha256"`
	ExecSum string `json:"wasm_exec_sha256"`
	Raw     int    `json:"raw"`    // bytes
	Packed  int    `json:"brotli"` // bytes, at brotli's quality 6, which the Supabase CLI uses
}

// String names sizes, their limits and the build in one line.
func (b Built) String() string {
	s := fmt.Sprintf("%s: wasm raw %.2f MB, brotli %.2f MB (at most 15 and 3.5), build %s", b.Name, float64(b.Raw)/1e6, float64(b.Packed)/1e6, b.Build)
	if aim := aims[b.Name]; float64(b.Raw) > aim.raw || float64(b.Packed) > aim.packed {
		s += fmt.Sprintf("; aimed at: %g and %g", aim.raw/1e6, aim.packed/1e6)
	}
	return s
}

// Build compiles the programs of cmd/edge into folders of their names in the folder out, ""
// for the source's own, each beside the page that the same compiler needs and build.json. It
// works in the folder of Prilavok's source. tags are the compiler's.
//
// Faults: deploy.source, deploy.compile, deploy.large; with the last the files are there.
func Build(ctx context.Context, source, out, tags string) ([]Built, error) {
	root, err := sourceRoot(ctx, source)
	if err != nil {
		return nil, err
	}
	if out == "" {
		out = filepath.Join(root, filepath.FromSlash(functionsDir))
	}
	if out, err = filepath.Abs(out); err != nil {
		return nil, err
	}
	var all []Built
	large := false
	for _, f := range functions {
		b, err := f.build(ctx, root, filepath.Join(out, f.name), tags)
		if err != nil {
			return all, err
		}
		all, large = append(all, b), large || b.large()
	}
	if large {
		return all, ErrLarge
	}
	return all, nil
}

func (f function) build(ctx context.Context, root, out, tags string) (Built, error) {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return Built{}, err
	}
	b := Built{Name: f.name, Build: commit(ctx, root)}
	wasm := filepath.Join(out, f.wasm())
	own, err := os.MkdirTemp("", "prilavok-build")
	if err != nil {
		return b, err
	}
	defer func() { _ = os.RemoveAll(own) }()
	overlay, err := replace(ctx, root, own)
	if err != nil {
		return b, err
	}
	args := []string{"build", "-trimpath", "-overlay", overlay}
	for _, of := range notInlined {
		args = append(args, "-gcflags", of+"=-l")
	}
	cmd := command(ctx, root, "go", append(args, "-tags", strings.TrimPrefix(f.tags+","+tags, ","),
		"-ldflags", "-s -w -X prilavok/cmd/edge/host.Build="+b.Build, "-o", wasm, "./cmd/edge/"+f.name)...)
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	if said, err := cmd.CombinedOutput(); err != nil {
		return b, fault.New(fault.Internal, "deploy.compile", "cmd/edge does not compile: %s", strings.TrimSpace(string(said)))
	}
	body, err := slimmed(wasm)
	if err != nil {
		return b, err
	}
	if err := b.measure(body); err != nil {
		return b, err
	}
	return b, b.page(ctx, root, out)
}

// notInlined are packages, ours and others', whose functions are called and not copied to where
// they are called: in WebAssembly a body of its own at each call is larger than the call, by 0.9 MB
// of ours alone, and little of it runs often enough to gain by it. Turns and webhooks took no less
// of the processor with it (bench/RESULTS.md). Libraries' routers and schemas are called a few
// times a request. Of the standard library it is what works by the statement, the line or the
// pattern; the rest keeps what it is tuned for.
var notInlined = []string{"prilavok/...", "github.com/...", "database/sql/...", "fmt", "log/...", "net/url", "regexp/syntax", "time"}

// slimmed makes the module in a file smaller.
func slimmed(file string) ([]byte, error) {
	module, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if module, err = slim.Module(module); err != nil {
		return nil, fault.New(fault.Internal, "deploy.compile", "what the compiler made of cmd/edge cannot be read: %s", err.Error())
	}
	return module, os.WriteFile(file, module, 0o755)
}

func (b Built) large() bool { return b.Raw > mostRaw || b.Packed > mostPacked }

// measure fills in what the module itself tells.
func (b *Built) measure(wasm []byte) error {
	b.Raw, b.WasmSum = len(wasm), sum(wasm)
	var n counter
	w := brotli.NewWriterLevel(&n, 6)
	if _, err := w.Write(wasm); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	b.Packed = int(n)
	return nil
}

type counter int

// Write implements io.Writer.
func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// page copies the page of the very compiler that built the module, and notes both.
func (b *Built) page(ctx context.Context, root, out string) error {
	version, exec, err := compiler(ctx, root)
	if err != nil {
		return err
	}
	b.Go, b.ExecSum = version, sum(exec)
	if err := os.WriteFile(filepath.Join(out, execName), exec, 0o644); err != nil {
		return err
	}
	text, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, builtName), append(text, '\n'), 0o644)
}

// compiler returns the version of the installed Go and its page for WebAssembly.
func compiler(ctx context.Context, dir string) (version string, exec []byte, err error) {
	said, err := command(ctx, dir, "go", "env", "GOVERSION", "GOROOT").Output()
	if err != nil {
		return "", nil, ErrSource
	}
	version, root, _ := strings.Cut(strings.TrimSpace(string(said)), "\n")
	exec, err = os.ReadFile(filepath.Join(root, "lib", "wasm", "wasm_exec.js"))
	return version, exec, err
}

func sourceRoot(ctx context.Context, dir string) (string, error) {
	said, err := command(ctx, dir, "go", "list", "-m", "-f", "{{.Path}} {{.Dir}}").Output()
	root, ours := strings.CutPrefix(strings.TrimSpace(string(said)), "prilavok ")
	if err != nil || !ours {
		return "", ErrSource
	}
	return root, nil
}

// commit names what is built: twelve digits of the commit, with "-changed" when files of it
// differ or Go files are there that it does not have. A module or a project that was made in
// the source's folder is neither.
func commit(ctx context.Context, root string) string {
	said, err := command(ctx, root, "git", "rev-parse", "--short=12", "HEAD").Output()
	if err != nil {
		return "unknown"
	}
	id := strings.TrimSpace(string(said))
	for _, look := range [][]string{{"status", "--porcelain", "--untracked-files=no"}, {"ls-files", "--others", "--exclude-standard", "--", "*.go"}} {
		if found, err := command(ctx, root, "git", look...).Output(); err != nil || len(bytes.TrimSpace(found)) > 0 {
			return id + "-changed"
		}
	}
	return id
}

func command(ctx context.Context, dir, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	return cmd
}
