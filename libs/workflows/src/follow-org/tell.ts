/** What following tells of itself, a sentence each. */
export type Tell = (sentence: string) => void;

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Tells nothing twice in a row. */
export function tellOnce(tell: Tell): { readonly tell: Tell; forget(): void } {
  let last: string | undefined;
  return {
    tell(sentence) {
      if (sentence !== last) tell(sentence);
      last = sentence;
    },
    /** After things went well the same sentence is news again. */
    forget() {
      last = undefined;
    },
  };
}
