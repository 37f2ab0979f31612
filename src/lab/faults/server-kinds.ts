import { rows } from './row.js';

const UNTIL = 'until healed, or `seconds`';
const expiry = { seconds: 'lab seconds until it ends by itself; default: until healed' };

/** Faults of a vCenter, or of any server. */
export const serverKinds = rows({
  outage: {
    strikes: 'vcenter',
    does: 'Refuses every connection; sessions and tasks are gone, work that was begun goes on.',
    parameters: { seconds: 'lab seconds, 604800 for a week; default 600' },
    when: 'at-once',
    lasts: '`seconds`',
    healed: 'the API is back, unless another reason keeps it down',
    statement: 'vta-operations 2.6: only administration stops, neither attestation nor keys',
  },
  'restart-vcenter': {
    strikes: 'vcenter',
    does: 'Services restart: connections are refused for half of the time, then the proxy answers 503; sessions and tasks are gone.',
    parameters: { seconds: 'lab seconds; default 300' },
    when: 'at-once',
    lasts: '`seconds`',
    healed: 'the API is back',
    statement: 'vsphere-rest 2.2: proxies answer HTML while services restart; 3.4: tasks are lost',
  },
  'change-certificate': {
    strikes: 'server',
    does: 'The server shows another certificate to new connections; open ones are cut.',
    parameters: expiry,
    when: 'at-once',
    needsTarget: true,
    expires: true,
    lasts: UNTIL,
    healed: 'the certificate that it had before is shown again',
    statement: 'vta-operations 2.16: after an upgrade of vCenter certificates are looked at',
  },
  'clock-skew': {
    strikes: 'server',
    does: 'The clock of a vCenter is wrong: `Date` headers, CurrentTime and event times. Of a host: the time that it tells; of a TA host also the times of its attestation reports.',
    parameters: { ...expiry, skew: 'seconds that it is ahead, negative for behind; default 600' },
    when: 'at-once',
    needsTarget: true,
    expires: true,
    lasts: UNTIL,
    healed: 'the clock is right again',
    statement: 'vta-operations 2.14: time skew; 2.16: the clock is verified after an upgrade',
  },
  'fail-backup': {
    strikes: 'vcenter',
    does: 'A backup fails in the middle because the disk that it is written to is full.',
    lasts: 'one backup, or `count`',
    healed: 'the next backup succeeds; a failed one stays failed',
    statement: 'vta-operations 1.9 BAK-1: no vCenter is updated without a backup; vsphere-rest 9.4',
  },
});
