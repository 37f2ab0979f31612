/** One field of a data type, or one property of a managed object type. */
export interface Field {
  readonly name: string;
  /** `string`, `int`, `dateTime`…, `any`, `&` (managed object reference), a data type, or an enumeration. */
  readonly type: string;
  readonly isArray: boolean;
  /** May be left out of a request. Answers do not say. */
  readonly isOptional?: true;
  /** API version that brought it; absent = known to every client. */
  readonly since?: string;
}

export interface TypeDeclaration {
  readonly name: string;
  readonly base?: string;
  /** Without those of the base. */
  readonly fields: readonly Field[];
}

/** One method of a managed object type. */
export interface MethodDeclaration {
  readonly type: string;
  readonly name: string;
  /** `void`, or a type like that of a field, `[]` for lists. */
  readonly result: string;
  readonly parameters: readonly Field[];
}

/**
 * Reads declarations: `Name < Base` on a line of its own, below it indented `field type[]?@version`, comma-separated,
 * in the order in which vim25 puts them on the wire. Types older than 6.0 carry no version, and only types that
 * clients send say with `?` what may be left out.
 */
export function parseTypes(text: string): TypeDeclaration[] {
  return text
    .trim()
    .split(/\n(?! )/)
    .map((block) => {
      const [head = '', ...lines] = block.split('\n');
      const [name = '', base] = head.split(' < ');
      return { name, fields: parseFields(lines), ...(base ? { base } : {}) };
    });
}

/** Reads method declarations: `Type.Method result`, below it the parameters like the fields of a type. */
export function parseMethods(text: string): MethodDeclaration[] {
  return text
    .trim()
    .split(/\n(?! )/)
    .map((block) => {
      const [head = '', ...lines] = block.split('\n');
      const match = /^(\w+)\.(\w+) (\S+)$/.exec(head);
      if (!match) throw new Error(`not a method declaration: ${head}`);
      const [, type = '', name = '', result = ''] = match;
      return { type, name, result, parameters: parseFields(lines) };
    });
}

const parseFields = (lines: readonly string[]): Field[] =>
  lines
    .join(' ')
    .split(',')
    .map((field) => field.trim())
    .filter(Boolean)
    .map(parseField);

function parseField(text: string): Field {
  const match = /^(\w+) (&|\w+)(\[\])?(\?)?(?:@([\w.]+))?$/.exec(text);
  if (!match) throw new Error(`not a field declaration: ${text}`);
  const [, name = '', type = '', array, optional, since] = match;
  return {
    name,
    type,
    isArray: array !== undefined,
    ...(optional ? { isOptional: true } : {}),
    ...(since ? { since } : {}),
  };
}
