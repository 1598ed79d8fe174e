import { activityFeatures } from './activity.ts';
import { campaignFeatures } from './campaign.ts';
import { companyFeatures } from './company.ts';
import { contactFeatures } from './contact.ts';
import type { CatalogueFeature } from './catalogue-feature.ts';
import { emailFeatures } from './email.ts';
import { timeFeatures } from './time.ts';
import { titleFeatures } from './title.ts';

/** The built-in features, in row order. A name keeps its meaning once a model file contains it. */
export const catalogue: readonly CatalogueFeature[] = [
  ...contactFeatures,
  ...companyFeatures,
  ...titleFeatures,
  ...emailFeatures,
  ...timeFeatures,
  ...campaignFeatures,
  ...activityFeatures,
];

const byName = new Map(catalogue.map((feature) => [feature.name, feature]));

export const findCatalogueFeature = (name: string): CatalogueFeature | undefined => byName.get(name);

/** The values that the catalogue itself defines, by feature: translations of values start from them. */
export const catalogueClasses: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  catalogue.flatMap(({ name, classes }) => (classes ? [[name, classes]] : [])),
);

/** English label of every key in the catalogue: translations start from them. */
export const catalogueLabels: Readonly<Record<string, string>> = Object.fromEntries(
  catalogue.map(({ labelKey, label }) => [labelKey, label]),
);
