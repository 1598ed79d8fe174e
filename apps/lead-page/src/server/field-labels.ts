/** The labels of standard lead fields as Salesforce translates them, by the English label. */
const TRANSLATIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  de: {
    Company: 'Firma',
    Title: 'Titel',
    Email: 'E-Mail',
    Phone: 'Telefon',
    'Lead Source': 'Lead-Quelle',
    Industry: 'Branche',
    Employees: 'Mitarbeiter',
    'Annual Revenue': 'Jahresumsatz',
    Country: 'Land',
    Status: 'Status',
    'Created Date': 'Erstelldatum',
  },
  es: {
    Company: 'Compañía',
    Title: 'Título',
    Email: 'Email',
    Phone: 'Teléfono',
    'Lead Source': 'Origen del prospecto',
    Industry: 'Sector',
    Employees: 'Empleados',
    'Annual Revenue': 'Ingresos anuales',
    Country: 'País',
    Status: 'Estado',
    'Created Date': 'Fecha de creación',
  },
  fr: {
    Company: 'Société',
    Title: 'Titre',
    Email: 'Adresse e-mail',
    Phone: 'Téléphone',
    'Lead Source': 'Origine de la piste',
    Industry: 'Secteur d’activité',
    Employees: 'Employés',
    'Annual Revenue': 'Chiffre d’affaires annuel',
    Country: 'Pays',
    Status: 'Statut',
    'Created Date': 'Date de création',
  },
  ja: {
    Company: '会社名',
    Title: '役職',
    Email: 'メール',
    Phone: '電話',
    'Lead Source': 'リードソース',
    Industry: '業種',
    Employees: '従業員数',
    'Annual Revenue': '年間売上',
    Country: '国',
    Status: '状況',
    'Created Date': '作成日',
  },
  pt: {
    Company: 'Empresa',
    Title: 'Cargo',
    Email: 'Email',
    Phone: 'Telefone',
    'Lead Source': 'Origem do lead',
    Industry: 'Setor',
    Employees: 'Funcionários',
    'Annual Revenue': 'Receita anual',
    Country: 'País',
    Status: 'Status',
    'Created Date': 'Data de criação',
  },
};

/**
 * A field's label in the language of the page. The org describes its fields in the language of the user who signs in, not of the
 * reader. A label that the org has renamed is kept.
 */
export const labelIn = (language: string, label: string): string =>
  TRANSLATIONS[language.split('-')[0]!]?.[label] ?? label;
