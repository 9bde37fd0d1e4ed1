package pgtest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"time"
)

var errNotInstalled = errors.New("PostgreSQL is not installed")

// installed finds the folder of the newest PostgreSQL. Debian keeps its programs out
// of PATH.
func installed() (folder string, err error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	newest := 0
	for _, program := range found {
		bin := filepath.Dir(program)
		if version, err := strconv.Atoi(filepath.Base(filepath.Dir(bin))); err == nil && version > newest {
			folder, newest = bin, version
		}
	}
	if newest > 0 {
		return folder, nil
	}
	if program, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(program), nil
	}
	return "", errNotInstalled
}

// accounts may run the server where the tests run as root, which PostgreSQL refuses.
// Debian makes the first one with PostgreSQL.
var accounts = []string{"postgres", "nobody"}

// account is the user who runs the server, or nil for the one who runs the tests.
func account() (*user.User, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	for _, name := range accounts {
		if found, err := user.Lookup(name); err == nil {
			return found, nil
		}
	}
	return nil, fmt.Errorf("no ordinary user can run the server: none of %q exists", accounts)
}

// room is how much memory a cluster may fill.
const room = 4 << 30

// newFolder makes the folder of a cluster, in memory where there is room for one. The
// path of a socket must be short, so the folder of the test will not do.
func newFolder() (string, error) {
	folder, err := os.MkdirTemp(places(), "assay-pg-")
	if err != nil {
		return "", err
	}
	owner, err := account()
	if err != nil || owner == nil {
		return folder, err
	}
	uid, err := strconv.Atoi(owner.Uid)
	if err != nil {
		return "", err
	}
	gid, err := strconv.Atoi(owner.Gid)
	if err != nil {
		return "", err
	}
	// Everybody may reach the socket: the tests of other users' rights need it.
	return folder, errors.Join(os.Chmod(folder, 0o711), os.Chown(folder, uid, gid))
}

// command is a program of PostgreSQL that runs as an ordinary user, in the folder of
// the cluster.
func (c *Cluster) command(program string, args ...string) *exec.Cmd {
	return asOrdinaryUser(c.folder, append([]string{filepath.Join(c.programs, program)}, args...))
}

func asOrdinaryUser(folder string, command []string) *exec.Cmd {
	if owner, err := account(); err == nil && owner != nil {
		command = append([]string{"setpriv", "--reuid=" + owner.Uid, "--regid=" + owner.Gid, "--clear-groups", "--"}, command...)
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = folder
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "TZ=UTC"}
	return cmd
}

// guard is a script that outlives the test process. Reading ends when that process has
// ended. Then nothing needs the data any more, so the server may end in the quickest
// way. A server that was killed cannot give back its shared memory. Its number is in
// the seventh line of postmaster.pid.
const guard = `
trap '' HUP INT TERM
read -r _
pid=$(head -n 1 data/postmaster.pid 2>/dev/null)
if [ -n "$pid" ]; then
	if [ "/proc/$pid/cwd" -ef data ]; then
		kill -s QUIT "$pid"
		while [ "/proc/$pid/cwd" -ef data ]; do sleep 0.02; done
	fi
	memory=$(sed -n 7p data/postmaster.pid 2>/dev/null)
	[ -z "$memory" ] || ipcrm -m "${memory##* }" 2>/dev/null
fi
rm -rf "$PWD"
`

// watch starts the guard.
func (c *Cluster) watch() error {
	c.guarded = asOrdinaryUser(c.folder, []string{"sh", "-c", guard})
	in, err := c.guarded.StdinPipe()
	if err != nil {
		return err
	}
	c.guard = in
	return c.guarded.Start()
}

// killAll kills every process that works in a folder. The processes of a server all
// work in the folder of its data.
func killAll(folder string) error {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		found, err := filepath.Glob("/proc/[0-9]*/cwd")
		if err != nil {
			return err
		}
		left := 0
		for _, link := range found {
			if at, err := os.Readlink(link); err != nil || at != folder {
				continue // it has ended, or it is another's
			}
			left++
			pid, err := strconv.Atoi(filepath.Base(filepath.Dir(link)))
			if err != nil {
				return err
			}
			process, err := os.FindProcess(pid)
			if err != nil {
				return err
			}
			if err := process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
				return err
			}
		}
		if left == 0 {
			return nil
		}
	}
	return fmt.Errorf("processes in %s survive", folder)
}
