const element = (key: string, label: string) => ({ key, label, summary: label });

/** `TaskDescription`: words for the tasks that vim25 starts here, their states and their reasons. */
export const taskDescription = () => ({
  methodInfo: [
    element('HostSystem.enterMaintenanceMode', 'Enter maintenance mode'),
    element('HostSystem.exitMaintenanceMode', 'Exit maintenance mode'),
    element('HostSystem.reboot', 'Initiate host reboot'),
    element('HostSystem.disconnect', 'Disconnect host'),
    element('HostSystem.reconnect', 'Reconnect host'),
    element('HostSystem.destroy', 'Remove host'),
    element('ClusterComputeResource.addHost', 'Add host'),
  ],
  state: [
    element('queued', 'Queued'),
    element('running', 'Running'),
    element('success', 'Completed'),
    element('error', 'Error'),
  ],
  reason: [element('TaskReasonUser', 'User task')],
});
