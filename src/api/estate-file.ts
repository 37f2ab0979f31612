import { createHash } from 'node:crypto';
import { isMap, LineCounter, parseDocument, type Document } from 'yaml';
import type { ProblemPlace } from '../contract/index.js';
import { validateEstate } from '../domain/estate/index.js';
import type { Estate } from '../domain/model/estate.js';
import { ApiProblem } from './problems.js';

/**
 * Reads an estate file. Nothing is stored unless all of it is right.
 *
 * @throws ApiProblem 422 with line, pointer, what was found and what is allowed, for every problem at once
 */
export function parseEstateFile(text: string): { readonly estate: Estate; readonly hash: string } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true });
  if (document.errors.length > 0) {
    throw invalid(
      document.errors.map(({ pos, code }) => {
        const { line, col } = lines.linePos(pos[0]);
        // Own words: the parser's message quotes the lines around.
        return { pointer: '', line, column: col, message: `not valid YAML: ${words(code)}` };
      }),
    );
  }
  const result = validateEstate(plainValue(document));
  if ('problems' in result) {
    throw invalid(
      result.problems.map(({ pointer, found, allowed }) => ({
        pointer,
        ...placeOf(document, lines, pointer),
        message: `found ${found}, allowed: ${allowed}`,
        found,
        allowed,
      })),
    );
  }
  return { estate: result.estate, hash: createHash('sha256').update(text).digest('hex') };
}

function plainValue(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    throw invalid([{ pointer: '', message: 'too many aliases' }]);
  }
}

function invalid(errors: readonly ProblemPlace[]): ApiProblem {
  return new ApiProblem(422, 'estate-invalid', { errors });
}

/** Where a pointer lies: its key, or the nearest thing around it that is in the file. */
function placeOf(
  document: Document.Parsed,
  lines: LineCounter,
  pointer: string,
): { line: number; column: number } | undefined {
  const path = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  for (let length = path.length; length >= 0; length--) {
    const parent: unknown = length <= 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const pair = isMap(parent)
      ? parent.items.find(
          ({ key }) => String((key as { value?: unknown } | null)?.value) === path[length - 1],
        )
      : undefined;
    const node = (pair?.key ?? document.getIn(path.slice(0, length), true)) as
      { range?: number[] } | undefined;
    const start = node?.range?.[0];
    if (start !== undefined) {
      const { line, col } = lines.linePos(start);
      return { line, column: col };
    }
  }
  return undefined;
}

/** `DUPLICATE_KEY` as "duplicate key". */
function words(code: string): string {
  return code.toLowerCase().replaceAll('_', ' ');
}
