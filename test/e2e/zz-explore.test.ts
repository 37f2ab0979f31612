import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { appendFileSync } from 'node:fs';
import { startStack, type Stack } from '../support/e2e.js';
const APPLY = 'POST /api/esx/settings/clusters/*action=apply*';
const IMPORT = 'POST /api/vcenter/trusted-infrastructure/trust-authority-clusters/*/base-images*';
const ENTER = 'HostSystem.EnterMaintenanceMode_Task';
const small = { done: 'authority', trustedHosts: 2 } as const;
const cases: Record<string, [any, any[]]> = {
  wire: [small, [
    { kind: 'http-500', operation: 'GET *', rate: 0.05, count: 0 },
    { kind: 'http-502', operation: 'GET *', rate: 0.05, count: 0 },
    { kind: 'http-503', operation: '*', rate: 0.03, count: 0, body: 'none' },
    { kind: 'throttle', operation: '*', rate: 0.05, count: 0 },
    { kind: 'half-answer', operation: 'GET *', rate: 0.05, count: 0 },
    { kind: 'half-answer', operation: 'PropertyCollector.*', rate: 0.03, count: 0 },
    { kind: 'expire-session', operation: '*', rate: 0.02, count: 0 },
    { kind: 'slow', operation: 'GET *', rate: 0.03, count: 0, seconds: 120 }]],
  orders: [small, [
    { kind: 'half-answer', operation: 'POST /api/esx/settings/clusters/*action=commit*' },
    { kind: 'reset-before-effect', operation: ENTER },
    { kind: 'http-500', operation: APPLY },
    { kind: 'throttle', operation: IMPORT },
    { kind: 'http-502', operation: 'HostSystem.ExitMaintenanceMode_Task' }]],
  'fail-task-though-done': [small, [{ kind: 'fail-task-though-done', operation: ENTER }, { kind: 'fail-task-though-done', operation: IMPORT }]],
  'fail-task-though-done-apply': [small, [{ kind: 'fail-task-though-done', operation: APPLY }]],
  'succeed-undone': [small, [{ kind: 'succeed-task-undone', operation: ENTER }]],
  'succeed-undone-apply': [small, [{ kind: 'succeed-task-undone', operation: APPLY }]],
  'succeed-undone-import': [small, [{ kind: 'succeed-task-undone', operation: IMPORT }]],
  'hang-task': [small, [{ kind: 'hang-task', operation: ENTER, seconds: 7200 }]],
  'hang-done': [small, [{ kind: 'hang-task-though-done', operation: ENTER }, { kind: 'hang-task-though-done', operation: IMPORT }]],
  'hang-done-apply': [small, [{ kind: 'hang-task-though-done', operation: APPLY }]],
  'lose-task': [small, [{ kind: 'lose-task', operation: ENTER }, { kind: 'lose-task', operation: APPLY }, { kind: 'lose-task', operation: IMPORT }, { kind: 'lose-task', operation: 'HostSystem.ExitMaintenanceMode_Task' }]],
  outage: [small, [{ kind: 'outage', operation: APPLY, target: 'wl-vc', seconds: 604800 }]],
  restart: [small, [{ kind: 'restart-vcenter', operation: APPLY }]],
  cert: [small, [{ kind: 'change-certificate', target: 'wl-vc' }]],
  hostcert: [small, [{ kind: 'change-certificate', target: 'prod-esx1' }]],
  skew: [small, [{ kind: 'clock-skew', target: 'wl-vc', skew: 900 }, { kind: 'clock-skew', target: 'ta-esx1', skew: -7200 }]],
  'skew-back': [small, [{ kind: 'clock-skew', target: 'wl-vc', skew: -3600 }]],
  backup: [{ trustedHosts: 2 }, [{ kind: 'fail-backup', target: 'ta-vc' }]],
  hang: [small, [{ kind: 'hang-at-boot', target: 'prod-esx1', seconds: 1800 }]],
  reconnect: [small, [{ kind: 'never-reconnects', target: 'prod-esx1' }]],
  blocked: [small, [{ kind: 'evacuation-blocked', target: 'prod-esx2' }]],
  pin: [small, [{ kind: 'pin-vm', target: 'vault-1' }]],
  vsan: [small, [{ kind: 'vsan-resync', target: 'Prod' }]],
  late: [small, [{ kind: 'attests-late', target: 'prod-esx1', seconds: 1800 }]],
  some: [small, [{ kind: 'attests-on-some', target: 'prod-esx1', hosts: ['ta-esx2'] }]],
  partial: [small, [{ kind: 'partial-import' }]],
  drift: [{ trustedHosts: 2 }, [{ kind: 'ta-host-drift', target: 'ta-esx2' }]],
  'drift-trusted': [small, [{ kind: 'ta-host-drift', target: 'ta-esx2' }]],
  reboot: [small, [{ kind: 'foreign-administrator', operation: APPLY, target: 'prod-esx2', does: 'reboot' }]],
  'foreign-mm': [small, [{ kind: 'foreign-administrator', target: 'prod-esx2', does: 'enter-maintenance' }]],
  'foreign-rem': [small, [{ kind: 'foreign-administrator', operation: ENTER, target: 'prod-esx2', does: 'remediate' }]],
};
const wanted = process.env['CASES']?.split(',') ?? Object.keys(cases);
const out = (t: string) => appendFileSync('/tmp/h7-explore.log', t + '\n');
describe('explore', () => {
  let stack: Stack;
  beforeAll(async () => { stack = await startStack({ speed: 800 }); });
  afterAll(async () => { await stack?.stop(); });
  it.concurrent.each(wanted)('%s', async (name) => {
    const [options, faults] = cases[name]!;
    const estate = await stack.startEstate(options);
    const lines: string[] = [];
    const t0 = Date.now();
    const say = (t: string) => lines.push(`  ${((Date.now() - t0) / 1000).toFixed(0)}s ${t}`);
    try {
      const ids: string[] = [];
      const run = await (name === 'cert' || name === 'hostcert' ? estate.start() : Promise.resolve(''));
      for (const f of faults) ids.push((await estate.fault(f)).id);
      const r = run || (await estate.start());
      const end = estate.approveToEnd(r, { people: true }).then((s) => s, (e) => String(e).slice(0, 1500));
      let over: any; void end.then((s) => (over = s));
      let last = ''; let parkedAt = 0; let healed = false; let waitSince = Date.now();
      while (!over && Date.now() - t0 < 110_000) {
        const s = await estate.status(r).catch(() => undefined);
        if (s) {
          const now = `${s.state} ${s.waitingOn.map((w) => `[${w.kind}|${w.rule}|${w.subject}|have=${w.have}|need=${w.need}]`).join(' ')}`.slice(0, 500);
          if (now !== last) { last = now; waitSince = Date.now(); say(now); }
          const stuck = s.state === 'needs-operator' || (s.waitingOn.length > 0 && Date.now() - waitSince > 15000);
          if (stuck && !parkedAt) parkedAt = Date.now();
          if (parkedAt && !healed && Date.now() - parkedAt > 3000) { healed = true; say('HEAL'); for (const id of ids) await estate.endFault(id); }
        }
        await new Promise((res) => setTimeout(res, 300));
      }
      say(`END ${typeof over === 'string' ? over : over ? `${over.state} ${over.outcome}` : 'TIMEOUT'}`);
      if (!over) await stack.operator.api.steer(r, 'abort', { reason: 'enough of it' }).catch((e) => say(String(e)));
      const ref = await estate.referee();
      say(`REFEREE ok=${ref.ok} ${JSON.stringify(ref.violations).slice(0, 400)}`);
      const fl = await (await fetch(`${estate.lab.control}/lab/faults`)).json() as any[];
      say(`FIRED ${(await estate.journal()).filter((e) => e.effect === 'fault.fired').map((e) => `${e.detail['fault']}@${e.subject}`).join(' ').slice(0, 600)} left=${fl.map((f) => `${f.kind}:${f.fired}`).join()}`);
    } catch (e) { say(`ERROR ${String(e)}`); } finally {
      out([`== ${name}`, ...lines].join('\n'));
      await stack.endEstate(estate, { record: true });
    }
  }, 200_000);
});
