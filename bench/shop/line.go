package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"strconv"
	"time"
)

// line is one keep-alive connection that posts webhooks. It does no more than HTTP/1.1
// asks of a client, because it takes its time from the same cores as what is measured.
type line struct {
	host, head string
	conn       net.Conn
	in         *bufio.Reader
	out        []byte
}

// newLine is a connection to a host; it is opened when it is first needed.
func newLine(host, secret string) *line {
	return &line{host: host, head: " HTTP/1.1\r\nHost: " + host +
		"\r\nContent-Type: application/json\r\nX-Telegram-Bot-Api-Secret-Token: " + secret + "\r\nContent-Length: "}
}

// post sends a body to a hook's path and reads the answer; any other than 200 is an error.
func (l *line) post(path string, body []byte) error {
	if l.conn == nil {
		conn, err := net.Dial("tcp", l.host)
		if err != nil {
			return err
		}
		l.conn, l.in = conn, bufio.NewReader(conn)
	}
	l.out = append(append(append(l.out[:0], "POST "...), path...), l.head...)
	l.out = strconv.AppendInt(l.out, int64(len(body)), 10)
	l.out = append(append(l.out, "\r\n\r\n"...), body...)
	_ = l.conn.SetDeadline(time.Now().Add(30 * time.Second))
	_, err := l.conn.Write(l.out)
	var status int
	last := true
	if err == nil {
		status, last, err = l.answer()
	}
	if err != nil || last {
		l.close()
	}
	if err == nil && status != 200 {
		err = fmt.Errorf("status %d", status)
	}
	return err
}

// answer reads one response whole; last says that the server closes after it.
func (l *line) answer() (status int, last bool, err error) {
	first, err := l.in.ReadSlice('\n')
	if err != nil || len(first) < 12 {
		return 0, true, fmt.Errorf("no answer: %w", err)
	}
	if status, err = strconv.Atoi(string(first[9:12])); err != nil {
		return 0, true, err
	}
	length, chunked := 0, false
	for {
		field, err := l.in.ReadSlice('\n')
		if err != nil {
			return 0, true, err
		}
		name, value, _ := bytes.Cut(bytes.TrimSpace(field), []byte(": "))
		switch {
		case len(name) == 0:
			return status, last, l.rest(length, chunked)
		case bytes.EqualFold(name, []byte("Content-Length")):
			length, _ = strconv.Atoi(string(value))
		case bytes.EqualFold(name, []byte("Transfer-Encoding")):
			chunked = true
		case bytes.EqualFold(name, []byte("Connection")):
			last = bytes.EqualFold(value, []byte("close"))
		}
	}
}

func (l *line) rest(length int, chunked bool) error {
	for {
		if chunked {
			size, err := l.in.ReadSlice('\n')
			if err != nil {
				return err
			}
			n, err := strconv.ParseUint(string(bytes.TrimSpace(size)), 16, 31)
			if err != nil {
				return err
			}
			length = int(n) + len("\r\n")
		}
		if _, err := io.CopyN(io.Discard, l.in, int64(length)); err != nil || !chunked || length == len("\r\n") {
			return err
		}
	}
}

func (l *line) close() {
	if l.conn != nil {
		_ = l.conn.Close()
		l.conn = nil
	}
}
