import { SECOND_MS } from '@leadlight/common';
import { notificationText, type SendByRoute } from '@leadlight/workflows';
import { createTransport } from 'nodemailer';

export interface EmailOptions {
  /** `smtps://user:password@host` or `smtp://host:587`; the latter requires STARTTLS unless the host is this machine. */
  readonly smtpUrl: string;
  readonly from: string;
  readonly to: readonly string[];
}

const TIMEOUT_MS = 20 * SECOND_MS;

/** Sends each notification as a plain-text mail. */
export const sendByEmail = ({ smtpUrl, from, to }: EmailOptions): SendByRoute => {
  const send = mailSender(smtpUrl);
  return (notification) =>
    send({
      ...{ from, to },
      subject: `Leadlight: ${notification.title}`,
      text: notificationText(notification),
      deliveryId: notification.deliveryId,
    });
};

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly deliveryId: string;
}

/** Sends plain-text mails. The Message-ID of a mail is that of the delivery, so that mail programs recognise a repetition. */
export function mailSender(smtpUrl: string): (mail: Mail) => Promise<void> {
  const url = new URL(smtpUrl);
  const isSecure = url.protocol === 'smtps:';
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return async ({ from, to, subject, text, deliveryId }) => {
    const transport = createTransport({
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(url.port || (isSecure ? 465 : 587)),
      secure: isSecure,
      requireTLS: !isSecure && !isLocal,
      ...(url.username !== '' && {
        auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
      }),
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
    });
    try {
      await transport.sendMail({ from, to: [...to], subject, text, messageId: `<${deliveryId}@leadlight>` });
    } finally {
      transport.close();
    }
  };
}
