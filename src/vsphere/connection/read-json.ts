import { AnswerRefused } from './answer-refused.js';
import { mostLevels } from './limits.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Text of an answer. Always UTF-8, whatever its content type says; a byte order mark is left out.
 *
 * @throws AnswerRefused for bytes that are no UTF-8
 */
export const readText = (body: Uint8Array): string => {
  try {
    return utf8.decode(body);
  } catch {
    throw new AnswerRefused('the answer is not UTF-8');
  }
};

/** Index of the quote that ends the string which begins at `start`. By hand: a regular expression overflows. */
const endOfString = (text: string, start: number): number => {
  let end = start + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end;
};

/** A name given twice has two meanings, and `__proto__` one that nobody wants. */
const addKey = (keys: Set<string>, quoted: string): void => {
  const key = quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
  if (key === '__proto__') throw new AnswerRefused('the answer has a field "__proto__"');
  if (keys.has(key)) throw new AnswerRefused('the answer has the same field twice in one object');
  keys.add(key);
};

/** What `JSON.parse` lets through. Runs before it, so that a flood of brackets costs no memory. */
const checkStructure = (text: string): void => {
  const open: (Set<string> | undefined)[] = [];
  let last = '';
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index];
    if (char === '"') {
      const end = endOfString(text, index);
      last = text.slice(index, end + 1);
      index = end;
    } else if (char === ':') {
      const keys = open.at(-1);
      if (keys) addKey(keys, last);
    } else if (char === '{' || char === '[') {
      if (open.length >= mostLevels)
        throw new AnswerRefused(`the answer is nested deeper than ${mostLevels}`);
      open.push(char === '{' ? new Set() : undefined);
    } else if (char === '}' || char === ']') open.pop();
  }
};

/**
 * Reads the JSON of an answer.
 *
 * @throws AnswerRefused for what is not JSON, or is cut off, nested too deep, or ambiguous
 */
export const readJson = (body: Uint8Array): unknown => {
  const text = readText(body);
  try {
    checkStructure(text);
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof AnswerRefused) throw error;
    throw new AnswerRefused('the answer is not JSON, or is cut off');
  }
};
