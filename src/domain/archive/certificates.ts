/** Certificate or key as bare base64: with or without PEM armour and line breaks it is the same. */
export const bareBase64 = (text: string): string => text.replaceAll(/-----[A-Z0-9 ]+-----|\s/g, '');

/** One text for a list of certificates in any order. */
export const sameSet = (certificates: readonly string[]): string =>
  certificates.map(bareBase64).toSorted().join('\n');

/** One text for a chain, whose order matters. */
export const sameChain = (chain: readonly string[]): string => chain.map(bareBase64).join('\n');
