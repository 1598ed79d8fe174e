import BASE_RATE from '@salesforce/label/c.Leadlight_Learner_BaseRate';
import BETTER from '@salesforce/label/c.Leadlight_Models_Better';
import BLEND from '@salesforce/label/c.Leadlight_Learner_Blend';
import BOOSTING from '@salesforce/label/c.Leadlight_Learner_Boosting';
import FOREST from '@salesforce/label/c.Leadlight_Learner_Forest';
import LOGISTIC from '@salesforce/label/c.Leadlight_Learner_Logistic';
import NAIVE_BAYES from '@salesforce/label/c.Leadlight_Learner_NaiveBayes';
import NOISE from '@salesforce/label/c.Leadlight_Models_Noise';
import PEOPLE from '@salesforce/label/c.Leadlight_Learner_People';
import RULES from '@salesforce/label/c.Leadlight_Learner_Rules';
import WORSE from '@salesforce/label/c.Leadlight_Models_Worse';

export const labels = {
  baseRate: BASE_RATE,
  better: BETTER,
  blend: BLEND,
  boosting: BOOSTING,
  forest: FOREST,
  logistic: LOGISTIC,
  naiveBayes: NAIVE_BAYES,
  noise: NOISE,
  people: PEOPLE,
  rules: RULES,
  worse: WORSE,
};
