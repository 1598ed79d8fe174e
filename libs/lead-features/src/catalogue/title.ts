import { textOf } from '../field-value.ts';
import { categoricalFeature } from './catalogue-feature.ts';
import { findClass, memoized, wordClass, wordsOf, type WordClass } from './word-classes.ts';

/**
 * In order of precedence: a vice president is not a president, a managing director not a director. English, German,
 * French, Spanish, Italian, Portuguese, Dutch.
 */
const SENIORITY = [
  wordClass('Vice president', 'vp, svp, evp, avp, vice president, vice presidente, vicepresident*, vizeprasident*'),
  wordClass(
    'Owner',
    'owner, founder, cofounder, inhaber*, grunder*, fondat*, propiet*, propriet*, fundador*, titolare, eigenaar, dueno, duena, gesellschafter*',
  ),
  wordClass(
    'C-level',
    'ceo, cfo, cto, coo, cio, cmo, cro, cso, cpo, cdo, ciso, chro, chief, president, presidente, prasident*, geschaftsfuhr*, vorstand*, pdg, directeur general, directrice generale, director general, directora general, direttore generale, amministratore delegato, managing director, gerente general, bestuurder',
  ),
  wordClass('Director', 'director*, directeur, directrice, direktor*, direttor*, direttrice, diretor*, bereichsleit*'),
  wordClass('Head', 'head, *leiter, *leiterin, leitung, responsable, responsabile, chef, cheffe, hoofd, jefe, jefa'),
  wordClass('Manager', 'manager*, gerente, supervisor*, lead, leader, coordinat*, koordinat*, encargad*, gestionnaire'),
  wordClass(
    'Junior',
    'junior, jr, intern, trainee, praktikant*, stagiaire, becari*, stagist*, estagiari*, student*, apprentice, auszubildende*, werkstudent*, assistant*, assistent*, asistente',
  ),
  wordClass('Senior', 'senior, sr, principal, staff, expert*, architect*, architekt*, consultant*, berater*'),
];

const DEPARTMENT = [
  wordClass(
    'Marketing',
    'marketing, brand, growth, cmo, content, communication*, kommunikation*, comunica*, werbung, demand, mercadotecnia',
  ),
  wordClass(
    'Sales',
    'sales, vertrieb*, verkauf*, vente, ventes, ventas, vendite, vendas, verkoop*, account, commercial*, comercial*, business development, cro',
  ),
  wordClass(
    'Human resources',
    'hr, hris, chro, human, people, recruit*, talent, rh, humanos, humaines, umane, personalleit*, personalreferent*, personnel',
  ),
  wordClass(
    'Finance',
    'financ*, finanz*, cfo, accounting, accountant*, controller, controlling, buchhalt*, comptab*, contab*, treasur*, audit*, fiscal',
  ),
  wordClass('Legal', 'legal, counsel, lawyer, attorney, recht*, jurist*, compliance, avocat*, abogad*, juridi*'),
  wordClass('Purchasing', 'procurement, purchas*, buyer, einkauf*, achat*, compras, acquisti, inkoop*, sourcing'),
  wordClass(
    'IT',
    'it, ict, edv, cio, cto, ciso, information, software, developer*, entwickl*, developp*, programm*, system*, sysadmin, data, devops, informati*, tecnolog*, technolog*, security, cloud, network, web',
  ),
  wordClass(
    'Engineering',
    'engineer*, ingen*, technical, techni*, r&d, research, forschung, product, produkt*, quality, qualitat*',
  ),
  wordClass('Support', 'support, service, customer*, kunden*, success, helpdesk'),
  wordClass(
    'Operations',
    'operation*, operaciones, coo, logisti*, supply, production, produktion, produccion, manufacturing, fertigung, betrieb*, plant, facility, warehouse',
  ),
  wordClass(
    'Management',
    'ceo, founder, cofounder, owner, president*, geschaftsfuhr*, inhaber*, managing, general*, pdg, vorstand*, propriet*, propiet*, gerente, fondat*',
  ),
];

const OTHER = 'Other';

const namesOf = (classes: readonly WordClass[]) => [...classes.map(({ name }) => name), OTHER];

const titleClass = (classes: readonly WordClass[]) => memoized((title) => findClass(wordsOf(title), classes) ?? OTHER);
const seniority = titleClass(SENIORITY);
const department = titleClass(DEPARTMENT);

/** Seniority by a title; `Other` where no word matches, null where there is no title. */
export const seniorityOf = (title: string | null): string | null => (title === null ? null : seniority(title));

/** Department by a title; `Other` where no word matches, null where there is no title. */
export const departmentOf = (title: string | null): string | null => (title === null ? null : department(title));

export const titleFeatures = [
  categoricalFeature({
    name: 'title_seniority',
    field: 'Title',
    label: 'Seniority by title',
    inputs: ['Title'],
    classes: namesOf(SENIORITY),
    valueOf: (snapshot) => seniorityOf(textOf(snapshot, 'Title')),
  }),
  categoricalFeature({
    name: 'title_department',
    field: 'Title',
    label: 'Department by title',
    inputs: ['Title'],
    classes: namesOf(DEPARTMENT),
    valueOf: (snapshot) => departmentOf(textOf(snapshot, 'Title')),
  }),
];
