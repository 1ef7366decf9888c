package bucket

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

// The examples of docs.aws.amazon.com/AmazonS3/latest/API: sig-v4-header-based-auth.html and
// sigv4-query-string-auth.html.
var (
	example = signer{"us-east-1", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
	day     = time.Date(2013, 5, 24, 0, 0, 0, 0, time.UTC)
)

func address(t *testing.T, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestHeaderAsPublished(t *testing.T) {
	for name, c := range map[string]struct {
		method, url, body string
		header            map[string]string
		want              string
	}{
		"get object": {"GET", "https://examplebucket.s3.amazonaws.com/test.txt", "", map[string]string{"range": "bytes=0-9"},
			"f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"},
		"put object": {"PUT", "https://examplebucket.s3.amazonaws.com/test$file.text", "Welcome to Amazon S3.", map[string]string{"date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"},
			"98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"},
		"lifecycle": {"GET", "https://examplebucket.s3.amazonaws.com/?lifecycle", "", map[string]string{},
			"fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"},
		"list": {"GET", "https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J", "", map[string]string{},
			"34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"},
	} {
		example.header(c.method, address(t, c.url), c.header, []byte(c.body), day)
		if got := c.header["authorization"]; !strings.HasSuffix(got, ",Signature="+c.want) {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestAddressAsPublished(t *testing.T) {
	const want = "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
	if got := example.address("GET", address(t, "https://examplebucket.s3.amazonaws.com/test.txt"), nil, 24*time.Hour, day); got != want {
		t.Errorf("signed %s", got)
	}
}
