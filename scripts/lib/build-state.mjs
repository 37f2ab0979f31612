import { join } from 'node:path';
import { filesBelow, hashOfFiles, readIfThere } from './files.mjs';

/** Hash over everything a build is made from. */
export async function sourceHash(project) {
  const named = ['tsconfig.base.json', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];
  const files = [
    ...named.map((name) => join(project, name)),
    join(project, 'scripts', 'build.mjs'),
    ...(await filesBelow(join(project, 'types'))),
    ...(await filesBelow(join(project, 'src'))),
  ];
  return hashOfFiles(project, files);
}

export const BUILD_HASH = '.build-hash';

/** Written last into a build, so its presence says that the build is whole. */
export const isBuilt = async (project, hash) =>
  (await readIfThere(join(project, 'dist', BUILD_HASH))) === hash;
