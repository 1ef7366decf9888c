package config

import (
	"errors"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"prilavok/core/pattern"
	"prilavok/core/seal"
)

// checks are the rules that tags name: what is wrong with a value that is not empty,
// and how to mend it. Their errors never repeat a secret.
var checks = map[string]struct {
	run  func(v string) error
	mend string
}{
	"listen":   {checkListen, "write host:port, or :port for all addresses of this machine"},
	"url":      {checkURL, "write an address that begins with http:// or https://"},
	"public":   {checkPublic, "write the https:// address that the internet reaches this process under, without a path's end"},
	"database": {checkDatabase, "write postgres://user:password@host:5432/name, or sqlite:PATH"},
	"keys":     {checkKeys, "make a key with: openssl rand -base64 32"},
	"telegram": {checkToken, "copy the whole token from @BotFather"},
	"graph":    {checkGraph, "write a version like v25.0"},
	"bucket":   {checkBucket, "write the bucket's name: small letters, digits, hyphens and dots"},
	"key":      {checkKey, "copy the whole key, without spaces or quotes"},
}

func checkListen(v string) error {
	i := strings.LastIndexByte(v, ':') // package net is megabytes of WebAssembly at the edge
	if i < 0 {
		return errors.New("is no host:port")
	}
	host, port := v[:i], v[i+1:]
	if inner, ok := strings.CutPrefix(host, "["); ok {
		host, ok = strings.CutSuffix(inner, "]")
		if _, err := netip.ParseAddr(host); !ok || err != nil {
			return errors.New("is no host:port")
		}
	} else if strings.ContainsAny(host, ":[]") {
		return errors.New("is no host:port")
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return errors.New("has no port from 0 to 65535")
	}
	return nil
}

var bucketName = pattern.New(`^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$`)

func checkBucket(v string) error {
	if !bucketName.MatchString(v) {
		return errors.New("is no bucket's name")
	}
	return nil
}

var graphVersion = pattern.New(`^v\d{1,3}\.\d$`)

func checkGraph(v string) error {
	if !graphVersion.MatchString(v) {
		return errors.New("is no version of the Graph API")
	}
	return nil
}

func checkURL(v string) error {
	u, err := url.Parse(v)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return errors.New("is no http:// or https:// address")
	}
	return nil
}

// checkPublic: Telegram takes webhooks over https only; http is let through for
// this machine, where a test's server may stand in for Telegram's.
func checkPublic(v string) error {
	u, err := url.Parse(v)
	if err != nil || u.Host == "" {
		return errors.New("is no address")
	}
	host := u.Hostname()
	ip, err := netip.ParseAddr(host)
	local := host == "localhost" || err == nil && ip.Unmap().IsLoopback()
	switch {
	case u.Scheme != "https" && !(u.Scheme == "http" && local):
		return errors.New("does not begin with https://")
	case strings.HasSuffix(v, "/"), u.RawQuery != "", u.Fragment != "", u.User != nil:
		return errors.New("ends in a slash, or has a query, fragment or user")
	}
	return nil
}

// sqliteFile is a path that needs no sqlite: before it.
var sqliteFile = pattern.New(`\.(db|sqlite|sqlite3)$`)

func checkDatabase(v string) error {
	if path, ok := strings.CutPrefix(v, "sqlite:"); ok {
		if strings.TrimPrefix(path, "//") == "" {
			return errors.New("names no file")
		}
		return nil
	}
	if !strings.Contains(v, "://") && sqliteFile.MatchString(v) {
		return nil
	}
	u, err := url.Parse(v)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return errors.New("is neither a postgres:// address nor sqlite:PATH")
	}
	if u.Host == "" && u.Query().Get("host") == "" {
		return errors.New("names no host")
	}
	return nil
}

func checkKeys(v string) error {
	_, err := seal.ParseKeys(v)
	if err == nil {
		return nil
	}
	// Without the code: this is read by the one who starts the program.
	_, text, _ := strings.Cut(err.Error(), ": ")
	return errors.New(text)
}

var tokenForm = pattern.New(`^[0-9]+:[A-Za-z0-9_-]{3,}$`)

func checkToken(v string) error {
	if !tokenForm.MatchString(v) {
		return errors.New("is no bot token")
	}
	return nil
}

func checkKey(v string) error {
	if strings.ContainsAny(v, " \t\r\n\"'") {
		return errors.New("has spaces or quotes in it")
	}
	return nil
}
