import { checkNamed } from '../check.js';

const { blocker, warning, check } = checkNamed({
  id: 'certificates-expiring',
  rule: 'DG-13',
  looksAt: 'No certificate that the trust rests on ends within a month.',
  severities: ['blocker', 'warning'],
  remedy: 'Renew the certificate; a new signing certificate needs the principal to be imported again.',
  waivable: true,
});

/** Days; a run may last for weeks. */
const SOON_DAYS = 30;

/**
 * Certificates of vCenters, of key providers and of their key servers. A certificate that ends during the run stops it
 * in the middle, and one that is renewed then changes what was compared (2.15). @rule DG-13
 */
export const certificatesExpiring = check(({ sides, inventory: { readAt } }) =>
  sides.flatMap(({ vcenter, readiness: { certificates = [] } }) =>
    certificates.flatMap(({ name, expiresAt }) => {
      if (expiresAt === undefined) return [];
      const days = (Date.parse(expiresAt) - Date.parse(readAt)) / 86_400_000;
      if (days > SOON_DAYS) return [];
      if (days <= 0) {
        return blocker(
          vcenter.name,
          `The ${name} has ended at ${expiresAt}.`,
          'Renew it before anything is upgraded; after a new signing certificate import the principal again.',
        );
      }
      return warning(
        vcenter.name,
        `The ${name} ends at ${expiresAt}, within ${SOON_DAYS} days.`,
        'Renew it before the run, not during it; after a new signing certificate import the principal again.',
      );
    }),
  ),
);
