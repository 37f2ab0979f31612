import { AnswerRefused } from '../connection/answer-refused.js';

/**
 * One XML element, names without their prefix. vim25 repeats elements for lists, so nothing here decides between
 * "one" and "many": the reader of a field does.
 */
export interface XmlNode {
  readonly name: string;
  /** `type` without a prefix: managed object type of a reference. */
  readonly type?: string;
  /** Prefixed `type`: vim25 type of the value, its own prefix removed. Whatever the prefix is called. */
  readonly xsiType?: string;
  readonly text: string;
  readonly children: readonly XmlNode[];
}

export interface MoRef {
  readonly type: string;
  readonly value: string;
}

/**
 * The one element of that name; absent when there is none.
 *
 * @throws AnswerRefused when there are several: which of them would count?
 */
export const child = (node: XmlNode | undefined, name: string): XmlNode | undefined => {
  const found = childrenOf(node, name);
  if (found.length > 1)
    throw new AnswerRefused(`${node?.name} has ${found.length} elements ${name} instead of one`);
  return found[0];
};

export const childrenOf = (node: XmlNode | undefined, name: string): readonly XmlNode[] =>
  node?.children.filter((item) => item.name === name) ?? [];

/** Descends along a dotted path of single elements. */
export const at = (node: XmlNode | undefined, path: string): XmlNode | undefined =>
  path.split('.').reduce<XmlNode | undefined>((found, name) => child(found, name), node);

/**
 * Text of an element that must be there.
 *
 * @param owner - what it belongs to, for the error: `TaskInfo of task-7`
 */
export const requiredText = (node: XmlNode | undefined, path: string, owner: string): string => {
  const text = textAt(node, path);
  if (!text) throw new AnswerRefused(`${owner}: ${path} is missing`);
  return text;
};

/** Text of an element; absent when the element is. */
export const textAt = (node: XmlNode | undefined, path: string): string | undefined => at(node, path)?.text;

export const booleanAt = (node: XmlNode | undefined, path: string): boolean | undefined =>
  booleanOf(at(node, path));

export const booleanOf = (node: XmlNode | undefined): boolean | undefined => {
  if (node?.text === 'true' || node?.text === '1') return true;
  return node?.text === 'false' || node?.text === '0' ? false : undefined;
};

export const refOf = (node: XmlNode | undefined): MoRef | undefined =>
  node?.text ? { type: node.type ?? '', value: node.text } : undefined;

/** References of an `ArrayOfManagedObjectReference`. */
export const refsOf = (node: XmlNode | undefined): MoRef[] =>
  (node?.children ?? []).flatMap((item) => refOf(item) ?? []);
