/** Whether people see the score of a lead. */
export type Arm = 'shown' | 'hidden';

/**
 * A uniform number in [0, 1) for a text, the same for the same seed on every machine. Successive texts have unrelated numbers.
 * @source FNV-1a with the finalizer of MurmurHash3 (both in the public domain)
 */
export function hashedUniform(seed: string, text: string): number {
  let hash = 0x811c9dc5;
  const whole = `${seed}\n${text}`;
  for (let index = 0; index < whole.length; index++) hash = Math.imul(hash ^ whole.charCodeAt(index), 0x01000193) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** The arm of a lead, drawn on its own. It never changes, whatever else arrives. */
export const armOfLead = (seed: string, leadId: string, hiddenShare: number): Arm =>
  hashedUniform(seed, leadId) < hiddenShare ? 'hidden' : 'shown';

/** The pair of fortnights that one draw decides. */
export const pairOfFortnight = (fortnight: number): number => Math.floor(fortnight / 2);

/**
 * The arm of all leads of a rep in a fortnight: of two successive fortnights one is hidden, and chance decides which comes first.
 * For reps who share their time among their leads, where the score of one lead changes what another gets.
 * @param fortnight counted from the start of the experiment, from 0
 */
export function armOfRepFortnight(seed: string, repId: string, fortnight: number): Arm {
  const isHiddenFirst = hashedUniform(seed, `${repId}\n${pairOfFortnight(fortnight)}`) < 0.5;
  return (fortnight % 2 === 0) === isHiddenFirst ? 'hidden' : 'shown';
}
