import { createElement } from 'lwc';
import Audiences from 'c/audiences';
import ChallengerModels from 'c/challengerModels';
import ConnectionCheck from 'c/connectionCheck';
import ConversionRates from 'c/conversionRates';
import DataQuality from 'c/dataQuality';
import ModelChecks from 'c/modelChecks';
import ModelHistory from 'c/modelHistory';
import ModelReport from 'c/modelReport';
import ModelTraining from 'c/modelTraining';
import LeadAlerts from 'c/leadAlerts';
import NotificationRoutes from 'c/notificationRoutes';
import Propensities from 'c/propensities';
import ScoreDistribution from 'c/scoreDistribution';
import ScoreExperiment from 'c/scoreExperiment';
import ScoringSettings from 'c/scoringSettings';
import ServiceKeys from 'c/serviceKeys';
import { element } from './element.ts';
import { pageText } from './page-texts.ts';

const wide = (child: HTMLElement): HTMLElement => element('div', { class: 'full-width' }, child);

const third = (...children: readonly HTMLElement[]): HTMLElement => element('div', { class: 'third' }, ...children);

function twoThirds(child: HTMLElement): HTMLElement {
  child.classList.add('two-thirds');
  return child;
}

const refresh = (shown: HTMLElement): void => (shown as HTMLElement & { refresh(): void }).refresh();

/** The page of the administrator, with the components of the Lead Scoring app as in Salesforce. */
export function adminView(): HTMLElement[] {
  const report = createElement('c-model-report', { is: ModelReport });
  const history = createElement('c-model-history', { is: ModelHistory });
  const training = createElement('c-model-training', { is: ModelTraining });
  const challengers = createElement('c-challenger-models', { is: ChallengerModels });
  const settings = createElement('c-scoring-settings', { is: ScoringSettings });
  // Salesforce does not pass these events between components of a page; there the administrator reloads it.
  training.addEventListener('trained', () => [report, history, challengers].forEach(refresh));
  challengers.addEventListener('activated', () => [report, history].forEach(refresh));
  report.addEventListener('settingschange', () => [history, settings].forEach(refresh));
  document.title = `${pageText('adminSection')} · Leadlight`;
  return [
    element('h1', { class: 'slds-assistive-text' }, pageText('adminSection')),
    element(
      'div',
      { class: 'admin' },
      twoThirds(createElement('c-connection-check', { is: ConnectionCheck })),
      third(training),
      wide(report),
      wide(createElement('c-model-checks', { is: ModelChecks })),
      wide(challengers),
      wide(createElement('c-score-experiment', { is: ScoreExperiment })),
      wide(createElement('c-audiences', { is: Audiences })),
      wide(createElement('c-propensities', { is: Propensities })),
      wide(createElement('c-conversion-rates', { is: ConversionRates })),
      third(createElement('c-score-distribution', { is: ScoreDistribution }), history),
      twoThirds(createElement('c-data-quality', { is: DataQuality })),
      wide(settings),
      wide(createElement('c-lead-alerts', { is: LeadAlerts })),
      wide(createElement('c-notification-routes', { is: NotificationRoutes })),
      wide(createElement('c-service-keys', { is: ServiceKeys })),
    ),
  ];
}
