import type { LabWorld } from '../world/api.js';
import type { LabHost, LabVCenter } from '../world/model.js';
import { createIdentity } from './certificates.js';
import type { ServerIdentity } from './certificates.js';
import { listens, shownBy } from './endpoints.js';
import type { LabServer } from './https-server.js';

/** Has a server show the certificate whose number its vCenter or host names, and tells where it listens. */
export function showCertificates(
  world: LabWorld,
  door: 'vcenter' | 'host',
  owner: LabVCenter | LabHost,
  { server, identity }: { readonly server: LabServer; readonly identity: ServerIdentity },
): void {
  let shown = owner.certificates;
  const known = new Map([[shown, Promise.resolve(identity)]]);
  /** Somebody may name the address or thumbprint in a request, so a replay has to know them. */
  const tell = (how: 'begin' | 'take', { certPem, sha1, sha256, port }: ReturnType<typeof shownBy>): void => {
    const at = { door, server: owner.name, port, certPem, sha1, sha256 };
    world.intake[how](
      (t) => ({ kind: 'listens', t, ...at }),
      () => listens(world, door, owner.name, at),
    );
  };
  tell('begin', shownBy(server.port, identity));
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
      tell('take', shownBy(server.port, fresh));
    });
  });
}
