/** One number that was measured. */
export interface Figure {
  /** What it is a number of, in words. */
  readonly what: string;
  readonly value: number;
  /** `calls`, `s`; absent for a ratio. */
  readonly unit?: string;
  /** Absent = shown, not judged. */
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number };
}

/** One benchmark. What is compared is measured in the same run: no figure depends on the machine of another day. */
export interface Scenario {
  readonly name: string;
  /** One line for the list. */
  readonly about: string;
  measure(): Promise<readonly Figure[]>;
}
