import { HOUR_MS } from '@leadlight/common';
import { daysBetween } from '../instant.ts';
import { numericFeature } from './catalogue-feature.ts';

/** Hours and weekdays are UTC: an org's leads come from many places, and their own zone is not known. */
export const timeFeatures = [
  numericFeature({
    name: 'age_days',
    unit: 'days',
    field: 'Lead age',
    label: 'Age of the lead',
    valueOf: ({ createdAt, asOf }) => Math.floor(Math.max(0, daysBetween(createdAt, asOf))),
  }),
  numericFeature({
    name: 'created_hour',
    unit: 'hourOfDay',
    field: 'CreatedDate',
    label: 'Hour of creation (UTC)',
    valueOf: ({ createdAt }) => Math.floor(createdAt / HOUR_MS) % 24,
  }),
  numericFeature({
    name: 'created_weekday',
    unit: 'weekday',
    field: 'CreatedDate',
    label: 'Weekday of creation (UTC)',
    valueOf: ({ createdAt }) => new Date(createdAt).getUTCDay(),
  }),
];
