/** Parser of an option that may be given several times. */
export const collected = (text: string, before: string[] | undefined): string[] => [...(before ?? []), text];
