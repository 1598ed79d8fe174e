export { alertContinuously, ScoredLeads, type AlertPorts } from './alert-continuously.ts';
export { messageText, type AlertMessage, type AlertMessageLead } from './alert-message.ts';
export { alertReport, type AlertReportPorts } from './alert-report.ts';
export { DEFAULT_ALERT_SETTINGS } from './alert-settings.ts';
export { changeAlerts, requestTestAlert, type ManageAlertsPorts } from './manage-alerts.ts';
export { raiseDigests, raiseScoreAlerts, raiseWaitingAlerts } from './raise-alerts.ts';
export { sendAlerts, type AlertSenders, type SendAlertsPorts, type SentAlerts } from './send-alerts.ts';
export { touchTimes, type TouchTimes } from './first-touch.ts';
