import { readImageDatabase } from '../../../../src/lab/world/image-database.js';
import { NEW, OLD } from '../../../support/lab-world.js';
import { textAt } from '../../../support/soap-bench.js';
import type { SoapBench } from '../../../support/soap-bench.js';
import { overSoap } from './proof.js';
import type { Proofs } from './proof.js';

const download = async (soap: SoapBench, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${await soap.url('esx-1')}/boot_imgdb.tgz`, { headers });
const root = (soap: SoapBench) => soap.lab.world.hostUsers(soap.lab.vcenter('wl-vc'))[0];
const basic = (soap: SoapBench): Record<string, string> => {
  const login = root(soap);
  return { authorization: `Basic ${btoa(`${login?.name}:${login?.password}`)}` };
};
async function sessionCookie(soap: SoapBench): Promise<Record<string, string>> {
  await soap.login(root(soap)?.name, root(soap)?.password, 'esx-1');
  return { cookie: `vmware_soap_session=${soap.cookie}` };
}
async function ticket(soap: SoapBench): Promise<Record<string, string>> {
  const answer = await soap.call(
    'AcquireGenericServiceTicket',
    'SessionManager:SessionManager',
    '<spec xsi:type="SessionManagerHttpServiceRequestSpec"><method>httpGet</method>' +
      '<url>https://esx-1/boot_imgdb.tgz</url></spec>',
  );
  return { cookie: `vmware_cgi_ticket=${textAt(answer.results[0], 'id')}` };
}

/** The export of a host that was quick-booted to the new version. */
async function quickExport(soap: SoapBench) {
  soap.lab.apply(['esx-1']);
  soap.lab.minutes(60);
  const answer = await download(soap, basic(soap));
  return { answer, archive: new Uint8Array(await answer.arrayBuffer()) };
}
const quick = { cluster: { quickBoot: true } };

export const imageExportProofs: Proofs = {
  imageDownload: {
    /** Statuses without a login, with Basic, with a ticket, with a session of the host. */
    observe: overSoap(async (soap) => {
      const ways = [{}, basic(soap), await ticket(soap), await sessionCookie(soap)];
      const answers = await Promise.all(ways.map((headers) => download(soap, headers)));
      return answers.map(({ status }) => status);
    }),
    sees: {
      'login-or-ticket': [401, 200, 200, 200],
      'nothing-needed': [200, 200, 200, 200],
      'basic-login': [401, 200, 401, 401],
      'session-cookie': [401, 401, 401, 200],
      ticket: [401, 401, 200, 401],
      refused: [403, 403, 403, 403],
    },
  },
  exportNotice: {
    observe: overSoap(async (soap) => {
      const { answer, archive } = await quickExport(soap);
      const plain = soap.lab.world.imageDatabase(soap.lab.host('esx-2'));
      return [answer.headers.has('warning'), archive.length > plain.length];
    }, quick),
    sees: { none: [false, false], 'in-header': [true, false], 'in-archive': [false, true] },
  },
  exportAfterQuickBoot: {
    observe: overSoap(async (soap) => readImageDatabase((await quickExport(soap)).archive), quick),
    sees: { installed: NEW, measured: OLD },
  },
};
