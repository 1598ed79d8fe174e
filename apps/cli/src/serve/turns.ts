export type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Lets one piece of work go on at a time, in the order in which they came: two trainings at once would want twice the memory. */
export function turns(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
