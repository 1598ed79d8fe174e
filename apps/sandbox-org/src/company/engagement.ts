/** Replies in two days of a lead that could not be keener. */
export const MAX_REPLIES_PER_STEP = 0.75;
/** Chance that it accepts a meeting within two days. */
export const MAX_MEETING_PROBABILITY = 0.18;

/** How readily a lead answers, 0 to 1; a fifth of the way at interest 0. */
export const responsiveness = (interest: number): number => 1 / (1 + Math.exp(-2 * (interest - 0.7)));

const BASE_RESPONSE_PROBABILITY = 0.65;
/** Days from joining a campaign to responding, on average. */
export const MEAN_RESPONSE_DAYS = 3;

/** Chance that a lead of this interest responds to a campaign. @param pull how readily its kind is responded to */
export const responseProbability = (pull: number, interest: number): number =>
  Math.min(0.9, BASE_RESPONSE_PROBABILITY * pull * responsiveness(interest));
