/** The log odds of a probability: −∞ for 0, ∞ for 1. */
export const logit = (probability: number): number => Math.log(probability / (1 - probability));

/** The probability of log odds. */
export const sigmoid = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));
