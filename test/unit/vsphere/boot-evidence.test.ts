import { describe, expect, it } from '@jest/globals';
import { bootEvidence, type BootEvent } from '../../../src/vsphere/soap/readers/boot-events.js';

const bootTime = '2026-05-01T10:00:00.000Z';
const event = (id: string, at: string) => ({ id: `esx.audit.host.${id}`, at, host: 'host-1' });
const quick = 'quickboot.reason.user';
const full = 'reboot.reason.management';

describe('QB-3: the boot type comes from events near the boot, or is unknown', () => {
  it.each`
    situation                                | events                                                                                 | type
    ${'a Quick Boot event just after'}       | ${[event(quick, '2026-05-01T10:03:00.000Z')]}                                          | ${'quick'}
    ${'a reboot event just after'}           | ${[event(full, '2026-05-01T10:03:00.000Z')]}                                           | ${'full'}
    ${'a clock a little behind'}             | ${[event(full, '2026-05-01T09:57:00.000Z')]}                                           | ${'full'}
    ${'both kinds'}                          | ${[event(quick, '2026-05-01T10:00:00.000Z'), event(full, '2026-05-01T10:01:00.000Z')]} | ${'unknown'}
    ${'none'}                                | ${[]}                                                                                  | ${'unknown'}
    ${'only of an earlier boot'}             | ${[event(full, '2026-04-01T10:00:00.000Z')]}                                           | ${'unknown'}
    ${'only of a later boot'}                | ${[event(full, '2026-05-02T10:00:00.000Z')]}                                           | ${'unknown'}
    ${'a later Quick Boot, not in the time'} | ${[event(full, bootTime), event(quick, '2026-05-02T10:00:00.000Z')]}                   | ${'quick'}
    ${'a later reboot, not in the time'}     | ${[event(full, bootTime), event(full, '2026-05-02T10:00:00.000Z')]}                    | ${'unknown'}
    ${'an earlier boot of the other kind'}   | ${[event(quick, '2026-04-01T10:00:00.000Z'), event(full, bootTime)]}                   | ${'full'}
  `('$situation: $type', ({ events, type }) => {
    const evidence = bootEvidence(bootTime, events as BootEvent[]);
    expect(evidence).toMatchObject({ type, bootTime });
    expect(evidence.source).toBe(type === 'unknown' ? 'none' : 'event');
  });
});
