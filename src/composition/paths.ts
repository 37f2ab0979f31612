import { fileURLToPath } from 'node:url';

/** Folder of the package: where `package.json`, `dist` and `examples` are. */
export const packageRoot = fileURLToPath(new URL('../../', import.meta.url));

/** Workflow code bundled by the build; the same version of the SDK must load it. */
export const workflowBundlePath = fileURLToPath(new URL('../../dist/workflow-bundle.js', import.meta.url));
