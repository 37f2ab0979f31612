const BLOCK = 512;

/**
 * One file of a tar archive: enough for an archive with a binary and a licence, without a package.
 *
 * @param {Buffer} archive unpacked
 * @param {string} name last part of the path
 * @returns {Buffer | undefined} nothing when it is not in there or the archive was cut short
 */
export function fileInTar(archive, name) {
  for (let at = 0; at + BLOCK <= archive.length;) {
    const header = archive.subarray(at, at + BLOCK);
    if (header[0] === 0) return undefined;
    const path = text(header.subarray(0, 100));
    const size = Number.parseInt(text(header.subarray(124, 136)).trim(), 8);
    if (!Number.isFinite(size)) return undefined;
    const type = String.fromCharCode(header[156]);
    const from = at + BLOCK;
    if ((type === '0' || type === '\0') && path.split('/').at(-1) === name) {
      return from + size <= archive.length ? archive.subarray(from, from + size) : undefined;
    }
    at = from + Math.ceil(size / BLOCK) * BLOCK;
  }
  return undefined;
}

const text = (field) => {
  const end = field.indexOf(0);
  return field.subarray(0, end < 0 ? field.length : end).toString('utf8');
};
