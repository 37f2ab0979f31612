import type { Estate } from '../model/estate.js';
import type { BaseImage } from '../model/inventory.js';

type Authority = Pick<Estate, 'authority'>;

/**
 * The commands with which an administrator checks the list of base images by hand, against the vCenter of the Trust
 * Authority side. @rule CLI-1
 */
export function powerCliFor(estate: Authority): string[] {
  return [...connecting(estate), 'Get-TrustAuthorityVMHostBaseImage $vTA | select *'];
}

/** The same removal by hand: each image by its own name, never the list as it comes. @rule CLI-1, FIX-4 */
export function removalPowerCli(estate: Authority, images: readonly BaseImage[]): string[] {
  return [
    ...connecting(estate),
    ...images.map(
      ({ displayName }) =>
        `Get-TrustAuthorityVMHostBaseImage $vTA | Where-Object Name -eq ${quoted(displayName)} | Remove-TrustAuthorityVMHostBaseImage`,
    ),
  ];
}

function connecting({ authority }: Authority): string[] {
  // An estate's addresses are `https://host[:port]`, without a path.
  const [, host = '', port] = /^https:\/\/(\[[^\]]+\]|[^:/]+)(?::(\d+))?/i.exec(authority.vcenter.url) ?? [];
  return [
    `Connect-VIServer -Server ${quoted(host)}${port === undefined ? '' : ` -Port ${port}`}`,
    `$vTA = Get-TrustAuthorityCluster -Name ${quoted(authority.cluster)}`,
  ];
}

/** PowerShell reads everything between single quotes as it is; a quote is doubled. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
