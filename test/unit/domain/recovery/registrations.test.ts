import { describe, expect, it } from '@jest/globals';
import {
  nextRegistrationStep,
  type OfferedService,
  type RegisteredServices,
  type RegistrationStep,
} from '../../../../src/domain/recovery/index.js';

const offered: OfferedService = {
  kind: 'attestation',
  hostname: 'ta-1',
  port: 443,
  group: 'g',
  authorityCluster: 'ta',
  trustedCa: ['-----BEGIN CERTIFICATE-----\nbmV3\n-----END CERTIFICATE-----\n'],
};
const own = { ...offered, id: 's-1' };
const sibling = { ...offered, id: 's-2', hostname: 'ta-2', trustedCa: ['other'] };
const alpha = { vcenter: 'wl', moid: 'domain-c1', name: 'alpha' };
const beta = { vcenter: 'wl', moid: 'domain-c2', name: 'beta' };

const registered = (services: RegisteredServices['services'], ...bound: string[][]): RegisteredServices => ({
  services,
  bindings: [alpha, beta].map((cluster, index) => ({ cluster, services: bound[index] ?? [] })),
});

describe('REC-4: the next change of a registration', () => {
  const outdated = { ...own, trustedCa: ['b2xk'] };
  it.each<[situation: string, state: RegisteredServices, step: unknown]>([
    [
      'as offered, also without armour',
      registered([{ ...own, trustedCa: ['bmV3'] }, sibling], ['s-1', 's-2'], ['s-2', 's-1']),
      null,
    ],
    [
      'outdated and used',
      registered([outdated, sibling], ['s-2'], ['s-2', 's-1']),
      { do: 'unbind', bound: { kind: 'attestation', id: 's-1', cluster: beta } },
    ],
    [
      'outdated and used by nobody',
      registered([outdated, sibling], ['s-2']),
      { do: 'unregister', service: outdated },
    ],
    [
      'of another group',
      registered([{ ...own, group: 'h' }, sibling]),
      { do: 'unregister', service: { ...own, group: 'h' } },
    ],
    [
      'of another Trust Authority at the same address',
      registered([{ ...own, authorityCluster: 'another' }]),
      { do: 'unregister', service: { ...own, authorityCluster: 'another' } },
    ],
    [
      'with one more certificate',
      registered([{ ...own, trustedCa: [...own.trustedCa, 'more'] }]),
      { do: 'unregister', service: { ...own, trustedCa: [...own.trustedCa, 'more'] } },
    ],
    ['in capitals', registered([{ ...own, hostname: 'TA-1' }]), null],
    ['at another port', registered([{ ...own, port: 444 }]), { do: 'register', service: offered }],
    ['not registered', registered([sibling], ['s-2']), { do: 'register', service: offered }],
    [
      'registered, and a cluster uses its sibling alone',
      registered([own, sibling], ['s-1', 's-2'], ['s-2']),
      { do: 'bind', bound: { kind: 'attestation', id: 's-1', cluster: beta } },
    ],
    [
      'a cluster of another Trust Authority',
      registered([own, { ...sibling, authorityCluster: 'another' }], ['s-2']),
      null,
    ],
    [
      'a cluster that uses the other kind alone',
      registered([own, { ...sibling, kind: 'kms' }], ['s-2']),
      null,
    ],
  ])('%s', (_, state, step) => {
    expect(nextRegistrationStep(offered, state)).toEqual(step);
  });

  it('leads to the end from everywhere, and never touches another host', () => {
    let state = registered([outdated, sibling], ['s-1', 's-2'], ['s-1', 's-2']);
    const done: RegistrationStep['do'][] = [];
    for (let step = nextRegistrationStep(offered, state); step; step = nextRegistrationStep(offered, state)) {
      done.push(step.do);
      state = apply(step, state);
    }
    expect(done).toEqual(['unbind', 'unbind', 'unregister', 'register', 'bind', 'bind']);
    expect(state.bindings.map(({ services }) => services)).toEqual([
      ['s-2', 's-3'],
      ['s-2', 's-3'],
    ]);
  });
});

function apply(step: RegistrationStep, { services, bindings }: RegisteredServices): RegisteredServices {
  switch (step.do) {
    case 'register':
      return { services: [...services, { ...step.service, id: 's-3' }], bindings };
    case 'unregister':
      return { services: services.filter(({ id }) => id !== step.service.id), bindings };
    default: {
      const { id, cluster } = step.bound;
      const changed = bindings.map((binding) => {
        if (binding.cluster !== cluster) return binding;
        const rest = binding.services.filter((service) => service !== id);
        return { cluster, services: step.do === 'bind' ? [...rest, id] : rest };
      });
      return { services, bindings: changed };
    }
  }
}
