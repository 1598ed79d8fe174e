/** What following tells of itself, a sentence each. */
export type Log = (sentence: string) => void;

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Tells nothing twice in a row, whatever numbers it names: a count that goes up is no news of its own. */
export function logChanges(tell: Log): { readonly tell: Log; forget(): void } {
  let last: string | undefined;
  return {
    tell(sentence) {
      const gist = sentence.replace(/\b\d+\b/g, '#');
      if (gist !== last) tell(sentence);
      last = gist;
    },
    /** After things went well the same sentence is news again. */
    forget() {
      last = undefined;
    },
  };
}
