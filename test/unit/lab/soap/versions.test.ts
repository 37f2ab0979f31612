import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { negotiate, serviceVersions } from '../../../../src/lab/soap/versions.js';
import { SoapBench, specSet } from '../../../support/soap-bench.js';

let bench: SoapBench;
beforeEach(async () => {
  bench = new SoapBench();
  await bench.login();
});
afterEach(() => bench.close());

describe('API versions', () => {
  it('are published with all prior ones that the server knows', async () => {
    const response = await fetch(`${await bench.url('wl-vc')}/sdk/vimServiceVersions.xml`);
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).toContain('<version>8.0.2.0</version>\n  <priorVersions>');
    expect(text).toContain('<version>7.0.1.0</version>');
    expect(text).not.toContain('8.0.3.0');
    expect(serviceVersions('8.0.3.0')).toContain('<version>8.0.2.0</version>');
  });

  it.each`
    soapAction                | found
    ${'"urn:vim25/8.0.1.0"'}  | ${{ version: '8.0.1.0' }}
    ${'urn:vim25/6.7.3'}      | ${{ version: '6.7.3' }}
    ${'"urn:vim25/8.0.2.0"'}  | ${{ version: '8.0.2.0' }}
    ${'"urn:vim25/8.0.3.0"'}  | ${{ unsupported: 'urn:vim25/8.0.3.0' }}
    ${'"urn:vim25/nonsense"'} | ${{ unsupported: 'urn:vim25/nonsense' }}
    ${''}                     | ${{ version: '2.5' }}
    ${undefined}              | ${{ version: '2.5' }}
  `('$soapAction of a server with 8.0.2.0: $found', ({ soapAction, found }) => {
    expect(negotiate(soapAction as string | undefined, '8.0.2.0')).toEqual(found);
  });

  it('newer than the server are refused as VersionMismatch', async () => {
    bench.version = '8.0.3.0';
    const answer = await bench.call('CurrentTime', 'ServiceInstance:ServiceInstance');
    expect(answer.status).toBe(500);
    expect(answer.text).toContain('<faultcode>VersionMismatchFaultCode</faultcode>');
    expect(answer.faultString).toContain('urn:vim25/8.0.3.0');
  });

  it('older than a property do not see it, neither by name nor inside its parent', async () => {
    const attestation = 'summary.trustAuthorityAttestationInfos';
    const host = `HostSystem:${bench.lab.host('esx-1').moid}`;
    expect(Object.keys(await bench.hostProperties('esx-1', attestation))).toEqual([attestation]);
    expect((await bench.read(specSet('HostSystem', ['summary'], [host]))).text).toContain('trustAuthority');
    bench.version = '7.0.0.0';
    expect((await bench.read(specSet('HostSystem', [attestation], [host]))).fault).toBe('InvalidProperty');
    expect((await bench.read(specSet('HostSystem', ['summary'], [host]))).text).not.toContain(
      'trustAuthority',
    );
  });

  it('older than a method do not have it', async () => {
    bench.version = '4.0';
    expect((await bench.read(specSet('HostSystem', ['name'], ['Folder:group-d1']))).fault).toBe(
      'MethodNotFound',
    );
  });
});
