import { afterEach, describe, expect, it } from '@jest/globals';
import { offers } from '../../../src/lab/world/releases.js';
import type { Release } from '../../../src/lab/topology/release-numbers.js';
import { RestBench } from '../../support/lab-rest.js';
import { moref, SoapBench, specSet, textAt } from '../../support/soap-bench.js';

const ti = '/vcenter/trusted-infrastructure';
const RELEASES = ['7.0.1', '7.0.3', '8.0.0', '8.0.1', '8.0.2', '8.0.3'] as const;

let rest: RestBench | undefined;
let soap: SoapBench | undefined;
afterEach(async () => {
  await rest?.stop();
  await soap?.close();
  rest = soap = undefined;
});

const atRelease = async (release: Release): Promise<RestBench> => {
  rest = await RestBench.start({ release });
  return rest;
};

/** What the Automation API of a release answers, in the words of the table below. */
const probes: Readonly<Record<string, (bench: RestBench) => Promise<unknown>>> = {
  async 'last_attested_time of an image in use'(bench) {
    const images = `${ti}/trust-authority-clusters/${bench.cluster('TA').moid}/attestation/os/esx/base-images`;
    const [{ version }] = (await bench.task('ta-vc', `GET ${images}`)).result;
    return 'last_attested_time' in (await bench.task('ta-vc', `GET ${images}/${version}`)).result;
  },
  async 'TPM of a host'(bench) {
    const path = `${ti}/hosts/${bench.host('esx-1').moid}/hardware/tpm`;
    return (await bench.call('wl-vc', `GET ${path}`)).status === 200;
  },
  async 'services-applied-config'(bench) {
    const path = `${ti}/trusted-clusters/${bench.cluster().moid}/services-applied-config`;
    return (await bench.call('wl-vc', `GET ${path}?vmw-task=true`)).status === 202;
  },
  async 'vLCM stage'(bench) {
    const path = `/esx/settings/clusters/${bench.cluster().moid}/software?action=stage`;
    return (await bench.call('wl-vc', `POST ${path}&vmw-task=true`, {})).status === 202;
  },
  async stage_status(bench) {
    if (bench.vcenter('wl-vc').version.startsWith('8.0.3')) return undefined;
    bench.commitNew();
    const path = `/esx/settings/clusters/${bench.cluster().moid}/software/compliance`;
    return 'stage_status' in (await bench.call('wl-vc', `GET ${path}`)).body;
  },
  async 'policy: power action'(bench) {
    return 'pre_remediation_power_action' in (await policyOf(bench));
  },
  async 'policy: HCL validation'(bench) {
    return 'enforce_hcl_validation' in (await policyOf(bench));
  },
  async 'policy: parallel remediation'(bench) {
    return 'parallel_remediation_action' in (await policyOf(bench));
  },
  async 'policy: quick patch, configuration manager'(bench) {
    const policy = await policyOf(bench);
    expect('enforce_quick_patch' in policy).toBe('config_manager_policy_spec' in policy);
    return 'enforce_quick_patch' in policy;
  },
  async 'writing a policy with quick patch'(bench) {
    const path = `/esx/settings/clusters/${bench.cluster().moid}/policies/apply`;
    return (await bench.call('wl-vc', `PUT ${path}`, { enforce_quick_patch: true })).status === 204;
  },
  async 'depot owner'(bench) {
    const { body } = await bench.call('wl-vc', 'GET /esx/settings/depots/online');
    return 'owner' in (Object.values(body)[0] as object);
  },
  async 'installed images'(bench) {
    const path = `/esx/settings/clusters/${bench.cluster().moid}/installed-images`;
    return (await bench.call('wl-vc', `GET ${path}`)).status === 200;
  },
  async 'rollback of the appliance'(bench) {
    const path = '/appliance/update/pending?action=rollback';
    // Known, there is just no snapshot; unknown, there is no such operation.
    return (await bench.call('wl-vc', `POST ${path}`)).body.error_type === 'NOT_FOUND';
  },
};

async function policyOf(bench: RestBench): Promise<object> {
  const path = `/esx/settings/clusters/${bench.cluster().moid}/policies/apply/effective`;
  return (await bench.call('wl-vc', `GET ${path}`)).body as object;
}

describe('the Automation API of', () => {
  it('7.0 U1 is not there: every path is 404 without an error of the interface', async () => {
    const bench = await atRelease('7.0.1');
    for (const path of ['/api/session', '/api/appliance/system/version', '/api/vcenter/cluster']) {
      const answer = await bench.raw('wl-vc', path === '/api/session' ? 'POST' : 'GET', path, {});
      expect([answer.status, answer.body]).toEqual([404, undefined]);
    }
  });

  it.each`
    what                                            | 7.0.3    | 8.0.0    | 8.0.1    | 8.0.2    | 8.0.3
    ${'services-applied-config'}                    | ${true}  | ${true}  | ${true}  | ${true}  | ${true}
    ${'last_attested_time of an image in use'}      | ${false} | ${false} | ${true}  | ${true}  | ${true}
    ${'TPM of a host'}                              | ${false} | ${true}  | ${true}  | ${true}  | ${true}
    ${'vLCM stage'}                                 | ${false} | ${true}  | ${true}  | ${true}  | ${true}
    ${'stage_status'}                               | ${false} | ${true}  | ${true}  | ${true}  | ${undefined}
    ${'policy: power action'}                       | ${true}  | ${true}  | ${true}  | ${true}  | ${true}
    ${'policy: HCL validation'}                     | ${true}  | ${true}  | ${true}  | ${true}  | ${true}
    ${'policy: parallel remediation'}               | ${false} | ${true}  | ${true}  | ${true}  | ${true}
    ${'policy: quick patch, configuration manager'} | ${false} | ${false} | ${false} | ${false} | ${true}
    ${'writing a policy with quick patch'}          | ${false} | ${false} | ${false} | ${false} | ${true}
    ${'depot owner'}                                | ${true}  | ${true}  | ${true}  | ${true}  | ${true}
    ${'installed images'}                           | ${false} | ${false} | ${false} | ${false} | ${true}
    ${'rollback of the appliance'}                  | ${false} | ${false} | ${false} | ${true}  | ${true}
  `('every release since 7.0 U2: $what', async ({ what, ...expected }: any) => {
    const found: Record<string, unknown> = {};
    for (const release of Object.keys(expected) as Release[]) {
      found[release] = await probes[what]?.(await atRelease(release));
      await rest?.stop();
    }
    rest = undefined;
    expect(found).toEqual(expected);
  });
});

/** A SOAP bench that speaks the server's own version, logged in. */
async function speaking(release: Release): Promise<SoapBench> {
  soap = new SoapBench({ release });
  soap.version = soap.lab.vcenter('wl-vc').apiVersion;
  expect((await soap.login()).status).toBe(200);
  return soap;
}

const runtimeOf = async (bench: SoapBench): Promise<string> =>
  (await bench.read(specSet('HostSystem', ['runtime'], [`HostSystem:${bench.lab.host('esx-1').moid}`]))).text;

async function eventIds(bench: SoapBench): Promise<string[]> {
  const filter = `<filter><entity>${moref('entity', `HostSystem:${bench.lab.host('esx-1').moid}`)}<recursion>self</recursion></entity></filter>`;
  const { results } = await bench.call('QueryEvents', 'EventManager:EventManager', filter);
  return results.map((event) => textAt(event, 'eventTypeId') ?? '');
}

describe('vim25 of', () => {
  it.each`
    release    | version      | stateEncryption | partialMaintenance
    ${'7.0.1'} | ${'7.0.1.0'} | ${false}        | ${false}
    ${'7.0.3'} | ${'7.0.3.0'} | ${true}         | ${false}
    ${'8.0.0'} | ${'8.0.0.1'} | ${true}         | ${false}
    ${'8.0.1'} | ${'8.0.1.0'} | ${true}         | ${false}
    ${'8.0.2'} | ${'8.0.2.0'} | ${true}         | ${false}
    ${'8.0.3'} | ${'8.0.3.0'} | ${true}         | ${true}
  `('$release: speaks $version, properties by release, attestation always', async (row: any) => {
    const bench = await speaking(row.release);
    const published = await (await fetch(`${await bench.url('wl-vc')}/sdk/vimServiceVersions.xml`)).text();
    expect(/<version>([^<]+)/.exec(published)?.[1]).toBe(row.version);
    const content = await bench.call('RetrieveServiceContent', 'ServiceInstance:ServiceInstance');
    expect(textAt(content.results[0], 'about.apiVersion')).toBe(row.version);
    const runtime = await runtimeOf(bench);
    expect(runtime.includes('stateEncryption')).toBe(row.stateEncryption);
    const path = 'runtime.partialMaintenanceMode';
    const partial = await bench.read(
      specSet('HostSystem', [path], [`HostSystem:${bench.lab.host('esx-1').moid}`]),
    );
    expect(partial.fault).toBe(row.partialMaintenance ? undefined : 'InvalidProperty');
    const attestation = 'summary.trustAuthorityAttestationInfos';
    expect(Object.keys(await bench.hostProperties('esx-1', attestation))).toEqual([attestation]);
  });

  it('a new vCenter with old hosts: the host decides what it has', async () => {
    const bench = await speaking('8.0.3');
    bench.lab.host('esx-1').banks[0] = '7.0.1-16850804';
    expect(await runtimeOf(bench)).not.toContain('stateEncryption');
  });

  it.each`
    release    | reasons                                                                     | attested
    ${'7.0.1'} | ${[]}                                                                       | ${false}
    ${'7.0.3'} | ${['esx.audit.host.reboot.reason.management', '…reboot.reason.management']} | ${true}
    ${'8.0.0'} | ${['esx.audit.host.reboot.reason.management', '…reboot.reason.user']}       | ${true}
    ${'8.0.3'} | ${['esx.audit.host.reboot.reason.management', '…reboot.reason.user']}       | ${true}
  `(
    '$release: events after a reboot that an operator asked for',
    async ({ release, reasons, attested }: any) => {
      const bench = await speaking(release);
      const host = bench.lab.host('esx-1');
      bench.lab.world.reboot(host, bench.lab.session(), true);
      bench.lab.minutes(90);
      // vCenter forgets idle sessions.
      await bench.login();
      const ids = await eventIds(bench);
      expect(ids.filter((id) => id.includes('.reason.'))).toEqual(
        reasons.map((id: string) => id.replace('…', 'esx.audit.host.')),
      );
      expect(ids.includes('com.vmware.vc.TaHostAttestPassEvent')).toBe(attested);
      expect(ids).toContain('esx.audit.host.boot');
    },
  );

  it.each`
    release    | shared
    ${'8.0.2'} | ${false}
    ${'8.0.3'} | ${true}
  `('$release: one session for both interfaces: $shared', async ({ release, shared }: any) => {
    const bench = await speaking(release);
    bench.cookie = bench.lab.session().id;
    const answer = await bench.call('CurrentTime', 'ServiceInstance:ServiceInstance');
    expect(answer.status).toBe(shared ? 200 : 500);
  });

  it.each`
    release    | viJson   | hello
    ${'7.0.1'} | ${false} | ${false}
    ${'7.0.3'} | ${false} | ${false}
    ${'8.0.0'} | ${false} | ${false}
    ${'8.0.1'} | ${true}  | ${false}
    ${'8.0.2'} | ${true}  | ${true}
    ${'8.0.3'} | ${true}  | ${true}
  `('$release: VI JSON $viJson, negotiation by hello $hello', ({ release, viJson, hello }: any) => {
    soap = new SoapBench({ release });
    const vcenter = soap.lab.vcenter('wl-vc');
    expect([offers(vcenter, 'viJson'), offers(vcenter, 'hello')]).toEqual([viJson, hello]);
  });
});

it('the six releases of the table are those that estates can be generated from', async () => {
  const { RELEASES: known } = await import('../../../src/lab/topology/release-numbers.js');
  expect(Object.keys(known)).toEqual([...RELEASES]);
});
