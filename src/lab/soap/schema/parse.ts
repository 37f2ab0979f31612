/** One field of a data type, or one property of a managed object type. */
export interface Field {
  readonly name: string;
  /** `string`, `int`, `dateTime`…, `any`, `&` (managed object reference), a data type, or an enumeration. */
  readonly type: string;
  readonly isArray: boolean;
  /** API version that brought it; absent = known to every client. */
  readonly since?: string;
}

export interface TypeDeclaration {
  readonly name: string;
  readonly base?: string;
  /** Without those of the base. */
  readonly fields: readonly Field[];
}

/**
 * Reads declarations: `Name < Base` on a line of its own, below it indented `field type[]@version`, comma-separated,
 * in the order in which vim25 puts them on the wire. Types older than 6.0 carry no version.
 */
export function parseTypes(text: string): TypeDeclaration[] {
  return text
    .trim()
    .split(/\n(?! )/)
    .map((block) => {
      const [head = '', ...lines] = block.split('\n');
      const [name = '', base] = head.split(' < ');
      const fields = lines
        .join(' ')
        .split(',')
        .map((field) => field.trim())
        .filter(Boolean)
        .map(parseField);
      return { name, fields, ...(base ? { base } : {}) };
    });
}

function parseField(text: string): Field {
  const match = /^(\w+) (&|\w+)(\[\])?(?:@([\w.]+))?$/.exec(text);
  if (!match) throw new Error(`not a field declaration: ${text}`);
  const [, name = '', type = '', array, since] = match;
  return { name, type, isArray: array !== undefined, ...(since ? { since } : {}) };
}
