/** What `npm run org:deploy` does after it has built the components. */
import { deployTo } from '../../../../tools/org-deploy/deploy.mjs';

deployTo({ org: 'box', ...JSON.parse(process.argv[2]) });
