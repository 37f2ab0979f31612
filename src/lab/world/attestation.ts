import {
  createJudge,
  isUnreached,
  NOT_VERIFIED,
  UNKNOWN_SOFTWARE,
  VERIFY_FAILED,
} from './attestation-judge.js';
import type { Failure, Outcome } from './attestation-judge.js';
import type { WorldContext } from './context.js';
import type { LabAttestationReport, LabHost } from './model.js';
import { authorityHosts, everyHost, isAttested, isUp, usesAuthorityHost } from './queries.js';
import { offers } from './releases.js';
import { reportTimes } from './report-times.js';
import type { Vms } from './vms.js';

/** Lab seconds of `attests-late` when the rule names none. */
const DEFAULT_LATE_SECONDS = 1_800;

export interface Attestation {
  /** Reports as of the start: every host that can attest has done so at some time before. */
  begin(): void;
  /** A trusted host booted: reports are gone; it asks every Trust Authority host some time later. */
  hostBooted(host: LabHost): void;
  /** A trusted host goes down: its attempts stop. */
  hostDown(host: LabHost): void;
  /** A Trust Authority host was added again: what there is about it goes on under its new moid. */
  renamed(authority: LabHost, from: string): void;
  /** Services of a Trust Authority host, or the applied configuration of hosts, changed: ask soon. */
  retrySoon(filter: (host: LabHost, authority: LabHost) => boolean): void;
}

/**
 * Remote attestation: each trusted host asks each Trust Authority host it is configured for, which compares the
 * *measured* version with the base images that this very host holds. Renewals and expiry are timers per pair.
 */
export function createAttestation(ctx: WorldContext, vms: Vms): Attestation {
  const { timing, assumptions } = ctx.topology;
  const { lifetime, renewAfter } = reportTimes(ctx.topology);

  const judge = createJudge(ctx);
  /** What was recorded of a real host holds until it boots or, for unknown software, until its image is imported. */
  const verdict = (host: LabHost, authority: LabHost): Outcome => {
    const now = judge(host, authority);
    const recorded = host.attestationFailures.get(authority.name);
    if (!recorded || (now.ok && recorded.id === UNKNOWN_SOFTWARE)) return now;
    return { ok: false, ...recorded };
  };

  /** What the host is told of a failure. The journal knows the true reason all the same. */
  const shown = (failure: Failure): Pick<LabAttestationReport, 'status' | 'messages'> => {
    const { id, text, status = isUnreached(id) ? 'unknown' : 'notAttested' } = failure;
    if (failure.status !== undefined || id !== UNKNOWN_SOFTWARE) return { status, messages: [{ id, text }] };
    switch (assumptions.missingImageError) {
      case 'unknown-software':
        return { status, messages: [{ id, text }] };
      case 'verify-failed':
        return { status, messages: [{ id: VERIFY_FAILED, text: NOT_VERIFIED }] };
      case 'no-message':
        return { status, messages: [] };
      case 'status-unknown':
        return { status: 'unknown', messages: [] };
    }
  };
  const tell = (host: LabHost, outcome: 'Pass' | 'Fail', text: string): void => {
    if (assumptions.attestationEvents === 'absent' || !offers(host.vcenter, 'attestEvents')) return;
    ctx.event(host.vcenter, `com.vmware.vc.TaHostAttest${outcome}Event`, text, host);
  };

  const schedule = (host: LabHost, authority: LabHost, seconds: number, fn: () => void): void => {
    const { attestation } = ctx.runtime(host);
    attestation.get(authority.moid)?.();
    attestation.set(authority.moid, ctx.clock.after(seconds, fn));
  };
  const attemptIn = (host: LabHost, authority: LabHost, seconds: number): void =>
    schedule(host, authority, seconds, () => {
      ctx.runtime(host).attestation.delete(authority.moid);
      attempt(host, authority);
    });
  const spread = (seconds: number, host: LabHost, authority: LabHost): number =>
    ctx.duration(seconds, `attest/${authority.name}`, host.name);

  const attempt = (host: LabHost, authority: LabHost): void => {
    if (host.power !== 'poweredOn' || !usesAuthorityHost(host, authority)) return;
    const before = host.reports.get(authority.moid);
    const outcome = verdict(host, authority);
    if (outcome.ok) return passed(host, authority, before);
    // An unreachable service says nothing about the host: a report that is still valid stays.
    const valid = before?.status === 'attested' && (before.until ?? 0) > ctx.clock.now();
    if (isUnreached(outcome.id) && valid) return waitWithReport(host, authority, before);
    if (before?.status === 'attested' && !valid) {
      ctx.note(host, 'host.report.expired', { taHost: authority.name, version: before.version });
    }
    failed(host, authority, before, outcome);
  };

  const passed = (host: LabHost, authority: LabHost, before: LabAttestationReport | undefined): void => {
    const at = ctx.clock.now();
    const hadKeys = isAttested(host);
    host.reports.set(authority.moid, {
      status: 'attested',
      version: host.measured,
      at,
      until: at + lifetime * 1000,
      messages: [],
    });
    const image = authority.ta?.images.get(host.measured);
    if (image) image.lastAttestedAt = at;
    if (before?.status !== 'attested') {
      ctx.note(host, 'host.attested', { taHost: authority.name, version: host.measured });
      tell(host, 'Pass', `Host ${host.name} was attested by ${authority.name}`);
    } else ctx.changed();
    if (!hadKeys) vms.refreshLocks(host);
    attemptIn(host, authority, spread(renewAfter, host, authority));
  };

  const failed = (
    host: LabHost,
    authority: LabHost,
    before: LabAttestationReport | undefined,
    failure: Failure,
  ): void => {
    const { status, messages } = shown(failure);
    host.reports.set(authority.moid, { status, version: host.measured, messages });
    if (before?.status !== status || before.messages[0]?.id !== messages[0]?.id) {
      ctx.note(host, 'host.unattested', {
        taHost: authority.name,
        version: host.measured,
        reason: failure.id,
      });
      tell(host, 'Fail', `Host ${host.name} was not attested by ${authority.name}: ${failure.text}`);
    }
    if (assumptions.encryptedVmsAtExpiry === 'lock' && !isAttested(host)) vms.refreshLocks(host);
    attemptIn(host, authority, spread(timing.attestationRetrySeconds, host, authority));
  };

  /** Tries again now and then, at the latest when the report expires. */
  const waitWithReport = (host: LabHost, authority: LabHost, report: LabAttestationReport): void => {
    const left = ((report.until ?? 0) - ctx.clock.now()) / 1000;
    attemptIn(
      host,
      authority,
      Math.min(left, spread(5 * timing.attestationRetrySeconds, host, authority)) + 0.001,
    );
  };

  const pairs = function* (): Iterable<readonly [LabHost, LabHost]> {
    for (const vcenter of ctx.vcenters.values()) {
      for (const host of vcenter.hosts.values()) {
        for (const authority of authorityHosts(ctx))
          if (usesAuthorityHost(host, authority)) yield [host, authority];
      }
    }
  };

  /** Where a fault kept hosts from attesting they ask again soon. */
  for (const kind of ['never-attests', 'attests-late', 'attests-on-some'] as const) {
    ctx.faults.onHealed(kind, ({ target }) => {
      for (const [host, authority] of pairs()) {
        const isMeant = target === undefined || target === host.name;
        if (!isMeant || host.power !== 'poweredOn' || isAttestedBy(host, authority)) continue;
        attemptIn(host, authority, spread(timing.attestationRetrySeconds / 2, host, authority));
      }
    });
  }

  return {
    begin() {
      for (const [host, authority] of pairs()) {
        const age = ctx.random.stream('report-age', `${host.name}/${authority.name}`)();
        const recorded = host.attestationFailures.get(authority.name);
        if (recorded && isUp(host)) {
          const { id, text, status } = recorded;
          host.reports.set(authority.moid, { status, version: host.measured, messages: [{ id, text }] });
        }
        if (!isUp(host) || !verdict(host, authority).ok) {
          attemptIn(host, authority, spread(timing.attestationRetrySeconds, host, authority) * age);
          continue;
        }
        const at = ctx.clock.now() - Math.floor(age * renewAfter * 1000);
        host.reports.set(authority.moid, {
          status: 'attested',
          version: host.measured,
          at,
          until: at + lifetime * 1000,
          messages: [],
        });
        const image = authority.ta?.images.get(host.measured);
        if (image) image.lastAttestedAt = Math.max(image.lastAttestedAt ?? 0, at);
        attemptIn(host, authority, renewAfter * (1 - age) + 1);
      }
    },
    hostBooted(host) {
      const late = host.cluster.trust && ctx.faults.strike('attests-late', host);
      for (const authority of authorityHosts(ctx)) {
        if (!usesAuthorityHost(host, authority)) continue;
        const seconds = late ? (late.seconds ?? DEFAULT_LATE_SECONDS) : timing.attestationSeconds;
        attemptIn(host, authority, spread(seconds, host, authority));
      }
    },
    hostDown(host) {
      const { attestation } = ctx.runtime(host);
      for (const cancel of attestation.values()) cancel();
      attestation.clear();
      host.reports.clear();
    },
    renamed(authority, from) {
      for (const host of everyHost(ctx)) {
        moveKey(host.reports, from, authority.moid);
        moveKey(ctx.runtime(host).attestation, from, authority.moid);
      }
    },
    retrySoon(filter) {
      for (const [host, authority] of pairs()) {
        if (host.power !== 'poweredOn') continue;
        const isPending = ctx.runtime(host).attestation.has(authority.moid);
        if (isPending && isAttestedBy(host, authority)) continue;
        // A first attempt after a boot is not hurried.
        if (isPending && !host.reports.has(authority.moid)) continue;
        if (filter(host, authority))
          attemptIn(host, authority, spread(timing.attestationRetrySeconds / 2, host, authority));
      }
    },
  };
}

function moveKey<T>(map: Map<string, T>, from: string, to: string): void {
  const value = map.get(from);
  if (value === undefined) return;
  map.delete(from);
  map.set(to, value);
}

const isAttestedBy = (host: LabHost, authority: LabHost): boolean =>
  host.reports.get(authority.moid)?.status === 'attested';
