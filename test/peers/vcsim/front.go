package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"sync"
	"time"
)

// What was asked of the server, as it arrived.
type call struct {
	// Method of vim25, or HTTP method and path.
	Method     string `json:"method"`
	SOAPAction string `json:"soapAction,omitempty"`
	HasCookie  bool   `json:"hasCookie"`
}

// How one answer is spoilt: as a proxy, a restarting service or a bad line would.
type failure struct {
	// Method of vim25 whose next answer it is.
	Method string `json:"method"`
	// Status is answered instead, with an HTML page; the call does not reach the simulator.
	Status     int `json:"status"`
	RetryAfter int `json:"retryAfter"`
	// Truncate announces the whole answer, sends half of it, and closes the connection.
	Truncate bool `json:"truncate"`
	// Drop closes the connection instead of answering.
	Drop bool `json:"drop"`
	// DelayMilliseconds holds the answer back.
	DelayMilliseconds int `json:"delayMilliseconds"`
}

// Stands before the simulator.
type front struct {
	next     http.Handler
	mutex    sync.Mutex
	calls    []call
	failures []failure
}

func (f *front) spoil(wanted failure) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.failures = append(f.failures, wanted)
}

func (f *front) seen() []call {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return append([]call{}, f.calls...)
}

var methodInBody = regexp.MustCompile(`<(?:\w+:)?Body[^>]*>\s*<(\w+)`)

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	name := r.Method + " " + r.URL.Path
	if found := methodInBody.FindSubmatch(body); found != nil {
		name = string(found[1])
	}
	spoilt := f.note(name, r)
	if spoilt == nil {
		f.next.ServeHTTP(w, r)
		return
	}
	if spoilt.Status != 0 {
		if spoilt.RetryAfter != 0 {
			w.Header().Set("Retry-After", strconv.Itoa(spoilt.RetryAfter))
		}
		w.WriteHeader(spoilt.Status)
		_, _ = io.WriteString(w, "<html>the service is not there</html>")
		return
	}
	answer := httptest.NewRecorder()
	f.next.ServeHTTP(answer, r)
	time.Sleep(time.Duration(spoilt.DelayMilliseconds) * time.Millisecond)
	if spoilt.Drop {
		panic(http.ErrAbortHandler)
	}
	text := answer.Body.Bytes()
	for key, values := range answer.Header() {
		w.Header()[key] = values
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	w.WriteHeader(answer.Code)
	if !spoilt.Truncate {
		_, _ = w.Write(text)
		return
	}
	_, _ = w.Write(text[:len(text)/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// Writes the call down; answers the failure that waits for it, once.
func (f *front) note(name string, r *http.Request) *failure {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	_, err := r.Cookie("vmware_soap_session")
	f.calls = append(f.calls, call{Method: name, SOAPAction: r.Header.Get("SOAPAction"), HasCookie: err == nil})
	for i, waiting := range f.failures {
		if waiting.Method == name {
			f.failures = append(f.failures[:i:i], f.failures[i+1:]...)
			return &waiting
		}
	}
	return nil
}
