import { checkNamed } from '../check.js';

const { blocker, check } = checkNamed({
  id: 'authority-service',
  rule: 'DG-7',
  looksAt: 'Attestation service and key provider service report OK.',
  severities: ['blocker'],
  remedy: 'Read the log of the service on the Trust Authority hosts and restart it one host at a time.',
});

/** Attestation and key provider service are OK; NONE means unknown, which is not OK. @rule DG-7, DG-14 */
export const authorityServices = check(({ inventory: { authority } }) => {
  const { attestationService, keyProviderService } = authority.facts;
  const services = [
    { name: 'attestation service', health: attestationService, log: 'attestd.log' },
    { name: 'key provider service', health: keyProviderService, log: 'kmxd.log' },
  ];
  return services
    .filter(({ health }) => health !== 'OK')
    .map(({ name, health, log }) =>
      blocker(
        name,
        `The ${name} reports ${health}; OK is needed.`,
        `Read ${log} on the TA hosts; restart the service one host at a time.`,
      ),
    );
});
