/** The objects that are followed, in the order in which a batch is read: leads before their children. */
export const followedObjects = ['Lead', 'Task', 'Event', 'CampaignMember'] as const;

export type FollowedObject = (typeof followedObjects)[number];

export const topicOf = (object: FollowedObject): string => `/data/${object}ChangeEvent`;

/** The stream that stores the replay id, apart from the object's own stream, whose position is a time. */
export const followStreamOf = (object: FollowedObject): string => `follow:${object}`;

/** The stream that stores the time of the last poll. */
export const pollStreamOf = (object: FollowedObject): string => `poll:${object}`;
