import { Option } from '@commander-js/extra-typings';

/** The flags of `OperationFlags`, each as an option to be added with `addOption`. */
export const reasonOption = () =>
  new Option('--reason <text>', 'why; goes into the plan and the audit trail');
export const dryRunOption = () => new Option('--dry-run', 'show the plan and its evidence; change nothing');
export const watchOption = () => new Option('--watch', 'watch the run afterwards');
export const jsonOption = () => new Option('--json', 'print JSON');
