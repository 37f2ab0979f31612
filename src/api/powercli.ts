import type { Estate } from '../domain/model/estate.js';

/**
 * The commands with which an administrator checks the list of base images by hand, against the vCenter of the Trust
 * Authority side. @rule CLI-1
 */
export function powerCliFor({ authority }: Pick<Estate, 'authority'>): string[] {
  const { hostname, port } = new URL(authority.vcenter.url);
  return [
    `Connect-VIServer -Server ${quoted(hostname)}${port === '' ? '' : ` -Port ${port}`}`,
    `$vTA = Get-TrustAuthorityCluster -Name ${quoted(authority.cluster)}`,
    'Get-TrustAuthorityVMHostBaseImage $vTA | select *',
  ];
}

/** PowerShell reads everything between single quotes as it is; a quote is doubled. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
