import type { Rule } from './rule.js';

export const SVC: readonly Rule[] = [
  {
    id: 'SVC-1',
    title: 'Services come with ESXi',
    statement:
      'The Trust Authority services of a host are part of its ESXi base image. They have no version of their own, and are installed, upgraded and rolled back only together with ESXi.',
    why: 'Plans that hope to repair or downgrade a service without touching ESXi.',
    sees: 'One version per host in inventory, plan and report; no step for services alone.',
    may: 'Upgrade the ESXi of the host, or bring it back to its former version.',
  },
  {
    id: 'SVC-2',
    title: 'Start, stop and restart on a Trust Authority host',
    statement:
      'The services of a Trust Authority host are read, started, stopped and restarted through its vCenter. A host whose services were stopped is out of service, so another healthy one is needed first.',
    why: 'Stopping the last attestation or key provider service that works.',
    sees: 'The state of each service per Trust Authority host; what would stop the last healthy host is refused.',
    may: '`vta services list ESTATE` shows them, `vta services restart`, `start` and `stop` change them. Bring another Trust Authority host into service first, or have the stop approved with a reason.',
  },
  {
    id: 'SVC-3',
    title: 'When a restart is appropriate',
    statement:
      'Services are restarted after a change of the vTA configuration, or when their health or speed looks wrong, and for no other reason. People decide it; it goes one host at a time, a limited number of times, and the reason is recorded.',
    why: 'Restarts in a loop that hide a configuration error.',
    sees: 'The offer of a restart with its reason, and the health of the services before the next host.',
    may: '`vta services restart ESTATE` with the reason. When the health stays bad, read attestd.log and kmxd.log instead of restarting again.',
  },
  {
    id: 'SVC-4',
    title: 'The client service of a trusted host',
    statement:
      'The client service of a trusted host (kmxa) cannot be restarted from its vCenter; that takes a login on the host itself. The role of a host comes from the inventory, never from its name.',
    why: 'A vCenter call that can only fail and is repeated for ever.',
    sees: 'A task for a person that names the host; no call to vCenter is made.',
    may: 'Log in to the host, restart the client service there, and confirm it.',
  },
  {
    id: 'SVC-5',
    title: 'Steps are shown with the task',
    statement:
      'Where people have to start, stop or restart a service by hand, the steps and the names of the services are shown beside the task.',
    why: 'People who improvise on a host in production.',
    sees: 'The written steps, with the services that they affect.',
    may: 'Follow the steps; the runbook has the same.',
  },
];
