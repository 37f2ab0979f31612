import type { RunStatus } from '../../cli/client/types.js';

type Waiting = RunStatus['waitingOn'][number];

/** What the administrators of the lab do by hand. */
type Act =
  | { readonly do: 'import-image'; readonly host: string }
  | { readonly do: 'upgrade-host'; readonly host: string; readonly version: string }
  | { readonly do: 'roll-back'; readonly host: string }
  | { readonly do: 'upgrade-vcenter'; readonly vcenter: string; readonly version: string };

/** What a reason for waiting asks administrators to do, in the words of the run itself; undefined = nothing here. */
export function askedOf({ youMay }: Pick<Waiting, 'youMay'>): Act | undefined {
  for (const { what } of youMay) {
    const [, source] = /Export-VMHostImageDb from (\S+),/.exec(what) ?? [];
    if (source !== undefined) return { do: 'import-image', host: source };
    const [, host, version] = /^upgrade (\S+) to (\S+) now/.exec(what) ?? [];
    if (host !== undefined && version !== undefined) return { do: 'upgrade-host', host, version };
    const [, failed] = /restart (\S+) at its console, press Shift\+R/.exec(what) ?? [];
    if (failed !== undefined) return { do: 'roll-back', host: failed };
    const [, vcenter, exactly] = /^upgrade (\S+) to exactly (\S+) with the installer/.exec(what) ?? [];
    if (vcenter !== undefined && exactly !== undefined) {
      return { do: 'upgrade-vcenter', vcenter, version: exactly };
    }
  }
  return undefined;
}

/** The call of the lab's control API that begins it. */
function callOf(act: Act): { readonly path: string; readonly body: object } {
  if (act.do !== 'upgrade-vcenter') return { path: '/lab/people', body: act };
  const path = `/lab/vcenters/${encodeURIComponent(act.vcenter)}/upgrade`;
  return { path, body: { version: act.version } };
}

function wordsFor(act: Act): string {
  switch (act.do) {
    case 'import-image':
      return `import the base image that ${act.host} has`;
    case 'upgrade-host':
      return `upgrade ${act.host} to ${act.version} by hand`;
    case 'roll-back':
      return `take ${act.host} back to its alternate boot bank at its console`;
    case 'upgrade-vcenter':
      return `upgrade ${act.vcenter} to ${act.version} with the installer`;
  }
}

/**
 * People at the lab's consoles: do once what a run asks for.
 *
 * @param agree - asked before each act, with a sentence; false = nobody does it
 */
export function createLabPeople(control: string, agree: (question: string) => Promise<boolean>) {
  const begun = new Set<string>();
  return {
    /** Reads what is waited for; an act that the lab refuses is tried again at the next look. */
    async answer(status: Pick<RunStatus, 'waitingOn'>): Promise<void> {
      for (const waiting of status.waitingOn) {
        const act = askedOf(waiting);
        const key = JSON.stringify(act);
        if (act === undefined || begun.has(key)) continue;
        begun.add(key);
        if (!(await agree(`Shall an administrator of the lab ${wordsFor(act)}`))) continue;
        const { path, body } = callOf(act);
        const answer = await fetch(`${control}${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
        if (answer.status !== 202) begun.delete(key);
      }
    },
  };
}
