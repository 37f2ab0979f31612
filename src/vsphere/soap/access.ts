import type { Access } from '../../domain/model/readiness.js';
import { ifReadable } from '../ports/readable.js';
import type { SoapClient, SoapSession } from './client.js';
import { ref, value } from './write-xml.js';
import { booleanAt, childrenOf, refOf, requiredText, textAt, type MoRef } from './xml-node.js';

const GROUP = 'TrustedAdmins';

/** Which privileges a login has on each entity, by the moid of it. */
const readPrivileges = (
  session: SoapSession,
  self: MoRef,
  entities: readonly MoRef[],
  privileges: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> =>
  session.invoke(
    {
      self,
      method: 'HasUserPrivilegeOnEntities',
      parameters: [
        ...entities.map((entity) => ref('entities', entity)),
        value('userName', session.login),
        ...privileges.map((privilege) => value('privId', privilege)),
      ],
    },
    (response) =>
      new Map(
        childrenOf(response, 'returnval').map((node) => [
          refOf(childrenOf(node, 'entity')[0])?.value ?? '',
          new Set(
            childrenOf(node, 'privAvailability')
              .filter((one) => booleanAt(one, 'isGranted') === true)
              .map((one) => requiredText(one, 'privId', 'PrivilegeAvailability')),
          ),
        ]),
      ),
  );

/** Whether the group is among those that the user belongs to. */
const readMembership = (session: SoapSession, self: MoRef): Promise<boolean> =>
  session.invoke(
    {
      self,
      method: 'RetrieveUserGroups',
      parameters: [
        value('searchStr', GROUP),
        value('belongsToUser', session.login),
        value('exactMatch', true),
        value('findUsers', false),
        value('findGroups', true),
      ],
    },
    (response) =>
      childrenOf(response, 'returnval').some(
        (node) =>
          // `VSPHERE.LOCAL\TrustedAdmins` where groups carry their domain.
          (textAt(node, 'principal') ?? '').toLowerCase().split('\\').at(-1) === GROUP.toLowerCase(),
      ),
  );

/**
 * What our own login may do: a privilege counts when it is held on the root folder, or on every cluster. Absent when the
 * server has nobody to ask.
 *
 * @param clusters - moids
 */
export const readAccess = (
  soap: SoapClient,
  clusters: readonly string[],
  privileges: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Access | undefined> =>
  soap.use({ safe: true, signal }, async (session) => {
    const { authorizationManager, userDirectory, rootFolder } = session.content;
    if (!authorizationManager) return undefined;
    const places = clusters.map((moid): MoRef => ({ type: 'ClusterComputeResource', value: moid }));
    const [held, trustedAdmin] = await Promise.all([
      readPrivileges(session, authorizationManager, [rootFolder, ...places], privileges),
      userDirectory ? ifReadable(readMembership(session, userDirectory)) : undefined,
    ]);
    const isHeld = (privilege: string): boolean =>
      held.get(rootFolder.value)?.has(privilege) === true ||
      (places.length > 0 && places.every((place) => held.get(place.value)?.has(privilege) === true));
    return {
      login: session.login,
      missingPrivileges: privileges.filter((privilege) => !isHeld(privilege)),
      ...(trustedAdmin === undefined ? {} : { trustedAdmin }),
    };
  });
