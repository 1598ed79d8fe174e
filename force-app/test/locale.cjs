/** Numbers and times in tests are those of one place, wherever the tests run. */
jest.doMock('@salesforce/i18n/locale', () => ({ __esModule: true, default: 'en-GB' }), { virtual: true });
jest.doMock('@salesforce/i18n/timeZone', () => ({ __esModule: true, default: 'Europe/Berlin' }), { virtual: true });
