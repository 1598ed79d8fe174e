/** Mocks the locale and the time zone, so that tests do not depend on the machine. */
jest.doMock('@salesforce/i18n/locale', () => ({ __esModule: true, default: 'en-GB' }), { virtual: true });
jest.doMock('@salesforce/i18n/timeZone', () => ({ __esModule: true, default: 'Europe/Berlin' }), { virtual: true });
