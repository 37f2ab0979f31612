/** Pages go from the newest to the oldest; the cursor is the position of the last line seen, opaque to callers. */
export function encodeCursor(position: number): string {
  return Buffer.from(`p${position}`).toString('base64url');
}

/** @throws when the text is no cursor of ours */
export function decodeCursor(cursor: string): number {
  const match = /^p(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (match?.[1] === undefined) throw new Error('not a cursor of this list');
  return Number(match[1]);
}

/** Cuts rows (one more than the page holds) into a page. */
export function pageFrom<R extends { readonly position: number }, T>(
  rows: readonly R[],
  limit: number,
  toItem: (row: R) => T,
): { readonly items: readonly T[]; readonly next?: string } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => toItem(row)),
    ...(rows.length > limit && last ? { next: encodeCursor(last.position) } : {}),
  };
}
