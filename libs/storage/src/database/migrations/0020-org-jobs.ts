import { orgQueueConstruction } from '../../job-queue/queue-schema.ts';

/** When each step of orgs' work last started and ended, and the queues of this work. */
export const orgJobs = `
  create table org_step (
    org_id text not null,
    step text not null,
    started_at int8 not null,
    ended_at int8,
    failure text,
    primary key (org_id, step)
  );

  ${orgQueueConstruction()}
`;
