import type { Finding } from '../../model/finding.js';
import type { EsxVersion } from '../../model/version.js';
import type { OperationFacts } from '../facts.js';
import { missingImageFiles, type ImagesWithoutFile } from './image-files.js';

type Facts = Pick<OperationFacts, 'estate'> & {
  readonly withoutFile: ImagesWithoutFile;
  readonly host: string;
  readonly recorded: EsxVersion | undefined;
  readonly archive: { readonly hash: string } | undefined;
};

/** What has to be there before a host is taken out: else it could not come back. @rule REC-1, REC-2, REC-3, BAK-3, DG-11 */
export function recoveryPrerequisites(facts: Facts): readonly Finding[] {
  return [
    noVersion(facts),
    noArchive(facts),
    ...missingImageFiles(facts.host, facts.withoutFile),
    noLogin(facts),
  ].filter((finding) => finding !== undefined);
}

type About = Pick<Finding, 'rule' | 'check' | 'message' | 'remedy'>;
const blocker = (subject: string, about: About): Finding => ({ subject, severity: 'blocker', ...about });

function noVersion({ host, recorded }: Facts): Finding | undefined {
  if (recorded !== undefined) return undefined;
  return blocker(host, {
    rule: 'REC-2',
    check: 'previous-version-unknown',
    message: `No run has recorded which version ${host} had before its upgrade.`,
    remedy: 'Give it with --to, release and build: 8.0.2-22380479.',
  });
}

function noArchive({ host, estate, archive }: Facts): Finding | undefined {
  if (archive !== undefined) return undefined;
  return blocker(host, {
    rule: 'BAK-3',
    check: 'configuration-archive-missing',
    message: 'There is no archive of the vTA configuration, from which it could be applied again.',
    remedy: `Make one while the other Trust Authority hosts hold the configuration: vta archive create ${estate.name}.`,
  });
}

function noLogin({ host, estate }: Facts): Finding | undefined {
  if (estate.authority.hostAccess !== undefined) return undefined;
  return blocker(host, {
    rule: 'REC-3',
    check: 'host-access-missing',
    message: `The estate file has no hostAccess for ${estate.authority.vcenter.name}, so that no host can be added there.`,
    remedy:
      'Add hostAccess with the name of an ESXi credential to the authority side; its worker has to know the credential when the host is added.',
  });
}
