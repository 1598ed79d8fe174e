import { textOf } from '../field-value.ts';
import { categoricalFeature, numberFieldFeature, textFieldFeature } from './catalogue-feature.ts';
import { findClass, memoized, wordClass, wordsOf } from './word-classes.ts';

const PLACEHOLDERS = wordClass(
  'Placeholder',
  'na, none, unknown, unbekannt, not provided, n a, test, testing, xxx, asdf, abc, null',
);

const CLASSES = [
  wordClass(
    'Self-employed',
    'freelance*, self employed, selfemployed, selbstandig*, independent, independant, autonomo, individual, private, privat, student, zzp, home',
  ),
  wordClass(
    'Education',
    'universi*, *universitat, school*, *schule, college, ecole, lycee, academy, akademie, escuela, escola, instituto',
  ),
  wordClass(
    'Public',
    'ministry, ministere, ministerio, ministerium, city of, county, stadt, gemeinde, government, council, mairie, municip*, ayuntamiento, bundesamt, landratsamt',
  ),
  wordClass('Health', 'hospital*, klinik*, klinikum, clinic*, clinique, krankenhaus, ospedale, health'),
  wordClass(
    'Non-profit',
    'foundation, stiftung, ev, ngo, ong, association, verein, charity, fondation, fundacion, nonprofit',
  ),
  wordClass(
    'Large company',
    'corp, corporation, plc, ag, se, sa, spa, group, gruppe, groupe, grupo, holding*, nv, kgaa, inc, incorporated, international',
  ),
  wordClass(
    'Limited company',
    'ltd, limited, llc, llp, gmbh, ug, kg, ohg, sarl, sas, bv, srl, sl, pty, pvt, oy, ab, as, aps, kft, sro, zoo, lda, ltda, mbh',
  ),
];

const OTHER = 'Other';

const companyClass = memoized((name) => {
  const words = wordsOf(name);
  if (words.length === 0 || (words.length <= 2 && findClass(words, [PLACEHOLDERS]))) return PLACEHOLDERS.name;
  return findClass(words, CLASSES) ?? OTHER;
});

/** The class of a company by its name; null where there is no name. */
export const companyClassOf = (name: string | null): string | null => (name === null ? null : companyClass(name));

export const companyFeatures = [
  textFieldFeature({ name: 'industry', field: 'Industry', label: 'Industry' }),
  numberFieldFeature({ name: 'employees', field: 'NumberOfEmployees', label: 'Employees' }, 'people'),
  numberFieldFeature({ name: 'annual_revenue', field: 'AnnualRevenue', label: 'Annual revenue' }, 'currency'),
  categoricalFeature({
    name: 'company_class',
    field: 'Company',
    label: 'Kind of company by name',
    inputs: ['Company'],
    classes: [PLACEHOLDERS.name, ...CLASSES.map(({ name }) => name), OTHER],
    valueOf: (snapshot) => companyClassOf(textOf(snapshot, 'Company')),
  }),
];
