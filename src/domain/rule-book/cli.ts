import type { Rule } from './rule.js';

export const CLI: readonly Rule[] = [
  {
    id: 'CLI-1',
    title: 'The same in PowerCLI',
    statement:
      'The base images of the Trust Authority Cluster are shown with version, name, health, details and the time of the last attestation, and with the PowerCLI commands that show the same.',
    why: 'Operators who have to believe the product without being able to check it.',
    sees: '`vta base-images list ESTATE`: the images, and three commands to type into PowerCLI.',
    may: 'Run the commands against the Trust Authority vCenter and compare.',
  },
];
