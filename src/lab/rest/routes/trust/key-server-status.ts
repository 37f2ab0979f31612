import type { LabKeyProvider, LabKeyServer } from '../../../world/model.js';
import { passwordDigest } from '../../../world/trust-items.js';
import { messages } from '../../wire-values.js';

const prefix = 'com.vmware.esx.kms.providers';
const texts: Readonly<Record<string, string>> = {
  [`${prefix}.statussvc.client_not_trusting_server`]: "The key server's certificate is not trusted.",
  [`${prefix}.statussvc.server_not_trusting_client`]: 'The key server does not accept this client.',
  [`${prefix}.private_key_unknown`]: 'The private key of the client certificate is not known.',
};

/** Why a key server does not let this client in; of a server that the lab does not know, whether there is a client. */
function refusalOf(provider: LabKeyProvider, server: LabKeyServer | undefined): string | undefined {
  if (!provider.hasPrivateKey) return `${prefix}.private_key_unknown`;
  const { login, client } = server ?? {};
  const isClient = server === undefined || provider.clientCertificate === client?.certificate;
  const hasPassword = login === undefined || provider.passwordDigest === passwordDigest(login.password);
  return isClient && hasPassword ? undefined : `${prefix}.statussvc.server_not_trusting_client`;
}

/** One entry of `Status.servers` of section 5.7: both sides have to trust each other. */
export function serverStatus(name: string, provider: LabKeyProvider, server: LabKeyServer | undefined) {
  const isTrusted =
    server === undefined
      ? provider.trustedCertificates.length > 0
      : provider.trustedCertificates.includes(server.certificate);
  const refusal = refusalOf(provider, server);
  const ids = [
    ...(isTrusted ? [] : [`${prefix}.statussvc.client_not_trusting_server`]),
    ...(refusal === undefined ? [] : [refusal]),
  ];
  return {
    name,
    // What is said of a server that does not answer is not in the sources.
    health: ids.length === 0 && server?.reachable !== false ? 'OK' : 'ERROR',
    details: messages(ids.map((id) => ({ id, text: texts[id] ?? id }))),
    client_trust_server: isTrusted,
    server_trust_client: refusal === undefined,
  };
}
