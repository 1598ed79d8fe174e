export { notificationText, testNotification, type Notification } from './notification.ts';
export * from './send-notifications.ts';
export { recordServiceEvents, type ServiceEventPorts } from './service-events.ts';
