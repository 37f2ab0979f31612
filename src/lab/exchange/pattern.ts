/** Whether an operation fits a pattern, in which `*` stands for any text, `/` included. */
export function matchesPattern(pattern: string, operation: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(operation);
}
