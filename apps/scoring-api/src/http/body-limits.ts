export const MB = 1_048_576;

/** The most bytes that the body of a request may have. */
export const MAX_SCORES_BODY_BYTES = MB;
/** For the longest points table and lists of words. */
export const MAX_SETTINGS_BODY_BYTES = MB;
/** For one lead with its fields (what-if), one comment (feedback), or one job. */
export const MAX_LEAD_BODY_BYTES = 65_536;
/** For the form of a token request. */
export const MAX_FORM_BODY_BYTES = 4_096;
