// Calls what its standard input lists, by the provider's own client; answers a line each. Nothing of the client is
// changed but where it asks.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/ovh/go-ovh/ovh"
)

type step struct {
	Keys   []string
	Method string
	Path   string
	Params map[string]interface{}
	Lag    int64
}

// late makes the clock of the other side seem to go after.
type late struct {
	lag int64
}

func (l late) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := http.DefaultTransport.RoundTrip(request)
	if err == nil && strings.HasSuffix(request.URL.Path, "/auth/time") {
		var now int64
		err = json.NewDecoder(response.Body).Decode(&now)
		response.Body = io.NopCloser(strings.NewReader(fmt.Sprint(now - l.lag)))
	}
	return response, err
}

func call(s step) (interface{}, error) {
	client, err := ovh.NewClient(os.Args[1], s.Keys[0], s.Keys[1], s.Keys[2])
	if err != nil {
		return nil, err
	}
	client.Client.Transport = late{s.Lag}
	var answer interface{}
	switch s.Method {
	case "GET":
		query := url.Values{}
		for name, value := range s.Params {
			query.Set(name, fmt.Sprint(value))
		}
		path := s.Path
		if len(query) > 0 {
			path += "?" + query.Encode()
		}
		err = client.Get(path, &answer)
	case "PUT":
		err = client.Put(s.Path, s.Params, &answer)
	default:
		err = client.Post(s.Path, s.Params, &answer)
	}
	return answer, err
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var s step
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			panic(err)
		}
		said := map[string]interface{}{}
		answer, err := call(s)
		switch failed := err.(type) {
		case nil:
			said["ok"] = answer
		case *ovh.APIError:
			said["error"], said["message"] = failed.Code, failed.Message
		default:
			panic(err)
		}
		text, _ := json.Marshal(said)
		fmt.Println(string(text))
	}
}
