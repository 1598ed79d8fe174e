export { notificationText, testNotification, type Notification } from './notification.ts';
export {
  hasTestToSend,
  notificationReport,
  requestTestMessage,
  TEST_EVENT,
  switchRoute,
  type NotificationReportPorts,
  type SwitchRoutePorts,
} from './notification-report.ts';
export * from './send-notifications.ts';
export { recordServiceEvents, type ServiceEventPorts } from './service-events.ts';
