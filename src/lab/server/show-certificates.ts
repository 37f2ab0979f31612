import type { LabWorld } from '../world/api.js';
import { createIdentity } from './certificates.js';
import type { ServerIdentity } from './certificates.js';
import type { LabServer } from './https-server.js';

/** Has a server show the certificate whose number its vCenter or host names, and tells which one that is. */
export function showCertificates(
  world: LabWorld,
  owner: { readonly name: string; readonly certificates: number },
  { server, identity }: { readonly server: LabServer; readonly identity: ServerIdentity },
  onShown: (identity: ServerIdentity) => void,
): void {
  let shown = owner.certificates;
  const known = new Map([[shown, Promise.resolve(identity)]]);
  onShown(identity);
  world.onChange(() => {
    const wanted = owner.certificates;
    if (shown === wanted) return;
    shown = wanted;
    const made = known.get(wanted) ?? createIdentity(owner.name);
    known.set(wanted, made);
    void made.then((fresh) => {
      // It may have changed again while the keys were made.
      if (shown !== wanted) return;
      server.present(fresh);
      server.cutAll();
      onShown(fresh);
    });
  });
}
