import { InvalidArgumentError } from '@commander-js/extra-typings';

/** A whole number of at least `min`; anything else is a usage error that says so. */
export function wholeNumber(min: number): (text: string) => number {
  return (text) => {
    if (!/^\d+$/.test(text) || Number(text) < min) {
      throw new InvalidArgumentError(`Expected a whole number of at least ${min}.`);
    }
    return Number(text);
  };
}

/** A number above 0, decimals allowed. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('Expected a number above 0.');
  return value;
}
