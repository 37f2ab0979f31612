package main

// What the simulator lacks of a host: its services, and restarts.

import (
	"fmt"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

type hostServices struct {
	mo.HostServiceSystem
}

// The simulator names one service system for all hosts, and has none.
func addHostServices(registry *simulator.Registry) {
	for _, entity := range registry.All("HostSystem") {
		host := entity.(*simulator.HostSystem)
		services := &hostServices{}
		services.Self = types.ManagedObjectReference{Type: "HostServiceSystem", Value: "serviceSystem-" + host.Self.Value}
		services.ServiceInfo.Service = append([]types.HostService{}, host.Config.Service.Service...)
		host.ConfigManager.ServiceSystem = &services.Self
		registry.Put(services)
	}
}

func (s *hostServices) set(ctx *simulator.Context, id string, running bool) *soap.Fault {
	for i := range s.ServiceInfo.Service {
		if s.ServiceInfo.Service[i].Key == id {
			s.ServiceInfo.Service[i].Running = running
			ctx.Update(s, []types.PropertyChange{{Name: "serviceInfo", Val: s.ServiceInfo}})
			return nil
		}
	}
	return simulator.Fault("service "+id+" was not found", &types.NotFound{})
}

func (s *hostServices) StartService(ctx *simulator.Context, req *types.StartService) soap.HasFault {
	fault := s.set(ctx, req.Id, true)
	return &methods.StartServiceBody{Fault_: fault, Res: unless(fault, &types.StartServiceResponse{})}
}

func (s *hostServices) StopService(ctx *simulator.Context, req *types.StopService) soap.HasFault {
	fault := s.set(ctx, req.Id, false)
	return &methods.StopServiceBody{Fault_: fault, Res: unless(fault, &types.StopServiceResponse{})}
}

func (s *hostServices) RestartService(ctx *simulator.Context, req *types.RestartService) soap.HasFault {
	fault := s.set(ctx, req.Id, true)
	return &methods.RestartServiceBody{Fault_: fault, Res: unless(fault, &types.RestartServiceResponse{})}
}

func unless[T any](fault *soap.Fault, response *T) *T {
	if fault != nil {
		return nil
	}
	return response
}

// Takes the calls that HostSystem does not implement. The simulator wants its own type under a host's reference, so
// such a call is led here instead of replacing the host.
type rebooter struct {
	Self types.ManagedObjectReference
}

func (r *rebooter) Reference() types.ManagedObjectReference { return r.Self }

func addReboot(registry *simulator.Registry) {
	rebooter := &rebooter{Self: types.ManagedObjectReference{Type: "Rebooter", Value: "rebooter"}}
	registry.Put(rebooter)
	registry.Handler = func(_ *simulator.Context, method *simulator.Method) (mo.Reference, types.BaseMethodFault) {
		if method.Name == "RebootHost_Task" {
			method.This = rebooter.Self
		}
		return nil, nil
	}
}

// RebootHostTask succeeds when the host goes down, as on vCenter; it comes back by command.
func (r *rebooter) RebootHostTask(ctx *simulator.Context, req *types.RebootHost_Task) soap.HasFault {
	host, known := ctx.Map.Get(req.This).(*simulator.HostSystem)
	if !known {
		fault := &types.ManagedObjectNotFound{Obj: req.This}
		return &methods.RebootHost_TaskBody{Fault_: simulator.Fault("", fault)}
	}
	task := simulator.CreateTask(host, "rebootHost", func(*simulator.Task) (types.AnyType, types.BaseMethodFault) {
		if !host.Runtime.InMaintenanceMode && !req.Force {
			return nil, &types.InvalidState{}
		}
		ctx.Update(host, []types.PropertyChange{
			{Name: "runtime.connectionState", Val: types.HostSystemConnectionStateNotResponding},
		})
		return nil, nil
	})
	return &methods.RebootHost_TaskBody{Res: &types.RebootHost_TaskResponse{Returnval: task.Run(ctx)}}
}

func boot(model *simulator.Model, moid string) error {
	ctx := model.Service.Context
	reference := types.ManagedObjectReference{Type: "HostSystem", Value: moid}
	host, known := ctx.Map.Get(reference).(*simulator.HostSystem)
	if !known {
		return fmt.Errorf("no host %s", moid)
	}
	now := time.Now()
	ctx.WithLock(host, func() {
		ctx.Update(host, []types.PropertyChange{
			{Name: "runtime.connectionState", Val: types.HostSystemConnectionStateConnected},
			{Name: "runtime.bootTime", Val: &now},
		})
	})
	return nil
}
