import type { Rule } from './rule.js';

export const BAK: readonly Rule[] = [
  {
    id: 'BAK-1',
    title: 'A vCenter backup is not enough',
    statement:
      'A backup of the vCenter does not protect the vTA configuration; an archive of that is needed beside it before the Trust Authority side is changed. The run makes both before it updates the Trust Authority vCenter, looks again before the Trust Authority hosts, and does not go on without them.',
    why: 'Finding out during a recovery that nothing can be restored.',
    sees: 'Warnings in preflight when either was never made; the backup and the archive as events of the run.',
    may: 'Check that the backup location takes the backups of this vCenter.',
  },
  {
    id: 'BAK-2',
    title: 'Where the configuration lives',
    statement:
      'Most of the vTA configuration lies on the Trust Authority hosts and not in the database of their vCenter, so no vCenter backup contains it. Whatever asks for an archive says so.',
    why: 'Trusting a backup that lacks the important part.',
    sees: 'The sentence in the findings about backup, and here.',
    may: 'Archive the configuration, and keep private keys and KMIP passwords elsewhere: no archive can contain them.',
  },
  {
    id: 'BAK-3',
    title: 'Make the archive and keep it current',
    statement:
      'The vTA configuration of both sides is archived, with every base-image file, before Trust Authority hosts are touched and again after each change that the product makes to it, such as a new base image. An archive says which secrets it cannot contain and who keeps them, can be verified, and is worth what a restore makes of it. A file that was cut off, changed or is labelled wrongly is refused.',
    why: 'A failed Trust Authority host that cannot be added again.',
    sees: 'The time of the last archive in preflight, an event at each new one, and `vta archive list`, `show` and `verify`.',
    may: 'Nothing during a run; after changes by hand, `vta archive create`. Keep a copy elsewhere: `vta archive export`. Restore with `vta archive restore`.',
  },
];
