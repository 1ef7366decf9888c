// Command igserve serves the fake of graph.instagram.com on a free port of this machine, for
// walks in a browser: it prints its address, and each line that it reads is a comment that
// a customer writes, told to the shop as Meta does.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	"prilavok/channel/instagram/igfake"
)

// said is a line of the input: who comments under which post, and the shop that is told.
type said struct {
	Shop, Post, Caption, Person, Name, Text string
}

func main() {
	if err := serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "igserve:", err)
		os.Exit(1)
	}
}

func serve(in io.Reader, out io.Writer) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fake := igfake.New(igfake.Options{})
	account := fake.Account("17841400000000001", "IGAAWALK")
	server := &http.Server{Handler: fake, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(l) }()
	fmt.Fprintf(out, "http://%s\n", l.Addr())
	lines := bufio.NewScanner(in)
	client := &http.Client{Timeout: 10 * time.Second}
	for lines.Scan() {
		var s said
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			return err
		}
		account.Publishes(igfake.Post{ID: s.Post, Permalink: "https://www.instagram.com/p/" + s.Post + "/", Caption: s.Caption})
		_, hook := account.Person(s.Person, s.Name).Comments(s.Post, s.Text)
		status, err := hook.Post(context.Background(), client, s.Shop+"/hook/instagram")
		if err != nil {
			return err
		}
		fmt.Fprintln(out, status)
	}
	return lines.Err()
}
