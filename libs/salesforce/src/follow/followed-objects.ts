/** Objects whose change events are followed, in the order in which a batch is read: leads before their children. */
export const followedObjects = ['Lead', 'Task', 'Event', 'CampaignMember'] as const;

export type FollowedObject = (typeof followedObjects)[number];

export const topicOf = (object: FollowedObject): string => `/data/${object}ChangeEvent`;

/** Its place in storage: apart from the object's own stream, which goes by time. */
export const followStreamOf = (object: FollowedObject): string => `follow:${object}`;
