// A vCenter or ESXi host simulated by govmomi's simulator, for the tests of our vim25 client.
//
// The first line of standard input is the configuration, every further line a command; both are JSON, and each is
// answered with one line of JSON on standard output. It ends with its standard input, or on SIGTERM.
package main

import (
	"bufio"
	"crypto/sha256"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/vmware/govmomi/simulator"
	_ "github.com/vmware/govmomi/vapi/simulator" // the legacy REST services under /rest
)

type config struct {
	// Esx makes it one ESXi host instead of a vCenter.
	Esx bool `json:"esx"`
	// Numbers of objects: clusters, hosts in each, hosts outside of clusters, VMs in each cluster.
	Clusters   int    `json:"clusters"`
	Hosts      int    `json:"hosts"`
	Standalone int    `json:"standalone"`
	Machines   int    `json:"machines"`
	User       string `json:"user"`
	Password   string `json:"password"`
	ApiVersion string `json:"apiVersion"`
	// Listen is host:port; port 0 is a free one.
	Listen string `json:"listen"`
	// Certificate and Key are PEM texts; without them the simulator's fixed test certificate is shown.
	Certificate string `json:"certificate"`
	Key         string `json:"key"`
	// TaskDelay is how many milliseconds a task stays running, by name without `_Task`.
	TaskDelay map[string]int `json:"taskDelay"`
}

type announcement struct {
	URL    string `json:"url"`
	Pid    int    `json:"pid"`
	Sha256 string `json:"sha256"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	if !lines.Scan() {
		fail(fmt.Errorf("no configuration on standard input"))
	}
	wanted := config{Listen: "127.0.0.1:0"}
	fail(decode(lines.Bytes(), &wanted))

	model, server, front := start(wanted)
	fingerprint := sha256.Sum256(server.Certificate().Raw)
	hex := strings.ReplaceAll(fmt.Sprintf("% X", fingerprint), " ", ":")
	answer(announcement{URL: "https://" + server.URL.Host, Pid: os.Getpid(), Sha256: hex})

	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	ended := make(chan struct{})
	go func() {
		for lines.Scan() {
			answer(obey(lines.Bytes(), model, front))
		}
		close(ended)
	}()
	select {
	case <-signals:
	case <-ended:
	}
	// Not server.Close(), which would wait for clients that wait for updates.
	model.Remove()
}

func start(wanted config) (*simulator.Model, *simulator.Server, *front) {
	model := simulator.VPX()
	model.Datacenter, model.Cluster, model.ClusterHost, model.Host = 1, wanted.Clusters, wanted.Hosts, wanted.Standalone
	if wanted.Esx {
		model = simulator.ESX()
	}
	model.Machine = wanted.Machines
	// All of these have no effect once the model exists.
	if wanted.ApiVersion != "" {
		model.ServiceContent.About.ApiVersion = wanted.ApiVersion
	}
	// Without the handoff objects can be read while a task on them is running.
	simulator.TaskDelay.MethodDelay = map[string]int{"LockHandoff": 0}
	for name, milliseconds := range wanted.TaskDelay {
		simulator.TaskDelay.MethodDelay[name] = milliseconds
	}
	fail(model.Create())

	service := model.Service
	service.Listen = &url.URL{Host: wanted.Listen, User: url.UserPassword(wanted.User, wanted.Password)}
	service.TLS = &tls.Config{}
	// A real ESXi host has no such services.
	service.RegisterEndpoints = !wanted.Esx
	if wanted.Certificate != "" {
		pair, err := tls.X509KeyPair([]byte(wanted.Certificate), []byte(wanted.Key))
		fail(err)
		service.TLS.Certificates = []tls.Certificate{pair}
	}
	addHostServices(model.Map())
	addReboot(model.Map())
	server := service.NewServer()
	// Nobody knows the address yet, so there is no request that this could race with.
	front := &front{next: server.Config.Handler}
	server.Config.Handler = front
	return model, server, front
}

func decode(line []byte, into any) error {
	decoder := json.NewDecoder(strings.NewReader(string(line)))
	decoder.DisallowUnknownFields()
	return decoder.Decode(into)
}

func answer(value any) {
	text, err := json.Marshal(value)
	fail(err)
	fmt.Println(string(text))
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "vcsim:", err)
		os.Exit(1)
	}
}
