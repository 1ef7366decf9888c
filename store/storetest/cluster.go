package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver named pgx
)

// install is what to run when a server program is missing.
const install = "apt-get install -y postgresql pgbouncer"

// Server is a throw-away server process with its own directory. It is stopped by
// Stop, and also when this process ends in whatever way: a small shell holds the other
// end of a pipe and ends the server, by its process id, when the pipe closes.
type Server struct {
	Host string
	Port int
	dir  string
	pipe io.WriteCloser
	cmd  *exec.Cmd
}

// StartPostgres makes a cluster in a temporary directory and starts it on a free
// loopback port, with roles postgres (superuser) and prilavok_app (what an owner's
// database user is: may make roles, is no superuser), both without a password. Data is
// not synced to disk: it is for functional tests; what measures commits passes Durable.
func StartPostgres(ctx context.Context, more ...string) (*Server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	s, err := newServer(fast(more), "prilavok-pg-")
	if err != nil {
		return nil, err
	}
	data := filepath.Join(s.dir, "data")
	initdb := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), "-D", data, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "-N")
	initdb.Dir, initdb.SysProcAttr = s.dir, unprivileged()
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	args := []string{"-D", data, "-h", s.Host, "-p", strconv.Itoa(s.Port), "-k", s.dir,
		"-c", "max_connections=200", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "autovacuum=off",
		"-c", "shared_buffers=64MB", "-c", "max_wal_size=256MB", "-c", "log_min_messages=fatal"}
	err = s.start(filepath.Join(bin, "postgres"), append(args, more...)...)
	if err != nil {
		return nil, err
	}
	return s, errors.Join(s.ready(ctx, s.URL("postgres", "postgres")), s.makeOwner(ctx))
}

// Durable are the arguments of StartPostgres for a server as it comes from its
// package: commits reach the disk before they are acknowledged.
var Durable = []string{"-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "full_page_writes=on", "-c", "autovacuum=on", "-c", "shared_buffers=128MB"}

func (s *Server) makeOwner(ctx context.Context) error {
	db, err := sql.Open("pgx", s.URL("postgres", "postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, `CREATE ROLE prilavok_app LOGIN CREATEROLE`)
	return err
}

// StartBouncer puts pgbouncer in transaction mode, with two server connections for a
// database, in front of a cluster. Who waits for one is patient: on a machine that is busy
// with other tests twenty seconds pass, and whoever is dropped sees a broken connection.
// Its console is the database pgbouncer, for postgres.
// more are lines of its configuration, which win.
func StartBouncer(ctx context.Context, host string, port int, more ...string) (*Server, error) {
	bin, err := exec.LookPath("pgbouncer")
	if err != nil {
		if bin = "/usr/sbin/pgbouncer"; !exists(bin) {
			return nil, fmt.Errorf("pgbouncer is missing: %s", install)
		}
	}
	s, err := newServer("", "prilavok-pb-")
	if err != nil {
		return nil, err
	}
	users := filepath.Join(s.dir, "users.txt")
	ini := filepath.Join(s.dir, "pgbouncer.ini")
	conf := fmt.Sprintf("[databases]\n* = host=%s port=%d\n[pgbouncer]\nlisten_addr=%s\nlisten_port=%d\nunix_socket_dir=\nauth_type=trust\nauth_file=%s\nadmin_users=postgres\n"+
		"pool_mode=transaction\ndefault_pool_size=2\nmin_pool_size=0\nmax_client_conn=500\nquery_wait_timeout=300\nlog_connections=0\nlog_disconnections=0\n%s\n",
		host, port, s.Host, s.Port, users, strings.Join(more, "\n"))
	err = errors.Join(os.WriteFile(users, []byte("\"prilavok_app\" \"\"\n\"postgres\" \"\"\n"), 0o644), os.WriteFile(ini, []byte(conf), 0o644))
	if err != nil {
		return nil, err
	}
	if err := s.start(bin, ini); err != nil {
		return nil, err
	}
	return s, s.ready(ctx, s.URL("postgres", "postgres"))
}

// URL addresses a database of the server.
func (s *Server) URL(role, database string) string {
	return fmt.Sprintf("postgres://%s@%s:%d/%s?sslmode=disable", role, s.Host, s.Port, database)
}

// PID is the process id of the shell that holds the server.
func (s *Server) PID() int { return s.cmd.Process.Pid }

// Stop ends the server and removes its directory.
func (s *Server) Stop() error {
	held.Delete(s)
	return errors.Join(s.pipe.Close(), s.cmd.Wait())
}

// memory is where a file is not written to a disk: a database is a thousand files, and to
// make and drop one for each test is most of what tests ask of the machine.
const memory = "/dev/shm"

// fast is the folder for a cluster: memory when there is plenty, else the temporary one.
// What is to be durable stays on the disk.
func fast(args []string) string {
	var fs syscall.Statfs_t
	if slices.Contains(args, "fsync=on") || syscall.Statfs(memory, &fs) != nil || fs.Bavail*uint64(fs.Bsize) < 4<<30 {
		return ""
	}
	return memory
}

func newServer(parent, prefix string) (*Server, error) {
	dir, err := os.MkdirTemp(parent, prefix)
	if err != nil {
		return nil, err
	}
	if attr := unprivileged(); attr.Credential != nil {
		if err := os.Chown(dir, int(attr.Credential.Uid), int(attr.Credential.Gid)); err != nil {
			return nil, err
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	port := l.Addr().(*net.TCPAddr).Port
	return &Server{Host: "127.0.0.1", Port: port, dir: dir}, l.Close()
}

// keeper runs the server until its input ends; lines of it pause and resume the server.
const keeper = `d=$1; shift; "$@" & p=$!
while read -r line; do
	case $line in
	pause) kill -INT $p; wait $p; p= ;;
	resume) "$@" & p=$! ;;
	esac
done
[ -z "$p" ] || { kill -INT $p; wait $p; }
cd /; rm -rf "$d"`

// Pause stops the server the fast way and keeps its data: transactions are rolled
// back, connections end, new ones are refused. It returns when nobody listens any more.
func (s *Server) Pause(ctx context.Context) error {
	if _, err := io.WriteString(s.pipe, "pause\n"); err != nil {
		return err
	}
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		conn, err := net.Dial("tcp", net.JoinHostPort(s.Host, strconv.Itoa(s.Port)))
		if err != nil {
			return nil
		}
		_ = conn.Close()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// Resume starts a paused Postgres again and waits until it answers.
func (s *Server) Resume(ctx context.Context) error {
	if _, err := io.WriteString(s.pipe, "resume\n"); err != nil {
		return err
	}
	return s.ready(ctx, s.URL("postgres", "postgres"))
}

func (s *Server) start(name string, args ...string) error {
	log, err := os.Create(filepath.Join(s.dir, "log"))
	if err != nil {
		return err
	}
	defer log.Close()
	s.cmd = exec.Command("sh", append([]string{"-c", keeper, "sh", s.dir, name}, args...)...)
	s.cmd.Dir, s.cmd.Stdout, s.cmd.Stderr = s.dir, log, log
	s.cmd.SysProcAttr = unprivileged()
	s.cmd.SysProcAttr.Setpgid = true // an interrupted test ends the server through the pipe, not before it
	pipe, err := s.cmd.StdinPipe()
	if err != nil {
		return err
	}
	s.pipe = pipe
	held.Store(s, true)
	return s.cmd.Start()
}

// held keeps the pipes open: a collected pipe would close itself and end its server.
var held sync.Map

// ready waits until the server answers.
func (s *Server) ready(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	db, err := sql.Open("pgx", url)
	if err != nil {
		return err
	}
	defer db.Close()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		last := db.PingContext(ctx)
		if last == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
			return fmt.Errorf("the server does not answer: %w\n%s", last, log)
		case <-tick.C:
		}
	}
}

// unprivileged runs a program as the user postgres when this process is root, because
// neither Postgres nor pgbouncer starts as root.
func unprivileged() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{}
	if os.Getuid() != 0 {
		return attr
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return attr
	}
	uid, _ := strconv.ParseUint(u.Uid, 10, 32)
	gid, _ := strconv.ParseUint(u.Gid, 10, 32)
	attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return attr
}

// binaries finds the newest installed Postgres.
func binaries() (string, error) {
	dirs, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.Sort(dirs)
	for _, d := range slices.Backward(dirs) {
		if exists(filepath.Join(d, "initdb")) {
			return d, nil
		}
	}
	if p, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(p), nil
	}
	return "", fmt.Errorf("Postgres is missing: %s (or set PRILAVOK_TEST_POSTGRES=off to leave its tests out)", install)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// Binary returns the path of a program of the installed Postgres: "pgbench".
func Binary(name string) string {
	dir, err := binaries()
	if err != nil {
		return name
	}
	return filepath.Join(dir, name)
}
