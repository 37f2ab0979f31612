import { invalidArgument, invalidRequest } from './faults.js';
import { sentValue } from './sent-value.js';
import { moref, typed, Typed } from './value.js';
import type { MoRef } from './value.js';
import { child, childrenOf } from './xml/read.js';
import type { XmlNode } from './xml/read.js';

/** Parameters of a call, or the fields of a data object in one. */
export class Arguments {
  readonly #node: XmlNode;
  constructor(node: XmlNode) {
    this.#node = node;
  }

  get xsiType(): string | undefined {
    return this.#node.xsiType;
  }

  text(name: string): string | undefined {
    return child(this.#node, name)?.text;
  }
  texts(name: string): string[] {
    return childrenOf(this.#node, name).map(({ text }) => text);
  }
  int(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (!/^[+-]?\d{1,15}$/.test(text.trim())) throw invalidArgument(name);
    return Number(text);
  }
  flag(name: string): boolean | undefined {
    const text = this.text(name)?.trim();
    if (text === undefined) return undefined;
    if (!['true', 'false', '1', '0'].includes(text)) throw invalidArgument(name);
    return text === 'true' || text === '1';
  }
  /** Lab milliseconds. */
  time(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const time = Date.parse(text);
    if (Number.isNaN(time)) throw invalidArgument(name);
    return time;
  }
  ref(name: string): MoRef | undefined {
    return this.refs(name)[0];
  }
  refs(name: string): MoRef[] {
    return childrenOf(this.#node, name).map(({ type = '', text }) => moref(type, text));
  }
  object(name: string): Arguments | undefined {
    return this.objects(name)[0];
  }
  /** The whole of it, as a value of this type or of one derived from it. */
  value(type: string): Typed {
    const value = sentValue(this.#node, type);
    return value instanceof Typed ? value : typed(type, value);
  }
  objects(name: string): Arguments[] {
    return childrenOf(this.#node, name).map((node) => new Arguments(node));
  }
}

/** @throws VimFault when the parameter was not sent */
export function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw invalidRequest(`Required parameter ${name} is missing`);
  return value;
}
