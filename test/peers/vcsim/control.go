package main

import (
	"fmt"
	"reflect"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

// One of these per line.
type command struct {
	// Fault makes calls fail with a fault of the simulator's own injection.
	Fault *faultCommand `json:"fault"`
	// Failure spoils the next answer on the way, after the simulator has done what it was asked.
	Failure *failure `json:"failure"`
	// Boot ends the restart of a host, by its moid.
	Boot string `json:"boot"`
	// Calls asks for everything that was called so far.
	Calls bool `json:"calls"`
}

type faultCommand struct {
	Method string `json:"method"`
	// Type is the fault's name in the schema: `InvalidState`.
	Type    string `json:"type"`
	Message string `json:"message"`
	Count   int    `json:"count"`
}

type reply struct {
	Error string `json:"error,omitempty"`
	Calls []call `json:"calls,omitempty"`
}

func obey(line []byte, model *simulator.Model, front *front) reply {
	var wanted command
	err := decode(line, &wanted)
	switch {
	case err != nil:
	case wanted.Fault != nil:
		err = inject(model.Service, *wanted.Fault)
	case wanted.Failure != nil:
		front.spoil(*wanted.Failure)
	case wanted.Boot != "":
		err = boot(model, wanted.Boot)
	case wanted.Calls:
		return reply{Calls: front.seen()}
	default:
		err = fmt.Errorf("no command in %s", line)
	}
	if err != nil {
		return reply{Error: err.Error()}
	}
	return reply{}
}

var typeNamed = types.TypeFunc()

func inject(service *simulator.Service, wanted faultCommand) error {
	kind, known := typeNamed(wanted.Type)
	if !known {
		return fmt.Errorf("no type %s", wanted.Type)
	}
	fault, isFault := reflect.New(kind).Interface().(types.BaseMethodFault)
	if !isFault {
		return fmt.Errorf("%s is no fault", wanted.Type)
	}
	service.AddFaultRule(&simulator.FaultInjectionRule{
		MethodName: wanted.Method, ObjectType: "*", ObjectName: "*", Probability: 1,
		// Only this type makes the simulator look at Fault.
		FaultType: simulator.FaultTypeCustom, Fault: fault,
		Message: wanted.Message, MaxCount: wanted.Count, Enabled: true,
	})
	return nil
}
